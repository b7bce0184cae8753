// Package kolmogorov compares empirical distributions in the uniform distance, with a bound on false alarms that holds
// for every number of samples.
package kolmogorov

import (
	"math"
	"slices"
)

// Critical is the distance d with P(sup|F_N − F| > d) ≤ α for N = n samples of any law F:
//
//	d = √(log(2/α)/2n)
//
// (Dvoretzky, Kiefer and Wolfowitz 1956 with the constant of Massart 1990). Of two samples of size n of one law the
// empirical distributions are within 2d with probability at least 1 − 2α.
func Critical(n int, alpha float64) float64 { return math.Sqrt(math.Log(2/alpha) / float64(2*n)) }

// Between is the distance of two sorted samples of one size. Values closer than tie are one atom: two computations may
// round a discrete quantity differently.
func Between(a, b []float64, tie float64) float64 {
	i, j, worst := 0, 0, 0.0
	for i < len(a) && j < len(b) {
		at := math.Min(a[i], b[j]) + tie
		for i < len(a) && a[i] <= at {
			i++
		}
		for j < len(b) && b[j] <= at {
			j++
		}
		worst = math.Max(worst, math.Abs(float64(i-j))/float64(len(a)))
	}
	return worst
}

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
