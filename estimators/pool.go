package estimators

import "math/rand/v2"

// Pool is what Algorithm 1 needs of a family: the current model p_θ(t) and the samples X^(≤t) behind the
// next one. How samples are held (raw, as a sufficient statistic, as order statistics relative to a spike) is
// the pool's own affair, so closed-form families, fitted families and the two constructions share one loop.
type Pool interface {
	// Start empties the pool and sets the model to θ^(0) = truth. It refuses a truth outside Θ.
	Start(truth []float64) error
	// Draw adds n ≥ 1 samples of the current model to the pool.
	Draw(n int64, random *rand.Rand) error
	// Fit replaces the current model by the maximum likelihood estimate of the pool; of several
	// maximisers it takes the one nearest to the current model.
	Fit() error
	// Clear forgets every sample and keeps the model.
	Clear()
	// Theta is the current model's parameter, a view that the next Fit or Start overwrites.
	Theta() []float64
}

// MixingPool is a pool whose samples carry weights and which can go back to the real data: what the
// workflows beyond accumulate and replace need.
type MixingPool interface {
	Pool
	// DrawFrom adds n ≥ 1 samples, each of the given weight > 0, of the truth (real) or of the current model. Together
	// they may weigh 10^300 at most, so that sums of weights stay finite.
	DrawFrom(real bool, n int64, weight float64, random *rand.Rand) error
	// KeepFirst forgets all samples except those of the first draw since Start: the real data X^(0).
	KeepFirst()
	// FitSubsample is Fit on a uniform subsample of the given size, with or without replacement.
	FitSubsample(size int64, replacement bool, random *rand.Rand) error
}

// checkDraw refuses what DrawFrom cannot add to a pool: a *RangeError.
func checkDraw(family Family, n int64, weight float64) error {
	if n < 1 {
		return &RangeError{What: family.Name() + ": samples to draw", Value: float64(n), Accept: "n ≥ 1"}
	}
	if !(weight > 0 && weight*float64(n) <= 1e300) {
		return &RangeError{What: family.Name() + ": weight of a sample", Value: weight,
			Accept: "a weight > 0, of at most 10^300 for all n together"}
	}
	return nil
}
