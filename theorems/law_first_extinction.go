package theorems

import (
	"fmt"
	"math"
)

// extinctionTail are P(T > t), t = 0, 1, …, generations, of the Wright–Fisher chain of two categories with n samples a
// generation, from the count k: T is when one of the two is lost.
func extinctionTail(n, k, generations int) []float64 {
	kernel := make([][]float64, n+1)
	for j := 1; j < n; j++ {
		kernel[j] = binomialMasses(n, float64(j)/float64(n))
	}
	law, tail := make([]float64, n+1), []float64{1}
	law[k] = 1
	for range generations {
		next := make([]float64, n+1)
		alive := 0.0
		for j := 1; j < n; j++ {
			for i := 1; i < n; i++ {
				next[i] += law[j] * kernel[j][i]
			}
		}
		for _, mass := range next {
			alive += mass
		}
		law, tail = next, append(tail, alive)
	}
	return tail
}

// claimedTail is P(T > t) = Π_i (1 − e^{−2n p_i/t}).
func claimedTail(n int, p float64, t int) float64 {
	x := 2 * float64(n) / float64(t)
	return math.Expm1(-x*p) * math.Expm1(-x*(1-p))
}

// lawFirstExtinctionPrinted is the law of the time until a category is lost that arXiv:2509.20101 gives, as quoted. It
// has the tail 4n²pq/t², and the chain one that is geometric: the two cannot agree.
func lawFirstExtinctionPrinted() Claim {
	scenario := func(n, k int, tail func(n int, p float64, t int) float64) Scenario {
		return exactly(fmt.Sprintf("n=%d p=%d/%d", n, k, n), func() Outcome {
			exact, worst, at := extinctionTail(n, k, 4*n), 0.0, 0
			for t := 1; t <= 4*n; t++ {
				if d := math.Abs(exact[t] - tail(n, float64(k)/float64(n), t)); d > worst {
					worst, at = d, t
				}
			}
			var out Outcome
			out.Check(worst <= 0.03, "P(T > t) differs by %.3g at t = %d", worst, at)
			return out
		})
	}
	return Claim{
		ID: "law-first-extinction-printed", Statement: "law-first-extinction", Expect: Refuted,
		Title: "the closed form for the time until a category is lost",
		Says:  "Of two categories P(T > t) = (1 − e^{−2np/t})(1 − e^{−2nq/t}) to within 0.03, T the first loss.",
		Deviation: "As quoted from arXiv:2509.20101 (abstract and secondary source), without a margin; the exact " +
			"Wright–Fisher chain is off by 0.1 and more.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(50, 15, claimedTail), scenario(30, 15, claimedTail)}
		},
		Draw: func(choose Chooser) Scenario {
			n := 20 + choose.Choose("n−20", 240)
			return scenario(n, n/4+choose.Choose("k−n/4", n/2+1), claimedTail)
		},
		Mutants: func() []Mutant {
			exact := func(n int, p float64, t int) float64 {
				return extinctionTail(n, int(math.Round(p*float64(n))), t)[t]
			}
			geometric := func(n int, p float64, t int) float64 { return exact(n, p, t) * (1 - 1e-3) }
			return []Mutant{{"the-chain-itself", scenario(10, 5, exact)},
				{"the-chain-nearly", scenario(10, 3, geometric)}, {"the-chain-off-centre", scenario(12, 3, exact)}}
		},
	}
}

// lawFirstExtinction is what survives: the mean in the diffusion limit, −2n(p log p + q log q), within 2/3 log n or
// so, and the geometric tail, P(T > t+1)/P(T > t) → 1 − 1/n, the chain's second eigenvalue.
func lawFirstExtinction() Claim {
	scenario := func(n, k int, scale, eigenvalue func(n float64) float64) Scenario {
		return exactly(fmt.Sprintf("n=%d p=%d/%d", n, k, n), func() Outcome {
			tail, size, p := extinctionTail(n, k, 12*n), float64(n), float64(k)/float64(n)
			mean := 0.0
			for _, alive := range tail {
				mean += alive
			}
			last := len(tail) - 1
			ratio := tail[last] / tail[last-1]
			mean += tail[last] * ratio / (1 - ratio)
			diffusion := -scale(size) * (p*math.Log(p) + (1-p)*math.Log1p(-p))
			var out Outcome
			out.Check(math.Abs(mean-diffusion) <= 1+math.Log(size), "E T = %.6g, diffusion limit %.6g", mean, diffusion)
			out.Check(math.Abs(ratio-eigenvalue(size)) <= 1e-6, "P(T > t+1)/P(T > t) = %.9g, want %.9g", ratio,
				eigenvalue(size))
			out.Evidence = fmt.Sprintf("E T = %.5g, diffusion limit %.5g, ratio of the tail "+
				"%.9g", mean, diffusion, ratio)
			return out
		})
	}
	twice := func(n float64) float64 { return 2 * n }
	second := func(n float64) float64 { return 1 - 1/n }
	return Claim{
		ID: "law-first-extinction", Statement: "law-first-extinction", Expect: Supported,
		Title: "two categories: E T ≈ −2n(p log p + q log q), and a geometric tail",
		Says: "Under replacement with n samples |E T + 2n(p log p + q log q)| ≤ 1 + log n for the time T until one " +
			"of two categories is lost, and P(T > t+1)/P(T > t) → 1 − 1/n.",
		Deviation: "The mean is as quoted from the abstract of arXiv:2509.20101, a diffusion limit; the margin is " +
			"observed on the exact chain, the tail derived here.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(30, 9, twice, second), scenario(20, 10, twice, second)}
		},
		Draw: func(choose Chooser) Scenario {
			n := 5 + choose.Choose("n−5", 170)
			return scenario(n, 1+choose.Choose("k−1", n-1), twice, second)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"half-the-mean", scenario(30, 9, func(n float64) float64 { return n }, second)},
				{"haploid-for-diploid", scenario(30, 9, func(n float64) float64 { return 4 * n }, second)},
				{"tail-of-half-the-size", scenario(30, 9, twice, func(n float64) float64 { return 1 - 2/n })},
			}
		},
	}
}
