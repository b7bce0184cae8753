package theorems

import (
	"math"
	"math/rand/v2"
)

// skewMedian is u = 1.8033…, at which E[ρ; ρ > u] is half of E ρ.
var skewMedian = func() float64 {
	mean := func(u float64) float64 {
		return 2*u*math.Exp(-u*u/2) + math.Sqrt(2*math.Pi)*math.Erfc(u/math.Sqrt2)
	}
	low, high := normMedian, 4.0
	for range 60 {
		if middle := (low + high) / 2; mean(middle) > mean(normMedian)/2 {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}()

// normMedian is u0 = √(2 log 2), below which min(1, 2e^{−u²/2}) is 1.
var normMedian = math.Sqrt(2 * math.Ln2)

// normTransform is F(s) = E[e^{sρ} − sρ] for the largest norm that B.1 allows, P(ρ ≥ u) = min(1, 2e^{−u²/2});
// integration by parts of 1 + ∫ s(e^{su} − 1) P(ρ ≥ u) du gives
//
//	F(s) = e^{s u0} − s u0 + 2s √(2π) [e^{s²/2} Q(u0 − s) − Q(u0)],  Q the upper tail of the standard normal.
func normTransform(s float64) float64 {
	upper := func(x float64) float64 { return math.Erfc(x/math.Sqrt2) / 2 }
	return math.Exp(s*normMedian) - s*normMedian +
		2*s*math.Sqrt(2*math.Pi)*(math.Exp(s*s/2)*upper(normMedian-s)-upper(normMedian))
}

// extremeNorm draws ρ, P(ρ ≥ u) = min(1, 2e^{−u²/2}): ρ²/2 is log 2 plus an exponential.
func extremeNorm(random *rand.Rand) float64 { return math.Sqrt(2 * (math.Ln2 + random.ExpFloat64())) }
