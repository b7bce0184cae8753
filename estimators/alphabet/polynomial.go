package alphabet

import (
	"cmp"
	"math/big"
	"slices"

	"itermle/estimators"
)

// expanded is a polynomial in exact coefficients, by exponents.
type expanded map[[maxDim]int]*big.Rat

func (p Polynomial) expand() expanded {
	e := expanded{}
	for _, m := range p {
		var key [maxDim]int
		copy(key[:], m.Powers)
		e.add(key, rational(m.Coefficient))
	}
	return e
}

func (e expanded) add(key [maxDim]int, c *big.Rat) {
	if e[key] == nil {
		e[key] = new(big.Rat)
	}
	e[key].Add(e[key], c)
}

func (e expanded) times(other expanded) expanded {
	product := expanded{}
	for a, c := range e {
		for b, d := range other {
			var key [maxDim]int
			for i := range key {
				key[i] = a[i] + b[i]
			}
			product.add(key, new(big.Rat).Mul(c, d))
		}
	}
	return product
}

// ascending orders monomials by degree, then θ_0 before θ_1.
func ascending(a, b Monomial) int {
	if order := cmp.Compare(Polynomial{a}.degree(), Polynomial{b}.degree()); order != 0 {
		return order
	}
	return slices.Compare(b.Powers, a.Powers)
}

// rounded is the polynomial in d variables with each coefficient rounded once.
func (e expanded) rounded(d int) Polynomial {
	var p Polynomial
	for key, c := range e {
		if v, _ := c.Float64(); v != 0 {
			p = append(p, Monomial{v, slices.Clone(key[:d])})
		}
	}
	slices.SortFunc(p, ascending)
	return p
}

// substitute is g(q_1, …, q_d).
func substitute(g Polynomial, q []expanded) expanded {
	sum := expanded{}
	for _, m := range g {
		term := expanded{{}: rational(m.Coefficient)}
		for i, e := range m.Powers {
			for range e {
				term = term.times(q[i])
			}
		}
		for key, c := range term {
			sum.add(key, c)
		}
	}
	return sum
}

func (p Polynomial) degree() int {
	degree := 0
	for _, m := range p {
		total := 0
		for _, e := range m.Powers {
			total += e
		}
		degree = max(degree, total)
	}
	return degree
}

// Reparametrised is η ↦ p_{q(η)} on another Θ, q_1, …, q_d polynomials in the d′ coordinates of η: the log-weights are
// composed in rationals, each coefficient then rounded once. A log-weight is defined beyond the family's own Θ, so q(Θ)
// may leave it. With J = ∇q, on a ball where ‖J‖ ≤ j1, ‖∇²q‖ ≤ j2, ‖∇³q‖ ≤ j3, J has singular values ≥ σ, and ‖s‖ ≤ S,
// the chain rule s′ = Jᵀs, H′ = JᵀHJ + Σ s_i∇²q_i, I′ = JᵀIJ, and one derivative more, give for the constants of an
// image that a ball about q(η*) holds
//
//	K1′ ≤ j1 K1,   K2′ ≤ j1² K2 + j2 S,   K3′ ≤ j1³ K3 + 3 j1 j2 K2 + j3 S,
//	λ0′ ≥ σ² λ0,   L_I′ ≤ j1³ L_I + 2 j1 j2 K2     (‖I‖ ≤ K2 by Theorem A.1).
//
// Of an affine q = a + Bη (j2 = j3 = 0) the last are ‖B‖K1, ‖B‖²K2, ‖B‖³K3, σ_min(B)²λ0, ‖B‖³L_I, on B_r(η*) for those
// of f on B_{‖B‖r}(θ*), and of an isometry equalities: the ball's image is the ball.
//
// Errors: *estimators.RangeError where deg g·deg q > 8, *estimators.DimensionError, those of New: 1B where B or J has
// rank < d′.
func (f *Family) Reparametrised(space Space, q ...Polynomial) (*Family, error) {
	if len(q) != f.Dim() {
		return nil, &estimators.DimensionError{What: "alphabet: polynomials of a reparametrisation", Got: len(q),
			Want: f.Dim()}
	}
	inner, forms := 0, make([]expanded, len(q))
	for i, p := range q {
		for _, m := range p {
			if len(m.Powers) != space.dim() || slices.ContainsFunc(m.Powers, func(e int) bool { return e < 0 }) ||
				!finite(m.Coefficient) {
				return nil, &estimators.DimensionError{What: "alphabet: a monomial of a reparametrisation",
					Got: len(m.Powers), Want: space.dim()}
			}
		}
		forms[i], inner = p.expand(), max(inner, p.degree())
	}
	if d := space.dim(); d < 1 || d > maxDim {
		return nil, &estimators.RangeError{What: "alphabet: d", Value: float64(d), Accept: "1 ≤ d ≤ 4"}
	}
	weights := f.polynomials()
	for k, g := range weights {
		if total := g.degree() * inner; total > maxDegree {
			return nil, &estimators.RangeError{What: "alphabet: a degree of a reparametrisation", Value: float64(total),
				Accept: "0 ≤ degree ≤ 8"}
		}
		weights[k] = substitute(g, forms).rounded(space.dim())
	}
	return f.seenAs(space, weights)
}

func finite(v float64) bool { return v-v == 0 }

// seenAs is the family of other log-weights, through the same channel.
func (f *Family) seenAs(space Space, weights []Polynomial) (*Family, error) {
	other, err := New(space, weights...)
	if err != nil || f.channel == nil {
		return other, err
	}
	return other.Through(f.channel.rows)
}

// Affine is Reparametrised by θ = a + Bη, B d×d′ row-major: a change of coordinates, or for d′ < d a linear submodel.
func (f *Family) Affine(space Space, a, b []float64) (*Family, error) {
	columns := space.dim()
	if len(a) != f.Dim() || len(b) != len(a)*columns {
		return nil, &estimators.DimensionError{What: "alphabet: entries of B", Got: len(b), Want: f.Dim() * columns}
	}
	q := make([]Polynomial, len(a))
	for i, v := range a {
		q[i] = Polynomial{{v, make([]int, columns)}}
		for j := range columns {
			powers := make([]int, columns)
			powers[j] = 1
			q[i] = append(q[i], Monomial{b[i*columns+j], powers})
		}
	}
	return f.Reparametrised(space, q...)
}
