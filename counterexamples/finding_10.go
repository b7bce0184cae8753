package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction1"
	"itermle/theorems"
)

// finding10 is Lemma F.10's domination in Construction 1: off the spike p_θ is α/4 on [2, 3], so sup_θ |log p_θ(x)| =
// ∞ there, and a truth with α* > 0 puts the mass α*/2 on it. At α* = 0 nothing is lost; Definition 5.1 asks for every
// θ*.
func finding10() theorems.Claim {
	// unbounded decides, for α from ¼ down to 2^{−k}, that E_θ* max_α |log p_{α,2}(x)| on [2½, 3], off the spike at 2,
	// is share·(α*/4) log(4·2^k): the density read from the definition.
	unbounded := func(alpha, share float64, last int) theorems.Scenario {
		name := fmt.Sprintf("α*=%g α≥2^-%d share=%g", alpha, last, share)
		return decided(name, func() (out theorems.Outcome, err error) {
			for k := 2; k <= last; k++ {
				a := math.Exp2(-float64(k))
				width := construction1.Paper(1).LogWidth(a)
				out.Check(width < math.Log(0.5), "the spike of α = %g is as wide as e^%g", a, width)
				mean := alpha / 4 * math.Abs(math.Log(a/4)) // half of α*/2, where the density is α/4
				want := share * alpha / 4 * float64(k+2) * math.Ln2
				out.Check(math.Abs(mean-want) <= 1e-12*mean && mean > 0, "α = %g: E |log p| ≥ %g, want "+
					"%g", a, mean, want)
				out.Evidence = fmt.Sprintf("E sup |log p_θ| ≥ %.4g by α ≥ 2^-%d alone, and grows by %.3g a "+
					"halving", mean, k,
					alpha/4*math.Ln2)
			}
			return out, nil
		})
	}
	return theorems.Claim{
		ID: "finding-10", Statement: "finding-10",
		Title: "no domination in Construction 1 either: E_θ* sup_θ |log p_θ| = ∞ for every α* > 0",
		Says: "For α* > 0 E_θ* max_{α ≥ 2^{−k}} |log p_θ| ≥ (α*/4)(k+2) log 2, without bound in k: Lemma F.10, on " +
			"which Lemma E.1 rests, does not apply.",
		Deviation: "Print derives TV-consistency from F.10; theorem-5.1-consistency shows it without.",
		Expect:    theorems.Supported,
		Fixed:     always(unbounded(0.25, 1, 1000)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return unbounded(theorems.DrawLog(c, "α*", 1e-6, 0.25), 1, int(theorems.DrawSize(c, "k", 10, 1000)))
		},
		Mutants: mutants{
			{Name: "truth-at-alpha-0", Scenario: unbounded(0, 1, 100)},
			{Name: "share-doubled", Scenario: unbounded(0.25, 2, 100)},
			{Name: "share-halved", Scenario: unbounded(0.25, 0.5, 100)},
		}.all,
	}
}
