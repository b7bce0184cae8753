// Package leak is the family that shows how little of the assumptions of Theorem 4.1 (arXiv:2505.19046) one may drop:
// a model that is a little wrong puts a little mass, quadratic in its error, where no real sample can be, and the
// first sample there carries a spike that wins the global likelihood (derived here).
//
//	θ* = 0,  Θ = [−1, 1] ∪ [2, 3),  the sample space is R (sheet 1) and the circle [0, 1) (sheet 2)
//
//	θ ∈ [−1,1]: sheet 1 with probability 1 − m(θ), there N(θ, 1); sheet 2 with probability m(θ) = ε + κθ²,
//	            there uniform on [0, κθ²) for ε = 0, and on [0, 1) for ε > 0
//	θ ∈ [2,3):  sheet 1 with probability ½, there N(0, 1); sheet 2 with probability ½, there half uniform on [0, 1)
//	and
//	            half a spike at θ − 2 of width w = e^{−Λ}
//
//	κ ∈ (0, ½]        Family.Kappa
//	ε ∈ [0, ¼)        Family.Epsilon
//	Λ                 logWidth, nats: the spike wins for every pool of fewer than 10^17 samples, whatever n is
//	collapse          θ^(t) ∈ [2, 3): TV(p_θ, p_θ*) = ½ − ε
//
// For ε = 0 only the support moves with θ: assumption 1C is dropped alone. On the support log p_θ(x) is log(1−κθ²) plus
// the log-density of a Gaussian mean on sheet 1, and 0 on sheet 2: 2A, 2B, 2C hold with constants free of n, 1A, 1B
// and 3 hold, and the MLE of real data over all of Θ is in [−1, 1] with probability 1.
//
// For ε > 0 the support is common and log p_θ is C^∞ in θ near θ*, and on [2, 3) too if the spike is a bump b(·/w)/w
// with b of class C^∞ on [−1, 1]; nothing here depends on which. All of 1–3 hold, with K2 ≥ sup |∂² log m| = 2κ/ε: what
// the collapse uses is the size of the constants.
//
// LimitSurvival is the limit law of the collapse.
package leak
