package estimators

import (
	"math"
	"math/rand/v2"
	"sort"

	"itermle/internal/random"
)

// What the two categorical families share: the law of a category given its probabilities, and of the shares of n.

// maxCategories bounds k: a generation is O(k) in time and memory, where the statistic is drawn. What needs derivatives
// holds k² or k³ numbers, and is refused beyond derivedCategories.
const (
	maxCategories     = 100_000
	derivedCategories = 256
)

// derived refuses more categories than derivatives are held for.
func derived(name string, k int) error {
	if k <= derivedCategories {
		return nil
	}
	return &RangeError{What: name + ": k of what needs derivatives", Value: float64(k), Accept: "k ≤ 256"}
}

// room is k numbers, in the buffer where they fit: nothing is allocated for few categories.
func room(buffer []float64, k int) []float64 {
	if k <= len(buffer) {
		return buffer[:k]
	}
	return make([]float64, k)
}

// categories is the support {0, …, k−1}.
func categories(k int) Support { return Counts(float64(k-1), "a whole number from 0 to k−1") }

// categoriesCDF is P(X ≤ x) given the probabilities of all categories but the last.
func categoriesCDF(p []float64, x float64) float64 {
	j := math.Floor(x)
	switch {
	case !(j >= 0):
		return 0
	case j >= float64(len(p)):
		return 1
	}
	sum := 0.0
	for _, v := range p[:int(j)+1] {
		sum += v
	}
	return math.Min(sum, 1)
}

// rareCategories are those of probability ≤ rareProbability: a walk along probabilities with a uniform number of 53
// bits would move theirs by more than 2^-22 of itself. They are drawn first, together, with the probability sum.
type rareCategories struct{ sum float64 }

const rareProbability = 0x1p-30

func newRareCategories(p []float64) (rare rareCategories) {
	for _, v := range p {
		if v <= rareProbability {
			rare.sum += v
		}
	}
	return rare
}

// drawn uses no randomness where nothing is rare.
func (rare rareCategories) drawn(r *rand.Rand) bool { return rare.sum > 0 && random.Event(rare.sum, r) }

// category is one of the rare, given that one of them is drawn.
func (rare rareCategories) category(p []float64, r *rand.Rand) (x float64) {
	rest := rare.sum
	for i, v := range p {
		if v > 0 && v <= rareProbability {
			x = float64(i)
			if random.Event(min(1, v/rest), r) {
				break
			}
			rest -= v
		}
	}
	return x
}

// categorySearch finds a category by the sum of the probabilities up to it, which for many categories is sooner than a
// walk along them; rare ones are left out.
type categorySearch struct {
	sums       []float64
	categories []int
}

func newCategorySearch(p []float64) (s categorySearch) {
	sum := 0.0
	for i, v := range p {
		if v > rareProbability {
			sum += v
			s.sums, s.categories = append(s.sums, sum), append(s.categories, i)
		}
	}
	return s
}

// at is the first category whose sum exceeds u, the last of all where rounding leaves none; otherwise where there is no
// category.
func (s categorySearch) at(u float64, otherwise int) int {
	if len(s.sums) == 0 {
		return otherwise
	}
	i := sort.Search(len(s.sums), func(i int) bool { return s.sums[i] > u })
	return s.categories[min(i, len(s.sums)-1)]
}

// summarizeCategories stores the shares of the categories.
func summarizeCategories(dst, x []float64) {
	clear(dst)
	for _, v := range x {
		dst[int(v)]++
	}
	for i := range dst {
		dst[i] /= float64(len(x))
	}
}

// sampleShares stores the shares of n draws with probabilities p_0, …, p_{k−2} and last: Multinomial(n, p)/n by
// conditional binomials.
func sampleShares(dst, p []float64, last float64, n int64, r *rand.Rand) {
	// Sums from the end, where 1 − p_0 − p_1 − … would cancel: dst[i] = p_{i+1} + … + p_{k−1} until its turn comes.
	k := len(dst)
	dst[k-1] = 0
	dst[k-2] = last
	for i := k - 3; i >= 0; i-- {
		dst[i] = p[i+1] + dst[i+1]
	}
	left := n
	for i := range k - 1 {
		count := int64(0)
		if total := p[i] + dst[i]; left > 0 && total > 0 {
			count = random.Binomial(left, p[i]/total, dst[i]/total, r)
		}
		left -= count
		dst[i] = float64(count) / float64(n)
	}
	dst[k-1] = float64(left) / float64(n)
}
