package search

import "slices"

// Shrink looks for the simplest sequence that is accepted, from one that is. accept is asked for sequences that differ
// from an accepted one by smaller choices only, and returns the choices that were then made and whether they will do;
// what it has returned once it need not return again, so it may decide on streams of its own each time, and may refuse
// everything once its budget is spent.
//
// Blocks of choices, the largest first, are set to 0; then each choice is lowered by bisection. That is repeated until
// nothing becomes simpler.
func Shrink(from Choices, accept func(Choices) (Choices, bool)) Choices {
	best := from
	try := func(candidate Choices) bool {
		if compareSimplicity(candidate, best) >= 0 {
			return false
		}
		played, ok := accept(candidate)
		if ok = ok && compareSimplicity(played, best) < 0; ok {
			best = played
		}
		return ok
	}
	with := func(first, end, at int) Choices {
		candidate := slices.Clone(best)
		for i := first; i < end; i++ {
			candidate[i].At = at
		}
		return candidate
	}
	for improved := true; improved; {
		improved = false
		for size := len(best); size > 1; size /= 2 {
			for first := 0; first < len(best); first += size {
				improved = try(with(first, min(first+size, len(best)), 0)) || improved
			}
		}
		for i := 0; i < len(best); i++ {
			if best[i].At > 0 && try(with(i, i+1, 0)) {
				improved = true
				continue
			}
			for low := 0; i < len(best) && best[i].At-low > 1; { // low has been refused
				middle := low + (best[i].At-low)/2
				if try(with(i, i+1, middle)) {
					improved = true
				} else {
					low = middle
				}
			}
		}
	}
	return best
}
