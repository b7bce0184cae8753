package rational

import (
	"math/big"
)

func Of(numerator, denominator int64) *big.Rat { return big.NewRat(numerator, denominator) }

func FromFloat(x float64) *big.Rat { return new(big.Rat).SetFloat64(x) }

func Add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }

func Sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

func Mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

func Quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

// Parse reads an exact number of the tables of this package.
func Parse(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("theorems: not a rational: " + text)
	}
	return r
}

func Nearest(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}
