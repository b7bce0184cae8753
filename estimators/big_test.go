package estimators

import (
	"math"
	"math/big"
)

// Elementary functions in bigBits bits, from their series alone: 640 bits leave 100 where two parameters of 1e-60 agree
// to 2^-52 and their divergence is of second order, or where an alternating series cancels 200.
const bigBits = 640

func bigOf(x float64) *big.Float { return new(big.Float).SetPrec(bigBits).SetFloat64(x) }

func bigNew() *big.Float { return new(big.Float).SetPrec(bigBits) }

func add(a, b *big.Float) *big.Float { return bigNew().Add(a, b) }
func sub(a, b *big.Float) *big.Float { return bigNew().Sub(a, b) }
func mul(a, b *big.Float) *big.Float { return bigNew().Mul(a, b) }
func quo(a, b *big.Float) *big.Float { return bigNew().Quo(a, b) }

// series is Σ terms, from the first, next(term, k) being the term k+1 ≥ 1 after term k, until they are below 2^-bigBits
// of the sum.
func series(first *big.Float, next func(term *big.Float, k int) *big.Float) *big.Float {
	sum, term := bigNew().Set(first), first
	for k := 0; ; k++ {
		term = next(term, k)
		if term.Sign() == 0 || sum.Sign() != 0 && term.MantExp(nil) < sum.MantExp(nil)-bigBits-8 {
			return sum
		}
		sum.Add(sum, term)
	}
}

// bigExp is e^x by Taylor's series at x/2^k, squared k times.
func bigExp(x *big.Float) *big.Float {
	k := max(0, x.MantExp(nil)+8)
	small := bigNew().SetMantExp(x, -k)
	y := series(bigOf(1), func(term *big.Float, k int) *big.Float { return quo(mul(term, small), bigOf(float64(k+1))) })
	for range k {
		y.Mul(y, y)
	}
	return y
}

// artanh is the series Σ y^{2k+1}/(2k+1).
func artanh(y *big.Float) *big.Float { return oddSeries(y, 1) }

// oddSeries is Σ (±y²)^k y/(2k+1).
func oddSeries(y *big.Float, sign float64) *big.Float {
	square, power := mul(mul(y, y), bigOf(sign)), bigNew().Set(y)
	return series(y, func(_ *big.Float, k int) *big.Float {
		power.Mul(power, square)
		return quo(power, bigOf(float64(2*k+3)))
	})
}

var bigLog2 = mul(bigOf(2), artanh(quo(bigOf(1), bigOf(3))))

// bigLog is log x = log m + e log 2 with x = m·2^e and ½ ≤ m < 1.
func bigLog(x *big.Float) *big.Float {
	m := bigNew()
	e := x.MantExp(m)
	log := mul(bigOf(2), artanh(quo(sub(m, bigOf(1)), add(m, bigOf(1)))))
	return add(log, mul(bigLog2, bigOf(float64(e))))
}

// bigAtan halves the angle twenty times: tan(φ/2) = tan φ/(1 + √(1 + tan² φ)).
func bigAtan(x *big.Float) *big.Float {
	for range 20 {
		x = quo(x, add(bigOf(1), bigNew().Sqrt(add(bigOf(1), mul(x, x)))))
	}
	return mul(oddSeries(x, -1), bigOf(1<<20))
}

var bigPi = mul(bigOf(4), bigAtan(bigOf(1)))

// bigErf is 2/√π Σ (−1)^k z^{2k+1}/(k!(2k+1)), for z ≤ 9: what cancels is below e^{81}, 117 bits.
func bigErf(z *big.Float) *big.Float {
	square, power := mul(mul(z, z), bigOf(-1)), bigNew().Set(z)
	sum := series(z, func(_ *big.Float, k int) *big.Float {
		power = quo(mul(power, square), bigOf(float64(k+1)))
		return quo(power, bigOf(float64(2*k+3)))
	})
	return quo(mul(sum, bigOf(2)), bigNew().Sqrt(bigPi))
}

// bigTanh is (1 − e^{−2x})/(1 + e^{−2x}).
func bigTanh(x *big.Float) *big.Float {
	e := bigExp(mul(x, bigOf(-2)))
	return quo(sub(bigOf(1), e), add(bigOf(1), e))
}

// bigLogFactorial is log n!.
func bigLogFactorial(n float64) *big.Float {
	product := bigOf(1)
	for k := 2.0; k <= n; k++ {
		product.Mul(product, bigOf(k))
	}
	return bigLog(product)
}

// xLog is x log y, 0 for x = 0.
func xLog(x, y *big.Float) *big.Float {
	if x.Sign() == 0 {
		return bigNew()
	}
	return mul(x, bigLog(y))
}

// beyond says by how much a value is further from the exact one than its bound, in units of 2^-53 of the exact one.
func beyond(got Certified, exact *big.Float) float64 {
	difference := sub(bigOf(got.Value), exact)
	excess, _ := sub(difference.Abs(difference), bigOf(got.Error)).Float64()
	size, _ := exact.Float64()
	if excess <= 0 {
		return 0
	}
	return excess / math.Max(math.Abs(size), math.SmallestNonzeroFloat64) * 0x1p53
}
