package theorems

import (
	"fmt"
	"math"
	"math/rand/v2"

	"itermle/internal/bisect"
)

// skewMedian is u = 1.8033…, at which E[ρ; ρ > u] is half of E ρ.
var skewMedian = func() float64 {
	mean := func(u float64) float64 { return 2*u*math.Exp(-u*u/2) + math.Sqrt(2*math.Pi)*math.Erfc(u/math.Sqrt2) }
	return bisect.Float(normMedian, 4, func(u float64) bool { return mean(u) > mean(normMedian)/2 })
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

// supremumScenario encloses sup_{s>0} G(s)/s² and decides least ≤ sup ≤ most, for G = log F or another G ≤ log F that
// increases.
//
//   - s ≤ s0 = 0.001: log F ≤ F − 1 ≤ s²(E ρ²/2 + (s/6) E[ρ³ e^{sρ}]), E ρ² = 2(log 2 + 1), and ρ³ ≤ 48 e^{ρ/2} leaves
//     48 E e^{(s0+½)ρ} = 48 (F(s0+½) + (s0+½) E ρ), E ρ ≤ √E ρ².
//   - s0 ≤ s ≤ 4: G and s² increase, so G(b)/a² bounds the quotient on [a, b]; cells of ratio 1.0001.
//   - s ≥ 4: F(s) ≤ e^{s u0} + 2s√(2π) e^{s²/2} ≤ 2 max(…), and (log 2 + s u0)/s², (log 2 + log(2√(2π)s) + s²/2)/s²
//     decrease.
//
// Rounding: F ≥ 1 + 10⁻⁶ on the cells, and its terms are at most 4F, so a few units in the last place of them move log
// F by less than 10⁻⁸ of itself. What is closer than 10⁻⁷ of an end is undecided.
func supremumScenario(name string, least, most float64, growth func(s float64) float64) Scenario {
	return exactly(name, func() Outcome {
		const s0, last, ratio, margin = 0.001, 4.0, 1.0001, 1e-7
		second := 2 * (math.Ln2 + 1)
		small := second/2 + s0/6*48*(normTransform(s0+0.5)+(s0+0.5)*math.Sqrt(second))
		large := math.Max(math.Ln2+last*normMedian, math.Ln2+math.Log(2*math.Sqrt(2*math.Pi)*last)+last*last/2)
		low, high, at := 0.0, math.Max(small, large/(last*last)), 0.0
		out := Outcome{Cases: 2}
		for a := s0; a < last; a *= ratio {
			b := a * ratio
			value := growth(b)
			high = math.Max(high, value/(a*a))
			if value /= b * b; value > low {
				low, at = value, b
			}
			out.Cases++
		}
		switch {
		case low*(1-margin) > most || high*(1+margin) < least:
			out.Verdict = Refuted
		case low*(1-margin) >= least && high*(1+margin) <= most:
			out.Verdict = Supported
		}
		out.Evidence = fmt.Sprintf("the supremum lies in [%.4f, %.4f], near s = %.3f, against [%g, %g]", low, high, at,
			least, most)
		return out
	})
}
