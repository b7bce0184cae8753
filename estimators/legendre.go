package estimators

import "gonum.org/v1/gonum/integrate/quad"

const legendrePoints = 24

var legendreNodes, legendreWeights = func() (nodes, weights []float64) {
	nodes, weights = make([]float64, legendrePoints), make([]float64, legendrePoints)
	quad.Legendre{}.FixedLocations(nodes, weights, -1, 1)
	return nodes, weights
}()
