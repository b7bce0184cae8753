package familytest

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

func TestMain(m *testing.M) { suiteseed.Main(m) }

// known is a family that is known to be wrong, and the check that must report it.
type known struct {
	name, check string
	family      estimators.Family
}

// Every known-wrong family must fail, and by the check that is there for it.
func TestMutants(t *testing.T) {
	gaussian, err := estimators.NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	vector, err := estimators.NewGaussianVector(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	refuted(t, slices.Concat(derivativeMutants(gaussian), samplerMutants(gaussian), divergenceMutants(gaussian),
		fitMutants(gaussian), statisticMutants(gaussian)), []float64{1})
	refuted(t, varianceMutants(estimators.NewGaussian(), vector), []float64{0, 1}, []float64{1, 2})
}

// refuted requires that Check reports every family at the points, by the check that is there for it.
func refuted(t *testing.T, mutants []known, points ...[]float64) {
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			err := Check(m.family, points...)
			found := func(err error) bool {
				var failure *Failure
				return errors.As(err, &failure) && failure.Check == m.check
			}
			joined, ok := err.(interface{ Unwrap() []error })
			if !ok || !slices.ContainsFunc(joined.Unwrap(), found) {
				t.Errorf("survives the check %q; reported: %v", m.check, err)
			}
		})
	}
}

// derivativeMutants are wrong in a formula of the density.
func derivativeMutants(gaussian *estimators.GaussianMean) []known {
	return []known{
		{"score with the wrong sign", "score", &mutant{Family: gaussian, score: scaled(-1)}},
		{"score off by 1e-5", "score", &mutant{Family: gaussian, score: scaled(1 + 1e-5)}},
		{"score with a bias", "score mean",
			&mutant{Family: gaussian, score: func(dst, _, _ []float64) { dst[0] += 1e-5 }}},
		{"score that adds to what was there", "score storage",
			&mutant{Family: adding{gaussian}}},
		{"mean score with θ and dst swapped", "mean score storage", swapped{gaussian}},
		{"mean Hessian doubled", "mean Hessian", doubled{gaussian}},
		{"Hessian doubled", "hessian", &mutant{Family: gaussian, hess: scaled(2)}},
		{"Hessian with the wrong sign", "fisher by Hessian", &mutant{Family: gaussian, hess: scaled(-1)}},
		{"third derivative not zero", "third derivative",
			&mutant{Family: gaussian, third: func(dst, _, _ []float64) { dst[0] = 1e-4 }}},
		{"Fisher information halved", "fisher",
			&mutant{Family: gaussian, fisher: func(dst, _ []float64) { dst[0] /= 2 }}},
		{"density without its constant", "normalised", &mutant{Family: gaussian, log: func(theta, x []float64) float64 {
			return gaussian.LogDensity(theta, x) + math.Log(2*math.Pi)/2
		}}},
		{"score off by 1e-6", "score", &mutant{Family: gaussian, score: scaled(1 + 1e-6)}},
		{"Hessian off by 1e-6", "hessian", &mutant{Family: gaussian, hess: scaled(1 + 1e-6)}},
		{"variance function off by 1e-6", "variance function", wrongVariance{gaussian}},
	}
}

// samplerMutants draw from another law than the density says, or sum up another.
func samplerMutants(gaussian *estimators.GaussianMean) []known {
	return []known{
		{"CDF with a tail lost", "cdf", &mutant{Family: gaussian, cdf: func(theta []float64, x float64) float64 {
			return gaussian.CDF(theta, math.Min(x, theta[0]+3))
		}}},
		{"sampler off the support", "support", &mutant{Family: gaussian, log: func(theta, x []float64) float64 {
			if x[0] > theta[0]+2 {
				return math.Inf(-1)
			}
			return gaussian.LogDensity(theta, x)
		}}},
		{"sampler with variance 1.5", "sampler",
			&mutant{Family: gaussian, sample: func(dst, theta []float64, random *rand.Rand) {
				for i := range dst {
					dst[i] = theta[0] + math.Sqrt(1.5)*random.NormFloat64()
				}
			}}},
		{"sampler with scale 1.05", "sampler", stretched(gaussian, 1.05, 0)},
		{"sampler with bias 0.05", "sampler", stretched(gaussian, 1, 0.05)},
		{"sampler with bias 0.3", "sampler",
			&mutant{Family: gaussian, sample: func(dst, theta []float64, random *rand.Rand) {
				gaussian.Sample(dst, theta, random)
				for i := range dst {
					dst[i] += 0.3
				}
			}}},
		{"sampler without its left tail", "sampler tail",
			&mutant{Family: gaussian, sample: func(dst, theta []float64, random *rand.Rand) {
				gaussian.Sample(dst, theta, random)
				for i, x := range dst {
					if x < theta[0]-3.4 {
						dst[i] = 2*theta[0] - x
					}
				}
			}}},
		{"CDF shifted by 1e-6", "cdf", &mutant{Family: gaussian, cdf: func(theta []float64, x float64) float64 {
			return gaussian.CDF(theta, x+1e-6)
		}}},
	}
}

// divergenceMutants are wrong in a divergence or in its error.
func divergenceMutants(gaussian *estimators.GaussianMean) []known {
	return []known{
		{"KL with a negative error", "KL", &mutant{Family: gaussian, kl: func(theta, eta []float64) (Certified, error) {
			c, err := gaussian.KL(theta, eta)
			c.Error = -c.Error - 1e-300
			return c, err
		}}},
		{"KL with an error too small", "KL",
			&mutant{Family: gaussian, kl: func(theta, eta []float64) (Certified, error) {
				c, err := gaussian.KL(theta, eta)
				return Certified{Value: c.Value + 1e-7, Error: 1e-8}, err
			}}},
		{"TV with a negative error", "TV", &mutant{Family: gaussian, tv: func(theta, eta []float64) (Certified, error) {
			c, err := gaussian.TotalVariation(theta, eta)
			c.Error = -c.Error - 1e-300
			return c, err
		}}},
		{"TV with an error too small", "TV",
			&mutant{Family: gaussian, tv: func(theta, eta []float64) (Certified, error) {
				c, err := gaussian.TotalVariation(theta, eta)
				return Certified{Value: c.Value + 1e-7, Error: 1e-8}, err
			}}},
		{"divergences of some pairs only", "divergence", &mutant{Family: gaussian,
			kl: func(theta, eta []float64) (Certified, error) {
				if math.Abs(theta[0]-eta[0]) > 1e-3 {
					return Certified{}, &estimators.UnsupportedError{What: "gaussian-mean", Action: "KL"}
				}
				return gaussian.KL(theta, eta)
			}}},
		{"KL without the half", "KL", &mutant{Family: gaussian, kl: func(theta, eta []float64) (Certified, error) {
			c, err := gaussian.KL(theta, eta)
			c.Value *= 2
			return c, err
		}}},
		{"KL with a useless error", "KL", &mutant{Family: gaussian, kl: func(theta, eta []float64) (Certified, error) {
			c, err := gaussian.KL(theta, eta)
			c.Error = 1 + c.Value
			return c, err
		}}},
		{"TV doubled", "TV", &mutant{Family: gaussian, tv: func(theta, eta []float64) (Certified, error) {
			c, err := gaussian.TotalVariation(theta, eta)
			c.Value *= 2
			return c, err
		}}},
		{"TV off by 1e-7", "TV", &mutant{Family: gaussian, tv: func(theta, eta []float64) (Certified, error) {
			c, err := gaussian.TotalVariation(theta, eta)
			c.Value += 1e-7
			return c, err
		}}},
	}
}

// fitMutants fit something else than the maximum likelihood estimate, or refuse too much or too little.
func fitMutants(gaussian *estimators.GaussianMean) []known {
	return []known{
		{"MLE with divisor n+1", "fit", &mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
			err := gaussian.Fit(dst, from, data)
			dst[0] *= float64(len(data.X)) / float64(len(data.X)+1)
			return err
		}}},
		{"median for mean", "stationary", &mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
			if err := gaussian.Fit(dst, from, data); err != nil {
				return err
			}
			dst[0] = data.X[len(data.X)/2]
			return nil
		}}},
		{"MLE without the last sample", "fit",
			&mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
				if len(data.X) > 1 {
					data.X = data.X[:len(data.X)-1]
					if data.W != nil {
						data.W = data.W[:len(data.X)]
					}
				}
				return gaussian.Fit(dst, from, data)
			}}},
		{"MLE that ignores weights", "fit weighs",
			&mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
				return gaussian.Fit(dst, from, Data{X: data.X})
			}}},
		{"MLE that depends on its start", "fit from itself",
			&mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
				err := gaussian.Fit(dst, from, data)
				dst[0] += 1e-7 * (from[0] - dst[0])
				return err
			}}},
		{"MLE that sorts the data", "fit keeps its arguments",
			&mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
				if len(data.X) > 0 {
					data.X[0] = math.Nextafter(data.X[0], 0)
				}
				return gaussian.Fit(dst, from, data)
			}}},
		{"MLE that gives up", "fit", &mutant{Family: gaussian, fit: func([]float64, []float64, Data) error {
			return &estimators.NotConvergedError{Family: "gaussian-mean"}
		}}},
		{"MLE denied", "no MLE", &mutant{Family: gaussian, fit: func([]float64, []float64, Data) error {
			return &estimators.NoMLEError{Family: "gaussian-mean", Reason: "mutant"}
		}}},
		{"estimate of separable data", "runaway", &mutant{Family: estimators.NewBernoulliLogit(),
			fit: func(dst, from []float64, data Data) error {
				err := estimators.NewBernoulliLogit().Fit(dst, from, data)
				var none *estimators.NoMLEError
				if errors.As(err, &none) && slices.Min(data.X) == 1 {
					dst[0] = 42.99
					return nil
				}
				return err
			}}},
		{"empty pool accepted", "empty pool",
			&mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
				if len(data.X) == 0 {
					return nil
				}
				return gaussian.Fit(dst, from, data)
			}}},
		{"NaN accepted", "sample not finite",
			&mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
				if len(data.X) == 0 {
					return estimators.ErrEmptyPool
				}
				dst[0] = data.X[0]
				return nil
			}}},
		{"Check accepts everything", "check", &mutant{Family: gaussian, check: func([]float64) error { return nil }}},
	}
}

// statisticMutants are wrong in the statistic or in what is known of the estimator.
func statisticMutants(gaussian *estimators.GaussianMean) []known {
	return []known{
		{"statistic with standard deviation 1.05", "sample statistic", stretchedStatistic(gaussian, 1.05)},
		{"statistic with standard deviation 0.95", "sample statistic", stretchedStatistic(gaussian, 0.95)},
		{"statistic with variance 1/(n+1)", "sample statistic", &mutantSampler{StatisticSampler: gaussian,
			statistic: func(dst, theta []float64, n int64, random *rand.Rand) {
				gaussian.SampleStatistic(dst, theta, n+1, random)
			}}},
		{"statistic with bias 0.4", "sample statistic", &mutantSampler{StatisticSampler: gaussian,
			statistic: func(dst, theta []float64, n int64, random *rand.Rand) {
				gaussian.SampleStatistic(dst, theta, n, random)
				dst[0] += 0.4
			}}},
		{"merge without weights", "merge", &mutantSampler{StatisticSampler: gaussian,
			merge: func(pool []float64, poolWeight float64, batch []float64, _ float64) {
				gaussian.Merge(pool, math.Min(poolWeight, 1), batch, 1)
			}}},
		{"merge by weights 1", "merge associates", &mutantSampler{StatisticSampler: gaussian,
			merge: func(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
				gaussian.Merge(pool, poolWeight, batch, 1)
			}}},
		{"law of the estimator of the next generation", "estimator law", wrongLaw{estimators.NewExponential()}},
		{"distribution of the estimator shifted", "estimator distribution", wrongDistribution{gaussian}},
		{"statistic's MLE shrunk", "fit statistic", &mutantSampler{StatisticSampler: gaussian,
			fit: func(dst, from, statistic []float64) error {
				dst[0] = statistic[0] * (1 - 1e-6)
				return nil
			}}},
	}
}

// varianceMutants are the classical slips with a variance, in the family that has one, and a density of the plane.
func varianceMutants(gaussian *estimators.Gaussian, vector *estimators.GaussianVector) []known {
	return []known{
		{"σ̂² with divisor n−1", "fit", &mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
			err := gaussian.Fit(dst, from, data)
			if n := float64(len(data.X)); n > 1 {
				dst[1] *= math.Sqrt(n / (n - 1))
			}
			return err
		}}},
		{"χ²_n for χ²_{n−1}", "sample statistic", &mutantSampler{StatisticSampler: gaussian,
			statistic: func(dst, theta []float64, n int64, random *rand.Rand) {
				gaussian.SampleStatistic(dst, theta, n, random)
				z := theta[1] * random.NormFloat64()
				dst[1] += z * z / float64(n) // one degree of freedom more
			}}},
		{"σ for σ² in the Fisher information", "fisher",
			&mutant{Family: gaussian, fisher: func(dst, theta []float64) { dst[3] = 2 / theta[1] }}},
		{"correlated mean and variance", "sample statistic", &mutantSampler{StatisticSampler: gaussian,
			statistic: func(dst, theta []float64, n int64, random *rand.Rand) {
				gaussian.SampleStatistic(dst, theta, n, random)
				dst[0] = theta[0] + math.Copysign(dst[0]-theta[0], dst[1]-theta[1]*theta[1]*float64(n-1)/float64(n))
			}}},
		{"mixed derivative dropped", "hessian",
			&mutant{Family: gaussian, hess: func(dst, _, _ []float64) { dst[1], dst[2] = 0, 0 }}},
		{"Hessian not symmetric", "hessian symmetric",
			&mutant{Family: gaussian, hess: func(dst, _, _ []float64) { dst[1] *= 1.01 }}},
		{"density of the plane with the constant of the line", "normalised",
			&mutant{Family: vector, log: func(theta, x []float64) float64 {
				return vector.LogDensity(theta, x) + math.Log(2*math.Pi)/2
			}}},
		{"merge without the spread between batches", "merge", &mutantSampler{StatisticSampler: gaussian,
			merge: func(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
				share := batchWeight / (poolWeight + batchWeight)
				for i, v := range batch {
					pool[i] += share * (v - pool[i])
				}
			}}},
	}
}
