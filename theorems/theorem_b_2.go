package theorems

import (
	"math/rand/v2"
)

// theoremB2 is the matrix Azuma inequality (Tropp 2012, Theorem 7.1), quoted in print as Theorem B.2.
func theoremB2() Claim {
	return matrixClaim(Claim{ID: "theorem-B.2", Statement: "theorem-B.2", Title: "matrix Azuma",
		Sometimes: 0.3, Demands: []Share{{AtLeast: 0.85, Within: 8}, {AtLeast: 0.4, Within: 4}},
		Says: "P(λ_max(Σ M_t) ≥ u) ≤ d exp(−u²/(8σ²)), at the u where the right side is δ"}, false)
}

// adversaries of Theorem B.2: M_t² ⪯ 1.
var matrixAdversaries = []adversary{
	{name: "identity", matrix: true, step: func(z, _ []float64, _ float64, random *rand.Rand) {
		fill(z, sign(random))
	}},
	// d walks: the largest of them counts.
	{name: "independent entries", matrix: true, step: func(z, _ []float64, _ float64, random *rand.Rand) {
		bits := random.Uint64()
		for k := range z { // d ≤ 64
			z[k] = float64(2*int64(bits>>k&1) - 1)
		}
	}},
	// The leader against all others.
	{name: "leader against the rest", matrix: true, step: func(z, sum []float64, _ float64, random *rand.Rand) {
		leader := 0
		for k, v := range sum {
			if v > sum[leader] {
				leader = k
			}
		}
		s := sign(random)
		fill(z, -s)
		z[leader] = s
	}},
	// 1 with probability 1/3, −½ with 2/3.
	{name: "skew", matrix: true, step: func(z, _ []float64, _ float64, random *rand.Rand) {
		fill(z, -0.5)
		if random.IntN(3) == 0 {
			fill(z, 1)
		}
	}},
	// Adaptive variance: once past half the bound it moves no more.
	{name: "rests when ahead", matrix: true, step: func(z, sum []float64, bound float64, random *rand.Rand) {
		step := sign(random)
		if sum[0] > bound/2 {
			step = 0
		}
		fill(z, step)
	}},
}

func fill(z []float64, value float64) {
	for k := range z {
		z[k] = value
	}
}

func theoremB2Adversaries() Claim {
	return adversaryClaim(Claim{
		ID: "theorem-B.2-adversaries", Statement: "theorem-B.2",
		Sometimes: 0.3, Demands: []Share{{AtLeast: 0.85, Within: 20}, {AtLeast: 0.3, Within: 4}},
		Title: "matrix martingales made to have a large eigenvalue",
		Says: "P(λ_max(Σ_{t<T} M_t) ≤ √(8T log(d/δ))) ≥ 1 − δ for diagonal M_t with M_t² ⪯ 1: equal, independent or " +
			"opposed entries, skew, or of a variance that depends on the sum, d up to 50",
	}, matrixAdversaries, 4)
}
