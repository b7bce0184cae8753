package laws

import "math/big"

// MorrisKind is one of Morris' six families. Its shape is σ² (normal), m (binomial) or k (gamma, negative binomial).
type MorrisKind int

const (
	NormalKind MorrisKind = iota
	PoissonKind
	BinomialKind
	GammaKind
	NegativeBinomialKind
	HyperbolicSecantKind
)

// Variance is the family's variance function, from the table of Morris (1982).
func (k MorrisKind) Variance(shape *big.Rat) RationalVariance {
	v := RationalVariance{V0: new(big.Rat), V1: new(big.Rat), V2: new(big.Rat)}
	switch k {
	case NormalKind:
		v.V0.Set(shape)
	case PoissonKind:
		v.V1.SetInt64(1)
	case BinomialKind:
		v.V1.SetInt64(1)
		v.V2.Neg(v.V2.Inv(shape))
	case GammaKind:
		v.V2.Inv(shape)
	case NegativeBinomialKind:
		v.V1.SetInt64(1)
		v.V2.Inv(shape)
	case HyperbolicSecantKind:
		v.V0.SetInt64(1)
		v.V2.SetInt64(1)
	}
	return v
}

// maxMoment is the highest order of the moments propagated here.
const maxMoment = 4

// polynomial in μ: coefficient of μ^i at i.
type polynomial []*big.Rat

func (p polynomial) addProduct(scale *big.Rat, a, b polynomial) polynomial {
	term := new(big.Rat)
	for i, x := range a {
		for j, y := range b {
			for len(p) <= i+j {
				p = append(p, new(big.Rat))
			}
			term.Mul(x, y)
			p[i+j].Add(p[i+j], term.Mul(term, scale))
		}
	}
	return p
}

// series in s with coefficients in Q[μ], up to s^maxMoment.
type series [maxMoment + 1]polynomial

// power is (1 + Σ_{j≥1} a_j s^j)^exponent by the recurrence of J. C. P. Miller,
//
//	k b_k = Σ_{j=1}^k (exponent·j − (k − j)) a_j b_{k−j}.
func (a series) power(exponent *big.Rat) series {
	var b series
	b[0] = polynomial{big.NewRat(1, 1)}
	for k := 1; k <= maxMoment; k++ {
		for j := 1; j <= k; j++ {
			factor := new(big.Rat).Mul(exponent, big.NewRat(int64(j), 1))
			factor.Sub(factor, big.NewRat(int64(k-j), 1))
			b[k] = b[k].addProduct(factor.Quo(factor, big.NewRat(int64(k), 1)), a[j], b[k-j])
		}
	}
	return b
}

// exponential is exp(Σ_{j≥1} a_j s^j): k b_k = Σ j a_j b_{k−j}.
func (a series) exponential() series {
	var b series
	b[0] = polynomial{big.NewRat(1, 1)}
	for k := 1; k <= maxMoment; k++ {
		for j := 1; j <= k; j++ {
			b[k] = b[k].addProduct(big.NewRat(int64(j), int64(k)), a[j], b[k-j])
		}
	}
	return b
}

// sumMoments are the raw moments E[X^j | μ], j ≤ 4, of the sum X of n samples of mean μ as polynomials in μ, read off
// the family's moment generating function and not off its variance function:
//
//	normal σ²             exp(n(μs + σ²s²/2))
//	Poisson               exp(nμ(e^s − 1))
//	binomial m            (1 + (μ/m)(e^s − 1))^{nm}
//	gamma k               (1 − μs/k)^{−nk}
//	negative binomial k   (1 − (μ/k)(e^s − 1))^{−nk}
//	hyperbolic secant     (cos s − μ sin s)^{−n}
//
// shape is σ², m or k; Poisson and hyperbolic secant have none.
func sumMoments(kind MorrisKind, shape *big.Rat, n int64) [maxMoment + 1]polynomial {
	zero, size := new(big.Rat), big.NewRat(n, 1)
	constant := func(r *big.Rat) polynomial { return polynomial{new(big.Rat).Set(r)} }
	linear := func(r *big.Rat) polynomial { return polynomial{zero, r} } // r μ
	var factorial [maxMoment + 1]*big.Rat
	factorial[0] = big.NewRat(1, 1)
	for j := 1; j <= maxMoment; j++ {
		factorial[j] = new(big.Rat).Mul(factorial[j-1], big.NewRat(int64(j), 1))
	}
	over := func(r *big.Rat, j int) *big.Rat { return new(big.Rat).Quo(r, factorial[j]) } // r/j!
	var a, b series
	for j := range a {
		a[j] = constant(zero)
	}
	one := big.NewRat(1, 1)
	switch kind {
	case NormalKind:
		a[1] = linear(size)
		a[2] = constant(over(new(big.Rat).Mul(size, shape), 2))
		b = a.exponential()
	case PoissonKind:
		for j := 1; j <= maxMoment; j++ {
			a[j] = linear(over(size, j))
		}
		b = a.exponential()
	case BinomialKind, NegativeBinomialKind:
		inverse, exponent := new(big.Rat).Inv(shape), new(big.Rat).Mul(size, shape)
		if kind == NegativeBinomialKind {
			inverse.Neg(inverse)
			exponent.Neg(exponent)
		}
		for j := 1; j <= maxMoment; j++ {
			a[j] = linear(over(inverse, j))
		}
		b = a.power(exponent)
	case GammaKind:
		inverse, exponent := new(big.Rat).Inv(shape), new(big.Rat).Mul(size, shape)
		a[1] = linear(inverse.Neg(inverse))
		b = a.power(exponent.Neg(exponent))
	case HyperbolicSecantKind:
		a[1] = linear(big.NewRat(-1, 1)) // −μ (s − s³/6), −s²/2 + s⁴/24
		a[2] = constant(over(big.NewRat(-1, 1), 2))
		a[3] = linear(over(one, 3))
		a[4] = constant(over(one, 4))
		b = a.power(new(big.Rat).Neg(size))
	}
	for j := range b {
		for _, coefficient := range b[j] {
			coefficient.Mul(coefficient, factorial[j])
		}
	}
	return b
}

// PropagateMoments returns E μ_T^k for k ≤ 4, exact: the pooled mean after generation t is (N_{t−1} μ_t + X_t)/N_t with
// X_t the sum of n_t samples of mean μ_t (under replacement X_t/n_t), so
//
//	E μ_{t+1}^k = N_t^{−k} Σ_j C(k,j) N_{t−1}^{k−j} E[μ_t^{k−j} E(X_t^j | μ_t)],
//
// a linear map of the moments of order ≤ k. It knows nothing of martingales or of V.
func PropagateMoments(kind MorrisKind, shape, mu *big.Rat, sizes []int64, replace bool) [maxMoment + 1]*big.Rat {
	var moments [maxMoment + 1]*big.Rat
	moments[0] = big.NewRat(1, 1)
	for k := 1; k <= maxMoment; k++ {
		moments[k] = new(big.Rat).Mul(moments[k-1], mu)
	}
	var before int64
	for _, n := range sizes {
		conditional := sumMoments(kind, shape, n)
		if replace {
			before = 0
		}
		var next [maxMoment + 1]*big.Rat
		for k := range next {
			next[k] = new(big.Rat)
			for j := 0; j <= k; j++ {
				weight := new(big.Rat).SetInt(new(big.Int).Binomial(int64(k), int64(j)))
				weight.Mul(weight, RationalPower(big.NewRat(before, 1), k-j))
				for i, coefficient := range conditional[j] {
					if coefficient.Sign() == 0 {
						continue // an MGF's s^j has degree ≤ j in μ: i + k − j ≤ k wherever it does not vanish
					}
					term := new(big.Rat).Mul(coefficient, moments[i+k-j])
					next[k].Add(next[k], term.Mul(term, weight))
				}
			}
			next[k].Quo(next[k], RationalPower(big.NewRat(before+n, 1), k))
		}
		moments = next
		before += n
	}
	return moments
}

func RationalPower(r *big.Rat, k int) *big.Rat {
	p := big.NewRat(1, 1)
	for range k {
		p.Mul(p, r)
	}
	return p
}

// CentralMoments turns raw moments into E(μ_T − μ*)^k.
func CentralMoments(raw [maxMoment + 1]*big.Rat, mu *big.Rat) [maxMoment + 1]*big.Rat {
	var central [maxMoment + 1]*big.Rat
	minus := new(big.Rat).Neg(mu)
	for k := range central {
		central[k] = new(big.Rat)
		for j := 0; j <= k; j++ {
			term := new(big.Rat).SetInt(new(big.Int).Binomial(int64(k), int64(j)))
			term.Mul(term, RationalPower(minus, k-j))
			central[k].Add(central[k], term.Mul(term, raw[j]))
		}
	}
	return central
}
