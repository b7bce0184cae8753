package interval

import (
	"container/heap"
	"math"
)

// Bound encloses a supremum: Lower ≤ sup f ≤ Upper.
type Bound struct {
	Lower, Upper float64
	At           []float64 // f(At) ≥ Lower
	Cells        int       // cells that f was evaluated on
}

// Supremum bounds sup f over a box by branch and bound. f encloses the values of the function over a sub-box. The
// cell with the largest upper end is halved, across its side that is widest relative to the box's, until the bound is
// tight,
//
//	Upper − Lower ≤ relative·|Lower|,
//
// or cells are spent. Upper is proved either way: the cells cover the box, and f encloses on each.
func Supremum(f func(box []Interval) Interval, box []Interval, relative float64, cells int) Bound {
	bound := Bound{Lower: math.Inf(-1), Upper: math.Inf(1)}
	var open agenda
	evaluate := func(cell []Interval) {
		bound.Cells++
		heap.Push(&open, task{cell, f(cell).Hi})
		middle, at := make([]Interval, len(cell)), make([]float64, len(cell))
		for i, side := range cell {
			at[i] = side.Middle()
			middle[i] = Point(at[i])
		}
		if value := f(middle).Lo; value > bound.Lower || bound.At == nil {
			bound.Lower, bound.At = value, at
		}
	}
	evaluate(box)
	for {
		widest := open[0]
		bound.Upper = widest.upper
		// Written so that Lower = −∞, at a pole, is never tight.
		if bound.Upper <= bound.Lower+relative*math.Abs(bound.Lower) || bound.Cells >= cells {
			return bound
		}
		side, share := -1, 0.0
		for i, s := range widest.cell {
			if middle := s.Middle(); middle <= s.Lo || middle >= s.Hi {
				continue // nothing lies between
			}
			if v := s.Width() / box[i].Width(); side < 0 || v > share {
				side, share = i, v
			}
		}
		if side < 0 {
			return bound
		}
		heap.Pop(&open)
		middle := widest.cell[side].Middle()
		for _, half := range []Interval{{widest.cell[side].Lo, middle}, {middle, widest.cell[side].Hi}} {
			cell := append([]Interval(nil), widest.cell...)
			cell[side] = half
			evaluate(cell)
		}
	}
}

// Infimum bounds inf f likewise: Lower is proved, f(At) ≤ Upper.
func Infimum(f func(box []Interval) Interval, box []Interval, relative float64, cells int) Bound {
	b := Supremum(func(cell []Interval) Interval { return f(cell).Neg() }, box, relative, cells)
	b.Lower, b.Upper = -b.Upper, -b.Lower
	return b
}

type task struct {
	cell  []Interval
	upper float64
}

// agenda is a heap, the largest upper end first.
type agenda []task

func (a agenda) Len() int           { return len(a) }
func (a agenda) Less(i, j int) bool { return a[i].upper > a[j].upper }
func (a agenda) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(v any)        { *a = append(*a, v.(task)) }
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}
