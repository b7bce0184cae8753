package theorems

import "fmt"

// biasedLoop steps V = E μ² and C = E s² of the fresh data loop: n_r new real samples of mean 0 and variance 1, n_s of
// mean μ and variance λs², unbiased pooled mean and variance, n = n_r + n_s,
//
//	V′ = (n_r + n_s λC)/n² + (n_s/n)² V,   C′ = (n_r + n_s λC)/n + n_r n_s V/(n(n−1))
//
// the second from E Σ x² = n_r + n_s(λC + V) less n V′.
func biasedLoop(real, synthetic, lambda, v, c float64) (nextV, nextC float64) {
	n := real + synthetic
	noise := real + synthetic*lambda*c
	return noise/n/n + synthetic/n*synthetic/n*v, noise/n + real*synthetic/n/(n-1)*v
}

// alemohammadBiased is that loop with a sampler that favours the centre, λ < 1. The fixed point solves two linear
// equations,
//
//	V = (n_r + n_s λC)/(n² − n_s²),   C (1 − λ n_s/n) = n_r/n + n_r n_s V/(n(n−1)).
//
// λC < 2 there for λ < 1, and 1/V = n_r (n_r + 2n_s)/(n_r + n_s λC), so that 1/V > n_r for every n_s: in the mean every
// number of synthetic samples helps, and the admissible n_s of print's section 5.3 is in the spread alone.
func alemohammadBiased() Claim {
	type loop func(real, synthetic, lambda, v, c float64) (nextV, nextC float64)
	// The limit is that of the bias λ·wrong, and the effective size above times n_r; both 1 but for mutants.
	scenario := func(c twoPoint, step loop, wrong, times float64) Scenario {
		return exactly(c.String(), func() Outcome {
			var out Outcome
			r, s, v, variance := float64(c.real), float64(c.synthetic[0]), 0.0, 1.0
			for range c.synthetic {
				v, variance = step(r, s, c.lambda, v, variance)
			}
			c.agree(&out, v, variance)
			n := r + s
			// C a = r/n + b V and V = (r + sλC)/e.
			lambda := c.lambda * wrong
			a, b, e := 1-lambda*s/n, r*s/n/(n-1), n*n-s*s
			limitC := (r/n + b*r/e) / (a - b*s*lambda/e)
			limitV := (r + s*lambda*limitC) / e
			againV, againC := step(r, s, c.lambda, limitV, limitC)
			out.Check(againV-limitV <= 1e-12 && limitV-againV <= 1e-12 && againC-limitC <= 1e-12 &&
				limitC-againC <= 1e-12, "(V, C) = (%.12g, %.12g) is not fixed", limitV, limitC)
			out.Check(limitV*r*times < 1, "the effective size of the mean, %.9g, is not above %g n_r", 1/limitV, times)
			if out.Counterexample == "" {
				out.Evidence += fmt.Sprintf("; limits %.6g and %.6g", limitV, limitC)
			}
			return out
		})
	}
	loops := func(real, synthetic int64, generations int, lambda float64) twoPoint {
		c := twoPoint{real: real, lambda: lambda, unbiased: true}
		for range generations {
			c.synthetic = append(c.synthetic, synthetic)
		}
		return c
	}
	return Claim{
		ID: "alemohammad-biased", Statement: "alemohammad-biased", Expect: Supported,
		Title: "fresh real and λ-biased synthetic Gaussians: two linear equations, effective size > n_r in the mean",
		Says: "With n_r new real samples and n_s of variance λs² a generation V′ = (n_r + n_s λC)/n² + (n_s/n)²V " +
			"and C′ = (n_r + n_s λC)/n + n_r n_s V/(n(n−1)) for V = E μ², C = E s²; at the limit 1/V > n_r for " +
			"every n_s and λ < 1.",
		Deviation: "the equations are ours: print defines the limit and finds it by simulation",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(loops(2, 3, 3, 0.7), biasedLoop, 1, 1),
				scenario(loops(3, 3, 2, 1), biasedLoop, 1, 1),
				scenario(loops(1, 4, 2, 0.1), biasedLoop, 1, 1)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(loops(1+int64(choose.Choose("n_r−1", 3)), 1+int64(choose.Choose("n_s−1", 4)),
				1+choose.Choose("T−1", 3), DrawReal(choose, "λ", 0, 0.999)), biasedLoop, 1, 1)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"bias-forgotten", scenario(loops(2, 3, 2, 0.7), func(r, s, _, v, c float64) (float64, float64) {
					return biasedLoop(r, s, 1, v, c)
				}, 1, 1)},
				{"between-groups-forgotten", scenario(loops(2, 3, 3, 0.7), func(r, s, l, v,
					c float64) (float64, float64) {
					next, _ := biasedLoop(r, s, l, v, c)
					return next, (r + s*l*c) / (r + s)
				}, 1, 1)},
				{"divisor-n", scenario(twoPoint{real: 2, synthetic: []int64{3, 3}, lambda: 0.7}, biasedLoop, 1, 1)},
				{"real-set-fixed", scenario(twoPoint{real: 2, fixed: true, synthetic: []int64{3, 3}, lambda: 0.7,
					unbiased: true}, biasedLoop, 1, 1)},
				{"limit-of-another-bias", scenario(loops(2, 3, 3, 0.7), biasedLoop, 0.9, 1)},
				{"size-doubled", scenario(loops(2, 3, 3, 0.99), biasedLoop, 1, 2)},
			}
		},
	}
}
