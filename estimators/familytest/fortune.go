package familytest

import (
	"math"
	"slices"
)

// fortune is what several bets have won: the logarithms of their products, and the products of the last 64 factors at most.
type fortune struct {
	logs, products []float64
	pending        int
}

func newFortune(bets int) *fortune {
	f := &fortune{logs: make([]float64, bets), products: make([]float64, bets)}
	for i := range f.products {
		f.products[i] = 1
	}
	return f
}

// next ends a round, in which every product took a factor between 1/10 and 10^5: 64 of them neither underflow nor overflow.
func (f *fortune) next() {
	if f.pending++; f.pending == 64 {
		f.settle()
	}
}

func (f *fortune) settle() {
	for i, product := range f.products {
		f.logs[i] += math.Log(product)
		f.products[i] = 1
	}
	f.pending = 0
}

// pair is a round of two bets for each feature, 2/(1+e^{∓t(b−a)}), where t times the difference is at most 2.5.
func (f *fortune) pair(rate, a, b []float64) {
	for j, t := range rate {
		e := math.Exp(t * (a[j] - b[j]))
		factor := 2 / (1 + e)
		f.products[2*j] *= factor
		f.products[2*j+1] *= factor * e
	}
	f.next()
}

// gain is the logarithm of the mean fortune. Special case: 0 for no bets.
func (f *fortune) gain() float64 {
	if len(f.logs) == 0 {
		return 0
	}
	f.settle()
	most, sum := slices.Max(f.logs), 0.0
	for _, v := range f.logs {
		sum += math.Exp(v - most)
	}
	return most + math.Log(sum/float64(len(f.logs)))
}
