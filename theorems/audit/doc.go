// Package audit proves the constants of Assumptions 2 and 3 of arXiv:2505.19046 for a family on a ball B_r(θ*), or
// shows which assumption fails there, with a sample as witness.
//
// The opinion of the package: a constant has a Basis. It is a closed form of the family's, a bound by interval
// arithmetic over the whole ball and sample space, a violation with its Witness, or not certified; an extreme over
// samples is none of the first three, whatever its size. What a family states is held against what the intervals
// attained.
//
// Notation, with the symbols of estimators.Constants:
//
//	K1   sub-Gaussian norm of the score (2A)
//	K2   bound of ‖∇² log p_θ(x)‖ (2B)
//	K3   bound of ‖∇³ log p_θ(x)‖ (2C)
//	λ0   lower bound of λ_min(I(θ)) (3)
//	L_I  Lipschitz constant of I; not in print (finding-4)
package audit
