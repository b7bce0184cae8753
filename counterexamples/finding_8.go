package counterexamples

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

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
		Fixed:     always(dominationFails(2, near(2, 30))),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			alpha := []*big.Rat{rational.Of(1, theorems.DrawSize(c, "1/α_0", 4, 1e15))}
			for j := range theorems.Pick(c, "intervals", 1, 2, 3) {
				alpha = append(alpha, rational.Of(theorems.DrawSize(c, fmt.Sprintf("1000α_%d", j+1), 1, 250), 1000))
			}
			return dominationFails(2, [][]*big.Rat{alpha})
		},
		Mutants: mutants{{Name: "share-halved", Scenario: dominationFails(1, near(2, 30))}}.all,
	}
}

// near are the h_α with α_0 = 2^{−k}, first ≤ k ≤ last, and no other interval.
func near(first, last uint) (models [][]*big.Rat) {
	for k := first; k <= last; k++ {
		models = append(models, []*big.Rat{rational.Of(1, 1<<k)})
	}
	return models
}

// dominationFails decides, in rationals, P_{h_0}(p_θ = 0) = share·α_0 for h_α near h_0: where it is positive, sup_θ
// |log p_θ| is +∞ there, and no φ with E φ < ∞ dominates it.
func dominationFails(share int64, models [][]*big.Rat) theorems.Scenario {
	name := fmt.Sprintf("models=%d share=%d α=%v", len(models), share, models[0])
	return decided(name, func() (theorems.Outcome, error) {
		var out theorems.Outcome
		r := &construction2.Reference{}
		for _, alpha := range models {
			a := alpha[0]
			// The density is constant on [0, 1−2α_0] and on the rest of [0, 1].
			cut := rational.Sub(rational.Of(1, 1), rational.Add(a, a))
			null := new(big.Rat)
			for _, piece := range [][2]*big.Rat{{new(big.Rat), cut}, {cut, rational.Of(1, 1)}} {
				middle := rational.Mul(rational.Of(1, 2), rational.Add(piece[0], piece[1]))
				if r.Density(construction2.Model{Alpha: alpha}, middle).Sign() == 0 {
					null = rational.Add(null, rational.Sub(piece[1], piece[0]))
				}
			}
			out.Check(null.Cmp(rational.Mul(rational.Of(share, 1), a)) == 0 && null.Sign() > 0,
				"at α_0 = %v, P(p_θ = 0) = %v", a, null)
			out.Evidence = fmt.Sprintf("%d models; at α_0 = %v, P(p_θ = 0) = %v", out.Cases, a, null)
		}
		return out, nil
	})
}

// The truths of the fixed scenarios: an h and two g's, (α_0, …, α_3, β, J, s).
var truthH, truthG, truthG3 = []float64{0.25, 0.25, 0.1, 0.25, 0, 2, 0}, []float64{0, 0, 0, 0, 0.5, 2, 1},
	[]float64{0, 0, 0, 0, 1, 3, 1}

// drawTruth2 draws an h_α with α_0 > 0 or a g_{β,J}.
func drawTruth2(c theorems.Chooser) []float64 {
	truth := []float64{0, 0, 0, 0, 0, 2, 0}
	if theorems.Pick(c, "truth", "h", "g") == "h" {
		truth[0] = theorems.DrawLog(c, "α_0", 0.001, 0.25)
		for j := 1; j < 4; j++ {
			truth[j] = theorems.DrawReal(c, "α_"+strconv.Itoa(j), 0, 0.25)
		}
		return truth
	}
	truth[4], truth[5], truth[6] = theorems.DrawReal(c, "β", 0, 1), theorems.Pick(c, "J", 2., 3, 4), 1
	return truth
}

// drawFixedWidth draws an f no narrower than 0.4, 0.3, 0.2, 0.1.
func drawFixedWidth(c theorems.Chooser) string {
	switch kind := theorems.Pick(c, "f", "list", "exp", "power"); kind {
	case "list":
		text, widest := "list:", 0.49
		for _, least := range []float64{0.4, 0.3, 0.2, 0.1} {
			width := theorems.DrawReal(c, "f(J)", least, math.Min(widest, least+0.09))
			text, widest = text+fmt.Sprintf("%g,", width), width
		}
		return strings.TrimSuffix(text, ",")
	case "exp":
		return fmt.Sprintf("exp:%g", theorems.DrawLog(c, "rate", 0.001, 0.05))
	default:
		return fmt.Sprintf("power:%g", theorems.DrawReal(c, "power", 0.05, 0.5))
	}
}

func construction2FixedWidth() theorems.Claim {
	const wide, rate = "list:0.4,0.3,0.2,0.1", 2
	return theorems.Claim{
		ID: "construction-2-fixed-f", Statement: "finding-8",
		Demands: []theorems.Share{{AtLeast: 0.3, Within: 6}},
		Title:   "f fixed and wide, θ* any h or g: the MLE exists and TV ≤ 2 log m/m from m real samples",
		Says: "With f fixed and no narrower than f(J) = 0.4, 0.3, 0.2, 0.1, …, the exact estimate from m ≥ 200 real " +
			"samples of an h_α with α_0 > 0 or a g_{β,J} has TV(p_θ̂, p_θ*) ≤ 2 log m/m with probability ≥ 0.95, TV " +
			"in rationals: TV-consistent also at truths that Theorem 5.2 does not start from (Definition 5.1).",
		Deviation: "Definition 5.1 asks for TV → 0 in probability; the rate is ours. Finite m, random truths.",
		Expect:    theorems.Supported,
		Fixed: always(learns(wide, truthH, 1000, rate), learns(wide, truthG, 1000, rate),
			learns("exp:0.05", truthG3, 300, rate)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			width, truth := drawFixedWidth(c), drawTruth2(c)
			return learns(width, truth, theorems.DrawSize(c, "m", 200, 1000), rate)
		},
		Mutants: mutants{
			{Name: "f-too-narrow", Scenario: learns("list:1e-300", []float64{0.1, 0, 0, 0, 0, 2, 0}, 100, rate)},
			{Name: "constant-over-20", Scenario: learns(wide, truthH, 1000, rate/20.)},
			{Name: "constant-over-20-at-a-g", Scenario: learns(wide, truthG, 1000, rate/20.)},
		}.all,
	}
}

// learns is "TV ≤ K log m/m from m real samples of θ*".
func learns(width string, truth []float64, m int64, constant float64) theorems.Scenario {
	limit := constant * math.Log(float64(m)) / float64(m)
	one := on(width, m, 1)
	one.Truth = truth
	name := fmt.Sprintf("f=%s m=%d θ*=%g K=%g", width, m, truth, constant)
	return theorems.Scenario{Name: name, Experiment: theorems.Rate{Allowed: 0.05, Tolerated: 0.25,
		Ratio: estimators.Along(one, func(pool *construction2.Pool, run runner) (float64, error) {
			f, err := construction2.ParseSpikeWidth(width)
			if err = cmp.Or(err, pool.Start(truth)); err != nil {
				return 0, err
			}
			original := pool.Rational()
			if err := run(nil); err != nil {
				return 0, err
			}
			var failure error
			reference := &construction2.Reference{Width: func(J int) *big.Rat {
				value, err := f.At(J)
				failure = cmp.Or(failure, err)
				return rational.FromFloat(value.Float64)
			}}
			_, variation := reference.Integrals(pool.Rational(), original)
			total, _ := variation.Float64()
			return total / limit, failure
		})}}
}
