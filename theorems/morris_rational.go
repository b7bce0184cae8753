package theorems

import "math/big"

// RationalVariance is VarianceFunction in exact rationals.
type RationalVariance struct{ V0, V1, V2 *big.Rat }

// At is V(μ).
func (v RationalVariance) At(mu *big.Rat) *big.Rat {
	r := new(big.Rat).Mul(v.V2, mu)
	return r.Add(r, v.V1).Mul(r, mu).Add(r, v.V0)
}

// Float is the nearest VarianceFunction in float64.
func (v RationalVariance) Float() VarianceFunction {
	return VarianceFunction{V0: nearest(v.V0), V1: nearest(v.V1), V2: nearest(v.V2)}
}

func nearest(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

// stepVariances are the exact c_t = w_t²/n_t of MorrisLaw: n_t/N_t², or 1/n_t under replacement.
func stepVariances(sizes []int64, replace bool) []*big.Rat {
	c := make([]*big.Rat, len(sizes))
	total := new(big.Int)
	for t, n := range sizes {
		total.Add(total, big.NewInt(n))
		if replace {
			c[t] = big.NewRat(1, n)
			continue
		}
		c[t] = new(big.Rat).SetFrac(big.NewInt(n), new(big.Int).Mul(total, total))
	}
	return c
}

// ExactExpectedVariance is E V(μ_T) = V(μ*) Π (1 + V2 c_t) after the generations of the given sizes.
func (v RationalVariance) ExactExpectedVariance(mu *big.Rat, sizes []int64, replace bool) *big.Rat {
	return new(big.Rat).Mul(v.At(mu), v.growth(stepVariances(sizes, replace)))
}

// ExactEstimatorVariance is Var(μ_T) = V(μ*) [Π (1 + V2 c_t) − 1]/V2, or V(μ*) Σ c_t where V2 = 0.
func (v RationalVariance) ExactEstimatorVariance(mu *big.Rat, sizes []int64, replace bool) *big.Rat {
	return new(big.Rat).Mul(v.At(mu), v.inflation(stepVariances(sizes, replace)))
}

// inflation is Var(μ_T)/V(μ*), given the c_t.
func (v RationalVariance) inflation(c []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	if v.V2.Sign() == 0 {
		for _, x := range c {
			sum.Add(sum, x)
		}
		return sum
	}
	sum.Sub(v.growth(c), big.NewRat(1, 1))
	return sum.Quo(sum, v.V2)
}

// growth is Π (1 + V2 c_t).
func (v RationalVariance) growth(c []*big.Rat) *big.Rat {
	product, factor, one := big.NewRat(1, 1), new(big.Rat), big.NewRat(1, 1)
	for _, x := range c {
		product.Mul(product, factor.Add(one, factor.Mul(v.V2, x)))
	}
	return product
}
