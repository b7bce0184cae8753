package laws

import (
	"math"

	"itermle/estimators"
)

// The exact second moments of the error in Appendix G of arXiv:2505.19046, for the exact MLE under accumulation (derived here). They
// need n_0 ≥ 3 (exponential: n_0 ≥ 1), below which the fit of θx^{θ−1} has no variance and that of (μ,σ) may not exist, and are
// good to a relative 1e-8 for n_t ≤ 10⁹: beyond, E σ_t is lost in the rounding of its integrand.

// GaussianSquaredError is E‖θ^(t) − θ_0‖² for t = 1, …, T of the Gaussian (μ, σ) from (0, 1):
//
//	E‖θ^(t) − (0,1)‖² = E μ_t² + E σ_t² − 2 E σ_t + 1 = 2(1 − E σ_t),
//
// because E(μ_t² + σ_t²) = 1 for all t (the pooled second moment is a martingale), and E σ_t = Π_s E √R_s with independent factors
//
//	R_s = (N_{s−1} + χ²_{n−1} + (N_{s−1}/N_s) Z²)/N_s,   σ²_{s+1} = σ²_s R_s.
func GaussianSquaredError(schedule estimators.Schedule, generations int) []float64 {
	errors := make([]float64, generations)
	logSigma := 0.0
	for t, step := range GaussianSteps(schedule, generations) {
		logSigma += math.Log1p(step.PowerLess1[1])
		errors[t] = -2 * math.Expm1(logSigma)
	}
	return errors
}

// gaussianStep holds E R^{j/2} − 1 for j = 1, …, 4 and E Z²R of one generation.
type gaussianStep struct {
	w, n       float64
	PowerLess1 [5]float64
	crossed    float64
}

// GaussianSteps integrates by the trapezoidal rule in log χ² and in Z, which for these analytic integrands is good to rounding (see
// NewScaleProduct).
func GaussianSteps(schedule estimators.Schedule, generations int) []gaussianStep {
	steps := make([]gaussianStep, generations)
	const width, reach = 0.25, 36 // Z up to 9: e^{−40}
	before := 0.0
	for t := range steps {
		n := float64(schedule.Size(t))
		total := before + n
		shape := (n - 1) / 2
		logs, weight := []float64{0}, []float64{1} // of χ²_0 = 0, which enters with the factor n − 1 = 0
		if n > 1 {
			low, high := logGammaRange(shape)
			logs, weight = gammaNodes(shape, 1, low, high)
		}
		s := &steps[t]
		s.n, s.w = n, n/total
		mass := 0.0
		for i := -reach; i <= reach; i++ {
			z := width * float64(i)
			density := math.Exp(-z * z / 2)
			mass += density
			for k, y := range logs {
				// R − 1 = ((n−1)(G−1) − 1 + (N_{s−1}/N_s) Z²)/N_s for χ² = (n−1)G
				excess := ((n-1)*math.Expm1(y) - 1 + before/total*z*z) / total
				root := math.Sqrt(1 + excess)
				p := density * weight[k]
				s.PowerLess1[1] += p * excess / (1 + root)
				s.PowerLess1[2] += p * excess
				s.PowerLess1[3] += p * ((1+excess)*root - 1)
				s.PowerLess1[4] += p * excess * (2 + excess)
				s.crossed += p * z * z * (1 + excess)
			}
		}
		for j := range s.PowerLess1 {
			s.PowerLess1[j] /= mass
		}
		s.crossed /= mass
		before = total
	}
	return steps
}

// GaussianFourthError bounds E‖θ^(T) − (0,1)‖⁴ from above by Minkowski's (√E μ⁴ + √E(σ−1)⁴)², with
//
//	E μ⁴₊ = E μ⁴ + 6 (w²/n) E μ²σ² + 3 (w⁴/n²) E σ⁴,   E (μ²σ²)₊ = E μ²σ² E R + (w²/n) E σ⁴ E Z²R.
func GaussianFourthError(schedule estimators.Schedule, generations int) float64 {
	var fourth, mixed float64
	var logPower [5]float64 // log E σ^j
	for _, s := range GaussianSteps(schedule, generations) {
		c := s.w * s.w / s.n
		sigma4 := math.Exp(logPower[4])
		fourth += 6*c*mixed + 3*c*c*sigma4
		mixed = mixed*(1+s.PowerLess1[2]) + c*sigma4*s.crossed
		for j := 1; j <= 4; j++ {
			logPower[j] += math.Log1p(s.PowerLess1[j])
		}
	}
	// E(σ−1)⁴ = Σ (−1)^j C(4,j) (E σ^j − 1), the sum of the bare coefficients being 0.
	spread := -4*math.Expm1(logPower[1]) + 6*math.Expm1(logPower[2]) - 4*math.Expm1(logPower[3]) + math.Expm1(logPower[4])
	root := math.Sqrt(fourth) + math.Sqrt(math.Max(0, spread))
	return root * root
}

// ExponentialSquaredError is E(μ_t − 1)² of the exponential mean from 1: Π_{s<t}(1 + n_s/N_s²) − 1.
func ExponentialSquaredError(schedule estimators.Schedule, generations int) []float64 {
	errors := make([]float64, generations)
	law := MorrisLaw{Variance: VarianceFunction{V2: 1}, Mean: 1, Schedule: schedule}
	logarithm, total, c := 0.0, 0.0, 0.0
	for t := range errors {
		c, _, total = law.step(t, total)
		logarithm += math.Log1p(c)
		errors[t] = math.Expm1(logarithm)
	}
	return errors
}

// powerMoments are E (θ_t/θ_0)^j, j = 1, …, 4, less 1, for t = 1, …, T of θx^{θ−1}: with the P_t of ScaleProduct
//
//	E P_t^{−j} = Π_{s<t} E (1 + w_s(G_s − 1))^{−j},  G_s ~ Gamma(n_s)/n_s
//
// by the trapezoidal rule in log G. +Inf where n_0 ≤ j.
func powerMoments(schedule estimators.Schedule, generations int) [][5]float64 {
	moments := make([][5]float64, generations)
	var logarithm [5]float64
	total := 0.0
	for t := range moments {
		n := float64(schedule.Size(t))
		total += n
		low, high := logGammaRange(n)
		low *= 2 // E G^{−j} weighs the lower tail: its integrand falls like e^{(n−j)y}
		shift, weight := gammaNodes(n, n/total, low, high)
		for j := 1; j <= 4; j++ {
			excess := 0.0
			for i, y := range shift {
				excess += weight[i] * math.Expm1(-float64(j)*y)
			}
			if t == 0 && n <= float64(j) {
				excess = math.Inf(1)
			}
			logarithm[j] += math.Log1p(excess)
			moments[t][j] = math.Expm1(logarithm[j])
		}
	}
	return moments
}

// PowerSquaredError is E(θ_t − θ_0)²/θ_0² = E P_t^{−2} − 2 E P_t^{−1} + 1 of θx^{θ−1}, for every θ_0: θ_t/θ_0 is pivotal. +Inf where n_0 ≤ 2.
func PowerSquaredError(schedule estimators.Schedule, generations int) []float64 {
	errors := make([]float64, generations)
	for t, m := range powerMoments(schedule, generations) {
		errors[t] = m[2]
		if !math.IsInf(m[2], 1) {
			errors[t] -= 2 * m[1]
		}
	}
	return errors
}

func PowerFourthError(schedule estimators.Schedule, generations int) float64 {
	m := powerMoments(schedule, generations)[generations-1]
	return m[4] - 4*m[3] + 6*m[2] - 4*m[1]
}

// PowerMeanError is E|θ_T − θ_0|/θ_0 of θx^{θ−1}, for every θ_0. With F the distribution function of log P_T, and log(θ_T/θ_0) = −log P_T,
//
//	E|e^{−y} − 1| = ∫_{−∞}^0 e^{−y} F(y) dy + ∫_0^∞ e^{−y} (1 − F(y)) dy,
//
// by Simpson's rule on the table of ScaleProduct.
func PowerMeanError(schedule estimators.Schedule, generations int) float64 {
	law := NewScaleProduct(1, schedule, generations, false)
	integrate := func(a, b float64, f func(y float64) float64) float64 {
		const cells = 4 * scaleTableSize
		h, sum := (b-a)/cells, 0.0
		for i := range cells {
			y := a + h*float64(i)
			sum += h / 6 * (f(y) + 4*f(y+h/2) + f(y+h))
		}
		return sum
	}
	return integrate(law.low, 0, func(y float64) float64 { return math.Exp(-y) * law.LogCDF(y) }) +
		integrate(0, law.high(), func(y float64) float64 { return math.Exp(-y) * (1 - law.LogCDF(y)) })
}
