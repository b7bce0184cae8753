package theorems

import (
	"fmt"
	"math"
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// growth is n_t of a schedule under replacement, t = 1, 2, …, and what Σ_{t≤T} 1/n_t is between.
type growth struct {
	name        string
	size        func(t int) int64
	least, most func(generations int) float64
}

// Schedules n_t = ⌈ct⌉, ⌈c t^{1+s}⌉ and ⌈c t log²(t+1)⌉: n_t ≤ (1 + c)t in the first, and by integrals Σ t^{−1−s} ≤ 1 +
// 1/s and Σ 1/(t log²(t+1)) ≤ 1/log² 2 + (3/2)/log 2, since (t+1)/t ≤ 3/2 from t = 2 on.
func linearGrowth(c float64) growth {
	return growth{fmt.Sprintf("c=%g·t", c), func(t int) int64 { return int64(math.Ceil(c * float64(t))) },
		func(generations int) float64 { return math.Log(float64(generations)) / (1 + c) },
		func(int) float64 { return math.Inf(1) }}
}

func powerGrowth(c, s float64) growth {
	return growth{fmt.Sprintf("c=%g·t^(1+%g)", c, s),
		func(t int) int64 { return int64(math.Ceil(c * math.Pow(float64(t), 1+s))) },
		func(int) float64 { return 0 }, func(int) float64 { return (1 + 1/s) / c }}
}

func logarithmicGrowth(c float64) growth {
	return growth{fmt.Sprintf("c=%g·t·log²(t+1)", c), func(t int) int64 {
		l := math.Log1p(float64(t))
		return int64(math.Ceil(c * float64(t) * l * l))
	}, func(int) float64 { return 0 }, func(int) float64 { return (1/(math.Ln2*math.Ln2) + 1.5/math.Ln2) / c }}
}

// xuSchedule is replacement with a growing schedule: for a family with variance function V,
//
//	E(μ_T − μ*)² = V(μ*) (Π_{t≤T} (1 + v2/n_t) − 1)/v2,   V(μ*) Σ 1/n_t for v2 = 0,
//
// bounded iff Σ 1/n_t is: c t is too slow and c t^{1+s} is enough, as in print; so is c t log² t, which is slower than
// every t^{1+s}. Exponential samples (v2 = 1), whose exact moments are the oracle for a few generations.
func xuSchedule() Claim {
	scenario := func(g growth, mu *big.Rat, few, generations int, factor int64) Scenario {
		return exactly(fmt.Sprintf("n_t=%s μ*=%s T=%d", g.name, mu.RatString(), generations), func() Outcome {
			sizes, product := make([]int64, few), big.NewRat(1, 1)
			for t := range sizes {
				sizes[t] = g.size(t + 1)
				product = rational.Mul(product, big.NewRat(factor*sizes[t]+1, factor*sizes[t]))
			}
			square := rational.Mul(mu, mu)
			second := laws.GammaMoment(big.NewRat(1, 1), mu, sizes, true, 2)
			out := identical(equality{"E μ_T²", second, product.Mul(product, square)})
			sum, logs := 0.0, 0.0
			for t := 1; t <= generations; t++ {
				x := 1 / float64(g.size(t))
				sum += x
				logs += math.Log1p(x)
			}
			low, high := g.least(generations), g.most(generations)
			const rounding = 1e-9
			out.Check(low <= sum*(1+rounding) && sum <= high*(1+rounding), "Σ 1/n_t = %.9g, not from %.6g to %.6g",
				sum, low,
				high)
			risk := math.Expm1(logs)
			out.Evidence = out.Counterexample
			if out.Evidence == "" {
				out.Evidence = fmt.Sprintf("Σ 1/n_t = %.6g, E(μ_T − μ*)²/V = %.6g after %d generations", sum, risk,
					generations)
			}
			return out
		})
	}
	one := big.NewRat(1, 1)
	return Claim{
		ID: "xu-schedule", Statement: "xu-schedule", Expect: Supported,
		Title: "replacement with growing samples: bounded error iff Σ 1/n_t < ∞",
		Says: "Under replacement E(μ_T − μ*)²/V = (Π(1 + v2/n_t) − 1)/v2 is bounded iff Σ 1/n_t is: n_t = ct is " +
			"too slow, ct^{1+s} is enough, and so is ct log² t.",
		Deviation: "ours; the abstract has t^{1+s}, which is not necessary",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(linearGrowth(2), one, 5, 20000, 1),
				scenario(powerGrowth(3, 0.5), one, 5, 20000, 1),
				scenario(logarithmicGrowth(3), one, 5, 20000, 1)}
		},
		Draw: func(choose Chooser) Scenario {
			c, g := DrawReal(choose, "c", 0.5, 20), growth{}
			switch Pick(choose, "growth", "linear", "power", "logarithmic") {
			case "linear":
				g = linearGrowth(c)
			case "power":
				g = powerGrowth(c, DrawReal(choose, "s", 0.05, 2))
			default:
				g = logarithmicGrowth(c)
			}
			return scenario(g, drawShare(choose, "128 μ*−1"), 1+choose.Choose("oracle T−1", 6),
				int(DrawSize(choose, "T", 10, 20000)), 1)
		},
		Mutants: func() []Mutant {
			slow, fast := linearGrowth(2), powerGrowth(3, 0.5)
			slow.most = fast.most
			fast.least = linearGrowth(2).least
			return []Mutant{{"linear-suffices", scenario(slow, one, 3, 20000, 1)},
				{"power-too-slow", scenario(fast, one, 3, 20000, 1)},
				{"variance-halved", scenario(linearGrowth(2), one, 3, 20000, 2)}}
		},
	}
}
