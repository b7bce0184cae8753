package geometry

import (
	"math"
)

func LargestEntry(values []float64) float64 {
	largest := 0.0
	for _, v := range values {
		largest = math.Max(largest, math.Abs(v))
	}
	return largest
}

func Distance(theta, eta []float64) float64 {
	norm := 0.0
	for i, v := range theta {
		norm = math.Hypot(norm, v-eta[i])
	}
	return norm
}
