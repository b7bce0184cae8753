package familytest

import (
	"math"
	"sort"

	"itermle/internal/kolmogorov"
)

// A bet takes so many pairs at most, an empirical distribution so many draws.
const (
	manyPairs = 50_000
	fewPairs  = 16_000
)

// sameLaw decides by pairs of draws whether two sources of vectors in R^k have one law.
//
// Of a pair (a, b), one of each, both orders are equally likely under one law. So whatever ρ > 0 is,
//
//	2 ρ(b)/(ρ(a) + ρ(b))
//
// has mean 1, the product over independent pairs exceeds 1/level with probability at most level, and so does the mean
// over several ρ. If the second law has the density ρ relative to the first it is the likelihood ratio of the order.
// Here ρ = e^{tf} with the features f and both signs of t: see features. The gain a pair is about Δ²/(4 Var f) where
// the second source moves E f by Δ. A standard deviation 5% off moves z² by 0.1, so in the normal law, Var z² = 2, the
// gain of 50,000 pairs is 62 nats with a standard deviation of √(2·62) = 11, against log(K/level) = 29.0 at K = 4 and
// 30.6 at K = 20: power 0.998 and 0.997.
//
// Beside that, the first 16,000 draws of every coordinate and of two random projections by the Kolmogorov distance: two
// laws at a distance of 4·Critical = 0.12 are told apart. χ²_n and χ²_{n−1} at n = 2 are 0.27 apart.
func (c *conformance) sameLaw(check, what string, k, pairs int, one, other func(dst []float64)) {
	f := c.features(k, one)
	fortune := newFortune(2 * len(f.rate))
	const m = fewPairs
	first, second := newColumns(len(f.linear), m), newColumns(len(f.linear), m)
	a, b := make([]float64, k), make([]float64, k)
	featuresA, featuresB := make([]float64, len(f.rate)), make([]float64, len(f.rate))
	drawn := 0
	for ; drawn < pairs && (drawn < m || drawn%64 != 0 || !fortune.over()); drawn++ {
		one(a)
		other(b)
		f.evaluate(featuresA, a)
		f.evaluate(featuresB, b)
		if drawn < m {
			for p, weights := range f.linear {
				first[p][drawn], second[p][drawn] = f.project(weights, a), f.project(weights, b)
			}
		}
		fortune.pair(f.rate, featuresA, featuresB)
	}
	gain := fortune.gain()
	c.require(gain < -math.Log(level), check,
		"%s: bets that mean or spread differ between the two ways gain %.3g nats in %d pairs, %.3g allowed",
		what, gain, drawn, -math.Log(level))
	for p, weights := range f.linear {
		sort.Float64s(first[p])
		sort.Float64s(second[p])
		distance, critical := kolmogorov.Between(first[p], second[p], f.tie[p]), 2*kolmogorov.Critical(m, level/2)
		c.require(distance <= critical, check,
			"%s: combination %v is at Kolmogorov distance %v between the two ways, %v allowed",
			what, weights, distance, critical)
	}
}

func newColumns(columns, rows int) [][]float64 {
	table := make([][]float64, columns)
	for i := range table {
		table[i] = make([]float64, rows)
	}
	return table
}

// features of a vector standardised by a pilot sample: every coordinate and two random projections z, and their
// squares, |z| ≤ 5.
type features struct {
	mean   []float64
	linear [][]float64 // weights of the projections
	tie    []float64   // below it differences of a projection are roundings
	rate   []float64   // t of each feature, 0 where it is constant
}

// features draws the pilot, 1000 vectors of the source.
func (c *conformance) features(k int, source func(dst []float64)) *features {
	const n = 1000
	pilot, f := make([]float64, n*k), &features{mean: make([]float64, k)}
	deviation := make([]float64, k)
	for i := range n {
		source(pilot[i*k : (i+1)*k])
		for j, v := range pilot[i*k : (i+1)*k] {
			f.mean[j] += v / n
		}
	}
	for i, v := range pilot {
		deviation[i%k] += (v - f.mean[i%k]) * (v - f.mean[i%k]) / n
	}
	for j := range deviation {
		deviation[j] = math.Sqrt(deviation[j])
		weights := make([]float64, k)
		if deviation[j] > 1e-9*math.Abs(f.mean[j]) {
			weights[j] = 1 / deviation[j]
		}
		f.linear = append(f.linear, weights)
	}
	for range 2 {
		weights, norm := make([]float64, k), 0.0
		for j := range weights {
			direction := c.random.NormFloat64()
			weights[j] = direction * f.linear[j][j]
			norm += direction * direction
		}
		for j := range weights {
			weights[j] /= math.Sqrt(norm)
		}
		if k > 1 {
			f.linear = append(f.linear, weights)
		}
	}
	for _, weights := range f.linear {
		tie := 1e-9
		for j, w := range weights {
			tie += 1e-12 * math.Abs(w*f.mean[j])
		}
		f.tie = append(f.tie, tie)
	}
	f.setRates(pilot)
	return f
}

// setRates chooses t: for a projection half the shift 0.05 sd, for a square 0.1, over the feature's variance in the
// pilot.
func (f *features) setRates(pilot []float64) {
	k, size := len(f.mean), 2*len(f.linear)
	n := len(pilot) / k
	sum, square, at := make([]float64, size), make([]float64, size), make([]float64, size)
	f.rate = make([]float64, size)
	for i := range n {
		f.evaluate(at, pilot[i*k:(i+1)*k])
		for j, v := range at {
			sum[j] += v / float64(n)
			square[j] += v * v / float64(n)
		}
	}
	for j := range f.rate {
		if variance := square[j] - sum[j]*sum[j]; variance > 1e-6 {
			f.rate[j] = math.Min(0.1, 0.05*float64(1+j%2)/variance)
		}
	}
}

func (f *features) project(weights, vector []float64) float64 {
	sum := 0.0
	for j, w := range weights {
		if w != 0 {
			sum += w * (vector[j] - f.mean[j])
		}
	}
	return sum
}

// evaluate stores z and z² of every projection in turn.
func (f *features) evaluate(dst, vector []float64) {
	for p, weights := range f.linear {
		z := math.Max(-5, math.Min(5, f.project(weights, vector)))
		dst[2*p], dst[2*p+1] = z, z*z
	}
}
