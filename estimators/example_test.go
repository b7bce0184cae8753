package estimators_test

import (
	"errors"
	"fmt"

	"itermle/estimators"
)

// fit prints the estimate that a family makes of unweighted samples, or why there is none.
func fit(family estimators.Family, from []float64, x ...float64) {
	theta := make([]float64, family.Dim())
	if err := family.Fit(theta, from, estimators.Data{X: x}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %.4f\n", family.Name(), theta)
}

// A mean is accurate beside a large common offset, and merging two batches is as good as pooling their samples.
func ExampleMean() {
	first, second := []float64{1e9 + 1, 1e9 + 2}, []float64{1e9 + 6}
	pool := []float64{estimators.Mean(first)}
	estimators.MergeMeans(pool, 2, []float64{estimators.Mean(second)}, 1)
	fmt.Println(pool[0] - 1e9)
	// Output: 3
}

// The statistic (average, mean square about it) of {1, 3} joined by that of {8, 10}, as for one pool of four.
func ExampleMergeMoments() {
	pool := []float64{2, 1}
	estimators.MergeMoments(pool, 2, []float64{9, 1}, 2)
	fmt.Println(pool)
	// Output: [5.5 13.25]
}

// The support and Θ of a Poisson law with a log-rate, and of a normal law on the plane.
func ExampleCounts() {
	poisson := estimators.Describe("poisson-log", estimators.Counts(1e15, "a whole number ≥ 0"), estimators.Real("θ"))
	plane := estimators.Describe("plane", estimators.Reals(2), estimators.Real("μ1"), estimators.Real("μ2"))
	fmt.Println(poisson.CheckSamples([]float64{3, 0.5}))
	fmt.Println(plane.SampleDim(), plane.Symbols())
	// Output:
	// poisson-log: sample 1 = 0.5 is outside the support: want a whole number ≥ 0
	// 2 [μ1 μ2]
}

// A power law with a small θ has samples below the least float64; pools hold −log x.
func ExampleEncodedFamily() {
	var power estimators.EncodedFamily = estimators.NewPower()
	stream := estimators.NewStream(1, "example")
	theta, x, y := []float64{1e-4}, make([]float64, 1), make([]float64, 1)
	power.Sample(x, theta, stream.At(0, 0))
	power.Encoded().Sample(y, theta, stream.At(0, 0))
	fmt.Println(x[0] < 1e-300, y[0] > 700)
	// Output: true true
}

// At 10^17 neighbouring float64 are 16 apart, and the average of a hundred samples of deviation 1 cannot be told from
// the mean.
func ExampleSamplingFamily() {
	family, err := estimators.NewGaussianMean(1)
	if err != nil {
		fmt.Println(err)
		return
	}
	var limited estimators.SamplingFamily = family
	var beyond *estimators.RangeError
	fmt.Println(limited.CheckSampling([]float64{1e6}, 100))
	fmt.Println(errors.As(limited.CheckSampling([]float64{1e17}, 100), &beyond))
	// Output:
	// <nil>
	// true
}

// A closed Θ has an estimate whatever the counts are; in a natural parameter it may run away.
func ExampleNewPoisson() {
	fit(estimators.NewPoisson(), []float64{1}, 0, 0, 0)
	fit(estimators.NewPoissonLog(), []float64{0}, 0, 0, 0)
	fit(estimators.NewGeometric(), []float64{1}, 0, 3, 6)
	// Output:
	// poisson [0.0000]
	// poisson-log: the maximum likelihood estimate does not exist: all samples are 0, so the log-rate runs to −∞
	// geometric [3.0000]
}

// Each logit is against the last category.
func ExampleNewCategoricalSoftmax() {
	family, err := estimators.NewCategoricalSoftmax(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	fit(family, []float64{0, 0}, 0, 0, 1, 2)
	var none *estimators.NoMLEError
	err = family.Fit(make([]float64, 2), []float64{0, 0}, estimators.Data{X: []float64{0, 0, 1, 1}})
	fmt.Println(errors.As(err, &none), none.Reason)
	// Output:
	// categorical-softmax [0.6931 0.0000]
	// true category 2 has no sample, so its logit runs to −∞
}

// Divergences carry a bound on their own error, a few units in the last place.
func ExampleNewGamma() {
	family, err := estimators.NewGamma(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	kl, _ := family.KL([]float64{1}, []float64{2})
	tv, _ := family.TotalVariation([]float64{1}, []float64{2})
	fmt.Printf("%.6f %.6f %t\n", kl.Value, tv.Value, kl.Error < 1e-13 && tv.Error < 1e-13)
	// Output: 0.579442 0.439450 true
}

// The variance of a Morris family is a quadratic in its mean, whose coefficients its moments depend on alone.
func ExampleNewNegativeBinomial() {
	family, err := estimators.NewNegativeBinomial(4)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, morris := range []estimators.MorrisFamily{family, estimators.NewHyperbolicSecant()} {
		v0, v1, v2 := morris.VarianceFunction()
		fmt.Println(morris.Name(), v0, v1, v2)
	}
	// Output:
	// negative-binomial:4 0 1 0.25
	// hyperbolic-secant 1 0 1
}

// With an even number of samples every point between the two middle ones is a median: that nearest to from is taken.
func ExampleNewLaplaceLocation() {
	family, err := estimators.NewLaplaceLocation(1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fit(family, []float64{2.5}, 1, 2, 3, 10)
	fit(family, []float64{9}, 1, 2, 3, 10)
	// Output:
	// laplace-location [2.5000]
	// laplace-location [3.0000]
}

// Directions are angles: of those that are one law the estimate is the nearest to from.
func ExampleNewVonMises() {
	fit(estimators.NewVonMises(), []float64{6, 1}, 0.1, -0.1, 0.4, -0.4)
	// Output: von-mises [6.2832 12.1817]
}

// Scales and shapes that only a positive number may be.
func ExampleNewGaussianVariance() {
	fit(estimators.NewGaussianVariance(), []float64{1}, 3, -4)
	fit(estimators.NewWeibullShape(), []float64{1}, 0.5, 1, 1.5)
	fit(estimators.NewWeibullShape(), []float64{1}, 1, 1)
	// Output:
	// gaussian-variance [12.5000]
	// weibull-shape [2.4198]
	// weibull-shape: the maximum likelihood estimate does not exist: all samples are 1, so k runs to +∞
}

// Draws for a family of one's own: of the events of a Poisson law each is seen with probability 1/4, up to a normal
// error.
func ExampleSamplePoisson() {
	random := estimators.NewStream(1, "example").At(0, 0)
	sum := 0.0
	for range 1000 {
		seen := estimators.SampleBinomial(int64(estimators.SamplePoisson(100, random)), 0.25, random)
		sum += float64(seen) + estimators.SampleNormal(random)
	}
	fmt.Println(sum > 24_000 && sum < 26_000)
	// Output: true
}

// Workflows by name, with shares that change from generation to generation; ParseWorkflow reads what is printed.
func ExampleWorkflow() {
	for _, w := range []estimators.Workflow{
		estimators.AccumulateFresh(0.1),
		estimators.AccumulateFresh(1).Decaying(1),
		estimators.MixAtRandom(0.5).Decaying(2),
		estimators.WeightedReal(1).Listed(0.75, 0.625),
		estimators.KeepCentral(0.5), estimators.KeepLargest(0.25), estimators.Verified(-1, 1),
		estimators.Sharpened(0.5), estimators.Smoothed(0.1),
	} {
		fmt.Println(w)
	}
	// Output:
	// accumulate:0.1
	// accumulate:1/t
	// mixture:0.5/t^2
	// weighted:0.75,0.625
	// central:0.5
	// largest:0.25
	// verified:-1,1
	// sharpened:0.5
	// smoothed:0.1
}

// Half the temperature squares the odds.
func ExampleTemperedFamily() {
	var family estimators.TemperedFamily = estimators.NewBernoulli()
	p := []float64{0.75}
	family.Temper(p, p, 0.5)
	fmt.Printf("%.3f\n", p[0])
	// Output: 0.900
}

// A second unknown parameter is where replacement collapses first: after thirty generations of ten samples what gamma
// models is a point, while its mean has wandered. Counts that vary less than Poisson's have no negative binomial shape.
func ExampleNewGammaShapeScale() {
	gamma := estimators.NewGammaShapeScale()
	pool, err := estimators.NewPool(gamma, estimators.AutoPath, estimators.Replace())
	if err != nil {
		panic(err)
	}
	iteration := estimators.Iteration{Pool: pool, Truth: []float64{2, 1}, Workflow: estimators.Replace(),
		Schedule: estimators.ConstantSchedule(10), Generations: 30}
	if err := iteration.Run(estimators.NewStream(1, "example"), 0, nil); err != nil {
		panic(err)
	}
	fmt.Println(pool.Theta()[0] > 20)

	counts := estimators.NewNegativeBinomialShapeMean()
	var none *estimators.NoMLEError
	if errors.As(counts.Fit(make([]float64, 2), []float64{1, 1}, estimators.Data{X: []float64{2, 3, 3, 4}}), &none) {
		fmt.Println(none.Reason)
	}
	// Output:
	// true
	// the sample variance is at most the mean, so k runs to +∞, the Poisson law
}
