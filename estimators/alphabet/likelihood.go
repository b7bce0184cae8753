package alphabet

import "itermle/internal/interval"

// likelihood is ℓ(θ) = Σ_k w_k log p_θ(k) = Σ_m a_m φ_m(θ) − W·(L − g_0), W = Σ w_k; behind a channel the log-odds are
// no polynomials, and the weights are kept instead of the a_m.
type likelihood struct {
	f       *Family
	a       []enclosure
	weights []enclosure
	total   enclosure
}

func (f *Family) likelihood(weights []enclosure) *likelihood {
	m := len(f.monomials)
	l := &likelihood{f: f, a: make([]enclosure, m)}
	for k, w := range weights {
		if w == (enclosure{}) {
			continue
		}
		l.total = l.total.Add(w)
		if f.channel != nil {
			l.weights = weights
			continue
		}
		for j, c := range f.odds[k*m : (k+1)*m] {
			if c != (enclosure{}) {
				l.a[j] = l.a[j].Add(c.Mul(w))
			}
		}
	}
	return l
}

// series is ℓ's from that of the normaliser.
func (l *likelihood) series(t *taylor) []enclosure {
	row := make([]enclosure, len(t.normaliser))
	combine(row, l.a, t.basis)
	combine(row, l.weights, t.odds)
	for j, v := range t.normaliser {
		row[j] = row[j].Sub(l.total.Mul(v))
	}
	return row
}

// landscape is ℓ over a box, with what it is at the middle.
type landscape struct {
	value, valueAt       enclosure
	gradient, gradientAt []enclosure
	hessian              []enclosure
}

// chart is what every likelihood on a box has in common: the expansions, and X − middle.
type chart struct {
	reach    []enclosure
	at, over *taylor
}

func (f *Family) chart(box []enclosure) *chart {
	centre := middle(box)
	c := &chart{reach: make([]enclosure, len(box))}
	for i, side := range box {
		c.reach[i] = side.Sub(interval.Point(centre[i]))
	}
	c.at = f.taylor(shapeOf(len(box), 1), points(centre), nil, nil)
	c.over = f.taylor(shapeOf(len(box), 2), box, c.reach, c.at)
	return c
}

// atlas keeps the screens of the boxes that halving Θ makes: those of all likelihoods, so that the many of an exact
// law are cheap. It serves one goroutine; without a map it keeps nothing.
type atlas struct {
	*Family
	screens map[[2 * maxDim]float64]*screen
	peaks   *lookout
	reach   float64 // of the zone to try first
	whole   *chart  // that of the hull of Θ
	// odds and phi are what look works on.
	odds, phi []float64
}

// highest is the point of a grid where Σ w_k log p_θ(k) is largest.
func (a *atlas) highest(weights []float64) []float64 {
	if a.peaks == nil {
		a.peaks = a.lookout()
	}
	return a.peaks.highest(weights)
}

func (f *Family) atlas() *atlas {
	return &atlas{Family: f, screens: map[[2 * maxDim]float64]*screen{}}
}

// maxScreens bounds the memory of an atlas.
const maxScreens = 1 << 13

// screen keeps what it returns: the boxes that halving makes come again.
func (a *atlas) screen(box []enclosure) *screen {
	var key [2 * maxDim]float64
	for i, side := range box {
		key[2*i], key[2*i+1] = side.Lo, side.Hi
	}
	s := a.screens[key]
	if s == nil {
		s = newScreen(a.Family.chart(box), a.letters)
		if a.screens != nil && len(a.screens) < maxScreens {
			a.screens[key] = s
		}
	}
	return s
}

// over is the landscape of a box: gradient in mean-value form, value in that and in Taylor's of order two.
func (l *likelihood) over(c *chart) landscape {
	d := len(c.reach)
	s := c.over.shape
	at, over, reach := l.series(c.at), l.series(c.over), c.reach
	view := landscape{valueAt: at[0], gradientAt: at[1:], gradient: make([]enclosure, d),
		hessian: make([]enclosure, d*d)}
	value, taylor := at[0], at[0]
	for i := range d {
		taylor = taylor.Add(at[1+i].Mul(reach[i]))
		view.gradient[i] = at[1+i]
		for j := range d {
			place := s.second(i, j)
			view.hessian[i*d+j] = over[place].Times(s.factorial(place))
			view.gradient[i] = view.gradient[i].Add(view.hessian[i*d+j].Mul(reach[j]))
			if i == j {
				taylor = taylor.Add(over[place].Mul(reach[i].Square()))
			} else if i < j {
				taylor = taylor.Add(over[place].Mul(reach[i].Mul(reach[j])))
			}
		}
		view.gradient[i] = meet(view.gradient[i], over[1+i])
		value = value.Add(view.gradient[i].Mul(reach[i]))
	}
	view.value = meet(meet(value, taylor), over[0])
	return view
}

// at encloses ℓ(θ).
func (l *likelihood) at(theta []float64) enclosure {
	return l.series(l.f.taylor(shapeOf(len(theta), 0), points(theta), nil, nil))[0]
}
