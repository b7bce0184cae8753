package familytest

import (
	"math"
	"slices"
)

// fortune is what several bets have won: the logarithms of their products, and the products of the last 64 factors at
// most.
//
// A bet that has lost all but e^-8 is given up, which the law bet on suffers with probability at most e^-8 = 3e-4:
// there the inverse of its fortune is a martingale (Ville's inequality). Under the law claimed the loss takes about a
// seventh of the samples.
type fortune struct {
	logs, products []float64
	dead           []bool
	living         int
	pending        int
}

const ruin = -8

func newFortune(bets int) *fortune {
	f := &fortune{logs: make([]float64, bets), products: make([]float64, bets), dead: make([]bool, bets), living: bets}
	for i := range f.products {
		f.products[i] = 1
	}
	return f
}

// next ends a round, in which every product took a factor between 1/10 and 10^5: 64 of them neither underflow nor
// overflow.
func (f *fortune) next() {
	if f.pending++; f.pending == 64 {
		f.settle()
	}
}

func (f *fortune) settle() {
	f.pending = 0
	for i, product := range f.products {
		if f.dead[i] {
			continue
		}
		f.logs[i] += math.Log(product)
		f.products[i] = 1
		if f.logs[i] < ruin {
			f.dead[i] = true
			f.living--
		}
	}
}

// pair is a round of two bets for each feature, 2/(1+e^{∓t(b−a)}), where t times the difference is at most 2.5.
func (f *fortune) pair(rate, a, b []float64) {
	for j, t := range rate {
		up, down := 2*j, 2*j+1
		if f.dead[up] && f.dead[down] {
			continue
		}
		e := math.Exp(t * (a[j] - b[j]))
		factor := 2 / (1 + e)
		if !f.dead[up] {
			f.products[up] *= factor
		}
		if !f.dead[down] {
			f.products[down] *= factor * e
		}
	}
	f.next()
}

// over says that nothing more can change the decision: all bets are given up, or the gain is enough.
func (f *fortune) over() bool { return f.living == 0 || f.gain() >= -math.Log(level) }

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
