package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

func assumption2BQuadratic() theorems.Claim {
	return theorems.Claim{
		ID: "assumption-2B-quadratic", Statement: "assumption-2B",
		Title: "N(θ+θ²/2,1), unbounded Hessian alone: θ+θ²/2 at θ^(T) is N(0, S_T/n) exactly",
		Says: "For m(θ) = θ+θ²/2 the Hessian (x−m) − (1+θ)² is unbounded in x while 2A, 2C and 3 hold on B_½(0). " +
			"m(θ^(T)) ~ N(0, S_T/n) (but for P(x̄ < −½), below 10^-30 here): rate n^{-1/2}, no growth beyond π/√6.",
		Deviation: "Ours: 2B is not needed here; what Theorem 4.1 uses, a law of large numbers for the Hessian, " +
			"needs moments alone.",
		Expect: theorems.Supported,
		Fixed:  always(curved(departures.QuadraticMean, 0, 2000, 20).meanLaw(departures.QuadraticMean)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			n := theorems.Pick[int64](c, "n", 2000, 1e6, 1e12)
			return curved(departures.QuadraticMean, 0, n,
				theorems.Pick(c, "T", 2, 1, 5, 50)).meanLaw(departures.QuadraticMean)
		},
		Mutants: func() []theorems.Mutant {
			run := curved(departures.QuadraticMean, 0, 2000, 20)
			return []theorems.Mutant{
				{Name: "accumulate-to-replace",
					Scenario: run.with(estimators.Replace()).meanLaw(departures.QuadraticMean)},
			}
		},
	}
}

// curvature holds the largest |∂²| and |∂³| of log p_θ(x) over θ on a grid of B_½(0) and x = m(θ) ± distance, and the
// least information (m′)².
type curvature struct{ second, third, information float64 }

// curvatureOf takes central differences of log p_θ(x) = −(x−m)²/2 itself, of step h = 1/16. For m = θ+θ²/2, where ∂⁴ =
// −3, the third difference is ∂³, that of m is m′, and the second is ∂² − h²/4 = ±distance − (1+θ)² − h²/4, whose
// largest modulus is above the distance as that of ∂² is. All of it is exact: for distances up to 1000 the numbers are
// multiples of 2^-19 below 2^22.
func curvatureOf(family departures.CurvedMean, distance float64) curvature {
	const h = 1. / 16
	c := curvature{information: math.Inf(1)}
	for i := -8; i <= 8; i++ {
		theta := float64(i) / 16
		for _, side := range []float64{-1, 1} {
			x := family.Mean(theta) + side*distance
			log := func(steps float64) float64 {
				d := x - family.Mean(theta+steps*h)
				return -d * d / 2
			}
			c.second = math.Max(c.second, math.Abs(log(1)-2*log(0)+log(-1))/(h*h))
			c.third = math.Max(c.third, math.Abs(log(2)-2*log(1)+2*log(-1)-log(-2))/(2*h*h*h))
		}
		slope := (family.Mean(theta+h) - family.Mean(theta-h)) / (2 * h)
		c.information = math.Min(c.information, slope*slope)
	}
	return c
}

// breaks2BAlone decides that ∂² grows with x without bound while |∂³| ≤ 9/2 for all x, and I ≥ ¼.
func breaks2BAlone(family departures.CurvedMean) theorems.Scenario {
	return decided("differences of log p, "+family.Name, func() (theorems.Outcome, error) {
		var out theorems.Outcome
		for _, distance := range []float64{1, 10, 100, 1000} {
			c := curvatureOf(family, distance)
			out.Evidence = fmt.Sprintf("|x−m| = %g: |∂²| %.4g, |∂³| %.4g, I ≥ %.4g", distance, c.second, c.third,
				c.information)
			if !out.Check(c.second >= distance && c.third <= 4.5 && c.information >= 0.25, "%s", out.Evidence) {
				break
			}
		}
		return out, nil
	})
}

func assumption2BAlone() theorems.Claim {
	return theorems.Claim{
		ID: "assumption-2B-alone", Statement: "assumption-2B",
		Title: "… and that family breaks 2B alone: |∂²| ≥ |x−m|, |∂³| ≤ 9/2, I ≥ ¼ on B_½(0)",
		Says: "For N(θ+θ²/2,1) on B_½(0): ∂² = (x−m) − (1+θ)² is unbounded in x, ∂³ = −3(1+θ) is at most 9/2, the " +
			"score (1+θ)(x−m) is N(0,(1+θ)²), so K1 = 3/2, and I = (1+θ)² ≥ ¼.",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed:     always(breaks2BAlone(departures.QuadraticMean)),
		Mutants: mutants{
			{Name: "linear-mean", Scenario: breaks2BAlone(unprojected)},
			{Name: "cubic-mean", Scenario: breaks2BAlone(departures.CubicMean)},
		}.all,
	}
}
