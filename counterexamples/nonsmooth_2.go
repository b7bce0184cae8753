package counterexamples

import (
	"fmt"

	"itermle/counterexamples/construction1"
	"itermle/estimators"
	"itermle/internal/random"
	"itermle/theorems"
)

// nonsmooth2 is the second way to drop Assumption 2 alone: Construction 1 with everything else mended. A sample of
// generation 1 on [2, 3] forces the collapse at the second fit: against α ≤ 1/10 the spike at 1/8 loses at most
// (log 34)·2n to the densities, as in the proof of Theorem 5.1 (2), and n/8 a generation to z; it gains the decay
// times n. So decay > 2 log 34 + 0.3 does: 10, or 5(1+s) where the generation has s·n samples.
func nonsmooth2() theorems.Claim {
	scenario := func(n int64, share, value, tolerance float64, ends int) theorems.Scenario {
		return theorems.Scenario{Name: fmt.Sprintf("n=%d n_1/n=%g ends=%d value=%.4f", n, share, ends, value),
			Experiment: theorems.Mean{Value: value, Tolerance: tolerance, Lower: 0, Upper: 1,
				New: func() (estimators.Trial[float64], error) {
					m := &construction1.Mirrored{N: n, Ends: ends}
					return func(s *estimators.Stream, replicate uint64) (float64, error) {
						r := s.At(replicate, 0)
						half := m.First(r) / 2
						if random.Binomial(int64(share*float64(n)), half, 1-half, r) > 0 {
							return 1, nil
						}
						return 0, nil
					}, nil
				}}}
	}
	return theorems.Claim{
		ID: "nonsmooth-2", Statement: "nonsmooth-2",
		Title: "Construction 1 mirrored and mended, only 2 fails: P(collapse at fit 2) → 1 − 2ρ²/(1+ρ) = 0.3451",
		Says: "With α ∈ [−¼, ¼], p_{−α} the mirror image, e^{−n} of a uniform law mixed in and an independent z ~ " +
			"N(θ, I_2), 1A, 1B, 1C and 3 hold and only 2 fails; the collapse at the second fit has probability → 1 − " +
			"2ρ²/(1+ρ), ρ = θ0/Φ(¼) = 0.7589 of theorem-5.1-part-2-limit; ρ = θ0/Φ(s/4) where the synthetic " +
			"generation has s·n samples, and 1 − ρ where α has one sign.",
		Deviation: "Not in the paper, whose Construction 1 drops 1A, 1C and 2 together.",
		Expect:    theorems.Supported,
		Fixed:     always(scenario(limitN, 1, construction1.MirroredHit(1, 2), 0.02, 2)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			share, ends := theorems.DrawReal(c, "n_1/n", 0.1, 4), theorems.Pick(c, "ends", 2, 1)
			return scenario(theorems.DrawSize(c, "n", limitN, 1e15), share,
				construction1.MirroredHit(share, ends), 0.05,
				ends)
		},
		Mutants: mutants{
			{Name: "one-end", Scenario: scenario(limitN, 1, construction1.MirroredHit(1, 2), 0.05, 1)},
			{Name: "either-end-alone", Scenario: scenario(limitN, 1,
				1-(1-construction1.LimitHit)*(1-construction1.LimitHit), 0.05, 2)},
			{Name: "proved-constant", Scenario: scenario(limitN, 1, 0.0553, 0.05, 2)},
		}.all,
	}
}
