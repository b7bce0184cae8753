package estimators

import (
	"errors"
	"fmt"
	"itermle/internal/suiteseed"
	"math"
	"math/big"
	"testing"
)

// exactMoments are the average and the central second moment of x in rationals, rounded once.
func exactMoments(x []float64) (mean, variance float64) {
	sum, n := new(big.Rat), big.NewRat(int64(len(x)), 1)
	for _, v := range x {
		sum.Add(sum, new(big.Rat).SetFloat64(v))
	}
	average := sum.Quo(sum, n)
	squares := new(big.Rat)
	for _, v := range x {
		d := new(big.Rat).Sub(new(big.Rat).SetFloat64(v), average)
		squares.Add(squares, d.Mul(d, d))
	}
	mean, _ = average.Float64()
	variance, _ = squares.Quo(squares, n).Float64()
	return mean, variance
}

// pooledMoments cuts x into batches of the given size and merges their statistics, as a pool does.
func pooledMoments(family StatisticFamily, x []float64, size int) []float64 {
	pool, batch := make([]float64, family.StatisticDim()), make([]float64, family.StatisticDim())
	weight := 0.0
	for len(x) > 0 {
		k := min(size, len(x))
		family.Summarize(batch, x[:k])
		family.Merge(pool, weight, batch, float64(k))
		weight += float64(k)
		x = x[k:]
	}
	return pool
}

// momentsLost says what pooling loses at an offset, relative to σ² = 1, and to a unit in the last place of the offset.
func momentsLost(family StatisticFamily, offset float64, size int) (mean, variance float64) {
	x := make([]float64, 3000)
	family.Sample(x, []float64{offset, 1}, NewStream(suiteseed.Seed(), "precision").At(uint64(size), 0))
	wantMean, wantVariance := exactMoments(x)
	got := pooledMoments(family, x, size)
	return math.Abs(got[0] - wantMean), math.Abs(got[1] - wantVariance)
}

// The Gaussian statistic keeps its digits under an offset of 10⁸ and more: the average errs by a few units in the last
// place of the offset, at each of the merges at worst, and σ² by √(n)·2^-53 roundings plus the square of the average's
// error.
func TestGaussianStatisticKeepsDigits(t *testing.T) {
	for _, offset := range []float64{0, 1e4, 1e8, -1e12} {
		for _, size := range []int{3000, 512, 20, 1} {
			mean, variance := momentsLost(NewGaussian(), offset, size)
			// Every merge rounds the average, and the sums about the first sample lose √3000 ≈ 55 units of σ at random.
			merges := float64(3000/size + 1)
			ulp := 0x1p-52 * math.Max(1, math.Abs(offset))
			if !(mean <= merges*ulp+0x1p-46) {
				t.Errorf("offset %g, batches of %d: the average is off by %g", offset, size, mean)
			}
			// A batch of one has its deviation from the pool's rounded average for its only scatter: an error of ulp/2
			// in x̄ moves its square by ulp·|x − x̄|, averaged over the batches with either sign.
			if tolerance := 1e-13 + 4*ulp; !(variance <= tolerance) {
				t.Errorf("offset %g, batches of %d: σ² is off by %g, more than %g", offset, size, variance, tolerance)
			}
		}
	}
}

// squareOfSum is the statistic by the mean of squares less the square of the mean: what the package must not do.
type squareOfSum struct{ *Gaussian }

func (squareOfSum) Summarize(dst, x []float64) {
	sum, squares := 0.0, 0.0
	for _, v := range x {
		sum += v
		squares += v * v
	}
	n := float64(len(x))
	dst[0] = sum / n
	dst[1] = squares/n - dst[0]*dst[0]
}

func TestGaussianStatisticRefutesMeanOfSquares(t *testing.T) {
	if _, variance := momentsLost(squareOfSum{NewGaussian()}, 1e8, 512); variance <= 1e-7 {
		t.Errorf("the mean of squares less the square of the mean loses only %g at an offset of 10⁸", variance)
	}
}

// The covariance statistic is the scalar one on its diagonal, and bilinear off it: cov(x, x) = var(x).
func TestCovarianceStatisticAgreesWithGaussian(t *testing.T) {
	family := mustCovariance(t, 2)
	x := make([]float64, 2000)
	NewGaussian().Sample(x, []float64{1e8, 1}, NewStream(suiteseed.Seed(), "covariance").At(0, 0))
	pairs := make([]float64, 0, 2*len(x))
	for _, v := range x {
		pairs = append(pairs, v, v)
	}
	want := pooledMoments(NewGaussian(), x, 100)
	got := pooledMoments(family, pairs, 200)
	for k, v := range []float64{want[0], want[0], want[1], want[1], want[1]} {
		if !(math.Abs(got[k]-v) <= 1e-13*math.Abs(v)) {
			t.Errorf("statistic %d = %.17g, want %.17g", k, got[k], v)
		}
	}
}

// A pool of 10⁹ samples moves by exactly its share when a small batch comes.
func TestMergeIntoHugePool(t *testing.T) {
	const pool, batch = 1e9, 10.0
	average, scatter := 1e8, 1.0
	statistic := []float64{average, scatter}
	NewGaussian().Merge(statistic, pool, []float64{average + 1024, 4}, batch)
	share := new(big.Rat).SetFrac64(10, 1000000010)
	wantMean, _ := new(big.Rat).Add(big.NewRat(1e8, 1), new(big.Rat).Mul(share, big.NewRat(1024, 1))).Float64()
	rest := new(big.Rat).Sub(big.NewRat(1, 1), share)
	between := new(big.Rat).Mul(new(big.Rat).Mul(share, rest), big.NewRat(1024*1024, 1))
	total := between.Add(between, rest)
	total.Add(total, new(big.Rat).Mul(share, big.NewRat(4, 1)))
	wantVariance, _ := total.Float64()
	// Two roundings of a number of size 10⁸, and four of size 1.
	if !(math.Abs(statistic[0]-wantMean) <= 2*1.5e-8 && math.Abs(statistic[1]-wantVariance) <= 4*0x1p-53) {
		t.Errorf("merged to %v, want (%.17g, %.17g)", statistic, wantMean, wantVariance)
	}
}

// The average of finite samples is finite, at either end of the float64 range.
func TestMeanOfExtremes(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		want float64
	}{
		{[]float64{math.MaxFloat64, -math.MaxFloat64}, 0},
		{[]float64{math.MaxFloat64, math.MaxFloat64, math.MaxFloat64}, math.MaxFloat64},
		{[]float64{5e-324, 5e-324}, 5e-324},
		{[]float64{1e308, 1.2e308, -1e308, -0.4e308}, 0.2e308},
	} {
		// x/n rounds every term by half a unit.
		if got := Mean(c.x); !(math.Abs(got-c.want) <= 8*0x1p-53*math.MaxFloat64 && math.Abs(got) <= math.MaxFloat64) {
			t.Errorf("mean(%v) = %g, want %g", c.x, got, c.want)
		}
	}
}

// The product of thousands of samples far below 1 must not underflow on its way to −log, and lone samples below 2^-256
// count.
func TestPowerSummarizeDoesNotUnderflow(t *testing.T) {
	x := make([]float64, 0, 1200)
	for i := range 1200 {
		x = append(x, math.Ldexp(1, -(i*37)%1075))
	}
	sum := 0
	for i := range x {
		sum += (i * 37) % 1075
	}
	got := make([]float64, 1)
	NewPower().Summarize(got, x)
	if want := float64(sum) * math.Ln2 / float64(len(x)); !(math.Abs(got[0]-want) <= 1e-14*want) {
		t.Errorf("−log average %.17g, want %.17g", got[0], want)
	}
	// Against one logarithm a sample.
	NewPower().Sample(x, []float64{0.7}, NewStream(suiteseed.Seed(), "power").At(0, 0))
	want := 0.0
	for _, v := range x {
		want -= math.Log(v)
	}
	want /= float64(len(x))
	NewPower().Summarize(got, x)
	if !(math.Abs(got[0]-want) <= 1e-13*want) {
		t.Errorf("−log average %.17g, by single logarithms %.17g", got[0], want)
	}
}

// An average that overflows is a typed error, not an infinite estimate; a σ whose square underflows gives no NaN.
func TestGaussianMeanExtremes(t *testing.T) {
	vector, err := NewGaussianVector(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	narrow, err := NewGaussianMean(1e-200)
	if err != nil {
		t.Fatal(err)
	}
	fitted := make([]float64, 2)
	for _, c := range []struct {
		family Family
		data   Data
	}{
		{narrow, Data{X: []float64{1e308, -1.7e308}, W: []float64{1, 1}}},
		{vector, Data{X: []float64{1e308, 0, -1.7e308, 0}}},
		{NewHyperbolicSecant(), Data{X: []float64{1e200}}},
	} {
		var none *NoMLEError
		if err := c.family.Fit(fitted, []float64{0, 0}, c.data); !errors.As(err, &none) {
			t.Errorf("%s: Fit of %v gives %v, error %v, want a *NoMLEError", c.family.Name(), c.data.X, fitted, err)
		}
	}
	if narrow.Score(fitted, []float64{1}, []float64{1}); fitted[0] != 0 {
		t.Errorf("σ = 1e-200: the score at x = μ is %g", fitted[0])
	}
}

// No derivative, distance or draw is NaN where σ² or σ³ leaves float64.
func TestGaussianAtTheEndsOfFloat64(t *testing.T) {
	family, values := NewGaussian(), make([]float64, 8)
	for _, sigma := range []float64{5e-324, 1e-160, 1e300, math.MaxFloat64} {
		theta, x := []float64{1, sigma}, []float64{1}
		for name, f := range map[string]func(){
			"hessian": func() { family.Hessian(values[:4], theta, x) },
			"third":   func() { family.ThirdDerivative(values, theta, x) },
			"law": func() {
				family.SampleEstimator(values[:2], theta, ConstantSchedule(3), 5,
					NewStream(suiteseed.Seed(), t.Name()).At(0, 0))
			},
			"cdf": func() { values[0] = family.CDF(theta, math.Inf(1)) },
			"KL": func() {
				kl, _ := distances(t, family, theta, []float64{1, sigma * (1 - 1e-9)})
				values[0], values[1] = kl.Value, kl.Error
			},
		} {
			clear(values)
			f()
			for _, v := range values {
				if math.IsNaN(v) {
					t.Errorf("σ = %g: %s is %v", sigma, name, values)
					break
				}
			}
		}
	}
	variance := NewGaussianVariance()
	if variance.Score(values, []float64{math.MaxFloat64}, []float64{1.6e154}); math.IsNaN(values[0]) {
		t.Error("the score of the variance is NaN at its largest value")
	}
	if mustGamma(t, 1e-3).Sample(values, []float64{math.MaxFloat64},
		NewStream(suiteseed.Seed(), t.Name()).At(1, 0)); math.IsNaN(values[0]) {
		t.Error("a gamma sample of the largest mean is NaN")
	}
}

// Divergences and densities in units of another σ: the same to the error claimed, down to the subnormals.
func TestGaussianScale(t *testing.T) {
	family := NewGaussian()
	for _, q := range []float64{0.3, 0.71, 0.79, 0.9, 1.3, 2, 40} {
		want, _ := distances(t, family, []float64{0, q}, []float64{0.5, 1})
		for _, scale := range []float64{0x1p-1000, 0x1p-300, 0x1p100, 0x1p1000} {
			got, _ := distances(t, family, []float64{0, q * scale}, []float64{0.5 * scale, scale})
			agree(t, fmt.Sprintf("KL at ratio %g and scale %g", q, scale), got, want)
		}
	}
	// N(0, σ²) at 0 for the smallest σ² and σ: −log σ − ½ log 2π.
	want := 1074*math.Ln2 - logSqrt2Pi
	if got := family.LogDensity([]float64{0, 0x1p-1074}, []float64{0}); !(math.Abs(got-want) <= 1e-12) {
		t.Errorf("log-density %.17g at σ = 2^-1074, want %.17g", got, want)
	}
	want = 537*math.Ln2 - logSqrt2Pi
	if got := NewGaussianVariance().LogDensity([]float64{0x1p-1074}, []float64{0}); !(math.Abs(got-want) <= 1e-12) {
		t.Errorf("log-density %.17g at σ² = 2^-1074, want %.17g", got, want)
	}
}

// Where no MLE exists the iteration stops with a typed error, on either path.
func TestNoMLEStopsTheRun(t *testing.T) {
	for _, c := range []struct {
		specification string
		truth         []float64
		n             int64
	}{
		{"gaussian", []float64{0, 1}, 1},
		{"gaussian-covariance", []float64{0, 0, 1, 0, 1}, 2},
		{"gaussian-covariance:3", []float64{0, 0, 0, 1, 0, 1, 0, 0, 1}, 3},
	} {
		family, err := ParseFamily(c.specification)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []Path{RawPath, StatisticPath} {
			pool, err := NewPool(family, path, Accumulate())
			if err != nil {
				t.Fatal(err)
			}
			it := Iteration{Pool: pool, Truth: c.truth, Schedule: ConstantSchedule(c.n), Generations: 3}
			for replicate := range uint64(200) {
				var missing *NoMLEError
				if err := it.Run(NewStream(suiteseed.Seed(), "no MLE"), replicate, nil); !errors.As(err, &missing) {
					t.Fatalf("%s, n=%d, path %v, replicate %d: error %v, want a *NoMLEError", c.specification, c.n,
						path, replicate, err)
				}
			}
		}
	}
}

// Samples outside the support, and arguments outside the syntax, are named.
func TestContinuousErrors(t *testing.T) {
	for specification, x := range map[string]float64{"exponential": -1, "exponential-rate": -1, "gamma": 0,
		"power": 1.5} {
		family, err := ParseFamily(specification)
		if err != nil {
			t.Fatal(err)
		}
		var outside *SampleError
		if err := family.Fit(make([]float64, 1), []float64{1}, Data{X: []float64{0.5, x}}); !errors.As(err, &outside) ||
			outside.Index != 1 {
			t.Errorf("%s: Fit with a sample %g says %v, want a *SampleError at index 1", specification, x, err)
		}
	}
	for _, specification := range []string{"gamma:0", "gamma:-1", "gamma:NaN", "gaussian-vector:0",
		"gaussian-vector:1.5", "gaussian-vector:2,0",
		"gaussian-covariance:17", "gaussian-covariance:NaN"} {
		var outside *RangeError
		if _, err := ParseFamily(specification); !errors.As(err, &outside) {
			t.Errorf("%s: error %v, want a *RangeError", specification, err)
		}
	}
	for _, specification := range []string{"exponential:1", "gaussian:0,1", "power:2", "hyperbolic-secant:1",
		"gamma:1,2", "gaussian-vector:1,2,3", "gaussian-mixture:1",
		"gamma:x", "nothing"} {
		var syntax *SyntaxError
		if _, err := ParseFamily(specification); !errors.As(err, &syntax) || syntax.Value != specification {
			t.Errorf("%s: error %v, want a *SyntaxError that names it", specification, err)
		}
	}
}
