package alphabet

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"itermle/estimators"

	"pgregory.net/rapid"
)

// recorder is a family whose samples are numbers of their own and whose fits are remembered: what a pool trains on is
// then known sample by sample. The k-th fit gives the model k.
type recorder struct {
	*Family
	origin []float64 // the model behind sample i
	fits   []estimators.Data
}

func (r *recorder) Check([]float64) error { return nil }

func (r *recorder) LogDensity(_, x []float64) float64 { return -x[0] }

func (r *recorder) Sample(dst, theta []float64, _ *rand.Rand) {
	for i := range dst {
		dst[i] = float64(len(r.origin))
		r.origin = append(r.origin, theta[0])
	}
}

func (r *recorder) Fit(dst, _ []float64, data estimators.Data) error {
	copied := estimators.Data{X: append([]float64(nil), data.X...)}
	for i := range data.X {
		w := 1.0
		if data.W != nil {
			w = data.W[i]
		}
		copied.W = append(copied.W, w)
	}
	r.fits = append(r.fits, copied)
	dst[0] = float64(len(r.fits))
	return nil
}

const recordedTruth = 0.5

// verifiedFrom is the number of the first sample that the verifier passes.
const verifiedFrom = 12

func newRecorder(t interface{ Fatal(...any) }) (*recorder, estimators.MixingPool) {
	f, err := Parse("alphabet:0/0,1")
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{Family: f}
	pool, err := estimators.NewPool(r, estimators.AutoPath, estimators.Subsample(1)) // one that keeps samples
	if err != nil {
		t.Fatal(err)
	}
	if err := pool.Start([]float64{recordedTruth}); err != nil {
		t.Fatal(err)
	}
	return r, pool.(estimators.MixingPool)
}

// literal is the pool by its definition: a list of samples.
type literal struct {
	samples []held
	first   []held // X^(0)
	drawn   int
	model   float64
	origins []float64 // the model behind each sample
}

type held struct {
	id     int
	weight float64
}

func (l *literal) draw(n int, real bool, weight float64) {
	origin := l.model
	if real {
		origin = recordedTruth
	}
	for range n {
		l.samples = append(l.samples, held{l.drawn, weight})
		l.origins = append(l.origins, origin)
		l.drawn++
	}
	if l.first == nil {
		l.first = append(l.first, l.samples...)
	}
}

// trained says how a training set differs from the samples, in their order.
func trained(data estimators.Data, samples []held) string {
	if len(data.X) != len(samples) {
		return fmt.Sprintf("trained on %d samples, want %d", len(data.X), len(samples))
	}
	for i, s := range samples {
		if data.X[i] != float64(s.id) || data.W[i] != s.weight {
			return fmt.Sprintf("sample %d is %g of weight %g, want %+v", i, data.X[i], data.W[i], s)
		}
	}
	return ""
}

// trainedOnPart says how a training set is no part of the samples: each at most once, of a weight that is a whole
// multiple of its own, 1 without replacement, and of some size with multiplicity.
func trainedOnPart(data estimators.Data, samples []held, size int, replacement bool) string {
	own := map[int]float64{}
	for _, s := range samples {
		own[s.id] = s.weight
	}
	total := 0.0
	for i, x := range data.X {
		weight, unused := own[int(x)]
		delete(own, int(x))
		times := data.W[i] / weight
		if !unused || times != math.Round(times) || times < 1 || !replacement && times != 1 {
			return fmt.Sprintf("sample %g of weight %g is not in the pool, twice in the training set, or no multiple "+
				"of its weight %g", x, data.W[i], weight)
		}
		total += times
	}
	if total != float64(size) {
		return fmt.Sprintf("trained on %g samples, want %d", total, size)
	}
	return ""
}

// A pool that keeps samples does what a list of all samples would: every action, in any order.
func TestPoolAgainstList(t *testing.T) {
	rapid.Check(t, poolIsList(func(pool estimators.MixingPool) estimators.MixingPool { return pool }))
}

func poolIsList(through func(estimators.MixingPool) estimators.MixingPool) func(t *rapid.T) {
	return func(t *rapid.T) {
		r, pool := newRecorder(t)
		pool = through(pool)
		list := &literal{model: recordedTruth}
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		draw := func(t *rapid.T, real bool, weight float64, do func(n int64) error) {
			n := rapid.IntRange(1, 6).Draw(t, "n")
			before := list.drawn
			list.draw(n, real, weight)
			if err := do(int64(n)); err != nil {
				t.Fatal(err)
			}
			for id := before; id < list.drawn; id++ {
				if r.origin[id] != list.origins[id] {
					t.Fatalf("a sample of the model %g, want %g", r.origin[id], list.origins[id])
				}
			}
		}
		fit := func(t *rapid.T, do func() error, check func(data estimators.Data) string) {
			fits := len(r.fits)
			err := do()
			if len(list.samples) == 0 {
				if !errors.Is(err, estimators.ErrEmptyPool) || pool.Theta()[0] != list.model {
					t.Fatalf("an empty pool: %v", err)
				}
				return
			}
			if err != nil || len(r.fits) != fits+1 {
				t.Fatal(len(r.fits), err)
			}
			if differs := check(r.fits[fits]); differs != "" {
				t.Fatal(differs)
			}
			list.model = float64(fits + 1)
		}
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				if pool.Theta()[0] != list.model {
					t.Fatalf("model %g, want %g", pool.Theta()[0], list.model)
				}
			},
			"Draw": func(t *rapid.T) {
				draw(t, false, 1, func(n int64) error { return pool.Draw(n, random) })
			},
			"DrawFrom": func(t *rapid.T) {
				real := rapid.Bool().Draw(t, "real")
				weight := rapid.SampledFrom([]float64{1, 0.5, 2, 0.125, 1e-300, 1e200}).Draw(t, "weight")
				draw(t, real, weight, func(n int64) error { return pool.DrawFrom(real, n, weight, random) })
			},
			"refused": func(t *rapid.T) {
				var outOfRange *estimators.RangeError
				for _, weight := range []float64{0, -1, math.NaN(), math.Inf(1), 1e300} {
					if err := pool.DrawFrom(false, 2, weight, random); !errors.As(err, &outOfRange) {
						t.Fatalf("weight %g: %v", weight, err)
					}
				}
				if err := pool.Draw(0, random); !errors.As(err, &outOfRange) {
					t.Fatal(err)
				}
			},
			"Fit": func(t *rapid.T) {
				fit(t, pool.Fit, func(data estimators.Data) string { return trained(data, list.samples) })
			},
			"FitSubsample": func(t *rapid.T) {
				size, replacement := rapid.IntRange(1, 12).Draw(t, "size"), rapid.Bool().Draw(t, "replacement")
				fit(t, func() error { return pool.FitSubsample(int64(size), replacement, random) },
					func(data estimators.Data) string {
						if !replacement {
							size = min(size, len(list.samples))
						}
						return trainedOnPart(data, list.samples, size, replacement)
					})
			},
			"Clear": func(*rapid.T) {
				pool.Clear()
				list.samples = nil
			},
			"KeepFirst": func(*rapid.T) {
				pool.KeepFirst()
				list.samples = append([]held(nil), list.first...)
			},
			"Start": func(t *rapid.T) {
				if err := pool.Start([]float64{recordedTruth}); err != nil {
					t.Fatal(err)
				}
				*list = literal{model: recordedTruth, drawn: list.drawn, origins: list.origins}
			},
		})
	}
}

// Pools with a fault, each of which the actions must find.
type (
	forgetful    struct{ estimators.MixingPool } // loses weights
	retentive    struct{ estimators.MixingPool } // does not clear
	unfaithful   struct{ estimators.MixingPool } // draws real data of the model
	repetitive   struct{ estimators.MixingPool } // draws with replacement always
	keepsAll     struct{ estimators.MixingPool } // keeps more than the first
	offByOne     struct{ estimators.MixingPool } // a subsample is one too large
	subsampleAll struct{ estimators.MixingPool } // or the whole pool
)

func (p forgetful) DrawFrom(real bool, n int64, _ float64, r *rand.Rand) error {
	return p.MixingPool.DrawFrom(real, n, 1, r)
}
func (p retentive) Clear() {}
func (p unfaithful) DrawFrom(_ bool, n int64, weight float64, r *rand.Rand) error {
	return p.MixingPool.DrawFrom(false, n, weight, r)
}
func (p repetitive) FitSubsample(size int64, _ bool, r *rand.Rand) error {
	return p.MixingPool.FitSubsample(size, true, r)
}
func (p keepsAll) KeepFirst() {}
func (p offByOne) FitSubsample(size int64, replacement bool, r *rand.Rand) error {
	return p.MixingPool.FitSubsample(size+1, replacement, r)
}
func (p subsampleAll) FitSubsample(int64, bool, *rand.Rand) error { return p.Fit() }

// silent is a test that may fail.
type silent struct {
	*testing.T
	failed bool
}

func (s *silent) Logf(string, ...any)   {}
func (s *silent) Log(...any)            {}
func (s *silent) Errorf(string, ...any) { s.failed = true }
func (s *silent) Error(...any)          { s.failed = true }
func (s *silent) Fail()                 { s.failed = true }
func (s *silent) Failed() bool          { return s.failed }
func (s *silent) Fatalf(string, ...any) { s.FailNow() }
func (s *silent) Fatal(...any)          { s.FailNow() }
func (s *silent) FailNow() {
	s.failed = true
	runtime.Goexit()
}

func TestPoolMutants(t *testing.T) {
	for name, mutant := range map[string]func(estimators.MixingPool) estimators.MixingPool{
		"forgetful":     func(p estimators.MixingPool) estimators.MixingPool { return forgetful{p} },
		"retentive":     func(p estimators.MixingPool) estimators.MixingPool { return retentive{p} },
		"unfaithful":    func(p estimators.MixingPool) estimators.MixingPool { return unfaithful{p} },
		"repetitive":    func(p estimators.MixingPool) estimators.MixingPool { return repetitive{p} },
		"keeps all":     func(p estimators.MixingPool) estimators.MixingPool { return keepsAll{p} },
		"off by one":    func(p estimators.MixingPool) estimators.MixingPool { return offByOne{p} },
		"subsample all": func(p estimators.MixingPool) estimators.MixingPool { return subsampleAll{p} },
	} {
		quiet := &silent{T: t}
		done := make(chan struct{})
		go func() {
			defer close(done)
			rapid.Check(quiet, poolIsList(mutant))
		}()
		<-done
		if !quiet.failed {
			t.Errorf("%s: not seen", name)
		}
	}
}

// generation draws and says how the training set differs from the workflow's.
func (l *literal) generation(kind string, t, n, first, size int, share float64, data estimators.Data) string {
	switch {
	case kind == "accumulate":
		l.draw(n, false, 1)
	case kind == "replace":
		l.samples = nil
		l.draw(n, false, 1)
	case kind == "largest" && t > 0: // later samples have larger numbers
		kept := int(math.Ceil(share * float64(n)))
		l.draw(n, false, 1)
		best := l.samples[len(l.samples)-kept:]
		l.samples = append(l.samples[:len(l.samples)-n], best...)
	case kind == "central" && t > 0: // a density that is largest at the first
		l.draw(n, false, 1)
		l.samples = l.samples[:len(l.samples)-n+int(math.Ceil(share*float64(n)))]
	case kind == "verified" && t > 0: // those with small numbers are refused
		l.samples = nil
		for len(l.samples) < n {
			before := len(l.samples)
			l.draw(n-before, false, 1)
			l.samples = append(l.samples[:before], slices.DeleteFunc(l.samples[before:],
				func(s held) bool { return float64(s.id) < verifiedFrom })...)
		}
	case kind == "subsample":
		l.draw(n, false, 1)
		return trainedOnPart(data, l.samples, min(size, len(l.samples)), false)
	case kind == "bootstrap":
		l.draw(n, false, 1)
		return trainedOnPart(data, l.samples, size, true)
	case t == 0:
		l.draw(n, true, 1)
	case kind == "fresh" || kind == "contaminated":
		if kind == "fresh" {
			l.samples = nil
		}
		real := int(math.Round(share * float64(n)))
		l.draw(real, true, 1)
		l.draw(n-real, false, 1)
	case kind == "original":
		l.samples = append([]held(nil), l.first...)
		l.draw(n, false, float64(first)*(1-share)/(share*float64(n)))
	case kind == "weighted":
		l.samples = nil
		l.draw(first, true, share/float64(first))
		l.draw(n, false, (1-share)/float64(n))
	}
	return trained(data, l.samples)
}

// What each of the workflows trains generation t on, from its definition, sample by sample: how many of the truth
// and of which model, with which weights.
func TestWorkflowsAgainstLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, pool := newRecorder(t)
		generations := rapid.IntRange(1, 5).Draw(t, "T")
		sizes := rapid.SliceOfN(rapid.Int64Range(1, 7), generations, generations).Draw(t, "schedule")
		size := rapid.Int64Range(1, 12).Draw(t, "size")
		share := float64(rapid.IntRange(1, 9).Draw(t, "share")) / 10
		kinds := map[string]estimators.Workflow{"accumulate": estimators.Accumulate(), "replace": estimators.Replace(),
			"subsample": estimators.Subsample(size), "bootstrap": estimators.Bootstrap(size),
			"verified": estimators.Verified(verifiedFrom, math.MaxFloat64)}
		shared := map[string]estimators.Workflow{"fresh": estimators.MixFresh(share),
			"original": estimators.MixOriginal(share), "weighted": estimators.WeightedReal(share),
			"contaminated": estimators.AccumulateFresh(share), "central": estimators.KeepCentral(share),
			"largest": estimators.KeepLargest(share)}
		shares := slices.Repeat([]float64{share}, generations)
		for i := 1; i < generations; i++ {
			shares[i] = float64(rapid.IntRange(1, 9).Draw(t, "share of a generation")) / 10
		}
		for name, w := range shared {
			kinds[name] = w.Listed(append(shares[1:], share)...)
		}
		kind := rapid.SampledFrom(slices.Sorted(maps.Keys(kinds))).Draw(t, "workflow")
		it := estimators.Iteration{Pool: pool, Truth: []float64{recordedTruth}, Workflow: kinds[kind],
			Schedule: estimators.ListSchedule(sizes...), Generations: generations}
		if err := it.Run(estimators.NewStream(1, "lists"), rapid.Uint64().Draw(t, "replicate"), nil); err != nil {
			t.Fatal(err)
		}
		if len(r.fits) != generations {
			t.Fatalf("%d fits, want %d", len(r.fits), generations)
		}
		list := &literal{model: recordedTruth}
		for generation, n := range sizes {
			differs := list.generation(kind, generation, int(n), int(sizes[0]), int(size), shares[generation],
				r.fits[generation])
			if differs != "" {
				t.Fatalf("%s, generation %d: %s", kind, generation, differs)
			}
			for i, id := range r.fits[generation].X {
				if want := list.origins[int(id)]; r.origin[int(id)] != want {
					t.Fatalf("%s, generation %d: sample %d is of the model %g, want %g", kind, generation, i,
						r.origin[int(id)], want)
				}
			}
			list.model = float64(generation + 1)
		}
	})
}

// zoo is families with a statistic.
var zoo = []struct {
	family string
	truth  []float64
}{
	{"bernoulli", []float64{0.4}}, {"poisson", []float64{2}}, {"exponential", []float64{1.5}},
	{"gaussian", []float64{0, 1}}, {"geometric", []float64{0.3}}, {"categorical:3", []float64{0.2, 0.5}},
	{"gaussian-variance", []float64{2}}, {"power", []float64{0.7}},
}

// The pool of a statistic fits what the pool of all samples fits: the same draws in any order of actions, alphabets and
// the zoo.
func TestStatisticAgainstSamples(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var family estimators.Family
		var truth []float64
		if which := rapid.IntRange(0, 2*len(zoo)-1).Draw(t, "family"); which < len(zoo) {
			parsed, err := estimators.ParseFamily(zoo[which].family)
			if err != nil {
				t.Fatal(err)
			}
			family, truth = parsed, zoo[which].truth
		} else {
			i, within := drawInstance(t, func(i Instance) bool { return i.Family.Dim() == 1 })
			family, truth = within, i.Truth
		}
		var pools [2]estimators.MixingPool
		for i, workflow := range []estimators.Workflow{estimators.Accumulate(), estimators.Subsample(1)} {
			pool, err := estimators.NewPool(family, estimators.RawPath, workflow)
			if err != nil {
				t.Fatal(err)
			}
			pools[i] = pool.(estimators.MixingPool)
			if err := pool.Start(truth); err != nil {
				t.Fatal(err)
			}
		}
		seed, stopped := uint64(0), false
		draw := func(t *rapid.T, real bool, weight float64) {
			if stopped {
				t.Skip("the models differ by rounding, or there is none")
			}
			n := rapid.Int64Range(1, 30).Draw(t, "n")
			for _, pool := range pools {
				if err := pool.DrawFrom(real, n, weight, rand.New(rand.NewPCG(seed, 1))); err != nil {
					t.Fatal(err)
				}
			}
			seed++
		}
		t.Repeat(map[string]func(*rapid.T){
			"Draw": func(t *rapid.T) { draw(t, false, 1) },
			"DrawFrom": func(t *rapid.T) {
				draw(t, rapid.Bool().Draw(t, "real"), rapid.SampledFrom([]float64{1, 0.5, 3}).Draw(t, "weight"))
			},
			"Fit": func(t *rapid.T) {
				first, second := pools[0].Fit(), pools[1].Fit()
				if (first == nil) != (second == nil) {
					t.Fatalf("%s: %v by the statistic, %v by the samples", family.Name(), first, second)
				}
				a, b := pools[0].Theta(), pools[1].Theta()
				for j := range a {
					if !(math.Abs(a[j]-b[j]) <= 1e-7*(1+math.Abs(b[j]))) {
						t.Fatalf("%s: θ = %v by the statistic, %v by the samples", family.Name(), a, b)
					}
					stopped = stopped || math.Abs(a[j]) > 1e6
				}
			},
			"Clear": func(*rapid.T) {
				pools[0].Clear()
				pools[1].Clear()
			},
			"KeepFirst": func(*rapid.T) {
				pools[0].KeepFirst()
				pools[1].KeepFirst()
			},
		})
	})
}
