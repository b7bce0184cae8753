// Package tower holds positive numbers that float64 cannot: iterated exponentials such as e^(e^(e^m)).
//
// Construction 2 of arXiv:2505.19046 with φ = log log needs spikes of width f(J) where log log log (1/f(J)) is already
// near 5·10⁴, so that neither f nor its logarithm nor the logarithm of that is a float64. All that is ever asked of
// such a number is whether it exceeds another one, and a level with a mantissa answers that.
package tower

import (
	"fmt"
	"math"

	"itermle/internal/logarithm"
)

// Number is exp applied Level times to Mantissa:
//
//	Level 0: m    Level 1: e^m    Level 2: e^(e^m)    …
//
// in normal form: the level is the least whose mantissa is at most 1e300. A number of level 0 is any finite float64;
// one of a higher level is > 1e300, so order is lexicographic in (Level, Mantissa). The zero Number is 0. Every
// operation is correct to a few units in the last place of the mantissa of its result, which at level 1 is the
// precision of the logarithm, and so on: as much as any float64 representation of so large a number can have.
type Number struct {
	Level    int
	Mantissa float64
}

// limit is the largest mantissa: sums of two of them are still finite.
const limit = 1e300

var logLimit = math.Log(limit)

// Of is the number x. It panics if x is not finite.
func Of(x float64) Number {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		panic(fmt.Sprintf("tower: %g is not a finite number", x))
	}
	return normal(0, x)
}

// normal brings exp^level(m), m finite, to normal form.
func normal(level int, m float64) Number {
	for level > 0 && m <= logLimit {
		level, m = level-1, math.Exp(m)
	}
	if m > limit {
		level, m = level+1, math.Log(m)
	}
	return Number{level, m}
}

// Exp is e^x.
func (x Number) Exp() Number { return normal(x.Level+1, x.Mantissa) }

// Log is log x. It panics unless x > 0.
func (x Number) Log() Number {
	if x.Level > 0 {
		return normal(x.Level-1, x.Mantissa)
	}
	if !(x.Mantissa > 0) {
		panic(fmt.Sprintf("tower: logarithm of %g", x.Mantissa))
	}
	return Number{0, logarithm.Of(x.Mantissa)}
}

// Plus is x + y. A summand that is less than one unit in the last place of the result's mantissa vanishes, as in
// float64.
func (x Number) Plus(y Number) Number {
	if x.Less(y) {
		x, y = y, x
	}
	if x.Level == 0 {
		return normal(0, x.Mantissa+y.Mantissa)
	}
	if x.Level > 1 || y.Level == 0 && y.Mantissa <= 0 {
		// Level 2 and more: log(x+y) − log x ≤ log 2 is below the last place of log x > 1e300.
		return x
	}
	// Level 1: x > 1e300, and y > 0.
	difference := x.Mantissa - y.Log().Mantissa
	return normal(1, x.Mantissa+math.Log1p(math.Exp(-difference)))
}

// Times is x·y. It panics unless both are > 0.
func (x Number) Times(y Number) Number {
	if x.Level == 0 && y.Level == 0 && x.Mantissa > 0 && y.Mantissa > 0 {
		if product := x.Mantissa * y.Mantissa; product >= 0x1p-1022 && !math.IsInf(product, 1) {
			return normal(0, product)
		}
	}
	return x.Log().Plus(y.Log()).Exp()
}

// Less says whether x < y.
func (x Number) Less(y Number) bool {
	if x.Level != y.Level {
		return x.Level < y.Level
	}
	return x.Mantissa < y.Mantissa
}

// Float64 is x, or +Inf where x is above 1e300 and no float64.
func (x Number) Float64() float64 {
	switch x.Level {
	case 0:
		return x.Mantissa
	case 1:
		return math.Exp(x.Mantissa)
	}
	return math.Inf(1)
}

// String is the number as a tower, such as 2.5, e^1200 or e^e^50608.
func (x Number) String() string {
	text := ""
	for range x.Level {
		text += "e^"
	}
	return text + fmt.Sprintf("%.6g", x.Mantissa)
}
