package random

import (
	"math"
	"math/rand/v2"

	"itermle/internal/saddlepoint"
)

// rejectionMean is the mean from which transformed rejection is used: W. Hörmann, "The generation of binomial
// random variates" (1993), states his constants for means of at least 10.
const rejectionMean = 10

// hat is a transformed rejection with the table-mountain hat of Hörmann (1993): for U uniform on (−½, ½),
//
//	G(U) = (2a/(½−|U|) + b)·U + c,   G′(U) = a/(½−|U|)² + b,
//
// floor(G(U)) is accepted with probability f(floor(G(U)))·G′(U)/α, which is at most 1, and at least squeeze where
// ½−|U| ≥ 0.07. f is the probability function, for the binomial relative to its mode.
type hat struct {
	a, b, alpha, squeeze float64
}

func binomialHat(deviation, p float64) hat {
	b := 1.15 + 2.53*deviation
	return hat{a: -0.0873 + 0.0248*b + 0.01*p, b: b, alpha: (2.83 + 5.1/b) * deviation, squeeze: 0.92 - 4.2/b}
}

// Binomial returns a draw of Binomial(n, p), given p and q = 1−p separately, so that neither end loses digits.
//
// The law is exact for every n ≥ 0 and p: sequential inversion where n·min(p, q) < 10, else the transformed
// rejection BTRS of W. Hörmann, "The generation of binomial random variates" (1993), with log-probabilities in
// deviance form. The cost is flat in n up to 2^53; more trials are drawn in parts of 2^53. The smaller of p and q is
// the one that is believed: the other is taken to be its complement. The granularity of 2^-53 of the uniform numbers
// moves no atom by more than √n·2^-51 of itself.
//
// Special cases are:
//
//	Binomial(n, 0, 1) = 0
//	Binomial(n, 1, 0) = n
//	Binomial(0, p, q) = 0
//
// It panics if p or q is not in [0, 1] or n < 0.
func Binomial(n int64, p, q float64, random *rand.Rand) int64 {
	if !(p >= 0 && p <= 1 && q >= 0 && q <= 1) || n < 0 {
		panic("random: Binomial wants n ≥ 0 and p, q in [0, 1]")
	}
	const part = 1 << 53
	rest, successes := n, int64(0)
	for ; rest > part; rest -= part {
		successes += binomial(part, min(p, q), random)
	}
	successes += binomial(rest, min(p, q), random)
	if p > q {
		return n - successes
	}
	return successes
}

// binomial is Binomial for p ≤ ½.
func binomial(n int64, p float64, random *rand.Rand) int64 {
	size := float64(n)
	mean := size * p
	if mean < rejectionMean {
		if mean == 0 {
			return 0
		}
		return binomialInversion(size, p, random)
	}
	deviation := math.Sqrt(mean * (1 - p))
	h := binomialHat(deviation, p)
	mode := math.Floor(mean + p)
	// mean − mode with the digits that size*p rounded off.
	centre := (mean - mode) + math.FMA(size, p, -mean)
	logMode := math.NaN()
	for {
		v := random.Float64()
		u := random.Float64() - 0.5
		rest := 0.5 - math.Abs(u)
		step := math.Floor((2*h.a/rest+h.b)*u + (centre + 0.5))
		if rest >= 0.07 && v <= h.squeeze {
			return int64(mode) + int64(step)
		}
		x := mode + step
		if !(x >= 0 && x <= size) {
			continue
		}
		// The bound on f(x)/f(mode) that a uniform number v has to pass is v times the hat.
		height := v * h.alpha / (h.a/(rest*rest) + h.b)
		if math.Abs(step) <= nearMode {
			if numerator, denominator := binomialRatio(size, mode, x, p/(1-p)); height*denominator <= numerator {
				return int64(x)
			}
			continue
		}
		if math.IsNaN(logMode) {
			logMode = saddlepoint.LogBinomial(size, mode, mean, size-mean, -centre)
		}
		if math.Log(height) <= saddlepoint.LogBinomial(size, x, mean, size-mean, step-centre)-logMode {
			return int64(x)
		}
	}
}

// nearMode is how far from the mode the ratio of atoms is a product, not a difference of logarithms: its 2·16 factors
// lie between 0.4 and 2^53, so that nothing overflows, and their rounding adds up to 2^-47.
const nearMode = 16

// binomialRatio is f(x)/f(mode) as a numerator and a denominator, from f(k)/f(k−1) = (n−k+1)p/(kq).
func binomialRatio(size, mode, x, odds float64) (numerator, denominator float64) {
	numerator, denominator = 1, 1
	for k := mode + 1; k <= x; k++ {
		numerator *= (size - k + 1) * odds
		denominator *= k
	}
	for k := x + 1; k <= mode; k++ {
		numerator *= k
		denominator *= (size - k + 1) * odds
	}
	return numerator, denominator
}

// binomialInversion walks through the atoms 1, 2, … in turn and takes 0 for all that is left, so that P(X ≥ 1) keeps
// its relative precision however small it is.
func binomialInversion(size, p float64, random *rand.Rand) int64 {
	zero, positive := splitAtZero(size * math.Log1p(-p))
	for {
		u := uniform(random)
		if u > positive {
			return 0
		}
		atom, odds := zero, p/(1-p)
		for k := 1.0; k <= size && k < maxWalk; k++ {
			atom *= (size - k + 1) * odds * reciprocals[int(k)]
			if u <= atom {
				return int64(k)
			}
			u -= atom
		}
		// Rounding left a remainder of order 1e-16 beyond the last atom: draw afresh.
	}
}

// splitAtZero is e^y and 1 − e^y for y ≤ 0, each to full relative precision.
func splitAtZero(y float64) (zero, positive float64) {
	if y > -0.5 {
		positive = -math.Expm1(y)
		return 1 - positive, positive
	}
	zero = math.Exp(y)
	return zero, 1 - zero
}

// maxWalk ends a walk through the atoms of a law of mean below 10 and variance not above it: P(X ≥ 128) < 1e-90.
const maxWalk = 128

// reciprocals holds 1/k: a multiplication in place of a division in the innermost loops.
var reciprocals = func() (table [maxWalk]float64) {
	for k := 1; k < len(table); k++ {
		table[k] = 1 / float64(k)
	}
	return table
}()
