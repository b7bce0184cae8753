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

// closedForms2 decides, in rationals, that every h and g of a grid has mass 1 and the total variation distance claimed.
func closedForms2(broad func(alpha0 *big.Rat) *big.Rat, narrow func(J int64) *big.Rat) theorems.Deterministic {
	return theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
		outcome := theorems.Outcome{Verdict: theorems.Supported}
		judge := func(r *construction2.Reference2, m construction2.Model2, claimed *big.Rat) {
			outcome.Cases++
			mass, variation := r.Integrals(m)
			if mass.Cmp(rational.Of(1, 1)) != 0 || variation.Cmp(claimed) != 0 {
				outcome.Verdict = theorems.Refuted
				outcome.Evidence = fmt.Sprintf("J = %d, α = %v: mass %v, TV %v, claimed %v", m.J, m.Alpha, mass, variation, claimed)
			}
		}
		grid := []*big.Rat{new(big.Rat), rational.Of(1, 1000), rational.Of(1, 8), rational.Of(1, 5), rational.Of(1, 4)}
		for _, a := range grid {
			for _, b := range grid {
				for _, c := range grid {
					judge(&construction2.Reference2{}, construction2.Model2{Alpha: []*big.Rat{a, b, c}}, broad(a))
				}
			}
		}
		least := rational.Of(1, 1)
		for J := int64(2); J <= 40; J++ {
			for _, f := range []*big.Rat{rational.Of(1, 1<<40), rational.Of(1, 7), rational.Of(49, 100)} {
				for _, beta := range []*big.Rat{new(big.Rat), rational.Of(1, 3), rational.Of(1, 1)} {
					r := &construction2.Reference2{Width: func(int) *big.Rat { return f }}
					m := construction2.Model2{J: int(J), Start: rational.Sub(rational.Of(J, 1), beta)}
					judge(r, m, narrow(J))
					if _, v := r.Integrals(m); v.Cmp(least) < 0 {
						least = v
					}
				}
			}
		}
		if outcome.Verdict == theorems.Supported {
			outcome.Evidence = fmt.Sprintf("%d models, exact; the least TV of a g is %v", outcome.Cases, least)
		}
		return outcome, nil
	}}
}

// dominationFails decides, in rationals, P_{h_0}(p_θ = 0) = share(α_0) for h's near h_0: where it is positive, sup_θ |log p_θ| is +∞ there,
// and no φ with E φ < ∞ dominates it.
func dominationFails(share func(alpha0 *big.Rat) *big.Rat) theorems.Deterministic {
	return theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
		outcome := theorems.Outcome{Verdict: theorems.Supported}
		r := &construction2.Reference2{}
		for k := int64(4); k <= 1<<30; k *= 2 {
			outcome.Cases++
			a := rational.Of(1, k)
			m := construction2.Model2{Alpha: []*big.Rat{a}}
			// The density is constant on [0, 1−2α_0] and on the rest of [0, 1].
			cut := rational.Sub(rational.Of(1, 1), rational.Add(a, a))
			null := new(big.Rat)
			for _, piece := range [][2]*big.Rat{{new(big.Rat), cut}, {cut, rational.Of(1, 1)}} {
				if middle := rational.Mul(rational.Of(1, 2), rational.Add(piece[0], piece[1])); r.Density(m, middle).Sign() == 0 {
					null = rational.Add(null, rational.Sub(piece[1], piece[0]))
				}
			}
			if null.Cmp(share(a)) != 0 || null.Sign() <= 0 {
				outcome.Verdict = theorems.Refuted
			}
			outcome.Evidence = fmt.Sprintf("%d models; at α_0 = %v, P(p_θ = 0) = %v", outcome.Cases, a, null)
		}
		return outcome, nil
	}}
}

// realMaximum is the law of TV(p_θ(1), h_0) = min(½, 1−M), M the maximum of n real samples, scaled by n.
func realMaximum(n int64, mutation construction2.Mutation) theorems.Scenario {
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
	return theorems.Scenario{Name: fmt.Sprintf("n=%d", n), Experiment: theorems.Law{
		CDF: cdf, CDFLeft: func(x float64) float64 {
			if x > size/2 {
				return 1
			}
			return below(x)
		}, Distance: 0.06,
		New: func() (estimators.Trial[float64], error) {
			pool, err := construction2.New(construction2.CanonicalWidth(construction2.MustGrowth("loglog")))
			if err != nil {
				return nil, err
			}
			pool.Mutation = mutation
			iteration := estimators.Iteration{Pool: pool, Truth: construction2.Truth(),
				Schedule: estimators.ConstantSchedule(n), Generations: 1}
			return func(s *estimators.Stream, replicate uint64) (float64, error) {
				err := iteration.Run(s, replicate, nil)
				return size * pool.TotalVariation(), err
			}, nil
		}}}
}

// realDataElsewhere is "one fit to n real samples of h_α, α_0 = ¼, is at least ½ away from it". On [0, 1] h_α has mass ¾ and a g at most
// ¼, so TV(g, h_α) ≥ ½ as soon as a g wins, which takes one sample in [1, 2]: all but (¾)^n.
func realDataElsewhere(phi string, n int64, mutation construction2.Mutation) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("phi=%s/n=%d", phi, n), Experiment: theorems.Rate{Allowed: 0.01, Tolerated: 0.05,
		New: func() (estimators.Trial[bool], error) {
			pool, err := construction2.New(construction2.CanonicalWidth(construction2.MustGrowth(phi)))
			if err != nil {
				return nil, err
			}
			pool.Mutation = mutation
			truth := construction2.Truth()
			truth[0] = 0.25
			iteration := estimators.Iteration{Pool: pool, Truth: truth, Schedule: estimators.ConstantSchedule(n), Generations: 1}
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				err := iteration.Run(s, replicate, nil)
				_, collapsed := pool.Collapsed()
				return !collapsed, err
			}, nil
		}}}
}

func construction2Claims() []theorems.Claim {
	broad := func(a *big.Rat) *big.Rat { return rational.Add(a, a) }
	narrow := func(J int64) *big.Rat { return rational.Sub(rational.Of(1, 1), rational.Of(1, 2*J)) }
	scenario := func(name string, e theorems.Experiment) theorems.Scenario {
		return theorems.Scenario{Name: name, Experiment: e}
	}
	return []theorems.Claim{
		{
			ID: "construction-2", Statement: "construction-2",
			Title:     "mass 1; TV(h_α, h_0) = 2α_0 and TV(g_{β,J}, h_0) = 1 − 1/(2J) ≥ ¾",
			Says:      "Every h and g is a density; TV(h_α, h_0) = 2α_0 whatever the other α_j, TV(g_{β,J}, h_0) = 1 − 1/(2J) whatever β and f, β = 0 and 1 included.",
			Deviation: "The closed forms are ours; print has TV ≥ 3/8 for the g's.",
			Expect:    theorems.Supported,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{scenario("rational", closedForms2(broad, narrow))}
			},
			Mutants: func() []theorems.Mutant {
				return []theorems.Mutant{
					{Name: "tv-of-h-halved", Scenario: scenario("α_0", closedForms2(func(a *big.Rat) *big.Rat { return a }, narrow))},
					{Name: "tv-of-g-three-quarters", Scenario: scenario("¾", closedForms2(broad, func(int64) *big.Rat { return rational.Of(3, 4) }))},
				}
			},
		},
		{
			ID: "finding-8", Statement: "finding-8",
			Title:     "no domination: P_{h_0}(p_θ = 0) = 2α_0 > 0 arbitrarily near h_0",
			Says:      "P_{θ*}(p_θ = 0) = 2α_0 for θ = h_α, θ* = h_0, so E sup_θ |log p_θ| = ∞ over every neighbourhood of θ*: Theorem F.10 does not apply.",
			Deviation: "The paper derives TV-consistency from F.10; construction-2-consistency shows it without.",
			Expect:    theorems.Supported,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{scenario("rational", dominationFails(broad))}
			},
			Mutants: func() []theorems.Mutant {
				same := func(a *big.Rat) *big.Rat { return a }
				return []theorems.Mutant{{Name: "share-halved", Scenario: scenario("α_0", dominationFails(same))}}
			},
		},
		{
			ID: "construction-2-consistency", Statement: "finding-8",
			Title: "real data alone: n·TV(p_θ(1), h_0) has the exact law 1 − (1−x/n)^n",
			Says: "With real data alone the MLE is TV-consistent at θ* = h_0, at rate 1/n: P(TV(p_θ(1), p_θ*) > ε) = (1−ε)^n for ε < ½, 0 beyond. No g wins, its " +
				"likelihood (2J)^{−n} being below 1, that of h_0. This needs no domination, which fails: P_{θ*}(p_θ = 0) = 2α_0 > 0.",
			Deviation: "Ours, in place of Theorem F.10; for the truth h_0 only, which is that of Theorem 5.2.",
			Expect:    theorems.Supported,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{realMaximum(1, construction2.NoMutation), realMaximum(1e15, construction2.NoMutation)}
			},
			Draw: func(choose theorems.Chooser) theorems.Scenario {
				return realMaximum([]int64{10, 2, 100, 1e4, 1e8, 1e12}[choose.Choose("n", 6)], construction2.NoMutation)
			},
			Mutants: func() []theorems.Mutant {
				return []theorems.Mutant{
					{Name: "alpha-doubled", Scenario: realMaximum(1000, construction2.DoubleAlpha)},
					{Name: "cap-dropped", Scenario: realMaximum(1, construction2.DropCap)},
				}
			},
		},
		{
			ID: "construction-2-other-truths", Statement: "finding-8",
			Title: "at θ* = h_α, α_0 = ¼, one fit to real data already misses by TV ≥ ½",
			Says: "With the canonical f and θ* = h_α, α_0 = ¼, P(TV(p_θ(1), p_θ*) ≥ ½) ≥ 1 − (¾)^n for every n that can be simulated: a single sample in [1, 2] makes a " +
				"g win as long as n log 6 < log(1/(2f(2))).",
			Deviation: "No contradiction with TV-consistency, a limit n → ∞: it says that the limit sets in beyond n = φ⁻¹(ψ(3)) only, " +
				"exp(exp(50615)) for log log. Among the truths of the family only those with α_0 ≪ 1/n are learnt from n samples (ours).",
			Expect: theorems.Supported,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{realDataElsewhere("loglog", 20, construction2.NoMutation), realDataElsewhere("power:0.1", 10_000, construction2.NoMutation)}
			},
			Draw: func(choose theorems.Chooser) theorems.Scenario {
				return realDataElsewhere(growths52[choose.Choose("phi", 4)], []int64{100, 20, 1000}[choose.Choose("n", 3)], construction2.NoMutation)
			},
			Mutants: func() []theorems.Mutant {
				return []theorems.Mutant{{Name: "f-too-wide", Scenario: realDataElsewhere("loglog", 20, construction2.NarrowNeverWins)}}
			},
		},
	}
}
