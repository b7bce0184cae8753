package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/leak"
	"itermle/estimators"
	"itermle/theorems"
)

// The control has the tolerance that tells 0 from the least limit that a draw has, 1 − (1+2a)^{−½} at κ = 0.02: 0.018.
const leakControl = 0.01

func leak1C() theorems.Claim {
	scenario := func(l leaks, tolerance float64) theorems.Scenario { return l.collapse(l.limit, tolerance) }
	paper := func(kappa float64, n int64, synthetic int) leaks {
		return leaks{Family: leak.Family{Kappa: kappa}, schedule: estimators.ConstantSchedule(n), synthetic: synthetic}
	}
	return theorems.Claim{
		ID: "leak-1C", Statement: "leak-1C",
		Title: "1C dropped alone: P(collapse by T) has a limit > 0",
		Says: "If 1C alone fails (ε = 0), the MLE of accumulated data has collapsed by synthetic generation T with " +
			"probability → 1 − E exp(−Σ_{t≤T} a_t z_t²), a Riccati recursion: 0.1056 (T = 1), 0.3858 (10), 0.6437 " +
			"(100) for κ = ½ and equal sizes, while the MLE of real data never does.",
		Deviation: "Not in the paper, which asks which of its assumptions are necessary.",
		Expect:    theorems.Supported,
		Fixed: func(profile theorems.Profile) []theorems.Scenario {
			scenarios := []theorems.Scenario{scenario(paper(0.5, 1e6, 1), 0.01), scenario(paper(0.5, 1e6, 10), 0.02)}
			if profile != theorems.Quick {
				scenarios = append(scenarios, scenario(paper(0.5, 1e6, 100), 0.02))
			}
			return scenarios
		},
		Draw: func(c theorems.Chooser) theorems.Scenario { return scenario(drawLeak(c), 0.03) },
		Mutants: func() []theorems.Mutant {
			one, ten, nine := paper(0.5, 1e6, 1), paper(0.5, 1e6, 10), paper(0.5, 1e6, 9)
			unshrunk := func() (float64, error) { return 1 - 1/math.Sqrt(1+2*0.5), nil } // b = 1 in a = κb²
			real := ten
			real.fresh = true
			return []theorems.Mutant{
				{Name: "fit-without-the-leak", Scenario: one.collapse(unshrunk, 0.02)},
				{Name: "one-generation-short", Scenario: ten.collapse(nine.limit, 0.01)},
				{Name: "real-data-instead", Scenario: scenario(real, 0.02)},
			}
		},
	}
}

func leak1CControl() theorems.Claim {
	scenario := func(l leaks) theorems.Scenario {
		trials := l.trials()
		return theorems.Scenario{Name: l.name(), Experiment: theorems.Rate{Allowed: 0, Tolerated: leakControl,
			New: func() (estimators.Trial[bool], error) {
				trial, err := trials()
				return func(s *estimators.Stream, replicate uint64) (bool, error) {
					collapsed, err := trial(s, replicate)
					return collapsed > 0, err
				}, err
			}}}
	}
	control := func(l leaks) leaks {
		l.fresh = true
		return l
	}
	return theorems.Claim{
		ID: "leak-1C-real-data", Statement: "leak-1C",
		Title: "… and real data in its place never leak: the control",
		Says: "Fresh real data in place of the synthetic never collapse: no real sample lies on sheet 2, and on " +
			"sheet 1 " +
			"alone every θ ∈ [2, 3) has a likelihood 2^{−m} times that of θ = 0.",
		Deviation: "Not in the paper.",
		Expect:    theorems.Supported,
		Fixed: always(scenario(leaks{leak.Family{Kappa: 0.5}, estimators.ConstantSchedule(1), 20, true}),
			scenario(leaks{leak.Family{Kappa: 0.5}, estimators.ConstantSchedule(1e6), 20, true})),
		Draw: func(c theorems.Chooser) theorems.Scenario { return scenario(control(drawLeak(c))) },
		Mutants: mutants{
			{Name: "synthetic-data",
				Scenario: scenario(leaks{leak.Family{Kappa: 0.5}, estimators.ConstantSchedule(1e6), 3, false})},
			{Name: "real-data-on-sheet-2", Scenario: scenario(leaks{leak.Family{Kappa: 0.5, Epsilon: 1e-7},
				estimators.ConstantSchedule(1e6), 3, true})},
		}.all,
	}
}

func leak1CFit() theorems.Claim {
	// law is the exact law of the MLE of n real samples: θ̂ ≤ y if and only if x̄ ≤ y + 2κy/(1−κy²), for −1 < y < 1.
	// For n ≥ 100 the ends of [−1, 1] are 10 standard deviations away.
	law := func(kappa float64, n int64, slope float64) theorems.Scenario {
		cdf := func(y float64) float64 {
			if y >= 1 {
				return 1
			}
			mean := y + slope*kappa*y/(1-kappa*y*y)
			return math.Erfc(-mean*math.Sqrt(float64(n)/2)) / 2
		}
		return theorems.Scenario{Name: fmt.Sprintf("κ=%g n=%d", kappa, n),
			Experiment: theorems.Law{CDF: cdf, Distance: 0.05,
				New: after(estimators.Setup[*leak.Pool]{
					NewPool: func() (*leak.Pool, error) { return leak.New(leak.Family{Kappa: kappa}) },
					Truth:   leak.Truth(), Schedule: estimators.ConstantSchedule(n), Generations: 1},
					func(pool *leak.Pool) float64 { return pool.Theta()[0] })}}
	}
	return theorems.Claim{
		ID: "leak-1C-consistency", Statement: "leak-1C",
		Title: "… while its MLE of real data is √n-consistent, with an exact law",
		Says: "The global MLE θ̂ of n real samples has P(θ̂ ≤ y) = Φ(√n (y + 2κy/(1−κy²))), −1 < y < 1: it is " +
			"x̄/(1+2κ) + O(n^{−3/2}), with probability 1 in [−1, 1].",
		Deviation: "Not in the paper.",
		Expect:    theorems.Supported,
		Fixed:     always(law(0.5, 100, 2)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return law(drawKappa(c), theorems.DrawSize(c, "n", 100, 1e15), 2)
		},
		Mutants: mutants{{Name: "mean-of-the-samples", Scenario: law(0.5, 1e6, 0)},
			{Name: "half-the-shrinkage", Scenario: law(0.5, 1e6, 1)}}.all,
	}
}
