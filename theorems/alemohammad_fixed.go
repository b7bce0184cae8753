package theorems

import (
	"math/big"

	"itermle/internal/rational"
)

// fixedLoop steps D = E(μ − a)² and v = E s² of the maximum likelihood fit to a fixed real set of n samples, of mean a
// and mean square deviation 1, and n_s samples of the last model, N = n + n_s:
//
//	D′ = (n_s/N)² (D + v/n_s),   v′ = [n + (n_s − 1) v + (n n_s/N)(D + v/n_s)]/N.
func fixedLoop(n, synthetic int64, d, v *big.Rat) (nextD, nextV *big.Rat) {
	whole := n + synthetic
	shift := rational.Add(d, rational.Mul(v, big.NewRat(1, synthetic)))
	next := rational.Add(big.NewRat(n, 1), rational.Mul(big.NewRat(synthetic-1, 1), v))
	next.Add(next, rational.Mul(big.NewRat(n*synthetic, whole), shift))
	return rational.Mul(square(synthetic, whole), shift), next.Mul(next, big.NewRat(1, whole))
}

// alemohammadFixed is the synthetic augmentation loop on Gaussians with both parameters. The limits are, ours,
//
//	v = n(n + 2n_s)/(n(n + 2n_s) + n_s) > 1 − 1/(2n + 1),   D = v n_s/(n(n + 2n_s)) < v/(2n):
//
// of the spread that the real data have, no number of synthetic samples takes more than 1/(2n + 1).
func alemohammadFixed() Claim {
	type limits func(n, synthetic int64) (d, v *big.Rat)
	limit := func(n, synthetic int64) (d, v *big.Rat) {
		size := n * (n + 2*synthetic)
		v = big.NewRat(size, size+synthetic)
		return rational.Mul(v, big.NewRat(synthetic, size)), v
	}
	// Of the bounds v > 1 − 1/(spread·(2n+1)) and D < v/(center·2n) both factors are 1 but for mutants.
	scenario := func(c twoPoint, claimed limits, spread, center int64) Scenario {
		return exactly(c.String(), func() Outcome {
			n, s := c.real, c.synthetic[0]
			d, v := new(big.Rat), big.NewRat(1, 1)
			for range c.synthetic {
				d, v = fixedLoop(n, s, d, v)
			}
			var out Outcome
			c.agree(&out, rational.Nearest(d), rational.Nearest(v))
			lastD, lastV := claimed(n, s)
			d, v = fixedLoop(n, s, lastD, lastV)
			out.Check(d.Cmp(lastD) == 0 && v.Cmp(lastV) == 0, "D = %s, v = %s is not fixed", lastD.RatString(),
				lastV.RatString())
			out.Check(lastV.Cmp(big.NewRat(spread*(2*n+1)-1, spread*(2*n+1))) > 0, "v = %s: more than 1/(2n + 1) "+
				"is lost",
				lastV.RatString())
			out.Check(rational.Mul(lastD, big.NewRat(2*n*center, 1)).Cmp(lastV) < 0, "D = %s is not below v/(2n)",
				lastD.RatString())
			return out
		})
	}
	loop := func(n, synthetic int64, generations int) twoPoint {
		c := twoPoint{real: n, fixed: true, lambda: 1}
		for range generations {
			c.synthetic = append(c.synthetic, synthetic)
		}
		return c
	}
	return Claim{
		ID: "alemohammad-fixed", Statement: "alemohammad-fixed", Expect: Supported,
		Title: "a fixed real set of n, Gaussian (μ,σ): at most 1/(2n+1) of the variance is ever lost",
		Says: "Fitted to n fixed real samples and n_s of the last model, in units of the real data's variance E s² → " +
			"n(n+2n_s)/(n(n+2n_s)+n_s) > 1 − 1/(2n+1) and the mean stays within v/(2n) of theirs, for every n_s: a " +
			"fixed real set does more than delay.",
		Deviation: "ours: print has the loop by experiment on images, where degradation is only delayed",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(loop(2, 5, 3), limit, 1, 1), scenario(loop(1000, 1, 2), limit, 1, 1),
				scenario(loop(5, 9, 3), limit, 1, 1)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(loop(DrawSize(choose, "n", 1, 1e6), 1+int64(choose.Choose("n_s−1", 20)),
				1+choose.Choose("T−1", 3)), limit, 1, 1)
		},
		Mutants: func() []Mutant {
			unbiased, anew := loop(3, 4, 3), loop(3, 4, 3)
			unbiased.unbiased, anew.fixed = true, false
			return []Mutant{{"divisor-less-1", scenario(unbiased, limit, 1, 1)},
				{"real-set-drawn-anew", scenario(anew, limit, 1, 1)},
				{"mean-known", scenario(loop(3, 4, 3), func(n, synthetic int64) (d, v *big.Rat) {
					d, _ = limit(n, synthetic)
					return d, big.NewRat(1, 1)
				}, 1, 1)},
				{"half-as-much-lost", scenario(loop(1, 9, 2), limit, 2, 1)},
				{"half-as-far", scenario(loop(1, 9, 2), limit, 1, 2)}}
		},
	}
}
