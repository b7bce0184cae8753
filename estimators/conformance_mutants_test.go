package estimators

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// recorder collects what the harness reports of a mutant.
type recorder struct{ failures []string }

func (*recorder) Helper() {}
func (r *recorder) Errorf(format string, arguments ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, arguments...))
}

// mutant is a family with one method replaced by a known-wrong one. The interfaces of the family under it stay visible only
// where wrapped in mutantSampler.
type mutant struct {
	Family
	sample func(dst, theta []float64, random *rand.Rand)
	log    func(theta, x []float64) float64
	score  func(dst, theta, x []float64)
	hess   func(dst, theta, x []float64)
	third  func(dst, theta, x []float64)
	fisher func(dst, theta []float64)
	fit    func(dst, from []float64, data Data) error
	kl, tv func(theta, eta []float64) (Certified, error)
	check  func(theta []float64) error
	cdf    func(theta []float64, x float64) float64
}

func (m *mutant) Sample(dst, theta []float64, random *rand.Rand) {
	if m.sample != nil {
		m.sample(dst, theta, random)
		return
	}
	m.Family.Sample(dst, theta, random)
}

func (m *mutant) LogDensity(theta, x []float64) float64 {
	if m.log != nil {
		return m.log(theta, x)
	}
	return m.Family.LogDensity(theta, x)
}

func (m *mutant) Score(dst, theta, x []float64) {
	m.Family.Score(dst, theta, x)
	if m.score != nil {
		m.score(dst, theta, x)
	}
}

func (m *mutant) Hessian(dst, theta, x []float64) {
	m.Family.Hessian(dst, theta, x)
	if m.hess != nil {
		m.hess(dst, theta, x)
	}
}

func (m *mutant) ThirdDerivative(dst, theta, x []float64) {
	m.Family.ThirdDerivative(dst, theta, x)
	if m.third != nil {
		m.third(dst, theta, x)
	}
}

func (m *mutant) FisherInformation(dst, theta []float64) {
	m.Family.FisherInformation(dst, theta)
	if m.fisher != nil {
		m.fisher(dst, theta)
	}
}

func (m *mutant) Fit(dst, from []float64, data Data) error {
	if m.fit != nil {
		return m.fit(dst, from, data)
	}
	return m.Family.Fit(dst, from, data)
}

func (m *mutant) KL(theta, eta []float64) (Certified, error) {
	if m.kl != nil {
		return m.kl(theta, eta)
	}
	return m.Family.KL(theta, eta)
}

func (m *mutant) TotalVariation(theta, eta []float64) (Certified, error) {
	if m.tv != nil {
		return m.tv(theta, eta)
	}
	return m.Family.TotalVariation(theta, eta)
}

func (m *mutant) Check(theta []float64) error {
	if m.check != nil {
		return m.check(theta)
	}
	return m.Family.Check(theta)
}

// CDF makes every mutant a Distribution.
func (m *mutant) CDF(theta []float64, x float64) float64 {
	if m.cdf != nil {
		return m.cdf(theta, x)
	}
	return m.Family.(Distribution).CDF(theta, x)
}

// mutantSampler replaces methods of a StatisticSampler.
type mutantSampler struct {
	StatisticSampler
	statistic func(dst, theta []float64, n int64, random *rand.Rand)
	merge     func(pool []float64, poolWeight float64, batch []float64, batchWeight float64)
	fit       func(dst, from, statistic []float64) error
}

func (m *mutantSampler) SampleStatistic(dst, theta []float64, n int64, random *rand.Rand) {
	if m.statistic != nil {
		m.statistic(dst, theta, n, random)
		return
	}
	m.StatisticSampler.SampleStatistic(dst, theta, n, random)
}

func (m *mutantSampler) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	if m.merge != nil {
		m.merge(pool, poolWeight, batch, batchWeight)
		return
	}
	m.StatisticSampler.Merge(pool, poolWeight, batch, batchWeight)
}

func (m *mutantSampler) FitStatistic(dst, from, statistic []float64) error {
	if m.fit != nil {
		return m.fit(dst, from, statistic)
	}
	return m.StatisticSampler.FitStatistic(dst, from, statistic)
}

// scaled multiplies what the right method left in dst.
func scaled(factor float64) func(dst, theta, x []float64) {
	return func(dst, _, _ []float64) {
		for i := range dst {
			dst[i] *= factor
		}
	}
}

// Every known-wrong family must fail, and by the check that is there for it.
func TestConformanceKillsMutants(t *testing.T) {
	gaussian, err := NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	points := gaussianMeanEntry.Points[:2]
	for _, row := range []struct {
		name   string
		check  string // the check that must report it
		family Family
	}{
		{"score with the wrong sign", "score", &mutant{Family: gaussian, score: scaled(-1)}},
		{"score off by 1e-5", "score", &mutant{Family: gaussian, score: scaled(1 + 1e-5)}},
		{"score with a bias", "score mean", &mutant{Family: gaussian, score: func(dst, _, _ []float64) { dst[0] += 1e-5 }}},
		{"Hessian doubled", "hessian", &mutant{Family: gaussian, hess: scaled(2)}},
		{"Hessian with the wrong sign", "fisher by Hessian", &mutant{Family: gaussian, hess: scaled(-1)}},
		{"third derivative not zero", "third derivative", &mutant{Family: gaussian, third: func(dst, _, _ []float64) { dst[0] = 1e-4 }}},
		{"Fisher information halved", "fisher", &mutant{Family: gaussian, fisher: func(dst, _ []float64) { dst[0] /= 2 }}},
		{"density without its constant", "normalised", &mutant{Family: gaussian, log: func(theta, x []float64) float64 {
			return gaussian.LogDensity(theta, x) + logSqrt2Pi
		}}},
		{"sampler with variance 1.5", "sampler", &mutant{Family: gaussian, sample: func(dst, theta []float64, random *rand.Rand) {
			for i := range dst {
				dst[i] = theta[0] + math.Sqrt(1.5)*random.NormFloat64()
			}
		}}},
		{"sampler with bias 0.3", "sampler", &mutant{Family: gaussian, sample: func(dst, theta []float64, random *rand.Rand) {
			gaussian.Sample(dst, theta, random)
			for i := range dst {
				dst[i] += 0.3
			}
		}}},
		{"CDF shifted by 1e-6", "cdf", &mutant{Family: gaussian, cdf: func(theta []float64, x float64) float64 {
			return gaussian.CDF(theta, x+1e-6)
		}}},
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
		{"MLE without the last sample", "fit", &mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
			if len(data.X) > 1 {
				data.X = data.X[:len(data.X)-1]
				if data.W != nil {
					data.W = data.W[:len(data.X)]
				}
			}
			return gaussian.Fit(dst, from, data)
		}}},
		{"MLE that ignores weights", "fit weighs", &mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
			return gaussian.Fit(dst, from, Data{X: data.X})
		}}},
		{"MLE that depends on its start", "fit from itself", &mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
			err := gaussian.Fit(dst, from, data)
			dst[0] += 1e-7 * (from[0] - dst[0])
			return err
		}}},
		{"MLE that sorts the data", "fit keeps its arguments", &mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
			if len(data.X) > 0 {
				data.X[0] = math.Nextafter(data.X[0], 0)
			}
			return gaussian.Fit(dst, from, data)
		}}},
		{"MLE that gives up", "fit", &mutant{Family: gaussian, fit: func([]float64, []float64, Data) error {
			return &NotConvergedError{Family: "gaussian-mean"}
		}}},
		{"MLE denied", "no MLE", &mutant{Family: gaussian, fit: func([]float64, []float64, Data) error {
			return &NoMLEError{Family: "gaussian-mean", Reason: "mutant"}
		}}},
		{"empty pool accepted", "empty pool", &mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
			if len(data.X) == 0 {
				return nil
			}
			return gaussian.Fit(dst, from, data)
		}}},
		{"NaN accepted", "sample not finite", &mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
			if len(data.X) == 0 {
				return ErrEmptyPool
			}
			dst[0] = Mean(data.X)
			return nil
		}}},
		{"Check accepts everything", "check", &mutant{Family: gaussian, check: func([]float64) error { return nil }}},
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
		{"statistic's MLE shrunk", "fit statistic", &mutantSampler{StatisticSampler: gaussian,
			fit: func(dst, from, statistic []float64) error {
				dst[0] = statistic[0] * (1 - 1e-6)
				return nil
			}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			var found recorder
			newConformance(&found, row.family, irregularity{}).all(points)
			requireFailure(t, &found, "gaussian-mean: "+row.check+":")
		})
	}
}

func requireFailure(t *testing.T, found *recorder, prefix string) {
	t.Helper()
	for _, failure := range found.failures {
		if strings.HasPrefix(failure, prefix) {
			return
		}
	}
	t.Errorf("survives the check %q; reported: %q", prefix, found.failures)
}

// The classical slips with a variance, in the family that has one, and with a density of the plane.
func TestConformanceKillsVarianceMutants(t *testing.T) {
	gaussian := NewGaussian()
	vector, err := NewGaussianVector(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name, check string
		family      Family
	}{
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
		{"σ for σ² in the Fisher information", "fisher", &mutant{Family: gaussian, fisher: func(dst, theta []float64) { dst[3] = 2 / theta[1] }}},
		{"correlated mean and variance", "sample statistic", &mutantSampler{StatisticSampler: gaussian,
			statistic: func(dst, theta []float64, n int64, random *rand.Rand) {
				gaussian.SampleStatistic(dst, theta, n, random)
				dst[0] = theta[0] + math.Copysign(dst[0]-theta[0], dst[1]-theta[1]*theta[1]*float64(n-1)/float64(n))
			}}},
		{"mixed derivative dropped", "hessian", &mutant{Family: gaussian, hess: func(dst, _, _ []float64) { dst[1], dst[2] = 0, 0 }}},
		{"Hessian not symmetric", "hessian symmetric", &mutant{Family: gaussian, hess: func(dst, _, _ []float64) { dst[1] *= 1.01 }}},
		{"density of the plane with the constant of the line", "normalised", &mutant{Family: vector, log: func(theta, x []float64) float64 {
			return vector.LogDensity(theta, x) + logSqrt2Pi
		}}},
		{"merge without the spread between batches", "merge", &mutantSampler{StatisticSampler: gaussian,
			merge: func(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
				MergeMeans(pool, poolWeight, batch, batchWeight)
			}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			var found recorder
			newConformance(&found, row.family, irregularity{}).all([][]float64{{0, 1}, {1, 2}})
			requireFailure(t, &found, row.family.Name()+": "+row.check+":")
		})
	}
}
