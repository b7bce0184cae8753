package audit

import (
	"math"

	"itermle/internal/geometry"
	"itermle/internal/interval"
)

// regularity is what is proved of one family near θ*: enclosures for the assumptions that hold, witnesses against those
// that do not. A field that is nil says nothing.
type regularity struct {
	location bool // nothing but x depends on the first coordinate of θ: it moves the samples
	enclosed bool // the family's AssumptionConstants are intervals over the ball, not a formula

	// The sample space as boxes of coordinates u that together cover it, limits included.
	samples [][]interval.Interval
	// derivatives encloses ∇, ∇² and ∇³ of log p_θ(x), row-major, for θ and u in boxes. score is nil where it is
	// unbounded.
	derivatives func(theta, u []interval.Interval) (score, hessian, third []interval.Interval)
	x           func(theta, u []float64) []float64 // the sample at u

	// tail is a proved K1 better than that of a bounded score, for parameters in the box.
	tail           func(theta []interval.Interval) float64
	tailReason     string
	least          func(theta []interval.Interval) interval.Interval // encloses λ_min(I(θ)), or a lower bound of it
	leastTightness float64                                           // where the enclosure is dear, and
	leastCells     int
	// encloses sup of the norm of I's derivative, or an upper bound of it
	slope func(theta []interval.Interval) interval.Interval

	// P_θ(‖score‖ ≥ u) ≥ e^logProbability at "distance" s
	heavy      func(theta []float64, s float64) (x []float64, u, logProbability float64)
	heavyWhy   string
	far        func(theta []float64, s float64) []float64 // samples along which ∇² and ∇³ are unbounded
	farWhy     string
	kink       func(theta []float64, k float64) (Witness, bool) // log p is not C²
	kinkReason string
}

// The search stops when a bound is within 10^-6 of a value that is attained (10^-3 in several dimensions, where a norm
// is bounded by Frobenius' anyway), or after this many cells.
const (
	auditTightness       = 1e-6
	auditTightnessVector = 1e-3
	auditCells           = 20000
)

// norm encloses the Euclidean norm of a vector or the Frobenius norm of an array, an upper bound of its operator norm;
// for one entry it is the absolute value.
func norm(entries []interval.Interval) interval.Interval {
	if len(entries) == 1 {
		return entries[0].Abs()
	}
	sum := interval.Interval{}
	for _, e := range entries {
		sum = sum.Add(e.Square())
	}
	return sum.Sqrt()
}

// operatorNorm bounds the norm of a symmetric d×d matrix by the lesser of Frobenius' and the largest row sum's.
func operatorNorm(matrix []interval.Interval, d int) interval.Interval {
	if d == 1 {
		return norm(matrix)
	}
	var rows interval.Interval
	for i := range d {
		var sum interval.Interval
		for _, e := range matrix[i*d : (i+1)*d] {
			sum = sum.Add(e.Abs())
		}
		rows = rows.Max(sum)
	}
	return rows.Min(norm(matrix))
}

// box is ballBox, but θ*'s own first coordinate in a location family.
func (g *regularity) box(truth []float64, r float64) []interval.Interval {
	box := ballBox(truth, r)
	if g.location {
		box[0] = interval.Point(truth[0])
	}
	return box
}

// ballBox is the smallest box around B_r(θ*).
func ballBox(truth []float64, r float64) []interval.Interval {
	box := make([]interval.Interval, len(truth))
	for i, v := range truth {
		box[i] = interval.Point(v).Add(interval.Interval{Lo: -r, Hi: r})
	}
	return box
}

// inBall shrinks a corner of the box to the ball.
func inBall(theta, truth []float64, r float64) []float64 {
	far := geometry.Distance(theta, truth)
	if far <= r {
		return theta
	}
	inside := make([]float64, len(theta))
	for i := range inside {
		inside[i] = truth[i] + (theta[i]-truth[i])*(r/far)*(1-1e-12)
	}
	return inside
}

// supremum bounds the norm of one derivative over the ball and the sample space. Values that a box attains outside the
// ball prove nothing from below, so a witness is re-evaluated in the ball.
func (g *regularity) supremum(truth []float64, r float64,
	value func(theta, u []interval.Interval) interval.Interval) (upper float64, witness *Witness) {
	d, tightness := len(truth), auditTightness
	if d > 1 {
		tightness = auditTightnessVector
	}
	upper = math.Inf(-1)
	for _, cell := range g.samples {
		box := append(g.box(truth, r), cell...)
		found := interval.Supremum(func(b []interval.Interval) interval.Interval { return value(b[:d], b[d:]) }, box,
			tightness, auditCells)
		upper = math.Max(upper, found.Upper)
		theta, u := inBall(found.At[:d], truth, r), found.At[d:]
		attained := value(points(theta), points(u)).Lo
		if witness == nil || attained > witness.Value {
			witness = &Witness{Theta: theta, X: g.x(theta, u), Value: attained}
		}
	}
	return upper, witness
}

func points(v []float64) []interval.Interval {
	all := make([]interval.Interval, len(v))
	for i := range v {
		all[i] = interval.Point(v[i])
	}
	return all
}

const overBall = "intervals over all x and θ in the ball"

// bound fills in what enclosures prove:
//
//	K1   a score bounded by M has K1 = M/√(2 log 2), for then 2 exp(−u²/(2K1²)) ≥ 1 up to u = M. From the other side,
//	     tr I = E‖score‖² = ∫ 2u P(‖score‖ ≥ u) du ≤ ∫ 2u min(1, 2 exp(−u²/(2K1²))) du = 2K1²(1 + log 2)
//	L_I  sup |I′|, where I has a formula; else I′ = −E[∇³ log p + ∇² log p ⊗ ∇ log p], so the supremum over x of the
//	     norm of the bracket does, at most K3 + K2 sup‖score‖
func (g *regularity) bound(a *Report) {
	truth, r := a.Theta, a.Radius
	box := g.box(truth, r)
	if g.derivatives != nil {
		g.boundDerivatives(a, box)
	}
	if g.tail != nil {
		if k1 := g.tail(box); a.K1.Basis == NotCertified || k1 < a.K1.Value {
			a.K1.certify(k1, g.tailReason, nil)
		}
	}
	tightness := math.Max(auditTightness, g.leastTightness)
	if len(truth) > 1 {
		tightness = auditTightnessVector
	}
	if g.least != nil {
		cells := auditCells
		if g.leastCells > 0 {
			cells = g.leastCells
		}
		found := interval.Infimum(g.least, box, tightness, cells)
		theta := inBall(found.At, truth, r)
		a.Lambda0.certify(found.Lower, "I(θ) by intervals over the ball",
			g.only(&Witness{Theta: theta, Value: g.least(points(theta)).Hi}, len(truth)))
	}
	if g.least != nil && a.K1.Basis != NotCertified && len(truth) == 1 {
		for _, at := range []float64{box[0].Lo, box[0].Middle(), box[0].Hi} {
			theta := inBall([]float64{at}, truth, r)
			ratio := g.least(points(theta)).Div(number(2).Mul(number(1).Add(number(2).Log())))
			w := Witness{Theta: theta, Value: ratio.Sqrt().Lo, Says: traceBound}
			if a.K1.Witness == nil || w.Value > a.K1.Witness.Value {
				a.K1.Witness = &w
			}
		}
	}
	if g.slope != nil {
		found := interval.Supremum(g.slope, box, tightness, auditCells)
		a.Lipschitz.certify(math.Max(0, found.Upper), "I′(θ) by intervals over the ball",
			g.only(&Witness{Theta: inBall(found.At, truth, r),
				Value: g.slope(points(inBall(found.At, truth, r))).Lo}, len(truth)))
	}
}

// boundDerivatives bounds K2, K3, and where the score is enclosed K1 and L_I, by suprema over the ball and the samples.
func (g *regularity) boundDerivatives(a *Report, box []interval.Interval) {
	truth, r := a.Theta, a.Radius
	value, witness := g.supremum(truth, r, func(theta, u []interval.Interval) interval.Interval {
		_, hessian, _ := g.derivatives(theta, u)
		return operatorNorm(hessian, len(truth))
	})
	a.K2.certify(value, overBall, g.only(witness, len(truth)))
	value, witness = g.supremum(truth, r, func(theta, u []interval.Interval) interval.Interval {
		_, _, third := g.derivatives(theta, u)
		return norm(third)
	})
	a.K3.certify(value, overBall, g.only(witness, len(truth)))
	if score, _, _ := g.derivatives(box, g.samples[0]); score != nil {
		bounded, _ := g.supremum(truth, r, func(theta, u []interval.Interval) interval.Interval {
			score, _, _ := g.derivatives(theta, u)
			return norm(score)
		})
		k1 := interval.Point(bounded).Div(interval.Point(2).Mul(interval.Point(2).Log()).Sqrt()).Hi
		a.K1.certify(k1, "‖score‖ ≤ M by "+overBall+", K1 = M/√(2 log 2)", nil)
		if g.slope == nil {
			value, _ := g.supremum(truth, r, func(theta, u []interval.Interval) interval.Interval {
				score, hessian, third := g.derivatives(theta, u)
				sum := make([]interval.Interval, len(third))
				for i := range sum {
					sum[i] = third[i].Add(hessian[i/len(score)].Mul(score[i%len(score)]))
				}
				return norm(sum)
			})
			a.Lipschitz.certify(value, "‖∇³ log p + ∇² log p ⊗ score‖, whose expectation is −I′, by "+overBall, nil)
		}
	}
}

// certify sets the constant to a proved bound, unless it is none.
func (c *Constant) certify(value float64, reason string, witness *Witness) {
	if math.IsNaN(value) || math.IsInf(value, 0) || c.Symbol == "λ0" && !(value > 0) {
		if c.Basis == NotCertified {
			c.Reason = "what is proved here leaves the range of float64, or says nothing"
		}
		return
	}
	c.Value, c.Basis, c.Reason, c.Witness = value, CertifiedBound, reason, witness
}

// only keeps a witness where the enclosed quantity is the constant's own: in one dimension. Beyond, a Frobenius norm
// exceeds the operator norm, and its value attains nothing.
func (g *regularity) only(w *Witness, d int) *Witness {
	if d > 1 {
		return nil
	}
	return w
}
