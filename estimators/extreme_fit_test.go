package estimators

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"itermle/internal/suiteseed"
)

// Fits where a square, a sum or a sample leaves float64 though the estimate does not.
func TestFitsAtTheEndsOfFloat64(t *testing.T) {
	gaussian, variance, power := NewGaussian(), NewGaussianVariance(), NewPower()
	vector, err := NewGaussianVector(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		family Family
		data   Data
		want   []float64
	}{
		{gaussian, Data{X: []float64{1e300, -1e300}}, []float64{0, 1e300}},
		{gaussian, Data{X: []float64{1e-200, 3e-200}}, []float64{2e-200, 1e-200}},
		{gaussian, Data{X: []float64{1e-200, 3e-200}, W: []float64{0.5, 0.5}}, []float64{2e-200, 1e-200}},
		{gaussian, Data{X: []float64{1e300, -1e300, 1e300, -1e300}, W: []float64{1, 1, 1, 1}}, []float64{0, 1e300}},
		{gaussian, Data{X: []float64{1.7e308, -1.7e308}}, []float64{0, 1.7e308}},
		{gaussian, Data{X: []float64{1.7e308, -1.7e308}, W: []float64{2, 2}}, []float64{0, 1.7e308}},
		{gaussian, Data{X: []float64{1e-200, 2e-200, 1}, W: []float64{1, 1, 2}}, []float64{0.5, 0.5}},
		{gaussian, Data{X: []float64{5e-324, 1.5e-323}}, []float64{1e-323, 5e-324}},
		{variance, Data{X: []float64{1e154, -1e154, 1e154}}, []float64{1e308}},
		{variance, Data{X: []float64{1e-160, 3e-160}}, []float64{5e-320}},
		{vector, Data{X: []float64{1e300, 1e-300, -1e300, 3e-300}}, []float64{0, 2e-300}},
		{power, Data{X: []float64{0x1p-1074, 0x1p-1074}}, []float64{1 / (1074 * math.Ln2)}},
	} {
		t.Run(fmt.Sprint(c.family.Name(), c.data), func(t *testing.T) {
			got := make([]float64, c.family.Dim())
			from := make([]float64, c.family.Dim())
			from[len(from)-1] = 1
			if err := c.family.Fit(got, from, c.data); err != nil {
				t.Fatal(err)
			}
			for j, want := range c.want {
				if !(math.Abs(got[j]-want) <= 1e-15*math.Abs(want)+5e-324) {
					t.Errorf("%s = %.17g, want %.17g", c.family.Symbols()[j], got[j], want)
				}
			}
		})
	}
}

// Batches merge across scales as the samples together: the statistic is held with an exponent where it must be.
func TestGaussianMergesAcrossScales(t *testing.T) {
	family := NewGaussian()
	for _, scale := range []float64{1e-300, 1e-200, 1e-150, 1, 1e150, 1e200, 1e300} {
		for _, small := range []float64{1, 1e-100, 0} {
			x := []float64{3 * scale, small * scale, 2 * small * scale, -scale, scale, 4 * small * scale}
			together, merged, batch := make([]float64, 3), make([]float64, 3), make([]float64, 3)
			family.Summarize(together, x)
			family.Summarize(merged, x[:2])
			for _, part := range [][]float64{x[2:3], x[3:5], x[5:]} {
				family.Summarize(batch, part)
				before := float64(len(x) - cap(part)) // what came before the part
				family.Merge(merged, before, batch, float64(len(part)))
			}
			if a, b := deviation(together), deviation(merged); !(math.Abs(a-b) <= 1e-15*a) {
				t.Errorf("scale %g, small %g: s = %g together, %g merged", scale, small, a, b)
			}
		}
	}
}

// The raw path, the statistic path and workflows that keep samples have one law where samples underflow or crowd at an
// end: E θ^(1) = θ n/(n−1) for a rate, and the median of a scale likewise. Seven standard deviations: one false alarm
// in 10^11.
func TestRawPathAtTheEnds(t *testing.T) {
	const n, replicates = 20, 4000
	for _, c := range []struct {
		family   Family
		theta    float64
		workflow Workflow
	}{
		{NewPower(), 1e-3, Accumulate()}, {NewPower(), 1e-3, Subsample(n)}, {NewPower(), 1e-300, Accumulate()},
		{NewPower(), 1e16, Accumulate()}, {NewPower(), 1e16, Bootstrap(n)}, {NewPower(), 1e300, Accumulate()},
		{NewExponentialRate(), 1e-300, Accumulate()}, {NewExponentialRate(), 1e300, Accumulate()},
	} {
		pool, err := NewPool(c.family, RawPath, c.workflow)
		if err != nil {
			t.Fatal(err)
		}
		it := Iteration{Pool: pool, Truth: []float64{c.theta}, Schedule: ConstantSchedule(n), Workflow: c.workflow,
			Generations: 1}
		stream, sum := NewStream(suiteseed.Seed(), "raw-ends", c.family.Name()), 0.0
		for replicate := range uint64(replicates) {
			if err := it.Run(stream, replicate, nil); err != nil {
				t.Fatal(err)
			}
			ratio := pool.Theta()[0] / c.theta
			if c.workflow.kind == "bootstrap" {
				ratio = math.Min(ratio, 2) // the mean of the bootstrap's has no closed form: finite and of order 1
			}
			sum += ratio
		}
		// Var(1/Ḡ) = n²/((n−1)²(n−2)) for Ḡ ~ Gamma(n)/n.
		mean, want, sd := sum/replicates, n/(n-1.0), n/(n-1.0)/math.Sqrt((n-2)*replicates)
		if c.workflow.kind == "bootstrap" {
			sd = 0.02
		}
		if !(math.Abs(mean-want) <= 7*sd) {
			t.Errorf("%s at θ = %g, %v: mean θ̂/θ = %g, want %g", c.family.Name(), c.theta, c.workflow, mean, want)
		}
	}
}

// A θ* whose samples, or averages of n_0 of them, float64 does not hold is refused before anything runs.
func TestSamplingLimits(t *testing.T) {
	covariance, err := NewGaussianCovariance(2)
	if err != nil {
		t.Fatal(err)
	}
	gamma, err := NewGamma(1e-3)
	if err != nil {
		t.Fatal(err)
	}
	mean, err := NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	location, err := NewVonMisesLocation(1e40)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		family Family
		theta  []float64
		n      int64
		refuse bool
	}{
		{mean, []float64{1e308}, 100, true}, {mean, []float64{1e15}, 100, true}, {mean, []float64{1e9}, 100, false},
		{mean, []float64{1e9}, 1 << 50, true}, {NewGaussian(), []float64{-1e308, 1}, 100, true},
		{NewGaussian(), []float64{1e300, 1e299}, 100, false}, {NewGaussian(), []float64{0, 1e-310}, 100, true},
		{NewLogisticLocation(), []float64{1e308}, 10, true}, {NewLogisticLocation(), []float64{3e10}, 1000, false},
		{NewCauchyLocation(), []float64{1e17}, 10, true}, {NewLaplaceLocationUnit(), []float64{1e17}, 10, true},
		{NewExponential(), []float64{1e-310}, 10, true}, {NewExponential(), []float64{1e-200}, 10, false},
		{NewExponential(), []float64{1e307}, 10, true}, {NewExponentialRate(), []float64{1e-310}, 10, true},
		{NewPower(), []float64{1e-310}, 10, true}, {gamma, []float64{1e-310}, 10, true},
		{NewGaussianVariance(), []float64{1e-310}, 10, true}, {location, []float64{3}, 10, true},
		{covariance, []float64{1e17, 0, 1, 0, 1}, 10, true}, {NewVonMises(), []float64{3, 1e40}, 10, true},
	} {
		pool, err := NewPool(c.family, AutoPath, Accumulate())
		if err != nil {
			t.Fatal(err)
		}
		it := Iteration{Pool: pool, Truth: c.theta, Schedule: ConstantSchedule(c.n), Generations: 2}
		var out *RangeError
		if err := it.Check(); errors.As(err, &out) != c.refuse || !c.refuse && err != nil {
			t.Errorf("%s at %v, n = %d: %v, want refused = %t", c.family.Name(), c.theta, c.n, err, c.refuse)
		}
	}
	// A model that drifts there is refused as well: the average of two samples of shape 10^-3 may underflow.
	pool, err := NewPool(gamma, RawPath, Accumulate())
	if err != nil {
		t.Fatal(err)
	}
	it := Iteration{Pool: pool, Truth: []float64{1}, Schedule: ConstantSchedule(1), Generations: 1}
	none, stream := 0, NewStream(suiteseed.Seed(), t.Name())
	for replicate := range uint64(1000) {
		var missing *NoMLEError
		if err := it.Run(stream, replicate, nil); errors.As(err, &missing) {
			none++
		} else if err != nil || !(pool.Theta()[0] > 0) {
			t.Fatalf("%v, %v", pool.Theta(), err)
		}
	}
	// P(Gamma(k) < 2^-1075 k) = (2^-1075 k)^k/Γ(1+k) = 0.4719; 0.016 is its standard deviation here.
	if share := float64(none) / 1000; !(math.Abs(share-0.4719) <= 0.11) {
		t.Errorf("an underflowing sample has no MLE in a share %g of the runs, want 0.472", share)
	}
}

// Derivatives at Σ in other units are those at Σ times powers of the units, exactly where the units are powers of two,
// and never NaN.
func TestCovarianceDerivativesInAnyUnits(t *testing.T) {
	family, err := NewGaussianCovariance(2)
	if err != nil {
		t.Fatal(err)
	}
	d := family.Dim()
	theta, x := []float64{1, -2, 2, 0.5, 1}, []float64{0.5, 1}
	derivatives := func(theta, x []float64) []float64 {
		all := make([]float64, d+2*d*d+d*d*d)
		family.Score(all[:d], theta, x)
		family.Hessian(all[d:d+d*d], theta, x)
		family.FisherInformation(all[d+d*d:d+2*d*d], theta)
		family.ThirdDerivative(all[d+2*d*d:], theta, x)
		return all
	}
	want := derivatives(theta, x)
	for _, k := range []int{-400, -200, -130, 130, 200, 400} {
		moved := make([]float64, d)
		units := []int{k, k, 2 * k, 2 * k, 2 * k}
		for i, v := range theta {
			moved[i] = math.Ldexp(v, units[i])
		}
		got := derivatives(moved, []float64{math.Ldexp(x[0], k), math.Ldexp(x[1], k)})
		for i, v := range got {
			power := 0
			switch at := i; {
			case at < d:
				power = units[at]
			case at < d+2*d*d:
				at = (at - d) % (d * d)
				power = units[at/d] + units[at%d]
			default:
				at -= d + 2*d*d
				power = units[at/d/d] + units[at/d%d] + units[at%d]
			}
			if exact := math.Ldexp(want[i], -power); v != exact && !(math.Abs(v-exact) <= 1e-14*math.Abs(exact)) {
				t.Errorf("unit 2^%d: derivative %d is %g, want %g", k, i, v, exact)
			}
		}
	}
}
