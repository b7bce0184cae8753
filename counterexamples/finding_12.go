package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction1"
	"itermle/theorems"
)

// finding12 compares the parameter spaces of two sample sizes: μ ≤ 3 − f(α), and f is made for N = n. In (α, u), u =
// (μ−2)/(1−f(α)) ∈ [0, 1], the space is one and the family alone depends on n, which is what the theorem needs.
func finding12() theorems.Claim {
	// gap is log f_n(α) at N = n, as 1 − u(1−f) or 3 − μ measures the distance from the end of Θ.
	same := func(n, other int64, alpha float64, relative bool) theorems.Scenario {
		name := fmt.Sprintf("n=%d n′=%d α=%g relative=%v", n, other, alpha, relative)
		return decided(name, func() (out theorems.Outcome, err error) {
			end := func(n int64) float64 { // log of the largest μ's distance from 3, or of u's from 1
				if relative {
					return math.Inf(-1)
				}
				return construction1.Paper(n).LogWidth(alpha)
			}
			out.Check(end(n) == end(other), "sup μ = 3 − e^%.6g at n = %d, 3 − e^%.6g at n′ = "+
				"%d", end(n), n, end(other), other)
			out.Evidence = fmt.Sprintf("log(3 − sup μ) at α = %g: %.6g and %.6g", alpha, end(n), end(other))
			return out, nil
		})
	}
	return theorems.Claim{
		ID: "finding-12", Statement: "finding-12",
		Title: "Theorem 5.1 fixes Θ before n, as printed, but Construction 1's Θ depends on n",
		Says: "sup {μ: (α, μ) ∈ Θ} = 3 − f(α) is the same for every n, as \"There exists Θ ⊆ R² … such that for any " +
			"n\" asks of Construction 1 with N = n.",
		Deviation: "None: false for every α > 1/10. With u = (μ−2)/(1−f(α)) ∈ [0, 1] for μ, Θ = [0, ¼] × [0, 1] " +
			"serves all n.",
		Expect: theorems.Refuted,
		Fixed:  always(same(1, 2, 0.25, false), same(1000, 1001, 0.125, false)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			n := theorems.DrawSize(c, "n", 1, 1e9)
			return same(n, n+theorems.DrawSize(c, "n′−n", 1, 1e9), theorems.DrawReal(c, "α", 0.101, 0.25), false)
		},
		Mutants: mutants{{Name: "the-same-n", Scenario: same(7, 7, 0.25, false)},
			{Name: "alpha-at-most-1/10", Scenario: same(1, 1000, 0.1, false)},
			{Name: "relative-place", Scenario: same(1, 1000, 0.25, true)}}.all,
	}
}
