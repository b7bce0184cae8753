package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction2"
	"itermle/theorems"
)

func construction2Consistency() theorems.Claim {
	return theorems.Claim{
		ID: "construction-2-consistency", Statement: "lemma-F.1",
		Title: "real data alone: n·TV(p_θ(1), h_0) has the exact law 1 − (1−x/n)^n",
		Says: "With real data alone the MLE is TV-consistent at θ* = h_0, at rate 1/n: P(TV(p_θ(1), p_θ*) > ε) = " +
			"(1−ε)^n for ε < ½, 0 beyond. No g wins, its likelihood (2J)^{−n} being below 1, that of h_0. This needs " +
			"no domination, which fails: P_{θ*}(p_θ = 0) = 2α_0 > 0.",
		Deviation: "Ours, in place of Lemma F.10; for the truth h_0 only, which is that of Theorem 5.2.",
		Expect:    theorems.Supported,
		Fixed:     always(realMaximum("canonical:loglog", 1, nil), realMaximum("canonical:loglog", 1e15, nil)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return realMaximum(drawWidth(c), theorems.DrawSize(c, "n", 1, 1e15), nil)
		},
		Mutants: mutants{
			{Name: "alpha-doubled", Scenario: realMaximum("canonical:loglog", 1000, doubleAlpha)},
			{Name: "cap-dropped", Scenario: realMaximum("canonical:loglog", 1, dropCap)},
		}.all,
	}
}

// realMaximum is the law of TV(p_θ(1), h_0) = min(½, 1−M), M the maximum of n real samples, scaled by n, whatever f.
func realMaximum(width string, n int64, argmax func(gap float64) float64) theorems.Scenario {
	size := float64(n)
	below := func(x float64) float64 { // P(n(1−M) ≤ x), x < n/2
		if x <= 0 {
			return 0
		}
		return -math.Expm1(size * math.Log1p(-x/size))
	}
	// The atom at the cap is at n·½ exactly: halving a number below it is exact.
	cdf := func(x float64) float64 {
		if x >= size/2 {
			return 1
		}
		return below(x)
	}
	one := on(width, n, 1)
	one.NewPool = argmaxOf(one.NewPool, argmax)
	return theorems.Scenario{Name: fmt.Sprintf("f=%s/n=%d", width, n), Experiment: theorems.Law{
		CDF: cdf, CDFLeft: func(x float64) float64 {
			if x > size/2 {
				return 1
			}
			return below(x)
		}, Distance: 0.06,
		New: after(one, func(pool *construction2.Pool) float64 { return size * pool.TotalVariation() })}}
}

func construction2OtherTruths() theorems.Claim {
	return theorems.Claim{
		ID: "construction-2-other-truths", Statement: "lemma-F.1",
		Title: "at θ* = h_α, α_0 = ¼, one fit to real data already misses by TV ≥ ½",
		Says: "With the canonical f and θ* = h_α, α_0 = ¼, P(TV(p_θ(1), p_θ*) ≥ ½) ≥ 1 − (¾)^n for every n that can " +
			"be simulated: a single sample in [1, 2] makes a g win as long as n log 6 < log(1/(2f(2))). Drawn with " +
			"any α_0 ≤ ¼ and n ≥ 5/α_0.",
		Deviation: "No contradiction with TV-consistency, a limit n → ∞: it says that the limit sets in beyond n = " +
			"φ⁻¹(ψ(3)) only, exp(exp(50615)) for log log. Among the truths of the family only those with α_0 ≪ 1/n " +
			"are learnt from n samples (ours).",
		Expect: theorems.Supported,
		Fixed:  always(elsewhere("canonical:loglog", 0.25, 20), elsewhere("canonical:power:0.1", 0.25, 10_000)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			alpha := theorems.DrawReal(c, "α_0", 0.01, 0.25)
			n := theorems.DrawSize(c, "n", int64(math.Ceil(5/alpha)), 5000)
			return elsewhere("canonical:"+drawGrowth(c), alpha, n)
		},
		Mutants: mutants{{Name: "f-too-wide", Scenario: elsewhere("list:0.499", 0.25, 20)}}.all,
	}
}

// elsewhere is "one fit to n real samples of h_α is at least ½ away from it". On [0, 1] h_α has mass 1 − α_0 ≥ ¾ and a
// g at most ¼, so TV(g, h_α) ≥ ½ as soon as a g wins, which takes one sample in [1, 2]: all but (1−α_0)^n ≤ e^{−5}.
func elsewhere(width string, alpha float64, n int64) theorems.Scenario {
	one := on(width, n, 1)
	one.Truth[0] = alpha
	return theorems.Scenario{Name: fmt.Sprintf("f=%s/α_0=%g/n=%d", width, alpha, n),
		Experiment: rate(one, 0.01, 0.05, func(pool *construction2.Pool) bool {
			_, collapsed := pool.Collapsed()
			return !collapsed
		})}
}
