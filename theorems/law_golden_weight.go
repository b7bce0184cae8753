package theorems

import (
	"fmt"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
)

// goldenWeights are the weights w_1, …, w_T by w_t = (1 + w_{t−1})/(2 + w_{t−1}), w_0 = 1.
func goldenWeights(generations int) []*big.Rat {
	one, two := rational.Of(1, 1), rational.Of(2, 1)
	weights, last := make([]*big.Rat, generations), one
	for t := range weights {
		last = rational.Quo(rational.Add(one, last), rational.Add(two, last))
		weights[t] = last
	}
	return weights
}

// weightedVariances are c_1, …, c_T of c_t = w_t² + (1 − w_t)²(c_{t−1} + 1/k), c_0 = 1: n Var θ^(t+1)/σ² of a mean
// under weighted:w_1,w_2,… with n fresh real samples and kn synthetic ones a generation.
func weightedVariances(weights []*big.Rat, k int64) []*big.Rat {
	one, c := rational.Of(1, 1), rational.Of(1, 1)
	variances := make([]*big.Rat, len(weights))
	for t, w := range weights {
		rest := rational.Sub(one, w)
		c = rational.Add(rational.Mul(w, w), rational.Mul(rational.Mul(rest, rest), rational.Add(c, rational.Of(1, k))))
		variances[t] = c
	}
	return variances
}

// lawGoldenWeightExact: given c = c_{t−1}, w² + (1−w)²(1 + c) is least, and (1 + c)/(2 + c), at w = (1 + c)/(2 + c). So
// the best weights have c_t = w_t by induction from c_0 = w_0 = 1, and F_{m+1}/F_{m+2} → (F_{m+1} + F_{m+2})/(F_{m+1} +
// 2F_{m+2}) = F_{m+3}/F_{m+4} steps through every other Fibonacci ratio: w_t = F_{2t+1}/F_{2t+2}, F_1 = F_2 = 1, down
// to 1/φ.
func lawGoldenWeightExact() Claim {
	decide := func(generations int, other *big.Rat, alter func(w *big.Rat) *big.Rat) Outcome {
		var out Outcome
		weights := goldenWeights(generations)
		for t, w := range weights {
			weights[t] = alter(w)
		}
		least := weightedVariances(weights, 1)
		f, g := big.NewInt(1), big.NewInt(1) // F_{2t+1}, F_{2t+2}
		for t, w := range weights {
			f.Add(f, g)
			g.Add(g, f)
			ratio := new(big.Rat).SetFrac(f, g)
			out.Check(w.Cmp(ratio) == 0, "w_%d = %s, F_{2t+1}/F_{2t+2} = %s", t+1, w.RatString(), ratio.RatString())
			out.Check(least[t].Cmp(w) == 0, "c_%d = %s, w_%d = %s", t+1, least[t].RatString(), t+1, w.RatString())
		}
		// F_{2t+1} F_{2t+3} − F_{2t+2}² = 1 puts 1/φ, the root of w² + w = 1, below the last: w² + w > 1.
		last := weights[generations-1]
		out.Check(rational.Add(rational.Mul(last, last), last).Cmp(rational.Of(1, 1)) > 0, "w_%d is below 1/φ",
			generations)
		changed := append(append([]*big.Rat(nil), weights[:generations-1]...), other)
		if other.Cmp(last) != 0 {
			c := weightedVariances(changed, 1)[generations-1]
			out.Check(c.Cmp(least[generations-1]) > 0, "the weight %s gives %.10g, the golden one %.10g",
				other.RatString(), rational.Nearest(c), rational.Nearest(least[generations-1]))
		}
		out.Evidence = fmt.Sprintf("w_%d = c_%d = %.12g", generations, generations, rational.Nearest(last))
		return out
	}
	scenario := func(generations int, other *big.Rat, alter func(w *big.Rat) *big.Rat) Scenario {
		return exactly(fmt.Sprintf("T=%d w=%s", generations, other.RatString()),
			func() Outcome { return decide(generations, other, alter) })
	}
	same := func(w *big.Rat) *big.Rat { return w }
	return Claim{
		ID: "law-golden-weight-exact", Statement: "law-golden-weight", Expect: Supported,
		Title: "the best weights are F_{2t+1}/F_{2t+2}, and so are the variances",
		Says: "With n fresh real and n synthetic samples a generation the weights w_t = (1 + w_{t−1})/(2 + w_{t−1}) " +
			"= F_{2t+1}/F_{2t+2} of the real ones make c_t = n Var θ^(t+1)/σ² least, and c_t = w_t, down to 1/φ.",
		Deviation: "The recursion of the weights is as quoted from arXiv:2509.22341 (secondary source); the " +
			"Fibonacci ratios and c_t = w_t are derived here.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(1, rational.Of(1, 2), same), scenario(10, rational.Of(5, 8), same),
				scenario(60, rational.Of(1, 1), same)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(1+choose.Choose("T−1", 40), rational.Of(1+int64(choose.Choose("4000 "+
				"w−1", 4000)), 4000), same)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"fibonacci-one-step-off", scenario(3, rational.Of(1, 2), func(w *big.Rat) *big.Rat {
					return rational.Quo(rational.Of(1, 1), rational.Add(rational.Of(1, 1), w))
				})},
				{"weight-of-synthetic", scenario(3, rational.Of(1, 2), func(w *big.Rat) *big.Rat {
					return rational.Sub(rational.Of(1, 1), w)
				})},
				{"weight-golden-at-once", scenario(3, rational.Of(1, 2), func(*big.Rat) *big.Rat {
					return rational.Of(618034, 1000000)
				})},
			}
		},
	}
}

// lawGoldenWeight is the variance of a Gaussian mean under weighted:w_1,w_2,… by simulation, the golden weights among
// others.
func lawGoldenWeight() Claim {
	scenario := func(theta float64, n int64, weights []float64, claimed []float64, flaws ...flaw) Scenario {
		exact := make([]*big.Rat, len(claimed))
		for t, w := range claimed {
			exact[t] = rational.FromFloat(w)
		}
		c := weightedVariances(exact, 1)[len(claimed)-1]
		return gaussianFreshScenario(theta, estimators.WeightedReal(1).Listed(weights...),
			estimators.ConstantSchedule(n),
			len(weights)+1, rational.Nearest(c)/float64(n), flaws...)
	}
	golden := func(generations int) []float64 {
		weights := make([]float64, generations)
		for t, w := range goldenWeights(generations) {
			weights[t] = rational.Nearest(w)
		}
		return weights
	}
	return Claim{
		ID: "law-golden-weight", Statement: "law-golden-weight", Expect: Supported,
		Title: "weights by generation, simulated: Var θ^(t+1) = c_t σ²/n",
		Says: "Of N(θ, 1) with weight w_t on n fresh real samples and 1 − w_t on n synthetic ones, θ^(T+1) − θ* is " +
			"normal with variance c_T/n, c_t = w_t² + (1 − w_t)²(1 + c_{t−1}), c_0 = 1.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(0, 20, golden(5), golden(5))}
		},
		Draw: func(choose Chooser) Scenario {
			weights := golden(1 + choose.Choose("T−1", 8))
			if choose.Choose("golden", 3) > 0 {
				for t := range weights {
					weights[t] = DrawReal(choose, "w_t", 0.01, 1)
				}
			}
			return scenario(DrawReal(choose, "θ*", -3, 3), DrawSize(choose, "n", 1, 1e6), weights, weights)
		},
		Mutants: func() []Mutant {
			tenth := []float64{0.1, 0.1, 0.1}
			return []Mutant{
				{"weights-of-the-synthetic", scenario(0, 20, []float64{0.9, 0.9, 0.9}, tenth)},
				{"last-weight-throughout", scenario(0, 20, []float64{0.1, 0.1}, []float64{0.9, 0.1})},
				{"replace-without-fresh", scenario(0, 20, tenth, tenth, replacing)},
			}
		},
	}
}
