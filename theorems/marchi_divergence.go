package theorems

import (
	"fmt"
	"math"
)

// distances are d = arccos Σ√(pq), H = √(1 − Σ√(pq)) and KL(p‖q): H as a sum of squares and d by its sine keep their
// digits where p and q are close.
func distances(p, q []float64) (d, h, entropy float64) {
	square := 0.0
	for i := range p {
		square += math.Pow(math.Sqrt(p[i])-math.Sqrt(q[i]), 2) / 2
		if p[i] > 0 {
			entropy += p[i] * math.Log(p[i]/q[i])
		}
	}
	h = math.Sqrt(square)
	return 2 * math.Asin(math.Min(1, h/math.Sqrt2)), h, entropy
}

// marchiDivergence is Lemmas 3, 4 and 6, with d = arccos Σ√(p_i q_i) and H² = 1 − Σ√(p_i q_i). With cos d for the sum
// H = √2 sin(d/2), and by Jensen KL(p‖q) ≥ −2 log cos d ≥ d², so that
//
//	√2 H ≤ d ≤ (π/2) H,   d ≤ √KL(p‖q),   ½ min(r,1) log² r ≤ r log r − r + 1 ≤ ½ max(r,1) log² r
//
// of which print has (π/√2) H and (π/2)√KL, both wider: the constants here are attained, at d → 0, at disjoint supports
// and at q = c p on the support of p as c → 1. The middle of the third is ∫_0^{log r} x e^x dx, with e^x between 1 and
// r.
func marchiDivergence() Claim {
	type constants struct{ low, high, entropy, pointwise float64 }
	sharp := constants{math.Sqrt2, math.Pi / 2, 1, 0.5}
	scenario := func(p, q []float64, c constants) Scenario {
		return exactly(fmt.Sprintf("p=%.6g q=%.6g", p, q), func() Outcome {
			var out Outcome
			d, h, entropy := distances(p, q)
			const rounding = 1e-9 // of the entropy, a difference of order-1 terms, where d is above 1e-3
			out.Check(c.low*h <= d*(1+rounding), "%.6g H = %.9g > d = %.9g", c.low, c.low*h, d)
			out.Check(d <= c.high*h*(1+rounding), "d = %.9g > %.6g H", d, c.high)
			out.Check(d <= c.entropy*math.Sqrt(math.Max(0, entropy))*(1+rounding)+rounding,
				"d = %.9g > %.6g √KL = %.9g", d, c.entropy, c.entropy*math.Sqrt(entropy))
			for i := range p {
				if p[i] == 0 || q[i] == 0 {
					continue
				}
				r := p[i] / q[i]
				l := math.Log(r)
				middle, least, most := r*l-r+1, c.pointwise*math.Min(r, 1)*l*l, c.pointwise*math.Max(r, 1)*l*l
				slack := 1e-14 * (1 + r + r*math.Abs(l))
				out.Check(least <= middle+slack && middle <= most+slack, "r = %.9g: %.9g, %.9g, %.9g", r, least, middle,
					most)
			}
			out.Evidence = out.Counterexample
			if out.Evidence == "" {
				out.Evidence = fmt.Sprintf("d = %.6g, H = %.6g, √KL = %.6g", d, h, math.Sqrt(entropy))
			}
			return out
		})
	}
	near, far := []float64{0.5, 0.5}, []float64{0.51, 0.49}
	corner, other := []float64{1, 0}, []float64{0.98, 0.02}
	return Claim{
		ID: "marchi-divergence", Statement: "marchi-divergence", Expect: Supported,
		Title: "Fisher–Rao distance, Hellinger and KL: √2 H ≤ d ≤ (π/2) H, d ≤ √KL",
		Says: "With d = arccos Σ√(pq) and H² = 1 − Σ√(pq): √2 H ≤ d ≤ (π/2) H, d ≤ √KL(p‖q), and ½ min(r,1) log² r " +
			"≤ r log r − r + 1 ≤ ½ max(r,1) log² r.",
		Deviation: "print has π/√2 for π/2 and (π/2)√KL for √KL; the scale of its distance is that for which its " +
			"Lemma 4 holds, arccos: with twice that Lemma 4 fails at p = (1, 0)",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(near, far, sharp), scenario(corner, other, sharp),
				scenario(corner, []float64{1e-9, 1 - 1e-9}, sharp), scenario([]float64{0.1, 0.2, 0.7},
					[]float64{0.3, 0.3, 0.4}, sharp)}
		},
		Draw: func(choose Chooser) Scenario {
			laws := [2][]float64{}
			size := 2 + choose.Choose("outcomes−2", 7)
			for k := range laws {
				total := 0.0
				for range size {
					x := DrawLog(choose, "mass", 1e-6, 1)
					laws[k], total = append(laws[k], x), total+x
				}
				for i := range laws[k] {
					laws[k][i] /= total
				}
			}
			return scenario(laws[0], laws[1], sharp)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"lower-doubled", scenario(near, far, constants{2 * math.Sqrt2, math.Pi / 2, 1, 0.5})},
				{"upper-√2", scenario(corner, []float64{0, 1}, constants{math.Sqrt2, math.Sqrt2, 10, 0.5})},
				{"entropy-over-√2", scenario(corner, other, constants{math.Sqrt2, math.Pi / 2, math.Sqrt2 / 2, 0.5})},
				{"pointwise-doubled", scenario(near, far, constants{math.Sqrt2, math.Pi / 2, 1, 1})},
				{"pointwise-halved", scenario(near, far, constants{math.Sqrt2, math.Pi / 2, 1, 0.25})}}
		},
	}
}
