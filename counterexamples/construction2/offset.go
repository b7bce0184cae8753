package construction2

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// offset is a position in [0, 1) as a multiple of 2^-128. Where likelihoods depend on whether two points are closer
// than f, 53 bits would make points coincide that do not: of k points two coincide with probability below k²·2^-129.
type offset struct{ high, low uint64 }

// offsetOf is x rounded down to a multiple of 2^-128, 0 ≤ x < 1; exact for every float64 x ≥ 2^-75 and every multiple
// of 2^-128.
func offsetOf(x float64) offset {
	scaled := x * 0x1p64 // exact: a power of two
	high := math.Floor(scaled)
	return offset{uint64(high), uint64((scaled - high) * 0x1p64)}
}

// uniformOffset is uniform on the multiples of 2^-128 in [0, 1).
func uniformOffset(random *rand.Rand) offset { return offset{random.Uint64(), random.Uint64()} }

func (a offset) less(b offset) bool { return a.high < b.high || a.high == b.high && a.low < b.low }

func (a offset) compare(b offset) int {
	switch {
	case a.less(b):
		return -1
	case b.less(a):
		return 1
	}
	return 0
}

// minus is a − b modulo 1, with borrow = 1 if a < b.
func (a offset) minus(b offset) (difference offset, borrow uint64) {
	difference.low, borrow = bits.Sub64(a.low, b.low, 0)
	difference.high, borrow = bits.Sub64(a.high, b.high, borrow)
	return difference, borrow
}

// plus is a + b modulo 1, with carry = 1 if a + b ≥ 1.
func (a offset) plus(b offset) (sum offset, carry uint64) {
	sum.low, carry = bits.Add64(a.low, b.low, 0)
	sum.high, carry = bits.Add64(a.high, b.high, carry)
	return sum, carry
}

// scaled is a·b rounded down, for a fraction a of a width b.
func (a offset) scaled(b offset) offset {
	// Words above the lowest of the 256-bit product, schoolbook.
	h1, l1 := bits.Mul64(a.high, b.low)
	h2, l2 := bits.Mul64(a.low, b.high)
	h3, l3 := bits.Mul64(a.high, b.high)
	h0, _ := bits.Mul64(a.low, b.low)
	middle, c1 := bits.Add64(l1, l2, 0)
	_, c2 := bits.Add64(middle, h0, 0)
	low, c3 := bits.Add64(h1, h2, 0)
	low, c4 := bits.Add64(low, l3, 0)
	high := h3 + c3 + c4
	low, c5 := bits.Add64(low, c1+c2, 0)
	return offset{high + c5, low}
}

// float64 is a, to within one part in 2^52.
func (a offset) float64() float64 { return float64(a.high)*0x1p-64 + float64(a.low)*0x1p-128 }

// gap is 1 − a, to within one part in 2^52 however close to 1 a is.
func (a offset) gap() float64 {
	if a == (offset{}) {
		return 1
	}
	complement, _ := offset{}.minus(a)
	return complement.float64()
}
