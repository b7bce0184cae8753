package theorems

import (
	"cmp"
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/quadrature"
	"itermle/theorems/laws"
)

// lawLaplaceScale is the collapse of the Laplace scale under replacement, where log b_T is a random walk whose steps
// are those of log S:
//
//	E b_T = b Π_{t<T} E S_{n_t},   E S_n = (2/n) Σ_{0<i<n} (min(i, n−i)/i) P(Binomial(n, ½) ≥ i) < 1
//
// by simulation, in units of its exact mean; the variance is Π E S²/(E S)² − 1.
func lawLaplaceScale() Claim {
	scenario := func(theta []float64, n, generations int, flaws ...flaw) Scenario {
		step := laws.NewLaplaceStep(n)
		unit := theta[1] * math.Pow(step.Mean, float64(generations))
		spread := math.Pow(step.Square/step.Mean/step.Mean, float64(generations)) - 1
		run := iteratedEstimate{family: "laplace-location-scale", truth: theta, workflow: estimators.Replace(),
			schedule: estimators.ConstantSchedule(int64(n)), generations: generations}
		return Scenario{
			Name: fmt.Sprintf("laplace-location-scale μ=%g b=%g n=%d T=%d replace", theta[0], theta[1], n, generations),
			Experiment: Mean{Value: 1, Tolerance: 0.05 * math.Sqrt(spread), Variance: spread,
				Unit: "× its exact value",
				New:  iterated(run.with(flaws...), func(theta []float64) float64 { return theta[1] / unit })},
		}
	}
	accumulating := func(run *iteratedEstimate) { run.workflow = estimators.Accumulate() }
	return Claim{
		ID: "law-laplace-scale", Statement: "law-laplace", Expect: Supported,
		Title: "Laplace (μ,b) under replacement: E b_T = b (E S_n)^T, simulated",
		Says: "Under replacement by n samples E b_T = b (E S_n)^T with E S_n = (2/n) Σ_{0<i<n} (min(i, n−i)/i) " +
			"P(Binomial(n, ½) ≥ i): the scale collapses at a geometric rate.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario([]float64{0, 1}, 2, 1), scenario([]float64{0, 1}, 5, 5),
				scenario([]float64{1, 3}, 20, 10)}
		},
		Draw: func(choose Chooser) Scenario {
			n := int(DrawSize(choose, "n", 2, 200))
			theta := DrawTheta(choose, estimators.NewLaplaceLocationScale(), []float64{0, 1}, []float64{1, 3})
			return scenario(theta, n, int(DrawSize(choose, "T", 1, int64(min(n, 20)))))
		},
		Mutants: func() []Mutant {
			standard := []float64{0, 1}
			return []Mutant{
				{"accumulate", scenario(standard, 5, 5, accumulating)},
				{"divisor-n-minus-one", scenario(standard, 5, 2, biasedBy(5.0/4))},
				{"n-minus-one", scenario(standard, 4, 2, oneSampleLess)},
				{"off-by-one-generation", scenario(standard, 5, 2, oneTooFar)},
			}
		},
	}
}

// lawLaplaceScaleExact holds the closed forms of a step against integrals that know nothing of them:
//
//	n E S = Σ_i min(i, n−i) ∫ C(n, i) F^i (1−F)^{n−i} dx,   E M² = 4 ∫_0^∞ x P(Binomial(n, F(x)) < ⌈n/2⌉) dx
//
// with F the standard Laplace law: between the i-th and the next of the ordered samples are the x with i samples below.
func lawLaplaceScaleExact() Claim {
	scenario := func(sizes []int64, closed func(n int) laws.LaplaceStep) Scenario {
		return Scenario{Name: fmt.Sprintf("laplace-location-scale n=%v exact", sizes), Experiment: Deterministic{
			Decide: func() (out Outcome, err error) {
				product := 1.0
				for _, n := range sizes {
					step := closed(int(n))
					scale, location, bound, err := laplaceIntegrals(n)
					if err != nil {
						return out, err
					}
					product *= step.Mean
					out.Check(math.Abs(step.Mean-scale) <= bound, "n = %d: E S = %.12g, the integral is %.12g", n,
						step.Mean, scale)
					out.Check(math.Abs(step.Location-location) <= bound, "n = %d: E M² = %.12g, the integral is %.12g",
						n, step.Location, location)
					out.Check(step.Mean < 1, "n = %d: E S = %.12g", n, step.Mean)
				}
				out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("E b_T/b = %.10g", product))
				return out, nil
			}}}
	}
	return Claim{
		ID: "law-laplace-scale-exact", Statement: "law-laplace", Expect: Supported,
		Title: "E S_n and E M_n² of a Laplace fit in closed form, against integrals",
		Says: "The fit of n standard Laplace samples has E b̂ = (2/n) Σ_{0<i<n} (min(i, n−i)/i) P(J ≥ i) < 1, and E " +
			"μ̂² = 2 Σ_{j<n/2} P(J = j) [(Σ 1/i)² + Σ 1/i²] over ⌊n/2⌋ < i ≤ n−j, with J ~ Binomial(n, ½).",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario([]int64{2, 3, 4, 5, 10, 31}, laws.NewLaplaceStep)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(drawSizes(choose, 8, 2, 500), laws.NewLaplaceStep)
		},
		Mutants: func() []Mutant {
			altered := func(alter func(step *laws.LaplaceStep, n float64)) Scenario {
				return scenario([]int64{5}, func(n int) laws.LaplaceStep {
					step := laws.NewLaplaceStep(n)
					alter(&step, float64(n))
					return step
				})
			}
			return []Mutant{
				{"deviation-about-the-truth", altered(func(step *laws.LaplaceStep, _ float64) { step.Mean = 1 })},
				{"divisor-n-minus-one", altered(func(step *laws.LaplaceStep, n float64) { step.Mean *= n / (n - 1) })},
				{"asymptotic-median", altered(func(step *laws.LaplaceStep, n float64) { step.Location = 1 / n })},
				{"average-for-median", altered(func(step *laws.LaplaceStep, n float64) { step.Location = 2 / n })},
			}
		},
	}
}

// laplaceIntegrals are E S and E M² of n samples by quadrature, with a bound on the error of both.
func laplaceIntegrals(n int64) (scale, location, bound float64, err error) {
	points := []float64{0}
	for x := 1.0 / 64; x < 128; x *= 2 {
		points = append(points, x)
	}
	logFactorial := func(k int64) float64 {
		value, _ := math.Lgamma(float64(k) + 1)
		return value
	}
	// Symmetric about 0: P(X > x) = e^{−x}/2 on the right.
	term := func(i int64, x float64) float64 {
		choose := logFactorial(n) - logFactorial(i) - logFactorial(n-i)
		return math.Exp(choose + float64(i)*math.Log1p(-math.Exp(-x)/2) - float64(n-i)*(x+math.Ln2))
	}
	scale, first, err := quadrature.Integrate(func(x float64) float64 {
		sum := 0.0
		for i := int64(1); i < n; i++ {
			sum += 2 * float64(min(i, n-i)) / float64(n) * term(i, x)
		}
		return sum
	}, points, 1e-11)
	if err != nil {
		return 0, 0, 0, err
	}
	location, second, err := quadrature.Integrate(func(x float64) float64 {
		sum := 0.0
		for i := range (n + 1) / 2 {
			sum += term(i, x)
		}
		return 4 * x * sum
	}, points, 1e-11)
	// The terms are good to some units of n.
	return scale, location, math.Max(first, second) + 1e-12*float64(n), err
}
