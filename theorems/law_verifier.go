package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/quadrature"
)

// truncatedNormal are the mean and variance of N(θ, 1) given |x| ≤ h:
//
//	T(θ) = θ + (φ(a) − φ(b))/Z,   1 + (aφ(a) − bφ(b))/Z − ((φ(a) − φ(b))/Z)²,   a = −h−θ, b = h−θ, Z = Φ(b) − Φ(a)
//
// For θ ≤ 0, and mirrored for θ > 0: Z is taken of upper tails where both ends are above 0, as a difference of Φ near 1
// it would be 0.
func truncatedNormal(theta, h float64) (mean, variance float64) {
	if theta > 0 {
		mean, variance = truncatedNormal(-theta, h)
		return -mean, variance
	}
	a, b := -h-theta, h-theta
	inside := (math.Erf(b/math.Sqrt2) - math.Erf(a/math.Sqrt2)) / 2
	if a > 0 {
		inside = (math.Erfc(a/math.Sqrt2) - math.Erfc(b/math.Sqrt2)) / 2
	}
	shift := (normalDensity(a) - normalDensity(b)) / inside
	return theta + shift, 1 + (a*normalDensity(a)-b*normalDensity(b))/inside - shift*shift
}

// lawVerifierContraction is one round of training on n samples of N(θ, σ²) that a verifier with the interval c ± hσ
// has kept (c = 0, σ = 1 without loss of generality): the density of what is kept is log-concave and even in the
// verifier's axis, dT/dθ = Var(x | kept) by differentiating the exponential family, and that variance is largest at θ =
// c, where it is ρ = 1 − 2hφ(h)/(2Φ(h) − 1). So
//
//	E((x̄ − c)² | θ) = (T(θ) − c)² + Var/n ≤ ρ²(θ − c)² + ρσ²/n,
//
// and k rounds give ρ^{2k} E(θ_0 − c)² + σ² Σ_j ρ^{2(k−j)−1}/n_j: the verifier's centre, not the truth, is the limit.
func lawVerifierContraction() Claim {
	scenario := func(theta, h float64, n float64, bound func(rho, theta, n float64) float64) Scenario {
		return exactly(fmt.Sprintf("θ−c=%g h=%g n=%g", theta, h, n), func() Outcome {
			mean, variance := truncatedNormal(theta, h)
			_, rho := truncatedNormal(0, h)
			const step = 1e-4
			above, _ := truncatedNormal(theta+step, h)
			below, _ := truncatedNormal(theta-step, h)
			slope := (above - below) / (2 * step)
			var out Outcome
			// The third derivative of T is a fourth cumulant, below h⁴.
			out.Check(math.Abs(slope-variance) <= step*step*h*h*h*h+1e-10, "T′ = %.10g, variance "+
				"%.10g", slope, variance)
			inside, err := truncatedMoment(theta, h, 0)
			second, err2 := truncatedMoment(theta, h, 2)
			out.Check(err == nil && err2 == nil && math.Abs(second/inside-mean*mean-variance) <= 1e-9,
				"variance %.10g by quadrature, %.10g by the formula", second/inside-mean*mean, variance)
			out.Check(variance <= rho+1e-12, "variance %.10g above ρ = %.10g", variance, rho)
			error, limit := mean*mean+variance/n, bound(rho, theta, n)
			out.Check(error <= limit*(1+1e-12), "E(θ_1 − c)² = %.10g, bound %.10g", error, limit)
			if theta == 0 {
				out.Pin("at the centre", limit/error, 1-1e-9, 1+1e-9)
			}
			out.Evidence = fmt.Sprintf("ρ = %.5g, E(θ_1 − c)² = %.5g ≤ %.5g", rho, error, limit)
			return out
		})
	}
	bound := func(rho, theta, n float64) float64 { return rho*rho*theta*theta + rho/n }
	return Claim{
		ID: "law-verifier-contraction", Statement: "law-verifier", Expect: Supported,
		Title: "a verifier contracts to its own centre: T′ = Var(x | kept)/σ² ≤ ρ < 1",
		Says: "Replacing by n kept samples, |x − c| ≤ hσ, E(θ_1 − c)² ≤ ρ²(θ_0 − c)² + ρσ²/n with ρ = 1 − " +
			"2hφ(h)/(2Φ(h) − 1), with equality at θ_0 = c; T′(θ) = Var(x | kept)/σ².",
		Deviation: "The bound over k rounds is as quoted from arXiv:2510.16657, Theorem 4.1 (secondary source), of " +
			"which this is the step; T′ and ρ are derived here, for one dimension.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(0, 1, 20, bound), scenario(0.5, 0.5, 100, bound), scenario(-2, 2, 5, bound),
				scenario(3, 1, 1000, bound)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(DrawReal(choose, "θ−c", -3, 3), DrawReal(choose, "h", 0.2, 3),
				float64(DrawSize(choose, "n", 1, 1e6)), bound)
		},
		Mutants: func() []Mutant {
			mutant := func(bound func(rho, theta, n float64) float64) Scenario { return scenario(0, 1, 20, bound) }
			return []Mutant{
				{"contraction-squared", mutant(func(rho, theta, n float64) float64 {
					return bound(rho*rho, theta, n)
				})},
				{"samples-before-verifying", mutant(func(rho, theta, n float64) float64 {
					return bound(rho, theta, n/(2*0.3413447))
				})},
				{"noise-of-the-whole", mutant(func(rho, theta, n float64) float64 {
					return rho*rho*theta*theta + 1/n
				})},
				{"mean-unmoved", scenario(0.5, 2, 1e6, func(rho, _, n float64) float64 { return rho / n })},
			}
		},
	}
}

// truncatedMoment is ∫_{−h}^{h} x^power φ(x−θ) dx.
func truncatedMoment(theta, h float64, power int) (float64, error) {
	value, _, err := quadrature.Integrate(func(x float64) float64 {
		return math.Pow(x, float64(power)) * normalDensity(x-theta)
	}, []float64{-h, 0, h}, 1e-13)
	return value, err
}

// lawVerifier is the workflow verified:−h,h by simulation: after one real generation θ^(1) ~ N(θ*, 1/n),
//
//	E(θ^(2))² = ∫ [T(θ)² + Var(x | kept)/n] dN(θ*, 1/n)(θ),
//
// and |θ^(2)| ≤ h.
func lawVerifier() Claim {
	scenario := func(theta, h float64, n int64, told float64, flaws ...flaw) Scenario {
		deviation := 1 / math.Sqrt(float64(n))
		value, _, err := quadrature.Integrate(func(z float64) float64 {
			mean, variance := truncatedNormal(theta+z*deviation, told)
			return (mean*mean + variance/float64(n)) * normalDensity(z)
		}, []float64{-8, -2, 0, 2, 8}, 1e-9)
		run := iteratedEstimate{family: "gaussian-mean", truth: []float64{theta}, generations: 2,
			schedule: estimators.ConstantSchedule(n), workflow: estimators.Verified(-h, h)}.with(flaws...)
		trials := iterated(run, squared(0, h))
		return Scenario{
			Name: fmt.Sprintf("gaussian-mean θ*=%g h=%g n=%d", theta, h, n),
			Experiment: Mean{Value: value / h / h, Tolerance: 0.03, Upper: 1, Unit: "of h²",
				New: func() (estimators.Trial[float64], error) {
					if err != nil {
						return nil, err
					}
					return trials()
				}},
		}
	}
	return Claim{
		ID: "law-verifier", Statement: "law-verifier", Expect: Supported,
		Title: "verified:−h,h of a Gaussian mean, simulated: one round",
		Says: "After one real and one verified generation of n samples of N(θ, 1), E(θ^(2))² is the mean of T(θ)² + " +
			"Var(x | kept)/n over θ ~ N(θ*, 1/n).",
		Fixed: func(Profile) []Scenario { return []Scenario{scenario(1, 1, 5, 1)} },
		Draw: func(choose Chooser) Scenario {
			h := DrawReal(choose, "h", 0.5, 2)
			return scenario(DrawReal(choose, "θ*", -1.5, 1.5), h, DrawSize(choose, "n", 4, 30), h)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"interval-narrower", scenario(1, 1, 5, 1, ignoringShare(estimators.Verified(-0.8, 0.8)))},
				{"interval-doubled", scenario(0.5, 1, 3, 2)},
				{"off-by-one-generation", scenario(1, 1, 5, 1, oneTooFar)},
				{"interval-moved", scenario(1, 1, 5, 1, ignoringShare(estimators.Verified(0, 1)))},
			}
		},
	}
}
