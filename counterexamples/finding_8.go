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
			"of θ*: Lemma F.10 does not apply.",
		Deviation: "The paper derives TV-consistency from F.10; construction-2-consistency shows it without.",
		Expect:    theorems.Supported,
		Fixed:     always(dominationFails("rational", func(a *big.Rat) *big.Rat { return rational.Add(a, a) })),
		Mutants: mutants{
			{Name: "share-halved", Scenario: dominationFails("α_0", func(a *big.Rat) *big.Rat { return a })},
		}.all,
	}
}

// dominationFails decides, in rationals, P_{h_0}(p_θ = 0) = share(α_0) for h's near h_0: where it is positive, sup_θ
// |log p_θ| is +∞ there, and no φ with E φ < ∞ dominates it.
func dominationFails(name string, share func(alpha0 *big.Rat) *big.Rat) theorems.Scenario {
	return decided(name, func() (theorems.Outcome, error) {
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
	})
}

// truths2 are truths of both kinds, (α_0, …, α_3, β, J, s).
var truths2 = [][]float64{
	{0.1, 0, 0, 0, 0, 2, 0}, {0.25, 0.25, 0.1, 0.25, 0, 2, 0}, {0.02, 0.2, 0, 0, 0, 2, 0}, {0, 0, 0, 0, 0.5, 2, 1},
	{0, 0, 0, 0, 1, 3, 1}, {0, 0, 0, 0, 0, 2, 1},
}

func construction2FixedWidth() theorems.Claim {
	const wide, rate = "list:0.4,0.3,0.2,0.1", 10
	return theorems.Claim{
		ID: "construction-2-fixed-f", Statement: "finding-8",
		Title: "f fixed and wide, θ* any h or g: the MLE exists and TV ≤ 10 log m/m from m real samples",
		Says: "With f fixed and no narrower than f(J) = 0.4, 0.3, 0.2, 0.1, …, the exact estimate from m ≥ 200 real " +
			"samples of an h_α with α_0 > 0 or a g_{β,J} has TV(p_θ̂, p_θ*) ≤ 10 log m/m with probability ≥ 0.95, TV " +
			"in rationals: TV-consistent also at truths that Theorem 5.2 does not start from (Definition 5.1).",
		Deviation: "Definition 5.1 asks for TV → 0 in probability; the rate is ours. Finite m, six truths.",
		Expect:    theorems.Supported,
		Fixed: always(learns(wide, truths2[1], 1000, rate), learns(wide, truths2[3], 1000, rate),
			learns("exp:0.05", truths2[4], 300, rate)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return learns(theorems.Pick(c, "f", wide, "exp:0.05", "power:0.5"), theorems.Pick(c, "θ*", truths2...),
				theorems.Pick[int64](c, "m", 300, 200, 1000), rate)
		},
		Mutants: mutants{
			{Name: "f-too-narrow", Scenario: learns("list:1e-300", truths2[0], 100, rate)},
			{Name: "constant-over-100", Scenario: learns(wide, truths2[1], 1000, rate/100.)},
			{Name: "constant-over-100-at-a-g", Scenario: learns(wide, truths2[3], 1000, rate/100.)},
		}.all,
	}
}

// learns is "TV ≤ K log m/m from m real samples of θ*".
func learns(width string, truth []float64, m int64, constant float64) theorems.Scenario {
	limit := rational.FromFloat(constant * math.Log(float64(m)) / float64(m))
	one := on(width, m, 1)
	one.Truth = truth
	name := fmt.Sprintf("f=%s/m=%d/θ*=%v/K=%g", width, m, truth, constant)
	return theorems.Scenario{Name: name, Experiment: theorems.Rate{Allowed: 0.05, Tolerated: 0.25,
		New: estimators.Along(one, func(pool *construction2.Pool, run runner) (bool, error) {
			f, err := construction2.ParseSpikeWidth(width)
			if err == nil {
				err = pool.Start(truth)
			}
			if err != nil {
				return false, err
			}
			original := pool.Rational()
			if err := run(nil); err != nil {
				return false, err
			}
			reference := &construction2.Reference{Width: func(J int) *big.Rat {
				value, _ := f.At(J) // J ≥ 2
				return rational.FromFloat(value.Float64)
			}}
			_, variation := reference.Integrals(pool.Rational(), original)
			return variation.Cmp(limit) > 0, nil
		})}}
}
