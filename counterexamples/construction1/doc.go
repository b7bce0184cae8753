// Package construction1 is the family of Construction 1 (arXiv:2505.19046, section 5.1 and appendix E), on which one
// synthetic generation collapses the model with a probability that does not fall with n:
//
//	p_θ = ½ U[0,1] + ½(1−α) U[0,1−2α] + (α/4) U[2,3] + (α/4) U[μ, μ+f(α)],   θ = (α, μ)
//
//	α ∈ [0, ¼]        Pool.Alpha, Theta()[0]    TV(p_θ, p_θ*) for θ* = (0, 2), which is U[0, 1]
//	μ ∈ [2, 3−f(α)]   Theta()[1]                left end of the spike
//	f(α)              Family.LogWidth           width of the spike, as log f in nats; f(¼) = e^{−48N}/39 in print
//	N                 Family.N                  samples a generation that f is made for
//	s = 1−x           complements               x ∈ [0, 1]; those near 0 are all that the maximiser asks for
//
// The opinion: Fit is the exact maximum over all of Θ, by branch and bound over every candidate. Points are positions
// (package nested), never float64, so no spike is too narrow and no two points tie; points that no maximiser asks for
// are counts, drawn where they are asked for. Where that would have to guess, the pool returns an error.
//
// Beside the pool stand the laws of α^(1), enclosed for finite n (FirstEstimatorSurvival) and in the limit
// (LimitSurvival), and the limit of all α^(k) before a collapse (LimitProcess).
package construction1
