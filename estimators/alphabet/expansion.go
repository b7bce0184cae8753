package alphabet

import (
	"math"

	"itermle/internal/interval"
)

// taylor is the series, about every θ of a box at once, of the log-odds o_k of the letters and of the normaliser log
// Σ_k e^{o_k}, so that log p_θ(k) = o_k − normaliser. o_k is g_k − g_0, or log Σ_j W_jk e^{g_j − g_0} behind a channel.
// odds rows stop at order 1 where the family is natural.
type taylor struct {
	shape      *shape
	basis      [][]enclosure
	odds       [][]enclosure
	p          []enclosure // p_θ(k)
	normaliser []enclosure
}

// taylor expands to the shape's order. at, if not nil, is the expansion at the middle of the box, X − middle = reach:
// of an order ≥ 1 the log-odds are then enclosed by their mean-value forms as well.
func (f *Family) taylor(s *shape, box, reach []enclosure, at *taylor) *taylor {
	size, m := len(s.alphas), len(f.monomials)
	t := &taylor{shape: s, basis: f.basis(s, box)}
	rowSize := size
	if f.natural {
		rowSize = min(size, 1+s.dim)
	}
	t.odds = make([][]enclosure, f.sources())
	buffer := make([]enclosure, len(t.odds)*rowSize)
	for k := range t.odds {
		t.odds[k] = buffer[k*rowSize : (k+1)*rowSize]
		combine(t.odds[k], f.odds[k*m:(k+1)*m], t.basis)
	}
	if f.channel != nil {
		t.odds = f.channel.observe(s, t.odds)
	}
	if at != nil {
		for k, row := range t.odds {
			value := at.odds[k][0]
			for i, reach := range reach {
				value = value.Add(row[1+i].Mul(reach))
			}
			row[0] = meet(row[0], value)
		}
	}
	t.normaliser, t.p = s.logSum(t.odds, nil)
	return t
}

// logSum is the series of log Σ_k e^{v_k} with the shares of its terms, v_k the rows with logs, if not nil, added. Its
// derivatives are cumulants: with e^{v_k(θ+h)} = e^{v_k(θ)} exp(v_k(θ+h) − v_k(θ)),
//
//	log Σ_k e^{v_k(θ+h)} − log Σ_k e^{v_k(θ)} = a(h) + log Σ_k p_k exp(v_k(θ+h) − v_k(θ) − a(h))
//
// for any a with a(0) = 0: the series of the mean of v_k at the middle of the box is the a that keeps intervals narrow.
func (s *shape) logSum(rows [][]enclosure, logs []enclosure) (series, p []enclosure) {
	size, rowSize := len(s.alphas), len(rows[0])
	series = make([]enclosure, size)
	value := make([]enclosure, len(rows))
	for k, row := range rows {
		if value[k] = row[0]; logs != nil {
			value[k] = value[k].Add(logs[k])
		}
	}
	p, series[0] = shares(value)
	if s.order == 0 {
		return series, p
	}
	if len(rows) == 1 {
		copy(series[1:], rows[0][1:])
		return series, p
	}
	var means [maxCoefficients]float64
	centre := means[:rowSize]
	for k, row := range rows {
		for j := 1; j < rowSize; j++ {
			centre[j] += p[k].Middle() * row[j].Middle()
		}
	}
	var room [3][maxCoefficients]enclosure
	centred, grown, sum := room[0][:rowSize], room[1][:size], room[2][:size]
	sum[0] = interval.Point(1)
	for k, row := range rows {
		for j := 1; j < rowSize; j++ {
			centred[j] = row[j].Sub(interval.Point(centre[j]))
		}
		s.exp(grown, centred)
		for j := 1; j < size; j++ {
			sum[j] = sum[j].Add(p[k].Mul(grown[j]))
		}
	}
	constant := series[0]
	s.log(series, sum)
	series[0] = constant
	for j := 1; j < rowSize; j++ {
		series[j] = series[j].Add(interval.Point(centre[j]))
	}
	return series, p
}

// shares encloses e^{v_k}/Σ e^{v_j} and log Σ e^{v_j}. Each share grows in its own e^v and falls in the others.
func shares(v []enclosure) (p []enclosure, logSum enclosure) {
	top := math.Inf(-1)
	for _, a := range v {
		top = math.Max(top, a.Middle())
	}
	n := len(v)
	room := make([]enclosure, 3*n+1)
	e, after := room[:n], room[n:2*n+1] // after[k] = Σ_{j≥k} e_j
	for k := n - 1; k >= 0; k-- {
		e[k] = v[k].Sub(interval.Point(top)).Exp()
		after[k] = after[k+1]
		if after[k] == (enclosure{}) {
			after[k] = e[k]
		} else {
			after[k] = after[k].Add(e[k])
		}
	}
	p = room[2*n+1:]
	before := enclosure{}
	one := interval.Point(1)
	for k := range v {
		others := before.Add(after[k+1])
		// p = 1/(1 + others/e), each end from one end of e and the other of others.
		low := one.Div(one.Add(interval.Point(math.Max(0, others.Hi)).Div(interval.Point(e[k].Lo))))
		high := one.Div(one.Add(interval.Point(math.Max(0, others.Lo)).Div(interval.Point(e[k].Hi))))
		p[k] = meet(enclosure{Lo: low.Lo, Hi: high.Hi}, enclosure{Lo: 0, Hi: 1})
		if !(e[k].Lo > 0) {
			p[k].Lo = 0
		}
		before = before.Add(e[k])
	}
	return p, after[0].Log().Add(interval.Point(top))
}

// row is the series o_k − normaliser of log p_θ(k).
func (t *taylor) row(k int) []enclosure {
	row := make([]enclosure, len(t.normaliser))
	for j, l := range t.normaliser {
		if j < len(t.odds[k]) {
			row[j] = t.odds[k][j].Sub(l)
		} else {
			row[j] = l.Neg()
		}
	}
	return row
}

// expansion encloses the series of log p_θ(k) over a box to some order, by mean-value forms: the excess over the
// range falls with the square of the box's width.
type expansion struct {
	f     *Family
	shape *shape      // of the order asked for
	over  *taylor     // one order more, over the box; for a single point the order asked for
	at    *taylor     // at the middle; nil for a single point
	reach []enclosure // X − middle
	p     []enclosure
}

// expand is the expansion over a box to the order ≤ 3.
func (f *Family) expand(box []enclosure, order int) *expansion {
	d := f.Dim()
	e := &expansion{f: f, shape: shapeOf(d, order)}
	centre := middle(box)
	wide := false
	for i, side := range box {
		e.reach = append(e.reach, side.Sub(interval.Point(centre[i])))
		wide = wide || side.Lo < side.Hi
	}
	if !wide {
		e.over = f.taylor(e.shape, box, nil, nil)
		e.p = e.over.p
		return e
	}
	e.at = f.taylor(e.shape, points(centre), nil, nil)
	next := shapeOf(d, order+1)
	e.over = f.taylor(next, box, e.reach, e.at)
	e.p = make([]enclosure, f.letters)
	for k := range e.p {
		e.p[k] = meet(e.over.p[k], e.log(k)[0].Exp())
	}
	return e
}

// refine is the mean-value form of a series with the given coefficients over the box and at its middle:
// f_α(X) ⊆ f_α(c) + Σ_i (α_i+1) f_{α+e_i}(X) (X_i − c_i).
func (e *expansion) refine(over, at []enclosure) []enclosure {
	if e.at == nil {
		return over
	}
	tight := make([]enclosure, len(e.shape.alphas))
	for j, alpha := range e.shape.alphas {
		sum := at[j]
		for i, reach := range e.reach {
			sum = sum.Add(over[e.over.shape.above[j][i]].Mul(reach).Times(float64(alpha[i] + 1)))
		}
		tight[j] = meet(sum, over[j])
	}
	return tight
}

// log is the series of log p_θ(k).
func (e *expansion) log(k int) []enclosure {
	if e.at == nil {
		return e.over.row(k)
	}
	return e.refine(e.over.row(k), e.at.row(k))
}

// normaliser is the series of the normaliser; for a natural family its coefficients from order 2 on are minus those
// of every log p_θ(k).
func (e *expansion) normaliser() []enclosure {
	if e.at == nil {
		return e.over.normaliser
	}
	return e.refine(e.over.normaliser, e.at.normaliser)
}

// information is the series of I_ij(θ) = Σ_k p_k ∂_i log p_k ∂_j log p_k, as rows i·d+j, to two orders less than the
// expansion's own. The expansion needs order ≥ 2.
func (e *expansion) information() [][]enclosure {
	d := e.f.Dim()
	rows := make([][]enclosure, d*d)
	low := shapeOf(d, e.shape.order-2)
	inner := &expansion{f: e.f, shape: low, over: &taylor{shape: shapeOf(d, low.order+1)}, at: e.at, reach: e.reach}
	var over, at [][]enclosure
	if e.at == nil {
		over = e.f.moments(e.over, low)
	} else {
		over, at = e.f.moments(e.over, inner.over.shape), e.f.moments(e.at, low)
	}
	for i := range d {
		for j := i; j < d; j++ {
			if e.at == nil {
				rows[i*d+j] = over[i*d+j]
			} else {
				rows[i*d+j] = inner.refine(over[i*d+j], at[i*d+j])
			}
			rows[j*d+i] = rows[i*d+j]
		}
	}
	return rows
}

// moments is the series of Σ_k p_k ∂_i log p_k ∂_j log p_k to the order of s; t needs one order more than s.
func (f *Family) moments(t *taylor, s *shape) [][]enclosure {
	d := f.Dim()
	rows := make([][]enclosure, d*d)
	for i := range d {
		for j := i; j < d; j++ {
			rows[i*d+j] = make([]enclosure, len(s.alphas))
			rows[j*d+i] = rows[i*d+j]
		}
	}
	if f.natural && t.shape.order >= s.order+2 {
		// I = ∇²L.
		for i := range d {
			for j := i; j < d; j++ {
				for l, alpha := range s.alphas {
					c := t.normaliser[t.shape.above[t.shape.above[l][i]][j]]
					factor := float64(alpha[i] + 1)
					if i == j {
						factor *= float64(alpha[j] + 2)
					} else {
						factor *= float64(alpha[j] + 1)
					}
					rows[i*d+j][l] = c.Times(factor)
				}
			}
		}
		return rows
	}
	size := len(s.alphas)
	grown, weighted, term := make([]enclosure, size), make([]enclosure, size), make([]enclosure, size)
	scores := make([][]enclosure, d)
	for k := range f.letters {
		row := t.row(k)
		s.exp(grown, row[:size])
		for i := range scores {
			scores[i] = make([]enclosure, size)
			for l, alpha := range s.alphas {
				scores[i][l] = row[t.shape.above[l][i]].Times(float64(alpha[i] + 1))
			}
		}
		for i := range d {
			s.product(weighted, grown, scores[i])
			for j := i; j < d; j++ {
				s.product(term, weighted, scores[j])
				for l, v := range term {
					rows[i*d+j][l] = rows[i*d+j][l].Add(t.p[k].Mul(v))
				}
			}
		}
	}
	return rows
}
