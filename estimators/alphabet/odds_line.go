package alphabet

import (
	"math"

	"itermle/internal/interval"
)

// oddsLine is the log-odds o of a family of two letters and one parameter. There
//
//	ℓ(θ) = w_1 o − (w_0 + w_1) log(1 + e^o)
//
// is strictly concave in o, and highest at o = log(w_1/w_0): the maximisers over Θ are the θ where o takes that value,
// or, where it takes none such in Θ, those where o is nearest to it. All of them are found without a search, from the
// places where o turns.
type oddsLine struct {
	o, slope, bend []enclosure // coefficients of o, o′ and o″, ascending
	// nodes are the ends of Θ and, between them, a box around each zero of o′, ascending; from one to the next o is
	// strictly monotone. values are o over them.
	nodes  []enclosure
	values []enclosure
}

// maxOddsCells bounds the cells that Θ is cut into in order to tell the zeros of o′ apart.
const maxOddsCells = 256

// newOddsLine returns nil where f has more letters or parameters, or a channel, and where a zero of o′ is not simple,
// or nearly so, or at an end of Θ: branch and bound are for those.
func newOddsLine(f *Family) *oddsLine {
	if f.letters != 2 || f.Dim() != 1 || f.channel != nil {
		return nil
	}
	l := &oddsLine{o: make([]enclosure, f.degree+1)}
	for j, powers := range f.monomials {
		l.o[powers[0]] = f.odds[len(f.monomials)+j]
	}
	l.slope = differentiated(l.o)
	l.bend = differentiated(l.slope)
	low, high := f.space.Low[0], f.space.High[0]
	l.nodes = []enclosure{interval.Point(low)}
	cells := 0
	if !l.turn(enclosure{Lo: low, Hi: high}, &cells) {
		return nil
	}
	l.nodes = append(l.nodes, interval.Point(high))
	for _, node := range l.nodes {
		centre := interval.Point(node.Middle())
		l.values = append(l.values, horner(l.o, centre).Add(horner(l.slope, node).Mul(node.Sub(centre))))
	}
	return l
}

func differentiated(c []enclosure) []enclosure {
	var next []enclosure
	for e := 1; e < len(c); e++ {
		next = append(next, c[e].Times(float64(e)))
	}
	return next
}

// horner is Σ_e c_e x^e for all x of an interval.
func horner(c []enclosure, x enclosure) (sum enclosure) {
	for e := len(c) - 1; e >= 0; e-- {
		if sum != (enclosure{}) {
			sum = sum.Mul(x)
		}
		sum = sum.Add(c[e])
	}
	return sum
}

// turn adds boxes around the zeros of o′ in a cell to the nodes, in order. It says whether it has told all apart.
func (l *oddsLine) turn(cell enclosure, cells *int) bool {
	if *cells++; *cells > maxOddsCells {
		return false
	}
	if slope := horner(l.slope, cell); slope.Lo > 0 || slope.Hi < 0 {
		return true
	}
	if bend := horner(l.bend, cell); !(bend.Lo > 0 || bend.Hi < 0) {
		// Not in the middle, where a symmetric o turns.
		cut := cell.Lo + 0.4861*cell.Width()
		return l.turn(enclosure{Lo: cell.Lo, Hi: cut}, cells) && l.turn(enclosure{Lo: cut, Hi: cell.Hi}, cells)
	}
	// o′ is monotone here, and has one zero if it changes sign, else none.
	first, last := horner(l.slope, interval.Point(cell.Lo)), horner(l.slope, interval.Point(cell.Hi))
	switch {
	case first.Lo > 0 && last.Lo > 0, first.Hi < 0 && last.Hi < 0:
		return true
	case !(first.Lo > 0 && last.Hi < 0 || first.Hi < 0 && last.Lo > 0):
		return false
	}
	for { // Newton's method keeps the zero
		before := cell.Width()
		centre := interval.Point(cell.Middle())
		cell = meet(cell, centre.Sub(horner(l.slope, centre).Div(horner(l.bend, cell))))
		if !(cell.Width() < before/2) {
			l.nodes = append(l.nodes, cell)
			return true
		}
	}
}

// maximisers are boxes around the maximisers, ascending: each holds one, or, of several nodes where o is nearest to
// log(w_1/w_0), one that cannot be told from it. It is nil where log(w_1/w_0) cannot be told from o at a node.
func (l *oddsLine) maximisers(weights []enclosure) (boxes [][]enclosure) {
	target := interval.Point(math.Inf(1))
	switch {
	case weights[1].Hi == 0:
		target = interval.Point(math.Inf(-1))
	case weights[0].Hi > 0:
		target = weights[1].Div(weights[0]).Log()
	}
	above := 0 // nodes where o is
	for _, value := range l.values {
		if !(value.Lo > target.Hi || value.Hi < target.Lo) {
			return nil
		}
		if value.Lo > target.Hi {
			above++
		}
	}
	if above > 0 && above < len(l.values) {
		for i := range l.nodes[1:] {
			if (l.values[i].Lo > target.Hi) == (l.values[i+1].Lo > target.Hi) {
				continue
			}
			root, ok := l.root(i, target)
			if !ok {
				return nil
			}
			boxes = append(boxes, []enclosure{root})
		}
		return boxes
	}
	side, least := 1.0, math.Inf(1) // the least of o, or of −o
	if above == 0 {
		side = -1
	}
	for _, value := range l.values {
		least = math.Min(least, value.Times(side).Hi)
	}
	for i, value := range l.values {
		if value.Times(side).Lo <= least {
			boxes = append(boxes, []enclosure{l.nodes[i]})
		}
	}
	return boxes
}

// root encloses the θ from node i to the next where o takes the target, which lies between its values there.
func (l *oddsLine) root(i int, target enclosure) (root enclosure, ok bool) {
	low, high := l.nodes[i].Hi, l.nodes[i+1].Lo
	level, falling := target.Middle(), l.values[i].Lo > target.Hi
	x := low/2 + high/2
	for range 100 {
		value, slope := l.float(x)
		value -= level
		if (value > 0) != falling {
			high = x
		} else {
			low = x
		}
		next := x - value/slope
		if !(next > low && next < high) {
			next = low/2 + high/2
		}
		moved := math.Abs(next - x)
		if x = next; !(moved > 0x1p-50*math.Abs(x)) {
			break
		}
	}
	// By the mean value theorem the zero is in x − (o(x) − target)/o′(box) if it is in the box, and it is if that lies
	// in the box. On the box and from node to node o is monotone, so there is no other.
	centre := interval.Point(x)
	miss := horner(l.o, centre).Sub(target)
	_, slope := l.float(x)
	reach := 2*miss.Abs().Hi/math.Abs(slope) + 0x1p-50*math.Abs(x)
	box := enclosure{Lo: x - reach, Hi: x + reach}
	root = centre.Sub(miss.Div(horner(l.slope, box)))
	return meet(root, enclosure{Lo: l.nodes[i].Hi, Hi: l.nodes[i+1].Lo}), root.Lo > box.Lo && root.Hi < box.Hi
}

// float is o(x) and o′(x), nearly.
func (l *oddsLine) float(x float64) (value, slope float64) {
	for e := len(l.o) - 1; e >= 0; e-- {
		slope = slope*x + value
		value = value*x + l.o[e].Lo
	}
	return value, slope
}
