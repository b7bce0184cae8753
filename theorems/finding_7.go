package theorems

import (
	"cmp"
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// violation shows that no constant does for an assumption: for K = 2, 4, …, 2^rounds it asks for a point that K does
// not cover.
type violation struct {
	family string
	theta  []float64
	// uncovered is whether some x shows that K is too small.
	uncovered func(family estimators.Family, theta []float64, k float64) bool
}

// unboundedHessian looks for ‖∇²log p_θ(x)‖ > K, unboundedThird for ‖∇³log p_θ(x)‖ > K (by the largest entry, a lower
// bound of the norm), far out.
func unboundedHessian(family estimators.Family, theta []float64, k float64) bool {
	hessian := make([]float64, family.Dim()*family.Dim())
	family.Hessian(hessian, theta, []float64{10 * (1 + k)})
	return geometry.LargestEntry(hessian) > k
}

func unboundedThird(family estimators.Family, theta []float64, k float64) bool {
	d := family.Dim()
	third := make([]float64, d*d*d)
	family.ThirdDerivative(third, theta, []float64{10 * (1 + k)})
	return geometry.LargestEntry(third) > k
}

// heavyScore looks for P(‖score‖ ≥ u) > 2 exp(−u²/(2K²)) at u = 4K² + 2K. far(u) is the end of an interval of the given
// width on which an entry of the score is u or more in size, and at which the density is least, so P(‖score‖ ≥ u) ≥
// width × density there.
func heavyScore(far func(u float64) (x, width float64)) func(estimators.Family, []float64, float64) bool {
	return func(family estimators.Family, theta []float64, k float64) bool {
		u := 4*k*k + 2*k
		x, width := far(u)
		score := make([]float64, family.Dim())
		family.Score(score, theta, []float64{x})
		logTail := math.Log(width) + family.LogDensity(theta, []float64{x})
		return geometry.LargestEntry(score) >= u && logTail > math.Ln2-u*u/(2*k*k)
	}
}

// gaussianTail: the score in σ at (0,1) is x² − 1, and p falls, so P(x ≥ √(u+1)) ≥ (√(u+2) − √(u+1)) p(√(u+2)).
func gaussianTail(u float64) (x, width float64) {
	x = math.Sqrt(u + 2)
	return x, 1 / (x + math.Sqrt(u+1))
}

// exponentialTail: the score of the rate λ = 1 is 1 − x, that of the mean μ = 1 is x − 1, and p falls, so P(x ≥ u+1) ≥
// p(u+2).
func exponentialTail(u float64) (x, width float64) { return u + 2, 1 }

// powerTail: the score at θ = 1 is 1 + log x, and p is constant, so P(x ≤ y) = y for y = e^{−u−1}.
func powerTail(u float64) (x, width float64) {
	y := math.Exp(-u - 1)
	return y * (1 - 1e-12), y // past the rounding of log
}

func (v violation) scenario(name string) Scenario {
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		family, err := estimators.ParseFamily(v.family)
		if err != nil {
			return Outcome{}, err
		}
		var out Outcome
		const rounds = 3 // K1 = 8 puts the sample of θx^{θ−1} at e^{−273}: beyond, x is subnormal
		for i := range rounds {
			k := math.Exp2(float64(i + 1))
			if !out.Check(v.uncovered(family, v.theta, k), "K = %g is not violated", k) {
				break
			}
		}
		out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("every K = 2, …, %g is violated", math.Exp2(rounds)))
		return out, nil
	}}}
}

// finding7 is that the families of Appendix G are outside Theorem 4.1: each violates a part of Assumption 2 with every
// constant,
//
//	Gaussian (μ,σ), exponential mean: 2A, the score's tail is exponential; 2B and 2C, derivatives grow with x² and x
//	exponential rate and θx^{θ−1}:    2A only
//
// K = 2, 4 and 8 are tried; that larger K fail too is the formula: x against K, and e^{−u−1} against 2e^{−u²/2K²} at u
// = 4K² + 2K.
func finding7() Claim {
	return Claim{
		ID: "finding-7", Statement: "finding-7", Title: "the families of Appendix G violate Assumption 2",
		Expect: Supported,
		Says: "for every K there is a u with P(‖score‖ ≥ u) > 2 exp(−u²/(2K²)) (Gaussian (μ,σ), exponential, " +
			"θx^{θ−1}), and an x with ‖∇²log p‖ > K and ‖∇³log p‖ > K (Gaussian (μ,σ), exponential in its mean)",
		Fixed: func(Profile) []Scenario {
			return []Scenario{
				violation{"gaussian", []float64{0, 1},
					heavyScore(gaussianTail)}.scenario("gaussian θ=0,1 assumption-2A"),
				violation{"gaussian", []float64{0, 1}, unboundedHessian}.scenario("gaussian θ=0,1 assumption-2B"),
				violation{"gaussian", []float64{0, 1}, unboundedThird}.scenario("gaussian θ=0,1 assumption-2C"),
				violation{"exponential", []float64{1},
					heavyScore(exponentialTail)}.scenario("exponential θ=1 assumption-2A"),
				violation{"exponential", []float64{1}, unboundedHessian}.scenario("exponential θ=1 assumption-2B"),
				violation{"exponential", []float64{1}, unboundedThird}.scenario("exponential θ=1 assumption-2C"),
				violation{"exponential-rate", []float64{1},
					heavyScore(exponentialTail)}.scenario("exponential-rate θ=1 assumption-2A"),
				violation{"power", []float64{1}, heavyScore(powerTail)}.scenario("power θ=1 assumption-2A"),
			}
		},
		Mutants: func() []Mutant {
			// The Gaussian mean meets all three.
			gaussian := func(name string, uncovered func(estimators.Family, []float64, float64) bool) Mutant {
				return Mutant{name, violation{"gaussian-mean", []float64{0}, uncovered}.scenario(name)}
			}
			return []Mutant{
				gaussian("gaussian-mean-2B", unboundedHessian), gaussian("gaussian-mean-2C", unboundedThird),
				gaussian("gaussian-mean-2A", heavyScore(func(u float64) (float64, float64) { return u + 1, 1 })),
			}
		},
	}
}
