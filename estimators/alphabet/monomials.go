package alphabet

import "itermle/internal/interval"

// derivative is ∂^α of a monomial at θ: Π_i e_i (e_i−1) … (e_i−α_i+1) θ_i^{e_i−α_i}. axes lists α: i stands α_i times.
func derivative(powers []int, theta []float64, axes ...int) float64 {
	value := 1.0
	for i, e := range powers {
		for _, axis := range axes {
			if axis == i {
				value *= float64(e)
				e--
			}
		}
		if value == 0 {
			return 0
		}
		for range e {
			value *= theta[i]
		}
	}
	return value
}

// derivatives stores ∂^α g_k(θ) for all k, axes as in derivative; dst has length K. Behind a channel g_k is the
// log-odds of taylor, expanded at θ alone.
func (f *Family) derivatives(dst, theta []float64, axes ...int) {
	if f.channel != nil {
		s := shapeOf(f.Dim(), len(axes))
		place := 0
		for _, axis := range axes {
			place = s.above[place][axis]
		}
		for k, row := range f.taylor(s, points(theta), nil, nil).odds {
			dst[k] = row[place].Middle() * s.factorial(place)
		}
		return
	}
	clear(dst)
	m := len(f.monomials)
	for j, powers := range f.monomials {
		if value := derivative(powers, theta, axes...); value != 0 {
			for k := range dst {
				dst[k] += f.c[k*m+j] * value
			}
		}
	}
}

// power encloses a^e, tight for either sign.
func power(a enclosure, e int) enclosure {
	switch {
	case e == 0:
		return interval.Point(1)
	case e == 1:
		return a
	case e%2 == 0:
		return power(a, e/2).Square()
	case a.Lo < 0 && a.Hi > 0: // odd powers increase
		return enclosure{Lo: power(interval.Point(a.Lo), e).Lo, Hi: power(interval.Point(a.Hi), e).Hi}
	}
	return power(a, e-1).Mul(a)
}

// basis is the Taylor coefficients of every monomial about every θ of the box: M rows in the order of the shape,
//
//	coefficient α of θ^e  =  Π_i C(e_i, α_i) θ_i^{e_i−α_i}.
func (f *Family) basis(s *shape, box []enclosure) [][]enclosure {
	var table [maxDim][maxDegree + 1]enclosure
	for i, side := range box {
		for e := range f.degree + 1 {
			table[i][e] = power(side, e)
		}
	}
	rows := make([][]enclosure, len(f.monomials))
	buffer := make([]enclosure, len(rows)*len(s.alphas))
	for m, powers := range f.monomials {
		rows[m] = buffer[m*len(s.alphas) : (m+1)*len(s.alphas)]
		for j, alpha := range s.alphas {
			count, value, first := 1.0, interval.Point(1), true
			for i, e := range powers {
				count *= binomials[e][alpha[i]]
				if count == 0 {
					break
				}
				switch {
				case e == alpha[i]:
				case first:
					value, first = table[i][e-alpha[i]], false
				default:
					value = value.Mul(table[i][e-alpha[i]])
				}
			}
			switch {
			case count == 0:
				value = enclosure{}
			case first:
				value = interval.Point(count)
			case count != 1:
				value = value.Times(count)
			}
			rows[m][j] = value
		}
	}
	return rows
}

// binomials holds C(e, a) for e ≤ 8 and a ≤ 8.
var binomials = func() (table [maxDegree + 1][maxDegree + 1]float64) {
	for e := range table {
		table[e][0] = 1
		for a := 1; a <= e; a++ {
			table[e][a] = table[e-1][a-1]
			if a < e {
				table[e][a] += table[e-1][a]
			}
		}
	}
	return table
}()

// combine adds Σ_m c_m row_m to dst, skipping coefficients that are 0.
func combine(dst []enclosure, coefficients []enclosure, rows [][]enclosure) {
	for m, c := range coefficients {
		if c == (enclosure{}) {
			continue
		}
		for j := range dst {
			if v := rows[m][j]; v != (enclosure{}) {
				dst[j] = dst[j].Add(c.Mul(v))
			}
		}
	}
}

// weightsOver encloses g_k over the box.
func (f *Family) weightsOver(box []enclosure) []enclosure {
	rows, m := f.basis(shapeOf(f.Dim(), 0), box), len(f.monomials)
	over := make([]enclosure, f.sources())
	for i, c := range f.c {
		if c != 0 {
			over[i/m] = over[i/m].Add(rows[i%m][0].Times(c))
		}
	}
	return over
}
