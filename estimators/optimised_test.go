package estimators

import (
	"errors"
	"fmt"
	"itermle/internal/suiteseed"
	"math"
	"testing"
)

// pooledFamilies are the families that Optimised can fit.
func pooledFamilies(t testing.TB) (found []PooledLikelihood) {
	for _, entry := range Families() {
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		if pooled, ok := family.(PooledLikelihood); ok {
			found = append(found, pooled)
		}
	}
	return found
}

// Along a whole trajectory, on the same streams, the optimised MLE is the exact one to 1e-8 standard deviations a
// generation: the certificate of Maximise is 1e-9 and the two runs feed back their own difference at most T times.
func TestOptimisedFollowsExact(t *testing.T) {
	points := map[string][]float64{}
	for _, entry := range Families() {
		points[entry.Name] = entry.Points[0]
	}
	for _, family := range pooledFamilies(t) {
		paths := []Path{RawPath}
		if _, direct := family.(StatisticSampler); direct {
			paths = append(paths, StatisticPath)
		}
		for _, path := range paths {
			const generations = 30
			run := func(f Family) (trajectory [][]float64) {
				pool, err := NewPool(f, path, Accumulate())
				if err != nil {
					t.Fatal(err)
				}
				it := Iteration{Pool: pool, Truth: points[family.Name()], Schedule: ConstantSchedule(20),
					Generations: generations}
				err = it.Run(NewStream(suiteseed.Seed(), "optimised", family.Name()), 0,
					func(_ int, theta []float64) bool {
						trajectory = append(trajectory, append([]float64(nil), theta...))
						return true
					})
				if err != nil {
					t.Fatalf("%s: %v", f.Name(), err)
				}
				return trajectory
			}
			exact, numeric := run(family), run(Optimised(family))
			d := family.Dim()
			information := make([]float64, d*d)
			for i := range exact {
				family.FisherInformation(information, exact[i])
				for j := range d {
					difference := math.Abs(exact[i][j]-numeric[i][j]) * math.Sqrt(information[j*d+j])
					if !(difference <= 1e-8*generations) {
						t.Fatalf("%s, path %v, t=%d: exact %v, optimised %v", family.Name(), path, i+1, exact[i],
							numeric[i])
					}
				}
			}
		}
	}
}

// The fit does not need a good start: four orders of magnitude off on either side of the scale it still arrives.
func TestOptimisedFromAfar(t *testing.T) {
	for _, row := range []struct {
		family    PooledLikelihood
		statistic []float64
		starts    [][]float64
	}{
		{NewGaussian(), []float64{3, 4, 0}, [][]float64{{3, 2}, {-500, 1}, {3, 1e4}, {3, 0.02}, {1e4, 1e4}}},
		{NewExponential(), []float64{2}, [][]float64{{2e-4}, {2}, {2e4}}},
		{NewPower(), []float64{2}, [][]float64{{5e-5}, {0.5}, {5e3}}},
	} {
		want, got := make([]float64, row.family.Dim()), make([]float64, row.family.Dim())
		if err := row.family.FitStatistic(want, row.starts[0], row.statistic); err != nil {
			t.Fatal(err)
		}
		for _, start := range row.starts {
			err := Optimised(row.family).FitStatistic(got, start, row.statistic)
			for j := range want {
				if err != nil || !(math.Abs(got[j]-want[j]) <= 1e-8*math.Abs(want[j])) {
					t.Errorf("%s from %v: %v (%v), want %v", row.family.Name(), start, got, err, want)
				}
			}
		}
	}
}

func TestOptimisedErrors(t *testing.T) {
	dst := make([]float64, 2)
	var stopped *NotConvergedError
	if err := Optimised(NewGaussian()).FitStatistic(dst, []float64{0, 1}, []float64{0, 0, 0}); !errors.As(err,
		&stopped) {
		t.Errorf("Gaussian pool with variance 0: %v, want a NotConvergedError", err)
	}
	var unsupported *UnsupportedError
	if err := Optimised(NewVonMises()).FitStatistic(dst, []float64{0, 1}, []float64{0.5, 0, 0.5}); !errors.As(err,
		&unsupported) {
		t.Errorf("a family without MeanLogLikelihood: %v, want an UnsupportedError", err)
	}
	gaussian, err := NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := Optimised(gaussian).(StatisticSampler); !ok {
		t.Error("the sampler is lost")
	}
	if _, ok := Optimised(NewVonMises()).(StatisticSampler); ok {
		t.Error("a sampler is made up")
	}
}

// BenchmarkOptimised is one generation of Appendix G with the optimised MLE, drawing included.
func BenchmarkOptimised(b *testing.B) {
	for _, family := range pooledFamilies(b) {
		for _, path := range []Path{RawPath, StatisticPath} {
			b.Run(fmt.Sprintf("family=%s/path=%v/n=100", family.Name(), path), func(b *testing.B) {
				pool, err := NewPool(Optimised(family), path, Accumulate())
				if err != nil {
					b.Fatal(err)
				}
				truth := []float64{0, 1}
				if family.Dim() == 1 {
					truth = []float64{1}
				}
				const generations = 100
				it := Iteration{Pool: pool, Truth: truth, Schedule: ConstantSchedule(100), Generations: generations}
				stream := NewStream(1, "benchmark")
				b.ReportAllocs()
				for replicate := uint64(0); b.Loop(); replicate++ {
					if err := it.Run(stream, replicate, nil); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/generations, "ns/generation")
			})
		}
	}
}
