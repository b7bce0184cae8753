package estimators

import (
	"slices"
	"sort"
)

// within are the points inside [a, b], sorted and each once: breakpoints for quadrature.Integrate.
func within(points []float64, a, b float64) []float64 {
	points = slices.DeleteFunc(points, func(x float64) bool { return !(x >= a && x <= b) })
	sort.Float64s(points)
	return slices.Compact(points)
}
