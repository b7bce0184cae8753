package estimators

import (
	"errors"
	"itermle/internal/suiteseed"
	"math"
	"math/rand/v2"
	"testing"
)

// A pool of samples and a pool of statistics that draw the same samples from the same streams must give the same θ: to
// 1e-9 of one sample's standard deviation a generation, for every family with a statistic and every workflow that
// both can run. 700 samples a generation cross the chunks of the raw path.
func TestPoolsAgree(t *testing.T) {
	const generations = 4
	for _, entry := range Families() {
		built, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		family, ok := built.(StatisticFamily)
		if !ok {
			continue
		}
		for _, w := range []Workflow{Accumulate(), Replace(), MixFresh(0.25), MixOriginal(0.4), WeightedReal(0.6)} {
			for _, truth := range entry.Points {
				statistics, err := NewPool(family, RawPath, w)
				if err != nil {
					t.Fatal(err)
				}
				run := func(pool Pool) (trajectory [][]float64, err error) {
					it := Iteration{Pool: pool, Truth: truth, Schedule: ListSchedule(700, 300), Workflow: w,
						Generations: generations}
					err = it.Run(NewStream(suiteseed.Seed(), "pools", family.Name()), 0,
						func(_ int, theta []float64) bool {
							trajectory = append(trajectory, append([]float64(nil), theta...))
							return true
						})
					return trajectory, err
				}
				fromStatistics, err := run(statistics)
				fromSamples, err2 := run(newSamplePool(family))
				if (err == nil) != (err2 == nil) || len(fromStatistics) != len(fromSamples) {
					t.Errorf("%s %v θ*=%v: %v from statistics, %v from samples", family.Name(), w, truth, err, err2)
					continue
				}
				d := family.Dim()
				information := make([]float64, d*d)
				for i, theta := range fromStatistics {
					family.FisherInformation(information, theta)
					for j := range d {
						scale := 1e-6 * math.Abs(theta[j])
						if unit := 1 / math.Sqrt(information[j*d+j]); unit < math.Inf(1) {
							scale += unit
						}
						if !(math.Abs(theta[j]-fromSamples[i][j]) <= 1e-9*generations*scale) {
							t.Fatalf("%s %v θ*=%v t=%d: %v from statistics, %v from samples", family.Name(), w, truth,
								i+1, theta, fromSamples[i])
						}
					}
				}
			}
		}
	}
}

// The statistic path allocates nothing, whatever the family, once its pool exists.
func TestStatisticPathDoesNotAllocate(t *testing.T) {
	for _, entry := range Families() {
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := family.(StatisticSampler); !ok {
			continue
		}
		pool, err := NewPool(family, StatisticPath, Accumulate())
		if err != nil {
			t.Fatal(err)
		}
		it := Iteration{Pool: pool, Truth: entry.Points[0], Schedule: ConstantSchedule(1000), Generations: 20}
		stream := NewStream(suiteseed.Seed(), "allocations", entry.Name)
		replicate := uint64(0)
		allocations := testing.AllocsPerRun(20, func() {
			if err := it.Run(stream, replicate, nil); err != nil {
				t.Fatal(err)
			}
			replicate++
		})
		if allocations != 0 {
			t.Errorf("%s: %v allocations in a run of 20 generations", entry.Name, allocations)
		}
	}
}

func TestPoolErrors(t *testing.T) {
	family, err := NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	statistics, err := NewPool(family, AutoPath, Accumulate())
	if err != nil {
		t.Fatal(err)
	}
	for name, pool := range map[string]Pool{"statistics": statistics, "samples": newSamplePool(family)} {
		var parameter *ParameterError
		if err := pool.Start([]float64{math.NaN()}); !errors.As(err, &parameter) {
			t.Errorf("%s: θ* = NaN: %v, want a ParameterError", name, err)
		}
		var dimension *DimensionError
		if err := pool.Start([]float64{1, 2}); !errors.As(err, &dimension) {
			t.Errorf("%s: θ* of length 2: %v, want a DimensionError", name, err)
		}
		if err := pool.Start([]float64{0}); err != nil {
			t.Fatal(err)
		}
		if err := pool.Fit(); !errors.Is(err, ErrEmptyPool) {
			t.Errorf("%s: fit of nothing: %v, want ErrEmptyPool", name, err)
		}
		random := NewStream(suiteseed.Seed(), "pool errors").At(0, 0)
		if err := pool.Draw(3, random); err != nil {
			t.Fatal(err)
		}
		pool.Clear()
		if err := pool.Fit(); !errors.Is(err, ErrEmptyPool) {
			t.Errorf("%s: fit after Clear: %v, want ErrEmptyPool", name, err)
		}
	}
	var bounds *RangeError
	samples := newSamplePool(family)
	if err := samples.FitSubsample(1, true, NewStream(1).At(0, 0)); !errors.Is(err, ErrEmptyPool) {
		t.Errorf("one sample of none: %v, want ErrEmptyPool", err)
	}
	if err := samples.Draw(1<<40, NewStream(1).At(0, 0)); !errors.As(err, &bounds) {
		t.Errorf("2^40 samples in memory: %v, want a RangeError", err)
	}
	if err := samples.Draw(3, NewStream(1).At(0, 0)); err != nil {
		t.Fatal(err)
	}
	if err := samples.FitSubsample(1<<40, true, NewStream(1).At(0, 0)); err != nil || len(samples.chosen.X) > 3 {
		t.Errorf("2^40 of 3 samples with replacement: %v, %d held: want 3 with their counts", err,
			len(samples.chosen.X))
	}
	it := Iteration{Pool: statistics, Truth: []float64{0}, Schedule: ConstantSchedule(1)}
	if err := it.Run(NewStream(1), 0, nil); !errors.As(err, &bounds) {
		t.Errorf("T = 0: %v, want a RangeError", err)
	}
}

// No samples, fewer, and weights that are not numbers above 0 are refused by every pool of every family, on either
// path. A share of 1e-320 gives synthetic samples an infinite weight, one of 1e-307 an infinite sum of weights.
func TestDrawRefusals(t *testing.T) {
	for _, entry := range Families() {
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		pools := []Pool{newSamplePool(family)}
		for _, path := range []Path{RawPath, StatisticPath} {
			if pool, err := NewPool(family, path, Accumulate()); err == nil {
				pools = append(pools, pool)
			}
		}
		for i, pool := range pools {
			random := NewStream(suiteseed.Seed(), "refusals", entry.Name).At(0, 0)
			if err := pool.Start(entry.Points[0]); err != nil {
				t.Fatal(err)
			}
			var bounds *RangeError
			for _, n := range []int64{0, -1, math.MinInt64} {
				if err := pool.Draw(n, random); !errors.As(err, &bounds) {
					t.Errorf("%s, pool %d: draw of %d: %v, want a RangeError", entry.Name, i, n, err)
				}
			}
			for _, weight := range []float64{0, -1, math.NaN(), math.Inf(1)} {
				if err := pool.(MixingPool).DrawFrom(true, 1, weight, random); !errors.As(err, &bounds) {
					t.Errorf("%s, pool %d: weight %g: %v, want a RangeError", entry.Name, i, weight, err)
				}
			}
			for _, share := range []float64{1e-320, 1e-307} {
				it := Iteration{Pool: pool, Truth: entry.Points[0], Schedule: ConstantSchedule(50), Generations: 3,
					Workflow: MixOriginal(share)}
				if err := it.Run(NewStream(suiteseed.Seed(), "refusals"), 0, nil); !errors.As(err, &bounds) {
					t.Errorf("%s, pool %d: %v: %v, want a RangeError", entry.Name, i, it.Workflow, err)
				}
			}
		}
	}
}

// A visit that returns false ends the run, and each visit sees the generation it is told of.
func TestRunVisits(t *testing.T) {
	family, err := NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := NewPool(family, AutoPath, Accumulate())
	if err != nil {
		t.Fatal(err)
	}
	it := Iteration{Pool: pool, Truth: []float64{0}, Schedule: ConstantSchedule(10), Generations: 9}
	var seen []int
	err = it.Run(NewStream(suiteseed.Seed()), 3, func(t int, theta []float64) bool {
		seen = append(seen, t)
		return t < 4
	})
	if err != nil || len(seen) != 4 || seen[0] != 1 || seen[3] != 4 {
		t.Errorf("visited %v, %v: want generations 1 to 4", seen, err)
	}
}

// constant is a family of a user's that embeds one of the zoo and samples otherwise.
type constant struct{ *Exponential }

func (constant) Sample(dst, _ []float64, _ *rand.Rand) {
	for i := range dst {
		dst[i] = 3
	}
}

// The pool asks an embedding family for its own samples.
func TestRawPathAsksTheFamily(t *testing.T) {
	it, err := Setup[Pool]{NewPool: FamilyPool(constant{NewExponential()}, RawPath, Workflow{}), Truth: []float64{1},
		Schedule: ConstantSchedule(5), Generations: 2}.Worker()
	if err != nil {
		t.Fatal(err)
	}
	if err := it.Run(NewStream(1), 0, nil); err != nil || it.Pool.Theta()[0] != 3 {
		t.Errorf("θ = %g, %v: want 3", it.Pool.Theta(), err)
	}
}
