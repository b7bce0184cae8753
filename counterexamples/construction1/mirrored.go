package construction1

import (
	"math"
	"math/rand/v2"

	"itermle/internal/random"
)

// MirroredHit is the limit of the probability that generation 1 of a mirrored Construction 1 hits [2, 3] (derived
// here).
//
// For α < 0 let p_α be the mirror image on [0, 1] of p_{−α}. Then α^(1) is the better of two maximisers that see the
// two ends of [0, 1], in the limit independent: 2n|α^(1)| → G, the place of the larger of the suprema M, M′ of two
// copies of X_u = u/4 − log 2·N(u), N a Poisson process of rate 1. X has no positive jump and drifts to −∞, so it
// passes each level y at a time τ_y with E[e^{−qτ_y}; τ_y < ∞] = e^{−Φ(q)y}, Φ the inverse of ψ(θ) = θ/4 + 2^{−θ} − 1,
// and never passes y + dy after it with probability θ0 dy, θ0 = Φ(0). Hence E[e^{−qG}; M ∈ dy] = θ0 e^{−Φ(q)y} dy,
//
//	E e^{−qG} = 2 ∫ θ0 e^{−Φ(q)y} P(M′ < y) dy = 2θ0 [1/Φ(q) − 1/(Φ(q)+θ0)] = 2ρ²/(1+ρ),  ρ = θ0/Φ(q),
//
// and the answer is 1 minus that at q = share/4. For one end E e^{−qG} is ρ: 1 − LimitHit at q = ¼.
func MirroredHit(share float64, ends int) float64 {
	rho := criticalTheta / inversePsi(share/4)
	if ends == 1 {
		return 1 - rho
	}
	return 1 - 2*rho*rho/(1+rho)
}

// Mirrored is the first fit of the mirrored construction with an independent z ~ N(θ, I_2), whose information is the
// identity, and e^{−n} of the uniform law on [0,1] ∪ [2,3] mixed in: the support is common, θ* = (0, 2½) is inside Θ,
// the densities are distinct and I(θ) ≥ 1, so only Assumption 2 fails (derived here).
type Mirrored struct {
	N      int64 // samples of the one real generation
	Ends   int   // of [0, 1] that α reaches: 2, or 1 for α ≥ 0 alone
	points []float64
}

// First draws the real data and returns α^(1), whose log-likelihood is, against α = 0,
//
//	(n−k) log(1 + α/(2−4α)) − k log 2 + n(α z̄ − α²/2),   α = |α^(1)|, k the samples beyond 1 − 2α,
//
// with z̄ ~ N(0, 1/n) for one end and −z̄ for the other. It rises between samples but for the last term, of the order
// n^{−1/2} at α = O(1/n): candidates are the samples' complements over 2. The e^{−n} changes no term by more than
// e^{−n}. Beyond 60/n no maximiser lies, but for a probability of 10^-9.
func (m *Mirrored) First(r *rand.Rand) float64 {
	const reach = 60.0
	size := float64(m.N)
	tilt := random.Normal(r) / math.Sqrt(size)
	best, at := 0.0, 0.0
	for range m.Ends {
		m.points = m.points[:0]
		// Spacings of n uniform order statistics: the k-th is 1 − Π U_j^{1/(n−j)}.
		for log, k := 0.0, 0; k < int(min(size, 4*reach)); k++ {
			log -= random.Exponential(r) / (size - float64(k))
			u := -math.Expm1(log)
			if !(u*size <= reach && u <= 2*LargestAlpha) {
				break
			}
			m.points = append(m.points, u)
		}
		for k, u := range m.points {
			alpha := u / 2
			value := (size-float64(k))*math.Log1p(alpha/(2-4*alpha)) - float64(k)*math.Ln2 +
				size*(alpha*tilt-alpha*alpha/2)
			if value > best {
				best, at = value, alpha
			}
		}
		tilt = -tilt
	}
	return at
}
