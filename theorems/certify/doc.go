// Package certify makes Theorem 4.1 of arXiv:2505.19046 explicit: from the constants of Assumptions 2 and 3 on a ball
// it computes radii ρ_t with
//
//	P(‖θ^(t) − θ*‖ ≤ ρ_t for all t ≤ T) ≥ 1 − δ.
//
// The opinion of the package: a certificate is a proof, so every number is rounded to the safe side, every constant has
// its derivation beside it, and what cannot be certified is an answer with its reason, not an error. Each function is
// one explicit form, for ever fewer families and with ever smaller radii:
//
//	General      any family: the constants alone, as print has it
//	Natural      exponential families in natural parameters, by the norm of a martingale
//	Chernoff     the same, by its directions
//	Mixture      the same, without Assumption 2A, by a mixture over the sphere; no condition ties n to T
//	Smooth       one parameter, a bounded score; no condition ties n to T
//	Vector       any dimension, the constants and I(θ*); no condition ties n to T
//	Approximate  Natural for maximisers that are only approximate
//
// Sharpest chooses. Notation: K1, K2, K3, λ0, L_I are estimators.Constants on B_r(θ*), r is Request.Radius, n_t the
// Schedule, N_t = n_0 + … + n_t, w_t = n_t/N_t, V_T = Σ_{t<T} n_t/N_t², T is Generations and δ is Delta. KL is in nats;
// matrices are d×d, row-major.
package certify
