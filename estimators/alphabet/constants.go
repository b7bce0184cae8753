package alphabet

import (
	"fmt"
	"math"
	"sort"

	"itermle/estimators"
	"itermle/internal/interval"
)

// Search is the effort behind a bound: cells are halved until the bound is within Slack of the value at some point,
// or the work is spent.
type Search struct {
	Slack float64 // relative
	Work  int     // interval operations a constant, roughly
}

// leastCells are looked at whatever their work is: the ball and what comes of halving it twice.
const leastCells = 5

// DefaultSearch is within 1% where 10^7 operations allow it.
var DefaultSearch = Search{Slack: 0.01, Work: 10_000_000}

// AssumptionConstants is Constants by the default search. It refuses families of which a single cell is beyond its
// work, as those of 10^5 letters and two parameters, with a *estimators.RangeError.
func (f *Family) AssumptionConstants(truth []float64, r float64) (estimators.Constants, error) {
	if work := f.effort(3); work > DefaultSearch.Work {
		return estimators.Constants{}, &estimators.RangeError{What: "alphabet: interval operations of a cell",
			Value: float64(work), Accept: fmt.Sprintf("at most %d: fewer letters or parameters", DefaultSearch.Work)}
	}
	return f.Constants(truth, r, DefaultSearch)
}

// Constants bounds the constants of Assumptions 2 and 3 on B_r(θ*), all proved by interval arithmetic:
//
//	K1   P(‖s‖ ≥ u) steps at the norms R_k of the scores alone, so K1² = max_k R_k²/(2 log(2/P(‖s‖ ≥ R_k)));
//	     where P = 1 that is R²/(2 log 2), the bound of a bounded score.
//	K2   max_k ‖∇² log p_θ(k)‖.
//	K3   max_k of the norm of ∇³ log p_θ(k) as a d×d² matrix: at most √d times the least constant; that itself for
//	     d = 1.
//	λ0   the least eigenvalue of I(θ) = Cov(∇g).
//	L_I  the norm of ∇I as a d×d² matrix, the lesser of the two unfoldings.
//
// It returns a *estimators.RangeError where the ball leaves Θ and an *estimators.AssumptionError where λ0 > 0 was not
// shown.
func (f *Family) Constants(truth []float64, r float64, search Search) (estimators.Constants, error) {
	if err := f.checkBall(truth, r); err != nil {
		return estimators.Constants{}, err
	}
	ball := Ball(truth, r)
	box := ball.hull()
	supremum := func(order int, of func(e *expansion) enclosure) interval.Bound {
		return interval.Supremum(func(cell []enclosure) enclosure {
			within, _ := ball.cut(cell)
			if within == nil {
				return enclosure{Lo: math.Inf(-1), Hi: math.Inf(-1)}
			}
			value := of(f.expand(within, order))
			if !ball.holds(middle(cell)) {
				value.Lo = math.Inf(-1)
			}
			return value
		}, box, search.Slack, max(leastCells, search.Work/f.effort(order)))
	}
	least := supremum(2, func(e *expansion) enclosure { return e.least().Neg() })
	if !(least.Upper < 0) {
		reason := fmt.Sprintf("λ_min(I) ≥ %.3g is all that %d cells show, and λ_min(I) ≤ %.3g at θ = %.6g",
			-least.Upper, least.Cells, -least.Lower, least.At)
		return estimators.Constants{}, &estimators.AssumptionError{Family: f.name, Assumption: "3", Reason: reason}
	}
	constants := estimators.Constants{Lambda0: -least.Upper,
		K1: supremum(1, (*expansion).tail).Upper,
		K2: supremum(2, func(e *expansion) enclosure { return e.largest(2) }).Upper,
		K3: supremum(3, func(e *expansion) enclosure { return e.largest(3) }).Upper}
	constants.Lipschitz = constants.K3
	if !f.natural {
		constants.Lipschitz = supremum(3, (*expansion).slope).Upper
	}
	return constants, nil
}

// effort is the number of interval operations behind an expansion, to a factor of 2 or so: the exponential of a
// series for each letter, and its polynomial.
func (f *Family) effort(order int) int {
	s := shapeOf(f.Dim(), order+1)
	perLetter := len(s.alphas) * len(f.monomials)
	for _, products := range s.products {
		perLetter += len(products)
	}
	letters := f.letters
	if f.channel != nil {
		letters += f.channel.paths
	}
	return 2 * letters * perLetter
}

func constantTerms(rows [][]enclosure) []enclosure {
	terms := make([]enclosure, len(rows))
	for i, row := range rows {
		terms[i] = row[0]
	}
	return terms
}

// least encloses the least eigenvalue of I(θ). Over a box the entries of I alone say little where it is small; but
// for all θ of the box with middle c, and any unit v,
//
//	√Var_θ(v·∇g(θ)) ≥ e^{−a/2} √Var_c(v·∇g(θ)) ≥ e^{−a/2} (√Var_c(v·∇g(c)) − b),
//
// where p_θ(k) ≥ e^{−a} p_c(k) for all k, since a variance is min_m E(· − m)², and b² = E_c‖∇g(θ) − ∇g(c) − m‖² for
// any m.
func (e *expansion) least() enclosure {
	d := e.f.Dim()
	least, _ := spectrum(constantTerms(e.information()), d)
	if e.at == nil {
		return least
	}
	centre, _ := spectrum(constantTerms(e.f.moments(e.at, shapeOf(d, 0))), d)
	fade := enclosure{}
	for k := range e.f.letters {
		fade = fade.Max(e.at.row(k)[0].Sub(e.log(k)[0]))
	}
	root := enclosure{Lo: math.Max(0, centre.Lo), Hi: math.Inf(1)}.Sqrt().Sub(e.bend())
	bound := interval.Point(math.Max(0, root.Lo)).Square().Mul(fade.Neg().Exp())
	return enclosure{Lo: math.Max(least.Lo, bound.Lo), Hi: math.Max(least.Hi, bound.Lo)}
}

// bend is at least √E_c‖∇g(θ) − ∇g(c) − m‖² for all θ of the box, by the Hessians of the log-odds over it; 0 for a
// natural family.
func (e *expansion) bend() enclosure {
	if e.f.natural {
		return enclosure{}
	}
	d, s := e.f.Dim(), e.over.shape
	mean := make([]float64, d*d)
	for k, p := range e.at.p {
		for i := range mean {
			mean[i] += p.Middle() * e.over.odds[k][s.second(i/d, i%d)].Middle()
		}
	}
	sum := enclosure{}
	for k, p := range e.at.p {
		square := enclosure{}
		for i := range d {
			change := enclosure{}
			for j, reach := range e.reach {
				place := s.second(i, j)
				slope := e.over.odds[k][place].Sub(interval.Point(mean[i*d+j])).Times(s.factorial(place))
				change = change.Add(slope.Mul(reach))
			}
			square = square.Add(change.Square())
		}
		sum = sum.Add(p.Mul(square))
	}
	return enclosure{Lo: 0, Hi: sum.Hi}.Sqrt()
}

// largest encloses max_k ‖∇^m log p_θ(k)‖, m = 2 or 3. Of a natural family all letters have the same.
func (e *expansion) largest(m int) enclosure {
	d := e.f.Dim()
	of := func(row []enclosure) enclosure {
		tensor := make([]enclosure, 0, d*d*d)
		for i := range d {
			for j := range d {
				if m == 2 {
					place := e.shape.second(i, j)
					tensor = append(tensor, row[place].Times(e.shape.factorial(place)))
					continue
				}
				for l := range d {
					place := e.shape.third(i, j, l)
					tensor = append(tensor, row[place].Times(e.shape.factorial(place)))
				}
			}
		}
		if m == 2 {
			return norm(tensor, d)
		}
		return tensorNorm(tensor, d)
	}
	if e.f.natural {
		return of(e.normaliser())
	}
	value := interval.Point(0)
	for k := range e.f.letters {
		value = value.Max(of(e.log(k)))
	}
	return value
}

// slope encloses the norm of ∇I.
func (e *expansion) slope() enclosure {
	d := e.f.Dim()
	rows := e.information()
	outer, inner := make([]enclosure, d*d*d), make([]enclosure, d*d*d) // D_lij and D_ijl
	for i := range d {
		for j := range d {
			for l := range d {
				outer[(l*d+i)*d+j], inner[(i*d+j)*d+l] = rows[i*d+j][1+l], rows[i*d+j][1+l]
			}
		}
	}
	return tensorNorm(outer, d).Min(tensorNorm(inner, d))
}

// tail encloses the least K1 at each θ. Over a box P(‖s‖ ≥ u) is at most the sum of the largest p_k over the letters
// whose largest norm is ≥ u.
func (e *expansion) tail() enclosure {
	type step struct{ norm, p enclosure }
	steps := make([]step, e.f.letters)
	for k := range steps {
		square := enclosure{}
		for _, v := range e.log(k)[1 : 1+e.f.Dim()] {
			square = square.Add(v.Square())
		}
		steps[k] = step{enclosure{Lo: math.Max(0, square.Lo), Hi: square.Hi}.Sqrt(), e.p[k]}
	}
	high := tailAt(len(steps), func(k int) (norm, p float64) { return steps[k].norm.Hi, steps[k].p.Hi }).Hi
	low := 0.0
	if e.at == nil { // a single point: the order of the norms is known up to rounding, which the lower ends carry
		low = tailAt(len(steps), func(k int) (norm, p float64) { return steps[k].norm.Lo, steps[k].p.Lo }).Lo
	}
	return enclosure{Lo: low, Hi: math.Max(low, high)}
}

// tailAt is max_k R_k/√(2 log(2/min(1, Σ_{R_j ≥ R_k} p_j))), which increases in every R_k and p_k.
func tailAt(letters int, at func(k int) (norm, p float64)) enclosure {
	order := make([]int, letters)
	for k := range order {
		order[k] = k
	}
	sort.Slice(order, func(a, b int) bool {
		normA, _ := at(order[a])
		normB, _ := at(order[b])
		return normA > normB
	})
	worst, sum := interval.Point(0), interval.Point(0)
	for _, k := range order {
		norm, p := at(k)
		sum = sum.Add(interval.Point(p))
		share := enclosure{Lo: math.Max(0, math.Min(1, sum.Lo)), Hi: math.Min(1, sum.Hi)}
		if share.Hi > 0 {
			bound := interval.Point(norm).Div(interval.Point(2).Div(share).Log().Times(2).Sqrt())
			if share.Lo > 0 {
				worst = worst.Max(bound)
			} else {
				worst.Hi = math.Max(worst.Hi, bound.Hi)
			}
		}
	}
	return worst
}
