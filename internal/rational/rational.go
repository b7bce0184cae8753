// Package rational is math/big's Rat in expressions: every operation makes a new number.
package rational

import "math/big"

// Of is numerator/denominator; it panics for a denominator of 0.
func Of(numerator, denominator int64) *big.Rat { return big.NewRat(numerator, denominator) }

// FromFloat is x exactly; nil where x is not finite.
func FromFloat(x float64) *big.Rat { return new(big.Rat).SetFloat64(x) }

// Add, Sub, Mul and Quo are a+b, a−b, ab and a/b.
func Add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func Sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func Mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func Quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

// Parse reads an exact number, such as 1/3 or 0.1, of a text that is known to be right; it panics where it is not.
func Parse(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("rational: not a number: " + text)
	}
	return r
}

// Nearest is the float64 nearest to r.
func Nearest(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}
