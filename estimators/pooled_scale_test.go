package estimators

import (
	"math"
	"slices"
	"testing"
)

// The pooled log-likelihood of the Gaussian and its derivatives are those of its samples, too where s² leaves float64's
// ordinary range and stands as v 4^e.
func TestGaussianPooledLikelihoodAtEveryScale(t *testing.T) {
	f := NewGaussian()
	for _, scale := range []float64{1e-153, 1, 1e153} {
		x, theta := []float64{-3 * scale, scale, 2 * scale, 4 * scale}, []float64{scale / 2, 2 * scale}
		statistic := make([]float64, f.StatisticDim())
		f.Summarize(statistic, x)
		if (statistic[2] != 0) != (scale != 1) {
			t.Errorf("scale %g: statistic %g", scale, statistic)
		}
		got := make([]float64, 7)
		got[0] = f.MeanLogLikelihood(theta, statistic) - logSqrt2Pi
		f.MeanScore(got[1:3], theta, statistic)
		f.MeanHessian(got[3:], theta, statistic)
		want, one := make([]float64, 7), make([]float64, 7)
		for i := range x {
			at := x[i : i+1]
			one[0] = f.LogDensity(theta, at)
			f.Score(one[1:3], theta, at)
			f.Hessian(one[3:], theta, at)
			for j, v := range one {
				want[j] += v / float64(len(x))
			}
		}
		for j, unit := range []float64{1, 1 / scale, 1 / scale, 1 / scale / scale, 1 / scale / scale, 1 / scale / scale,
			1 / scale / scale} {
			// A dozen operations on terms of at most 10 units each.
			if j == 0 {
				unit = math.Max(1, math.Abs(want[0]))
			}
			if !(math.Abs(got[j]-want[j]) <= 1e-14*unit) {
				t.Errorf("scale %g: component %d of value, score and Hessian is %g, of the samples %g", scale, j,
					got[j], want[j])
			}
		}
	}
}

// Constants stay constants: pools of equal samples have the statistic (x, 0, 0) in whatever parts they come.
func TestGaussianMergeOfEqualSamples(t *testing.T) {
	f := NewGaussian()
	for _, x := range []float64{0, 1, -3e-200, 1e300} {
		whole, part, batch := make([]float64, 3), make([]float64, 3), make([]float64, 3)
		f.Summarize(whole, []float64{x, x, x})
		f.Summarize(part, []float64{x, x})
		f.Summarize(batch, []float64{x})
		f.Merge(part, 2, batch, 1)
		if !slices.Equal(whole, []float64{x, 0, 0}) || !slices.Equal(part, whole) {
			t.Errorf("three times %g: %g at once, %g in parts", x, whole, part)
		}
	}
}

// A list of one share is that share: the same workflow, under the rules for constants.
func TestListedOfOneShare(t *testing.T) {
	for _, s := range []float64{0, 0.25, 1} {
		for _, pair := range [][2]Workflow{{MixFresh(0.5).Listed(s), MixFresh(s)},
			{MixOriginal(0.5).Listed(s), MixOriginal(s)}, {WeightedReal(0.5).Listed(s), WeightedReal(s)}} {
			if pair[0] != pair[1] || pair[0].valid() != pair[1].valid() {
				t.Errorf("%v is not %v", pair[0], pair[1])
			}
		}
	}
}
