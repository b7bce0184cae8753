package laws

import (
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
)

// RationalVariance is VarianceFunction in exact rationals.
type RationalVariance struct{ V0, V1, V2 *big.Rat }

// At is V(μ).
func (v RationalVariance) At(mu *big.Rat) *big.Rat {
	r := new(big.Rat).Mul(v.V2, mu)
	return r.Add(r, v.V1).Mul(r, mu).Add(r, v.V0)
}

// Float is the nearest VarianceFunction in float64.
func (v RationalVariance) Float() VarianceFunction {
	return VarianceFunction{V0: rational.Nearest(v.V0), V1: rational.Nearest(v.V1), V2: rational.Nearest(v.V2)}
}

// StepVariances are the exact c_t = w_t²/n_t of Morris: n_t/N_t², or 1/n_t under replacement.
func StepVariances(sizes []int64, replace bool) []*big.Rat {
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

// ExpectedVariance is E V(μ_T) = V(μ*) Π (1 + V2 c_t) after the generations of the given sizes.
func (v RationalVariance) ExpectedVariance(mu *big.Rat, sizes []int64, replace bool) *big.Rat {
	return new(big.Rat).Mul(v.At(mu), v.Growth(StepVariances(sizes, replace)))
}

// EstimatorVariance is Var(μ_T) = V(μ*) [Π (1 + V2 c_t) − 1]/V2, or V(μ*) Σ c_t where V2 = 0.
func (v RationalVariance) EstimatorVariance(mu *big.Rat, sizes []int64, replace bool) *big.Rat {
	return new(big.Rat).Mul(v.At(mu), v.Inflation(StepVariances(sizes, replace)))
}

// Inflation is Var(μ_T)/V(μ*), given the c_t.
func (v RationalVariance) Inflation(c []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	if v.V2.Sign() == 0 {
		for _, x := range c {
			sum.Add(sum, x)
		}
		return sum
	}
	sum.Sub(v.Growth(c), big.NewRat(1, 1))
	return sum.Quo(sum, v.V2)
}

// Growth is Π (1 + V2 c_t).
func (v RationalVariance) Growth(c []*big.Rat) *big.Rat {
	product, factor, one := big.NewRat(1, 1), new(big.Rat), big.NewRat(1, 1)
	for _, x := range c {
		product.Mul(product, factor.Add(one, factor.Mul(v.V2, x)))
	}
	return product
}

// ScheduleSizes are n_0, …, n_{T−1}.
func ScheduleSizes(schedule estimators.Schedule, generations int) []int64 {
	sizes := make([]int64, generations)
	for t := range sizes {
		sizes[t] = schedule.Size(t)
	}
	return sizes
}
