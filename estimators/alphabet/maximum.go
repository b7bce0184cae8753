package alphabet

import (
	"container/heap"
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/interval"
)

// maxCells is the budget of a maximisation: boxes looked at.
const maxCells = 20_000

const (
	// finest is the side, relative to Θ's, at which a box is no longer halved: maxima on the verge of a face.
	finest = 0x1p-46
	// fine is the side from which a box is kept once contraction no longer helps: rounding is what is left.
	fine = 0x1p-20
	// widest is the side of a cluster of boxes up to which it counts as one maximiser.
	widest = 0x1p-16
)

// Maxima are boxes, one around each maximiser over Θ of Σ_k w_k log p_θ(k), weights ≥ 0, not all 0. Every global
// maximiser lies in one of them; where there is more than one box, each holds points whose likelihood cannot be told
// from the maximum. Boxes are in the order of their first coordinates.
//
// Proof: branch and bound. A box is dropped where ℓ is below a value taken elsewhere in Θ; where a derivative has one
// sign and Θ goes on in that direction; where Krawczyk's operator excludes a zero of ∇ℓ, on a face of Θ of the free
// derivatives; on the sphere of a ball, where it excludes a solution of ∇ℓ = μ(θ − c), ‖θ − c‖ = r with μ ≥ 0. A
// natural family's ℓ is strictly concave, and that of others often on a small ball: there one point that satisfies the
// conditions of Karush, Kuhn and Tucker is all. Of two letters and one parameter all maximisers are zeros or turns of
// one polynomial, see oddsLine. What is to be beaten comes from a climb in floating point, with a zone around it that
// is known to hold no other maximiser; and most boxes are dropped by their screen.
//
// Errors: estimators.ErrEmptyPool, *estimators.NotConvergedError after 20,000 boxes or where maximisers fill a
// continuum.
func (f *Family) Maxima(weights []float64) ([][]enclosure, error) { return f.maxima(points(weights)) }

func (f *Family) maxima(weights []enclosure) ([][]enclosure, error) {
	return (&atlas{Family: f}).maxima(weights)
}

// maxima is Maxima for all weights of some intervals: a box for each maximiser holds it whatever they are.
func (c *atlas) maxima(weights []enclosure) ([][]enclosure, error) {
	f := c.Family
	total := 0.0
	for _, w := range weights {
		total += w.Lo
	}
	if !(total > 0) {
		return nil, estimators.ErrEmptyPool
	}
	a := &ascent{screens: c, space: f.space, best: math.Inf(-1)}
	hull := f.space.hull()
	for _, side := range hull {
		a.scale = append(a.scale, side.Hi-side.Lo)
	}
	if f.line != nil {
		if boxes := f.line.maximisers(weights); boxes != nil {
			for _, box := range boxes {
				a.done = append(a.done, summit{box, math.Inf(1)})
			}
			return a.clusters()
		}
	}
	a.l = f.likelihood(weights)
	if box := a.start(weights, hull); box != nil {
		return [][]enclosure{box}, nil
	}
	return a.search(hull)
}

// search is the branch and bound.
func (a *ascent) search(hull []enclosure) ([][]enclosure, error) {
	a.examine(hull)
	for len(a.open) > 0 {
		highest := heap.Pop(&a.open).(summit)
		if highest.top < a.best {
			break
		}
		a.halve(highest.box)
		if a.cells > maxCells {
			return nil, a.refuse(highest.box, fmt.Sprintf("%d boxes do not separate the maximum", a.cells))
		}
	}
	return a.clusters()
}

// ascent is one branch and bound.
type ascent struct {
	screens *atlas
	l       *likelihood
	space   Space
	scale   []float64 // sides of Θ
	best    float64   // ℓ takes a value ≥ best in Θ
	open    summits   // boxes to be halved
	done    []summit
	zones   []zone // what is left of them is done
	cells   int
	// weights are the middles, and slack bounds rounding and widths: see screen.
	weights []float64
	slack   float64
}

// summit is a box that cannot be dropped.
type summit struct {
	box []enclosure
	top float64 // sup ℓ ≤ top
}

// summits is a heap, the highest first.
type summits []summit

func (s summits) Len() int           { return len(s) }
func (s summits) Less(i, j int) bool { return s[i].top > s[j].top }
func (s summits) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *summits) Push(v any)        { *s = append(*s, v.(summit)) }
func (s *summits) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

func (a *ascent) refuse(at []enclosure, status string) error {
	return &estimators.NotConvergedError{Family: a.screens.name, Status: status, At: middle(at)}
}

// size is the largest side of a box relative to Θ's, and where.
func (a *ascent) size(box []enclosure) (size float64, axis int) {
	for i, side := range box {
		if s := side.Width() / a.scale[i]; s > size {
			size, axis = s, i
		}
	}
	return size, axis
}

// examine drops a box, or shrinks it as far as it goes, and keeps it or leaves it to be halved.
func (a *ascent) examine(box []enclosure) {
	for halved := true; ; halved = false {
		a.cells++
		within, inside := a.space.cut(box)
		if within == nil || a.zoned(within) {
			return
		}
		if halved && a.screen(box, inside) {
			return
		}
		box = within
		view := a.l.over(a.l.f.chart(box))
		a.raise(box, inside, view)
		if view.value.Hi < a.best {
			return
		}
		size, _ := a.size(box)
		next, moved, _ := a.reduce(box, inside, view)
		if next == nil {
			return
		}
		after, _ := a.size(next)
		switch {
		case after <= finest || after <= fine && moved && after > size/2:
			a.keep(next)
			return
		case after <= size/2:
			box = next
			continue
		}
		heap.Push(&a.open, summit{next, view.value.Hi})
		return
	}
}

// halve examines both halves of a box.
func (a *ascent) halve(box []enclosure) {
	_, axis := a.size(box)
	lower, upper := append([]enclosure(nil), box...), append([]enclosure(nil), box...)
	middle := box[axis].Middle()
	lower[axis].Hi, upper[axis].Lo = middle, middle
	a.examine(lower)
	a.examine(upper)
}

// keep looks once more at a box that stays: its own values, not those of the box that it was cut from, decide.
func (a *ascent) keep(box []enclosure) {
	_, inside := a.space.cut(box)
	view := a.l.over(a.l.f.chart(box))
	a.raise(box, inside, view)
	a.done = append(a.done, summit{box, view.value.Hi})
}

// raise lifts best to ℓ at a point of Θ in or near the box.
func (a *ascent) raise(box []enclosure, inside bool, view landscape) {
	value := view.valueAt
	if !inside {
		theta := middle(box)
		a.space.project(theta, theta)
		value = a.l.at(theta)
	}
	a.best = math.Max(a.best, value.Lo)
}

// reduce is a box that holds every maximiser over Θ in the box; nil if there is none. moved says whether it was
// contracted, successfully or not, to zeros of a derivative, proved that one zero is all that the box holds.
func (a *ascent) reduce(box []enclosure, inside bool, view landscape) (next []enclosure, moved, proved bool) {
	if a.space.isBall() {
		if inside {
			return stationary(box, view, allOf(len(box)))
		}
		return a.onSphere(box, view)
	}
	next = append(next, box...)
	var free []int
	settled := true
	for i, side := range box {
		low, high, g := a.space.Low[i], a.space.High[i], view.gradient[i]
		switch {
		case g.Lo > 0 && side.Hi < high, g.Hi < 0 && side.Lo > low:
			return nil, false, false
		case g.Lo > 0:
			next[i] = interval.Point(high)
		case g.Hi < 0:
			next[i] = interval.Point(low)
		case side.Lo == side.Hi: // on a face, with a derivative that may be 0
		case side.Lo == low || side.Hi == high:
			settled = false
		default:
			free = append(free, i)
		}
	}
	if !settled || len(free) == 0 {
		return next, settled, false
	}
	for i := range next {
		if next[i] != box[i] { // a face that the next round looks at
			return next, true, false
		}
	}
	return stationary(box, view, free)
}

func allOf(d int) []int { return []int{0, 1, 2, 3}[:d] }

// stationary contracts the free coordinates of the box to the zeros of their derivatives.
func stationary(box []enclosure, view landscape, free []int) (next []enclosure, moved, proved bool) {
	d, n := len(box), len(free)
	x, at, jacobian := make([]enclosure, n), make([]enclosure, n), make([]enclosure, n*n)
	for a, i := range free {
		if g := view.gradient[i]; g.Lo > 0 || g.Hi < 0 {
			return nil, false, false
		}
		x[a], at[a] = box[i], view.gradientAt[i]
		for b, j := range free {
			jacobian[a*n+b] = view.hessian[i*d+j]
		}
		// The middle of a coordinate that is not free is the coordinate itself: a face.
	}
	x, proved = contract(x, at, jacobian)
	if x == nil {
		return nil, false, false
	}
	next = append([]enclosure(nil), box...)
	for a, i := range free {
		next[i] = x[a]
	}
	return next, true, proved
}

// onSphere looks at a box that the sphere ‖θ − c‖ = r cuts. While ∇ℓ may vanish inside, the box can only be halved;
// else the maximisers in it solve ∇ℓ = μ(θ − c) on the sphere, with μ = ∇ℓ·(θ − c)/r² ≥ 0.
func (a *ascent) onSphere(box []enclosure, view landscape) (next []enclosure, moved, proved bool) {
	d := len(box)
	still := true
	for _, g := range view.gradient {
		still = still && g.Lo <= 0 && g.Hi >= 0
	}
	if still {
		return box, false, false
	}
	from, square := offset(box, a.space.Centre)
	limit := interval.Point(a.space.Radius).Square()
	if square.Hi < limit.Lo {
		return nil, false, false
	}
	radial := enclosure{}
	for i, g := range view.gradient {
		radial = radial.Add(g.Mul(from[i]))
		for j := range i {
			if turn := g.Mul(from[j]).Sub(view.gradient[j].Mul(from[i])); turn.Lo > 0 || turn.Hi < 0 {
				return nil, false, false
			}
		}
	}
	if radial.Hi < 0 {
		return nil, false, false
	}
	multiplier := radial.Div(limit)
	multiplier = enclosure{Lo: multiplier.Lo - multiplier.Width()/8, Hi: multiplier.Hi + multiplier.Width()/8}
	x := append(append([]enclosure(nil), box...), multiplier)
	centre := middle(x)
	fromAt, squareAt := offset(points(centre[:d]), a.space.Centre)
	n := d + 1
	at, jacobian := make([]enclosure, n), make([]enclosure, n*n)
	at[d] = squareAt.Sub(limit).Times(0.5)
	for i := range d {
		at[i] = view.gradientAt[i].Sub(fromAt[i].Times(centre[d]))
		for j := range d {
			jacobian[i*n+j] = view.hessian[i*d+j]
		}
		jacobian[i*n+i] = jacobian[i*n+i].Sub(x[d])
		jacobian[i*n+d] = from[i].Neg()
		jacobian[d*n+i] = from[i]
	}
	x, proved = contract(x, at, jacobian)
	if x == nil {
		return nil, false, false
	}
	return x[:d], true, proved
}

// clusters joins the boxes that remain: those that touch, or nearly, are one maximiser.
func (a *ascent) clusters() ([][]enclosure, error) {
	var maxima [][]enclosure
	for _, s := range a.done {
		if s.top < a.best {
			continue
		}
		box := s.box
		for i := 0; i < len(maxima); {
			if a.near(maxima[i], box) {
				for j := range box {
					box[j] = box[j].Hull(maxima[i][j])
				}
				maxima = append(maxima[:i], maxima[i+1:]...)
				i = 0
			} else {
				i++
			}
		}
		maxima = append(maxima, box)
	}
	for i, box := range maxima {
		if size, _ := a.size(box); size > widest {
			return nil, a.refuse(box, "maximisers fill a continuum, or nearly")
		}
		for j := i; j > 0 && less(maxima[j], maxima[j-1]); j-- {
			maxima[j], maxima[j-1] = maxima[j-1], maxima[j]
		}
	}
	if len(maxima) == 0 {
		return nil, a.refuse(a.space.hull(), "no box is left")
	}
	return maxima, nil
}

func less(a, b []enclosure) bool {
	for i := range a {
		if a[i].Lo != b[i].Lo {
			return a[i].Lo < b[i].Lo
		}
	}
	return false
}

// near says whether the boxes are at most a finest side, or their own sides together, apart.
func (a *ascent) near(x, y []enclosure) bool {
	for i := range x {
		gap := math.Max(x[i].Lo-y[i].Hi, y[i].Lo-x[i].Hi)
		if gap > 2*finest*a.scale[i]+x[i].Width()+y[i].Width() {
			return false
		}
	}
	return true
}
