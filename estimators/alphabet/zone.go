package alphabet

import "math"

// concave says whether ℓ is known to be strictly concave where its Hessian lies in the view's.
func (v landscape) concave() bool {
	d := len(v.gradient)
	curvature := make([]enclosure, d*d)
	for i, h := range v.hessian {
		curvature[i] = h.Neg()
	}
	least, _ := spectrum(curvature, d)
	return least.Lo > 0
}

const (
	// located is the reach, relative to Θ, of the box around a point that Newton's method has come to.
	located = 0x1p-40
	// widestZone is the reach of the first zone, zoneTries is how many are tried, each half of the last.
	widestZone, zoneTries = 0.5, 8
)

// zone is a box all of whose maximisers are known.
type zone []enclosure

func (z zone) holds(box []enclosure) bool {
	for i, side := range box {
		if side.Lo < z[i].Lo || side.Hi > z[i].Hi {
			return false
		}
	}
	return true
}

func (a *ascent) zoned(box []enclosure) bool {
	for _, z := range a.zones {
		if z.holds(box) {
			return true
		}
	}
	return false
}

// around is the part of Θ's box within a reach, relative to its sides, of θ.
func (a *ascent) around(theta []float64, reach float64) []enclosure {
	box := make([]enclosure, len(theta))
	for i, v := range theta {
		box[i] = enclosure{Lo: v - reach*a.scale[i], Hi: v + reach*a.scale[i]}
		if !a.space.isBall() {
			box[i] = meet(box[i], enclosure{Lo: a.space.Low[i], Hi: a.space.High[i]})
		}
	}
	return box
}

// settle is a box that holds all maximisers in the given one: proved says that this is one point, a zero of the
// derivatives along the faces that it lies on, or of ∇ℓ − μ(θ − c) on a sphere. view is ℓ over a box around it.
func (a *ascent) settle(box []enclosure) (within []enclosure, view landscape, proved bool) {
	for range len(box) + 1 {
		cut, inside := a.space.cut(box)
		if cut == nil {
			return nil, view, false
		}
		view = a.l.over(a.l.f.chart(cut))
		next, _, proved := a.reduce(cut, inside, view)
		if size, _ := a.size(next); next == nil || proved || size == 0 {
			return next, view, next != nil
		}
		faces := 0
		for i, side := range next {
			if side.Lo == side.Hi && cut[i].Lo < cut[i].Hi {
				faces++
			}
		}
		if faces == 0 {
			return nil, view, false
		}
		box = next
	}
	return nil, view, false
}

// peak is the box around a maximum near θ of ℓ over the part of Θ around it, if ℓ is concave there; nil where it is not
// found to be one.
func (a *ascent) peak(theta []float64) []enclosure {
	around := a.around(theta, located)
	box, view, proved := a.settle(around)
	if !proved {
		return nil
	}
	if _, inside := a.space.cut(around); !inside {
		from, _ := offset(box, a.space.Centre)
		radial := enclosure{}
		for i, g := range view.gradient {
			radial = radial.Add(g.Mul(from[i]))
		}
		if !(radial.Lo > 0) { // a least value on the sphere, perhaps
			return nil
		}
	}
	return box
}

// claim makes a zone around a maximiser near θ: as wide as the last, or the widest of its halves, that is known to have
// no other.
func (a *ascent) claim(theta []float64) {
	a.best = math.Max(a.best, a.l.at(theta).Lo)
	at := a.peak(theta)
	if at == nil {
		return
	}
	reach := widestZone
	if a.screens.reach > 0 {
		reach = a.screens.reach
	}
	for try := range zoneTries {
		if box := a.around(theta, reach); a.alone(box, at) {
			if a.screens.reach = reach; try == 0 {
				a.screens.reach = math.Min(2*reach, widestZone)
			}
			a.zones = append(a.zones, box)
			a.keep(at)
			return
		}
		reach /= 2
	}
}

// alone says whether the box is known to hold no maximiser but that in the box at.
func (a *ascent) alone(box, at []enclosure) bool {
	cut, inside := a.space.cut(box)
	view := a.l.over(a.l.f.chart(cut))
	if view.concave() {
		return true
	}
	all, _, proved := a.reduce(cut, inside, view)
	if !proved && all != nil && !sameFaces(all, cut) {
		all, _, proved = a.settle(all)
	}
	return proved && sameFaces(all, at)
}

// sameFaces says whether the same coordinates are fixed.
func sameFaces(a, b []enclosure) bool {
	for i := range a {
		if (a[i].Lo == a[i].Hi) != (b[i].Lo == b[i].Hi) {
			return false
		}
	}
	return true
}

// start climbs from the highest point of a grid. It returns the maximiser of a concave ℓ, if it has found it; that of
// another is claimed.
func (a *ascent) start(weights []enclosure, hull []enclosure) []enclosure {
	f, total, width := a.l.f, 0.0, 0.0
	if f.letters <= maxLetters {
		a.weights = middle(weights)
		for _, w := range weights {
			total, width = total+w.Hi, width+w.Width()
		}
		a.slack = total*float64(f.letters+4)*0x1p-52 + width*(1+0x1p-40)
	}
	if f.channel != nil {
		return nil
	}
	theta := middle(hull)
	if a.weights != nil {
		theta = a.screens.highest(a.weights)
	}
	if a.screens.whole == nil {
		a.screens.whole = f.chart(hull)
	}
	concave := f.natural || a.l.over(a.screens.whole).concave()
	if !a.climb(theta) {
		return nil
	}
	if concave {
		return a.peak(theta)
	}
	a.claim(theta)
	return nil
}
