package theorems

import (
	"errors"
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/theorems/laws"
)

// lawWeibullShape is the run-away of the Weibull shape under replacement by two samples: log k_T is a random walk,
//
//	1/k_T = (1/k) Π_{t<T} |L_t|/u,   L_t standard logistic,   (u/2) tanh(u/2) = 1,
//
// so E 1/k_T = (2 log 2/u)^T/k, 0.578^T, and P(k_1/k ≥ y) = tanh(u/2y); see laws.WeibullPair. An estimate beyond Θ, k >
// 2^30, counts as 1/k = 0.
func lawWeibullShape() Claim {
	trials := func(theta []float64, generations int, flaws ...flaw) estimators.Trials[float64] {
		run := iteratedEstimate{family: "weibull-shape-scale", truth: theta, workflow: estimators.Replace(),
			schedule: estimators.ConstantSchedule(2), generations: generations, run: untilNoMLE}
		return iterated(run.with(flaws...), func(fitted []float64) float64 { return theta[0] / fitted[0] })
	}
	name := func(theta []float64, generations int) string {
		return fmt.Sprintf("weibull-shape-scale k=%g b=%g n=2 T=%d replace", theta[0], theta[1], generations)
	}
	mean := func(theta []float64, generations int, factor float64, flaws ...flaw) Scenario {
		power, unit := float64(generations), math.Pow(2*math.Ln2/laws.WeibullPair*factor, float64(generations))
		spread := math.Pow(math.Pi*math.Pi/12/math.Ln2/math.Ln2, power) - 1
		inverse := trials(theta, generations, flaws...)
		return Scenario{Name: name(theta, generations), Experiment: Mean{Value: 1, Tolerance: 0.05 * math.Sqrt(spread),
			Variance: spread, Unit: "× its exact value", New: func() (estimators.Trial[float64], error) {
				trial, err := inverse()
				return func(s *estimators.Stream, replicate uint64) (float64, error) {
					value, err := trial(s, replicate)
					return value / unit, err
				}, err
			}}}
	}
	law := func(theta []float64, root float64) Scenario {
		return Scenario{Name: name(theta, 1) + " law", Experiment: Law{Distance: 0.03, New: trials(theta, 1),
			CDF: func(x float64) float64 { return math.Tanh(root * math.Max(x, 0) / 2) }}}
	}
	return Claim{
		ID: "law-weibull-shape", Statement: "law-weibull", Expect: Supported,
		Title: "Weibull (k,b) replaced by two samples: E 1/k_T = 0.578^T/k",
		Says: "Under replacement by two samples k/k_T is a product of T independent |L|/u, L logistic and (u/2) " +
			"tanh(u/2) = 1: its mean is (2 log 2/u)^T, and its law at T = 1 is tanh(ux/2).",
		Fixed: func(Profile) []Scenario {
			return []Scenario{law([]float64{1, 1}, laws.WeibullPair), mean([]float64{1, 1}, 1, 1),
				mean([]float64{2, 3}, 3, 1)}
		},
		Draw: func(choose Chooser) Scenario {
			theta := DrawTheta(choose, estimators.NewWeibullShapeScale(), []float64{1, 1}, []float64{2, 3})
			if choose.Choose("law", 2) == 1 {
				return law(theta, laws.WeibullPair)
			}
			return mean(theta, 1+choose.Choose("T−1", 4), 1)
		},
		Mutants: func() []Mutant {
			one := []float64{1, 1}
			accumulating := func(run *iteratedEstimate) { run.workflow = estimators.Accumulate() }
			return []Mutant{
				{"accumulate", mean(one, 3, 1, accumulating)},
				{"off-by-one-generation", mean(one, 1, 1, oneTooFar)},
				{"three-samples", mean(one, 1, 1, func(run *iteratedEstimate) {
					run.schedule = estimators.ConstantSchedule(3)
				})},
				{"unbiased-inverse-shape", mean(one, 2, laws.WeibullPair/(2*math.Ln2))},
				{"root-of-two", law(one, 2)},
			}
		},
	}
}

// untilNoMLE is Iteration.Run that leaves θ[0] = +Inf where there is no estimate.
func untilNoMLE(it *estimators.Iteration, s *estimators.Stream, replicate uint64,
	visit func(int, []float64) bool) error {
	err := it.Run(s, replicate, visit)
	var none *estimators.NoMLEError
	if errors.As(err, &none) {
		it.Pool.Theta()[0] = math.Inf(1)
		return nil
	}
	return err
}
