package random

import (
	"math"
	"math/bits"
	"math/rand/v2"

	"itermle/internal/saddlepoint"
)

// Hypergeometric returns how many of the draws, taken without replacement from a population of successes and
// failures, are successes:
//
//	P(X = k) = C(successes, k) C(failures, draws−k) / C(successes+failures, draws).
//
// The law is exact for populations up to 2^53 and the cost does not grow with them: sequential inversion for means below
// 10 (after the symmetries have halved draws and successes), else rejection from a hat of tangents, which
// dominates because k ↦ log P(X = k) is concave.
//
// It panics if an argument is negative, draws exceeds the population, or the population 2^53.
func Hypergeometric(draws, successes, failures int64, random *rand.Rand) int64 {
	population := successes + failures
	if draws < 0 || successes < 0 || failures < 0 || population > 1<<53 || draws > population {
		panic("random: Hypergeometric wants 0 ≤ draws ≤ successes + failures ≤ 2^53")
	}
	if draws > population-draws {
		return successes - Hypergeometric(population-draws, successes, failures, random)
	}
	if successes > failures {
		return draws - hypergeometric(draws, failures, successes, random)
	}
	return hypergeometric(draws, successes, failures, random)
}

// hypergeometric is Hypergeometric for draws and successes of at most half the population: the support starts at 0.
func hypergeometric(draws, successes, failures int64, random *rand.Rand) int64 {
	if draws == 0 || successes == 0 {
		return 0
	}
	h := newHypergeometricLaw(draws, successes, failures)
	if h.mean < rejectionMean {
		return h.invert(random)
	}
	hat := h.hat()
	for {
		x, logHeight := hat.draw(random)
		x = math.Floor(x)
		if x < 0 || x > math.Min(h.draws, h.successes) {
			continue
		}
		if logHeight <= h.log(x) {
			return int64(x)
		}
	}
}

type hypergeometricLaw struct {
	draws, successes, failures, population float64
	other                                  float64 // failures − draws
	whole, mean, fraction                  float64 // mean = whole + fraction
	share                                  float64 // draws/population
	logTotal                               float64
}

func newHypergeometricLaw(draws, successes, failures int64) hypergeometricLaw {
	h := hypergeometricLaw{draws: float64(draws), successes: float64(successes), failures: float64(failures),
		population: float64(successes + failures), other: float64(failures - draws)}
	high, low := bits.Mul64(uint64(draws), uint64(successes))
	quotient, remainder := bits.Div64(high, low, uint64(successes+failures))
	h.whole, h.fraction = float64(quotient), float64(remainder)/h.population
	h.mean = h.whole + h.fraction
	h.share = h.draws / h.population
	h.logTotal = saddlepoint.LogBinomial(h.population, h.draws, h.draws, h.population-h.draws, 0)
	return h
}

// log is log P(X = k). It is written as three binomial probabilities of one success probability draws/population,
// about which all three deviate by the same exact δ = k − mean (Loader, 2000).
func (h *hypergeometricLaw) log(k float64) float64 {
	delta := (k - h.whole) - h.fraction
	inFailures := h.failures * h.share
	return saddlepoint.LogBinomial(h.successes, k, h.mean, h.successes-h.mean, delta) +
		saddlepoint.LogBinomial(h.failures, h.draws-k, inFailures, h.failures-inFailures, -delta) - h.logTotal
}

// hat has its tangents about √2 standard deviations from the mode.
func (h *hypergeometricLaw) hat() tangents {
	mode := math.Floor((h.draws + 1) * ((h.successes + 1) / (h.draws + h.successes + h.other + 2)))
	variance := h.mean * (h.failures / h.population) * ((h.population - h.draws) / (h.population - 1))
	distance := math.Ceil(math.Sqrt(2*variance) + 0.5)
	left, right := mode-distance, mode+distance
	top := h.log(mode)
	// The mode may be off by one where rounding decides; then a neighbour exceeds it by no more than this.
	top += math.Max(0, math.Max(h.logRatio(mode), -h.logRatio(mode-1)))
	// For x in [k, k+1) the right tail must dominate f(k), hence right+1; the left tail does so as it stands.
	return newTangents(left, h.log(left), h.logRatio(left-1), right+1, h.log(right), -h.logRatio(right), top)
}

// logRatio is log P(X = k+1)/P(X = k).
func (h *hypergeometricLaw) logRatio(k float64) float64 {
	return math.Log((h.successes - k) / (k + 1) * ((h.draws - k) / (h.other + k + 1)))
}

func (h *hypergeometricLaw) invert(random *rand.Rand) int64 {
	first := math.Exp(h.log(0))
	for {
		u := random.Float64()
		atom := first
		for k := 0.0; k <= math.Min(h.draws, h.successes) && k < maxWalk; k++ {
			if u < atom {
				return int64(k)
			}
			u -= atom
			atom *= (h.successes - k) * ((h.draws - k) / ((k + 1) * (h.other + k + 1)))
		}
	}
}
