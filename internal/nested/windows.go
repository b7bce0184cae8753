package nested

import "slices"

// Windows answers how many points of [2, 3] an interval of a given width can cover.
type Windows struct {
	Points []Position // sorted, but for those added since the last Settle
	fresh  []Position
}

func (w *Windows) Reset() { w.Points, w.fresh = w.Points[:0], w.fresh[:0] }

// Len counts the points.
func (w *Windows) Len() int       { return len(w.Points) + len(w.fresh) }
func (w *Windows) Add(p Position) { w.fresh = append(w.fresh, p) }

// Settle sorts the new points in: O(k log k + m) for k new ones among m.
func (w *Windows) Settle() {
	if len(w.fresh) == 0 {
		return
	}
	slices.SortFunc(w.fresh, Compare)
	old := len(w.Points)
	w.Points = append(w.Points, w.fresh...)
	i, j := old-1, len(w.fresh)-1
	for k := len(w.Points) - 1; j >= 0; k-- { // merge from the right, in place
		if i >= 0 && Compare(w.Points[i], w.fresh[j]) > 0 {
			w.Points[k] = w.Points[i]
			i--
		} else {
			w.Points[k] = w.fresh[j]
			j--
		}
	}
	w.fresh = w.fresh[:0]
}

// Most is the largest number of points that a closed interval of the given width covers: O(m).
func (w *Windows) Most(limit Width) int {
	best, i := 0, 0
	for j := range w.Points {
		for !within(w.Points[i], w.Points[j], limit) {
			i++
		}
		best = max(best, j-i+1)
	}
	return best
}

// Narrowest is the smallest width of an interval that covers count ≥ 2 points: O(m).
func (w *Windows) Narrowest(count int) Width {
	sign, best := Difference(w.Points[count-1], w.Points[0])
	for i := 1; sign != 0 && i+count <= len(w.Points); i++ { // a width 0 has no number to compare with
		if within(w.Points[i], w.Points[i+count-1], best) {
			sign, best = Difference(w.Points[i+count-1], w.Points[i])
		}
	}
	return best
}

// Place returns the interval of the given width that covers count points, of all such intervals inside [2, 3] the
// one whose left end is nearest to the left end of the current spike. It returns the current spike itself
// where that is the answer. count = 0 moves the interval only as far as [2, 3] forces it.
//
// The left ends that cover the points i … i+count−1 are [p_{i+count−1} − width, p_i] cut with [2, 3 − width], never
// empty because the points lie in [2, 3]. In i both ends increase, so the nearest one is the last interval that
// starts left of the current left end or the first one that ends right of it.
func (w *Windows) Place(current *Spike, count int, size Width) *Spike {
	left := current.LeftEnd()
	bottom, top := Position{}, Position{Near: Unit}
	lowest := NewSpike(bottom, 0, size)
	highest := NewSpike(top, -OffsetUnit, size)
	stay := current
	if CompareWidths(current.Width, size) != 0 {
		stay = NewSpike(left, 0, size)
	}
	clip := func(s *Spike) *Spike {
		if Compare(s.LeftEnd(), bottom) < 0 {
			return lowest
		}
		if Compare(s.RightEnd(), top) > 0 {
			return highest
		}
		return s
	}
	if count == 0 {
		return clip(stay)
	}
	var below *Spike // the nearest interval found so far whose left end is ≤ the current one
	for i := 0; i+count <= len(w.Points); i++ {
		first, last := w.Points[i], w.Points[i+count-1]
		if !within(first, last, size) {
			continue
		}
		if Compare(first, left) < 0 { // all its left ends are below
			below = clip(NewSpike(first, 0, size))
			continue
		}
		above := NewSpike(last, -OffsetUnit, size)
		if Compare(above.LeftEnd(), left) <= 0 {
			if s := clip(stay); s == stay {
				return stay
			}
			above = stay
		}
		above = clip(above)
		if below == nil {
			return above
		}
		if nearer(left, below.LeftEnd(), above.LeftEnd()) <= 0 {
			return below
		}
		return above
	}
	return below
}

// Rehome holds the points at a spike's anchor relative to that spike, where comparing them with its samples is cheap.
// The points do not move.
func (w *Windows) Rehome(s *Spike) {
	for i, p := range w.Points {
		if p == s.Anchor {
			w.Points[i] = s.At(0)
		}
	}
}
