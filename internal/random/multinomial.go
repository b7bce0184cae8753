package random

import (
	"math"
	"math/rand/v2"
)

// Multinomial stores in dst the counts of n draws among len(p) categories with probabilities proportional to p, by conditional
// binomials: one Binomial draw for each category but the last. p need not sum to 1.
//
// It panics if dst and p differ in length, if a probability is negative or not finite, or if n > 0 and all are 0.
func Multinomial(dst []int64, n int64, p []float64, random *rand.Rand) {
	if len(dst) != len(p) {
		panic("random: Multinomial wants len(dst) = len(p)")
	}
	// Until its count is known, dst[i] holds the bits of p[i+1] + … + p[k−1]: sums from the end, where differences
	// 1 − p[0] − … would cancel.
	rest := 0.0
	for i := len(p) - 1; i >= 0; i-- {
		dst[i] = int64(math.Float64bits(rest))
		if !(p[i] >= 0) {
			panic("random: Multinomial wants probabilities ≥ 0")
		}
		rest += p[i]
	}
	if n > 0 && !(rest > 0) || math.IsInf(rest, 1) {
		panic("random: Multinomial wants probabilities of finite, positive sum")
	}
	for i := range dst {
		after := math.Float64frombits(uint64(dst[i]))
		total := p[i] + after
		if n == 0 || total == 0 {
			dst[i] = 0
			continue
		}
		dst[i] = Binomial(n, p[i]/total, after/total, random)
		n -= dst[i]
	}
}
