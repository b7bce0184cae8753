package theorems

import (
	"cmp"
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// violation shows that no constant does for an assumption: for K = k, 2k, 4k it asks for a point that K does not cover.
type violation struct {
	family string
	theta  []float64
	k      float64
	// uncovered is whether some x shows that K is too small.
	uncovered func(family estimators.Family, theta []float64, k float64) bool
}

// unbounded looks for a derivative of log p_θ(x) of the order, 2 or 3, of norm > K far out, by the largest entry, a
// lower bound of the norm.
func unbounded(order int) func(estimators.Family, []float64, float64) bool {
	return func(family estimators.Family, theta []float64, k float64) bool {
		d, x := family.Dim(), []float64{10 * (1 + k)}
		hessian, third := make([]float64, d*d), make([]float64, d*d*d)
		family.Hessian(hessian, theta, x)
		family.ThirdDerivative(third, theta, x)
		return geometry.LargestEntry([][]float64{hessian, third}[order-2]) > k
	}
}

// A far end is the end of an interval of the given width on which an entry of the score is u or more in size, and at
// which the density is least, so that P(‖score‖ ≥ u) ≥ width × density there.
type farEnd func(theta []float64, u float64) (x, width float64)

// heavyScore looks for P(‖score‖ ≥ u) > 2 exp(−u²/(2K²)) at u = 4sK² + 2K, s the last coordinate of θ: of all the laws
// here the tail is e^{−su − …} or heavier.
func heavyScore(far farEnd) func(estimators.Family, []float64, float64) bool {
	return func(family estimators.Family, theta []float64, k float64) bool {
		u := 4*math.Abs(theta[len(theta)-1])*k*k + 2*k
		x, width := far(theta, u)
		score := make([]float64, family.Dim())
		family.Score(score, theta, []float64{x})
		logTail := math.Log(width) + family.LogDensity(theta, []float64{x})
		return geometry.LargestEntry(score) >= u && logTail > math.Ln2-u*u/(2*k*k)
	}
}

// gaussianTail: with z = (x−μ)/σ the score in σ is (z²−1)/σ, and p falls, so P(z ≥ √(σu+1)) ≥ (√(σu+2) − √(σu+1))
// φ(√(σu+2)).
func gaussianTail(theta []float64, u float64) (x, width float64) {
	sigma := theta[1]
	z := math.Sqrt(sigma*u + 2)
	return theta[0] + sigma*z, sigma / (z + math.Sqrt(sigma*u+1))
}

// exponentialTail: the score of the mean μ is (x − μ)/μ², and p falls, so P(x ≥ μ + μ²u) ≥ μ p(2μ + μ²u).
func exponentialTail(theta []float64, u float64) (x, width float64) {
	mu := theta[0]
	return 2*mu + mu*mu*u, mu
}

// rateTail: the score of the rate λ is 1/λ − x, and p falls, so P(x ≥ u + 1/λ) ≥ p(u + 2/λ)/λ.
func rateTail(theta []float64, u float64) (x, width float64) { return u + 2/theta[0], 1 / theta[0] }

// powerTail: the score is 1/θ + log x, and p is monotone, so that half of (0, y], y = e^{−u−1/θ}, has y/2 times the
// lesser of p(y/2) and p(y).
func powerTail(theta []float64, u float64) (x, width float64) {
	y := math.Exp(-u-1/theta[0]) * (1 - 1e-12) // past the rounding of log
	if theta[0] > 1 {
		return y / 2, y / 2
	}
	return y, y / 2
}

// appendixG are the families of Appendix G with the parts of Assumption 2 that each violates.
var appendixG = []struct {
	assumption string
	violation
}{
	{"assumption-2A", violation{"gaussian", []float64{0, 1}, 2, heavyScore(gaussianTail)}},
	{"assumption-2B", violation{"gaussian", []float64{0, 1}, 2, unbounded(2)}},
	{"assumption-2C", violation{"gaussian", []float64{0, 1}, 2, unbounded(3)}},
	{"assumption-2A", violation{"exponential", []float64{1}, 2, heavyScore(exponentialTail)}},
	{"assumption-2B", violation{"exponential", []float64{1}, 2, unbounded(2)}},
	{"assumption-2C", violation{"exponential", []float64{1}, 2, unbounded(3)}},
	{"assumption-2A", violation{"exponential-rate", []float64{1}, 2, heavyScore(rateTail)}},
	{"assumption-2A", violation{"power", []float64{1}, 2, heavyScore(powerTail)}},
}

func (v violation) scenario(what string) Scenario {
	name := fmt.Sprintf("%s θ=%v K=%g %s", v.family, v.theta, v.k, what)
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		family, err := estimators.ParseFamily(v.family)
		if err != nil {
			return Outcome{}, err
		}
		var out Outcome
		for _, times := range []float64{1, 2, 4} { // K1 = 8 at θ = 1 puts the sample of θx^{θ−1} at e^{−273}
			if !out.Check(v.uncovered(family, v.theta, times*v.k), "K = %g is not violated", times*v.k) {
				break
			}
		}
		out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("K = %g, %g and %g are violated", v.k, 2*v.k, 4*v.k))
		return out, nil
	}}}
}

// finding7 is that the families of Appendix G are outside Theorem 4.1: each violates a part of Assumption 2 with every
// constant,
//
//	Gaussian (μ,σ), exponential mean: 2A, the score's tail is exponential; 2B and 2C, derivatives grow with x² and x
//	exponential rate and θx^{θ−1}:    2A only
//
// K = 2, 4 and 8 are tried; that larger K fail too is the formula: x against K, and e^{−su − …} against 2e^{−u²/2K²} at
// u = 4sK² + 2K.
func finding7() Claim {
	return Claim{
		ID: "finding-7", Statement: "finding-7", Title: "the families of Appendix G violate Assumption 2",
		Expect: Supported,
		Says: "for every K there is a u with P(‖score‖ ≥ u) > 2 exp(−u²/(2K²)) (Gaussian (μ,σ), exponential, " +
			"θx^{θ−1}), and an x with ‖∇²log p‖ > K and ‖∇³log p‖ > K (Gaussian (μ,σ), exponential in its mean)",
		Fixed: func(Profile) []Scenario {
			var scenarios []Scenario
			for _, v := range appendixG {
				scenarios = append(scenarios, v.scenario(v.assumption))
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			v := appendixG[choose.Choose("violation", len(appendixG))]
			family, err := estimators.ParseFamily(v.family)
			if err != nil {
				panic("theorems: " + err.Error())
			}
			v.theta, v.k = DrawTheta(choose, family, v.theta), DrawLog(choose, "K", 0.5, 2)
			return v.scenario(v.assumption)
		},
		Mutants: func() []Mutant {
			// The Gaussian mean meets all three.
			gaussian := func(name string, uncovered func(estimators.Family, []float64, float64) bool) Mutant {
				return Mutant{name, violation{"gaussian-mean", []float64{0}, 2, uncovered}.scenario(name)}
			}
			return []Mutant{
				gaussian("gaussian-mean-2B", unbounded(2)), gaussian("gaussian-mean-2C", unbounded(3)),
				gaussian("gaussian-mean-2A",
					heavyScore(func(_ []float64, u float64) (float64, float64) { return u + 1, 1 })),
			}
		},
	}
}
