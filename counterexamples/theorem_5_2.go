package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/theorems"
)

func theorem52() theorems.Claim {
	return theorems.Claim{
		ID: "theorem-5.2", Statement: "theorem-5.2",
		Title: "Construction 2 collapses by C(δ)φ(n), whatever n: TV ≥ 3/8",
		Says: "For every increasing φ → ∞ there is an f such that, for every n ≥ 2 and δ, with probability ≥ 1−δ " +
			"TV(p_θ(T), p_θ*) ≥ 3/8 for some T ≤ C(δ) φ(n), C(δ) = 1 + (ψ(⌈1/δ⌉)+1)/φ(2), with the canonical f " +
			"(SpikeWidth) and the exact argmax over all h and g.",
		Deviation: "C(δ) made explicit. n = 1 is left out for φ(n) = log log(n+1), which is negative there.",
		Expect:    theorems.Supported,
		Fixed: func(profile theorems.Profile) []theorems.Scenario {
			var scenarios []theorems.Scenario
			for _, phi := range growths52 {
				for _, n := range []int64{2, 1e15} {
					scenarios = append(scenarios, printed52(phi, n, 0.05).scenario())
				}
			}
			if profile != theorems.Quick {
				// A fast φ brings level 3 into play: at n = 1000 level 2 is too wide (Eq. 36 fails from the second
				// generation on).
				scenarios = append(scenarios, printed52("power:3", 1000, 0.4).scenario())
			}
			return append(scenarios, printed52("loglog", 1, 0.05).scenario())
		},
		Draw: draw52(printed52),
		Mutants: func() []theorems.Mutant {
			unreachable := printed52("loglog", 1000, 0.1)
			unreachable.threshold = 0.999
			wide := printed52("loglog", 1000, 0.1)
			wide.width = "list:0.499"
			early := printed52("log", 1e15, 0.1)
			early.deadline = 4 // P(τ > 3) = 2/5, twice the 0.2 that must be seen
			return []theorems.Mutant{
				{Name: "tv-0.999", Scenario: unreachable.scenario()},
				{Name: "f-too-wide", Scenario: wide.scenario()},
				{Name: "deadline-4", Scenario: early.scenario()},
			}
		},
	}
}

// printed52 is Theorem 5.2 as printed, with the explicit constant.
func printed52(phiText string, n int64, delta float64) collapse2 {
	c := collapse2{phi: phiText, n: n, delta: delta, threshold: 3.0 / 8}
	phi, err := construction2.ParseGrowth(phiText)
	switch {
	case err != nil:
		c.unmet = err.Error()
	case n < firstSample:
		c.unmet = fmt.Sprintf("φ(%d) = %.3g: C(δ) φ(n) promises something only where φ(n) > 0, n ≥ %d", n,
			phi.At(float64(n)), firstSample)
	default:
		c.deadline = math.Floor(collapseConstant(phi, firstSample, delta) * phi.At(float64(n)))
	}
	return c
}

// collapseConstant is the C(δ) of Theorem 5.2 for φ and n ≥ n_0 with φ(n_0) > 0 (derived here): T ≤ C(δ) φ(n) where
//
//	C(δ) = 1 + (ψ(K) + 1)/φ(n_0),   K = max(2, ⌈1/δ⌉),   ψ(J) = t_{J−1}(1/J)
//
// Take the J ≥ K with ψ(J) ≤ max(φ(n), ψ(K)) < ψ(J+1). Within ψ(J) generations [J−1, J] is hit with probability ≥ 1 −
// 1/J ≥ 1−δ, and n < φ⁻¹(ψ(J+1)) makes the spike win whatever h it meets. So T ≤ max(φ(n), ψ(K)) + 1 ≤ C(δ) φ(n).
func collapseConstant(phi construction2.Growth, first, delta float64) float64 {
	return 1 + (construction2.LevelTime(max(2, int(math.Ceil(1/delta)))).Float64()+1)/phi.At(first)
}

func theorem52Eq36() theorems.Claim {
	return theorems.Claim{
		ID: "theorem-5.2-eq-36", Statement: "theorem-5.2",
		Title: "Eq. 36: 1/(2f(J)) ≥ (3J)^N forces a g once [J−1,J] is hit",
		Says: "If generation t is the first with a sample in [1, 2] and 1/(2f(2)) = b^{n(t+1)}, b ≥ 6, then θ^(t+1) " +
			"is a g: log-lik(h) ≤ N log(3/2) < −N log 4 + log(1/(2f)) + log 4.",
		Expect: theorems.Supported,
		Fixed:  always(eq36(1, 6), eq36(20, 6)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return eq36(theorems.DrawSize(c, "n", 1, 50), theorems.DrawReal(c, "base", 6, 9))
		},
		Mutants: mutants{
			{Name: "width-2^-N", Scenario: eq36(10, 2)},
			{Name: "width-3.9^-N", Scenario: eq36(20, 3.9)},
		}.all,
	}
}

// widest36 keeps f(2) = ½ base^{−N} a float64.
const widest36 = 300

// eq36 is a pool whose interval [1, 2] has just been hit, at generation t, fitted with 1/(2f(2)) = base^{n(t+1)}, where
// Eq. 36 has 3J = 6.
func eq36(n int64, base float64) theorems.Scenario {
	trial := func() (estimators.Trial[bool], error) {
		first, err := hitting(wide(n, int(widest36/n)), 1, func(t int) int { return t })()
		return func(s *estimators.Stream, replicate uint64) (bool, error) {
			// The dynamics without g's find the generation of the first hit. The same stream with the g's follows them
			// up to it.
			t, err := first(s, replicate)
			if err != nil || t < 0 {
				return false, err // no hit in time: Eq. 36 promises nothing
			}
			width := math.Pow(base, -float64(n)*float64(t+1)) / 2
			trial, err := after(on(fmt.Sprintf("list:%g", width), n, t+1), func(pool *construction2.Pool) bool {
				at, collapsed := pool.Collapsed()
				return !collapsed || at != t
			})()
			if err != nil {
				return false, err
			}
			return trial(s, replicate)
		}, err
	}
	return theorems.Scenario{Name: fmt.Sprintf("n=%d/base=%g", n, base),
		Experiment: theorems.Rate{Allowed: 0, Tolerated: 0.02, New: trial}}
}

func theorem52ForGood() theorems.Claim {
	return theorems.Claim{
		ID: "theorem-5.2-for-good", Statement: "theorem-5.2",
		Title: "… and never recovers: every later model is a g as well",
		Says: "With the canonical f, TV(p_θ(t), p_θ*) ≥ ¾ for every t from the collapse on. About half of all later " +
			"samples fall into the spike, each worth log(1/(2f)) nats against the log(3J) that a sample can cost.",
		Deviation: "Stronger than print, where the collapse is at some T. It needs a narrow f: with a wide one the " +
			"h's come back.",
		Expect: theorems.Supported,
		Fixed: func(profile theorems.Profile) []theorems.Scenario {
			if profile == theorems.Deep {
				return []theorems.Scenario{stays2("canonical:loglog", 1e15, 10_000),
					stays2("canonical:power:0.1", 100, 10_000)}
			}
			return []theorems.Scenario{stays2("canonical:loglog", 1, 60), stays2("canonical:power:0.1", 1e15, 60)}
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			T := int(theorems.DrawSize(c, "T", 20, 60))
			return stays2("canonical:"+drawGrowth(c), theorems.DrawSize(c, "n", 1, 1e15), T)
		},
		Mutants: mutants{{Name: "f-too-wide", Scenario: stays2("list:0.1,0.01,0.001", 1, 60)}}.all,
	}
}

// stays2 is "from the first g on, every θ^(t), t ≤ T, is a g".
func stays2(width string, n int64, T int) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("f=%s/n=%d/T=%d", width, n, T),
		Experiment: theorems.Rate{Allowed: 0, Tolerated: 0.02, New: estimators.Along(on(width, n, T),
			func(pool *construction2.Pool, run runner) (recovered bool, err error) {
				err = run(func(_ int, theta []float64) bool {
					_, collapsed := pool.Collapsed()
					recovered = collapsed && theta[6] == 0
					return !recovered
				})
				return recovered, err
			})}}
}
