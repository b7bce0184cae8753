package estimators

import "itermle/internal/logarithm"

// The pooled likelihoods of the Gaussian (μ, σ) and of families whose log-density is affine in their statistic.

// MeanLogLikelihood is −(x̄−μ)²/(2σ²).
func (f *GaussianMean) MeanLogLikelihood(theta, statistic []float64) float64 {
	z := (statistic[0] - theta[0]) / f.sigma
	return -z * z / 2
}

// MeanScore is Score at the average: log p is quadratic in x with a curvature free of x.
func (f *GaussianMean) MeanScore(dst, theta, statistic []float64)   { f.Score(dst, theta, statistic) }
func (f *GaussianMean) MeanHessian(dst, theta, statistic []float64) { f.Hessian(dst, theta, statistic) }

// MeanLogLikelihood is −log σ − (s² + (x̄−μ)²)/(2σ²) for the statistic (x̄, s²).
func (f *Gaussian) MeanLogLikelihood(theta, statistic []float64) float64 {
	z := (statistic[0] - theta[0]) / theta[1]
	return -logarithm.Of(theta[1]) - (statistic[1]/theta[1]/theta[1]+z*z)/2
}

func (f *Gaussian) MeanScore(dst, theta, statistic []float64) {
	sigma := theta[1]
	z := (statistic[0] - theta[0]) / sigma
	dst[0] = z / sigma
	dst[1] = (statistic[1]/sigma/sigma + z*z - 1) / sigma
}

func (f *Gaussian) MeanHessian(dst, theta, statistic []float64) {
	sigma := theta[1]
	z := (statistic[0] - theta[0]) / sigma
	dst[0] = -1 / sigma / sigma
	dst[1] = -2 * z / sigma / sigma
	dst[2] = dst[1]
	dst[3] = (1 - 3*(statistic[1]/sigma/sigma+z*z)) / sigma / sigma
}

// MeanLogLikelihood is −log μ − x̄/μ.
func (f *Exponential) MeanLogLikelihood(theta, statistic []float64) float64 {
	return -logarithm.Of(theta[0]) - statistic[0]/theta[0]
}

// MeanScore is Score at the average: log p is affine in x.
func (f *Exponential) MeanScore(dst, theta, statistic []float64) { f.Score(dst, theta, statistic) }
func (f *Exponential) MeanHessian(dst, theta, statistic []float64) {
	f.Hessian(dst, theta, statistic)
}

// MeanLogLikelihood is log θ − θ s for the statistic s, the average of −log x.
func (f *Power) MeanLogLikelihood(theta, statistic []float64) float64 {
	return logarithm.Of(theta[0]) - theta[0]*statistic[0]
}

func (f *Power) MeanScore(dst, theta, statistic []float64)   { dst[0] = 1/theta[0] - statistic[0] }
func (f *Power) MeanHessian(dst, theta, statistic []float64) { f.Hessian(dst, theta, statistic) }

// MeanLogLikelihood is log λ − λ x̄.
func (f *ExponentialRate) MeanLogLikelihood(theta, statistic []float64) float64 {
	return logarithm.Of(theta[0]) - theta[0]*statistic[0]
}

// MeanScore is Score at the average: log p is affine in x.
func (f *ExponentialRate) MeanScore(dst, theta, statistic []float64) { f.Score(dst, theta, statistic) }
func (f *ExponentialRate) MeanHessian(dst, theta, statistic []float64) {
	f.Hessian(dst, theta, statistic)
}

// MeanLogLikelihood is −k(log μ + x̄/μ).
func (f *Gamma) MeanLogLikelihood(theta, statistic []float64) float64 {
	return -f.shape * (logarithm.Of(theta[0]) + statistic[0]/theta[0])
}

// MeanScore is Score at the average: log p is affine in x up to a term free of μ.
func (f *Gamma) MeanScore(dst, theta, statistic []float64)   { f.Score(dst, theta, statistic) }
func (f *Gamma) MeanHessian(dst, theta, statistic []float64) { f.Hessian(dst, theta, statistic) }

// MeanLogLikelihood is −½ log θ − s/(2θ) for the statistic s, the average of x².
func (f *GaussianVariance) MeanLogLikelihood(theta, statistic []float64) float64 {
	return -(logarithm.Of(theta[0]) + statistic[0]/theta[0]) / 2
}

func (f *GaussianVariance) MeanScore(dst, theta, statistic []float64) {
	dst[0] = (statistic[0]/theta[0] - 1) / (2 * theta[0])
}

func (f *GaussianVariance) MeanHessian(dst, theta, statistic []float64) {
	dst[0] = (0.5 - statistic[0]/theta[0]) / theta[0] / theta[0]
}

// MeanLogLikelihood is −‖x̄−μ‖²/(2σ²).
func (f *GaussianVector) MeanLogLikelihood(theta, statistic []float64) float64 {
	return -f.squaredDistance(theta, statistic[:f.dim]) / 2
}

// MeanScore is Score at the average: log p is quadratic in x with a curvature free of x.
func (f *GaussianVector) MeanScore(dst, theta, statistic []float64) { f.Score(dst, theta, statistic) }
func (f *GaussianVector) MeanHessian(dst, theta, statistic []float64) {
	f.Hessian(dst, theta, statistic)
}
