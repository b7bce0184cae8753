// Package geometry holds balls of R^d by their points, and the norms that constants on them are stated in.
package geometry

import (
	"math"

	"gonum.org/v1/gonum/mat"
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

// LargestEntry is max |v|, 0 of no values.
func LargestEntry(values []float64) float64 {
	largest := 0.0
	for _, v := range values {
		largest = math.Max(largest, math.Abs(v))
	}
	return largest
}

// Distance is ‖θ − η‖, without overflow.
func Distance(theta, eta []float64) float64 {
	if len(theta) == 1 {
		return math.Abs(theta[0] - eta[0]) // as Hypot(0, x) is
	}
	norm := 0.0
	for i, v := range theta {
		norm = math.Hypot(norm, v-eta[i])
	}
	return norm
}

// Spectrum is the least eigenvalue and the operator norm of a symmetric d×d matrix.
func Spectrum(matrix []float64, d int) (least, norm float64) {
	var eigen mat.EigenSym
	if !eigen.Factorize(mat.NewSymDense(d, matrix), false) {
		return math.NaN(), math.NaN()
	}
	values := eigen.Values(nil)
	return values[0], math.Max(math.Abs(values[0]), math.Abs(values[d-1]))
}

// RelativeRounding covers the eigenvalue solver and a dozen operations of each side.
const RelativeRounding = 1e-11
