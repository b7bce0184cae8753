package alphabet

import (
	"math"
	"math/rand/v2"
	"sort"

	"itermle/estimators"
	"itermle/internal/random"
)

// cumulative stores p_0 + … + p_k.
func (f *Family) cumulative(dst, theta []float64) {
	f.probabilities(dst, theta)
	for k := 1; k < len(dst); k++ {
		dst[k] += dst[k-1]
	}
}

func (f *Family) Sample(dst, theta []float64, r *rand.Rand) {
	sums := make([]float64, f.letters)
	f.cumulative(sums, theta)
	for i := range dst {
		u := r.Float64()
		dst[i] = float64(min(sort.Search(f.letters, func(k int) bool { return u < sums[k] }), f.letters-1))
	}
}

// CDF is P_θ(X ≤ x) for the letters 0, …, K−1 as numbers.
func (f *Family) CDF(theta []float64, x float64) float64 {
	k := math.Floor(x)
	switch {
	case !(k >= 0):
		return 0
	case k >= float64(f.letters-1):
		return 1
	}
	sums := make([]float64, f.letters)
	f.cumulative(sums, theta)
	return math.Min(sums[int(k)], 1)
}

// StatisticDim is K: the statistic is the shares of the letters.
func (f *Family) StatisticDim() int { return f.letters }

func (f *Family) Summarize(dst, x []float64) {
	clear(dst)
	for _, v := range x {
		dst[int(v)]++
	}
	for k := range dst {
		dst[k] /= float64(len(x))
	}
}

func (f *Family) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	share := batchWeight / (poolWeight + batchWeight)
	for k, v := range batch {
		if poolWeight == 0 {
			pool[k] = v
		} else {
			pool[k] += share * (v - pool[k])
		}
	}
}

// SampleStatistic is Multinomial(n, p_θ)/n by conditional binomials, O(K) for every n.
func (f *Family) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	p := make([]float64, f.letters)
	f.probabilities(p, theta)
	// Sums from the end, where 1 − p_0 − … would cancel: dst[k] = p_{k+1} + … + p_{K−1} until its turn comes.
	dst[f.letters-1] = 0
	for k := f.letters - 2; k >= 0; k-- {
		dst[k] = p[k+1] + dst[k+1]
	}
	left := n
	for k := range dst {
		count := left
		if total := p[k] + dst[k]; k < f.letters-1 && left > 0 && total > 0 {
			count = random.Binomial(left, p[k]/total, dst[k]/total, r)
		}
		left -= count
		dst[k] = float64(count) / float64(n)
	}
}

// Fit is FitStatistic of the weighted shares.
func (f *Family) Fit(dst, from []float64, data estimators.Data) error {
	if len(data.X) == 0 {
		return estimators.ErrEmptyPool
	}
	shares := make([]float64, f.letters)
	total := 0.0
	for i, x := range data.X {
		k, w := f.letter(x), 1.0
		if k < 0 {
			return &estimators.SampleError{Family: f.name, Index: i, Value: x, Accept: "a whole number from 0 to K−1"}
		}
		if data.W != nil {
			w = data.W[i]
		}
		shares[k] += w
		total += w
	}
	for k := range shares {
		shares[k] /= total
	}
	return f.FitStatistic(dst, from, shares)
}

// FitStatistic is the maximiser over Θ of Σ_k s_k log p_θ(k), of several the one nearest to from, with the
// certificate of Maxima. Errors: *estimators.NotConvergedError.
func (f *Family) FitStatistic(dst, from, statistic []float64) error {
	maxima, err := f.Maxima(statistic)
	if err != nil {
		return err
	}
	copy(dst, middle(maxima[nearest(maxima, from)]))
	f.space.project(dst, dst)
	return nil
}

// nearest is the index of the maximiser whose middle is nearest to θ, the first of several: squared distances that
// differ by less than 2^-30 of themselves count as equal, as they are where θ lies on an axis of symmetry.
func nearest(maxima [][]enclosure, from []float64) int {
	best, distance := 0, math.Inf(1)
	for i, box := range maxima {
		square := 0.0
		for j, v := range middle(box) {
			square += (v - from[j]) * (v - from[j])
		}
		if square < distance*(1-0x1p-30) {
			best, distance = i, square
		}
	}
	return best
}
