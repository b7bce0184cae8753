package alphabet

import "itermle/internal/interval"

// A series is the Taylor coefficients ∂^α f/α!, |α| ≤ order, of a function about every θ of a box at once, in the
// order of its shape. A shorter slice means 0 for the coefficients that it lacks.

// product is fg.
func (s *shape) product(dst, f, g []enclosure) {
	for j := range dst {
		sum, zero := enclosure{}, true
		for _, p := range s.products[j] {
			if p.a >= len(f) || p.b >= len(g) || f[p.a] == (enclosure{}) || g[p.b] == (enclosure{}) {
				continue
			}
			term := f[p.a].Mul(g[p.b])
			if zero {
				sum, zero = term, false
			} else {
				sum = sum.Add(term)
			}
		}
		dst[j] = sum
	}
}

// exp is e^{f − f_0}: with h = e^f, α_i h_α = Σ_β β_i f_β h_{α−β} for any i with α_i > 0.
func (s *shape) exp(dst, f []enclosure) {
	dst[0] = interval.Point(1)
	for j := 1; j < len(dst); j++ {
		dst[j] = s.logarithmic(j, f, dst)
	}
}

// logarithmic is (1/α_i) Σ_{β≤α} β_i f_β h_{α−β}.
func (s *shape) logarithmic(j int, f, h []enclosure) enclosure {
	sum := enclosure{}
	for _, p := range s.products[j] {
		if p.share == 0 || p.a >= len(f) || f[p.a] == (enclosure{}) {
			continue
		}
		term := f[p.a]
		if p.b > 0 {
			term = term.Mul(h[p.b])
		}
		if p.share != 1 {
			term = term.Times(p.share)
		}
		sum = sum.Add(term)
	}
	if whole := s.alphas[j][s.axis[j]]; whole != 1 {
		sum = sum.Div(interval.Point(float64(whole)))
	}
	return sum
}

// log is log h for a series h with h_0 = 1: the recurrence of exp, solved for f_α.
func (s *shape) log(dst, h []enclosure) {
	dst[0] = enclosure{}
	for j := 1; j < len(dst); j++ {
		dst[j] = enclosure{}
		dst[j] = h[j].Sub(s.logarithmic(j, dst[:j], h))
	}
}
