package estimators

import (
	"errors"
	"math"
	"slices"
	"testing"

	"itermle/internal/suiteseed"
)

// A pool that starts from observed samples fits what Fit fits them, and goes on as one that has drawn them: every
// workflow, with and without a statistic.
func TestObservedIsTheFirstDraw(t *testing.T) {
	workflows := []Workflow{Accumulate(), Replace(), MixFresh(0.5), MixOriginal(0.3), WeightedReal(0.4),
		Subsample(1000)}
	for _, family := range []Family{NewGaussian(), NewCauchyLocation(), NewPoisson(), NewExponential()} {
		entry := Families()[slices.IndexFunc(Families(), func(e Entry) bool { return e.Name == family.Name() })]
		truth := entry.Points[0]
		for _, workflow := range workflows {
			const n = 40
			x := make([]float64, n)
			stream := NewStream(suiteseed.Seed(), "observed", family.Name(), workflow.String())
			family.Sample(x, truth, stream.At(0, 0))
			observed, err := NewObserved(family, workflow)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(observed.Add(x[:7]), observed.Add(x[7:])); err != nil {
				t.Fatal(err)
			}
			fitted := make([]float64, family.Dim())
			if err := observed.Fit(fitted, truth); err != nil {
				t.Fatal(err)
			}
			// The pool that has drawn the very same samples: generation 0 of the raw path, from the same stream.
			drawn, err1 := NewPool(family, RawPath, workflow)
			begun, err2 := observed.NewPool(RawPath)
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			var paths [2][]float64
			for i, pool := range []Pool{drawn, begun} {
				it := Iteration{pool, truth, ConstantSchedule(n), workflow, 4}
				if err := it.Run(stream, 0, func(_ int, theta []float64) bool {
					paths[i] = append(paths[i], theta...)
					return true
				}); err != nil {
					t.Fatal(err)
				}
			}
			for i, v := range paths[0] {
				if w := paths[1][i]; !(math.Abs(v-w) <= 1e-9*(1+math.Abs(v))) {
					t.Errorf("%s, %s: value %d is %g from observed samples, %g from drawn ones", family.Name(),
						workflow, i, w, v)
				}
			}
			if first := paths[1][:family.Dim()]; !slices.Equal(first, fitted) {
				t.Errorf("%s, %s: the first fit is %g, that of the samples %g", family.Name(), workflow, first, fitted)
			}
		}
	}
}

func TestObservedRefuses(t *testing.T) {
	if _, err := NewObserved(NewPower(), Bootstrap(5)); err == nil {
		t.Error("subsamples of a family that encodes its samples")
	}
	observed, err := NewObserved(NewPoisson(), Accumulate())
	if err != nil {
		t.Fatal(err)
	}
	var outside *SampleError
	err = observed.Add([]float64{1, 2, -3})
	if !errors.As(err, &outside) || outside.Index != 2 || observed.Size() != 0 {
		t.Errorf("a sample outside the support: %v, size %d", err, observed.Size())
	}
	if err := observed.Fit([]float64{0}, []float64{1}); err != ErrEmptyPool {
		t.Errorf("a fit of nothing: %v", err)
	}
	if err := observed.Add([]float64{1, 2, 3}); err != nil {
		t.Fatal(err)
	}
	pool, err := observed.NewPool(AutoPath)
	if err != nil {
		t.Fatal(err)
	}
	it := Iteration{pool, []float64{2}, ConstantSchedule(4), Accumulate(), 1}
	if err := it.Run(NewStream(1, "refuses"), 0, nil); err == nil {
		t.Error("another n_0 than the sample's")
	}
}
