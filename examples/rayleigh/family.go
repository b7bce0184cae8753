package main

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
)

// rayleigh is the law of the length of a normal vector in the plane, with θ = λ = 1/(2σ²):
//
//	log p_λ(x) = log 2x + log λ − λx²,   x² ~ Exp(rate λ)
//
// It is a natural exponential family in −λ. The statistic is the average of x², and λ̂ is one over it.
type rayleigh struct {
	estimators.Description
	square
}

// square is the law of x²: divergences, constants and the MLE from the statistic are one step further down.
type square struct{ estimators.TailedFamily }

func newRayleigh() *rayleigh {
	return &rayleigh{estimators.Describe("rayleigh", estimators.Interval(math.SmallestNonzeroFloat64, 1e150,
		"0 < x ≤ 10^150"), estimators.Positive("λ")), square{estimators.NewExponentialRate()}}
}

func (f *rayleigh) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = math.Sqrt(estimators.SampleExponential(r) / theta[0])
	}
}

func (f *rayleigh) LogDensity(theta, x []float64) float64 {
	return math.Log(2*max(0, x[0])) + math.Log(theta[0]) - theta[0]*x[0]*x[0]
}

func (f *rayleigh) Score(dst, theta, x []float64)           { dst[0] = 1/theta[0] - x[0]*x[0] }
func (f *rayleigh) Hessian(dst, theta, _ []float64)         { dst[0] = -math.Pow(theta[0], -2) }
func (f *rayleigh) ThirdDerivative(dst, theta, _ []float64) { dst[0] = 2 * math.Pow(theta[0], -3) }
func (f *rayleigh) FisherInformation(dst, theta []float64)  { dst[0] = math.Pow(theta[0], -2) }

func (f *rayleigh) Fit(dst, from []float64, data estimators.Data) error {
	return estimators.FitByStatistic(f, dst, from, data)
}

func (f *rayleigh) Summarize(dst, x []float64) {
	dst[0] = 0
	for _, v := range x {
		dst[0] += v * v / float64(len(x))
	}
}

func (f *rayleigh) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	dst[0] = estimators.SampleGamma(float64(n), r) / float64(n) / theta[0]
}

// AssumptionConstants refuses. CurvatureConstants make a certificate all the same.
func (f *rayleigh) AssumptionConstants(_ []float64, _ float64) (c estimators.Constants, err error) {
	return c, &estimators.AssumptionError{Family: f.Name(), Assumption: "2A", Reason: "x² has an exponential tail"}
}
