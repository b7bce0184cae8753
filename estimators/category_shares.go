package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/random"
)

// What the two categorical families share: the law of a category given its probabilities, and of the shares of n.

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
