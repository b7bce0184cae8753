// Package binomial holds the binomial distribution to full relative accuracy in both tails, with bounds that are on
// the safe side. Its opinion: a tail probability is a logarithm with an enclosure, never 1 − CDF.
//
// Notation: X ~ Binomial(n, p), q = 1 − p, logs natural.
package binomial

import (
	"math"

	"itermle/internal/logarithm"
	"itermle/internal/rounding"
	"itermle/internal/saddlepoint"
)

// Log encloses the logarithm of a probability: Low ≤ log P ≤ High.
type Log struct{ Low, High float64 }

// UpperTail encloses log P(X ≥ k) for 0 ≤ n ≤ 2^53 and 0 ≤ p ≤ 1. It takes O(√n) steps.
//
// Above the mean it is the point mass at k times a sum of products of ratios below 1, all positive; below the mean
// it is log(1 − P(X ≤ k−1)) with the lower tail computed that way.
// Special cases: 0 for k ≤ 0, −∞ for k > n.
func UpperTail(k, n int64, p float64) Log { return upperTail(k, n, p, 1-p) }

// LowerTail encloses log P(X ≤ k), the mirror image of UpperTail.
// Special cases: −∞ for k < 0, 0 for k ≥ n.
func LowerTail(k, n int64, p float64) Log { return upperTail(n-k, n, 1-p, p) }

// upperTail works with p and q separately: one of them may have been rounded, by at most one half unit in the last
// place, for which logMass gives way.
func upperTail(k, n int64, p, q float64) Log {
	impossible := Log{math.Inf(-1), math.Inf(-1)}
	switch {
	case k <= 0 || q == 0 && k <= n: // p next to 1 rounds to 1, q does not round to 0
		return Log{}
	case k > n || p == 0:
		return impossible
	}
	if float64(k) > float64(n)*p {
		return ratioSum(k, n, p, q)
	}
	// P(X ≤ k−1) is P(n−X ≥ n−k+1), and n−k+1 > n q here.
	return ratioSum(n-k+1, n, q, p).complement()
}

// complement encloses log(1 − e^x) for x in l. log1p and exp err by an ulp each; x stays below log(0.95) or so, since a
// median lies within 1 of the mean.
func (l Log) complement() Log {
	most, least := math.Min(1, rounding.Up(math.Exp(l.High), 8)), rounding.Down(math.Exp(l.Low), 8)
	return Log{
		Low:  rounding.Below(rounding.Down(math.Log1p(-most), 8)),
		High: math.Min(0, rounding.Above(rounding.Up(math.Log1p(-least), 8))),
	}
}

// ratioSum is the upper tail for k > np, where the ratio of successive point masses,
//
//	r_j = (n−k−j)/(k+1+j) · p/q,
//
// is below 1 and falling. It stops when what is left, at most term·r/(1−r), is below 2^-60 of the sum, and adds it to
// High.
func ratioSum(k, n int64, p, q float64) Log {
	mass := logMass(k, n, p, q)
	odds := p / q
	sum, term, left, steps := 1.0, 1.0, 0.0, 0.0
	for j := k; j < n; j++ {
		r := float64(n-j) / float64(j+1) * odds
		term *= r
		sum += term
		steps++
		if r < 1 {
			if left = term * r / (1 - r); left < 0x1p-60*sum {
				break
			}
		}
	}
	if term == 0 || steps == float64(n-k) {
		left = 0
	}
	// A term carries 6 roundings for each ratio before it, and the ratios before it outweigh what the sum keeps of it
	// only while it matters; 8 units for each step taken covers both, and the underflow of a term that does not
	// matter any more.
	relative := 8 * (steps + 1) * rounding.Unit
	log := math.Log(sum)
	slack := 8 * rounding.Unit * math.Abs(log)
	return Log{
		Low:  rounding.DownBy(mass.Low+log-relative, slack),
		High: math.Min(0, rounding.UpBy(mass.High+math.Log(sum+left)+relative, slack)),
	}
}

// logMass encloses log P(X = k), 0 ≤ k ≤ n and p, q > 0, by Loader's saddle-point form (Fast and accurate computation
// of binomial probabilities, 2000):
//
//	log P(X=k) = S(n) − S(k) − S(n−k) − D(k, np) − D(n−k, nq) + ½ log(n/(2π k (n−k)))
//
// with Stirling's error S and the deviance D(x, m) = x log(x/m) + m − x ≥ 0, so nothing of the size of n log n cancels.
//
// The error bound, in units u = 2^-53: S errs by at most 2^6 u, a value below 1/10 after 16 steps of a recurrence
// that cancels 1; D errs by 16 u of itself (see saddlepoint); rounding m = np or nq by u changes it by |x − m| u, as
// does rounding x − m where that is not exact.
func logMass(k, n int64, p, q float64) Log {
	x, y, size := float64(k), float64(n-k), float64(n)
	var value, magnitude float64
	switch {
	case n == 0:
		return Log{}
	case k == 0:
		value = size * logOf(q, p)
		magnitude = math.Abs(value)
	case k == n:
		value = size * logOf(p, q)
		magnitude = math.Abs(value)
	default:
		delta1, delta2 := x-size*p, y-size*q
		deviances := saddlepoint.Deviance(size*p, delta1) + saddlepoint.Deviance(size*q, delta2)
		front := math.Log(size / x / y / (2 * math.Pi))
		value = saddlepoint.StirlingError(size) - saddlepoint.StirlingError(x) - saddlepoint.StirlingError(y) -
			deviances + front/2
		magnitude = 2*deviances + math.Abs(delta1) + math.Abs(delta2) + math.Abs(front) + 16
	}
	slack := 16*rounding.Unit*magnitude + 0x1p-1000
	return Log{rounding.DownBy(value, slack), math.Min(0, rounding.UpBy(value, slack))}
}

// logOf is log p, through its complement where that is the more accurate one.
func logOf(p, q float64) float64 {
	if q < 0.5 {
		return math.Log1p(-q)
	}
	return logarithm.Of(p)
}
