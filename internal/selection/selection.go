// Package selection finds order statistics without sorting.
//
// Its opinion: a few quantiles of many values are worth a few passes over them, not a sort.
package selection

import (
	"math/bits"
	"slices"
)

// Ranks rearranges values, none of them NaN, so that values[r] is what it would be if they were sorted, for each of the
// ranks, which increase and lie in [0, len(values)). What stands before it is no larger, what stands behind it no
// smaller. It takes O(n) comparisons a rank on average, over what the ranks before have left, and O(n log n) at worst:
// a selection that does not get ahead ends in a sort.
func Ranks(values []float64, ranks ...int) {
	from := 0
	for _, rank := range ranks {
		nth(values[from:], rank-from)
		from = rank
	}
}

// few is where an insertion sort is quicker than another partition.
const few = 12

// nth puts the k-th smallest value in its place (Hoare's FIND with the median of three as pivot).
func nth(values []float64, k int) {
	for tries := 2 * bits.Len(uint(len(values))); len(values) > few; tries-- {
		if tries == 0 {
			slices.Sort(values)
			return
		}
		left, right := partition(values)
		switch {
		case k <= right:
			values = values[:right+1]
		case k >= left:
			values, k = values[left:], k-left
		default:
			return
		}
	}
	for i := 1; i < len(values); i++ {
		for j := i; j > 0 && values[j] < values[j-1]; j-- {
			values[j], values[j-1] = values[j-1], values[j]
		}
	}
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
