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
			"m(θ^(T)) ~ N(m(θ*), Σ n_t/N_t²) (but for P(x̄ < −½), below 10^-30 here: θ* ≥ −0.1 is 12 standard " +
			"deviations √(2/n_0) inside for n_0 ≥ 2000): rate n^{-1/2}, no growth beyond π/√6 in equal batches.",
		Deviation: "Ours: 2B is not needed here; what Theorem 4.1 uses, a law of large numbers for the Hessian, " +
			"needs moments alone.",
		Expect: theorems.Supported,
		Fixed:  always(curved(departures.QuadraticMean, 0, 2000, 20).meanLaw(departures.QuadraticMean)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			truth := theorems.DrawReal(c, "θ*", -0.1, 4)
			return curved(departures.QuadraticMean, truth, 1, 1).drawn(c, 2000, 1e12).meanLaw(departures.QuadraticMean)
		},
		Mutants: mutants{{Name: "accumulate-to-replace", Scenario: curved(departures.QuadraticMean, 0, 2000,
			20).with(estimators.Replace()).meanLaw(departures.QuadraticMean)}}.all,
	}
}

// curvature holds the largest |∂²| and |∂³| of log p_θ(x) over θ on a grid of B_r(θ_0) and x = m(θ) ± distance, and the
// least information (m′)².
type curvature struct{ second, third, information float64 }

const curvatureStep = 1. / 16

// ball is B_r(θ_0), both whole numbers of sixteenths.
type ball struct{ center, radius float64 }

// curvatureOf takes central differences of log p_θ(x) = −(x−m)²/2 itself, of step h = 1/16. For m = θ+θ²/2, where ∂⁴ =
// −3, the third difference is ∂³ = −3(1+θ), that of m is m′ = 1+θ, and the second is ∂² − h²/4 = ±distance − (1+θ)² −
// h²/4. All of it is exact: for distances up to 1000 the numbers are multiples of 2^-19 below 2^22.
func curvatureOf(family departures.CurvedMean, over ball, distance float64) curvature {
	const h = curvatureStep
	c := curvature{information: math.Inf(1)}
	for theta := over.center - over.radius; theta <= over.center+over.radius; theta += h {
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

// breaks2BAlone decides that ∂² grows with x without bound while the largest |∂³| is 3(1+θ_0+r) for all x, and the
// least I is (1+θ_0−r)² > 0.
func breaks2BAlone(family departures.CurvedMean, over ball, distances ...float64) theorems.Scenario {
	name := fmt.Sprintf("differences of log p family=%s θ_0=%g r=%g |x−m|=%g", family.Name, over.center, over.radius,
		distances)
	return decided(name, func() (theorems.Outcome, error) {
		var out theorems.Outcome
		high, low := 1+over.center+over.radius, 1+over.center-over.radius
		for _, distance := range distances {
			c := curvatureOf(family, over, distance)
			out.Evidence = fmt.Sprintf("|x−m| = %g: |∂²| %.4g, |∂³| %.4g, I ≥ %.4g", distance, c.second, c.third,
				c.information)
			if !out.Check(c.second == distance+high*high+curvatureStep*curvatureStep/4 && c.third == 3*high &&
				c.information == low*low, "%s", out.Evidence) {
				break
			}
		}
		return out, nil
	})
}

func assumption2BAlone() theorems.Claim {
	half := ball{0, 0.5}
	return theorems.Claim{
		ID: "assumption-2B-alone", Statement: "assumption-2B",
		Title: "… and that family breaks 2B alone: |∂²| ≥ |x−m|, |∂³| ≤ 9/2, I ≥ ¼ on B_½(0)",
		Says: "For N(θ+θ²/2,1) on B_r(θ_0), θ_0 − r > −1: ∂² = (x−m) − (1+θ)² is unbounded in x, ∂³ = −3(1+θ) is at " +
			"most 3(1+θ_0+r), the score (1+θ)(x−m) is N(0,(1+θ)²), so K1 = 1+θ_0+r, and I = (1+θ)² ≥ (1+θ_0−r)²: " +
			"9/2, 3/2 and ¼ on B_½(0).",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed:     always(breaks2BAlone(departures.QuadraticMean, half, 1, 10, 100, 1000)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			radius := float64(1+c.Choose("16r−1", 16)) * curvatureStep
			center := radius - 1 + float64(1+c.Choose("16(θ_0−r+1)−1", 32))*curvatureStep
			return breaks2BAlone(departures.QuadraticMean, ball{center, radius},
				float64(theorems.DrawSize(c, "|x−m|", 1, 1000)))
		},
		Mutants: mutants{
			{Name: "linear-mean", Scenario: breaks2BAlone(unprojected, half, 1, 10)},
			{Name: "cubic-mean", Scenario: breaks2BAlone(departures.CubicMean, half, 1, 10)},
		}.all,
	}
}

func assumption2BDial() theorems.Claim {
	wild := byDegrees("oscillation", 1./7, 80, 5)
	return theorems.Claim{
		ID: "assumption-2B-dial", Statement: "assumption-2B",
		Title: "log-odds 2∫(1 + ¾T_k), K2 ~ k² and K3 ~ k⁴, exact laws: P(KL > 9/(2n_0)) ≤ 0.05 for every k",
		Says: "As the log-odds oscillate faster, with slopes in [½, 3½], the constants of 2B and 2C grow without " +
			"bound, and KL(p_θ*‖p_θ(T)) keeps its law under accumulation: the odds of the pool are fitted whatever " +
			"they are a function of. Replacement passes δ.",
		Deviation: "Ours; k ≤ 7, T ≤ 5 and n_0 ≤ 80, by the exact law of Algorithm 1.",
		Expect:    theorems.Supported,
		Fixed:     always(wild.scenario(), byDegrees("oscillation", 1, 80, 5).scenario()),
		Draw:      drawDialed("oscillation", 1, 1./3, 1./5, 1./7),
		Mutants: mutants{{Name: "accumulate-to-replace", Scenario: wild.replaced().scenario()},
			{Name: "in-theta", Scenario: wild.inTheta().scenario()}}.all,
	}
}
