// Package selection finds order statistics without sorting.
//
// Its opinion: a few quantiles of many values are worth a few passes over them, not a sort.
package selection

import (
	"math/bits"
	"slices"
)

// As many bins as fit the first-level cache with their counts; fewer values than manyValues are not worth them.
const (
	bins       = 1 << 10
	manyValues = 1 << 9
)

// Ranks returns what stands at each of the ranks once the values, finite or not but none of them NaN, are sorted; the
// values stay as they are. The ranks lie in [0, len(values)).
//
// Many values are counted in bins of one width from the least to the largest: a function that does not decrease takes a
// value to its bin, so that a rank's value lies in the bin in which the counts pass it, and is selected among those of
// that bin alone. That is two passes, and O(n log n) at worst.
func Ranks(values []float64, ranks ...int) []float64 {
	found := make([]float64, len(ranks))
	low, high := values[0], values[0]
	for _, v := range values {
		if v < low {
			low = v
		} else if v > high {
			high = v
		}
	}
	scale := bins / (high - low)
	if len(values) < manyValues || !(scale > 0 && scale*(high-low) < 2*bins) {
		work := slices.Clone(values)
		for i, rank := range ranks {
			found[i] = nth(work, rank)
		}
		return found
	}
	bin := func(v float64) int { return min(int((v-low)*scale), bins-1) }
	var counts, place [bins]int
	for _, v := range values {
		counts[bin(v)]++
	}
	// place of a bin that is wanted becomes 1 + where its values begin among those that are gathered.
	below, gathered := make([]int, len(ranks)), 0
	wanted := make([]int, len(ranks))
	for i, rank := range ranks {
		b := 0
		for below[i]+counts[b] <= rank {
			below[i] += counts[b]
			b++
		}
		if wanted[i] = b; place[b] == 0 {
			place[b] = 1 + gathered
			gathered += counts[b]
		}
	}
	work, next := make([]float64, gathered), place
	for _, v := range values {
		if at := &next[bin(v)]; *at > 0 {
			work[*at-1] = v
			*at++
		}
	}
	for i, rank := range ranks {
		b := wanted[i]
		found[i] = nth(work[place[b]-1:][:counts[b]], rank-below[i])
	}
	return found
}

// few is where an insertion sort is quicker than another partition.
const few = 12

// nth is the k-th smallest value, which it puts in its place, with what is no larger before it and what is no smaller
// behind it (Hoare's FIND with the median of three as pivot). A selection that does not get ahead ends in a sort.
func nth(values []float64, k int) float64 {
	for tries := 2 * bits.Len(uint(len(values))); len(values) > few; tries-- {
		if tries == 0 {
			slices.Sort(values)
			return values[k]
		}
		left, right := partition(values)
		switch {
		case k <= right:
			values = values[:right+1]
		case k >= left:
			values, k = values[left:], k-left
		default:
			return values[k]
		}
	}
	for i := 1; i < len(values); i++ {
		for j := i; j > 0 && values[j] < values[j-1]; j-- {
			values[j], values[j-1] = values[j-1], values[j]
		}
	}
	return values[k]
}

// partition returns left > right such that values[:right+1] are at most the pivot, values[left:] at least, and what is
// between equals it.
func partition(values []float64) (left, right int) {
	a, b, c := values[0], values[len(values)/2], values[len(values)-1]
	pivot := max(min(a, b), min(max(a, b), c))
	i, j := 0, len(values)-1
	for i <= j {
		for values[i] < pivot {
			i++
		}
		for values[j] > pivot {
			j--
		}
		if i <= j {
			values[i], values[j] = values[j], values[i]
			i++
			j--
		}
	}
	return i, j
}
