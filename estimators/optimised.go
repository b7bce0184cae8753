package estimators

import (
	"math/rand/v2"
	"sync"
)

// Optimised is the same family with FitStatistic and Fit replaced by numerical optimisation of the pooled
// log-likelihood: the "numerically optimised MLE" of Appendix G of arXiv:2505.19046, warm-started at the model of the
// generation before, by the method and with the certificate of Maximise. It is a StatisticSampler if the family
// is one. A family that is not a PooledLikelihood gets a FitStatistic that always returns an *UnsupportedError.
//
// Errors beside the family's own: *NotConvergedError, also where the family would say *NoMLEError.
func Optimised(family StatisticFamily) StatisticFamily {
	o := &optimised{StatisticFamily: family}
	if pooled, ok := family.(PooledLikelihood); ok {
		o.fits = &sync.Pool{New: func() any { return &pooledFit{family: pooled, maximiser: newMaximiser(family)} }}
	}
	if sampler, ok := family.(StatisticSampler); ok {
		return &optimisedSampler{optimised: o, sampler: sampler}
	}
	return o
}

type optimised struct {
	StatisticFamily
	fits *sync.Pool // of *pooledFit: a family is safe for concurrent use, a maximiser is not
}

// Name is the family's own with a suffix; ParseFamily does not read it.
func (o *optimised) Name() string { return o.StatisticFamily.Name() + " (optimised)" }

func (o *optimised) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(o, dst, from, data)
}

func (o *optimised) FitStatistic(dst, from, statistic []float64) error {
	if o.fits == nil {
		return &UnsupportedError{What: o.StatisticFamily.Name(), Action: "optimisation of its pooled likelihood",
			Accept: "a family with MeanLogLikelihood, MeanScore and MeanHessian"}
	}
	fit := o.fits.Get().(*pooledFit)
	fit.statistic = statistic
	err := fit.maximiser.maximise(dst, from, fit)
	fit.statistic = nil
	o.fits.Put(fit)
	return err
}

type optimisedSampler struct {
	*optimised
	sampler StatisticSampler
}

func (o *optimisedSampler) SampleStatistic(dst, theta []float64, n int64, random *rand.Rand) {
	o.sampler.SampleStatistic(dst, theta, n, random)
}

// pooledFit is the likelihood of one statistic with the memory of its fits.
type pooledFit struct {
	family    PooledLikelihood
	maximiser *maximiser
	statistic []float64
}

func (p *pooledFit) evaluate(score, hessian, theta []float64) float64 {
	p.family.MeanScore(score, theta, p.statistic)
	p.family.MeanHessian(hessian, theta, p.statistic)
	return p.family.MeanLogLikelihood(theta, p.statistic)
}
