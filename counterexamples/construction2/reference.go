package construction2

import (
	"math/big"
	"slices"

	"itermle/internal/rational"
)

// Reference is Construction 2 once more, in rationals and as dumb as can be: densities straight from the definition,
// the argmax by trying everything. It shares no code with Pool and decides whether that is right, for small pools.
type Reference struct {
	Width func(J int) *big.Rat // f(J)
}

// Model is an h (J = 0) or a g.
type Model struct {
	Alpha []*big.Rat
	J     int
	Start *big.Rat // J−β
}

// uniform is the density of U[a, b] at x, on the closed interval.
func uniform(x, a, b *big.Rat) *big.Rat {
	if x.Cmp(a) < 0 || x.Cmp(b) > 0 {
		return new(big.Rat)
	}
	return rational.Quo(rational.Of(1, 1), rational.Sub(b, a))
}

// Density is p_θ(x), summed term by term.
func (r *Reference) Density(m Model, x *big.Rat) *big.Rat {
	half, zero := rational.Of(1, 2), new(big.Rat)
	if m.J > 0 {
		wide := rational.Mul(half, uniform(x, zero, rational.Of(int64(m.J), 1)))
		return rational.Add(wide, rational.Mul(half, uniform(x, m.Start, rational.Add(m.Start, r.Width(m.J)))))
	}
	sum, weight := new(big.Rat), rational.Of(1, 1)
	for j := 0; weight.Sign() > 0; j++ {
		a := zero
		if j < len(m.Alpha) {
			a = m.Alpha[j]
		}
		from := rational.Of(int64(j), 1)
		to := rational.Sub(rational.Of(int64(j)+1, 1), rational.Add(a, a))
		sum = rational.Add(sum, rational.Mul(rational.Mul(weight, rational.Sub(rational.Of(1, 1), a)),
			uniform(x, from, to)))
		weight = rational.Mul(weight, a)
	}
	return sum
}

// Likelihood is Π p_θ(x_i).
func (r *Reference) Likelihood(m Model, samples []*big.Rat) *big.Rat {
	product := rational.Of(1, 1)
	for _, x := range samples {
		if product.Sign() == 0 {
			break
		}
		product = rational.Mul(product, r.Density(m, x))
	}
	return product
}

// Maximum is the greatest likelihood over the family, and how many models were tried. The likelihood of an h is, piece
// by piece between the places where it jumps, monotone in each α_j, and that of a g constant in β: the ends of the
// pieces, the jumps themselves and points between them are tried, for all intervals and levels together.
func (r *Reference) Maximum(samples []*big.Rat) (best *big.Rat, model Model, tried int) {
	best = new(big.Rat)
	consider := func(m Model) {
		tried++
		if l := r.Likelihood(m, samples); l.Cmp(best) > 0 {
			best, model = l, m
		}
	}
	last := 0
	candidates := []*big.Rat{new(big.Rat), rational.Of(1, 16), rational.Of(1, 8), rational.Of(1, 4)}
	for _, x := range samples {
		floor := new(big.Int).Quo(x.Num(), x.Denom()).Int64()
		last = max(last, int(floor))
		if a := rational.Mul(rational.Of(1, 2),
			rational.Sub(rational.Of(floor+1, 1), x)); a.Cmp(rational.Of(1, 4)) < 0 {
			candidates = append(candidates, a)
		}
	}
	alpha := make([]*big.Rat, last+1)
	var choose func(j int)
	choose = func(j int) {
		if j > last {
			consider(Model{Alpha: append([]*big.Rat(nil), alpha...)})
			return
		}
		for _, a := range candidates {
			alpha[j] = a
			choose(j + 1)
		}
	}
	choose(0)
	for J := 2; J <= last+3; J++ {
		f, lowest, highest := r.Width(J), rational.Of(int64(J)-1, 1), rational.Of(int64(J), 1)
		jumps := []*big.Rat{lowest, highest}
		for _, x := range samples {
			jumps = append(jumps, x, rational.Sub(x, f))
		}
		for i, a := range jumps {
			for _, b := range jumps[i:] {
				start := rational.Mul(rational.Of(1, 2), rational.Add(a, b)) // a = b is the jump itself
				if start.Cmp(lowest) >= 0 && start.Cmp(highest) <= 0 {
					consider(Model{J: J, Start: start})
				}
			}
		}
	}
	return best, model, tried
}

// Rational is the current model of the fast engine, exactly.
func (p *Pool) Rational() Model {
	if !p.narrow {
		m := Model{Alpha: make([]*big.Rat, len(p.alpha))}
		for j, a := range p.alpha {
			m.Alpha[j] = rational.FromFloat(a)
		}
		return m
	}
	return Model{J: p.spike.J, Start: rational.Add(rational.Of(int64(p.spike.interval), 1), p.spike.start.rational())}
}

// rational is a, exactly.
func (a offset) rational() *big.Rat {
	numerator := new(big.Int).Lsh(new(big.Int).SetUint64(a.high), 64)
	numerator.Add(numerator, new(big.Int).SetUint64(a.low))
	return new(big.Rat).SetFrac(numerator, new(big.Int).Lsh(big.NewInt(1), 128))
}

// Observe adds one sample, at offset u ∈ [0, 1) of interval j, to the pool.
func (p *Pool) Observe(j int, u float64) { p.occupy(j, 1, 1).add(offsetOf(u)) }

// Integrals are those of a model against another, exact: its mass and the total variation distance. Densities are
// constant between the ends of their uniform components, so midpoints times lengths are the integrals. Model{} is h_0.
func (r *Reference) Integrals(m, other Model) (mass, variation *big.Rat) {
	var ends []*big.Rat
	for _, each := range []Model{m, other} {
		ends = append(ends, new(big.Rat), rational.Of(1, 1))
		if each.J > 0 {
			ends = append(ends, rational.Of(int64(each.J), 1), each.Start, rational.Add(each.Start, r.Width(each.J)))
		}
		for j, a := range each.Alpha {
			next := rational.Of(int64(j)+1, 1)
			ends = append(ends, rational.Sub(next, rational.Add(a, a)), rational.Add(next, rational.Of(1, 1)))
		}
	}
	slices.SortFunc(ends, (*big.Rat).Cmp)
	mass, variation = new(big.Rat), new(big.Rat)
	half := rational.Of(1, 2)
	for i := range len(ends) - 1 {
		length, middle := rational.Sub(ends[i+1], ends[i]), rational.Mul(half, rational.Add(ends[i], ends[i+1]))
		if length.Sign() == 0 {
			continue
		}
		p := r.Density(m, middle)
		difference := rational.Sub(p, r.Density(other, middle))
		mass = rational.Add(mass, rational.Mul(p, length))
		variation = rational.Add(variation, rational.Mul(half, rational.Mul(difference.Abs(difference), length)))
	}
	return mass, variation
}
