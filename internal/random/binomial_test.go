package random

import (
	"fmt"
	"math"
	"testing"

	"itermle/internal/saddlepoint"
)

// ratioDefect compares a ratio of atoms next to the mode with the difference of their logarithms, for n up to 2^53.
func ratioDefect(ratio func(size, mode, x, odds float64) (numerator, denominator float64)) string {
	for _, size := range []float64{20, 33, 100, 1000, 1e9, 1 << 53} {
		for _, p := range []float64{0.5, 0.3, 11 / size, 1e3 / size} {
			mean := size * p
			if p > 0.5 || mean < rejectionMean {
				continue
			}
			mode := math.Floor(mean + p)
			centre := (mean - mode) + math.FMA(size, p, -mean)
			at := func(x float64) float64 { return saddlepoint.LogBinomial(size, x, mean, size-mean, x-mode-centre) }
			for x := math.Max(0, mode-nearMode); x <= math.Min(mode+nearMode, size); x++ {
				numerator, denominator := ratio(size, mode, x, p/(1-p))
				want := at(x) - at(mode)
				// Logarithms of atoms are of order 40 here, of odds as well: 2^-47 of each.
				if got := math.Log(numerator / denominator); !(math.Abs(got-want) <= 0x1p-46*40) {
					return fmt.Sprintf("n=%g p=%g x=%g: log f(x)/f(mode) = %g, want %g", size, p, x, got, want)
				}
			}
		}
	}
	return ""
}

func TestBinomialRatio(t *testing.T) {
	if defect := ratioDefect(binomialRatio); defect != "" {
		t.Error(defect)
	}
	for name, mutant := range map[string]func(size, mode, x, odds float64) (float64, float64){
		"n for n+1": func(size, mode, x, odds float64) (float64, float64) {
			return binomialRatio(size-1, mode, x, odds)
		},
		"mode off by one": func(size, mode, x, odds float64) (float64, float64) {
			return binomialRatio(size, mode+1, x, odds)
		},
		"p for odds": func(size, mode, x, odds float64) (float64, float64) {
			return binomialRatio(size, mode, x, odds/(1+odds))
		},
		"ratio turned around": func(size, mode, x, odds float64) (float64, float64) {
			return binomialRatio(size, x, mode, odds)
		},
	} {
		if ratioDefect(mutant) == "" {
			t.Errorf("%s: not found", name)
		}
	}
}
