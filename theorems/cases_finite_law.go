package theorems

import (
	"fmt"
	"math"
)

// finiteLaw is a law on points of Z^d with probabilities weight/Σ weights, of mean 0.
type finiteLaw struct {
	name    string
	points  [][]int64
	weights []int64
}

// Laws of mean 0: three that are skew, and one that is symmetric.
var (
	skewLine  = twoPoints(2, 1)
	skewPlane = finiteLaw{"triangle in the plane", [][]int64{{2, 0}, {-1, 1}, {-1, -1}}, []int64{1, 1, 1}}
	skewSpace = finiteLaw{"tetrahedron in space", [][]int64{{3, 0, 0}, {-1, 1, 0}, {-1, -1, 1}, {-1, 0, -1}},
		[]int64{1, 1, 1, 1}}
	symmetricLaw = finiteLaw{"±(1, 2) and ±(3, 0)", [][]int64{{1, 2}, {-1, -2}, {3, 0}, {-3, 0}}, []int64{1, 1, 2, 2}}
)

// twoPoints is a with probability b/(a+b), −b with a/(a+b): 2 with 1/3 and −1 with 2/3 for (2, 1).
func twoPoints(a, b int64) finiteLaw {
	return finiteLaw{fmt.Sprintf("%d with weight %d, −%d with weight %d", a, b, b, a), [][]int64{{a}, {-b}},
		[]int64{b, a}}
}

func (l finiteLaw) dim() int { return len(l.points[0]) }

// scale is the least σ with P(‖z‖ ≥ u) ≤ 2 exp(−u²/(2σ²)) for all u: the tail only matters at the norms of the points.
func (l finiteLaw) scale() float64 {
	total := 0.0
	for _, w := range l.weights {
		total += float64(w)
	}
	sigma := 0.0
	for _, z := range l.points {
		tail := 0.0
		for i, y := range l.points {
			if euclidean(y) >= euclidean(z) {
				tail += float64(l.weights[i])
			}
		}
		sigma = math.Max(sigma, euclidean(z)/math.Sqrt(2*math.Log(2*total/tail)))
	}
	return sigma
}

func euclidean(z []int64) float64 {
	sum := 0.0
	for _, v := range z {
		sum += float64(v * v)
	}
	return math.Sqrt(sum)
}
