package nested

import (
	"cmp"
	"math"
	"math/big"

	"itermle/internal/rounding"
)

// Width is a length > 0 that may lie far below the smallest float64: its logarithm for likelihoods, and the
// number itself, mantissa·2^exponent, for comparisons that must not tie by rounding.
type Width struct {
	Log      float64
	mantissa *big.Int // nil: the number that WidthOfLog makes of Log
	exponent int64
}

// WidthOfLog is the dyadic number with a mantissa of 53 bits nearest to e^log. It is a function of log alone, so
// f(α) is the same number wherever it is used. Its relative distance from e^log is about 2^−52 |log|.
func WidthOfLog(log float64) Width {
	binary := log * (1 / math.Ln2)
	floor := math.Floor(binary)
	mantissa := math.Ldexp(math.Exp2(binary-floor), 52)
	return Width{Log: log, mantissa: new(big.Int).SetUint64(uint64(mantissa)), exponent: int64(floor) - 52}
}

// Exact fills in the mantissa.
func (w Width) Exact() Width {
	if w.mantissa != nil {
		return w
	}
	return WidthOfLog(w.Log)
}

// Number is the width as mantissa·2^exponent. The mantissa is not to be changed.
func (w Width) Number() (mantissa *big.Int, exponent int64) {
	w = w.Exact()
	return w.mantissa, w.exponent
}

// logSlack is more than logarithms of one and the same width can differ by: each is a sum of two or three terms of at
// most |log| + 64·log 2, so a few units of 2^−53 of that; 32 leave a factor 8.
func logSlack(log float64) float64 { return 32 * rounding.Unit * (64*math.Ln2 + math.Abs(log)) }

// CompareWidths orders two widths exactly, by their logarithms where these are far enough apart.
func CompareWidths(v, w Width) int {
	if math.IsInf(v.Log, -1) || math.IsInf(w.Log, -1) || // a width 0: no mantissa
		!(math.Abs(v.Log-w.Log) <= logSlack(v.Log)+logSlack(w.Log)) {
		return cmp.Compare(v.Log, w.Log)
	}
	v, w = v.Exact(), w.Exact()
	a, b := v.mantissa, w.mantissa
	switch shift := v.exponent - w.exponent; {
	case shift > 0:
		a = new(big.Int).Lsh(a, uint(shift)) // the logarithms agree, so the shift is at most a few hundred
	case shift < 0:
		b = new(big.Int).Lsh(b, uint(-shift))
	}
	return a.Cmp(b)
}

// logOfBig is log(m·2^e) for m > 0.
func logOfBig(m *big.Int, e int64) float64 {
	bits := m.BitLen()
	top := m
	if bits > 64 {
		top = new(big.Int).Rsh(m, uint(bits-64))
		e += int64(bits - 64)
	}
	return math.Log(float64(top.Uint64())) + float64(e)*math.Ln2
}

// signedTerm is mantissa·2^exponent with a sign.
type signedTerm struct {
	mantissa *big.Int
	exponent int64
}

func (t signedTerm) top() int64 { return t.exponent + int64(t.mantissa.BitLen()) }

// negligible is how many bits below the leading one a term may start before sumTerms ignores it.
const negligible = 256

// sumTerms adds a few terms whose exponents may lie millions apart. The sign is exact; so is the sum where the terms
// overlap. Otherwise it is rounded up, by at most 2^−249 of it: an interval as wide as the distance of two points
// covers both.
func sumTerms(terms []signedTerm) (sign int, sum Width) {
	for i := range terms { // insertion sort by leading bit, largest first: there are fewer than ten
		for j := i; j > 0 && terms[j].top() > terms[j-1].top(); j-- {
			terms[j], terms[j-1] = terms[j-1], terms[j]
		}
	}
	total, exponent, rest := new(big.Int), int64(0), false
	for _, term := range terms {
		if term.mantissa.Sign() == 0 {
			continue
		}
		if total.Sign() == 0 {
			total.Set(term.mantissa)
			exponent = term.exponent
			continue
		}
		if exponent+int64(total.BitLen()) > term.top()+negligible {
			rest = true
			break
		}
		addend := new(big.Int).Set(term.mantissa)
		if term.exponent >= exponent {
			addend.Lsh(addend, uint(term.exponent-exponent))
		} else {
			total.Lsh(total, uint(exponent-term.exponent))
			exponent = term.exponent
		}
		total.Add(total, addend)
	}
	if sign = total.Sign(); sign == 0 {
		return 0, Width{Log: math.Inf(-1)}
	}
	total.Abs(total)
	if rest { // it is below ten times 2^−256 of the total
		const kept = negligible - 5
		if spare := kept - total.BitLen(); spare > 0 {
			total.Lsh(total, uint(spare))
			exponent -= int64(spare)
		}
		total.Add(total, new(big.Int).Lsh(big.NewInt(1), uint(total.BitLen()-kept)))
	}
	return sign, Width{Log: logOfBig(total, exponent), mantissa: total, exponent: exponent}
}
