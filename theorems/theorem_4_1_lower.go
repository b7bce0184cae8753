package theorems

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"itermle/estimators"
	"itermle/theorems/certify"
)

// lowerC is Theorem 4.1 for N(μ, σ²1_d), where the law is exact: θ^(T) − θ* ~ N(0, σ²S_T/n 1_d), so no C is right that
// is below
//
//	C(d, T, δ) = σ √S_T χ_d(δ)/√log(7d/δ),   χ_d(δ) the (1−δ)-quantile of ‖N(0, 1_d)‖.
//
// Here λ0 = K2 = 1/σ², K3 = 0 and K1² = 1/(σ²(1 − 2^{−2/d})), or 1/σ² for d ≤ 2.
type lowerC struct {
	dim, generations int
	sigma, logDelta  float64 // log δ: δ may be e^{−10^6}
	shrink           float64 // a mutant's factor of C; 1
}

// constants are those of the family, on every ball.
func (c lowerC) constants() (estimators.Constants, error) {
	f, err := estimators.NewGaussianVector(c.dim, c.sigma)
	if err != nil {
		return estimators.Constants{}, err
	}
	return f.AssumptionConstants(make([]float64, c.dim), 1)
}

// least is C(d, T, δ).
func (c lowerC) least() float64 {
	half := float64(c.dim) / 2
	// log P(‖N‖ > x): where that has no float64 the tail is within d/x² of its leading term.
	outside := func(x float64) float64 {
		if p := mathext.GammaIncRegComp(half, x*x/2); p > 0x1p-900 {
			return math.Log(p)
		}
		gamma, _ := math.Lgamma(half)
		return (half-1)*math.Log(x*x/2) - x*x/2 - gamma
	}
	quantile := certify.QuantileOutside(outside, c.logDelta)
	inflation := estimators.ConstantSchedule(1).VarianceSum(c.generations)
	return c.shrink * c.sigma * math.Sqrt(inflation) * quantile /
		math.Sqrt(math.Log(7*float64(c.dim))-c.logDelta)
}

// scenario pins π/√(3λ0) to C(1, T, δ), and 7.26 K1/λ0 of theorem-4.1-explicit to C(d, T, δ) without the root of
// log(7d/δ)/log(7/δ).
func (c lowerC) scenario() Scenario {
	return Scenario{Name: fmt.Sprintf("d=%d T=%d σ=%g log δ=%g C*%g", c.dim, c.generations, c.sigma, c.logDelta,
		c.shrink),
		Experiment: Deterministic{Decide: func() (out Outcome, err error) {
			k, err := c.constants()
			if err != nil {
				return out, err
			}
			least, limit := c.least(), math.Pi/math.Sqrt(3*k.Lambda0)
			explicitC := 2 * math.Sqrt(13.16) * k.K1 / k.Lambda0
			if c.dim == 1 {
				out.Pin("π/√(3λ0) to C(1, T, δ)", limit/least, 1, c.room())
			} else {
				out.Pin("7.26 K1/λ0 to C(d, T, δ)", explicitC/least, 3,
					9*math.Sqrt(math.Log(7*float64(c.dim))-c.logDelta))
			}
			out.Evidence = fmt.Sprintf("C ≥ %.4g; π/√(3λ0) = %.4g, 7.26 K1/λ0 = %.4g", least, limit, explicitC)
			return out, nil
		}}}
}

// room is what is lost where T and 1/δ are finite: √(π²/6/S_T), S_T ≥ π²/6 − 1/T, and z² ≥ 2 log(1/δ) − log log(1/δ) −
// log 4π + 2 log 2 for δ ≤ 0.05.
func (c lowerC) room() float64 {
	l := -c.logDelta
	z2 := 2*l - math.Log(l) - math.Log(4*math.Pi) + 2*math.Ln2 - math.Log(1+1/l)*2
	sum := math.Max(1, math.Pi*math.Pi/6-1/float64(c.generations))
	return math.Sqrt(math.Pi * math.Pi / 6 / sum * 2 * (l + math.Log(7)) / z2)
}

// theorem41Lower bounds C of Theorem 4.1 from below in terms of its constants. What c can be is no question over the
// ball: for n < c log(2d/δ) the estimate is within r < r√(c log(2d/δ)/n), so by theorem-4.1-no-polylog
//
//	‖θ^(t) − θ*‖ ≤ max(C, r√c) √(log(2d/δ)/n) for all t with probability ≥ 1 − δ, for every n ≥ 1:
//
// C alone pays. For the global estimate no c is right without separation (finding-5); where real data separate, c grows
// at least linearly with K2 (leak-constants), K2 = 2κ/ε, and with it K1²log K1, as the scores of the leak reach √(κ/ε)
// with probability 2ε, and K3^{2/3}. (Construction 1, mollified at a scale far below f e^{−n}, is C^∞ and meets 1–3,
// too, but its constants grow exponentially with n: it says c ≥ log K2 only.)
func theorem41Lower() Claim {
	extreme := lowerC{1, 1_000_000, 1, -1e6, 1}
	wide := lowerC{1000, 10, 1, math.Log(0.05), 1}
	with := func(c lowerC, shrink float64) Scenario {
		c.shrink = shrink
		return c.scenario()
	}
	return Claim{
		ID: "theorem-4.1-lower", Statement: "theorem-4.1-lower", Expect: Supported,
		Sometimes: 0.99,
		Title:     "no C below π/√(3λ0), nor below K1/(λ0 √log(7d/δ)) but for a factor",
		Says: "For N(μ, σ²1_d) C(d, T, δ) = σ√S_T χ_d(δ)/√log(7d/δ) is the least C of Theorem 4.1: for d = 1 it " +
			"rises to π/√(3λ0) as T → ∞ and δ → 0, at a known rate; for d > 1 C = 7.26 K1/λ0 is at most " +
			"9√log(7d/δ) times as large, so C must grow with K1/λ0.",
		Deviation: "ours: print has no lower bound",
		Fixed: func(Profile) []Scenario {
			return []Scenario{extreme.scenario(), wide.scenario(), lowerC{1, 1, 1, math.Log(0.05), 1}.scenario()}
		},
		Draw: func(choose Chooser) Scenario {
			return lowerC{dim: Pick(choose, "d", 1, 2, 3, 10, 100, 1000),
				generations: int(DrawSize(choose, "T", 1, 1000)), sigma: DrawLog(choose, "σ", 0.01, 100),
				logDelta: -DrawLog(choose, "log(1/δ)", 3, 1e5), shrink: 1}.scenario()
		},
		Mutants: func() []Mutant {
			return []Mutant{{"1.01-of-the-limit", with(extreme, 1.01)}, {"0.98-of-the-limit", with(extreme, 0.98)},
				{"eightfold-in-1000-dimensions", with(wide, 8)}, {"a-quarter-in-1000-dimensions", with(wide, 0.25)}}
		},
	}
}
