package theorems

import (
	"errors"
	"math/rand/v2"
	"slices"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// trajectory is Algorithm 1 as the lemmas of appendices B and C see it: its models and their samples.
type trajectory struct {
	models  [][]float64 // θ^(0), …, θ^(t), each with its batch, and θ^(t+1) where it exists
	batches [][]float64 // n_j×m
}

// trajectories makes trials whose value is of(trajectory). A trajectory ends at T, where an estimate leaves the ball,
// on which alone the constants hold, or where none exists: a martingale that is stopped there obeys the same bounds.
func trajectories[R any](f familyOnBall, schedule estimators.Schedule, generations int,
	of func(trajectory) R) estimators.Trials[R] {
	return func() (estimators.Trial[R], error) {
		sampled := &sampledFamily{Family: f.family}
		setup := estimators.Setup[estimators.Pool]{Truth: f.truth, Schedule: schedule, Generations: generations,
			NewPool: estimators.FamilyPool(sampled, estimators.RawPath, estimators.Accumulate())}
		return estimators.Along(setup, func(_ estimators.Pool, run func(estimators.Visit) error) (result R, err error) {
			models := [][]float64{f.truth}
			sampled.batches = sampled.batches[:0]
			err = run(func(_ int, theta []float64) bool {
				models = append(models, slices.Clone(theta))
				return f.inside(theta)
			})
			if absent := (*estimators.NoMLEError)(nil); err != nil && !errors.As(err, &absent) {
				return result, err
			}
			return of(trajectory{models, sampled.batches}), nil
		})()
	}
}

// sampledFamily is a family that remembers what it has drawn. It has no statistic, so that its pool keeps the samples.
type sampledFamily struct {
	estimators.Family
	batches [][]float64
}

func (f *sampledFamily) Sample(dst, theta []float64, random *rand.Rand) {
	f.Family.Sample(dst, theta, random)
	f.batches = append(f.batches, dst)
}

// drawLength draws T and the size of equal batches of some thousand samples at most, of some hundred where a fit is a
// search.
func (f familyOnBall) drawLength(choose Chooser, longest, least int64) (n int64, generations int) {
	most := int64(3000)
	if _, searched := f.family.(interface{ Letters() int }); searched {
		longest, most = min(longest, 4), 600
	}
	generations = int(DrawSize(choose, "T", 1, longest))
	return DrawSize(choose, "n", least, max(least, most/int64(generations))), generations
}

// inside is whether θ is in the ball, and in its inside, so that the gradient of a likelihood is 0 where its maximum
// is.
func (f familyOnBall) inside(theta []float64) bool {
	return geometry.Distance(theta, f.truth) < f.r*(1-1e-9)
}
