package estimators

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"

	"itermle/internal/kolmogorov"
	"itermle/internal/random"
	"itermle/internal/suiteseed"
)

// pivot is a function of θ^(1) whose law is known: P(value ≤ x) = CDF(x) whatever the truth.
type pivot struct {
	name  string
	value func(truth, theta []float64, n int64) float64
	cdf   func(n int64) func(x float64) float64
}

func gammaLaw(shape float64) func(float64) float64 {
	return func(x float64) float64 { return mathext.GammaIncReg(shape, math.Max(0, x)) }
}

// scalePivot is shape·n·s/s* ~ Gamma(shape·n), with s = θ or 1/θ.
func scalePivot(shape float64, inverse bool) pivot {
	return pivot{"scale", func(truth, theta []float64, n int64) float64 {
		ratio := theta[0] / truth[0]
		if inverse {
			ratio = truth[0] / theta[0]
		}
		return shape * float64(n) * ratio
	}, func(n int64) func(float64) float64 { return gammaLaw(shape * float64(n)) }}
}

// pivots are the textbook laws of the maximum likelihood estimate from n samples. Student's t and Hotelling's T²
// involve all coordinates at once, so they also see a wrong dependence between them.
var pivots = map[string][]pivot{
	"exponential":       {scalePivot(1, false)},
	"exponential-rate":  {scalePivot(1, true)},
	"power":             {scalePivot(1, true)},
	"gamma":             {scalePivot(2, false)},
	"gamma:0.5":         {scalePivot(0.5, false)},
	"gaussian-variance": {scalePivot(0.5, false)},
	"gaussian-mean": {{"z", func(truth, theta []float64, n int64) float64 {
		return (theta[0] - truth[0]) * math.Sqrt(float64(n))
	}, func(int64) func(float64) float64 { return distuv.UnitNormal.CDF }}},
	"gaussian": {
		{"χ²_{n−1}", func(truth, theta []float64, n int64) float64 {
			ratio := theta[1] / truth[1]
			return float64(n) * ratio * ratio / 2
		}, func(n int64) func(float64) float64 { return gammaLaw(float64(n-1) / 2) }},
		{"z", func(truth, theta []float64, n int64) float64 {
			return (theta[0] - truth[0]) / truth[1] * math.Sqrt(float64(n))
		}, func(int64) func(float64) float64 { return distuv.UnitNormal.CDF }},
		{"Student's t", func(truth, theta []float64, n int64) float64 {
			return (theta[0] - truth[0]) / theta[1] * math.Sqrt(float64(n-1))
		}, func(n int64) func(float64) float64 { return distuv.StudentsT{Sigma: 1, Nu: float64(n - 1)}.CDF }},
	},
	"gaussian-covariance": {
		// √(det nΣ̂/det Σ) ~ χ²_{2n−4}/2 for d = 2 (Anderson, Introduction to Multivariate Statistical Analysis, 7.5).
		{"generalised variance", func(truth, theta []float64, n int64) float64 {
			return float64(n) * math.Sqrt((theta[2]*theta[4]-theta[3]*theta[3])/(truth[2]*truth[4]-truth[3]*truth[3]))
		}, func(n int64) func(float64) float64 { return gammaLaw(float64(n - 2)) }},
		// T²(n−2)/(2(n−1)) ~ F_{2,n−2}, T² = (n−1)(μ̂−μ)ᵀΣ̂⁻¹(μ̂−μ) (Hotelling 1931).
		{"Hotelling's T²", func(truth, theta []float64, n int64) float64 {
			x, y := theta[0]-truth[0], theta[1]-truth[1]
			form := (theta[4]*x*x - 2*theta[3]*x*y + theta[2]*y*y) / (theta[2]*theta[4] - theta[3]*theta[3])
			return form * float64(n-2) / 2
		}, func(n int64) func(float64) float64 { return distuv.F{D1: 2, D2: float64(n - 2)}.CDF }},
		// The correlation of independent Gaussians: r√(n−2)/√(1−r²) ~ t_{n−2}; the points below have ρ = 0.
		{"correlation", func(_, theta []float64, n int64) float64 {
			r := theta[3] / math.Sqrt(theta[2]*theta[4])
			return r * math.Sqrt(float64(n-2)/(1-r*r))
		}, func(n int64) func(float64) float64 { return distuv.StudentsT{Sigma: 1, Nu: float64(n - 2)}.CDF }},
	},
	"gaussian-vector": {{"‖z‖²", func(truth, theta []float64, n int64) float64 {
		return (sq(theta[0]-truth[0]) + sq(theta[1]-truth[1])) * float64(n) / 2
	}, func(int64) func(float64) float64 { return gammaLaw(1) }}},
}

func sq(x float64) float64 { return x * x }

var pivotTruth = map[string][]float64{"gaussian": {3, 0.5}, "gaussian-vector": {1, -2},
	"gaussian-covariance": {1, -2, 4, 0, 0.25}}

// violatedPivots draws θ^(1) on a path, or from the family's own law, and names the pivots whose law it does not have.
func violatedPivots(t *testing.T, family Family, name string, path Path, ownLaw bool, n int64) (violated []string) {
	truth := pivotTruth[name]
	if truth == nil {
		truth = []float64{2}
	}
	stream := NewStream(suiteseed.Seed(), "pivot", name, path.String(), fmt.Sprint(ownLaw, n))
	pool, err := NewPool(family, path, Accumulate())
	if err != nil {
		t.Fatal(err)
	}
	it := Iteration{Pool: pool, Truth: truth, Schedule: ConstantSchedule(n), Generations: 1}
	thetas := make([][]float64, lawReplicates)
	for i := range thetas {
		thetas[i] = make([]float64, family.Dim())
		if ownLaw {
			family.(EstimatorLaw).SampleEstimator(thetas[i], truth, it.Schedule, 1, stream.At(uint64(i), 0))
			continue
		}
		if err := it.Run(stream, uint64(i), nil); err != nil {
			t.Fatal(err)
		}
		copy(thetas[i], pool.Theta())
	}
	values := make([]float64, len(thetas))
	for _, p := range pivots[name] {
		for i, theta := range thetas {
			values[i] = p.value(truth, theta, n)
		}
		if !(kolmogorov.OneSample(values, p.cdf(n)) <= dkw(len(values))) {
			violated = append(violated, p.name)
		}
	}
	return violated
}

// The first generation is the ordinary MLE, whose law the textbooks know: raw path, statistic path and the law that
// EstimatorLaw draws from must all have it.
func TestFirstGenerationHasTheTextbookLaw(t *testing.T) {
	for name := range pivots {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			family, err := ParseFamily(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range []int64{5, 30} {
				for _, path := range []Path{RawPath, StatisticPath} {
					if violated := violatedPivots(t, family, name, path, false, n); violated != nil {
						t.Errorf("n=%d, path %v: wrong law of %q", n, path, violated)
					}
				}
				if _, ok := family.(EstimatorLaw); ok {
					if violated := violatedPivots(t, family, name, StatisticPath, true, n); violated != nil {
						t.Errorf("n=%d, SampleEstimator: wrong law of %q", n, violated)
					}
				}
			}
			if violated := violatedPivots(t, family, name, StatisticPath, false, 1e9); violated != nil {
				// GammaIncReg and StudentsT hold to 1e-6 here, far below the critical distance.
				t.Errorf("n=10⁹, path stat: wrong law of %q", violated)
			}
		})
	}
}

// altered is a family whose statistic is drawn wrongly.
type altered struct {
	StatisticSampler
	draw func(dst, theta []float64, n int64, r *rand.Rand)
}

func (a altered) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	a.draw(dst, theta, n, r)
}

// Known-wrong samplers of the statistic must be refuted by the pivots, at n = 5.
func TestTextbookLawRefutesWrongSamplers(t *testing.T) {
	gaussian, covariance, exponential := NewGaussian(), mustCovariance(t, 2), NewExponential()
	for _, mutant := range []struct {
		name   string
		family string
		altered
	}{
		{"χ²_n for χ²_{n−1}", "gaussian", altered{gaussian, func(dst, theta []float64, n int64, r *rand.Rand) {
			gaussian.SampleStatistic(dst, theta, n, r)
			dst[1] = theta[1] * theta[1] * random.ChiSquare(float64(n), r) / float64(n)
		}}},
		{"divisor n−1", "gaussian", altered{gaussian, func(dst, theta []float64, n int64, r *rand.Rand) {
			gaussian.SampleStatistic(dst, theta, n, r)
			dst[1] *= float64(n) / float64(n-1)
		}}},
		{"mean and variance share their normal", "gaussian",
			altered{gaussian, func(dst, theta []float64, n int64, r *rand.Rand) {
				gaussian.SampleStatistic(dst, theta, n, r)
				z := (dst[0] - theta[0]) / theta[1] * math.Sqrt(float64(n))
				dst[1] = theta[1] * theta[1] * (z*z + random.ChiSquare(float64(n-2), r)) / float64(n)
			}}},
		{"normal approximation", "exponential", altered{exponential, func(dst, theta []float64, n int64, r *rand.Rand) {
			dst[0] = math.Max(1e-9, theta[0]*(1+r.NormFloat64()/math.Sqrt(float64(n))))
		}}},
		{"n−1 samples", "exponential", altered{exponential, func(dst, theta []float64, n int64, r *rand.Rand) {
			dst[0] = theta[0] * random.Gamma(float64(n-1), r) / float64(n)
		}}},
		{"Wishart with n degrees of freedom", "gaussian-covariance",
			altered{covariance, func(dst, theta []float64, n int64, r *rand.Rand) {
				mean := []float64{theta[0], theta[1]}
				covariance.SampleStatistic(dst, theta, n+1, r)
				copy(dst, mean)
				for k := 2; k < 5; k++ {
					dst[k] *= float64(n+1) / float64(n)
				}
			}}},
		{"constant correlation", "gaussian-covariance", altered{covariance,
			func(dst, theta []float64, n int64, r *rand.Rand) {
				covariance.SampleStatistic(dst, theta, n, r)
				dst[3] += 0.3 * math.Sqrt(dst[2]*dst[4])
				if dst[3]*dst[3] > 0.98*dst[2]*dst[4] {
					dst[3] = 0.98 * math.Sqrt(dst[2]*dst[4])
				}
			}}},
	} {
		t.Run(mutant.name, func(t *testing.T) {
			t.Parallel()
			if violatedPivots(t, mutant.altered, mutant.family, StatisticPath, false, 5) == nil {
				t.Errorf("the mutant passes every pivot of %s", mutant.family)
			}
		})
	}
}

func mustCovariance(t *testing.T, dim int) *GaussianCovariance {
	family, err := NewGaussianCovariance(dim)
	if err != nil {
		t.Fatal(err)
	}
	return family
}
