package properties

import (
	"math"
	"testing"

	"itermle/theorems"
)

// The margins of a rate and of a law are what is left of the tolerance, in units of what the claim leaves: 1 at the
// claim, 0 at its edge, negative beyond.
func TestMarginsOfRatesAndLaws(t *testing.T) {
	for bad, want := range map[int]float64{10: 1, 20: 0.5, 25: 0.25, 30: 0, 40: -0.5} {
		rule, err := NewRateRule(0.1, 0.3, 1e-9, 1e-9)
		if err != nil {
			t.Fatal(err)
		}
		c := &rateCount{RateRule: rule, n: 100, bad: bad}
		var report ScenarioReport
		if c.describe(&report); !(math.Abs(report.margin-want) <= 1e-12) || report.Estimate != float64(bad)/100 {
			t.Errorf("%d bad of 100: margin %g, want %g, estimate %g", bad, report.margin, want, report.Estimate)
		}
	}
	for _, share := range []float64{0, 0.25, 1, 2} {
		k := &kolmogorovTest{law: theorems.Law{Distance: 0.05}, largest: 0.05 * share, at: 100,
			looks: []look{{n: 100, refute: 0.2}}, next: 1}
		var report ScenarioReport
		k.describe(&report)
		if !(math.Abs(report.margin-(1-share)) <= 1e-12) {
			t.Errorf("D at %g of the distance: margin %g", share, report.margin)
		}
		// P(D_n > √(log(2/0.01)/(2n))) ≤ 0.01, by Massart.
		half := 0.162762
		if interval := report.Interval; !(math.Abs(interval[1]-(k.largest+half)) <= 1e-6) || interval[0] != 0 {
			t.Errorf("D = %g of 100 values: interval %g, want %g on either side", k.largest, interval, half)
		}
	}
}

// Millions of trials: the rounding of their logarithms adds up, and the slack with it.
func TestLogOfMillionsAgainstBigFloat(t *testing.T) {
	for _, allowed := range []float64{0.01, 0.1, 0.3, 0.7} {
		rule, err := NewRateRule(allowed, allowed*1.001, 0.1, 0.1)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{1_000_003, 3_333_333, 10_000_019} {
			bad := int(float64(n) * allowed * 1.0004)
			for _, m := range []mixture{rule.refute, rule.support} {
				value, slack := m.log(bad, n-bad)
				want := bigLog(m, bad, n-bad)
				if !(math.Abs(value-want) <= slack+0x1p-50*(1+math.Abs(want))) || !(slack < 1e-4) {
					t.Errorf("δ = %g: log e(%d, %d) = %.17g ± %.2g, in 320 bits %.17g", allowed, bad, n-bad, value,
						slack, want)
				}
			}
		}
	}
}

// α and β are probabilities, and neither 0 nor 1.
func TestLevelsAreProbabilities(t *testing.T) {
	for _, level := range []float64{-0.1, 0, 1, 1.5, math.NaN(), math.Inf(1)} {
		if _, err := NewRateRule(0.1, 0.3, level, 0.1); err == nil {
			t.Errorf("α = %g makes a rule", level)
		}
		if _, err := NewRateRule(0.1, 0.3, 0.1, level); err == nil {
			t.Errorf("β = %g makes a rule", level)
		}
	}
}
