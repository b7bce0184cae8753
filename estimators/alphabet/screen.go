package alphabet

import (
	"container/heap"
	"math"
)

// screen is what is known of log p_θ(k) over a box, k < K, in the form that is added up with weights in a few
// nanoseconds a letter: ends of the value and of ∇ at the middle c, and of the Taylor coefficients ∂^α/α!, |α| = 2,
// over the box, in the order of a shape. It drops most boxes of most likelihoods before any interval is formed.
type screen struct {
	shape     *shape
	reach     []float64 // |θ_i − c_i| ≤ reach_i
	low, high []float64 // K×len(shape.alphas)
	size      []float64 // the largest modulus over the letters
	// share is p_c(k), odds the moduli of the coefficients |α| = 2 of the log-odds o_k over the box, as many a letter.
	share []enclosure
	odds  []float64
}

func newScreen(c *chart, letters int) *screen {
	s := &screen{shape: c.over.shape}
	n, first := len(s.shape.alphas), s.shape.first[2]
	for _, side := range c.reach {
		s.reach = append(s.reach, side.Abs().Hi)
	}
	room := make([]float64, (3*letters+1)*n)
	s.low, s.high, s.odds, s.size = room[:letters*n], room[letters*n:2*letters*n], room[2*letters*n:3*letters*n],
		room[3*letters*n:]
	s.share = c.at.p
	for k := range letters {
		for j := range n {
			from := c.over
			if j < first {
				from = c.at
			}
			v := from.normaliser[j].Neg()
			if odds := from.odds[k]; j < len(odds) {
				v = odds[j].Add(v)
				if j >= first {
					s.odds[k*n+j] = odds[j].Abs().Hi
				}
			}
			s.low[k*n+j], s.high[k*n+j] = v.Lo, v.Hi
			s.size[j] = math.Max(s.size[j], v.Abs().Hi)
		}
	}
	return s
}

// over bounds ℓ = Σ_k w_k log p_θ(k) and ∇ℓ over the box. Sums of K terms are off by at most K + 1 units of 2^-53 of
// Σ w_k times the largest term, and weights that are intervals by their widths times it: slack is the two together.
// What follows them takes fewer than 64 roundings.
func (s *screen) over(weights []float64, slack float64, gradient []enclosure) (top float64) {
	n, d := len(s.size), len(s.reach)
	var low, high [1 + maxDim + maxDim*(maxDim+1)/2]float64
	for j := range n {
		l, h := 0.0, 0.0
		for k, w := range weights {
			l += w * s.low[k*n+j]
			h += w * s.high[k*n+j]
		}
		low[j], high[j] = l-slack*s.size[j], h+slack*s.size[j]
	}
	top, flat, size := high[0], high[0], math.Max(math.Abs(low[0]), math.Abs(high[0]))
	for i, r := range s.reach {
		steep, bend := math.Max(-low[1+i], high[1+i]), high[s.shape.second(i, i)]
		rise := r * (steep + r*bend)
		if steep < -2*bend*r { // the top of the parabola lies inside
			rise = steep * steep / (-4 * bend)
		}
		top += rise
		flat += r * steep
		size += r * (steep + r*math.Abs(bend))
		turn := 0.0
		for j := range d {
			place := s.shape.second(i, j)
			c := math.Max(-low[place], high[place])
			if i == j {
				c *= 2
			} else if i < j {
				top += r * c * s.reach[j]
				size += r * c * s.reach[j]
			}
			turn += c * s.reach[j]
		}
		turn += 0x1p-46 * (turn + steep)
		gradient[i] = enclosure{Lo: low[1+i] - turn, Hi: high[1+i] + turn}
	}
	flat += s.tangent(weights, slack)
	return math.Min(top, flat) + 0x1p-46*size
}

// tangent is what ℓ − ℓ(c) may be beyond ∇ℓ(c)(θ − c): ℓ is concave in the log-odds o, so that
//
//	ℓ(θ) ≤ ℓ(c) + Σ_k (w_k − W p_c(k)) (o_k(θ) − o_k(c)),   W = Σ_k w_k,
//
// a polynomial with the gradient ∇ℓ(c) at c.
func (s *screen) tangent(weights []float64, slack float64) (rise float64) {
	n, total := len(s.size), 0.0
	for _, w := range weights {
		total += w
	}
	for k, w := range weights {
		residual := math.Max(math.Abs(w-total*s.share[k].Lo), math.Abs(w-total*s.share[k].Hi)) + 2*slack
		for i, r := range s.reach {
			for j := range i + 1 {
				rise += residual * s.odds[k*n+s.shape.second(i, j)] * r * s.reach[j]
			}
		}
	}
	return rise * (1 + 0x1p-46)
}

// coarse is the side, relative to Θ's, down to which boxes are only screened and halved, coarseAcross that of those
// that a sphere cuts: ℓ may be higher beyond it.
const coarse, coarseAcross = 0x1p-9, 0x1p-5

// screen drops a box by its screen, or leaves it to be halved.
func (a *ascent) screen(box []enclosure, inside bool) bool {
	if a.weights == nil {
		return false
	}
	var gradient [maxDim]enclosure
	top := a.screens.screen(box).over(a.weights, a.slack, gradient[:])
	if top < a.best {
		return true
	}
	for i, side := range box {
		g := gradient[i]
		if a.space.isBall() {
			if inside && (g.Lo > 0 || g.Hi < 0) {
				return true
			}
		} else if g.Lo > 0 && side.Hi < a.space.High[i] || g.Hi < 0 && side.Lo > a.space.Low[i] {
			return true
		}
	}
	if size, _ := a.size(box); size <= coarse || !inside && size <= coarseAcross {
		return false
	}
	heap.Push(&a.open, summit{box, top})
	return true
}

// lookout lists points of Θ with log p_θ(k) there: the highest of a likelihood is where its climb starts.
type lookout struct {
	points  [][]float64
	heights [][]float64
}

// lookoutSides is how many points each coordinate has in d dimensions.
var lookoutSides = [maxDim + 1]int{1: 17, 2: 7, 3: 3, 4: 2}

func (f *Family) lookout() *lookout {
	g := &lookout{}
	hull, side := f.space.hull(), lookoutSides[f.Dim()]
	index := make([]int, len(hull))
	for {
		theta, heights := make([]float64, len(hull)), make([]float64, f.letters)
		for i, x := range hull {
			theta[i] = x.Lo + x.Width()*(float64(index[i])+0.5)/float64(side)
		}
		f.space.project(theta, theta)
		normaliser := f.logWeights(heights, theta)
		for k := range heights {
			heights[k] -= normaliser
		}
		g.points, g.heights = append(g.points, theta), append(g.heights, heights)
		i := 0
		for ; i < len(index); i++ {
			if index[i]++; index[i] < side {
				break
			}
			index[i] = 0
		}
		if i == len(index) {
			return g
		}
	}
}

// highest is the point of the grid where Σ w_k log p_θ(k) is largest.
func (g *lookout) highest(weights []float64) []float64 {
	best, at := math.Inf(-1), 0
	for i, heights := range g.heights {
		sum := 0.0
		for k, w := range weights {
			if w != 0 {
				sum += w * heights[k]
			}
		}
		if sum > best {
			best, at = sum, i
		}
	}
	return append([]float64(nil), g.points[at]...)
}
