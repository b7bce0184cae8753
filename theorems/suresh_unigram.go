package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/theorems/laws"
)

// sureshUnigram bounds the memory of unigrams under replacement: with λ = np the expected count of a token,
//
//	P(it is there after k generations) ≥ 1 − e^{−λ/k};   ours: ≥ 1 − e^{−λ s_k}, s_1 = 1, s_{k+1} = 1 − e^{−s_k}
//
// from E e^{−sX} ≤ e^{−np(1 − e^{−s})} for binomial X, an equality for Poisson counts. 1/s_{k+1} ≤ 1/s_k + 1 gives s_k
// ≥ 1/k, and s_k ~ 2/k. Against the exact binomial chain.
func sureshUnigram() Claim {
	scenario := func(n int64, p float64, k int, exponent func(k int) float64) Scenario {
		return exactly(fmt.Sprintf("n=%d p=%g k=%d exponent %.6g", n, p, k, exponent(k)), func() Outcome {
			law := laws.BernoulliCounts(p, estimators.ConstantSchedule(n), k, true)
			survival := 0.0
			for _, mass := range law[1:] {
				survival += mass
			}
			bound := -math.Expm1(-float64(n) * p * exponent(k))
			var out Outcome
			// The law is summed to 1e-12; the survival is at most λ, by Markov, and the bound ≥ min(λ/k, 1)/2.
			out.Pin(fmt.Sprintf("the token survives with probability %.7g", survival), survival/bound, 1-1e-11,
				2*float64(k))
			if out.Counterexample == "" {
				out.Evidence = fmt.Sprintf("P(the token survives) = %.7g ≥ %.7g", survival, bound)
			}
			return out
		})
	}
	printed := func(k int) float64 { return 1 / float64(k) }
	iterated := func(k int) float64 {
		s := 1.0
		for range k - 1 {
			s = -math.Expm1(-s)
		}
		return s
	}
	return Claim{
		ID: "suresh-unigram", Statement: "suresh-unigram", Expect: Supported,
		Title: "unigrams, replacing: a token of expected count λ survives with probability ≥ 1 − e^{−λ s_k}",
		Says: "P(the token is there after k generations) ≥ 1 − e^{−λ s_k} ≥ 1 − e^{−λ/k}, s_1 = 1, s_{k+1} = 1 − " +
			"e^{−s_k} ~ 2/k: the printed exponent is short of a factor 2.",
		Deviation: "read as an abstract, which has 1/k for s_k; s_k is ours",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(60, 1.0/12, 20, printed), scenario(60, 1.0/12, 20, iterated)}
		},
		Draw: func(choose Chooser) Scenario {
			n, k := DrawSize(choose, "n", 2, 60), int(DrawSize(choose, "k", 1, 40))
			p := DrawLog(choose, "p", 0.001, 0.9)
			if choose.Choose("printed", 2) == 1 {
				return scenario(n, p, k, printed)
			}
			return scenario(n, p, k, iterated)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"exponent-1", scenario(60, 1.0/12, 20, func(int) float64 { return 1 })},
				{"exponent-doubled", scenario(60, 1.0/12, 20, func(k int) float64 { return 2 * iterated(k) })},
				{"exponent-3/k", scenario(60, 1.0/12, 20, func(k int) float64 { return 3 / float64(k) })},
			}
		},
	}
}
