// Package kolmogorov measures the Kolmogorov distance sup |F − G| of samples and laws.
package kolmogorov

import (
	"math"
	"slices"
)

// OneSample is sup |F_n − F| for a continuous F; 1 where F is not a number. It sorts the values.
func OneSample(values []float64, cdf func(float64) float64) float64 {
	slices.Sort(values)
	distance, n := 0.0, float64(len(values))
	for i, x := range values {
		f := cdf(x)
		if math.IsNaN(f) {
			return 1
		}
		distance = max(distance, f-float64(i)/n, float64(i+1)/n-f)
	}
	return distance
}

// TwoSample is the distance of two sorted samples of equal size.
func TwoSample(a, b []float64) float64 {
	worst, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		x := math.Min(a[i], b[j])
		for i < len(a) && a[i] == x {
			i++
		}
		for j < len(b) && b[j] == x {
			j++
		}
		worst = max(worst, i-j, j-i)
	}
	return float64(worst) / float64(len(a))
}
