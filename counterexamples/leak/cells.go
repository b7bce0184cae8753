package leak

import (
	"math"

	"itermle/estimators"
)

// Cells is a leak that is one family for every n: all of Assumptions 1 and 3 hold, the support is common, and
// Assumption 2 alone fails, properly: each x has its own finite derivatives, but no K2 serves for all x (derived here).
//
// Sheet 2 is a circle C_j = [0, 1) for every j = 0, 1, 2, …, and p_θ, θ ∈ [−1, 1], puts the mass
//
//	m_j(θ) = ε_j + κθ² χ_j(θ),   ε_j = e^{−Λ_j},   log Λ_j = 10·2^j
//
// on it, uniformly; the χ_j ≥ 0 are even and C^∞, Σ_j χ_j(θ) = 1 for 0 < |θ| ≤ 1, and χ_j is 0 but for 2^{−j−1} < |θ| <
// 2^{−j+1}. Sheet 1 is N(θ, 1). Beside [−1, 1], Θ has a θ ∈ [2+j, 3+j) for each spike: half of its mass is N(0, 1), a
// quarter has density 2^{−i−1} on each C_i, and a quarter is a bump of width e^{−Λ_j} at θ − 2 − j on C_j.
//
//   - Σ_j m_j = Σ_j ε_j + κθ²: until a sample falls on sheet 2 the law and the fit are those of Family{κ, 0}, but for
//     Σ_j ε_j < 10^{−9000}, which no number here sees.
//   - log m_j is C^∞, with ∂² log m_j of the order κ/ε_j: no constants of 2A, 2B and 2C
//     serve for all j. The information of sheet 2 is Σ_j m_j′²/m_j = O(κ): finite. ∂²∫p = ∫∂²p fails at 0, where every
//     m_j″ is 0 and Σ_j m_j is κθ²: that is how a leak hides from the information, E ∂² log p_0 = −1 − 2κ, I(0) = 1.
//   - A sample that falls on sheet 2 comes from θ, and lies on C_j with 2^j > 1/(2|θ|): the spike on it wins if Λ_j
//     exceeds log 4 + log 2^{i+1} for each sample of the pool on sheet 2, and log 2 with half the square of the mean
//     for each on sheet 1. With |θ| of the order n^{−½} it is e^{10√n} against n: Wins.
//   - Real data touch C_j with probability ≤ m e^{−Λ_j}, and a touched spike wins only if Λ_j ≥ m log 2 roughly: the
//     MLE of m real samples is consistent, but for a probability below Σ_{Λ_j ≥ m/2} m e^{−Λ_j} ≤ e^{−m/3}.
//
// So the collapse has for every n the probability of Family{κ, 0}, whose limit is LimitSurvival: nothing is left of n.
type Cells struct {
	Kappa float64 // κ
	// Deepen multiplies log Λ_j: 1 for the family itself.
	Deepen float64
}

// Leak is the leak with the law of all that precedes a sample on sheet 2.
func (c Cells) Leak() Family { return Family{Kappa: c.Kappa} }

// Wins says whether the spike on a sample of p_θ on sheet 2 beats every θ ∈ [−1, 1] on a pool of the given size, of
// which h lie on sheet 2 and the rest have the mean x̄ on sheet 1: Λ_j > m log 2 + m x̄²/2 + h log(4·2^{i+1}), where m
// and h are at most the pool, |x̄| ≤ 8 but for a probability of 10^-15, and 2^{i+1} ≤ 4/|θ| for samples of one
// generation, those of the first leak.
func (c Cells) Wins(theta, pooled float64) bool {
	depth := c.Deepen * 10 * math.Max(1, 1/(2*math.Abs(theta))) // at most log Λ_j
	return depth > math.Log(pooled)+math.Log(math.Ln2+32+math.Log(16/math.Abs(theta)))
}

// Check refuses what is no leak: a *estimators.RangeError.
func (c Cells) Check() error {
	if !(c.Deepen > 0) {
		return &estimators.RangeError{What: "factor of log Λ_j", Value: c.Deepen, Accept: "a factor > 0"}
	}
	return c.Leak().Check()
}

// SecondFit is P(collapse at the second fit) of accumulation with n samples a generation, n ≥ 1 (derived here):
// x̄ ~ N(0, 1/n) is the mean of the real data, all of them on sheet 1, and
//
//	1 − E(1 − κ θ̂(x̄)²)^n,
//
// by the trapezoidal rule on z = √n x̄, which is right to 10^-4 at n = 1, where the integrand has a kink at the x̄ that
// brings θ̂ to an end of [−1, 1], and far better where that is out of reach. ε is taken as 0.
func (f Family) SecondFit(n int64) float64 {
	const reach, steps = 9.0, 600
	size, survive := float64(n), 0.0
	for k := -steps; k <= steps; k++ {
		z := reach * float64(k) / steps
		theta := f.fit(z / math.Sqrt(size))
		survive += math.Exp(-z*z/2+size*math.Log1p(-f.Kappa*theta*theta)) * (reach / steps) / math.Sqrt(2*math.Pi)
	}
	return 1 - survive
}
