package counterexamples

import (
	"fmt"
	"math"
	"math/big"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems"
)

func finding8() theorems.Claim {
	return theorems.Claim{
		ID: "finding-8", Statement: "finding-8",
		Title: "no domination: P_{h_0}(p_θ = 0) = 2α_0 > 0 arbitrarily near h_0",
		Says: "P_{θ*}(p_θ = 0) = 2α_0 for θ = h_α, θ* = h_0, so E sup_θ |log p_θ| = ∞ over every neighbourhood " +
			"of θ*: Theorem F.10 does not apply.",
		Deviation: "The paper derives TV-consistency from F.10; construction-2-consistency shows it without.",
		Expect:    theorems.Supported,
		Fixed: always(theorems.Scenario{Name: "rational",
			Experiment: dominationFails(func(a *big.Rat) *big.Rat { return rational.Add(a, a) })}),
		Mutants: func() []theorems.Mutant {
			same := func(a *big.Rat) *big.Rat { return a }
			return []theorems.Mutant{{Name: "share-halved",
				Scenario: theorems.Scenario{Name: "α_0", Experiment: dominationFails(same)}}}
		},
	}
}

// dominationFails decides, in rationals, P_{h_0}(p_θ = 0) = share(α_0) for h's near h_0: where it is positive, sup_θ
// |log p_θ| is +∞ there, and no φ with E φ < ∞ dominates it.
func dominationFails(share func(alpha0 *big.Rat) *big.Rat) theorems.Deterministic {
	return theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
		var out theorems.Outcome
		r := &construction2.Reference{}
		for k := int64(4); k <= 1<<30; k *= 2 {
			a := rational.Of(1, k)
			m := construction2.Model{Alpha: []*big.Rat{a}}
			// The density is constant on [0, 1−2α_0] and on the rest of [0, 1].
			cut := rational.Sub(rational.Of(1, 1), rational.Add(a, a))
			null := new(big.Rat)
			for _, piece := range [][2]*big.Rat{{new(big.Rat), cut}, {cut, rational.Of(1, 1)}} {
				if middle := rational.Mul(rational.Of(1, 2), rational.Add(piece[0], piece[1])); r.Density(m,
					middle).Sign() == 0 {
					null = rational.Add(null, rational.Sub(piece[1], piece[0]))
				}
			}
			out.Check(null.Cmp(share(a)) == 0 && null.Sign() > 0, "at α_0 = %v, P(p_θ = 0) = %v", a, null)
			out.Evidence = fmt.Sprintf("%d models; at α_0 = %v, P(p_θ = 0) = %v", out.Cases, a, null)
		}
		return out, nil
	}}
}

func construction2Consistency() theorems.Claim {
	return theorems.Claim{
		ID: "construction-2-consistency", Statement: "finding-8",
		Title: "real data alone: n·TV(p_θ(1), h_0) has the exact law 1 − (1−x/n)^n",
		Says: "With real data alone the MLE is TV-consistent at θ* = h_0, at rate 1/n: P(TV(p_θ(1), p_θ*) > ε) = " +
			"(1−ε)^n for ε < ½, 0 beyond. No g wins, its likelihood (2J)^{−n} being below 1, that of h_0. This needs " +
			"no domination, which fails: P_{θ*}(p_θ = 0) = 2α_0 > 0.",
		Deviation: "Ours, in place of Theorem F.10; for the truth h_0 only, which is that of Theorem 5.2.",
		Expect:    theorems.Supported,
		Fixed:     always(realMaximum(1, nil), realMaximum(1e15, nil)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return realMaximum(theorems.Pick[int64](c, "n", 10, 2, 100, 1e4, 1e8, 1e12), nil)
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{
				{Name: "alpha-doubled", Scenario: realMaximum(1000, doubleAlpha)},
				{Name: "cap-dropped", Scenario: realMaximum(1, dropCap)},
			}
		},
	}
}

// realMaximum is the law of TV(p_θ(1), h_0) = min(½, 1−M), M the maximum of n real samples, scaled by n.
func realMaximum(n int64, argmax func(gap float64) float64) theorems.Scenario {
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
	one := onCanonical("loglog", n, 1)
	one.NewPool = argmaxOf(one.NewPool, argmax)
	return theorems.Scenario{Name: fmt.Sprintf("n=%d", n), Experiment: theorems.Law{
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
		ID: "construction-2-other-truths", Statement: "finding-8",
		Title: "at θ* = h_α, α_0 = ¼, one fit to real data already misses by TV ≥ ½",
		Says: "With the canonical f and θ* = h_α, α_0 = ¼, P(TV(p_θ(1), p_θ*) ≥ ½) ≥ 1 − (¾)^n for every n that can " +
			"be simulated: a single sample in [1, 2] makes a g win as long as n log 6 < log(1/(2f(2))).",
		Deviation: "No contradiction with TV-consistency, a limit n → ∞: it says that the limit sets in beyond n = " +
			"φ⁻¹(ψ(3)) only, exp(exp(50615)) for log log. Among the truths of the family only those with α_0 ≪ 1/n " +
			"are learnt from n samples (ours).",
		Expect: theorems.Supported,
		Fixed:  always(realDataElsewhere("loglog", 20), realDataElsewhere("power:0.1", 10_000)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return realDataElsewhere(theorems.Pick(c, "phi", growths52...), theorems.Pick[int64](c, "n", 100, 20, 1000))
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{{Name: "f-too-wide",
				Scenario: elsewhere("phi=loglog/n=20", on("list:0.499", 20, 1))}}
		},
	}
}

// realDataElsewhere is "one fit to n real samples of h_α, α_0 = ¼, is at least ½ away from it". On [0, 1] h_α has mass
// ¾ and a g at most ¼, so TV(g, h_α) ≥ ½ as soon as a g wins, which takes one sample in [1, 2]: all but (¾)^n.
func realDataElsewhere(phi string, n int64) theorems.Scenario {
	return elsewhere(fmt.Sprintf("phi=%s/n=%d", phi, n), onCanonical(phi, n, 1))
}

func elsewhere(name string, one estimators.Setup[*construction2.Pool]) theorems.Scenario {
	one.Truth = construction2.Truth()
	one.Truth[0] = 0.25
	return theorems.Scenario{Name: name, Experiment: rate(one, 0.01, 0.05, func(pool *construction2.Pool) bool {
		_, collapsed := pool.Collapsed()
		return !collapsed
	})}
}
