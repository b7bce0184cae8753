package alphabet

import (
	"itermle/internal/interval"
)

// likelihood is ℓ(θ) = Σ_k w_k log p_θ(k) = Σ_m a_m φ_m(θ) − W·(L − g_0), W = Σ w_k.
type likelihood struct {
	f     *Family
	a     []enclosure
	total enclosure
}

func (f *Family) likelihood(weights []enclosure) *likelihood {
	m := len(f.monomials)
	l := &likelihood{f: f, a: make([]enclosure, m)}
	for k, w := range weights {
		if w == (enclosure{}) {
			continue
		}
		l.total = l.total.Add(w)
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

// over is the landscape of a box: value and gradient in mean-value form.
func (l *likelihood) over(box []enclosure) landscape {
	d := len(box)
	centre := middle(box)
	reach := make([]enclosure, d)
	for i, side := range box {
		reach[i] = side.Sub(interval.Point(centre[i]))
	}
	s := shapeOf(d, 2)
	one := l.f.taylor(shapeOf(d, 1), points(centre), nil)
	at, over := l.series(one), l.series(l.f.taylor(s, box, l.f.tightOdds(box, reach, one)))
	view := landscape{valueAt: at[0], gradientAt: at[1:], gradient: make([]enclosure, d), hessian: make([]enclosure, d*d)}
	value := at[0]
	for i := range d {
		view.gradient[i] = at[1+i]
		for j := range d {
			place := s.second(i, j)
			view.hessian[i*d+j] = over[place].Times(s.factorial(place))
			view.gradient[i] = view.gradient[i].Add(view.hessian[i*d+j].Mul(reach[j]))
		}
		view.gradient[i] = meet(view.gradient[i], over[1+i])
		value = value.Add(view.gradient[i].Mul(reach[i]))
	}
	view.value = meet(value, over[0])
	return view
}

// at encloses ℓ(θ).
func (l *likelihood) at(theta []float64) enclosure {
	return l.series(l.f.taylor(shapeOf(len(theta), 0), points(theta), nil))[0]
}
