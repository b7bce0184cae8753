package geometry

import (
	"math"
)

// Directions are unit vectors of R^d: the axes, their opposites and, up to d = 6, the diagonals of the cube.
func Directions(d int) [][]float64 {
	var all [][]float64
	for k := range d {
		for _, sign := range []float64{1, -1} {
			u := make([]float64, d)
			u[k] = sign
			all = append(all, u)
		}
	}
	for signs := range 1 << d {
		if d == 1 || d > 6 {
			break
		}
		u := make([]float64, d)
		for k := range u {
			u[k] = (1 - 2*float64(signs>>k&1)) / math.Sqrt(float64(d))
		}
		all = append(all, u)
	}
	return all
}

// BallPoints are θ* and points of B_r(θ*) along directions, the sphere included.
func BallPoints(truth []float64, r float64) [][]float64 {
	points := [][]float64{truth}
	for _, share := range []float64{1 - 1e-12, 0.5, 0.25} {
		for _, u := range Directions(len(truth)) {
			theta := append([]float64(nil), truth...)
			for k := range theta {
				theta[k] += share * r * u[k]
			}
			points = append(points, theta)
		}
	}
	return points
}
