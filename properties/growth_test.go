package properties

import (
	"math"
	"testing"
)

// LogGrowth is the log of its formula,
//
//	Σ_i w_i (1 + λ_i h)^n,   Σ_i w_i ((1 + λ_i h + λ_i²(v + h²)/2) / (1 + λ_i²v/2))^n
//
// taken by powers where these stay within float64.
func TestLogGrowthIsItsFormula(t *testing.T) {
	lambda := []float64{0.05, 0.3, 0.9}
	for _, variance := range []float64{0, 0.01, 0.25, 4} {
		for _, h := range []float64{0, 1e-3, 0.1, 0.7} {
			for _, n := range []int{1, 7, 60} {
				sum := 0.0
				for _, l := range lambda {
					factor := (1 + l*h + l*l*(variance+h*h)/2) / (1 + l*l*variance/2)
					if variance == 0 {
						factor = 1 + l*h
					}
					sum += math.Pow(factor, float64(n)) / float64(len(lambda))
				}
				// n factors of a few roundings each, and the powers'.
				got := NewVarianceCapital(0.5, 1, variance, lambda).LogGrowth(h, n)
				if !(math.Abs(got-math.Log(sum)) <= 1e-15*float64(20+5*n)) {
					t.Errorf("v = %g, h = %g, n = %d: %.17g, by powers %.17g", variance, h, n, got, math.Log(sum))
				}
			}
		}
	}
}

// A step attains LogGrowth where X is the null or 2h beyond it, each with probability ½, of mean h beyond and variance
// h²: exp(φ) has its upper branch there alone.
func TestLogGrowthIsAttained(t *testing.T) {
	lambda := []float64{0.05, 0.3, 0.9}
	for _, h := range []float64{1e-3, 0.1, 0.7} {
		mean := 0.0
		for _, x := range []float64{0.5, 0.5 + 2*h} {
			c := NewVarianceCapital(0.5, 1, h*h, lambda)
			c.Observe(x)
			mean += math.Exp(c.LogE()) / 2
		}
		bound := NewVarianceCapital(0.5, 1, h*h, lambda).LogGrowth(h, 1)
		if !(math.Abs(math.Log(mean)-bound) <= 1e-10) { // parts give way by 2^-40, LogE by 2^-45
			t.Errorf("h = %g: a step grows by %.12g, its bound is %.12g", h, math.Log(mean), bound)
		}
	}
}

// Likelihoods that leave big.Float's exponents on both sides, +Inf for the bad trials and 0 for the good ones, are not
// multiplied: the mixture has not been seen to reach anything.
func TestCertifiedLeavesTheExponentRange(t *testing.T) {
	for _, at := range [][2]int{{1 << 26, 1 << 26}, {1 << 26, 0}, {0, 1 << 26}, {1 << 30, 1 << 30}} {
		m := newMixture(0x1p-60, 0.5)
		m.add(1-0x1p-53, 1)
		if m.certified(at[0], at[1]) {
			t.Errorf("certified after %d bad and %d good trials", at[0], at[1])
		}
	}
}
