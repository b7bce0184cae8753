package properties

import (
	"math"
	"testing"
)

// Between 1/2n and 1/n Kolmogorov's law is P(D_n < x) = n! (2x − 1/n)^n: n!/n^n at 1/n, for odd n and for even.
func TestExactKolmogorovAtItsLeastStep(t *testing.T) {
	factor := 1.0
	for n := 1; n <= 8; n++ {
		factor *= float64(n)
		want := 1 - factor/math.Pow(float64(n), float64(n))
		if got := exactKolmogorov(n, 1); !(math.Abs(got-want) <= 1e-12) {
			t.Errorf("P(D_%d ≥ 1/%d) = %.15f, want %.15f", n, n, got, want)
		}
		if got := exactKolmogorov(n, n); !(got >= -1e-12 && got <= 2*math.Pow(float64(n), -float64(n))*factor) {
			t.Errorf("P(D_%d ≥ 1) = %g", n, got)
		}
	}
}

// The law that a capital is checked on has the variance that it is stated for, whatever its size: bets against ±√v are
// fair.
func TestCapitalIsCheckedAtItsVariance(t *testing.T) {
	for _, variance := range []float64{0.01, 0.25, 4, 100} {
		spread := math.Sqrt(variance)
		for _, sign := range []float64{-1, 1} {
			fair := NewVarianceCapital(0, sign, variance, []float64{0.5 / spread, 2 / spread})
			if err := checkCapital(fair, sign, fair.LogGrowth); err != nil {
				t.Errorf("variance %g: %v", variance, err)
			}
		}
	}
}

// A rule that by its limit refutes at δ′, or supports where nothing is bad, less often than every other time is told
// from one that does.
func TestRulesWithoutPowerAreTold(t *testing.T) {
	for _, levels := range [][2]float64{{1e-9, 0.1}, {0.1, 1e-9}} {
		r, err := NewRateRule(0.1, 0.5, levels[0], levels[1])
		if err != nil {
			t.Fatal(err)
		}
		seldom := map[bool]bool{}
		for limit := 1; limit <= 60; limit++ {
			refuted, supported := r.ErrorRates(0.5, limit).Refuted, r.ErrorRates(0, limit).Supported
			power := refuted >= 0.5 && supported >= 0.5
			if err := checkRate(r, limit); (err == nil) != power {
				t.Errorf("levels %v, %d replicates: at δ′ refuted %g, at 0 supported %g: %v", levels, limit, refuted,
					supported, err)
			}
			seldom[power] = true
		}
		if len(seldom) != 2 {
			t.Errorf("levels %v: power %v", levels, seldom)
		}
	}
}
