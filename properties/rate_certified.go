package properties

import (
	"math"
	"math/big"
)

const (
	certifiedPrecision = 320
	// certifiedMargin: p_i/null is rounded to 320 bits, its 2^53-th power at most magnifies that to 2^-267, and no sum
	// or product of a few hundred terms loses 60 bits more.
	certifiedMargin = 0x1p-200
)

// certified says whether the mixture has reached 1/level, in 320-bit arithmetic on the exact values of the float64
// parameters. What even that cannot tell, or what leaves its exponent range, has not reached it: a verdict more is
// needed, never a verdict too early.
func (m *mixture) certified(bad, good int) bool {
	float := func(x float64) *big.Float { return new(big.Float).SetPrec(certifiedPrecision).SetFloat64(x) }
	complement := func(p float64) *big.Float { return float(1).Sub(float(1), float(p)) }
	sum := float(0)
	for i, p := range m.point {
		if p == 0 && bad > 0 || p == 1 && good > 0 {
			continue
		}
		if math.Abs(scaled(bad, m.bad[i]))+math.Abs(scaled(good, m.good[i])) > 1<<29 {
			return false
		}
		term := float(m.weight[i])
		if bad > 0 {
			term.Mul(term, power(float(p).Quo(float(p), float(m.null)), bad))
		}
		if good > 0 {
			term.Mul(term, power(complement(p).Quo(complement(p), complement(m.null)), good))
		}
		sum.Add(sum, term)
	}
	sum.Mul(sum, float(m.level))
	return sum.Cmp(float(1).Add(float(1), float(certifiedMargin))) >= 0
}

// power is x^k by repeated squaring, which x is lost to.
func power(x *big.Float, k int) *big.Float {
	result := new(big.Float).SetPrec(x.Prec()).SetInt64(1)
	for ; k > 0; k >>= 1 {
		if k&1 == 1 {
			result.Mul(result, x)
		}
		x.Mul(x, x)
	}
	return result
}
