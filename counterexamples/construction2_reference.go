package counterexamples

import (
	"math/big"
)

// reference2 is Construction 2 once more, in rationals and as dumb as can be: densities straight from the definition, the argmax by
// trying everything. It shares no code with Construction2 and decides whether that is right, for small pools.
type reference2 struct {
	width func(J int) *big.Rat // f(J)
}

// model2 is an h (J = 0) or a g.
type model2 struct {
	alpha []*big.Rat
	J     int
	start *big.Rat // J−β
}

func rational(numerator, denominator int64) *big.Rat { return big.NewRat(numerator, denominator) }

func floatRational(x float64) *big.Rat { return new(big.Rat).SetFloat64(x) }

func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

// uniform is the density of U[a, b] at x, on the closed interval.
func uniform(x, a, b *big.Rat) *big.Rat {
	if x.Cmp(a) < 0 || x.Cmp(b) > 0 {
		return new(big.Rat)
	}
	return quo(rational(1, 1), sub(b, a))
}

// density is p_θ(x), summed term by term.
func (r *reference2) density(m model2, x *big.Rat) *big.Rat {
	half, zero := rational(1, 2), new(big.Rat)
	if m.J > 0 {
		wide := mul(half, uniform(x, zero, rational(int64(m.J), 1)))
		return add(wide, mul(half, uniform(x, m.start, add(m.start, r.width(m.J)))))
	}
	sum, weight := new(big.Rat), rational(1, 1)
	for j := 0; weight.Sign() > 0; j++ {
		a := zero
		if j < len(m.alpha) {
			a = m.alpha[j]
		}
		from := rational(int64(j), 1)
		to := sub(rational(int64(j)+1, 1), add(a, a))
		sum = add(sum, mul(mul(weight, sub(rational(1, 1), a)), uniform(x, from, to)))
		weight = mul(weight, a)
	}
	return sum
}

// likelihood is Π p_θ(x_i).
func (r *reference2) likelihood(m model2, samples []*big.Rat) *big.Rat {
	product := rational(1, 1)
	for _, x := range samples {
		if product.Sign() == 0 {
			break
		}
		product = mul(product, r.density(m, x))
	}
	return product
}

// maximum is the greatest likelihood over the family, and how many models were tried. The likelihood of an h is, piece by piece
// between the places where it jumps, monotone in each α_j, and that of a g constant in β: the ends of the pieces, the jumps
// themselves and points between them are tried, for all intervals and levels together.
func (r *reference2) maximum(samples []*big.Rat) (best *big.Rat, model model2, tried int) {
	best = new(big.Rat)
	consider := func(m model2) {
		tried++
		if l := r.likelihood(m, samples); l.Cmp(best) > 0 {
			best, model = l, m
		}
	}
	last := 0
	candidates := []*big.Rat{new(big.Rat), rational(1, 16), rational(1, 8), rational(1, 4)}
	for _, x := range samples {
		floor := new(big.Int).Quo(x.Num(), x.Denom()).Int64()
		last = max(last, int(floor))
		if a := mul(rational(1, 2), sub(rational(floor+1, 1), x)); a.Cmp(rational(1, 4)) < 0 {
			candidates = append(candidates, a)
		}
	}
	alpha := make([]*big.Rat, last+1)
	var choose func(j int)
	choose = func(j int) {
		if j > last {
			consider(model2{alpha: append([]*big.Rat(nil), alpha...)})
			return
		}
		for _, a := range candidates {
			alpha[j] = a
			choose(j + 1)
		}
	}
	choose(0)
	for J := 2; J <= last+3; J++ {
		f, lowest, highest := r.width(J), rational(int64(J)-1, 1), rational(int64(J), 1)
		jumps := []*big.Rat{lowest, highest}
		for _, x := range samples {
			jumps = append(jumps, x, sub(x, f))
		}
		for i, a := range jumps {
			for _, b := range jumps[i:] {
				start := mul(rational(1, 2), add(a, b)) // a = b is the jump itself
				if start.Cmp(lowest) >= 0 && start.Cmp(highest) <= 0 {
					consider(model2{J: J, start: start})
				}
			}
		}
	}
	return best, model, tried
}

// rational is the current model of the fast engine, exactly.
func (p *Construction2) rational() model2 {
	if !p.narrow {
		m := model2{alpha: make([]*big.Rat, len(p.alpha))}
		for j, a := range p.alpha {
			m.alpha[j] = floatRational(a)
		}
		return m
	}
	return model2{J: p.spike.J, start: add(rational(int64(p.spike.interval), 1), p.spike.start.rational())}
}

// rational is a, exactly.
func (a offset) rational() *big.Rat {
	numerator := new(big.Int).Lsh(new(big.Int).SetUint64(a.high), 64)
	numerator.Add(numerator, new(big.Int).SetUint64(a.low))
	return new(big.Rat).SetFrac(numerator, new(big.Int).Lsh(big.NewInt(1), 128))
}

// observe adds one sample, at offset u of interval j, to the pool.
func (p *Construction2) observe(j int, u offset) { p.occupy(j, 1, 1).add(u) }
