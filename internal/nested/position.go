package nested

import (
	"cmp"
	"math"
	"math/big"
	"math/rand/v2"
)

const (
	Unit       = uint64(1) << 63 // raw samples of [2, 3] are 2 + near/2^63
	OffsetUnit = int64(1) << 62  // samples of a spike are anchor + (offset/2^62)·width

	// nearSlack is how much |near − (x−2)·2^63| grows with a level of nesting: an offset times a width of at most
	// 1/39 is below 2^58, and its float64 product wrong by less than 2^6.
	nearSlack = uint64(1) << 7
)

// Position is an exact point of [2, 3]. A raw sample is a fixed-point number; a sample of a spike is held relative to
// a point of that spike, however narrow it is, and the spike may itself lie inside another.
type Position struct {
	Near   uint64 // (x−2)·2^63: exact if raw, else to slack()
	Spike  *Spike // nil for a raw sample
	Offset int64  // (x − anchor)/width in units of 2^−62, within [−2^62, 2^62]
}

// Spike is an interval [left, left + width] around an anchor: a point of the pool that it covers, the former left
// end, or an end of [2, 3]. Left end: anchor + (left/2^62)·width.
type Spike struct {
	Anchor Position
	Left   int64
	Width  Width   // with its mantissa
	Near   float64 // the width in units of 2^−1, what an offset is multiplied with to give units of 2^−63
	slack  uint64  // of its points
}

func NewSpike(anchor Position, left int64, w Width) *Spike {
	w = w.Exact()
	return &Spike{Anchor: anchor, Left: left, Width: w, Near: math.Exp(w.Log) * 2, slack: anchor.slack() + nearSlack}
}

// slack bounds |near − (x−2)·2^63|.
func (p Position) slack() uint64 {
	if p.Spike == nil {
		return 0
	}
	return p.Spike.slack
}

// At is the point of the spike with the given offset.
func (s *Spike) At(offset int64) Position {
	near := float64(offset) * s.Near
	p := Position{Spike: s, Offset: offset}
	if near >= 0 {
		p.Near = min(s.Anchor.Near+uint64(near), Unit)
	} else {
		p.Near = s.Anchor.Near - min(uint64(-near), s.Anchor.Near)
	}
	return p
}

func (s *Spike) LeftEnd() Position  { return s.At(s.Left) }
func (s *Spike) RightEnd() Position { return s.At(s.Left + OffsetUnit) }

// Sample is uniform on the spike, to 2^−62 of its width.
func (s *Spike) Sample(random *rand.Rand) Position { return s.At(s.Left + random.Int64N(OffsetUnit)) }

// RawSample is uniform on [2, 3], to 2^−63.
func RawSample(random *rand.Rand) Position { return Position{Near: random.Uint64() >> 1} }

// Float is the nearest number that a float64 holds, for reports.
func (p Position) Float() float64 { return 2 + float64(p.Near)/float64(Unit) }

// Difference is p − q: its sign, and its size.
func Difference(p, q Position) (sign int, size Width) {
	if p.Spike == q.Spike {
		if p.Spike == nil {
			if p.Near == q.Near {
				return 0, Width{Log: math.Inf(-1)}
			}
			gap := max(p.Near, q.Near) - min(p.Near, q.Near)
			return cmp.Compare(p.Near, q.Near),
				Width{Log: math.Log(float64(gap) * 0x1p-63), mantissa: new(big.Int).SetUint64(gap), exponent: -63}
		}
		if p.Offset == q.Offset {
			return 0, Width{Log: math.Inf(-1)}
		}
		gap := max(p.Offset, q.Offset) - min(p.Offset, q.Offset)
		mantissa := new(big.Int).SetInt64(gap)
		mantissa.Mul(mantissa, p.Spike.Width.mantissa)
		return cmp.Compare(p.Offset, q.Offset), Width{
			Log:      p.Spike.Width.Log + math.Log(float64(gap)/float64(OffsetUnit)),
			mantissa: mantissa, exponent: p.Spike.Width.exponent - 62,
		}
	}
	var buffer [8]signedTerm
	return sumTerms(appendTerms(appendTerms(buffer[:0], p, 1), q, -1))
}

// appendTerms writes factor·(x−2) as a sum, one term a level of nesting. Terms of a spike that both points share cancel
// in sumTerms, exactly, because each is an integer multiple of one number.
func appendTerms(terms []signedTerm, p Position, factor int64) []signedTerm {
	for ; p.Spike != nil; p = p.Spike.Anchor {
		mantissa := new(big.Int).SetInt64(p.Offset)
		mantissa.Mul(mantissa, p.Spike.Width.mantissa)
		terms = addTerm(terms, mantissa.Mul(mantissa, big.NewInt(factor)), p.Spike.Width.exponent-62)
	}
	mantissa := new(big.Int).SetUint64(p.Near)
	return addTerm(terms, mantissa.Mul(mantissa, big.NewInt(factor)), -63)
}

// addTerm merges terms of equal exponent, so that what cancels exactly is gone before magnitudes are compared.
func addTerm(terms []signedTerm, mantissa *big.Int, exponent int64) []signedTerm {
	for i := range terms {
		if terms[i].exponent == exponent {
			terms[i].mantissa.Add(terms[i].mantissa, mantissa)
			return terms
		}
	}
	return append(terms, signedTerm{mantissa, exponent})
}

// nearer is the sign of (p − below) − (above − p): negative if below is the nearer of the two, exactly.
func nearer(p, below, above Position) int {
	var buffer [12]signedTerm
	sign, _ := sumTerms(appendTerms(appendTerms(appendTerms(buffer[:0], p, 2), below, -1), above, -1))
	return sign
}

// farApart says whether near alone orders p and q.
func farApart(p, q Position) bool {
	return max(p.Near, q.Near)-min(p.Near, q.Near) > p.slack()+q.slack()
}

// Compare orders positions exactly.
func Compare(p, q Position) int {
	switch {
	case p.Spike == q.Spike && p.Spike != nil:
		return cmp.Compare(p.Offset, q.Offset)
	case p.Spike == q.Spike || farApart(p, q):
		return cmp.Compare(p.Near, q.Near)
	}
	sign, _ := Difference(p, q)
	return sign
}

// within says whether q − p ≤ limit, exactly, for p ≤ q.
func within(p, q Position, limit Width) bool {
	if slack := p.slack() + q.slack(); p.Spike != q.Spike || p.Spike == nil {
		// (q − p)·2^63 lies within slack of the gap; 2^−30 is more than logarithms of widths from 2^−63 on are
		// rounded by.
		gap := max(q.Near, p.Near) - p.Near
		const unit = 63 * math.Ln2
		margin := 0x1p-30 + logSlack(limit.Log)
		if gap > slack && math.Log(float64(gap-slack))-unit > limit.Log+margin {
			return false
		}
		if math.Log(float64(gap+slack))-unit < limit.Log-margin {
			return true
		}
	} else {
		log := p.Spike.Width.Log + math.Log(float64(q.Offset-p.Offset)/float64(OffsetUnit))
		if !(math.Abs(log-limit.Log) <= 2*logSlack(limit.Log)) {
			return log < limit.Log
		}
	}
	// The sign of (q − p) − limit: not the distance first, which may leave out what decides.
	var buffer [12]signedTerm
	mantissa, exponent := limit.Number()
	terms := appendTerms(appendTerms(buffer[:0], q, 1), p, -1)
	sign, _ := sumTerms(addTerm(terms, new(big.Int).Neg(mantissa), exponent))
	return sign <= 0
}
