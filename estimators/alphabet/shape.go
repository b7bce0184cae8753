package alphabet

import "sync"

// shape lists the multi-indices α of d variables with |α| ≤ order, by total degree, and how they add: the index set of
// truncated power series.
type shape struct {
	dim, order int
	alphas     [][]int
	first      []int      // first[m] is the place of the first α with |α| = m; first[order+1] = len(alphas)
	above      [][]int    // above[j][i] is the place of α_j + e_i, −1 beyond the order
	products   [][]addend // products[j]: all pairs of places a, b with α_a + α_b = α_j
	axis       []int      // the first coordinate with α_i > 0
}

// maxCoefficients is how many multi-indices four variables have up to the order 4.
const maxCoefficients = 70

// addend is a pair (a, b) of places; share is α_a[i] for i the axis of the sum.
type addend struct {
	a, b  int
	share float64
}

var shapes [maxDim + 1][5]struct {
	once  sync.Once
	shape *shape
}

// shapeOf is the shape of d variables up to the order ≤ 4.
func shapeOf(dim, order int) *shape {
	slot := &shapes[dim][order]
	slot.once.Do(func() { slot.shape = newShape(dim, order) })
	return slot.shape
}

func newShape(dim, order int) *shape {
	s := &shape{dim: dim, order: order}
	place := map[[maxDim]int]int{}
	var alpha [maxDim]int
	var fill func(i, left int)
	fill = func(i, left int) {
		if i == dim-1 {
			alpha[i] = left
			place[alpha] = len(s.alphas)
			s.alphas = append(s.alphas, append([]int(nil), alpha[:dim]...))
			return
		}
		for e := left; e >= 0; e-- {
			alpha[i] = e
			fill(i+1, left-e)
		}
	}
	for m := range order + 1 {
		s.first = append(s.first, len(s.alphas))
		fill(0, m)
	}
	s.first = append(s.first, len(s.alphas))
	find := func(alpha [maxDim]int) int {
		if j, found := place[alpha]; found {
			return j
		}
		return -1
	}
	s.products = make([][]addend, len(s.alphas))
	for j, alpha := range s.alphas {
		axis := 0
		for axis < dim-1 && alpha[axis] == 0 {
			axis++
		}
		s.axis = append(s.axis, axis)
		above := make([]int, dim)
		for i := range above {
			var next [maxDim]int
			copy(next[:], alpha)
			next[i]++
			above[i] = find(next)
		}
		s.above = append(s.above, above)
		for a, left := range s.alphas[:j+1] {
			var rest [maxDim]int
			fits := true
			for i := range left {
				rest[i] = alpha[i] - left[i]
				fits = fits && rest[i] >= 0
			}
			if fits {
				s.products[j] = append(s.products[j], addend{a, find(rest), float64(left[axis])})
			}
		}
	}
	return s
}

// second and third are the places of e_i + e_j and e_i + e_j + e_l.
func (s *shape) second(i, j int) int   { return s.above[1+i][j] }
func (s *shape) third(i, j, l int) int { return s.above[s.second(i, j)][l] }

// factorial is α! of the j-th multi-index.
func (s *shape) factorial(j int) float64 {
	product := 1.0
	for _, a := range s.alphas[j] {
		for ; a > 1; a-- {
			product *= float64(a)
		}
	}
	return product
}
