package estimators

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"itermle/internal/suiteseed"
)

// definition is a family's densities and divergences as they are written down, in bigBits bits.
type definition struct {
	family string
	// theta draws a coordinate of θ, x a sample near it; both float64 are exact.
	theta  func(r *rand.Rand) float64
	x      func(theta float64, r *rand.Rand) float64
	log    func(theta, x *big.Float) *big.Float
	kl, tv func(theta, eta *big.Float) *big.Float
}

// logUniform is between two positive numbers.
func logUniform(low, high float64) func(r *rand.Rand) float64 {
	return func(r *rand.Rand) float64 {
		return math.Exp(math.Log(low) + r.Float64()*(math.Log(high)-math.Log(low)))
	}
}

// real is of either sign, and of any size up to high.
func signed(low, high float64) func(r *rand.Rand) float64 {
	size := logUniform(low, high)
	return func(r *rand.Rand) float64 { return math.Copysign(size(r), r.Float64()-0.5) }
}

// share is in (0, scale), near either end.
func share(scale float64) func(r *rand.Rand) float64 {
	low, near := logUniform(1e-60, 0.5), logUniform(0x1p-48, 0.5)
	return func(r *rand.Rand) float64 {
		if r.IntN(2) == 0 {
			return scale * low(r)
		}
		return scale * (1 - near(r))
	}
}

// near is a sample of the size of the scale, count one that is whole and at most upper.
func near(scale func(theta float64) float64) func(theta float64, r *rand.Rand) float64 {
	return func(theta float64, r *rand.Rand) float64 { return scale(theta) * r.ExpFloat64() }
}

func count(upper float64) func(theta float64, r *rand.Rand) float64 {
	return func(_ float64, r *rand.Rand) float64 { return math.Floor(r.Float64() * (upper + 1)) }
}

func around(theta float64, r *rand.Rand) float64 { return theta + 5*r.NormFloat64() }

var (
	itself  = func(theta float64) float64 { return theta }
	inverse = func(theta float64) float64 { return 1 / theta }
	one     = bigOf(1)
	half    = bigOf(0.5)
)

// bigScaleKL is k(q − 1 − log q).
func bigScaleKL(k float64, q *big.Float) *big.Float {
	return mul(bigOf(k), sub(sub(q, one), bigLog(q)))
}

// bigExponentialTV is e^{−x/b} − e^{−x/a} at the crossing x = log(b/a) ab/(b−a) of means a < b.
func bigExponentialTV(a, b *big.Float) *big.Float {
	if a.Cmp(b) == 0 {
		return bigNew()
	}
	if a.Cmp(b) > 0 {
		a, b = b, a
	}
	x := quo(mul(mul(a, b), bigLog(quo(b, a))), sub(b, a))
	return sub(bigExp(mul(quo(x, b), bigOf(-1))), bigExp(mul(quo(x, a), bigOf(-1))))
}

// bigBinomialKL is μ log(μ/ν) + (m−μ) log((m−μ)/(m−ν)).
func bigBinomialKL(m float64) func(mu, nu *big.Float) *big.Float {
	return func(mu, nu *big.Float) *big.Float {
		return add(xLog(mu, quo(mu, nu)), xLog(sub(bigOf(m), mu), quo(sub(bigOf(m), mu), sub(bigOf(m), nu))))
	}
}

// bigNegativeBinomialKL is μ log(μ/ν) − (μ+k) log((μ+k)/(ν+k)).
func bigNegativeBinomialKL(k float64) func(mu, nu *big.Float) *big.Float {
	return func(mu, nu *big.Float) *big.Float {
		mk, nk := add(mu, bigOf(k)), add(nu, bigOf(k))
		return sub(xLog(mu, quo(mu, nu)), mul(mk, bigLog(quo(mk, nk))))
	}
}

// bigLogistic is 1/(1 + e^{−θ}).
func bigLogistic(theta *big.Float) *big.Float {
	return quo(one, add(one, bigExp(mul(theta, bigOf(-1)))))
}

func bigPoissonKL(mu, nu *big.Float) *big.Float { return sub(xLog(mu, quo(mu, nu)), sub(mu, nu)) }

func bigAbs(x *big.Float) *big.Float { return bigNew().Abs(x) }

// gap is |θ − η|/divisor.
func bigGap(theta, eta *big.Float, divisor float64) *big.Float {
	return quo(bigAbs(sub(theta, eta)), bigOf(divisor))
}

var bigLogSqrt2Pi = mul(half, bigLog(mul(bigOf(2), bigPi)))

func definitions() []definition {
	positive := logUniform(1e-140, 1e140)
	normal := func(z *big.Float) *big.Float { return sub(mul(mul(z, z), bigOf(-0.5)), bigLogSqrt2Pi) }
	return []definition{
		{"bernoulli", share(1), count(1), func(p, x *big.Float) *big.Float {
			return add(xLog(x, p), xLog(sub(one, x), sub(one, p)))
		}, bigBinomialKL(1), func(p, q *big.Float) *big.Float { return bigAbs(sub(p, q)) }},
		{"binomial:20", share(20), count(20), func(mu, x *big.Float) *big.Float {
			n, _ := x.Float64()
			choose := sub(sub(bigLogFactorial(20), bigLogFactorial(n)), bigLogFactorial(20-n))
			return add(choose, add(xLog(x, quo(mu, bigOf(20))),
				xLog(sub(bigOf(20), x), quo(sub(bigOf(20), mu), bigOf(20)))))
		}, bigBinomialKL(20), nil},
		{"bernoulli-logit", signed(1e-12, 100), count(1), func(theta, x *big.Float) *big.Float {
			return sub(mul(x, theta), bigLog(add(one, bigExp(theta))))
		}, func(theta, eta *big.Float) *big.Float {
			return bigBinomialKL(1)(bigLogistic(theta), bigLogistic(eta))
		}, func(theta, eta *big.Float) *big.Float { return bigAbs(sub(bigLogistic(theta), bigLogistic(eta))) }},
		{"categorical-softmax:2", signed(1e-12, 100), count(1), func(theta, x *big.Float) *big.Float {
			return sub(mul(sub(one, x), theta), bigLog(add(one, bigExp(theta))))
		}, func(theta, eta *big.Float) *big.Float {
			return bigBinomialKL(1)(bigLogistic(theta), bigLogistic(eta))
		}, func(theta, eta *big.Float) *big.Float { return bigAbs(sub(bigLogistic(theta), bigLogistic(eta))) }},
		{"categorical:2", share(1), count(1), func(p, x *big.Float) *big.Float {
			return add(xLog(sub(one, x), p), xLog(x, sub(one, p)))
		}, bigBinomialKL(1), func(p, q *big.Float) *big.Float { return bigAbs(sub(p, q)) }},
		{"poisson", logUniform(1e-60, 9e15), count(200), func(mu, x *big.Float) *big.Float {
			n, _ := x.Float64()
			return sub(sub(xLog(x, mu), mu), bigLogFactorial(n))
		}, bigPoissonKL, nil},
		{"poisson-log", signed(1e-12, 36), count(200), func(theta, x *big.Float) *big.Float {
			n, _ := x.Float64()
			return sub(sub(mul(x, theta), bigExp(theta)), bigLogFactorial(n))
		}, func(theta, eta *big.Float) *big.Float { return bigPoissonKL(bigExp(theta), bigExp(eta)) }, nil},
		{"geometric", logUniform(1e-60, 9e15), count(500), func(mu, x *big.Float) *big.Float {
			return sub(xLog(x, mu), mul(add(x, one), bigLog(add(one, mu))))
		}, bigNegativeBinomialKL(1), nil},
		{"negative-binomial:0.5", logUniform(1e-60, 9e15), nil, nil, bigNegativeBinomialKL(0.5), nil},
		{"negative-binomial:1e+06", logUniform(1e-60, 9e15), nil, nil, bigNegativeBinomialKL(1e6), nil},
		{"exponential", positive, near(itself), func(mu, x *big.Float) *big.Float {
			return bigNew().Neg(add(bigLog(mu), quo(x, mu)))
		}, func(mu, nu *big.Float) *big.Float { return bigScaleKL(1, quo(mu, nu)) }, bigExponentialTV},
		{"exponential-rate", positive, near(inverse), func(rate, x *big.Float) *big.Float {
			return sub(bigLog(rate), mul(rate, x))
		}, func(a, b *big.Float) *big.Float { return bigScaleKL(1, quo(b, a)) },
			func(a, b *big.Float) *big.Float { return bigExponentialTV(quo(one, a), quo(one, b)) }},
		{"gamma:1", positive, nil, nil, func(mu, nu *big.Float) *big.Float { return bigScaleKL(1, quo(mu, nu)) },
			bigExponentialTV},
		{"gamma:2", positive, near(itself), func(mu, x *big.Float) *big.Float {
			return sub(add(mul(bigOf(2), bigLog(quo(bigOf(2), mu))), bigLog(x)), quo(mul(bigOf(2), x), mu))
		}, func(mu, nu *big.Float) *big.Float { return bigScaleKL(2, quo(mu, nu)) }, nil},
		{"power", positive, func(theta float64, r *rand.Rand) float64 { return r.Float64() },
			func(theta, x *big.Float) *big.Float { return add(bigLog(theta), mul(sub(theta, one), bigLog(x))) },
			func(a, b *big.Float) *big.Float { return bigScaleKL(1, quo(b, a)) },
			func(a, b *big.Float) *big.Float { return bigExponentialTV(quo(one, a), quo(one, b)) }},
		{"gaussian-variance", positive, func(theta float64, r *rand.Rand) float64 {
			return math.Sqrt(theta) * r.NormFloat64()
		}, func(theta, x *big.Float) *big.Float {
			return sub(sub(mul(quo(mul(x, x), theta), bigOf(-0.5)), mul(half, bigLog(theta))), bigLogSqrt2Pi)
		}, func(theta, eta *big.Float) *big.Float { return bigScaleKL(0.5, quo(theta, eta)) }, nil},
		{"gaussian-mean", signed(1e-150, 8), around, func(mu, x *big.Float) *big.Float { return normal(sub(x, mu)) },
			func(mu, nu *big.Float) *big.Float { return mul(half, mul(sub(mu, nu), sub(mu, nu))) },
			func(mu, nu *big.Float) *big.Float { return bigErf(quo(bigGap(mu, nu, 2), bigNew().Sqrt(bigOf(2)))) }},
		{"gaussian-vector:1", signed(1e-150, 8), around,
			func(mu, x *big.Float) *big.Float { return normal(sub(x, mu)) },
			func(mu, nu *big.Float) *big.Float { return mul(half, mul(sub(mu, nu), sub(mu, nu))) },
			func(mu, nu *big.Float) *big.Float { return bigErf(quo(bigGap(mu, nu, 2), bigNew().Sqrt(bigOf(2)))) }},
		{"laplace-location", signed(1e-40, 300), around, func(theta, x *big.Float) *big.Float {
			return bigNew().Neg(add(bigGap(theta, x, 1), bigLog2))
		}, func(theta, eta *big.Float) *big.Float {
			d := bigGap(theta, eta, 1)
			return sub(add(d, bigExp(bigNew().Neg(d))), one)
		}, func(theta, eta *big.Float) *big.Float { return sub(one, bigExp(bigGap(theta, eta, -2))) }},
		{"logistic-location", signed(1e-40, 300), around, func(theta, x *big.Float) *big.Float {
			z := sub(x, theta)
			return bigNew().Neg(add(z, mul(bigOf(2), bigLog(add(one, bigExp(bigNew().Neg(z)))))))
		}, func(theta, eta *big.Float) *big.Float {
			if theta.Cmp(eta) == 0 {
				return bigNew()
			}
			d := bigGap(theta, eta, 1)
			return sub(quo(d, bigTanh(quo(d, bigOf(2)))), bigOf(2))
		}, func(theta, eta *big.Float) *big.Float { return bigTanh(bigGap(theta, eta, 4)) }},
		{"cauchy-location", signed(1e-40, 1e150), around, func(theta, x *big.Float) *big.Float {
			z := sub(x, theta)
			return bigNew().Neg(add(bigLog(bigPi), bigLog(add(one, mul(z, z)))))
		}, func(theta, eta *big.Float) *big.Float {
			d := bigGap(theta, eta, 2)
			return bigLog(add(one, mul(d, d)))
		}, func(theta, eta *big.Float) *big.Float {
			return mul(quo(bigOf(2), bigPi), bigAtan(bigGap(theta, eta, 2)))
		}},
		{"hyperbolic-secant", signed(1e-20, 1e20), around, nil, func(mu, nu *big.Float) *big.Float {
			ratio := quo(add(one, mul(nu, nu)), add(one, mul(mu, mu)))
			return sub(mul(half, bigLog(ratio)), mul(mu, sub(bigAtan(nu), bigAtan(mu))))
		}, nil},
		{"weibull-shape", logUniform(0.07, 1e8), func(theta float64, r *rand.Rand) float64 {
			return math.Pow(r.ExpFloat64(), 1/theta)
		}, func(k, x *big.Float) *big.Float {
			log := bigLog(x)
			return sub(add(bigLog(k), mul(sub(k, one), log)), bigExp(mul(k, log)))
		}, nil, nil},
	}
}

// pair are two parameters: independent of each other, or apart by 2^-52 … 1 of the first.
func (d definition) pair(family Family, r *rand.Rand) (theta, eta []float64) {
	for {
		theta, eta = []float64{d.theta(r)}, []float64{d.theta(r)}
		if r.IntN(3) > 0 {
			eta[0] = theta[0] * (1 + math.Copysign(math.Exp2(-53*r.Float64()), r.Float64()-0.5))
		}
		if family.Check(theta) == nil && family.Check(eta) == nil {
			return theta, eta
		}
	}
}

// Divergences are within their certified error of what the definition gives, and log-densities within the rounding of
// their terms, at pairs of parameters over many scales and ever closer to each other. The bounds are no more than
// needed: a value off by a millionth would be outside.
func TestDivergencesByDefinition(t *testing.T) {
	for _, d := range definitions() {
		t.Run(d.family, func(t *testing.T) {
			t.Parallel()
			family, err := ParseFamily(d.family)
			if err != nil {
				t.Fatal(err)
			}
			r := NewStream(suiteseed.Seed(), t.Name()).At(0, 0)
			for range 150 {
				theta, eta := d.pair(family, r)
				bigTheta, bigEta := bigOf(theta[0]), bigOf(eta[0])
				for _, of := range []struct {
					what   string
					family func(theta, eta []float64) (Certified, error)
					exact  func(theta, eta *big.Float) *big.Float
				}{{"KL", family.KL, d.kl}, {"TV", family.TotalVariation, d.tv}} {
					if of.exact == nil {
						continue
					}
					got, err := of.family(theta, eta)
					exact := of.exact(bigTheta, bigEta)
					if outside := beyond(got, exact); err != nil || !(outside == 0 && got.Error >= 0) {
						t.Errorf("%s of %v and %v: %+v (%v), %.3g units outside of %.20g", of.what, theta, eta,
							got, err, outside, exact)
					}
					if d.sharp() && got.Value > 0x1p-900 && !(got.Error <= 1e-6*got.Value) {
						t.Errorf("%s of %v and %v: the bound of %+v would hide a millionth", of.what, theta, eta, got)
					}
				}
				if d.log == nil {
					continue
				}
				x := []float64{d.x(theta[0], r)}
				exact := d.log(bigTheta, bigOf(x[0]))
				difference, _ := sub(bigOf(family.LogDensity(theta, x)), exact).Float64()
				size, _ := exact.Float64()
				if !(math.Abs(difference) <= 64*0x1p-53*(math.Abs(size)+math.Abs(theta[0])+10)) {
					t.Errorf("log p_%v(%v) = %v, off by %g", theta, x, family.LogDensity(theta, x), difference)
				}
			}
		})
	}
}

// sharp says whether bounds are relative to the value: not where a sum of probabilities is rounded before its use.
func (d definition) sharp() bool {
	return d.family != "categorical:2" && d.family != "categorical-softmax:2"
}
