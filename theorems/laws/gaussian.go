package laws

import (
	"math"
	"math/big"

	"itermle/estimators"
)

// GaussianShares propagates E μ_t² and E σ_t² of the Gaussian (μ, σ) from (0, 1) in exact rationals, by raw moments of
// the pool: with Q_t = μ_t² + σ_t² the pooled mean of x², N = N_{t−1}, N′ = N_t (under replacement N = 0),
//
//	E Q_{t+1} = (N E Q_t + n E(μ_t² + σ_t²))/N′,   E μ_{t+1}² = ((N + n)² E μ_t² + n E σ_t²)/N′²
//
// because the sum of n new samples is n μ_t + √n σ_t Z. It does not know the products that it is compared with.
func GaussianShares(sizes []int64, replace bool) (mean, variance *big.Rat) {
	square, pooled := new(big.Rat), big.NewRat(1, 1) // E μ², E Q
	var before int64
	for _, n := range sizes {
		if replace {
			before = 0
		}
		total := before + n
		spread := new(big.Rat).Sub(pooled, square) // E σ²
		pooled = new(big.Rat).Add(new(big.Rat).Mul(big.NewRat(before, total), pooled),
			new(big.Rat).Mul(big.NewRat(n, total), pooled))
		step := new(big.Rat).Mul(big.NewRat(n, total), big.NewRat(1, total))
		square = new(big.Rat).Add(square, step.Mul(step, spread))
		before = total
	}
	return square, new(big.Rat).Sub(pooled, square)
}

// The exact second moments of the error in Appendix G of arXiv:2505.19046, for the exact MLE under accumulation
// (derived here). They need n_0 ≥ 3 (exponential: n_0 ≥ 1), below which the fit of θx^{θ−1} has no variance and that of
// (μ,σ) may not exist, and are good to a relative 1e-8 for n_t ≤ 10⁹: beyond, E σ_t is lost in the rounding of its
// integrand.

// GaussianSquaredError is E‖θ^(t) − θ_0‖² for t = 1, …, T of the Gaussian (μ, σ) from (0, 1):
//
//	E‖θ^(t) − (0,1)‖² = E μ_t² + E σ_t² − 2 E σ_t + 1 = 2(1 − E σ_t),
//
// because E(μ_t² + σ_t²) = 1 for all t (the pooled second moment is a martingale), and E σ_t = Π_s E √R_s with
// independent factors
//
//	R_s = (N_{s−1} + χ²_{n−1} + (N_{s−1}/N_s) Z²)/N_s,   σ²_{s+1} = σ²_s R_s.
func GaussianSquaredError(schedule estimators.Schedule, generations int) []float64 {
	errors := make([]float64, generations)
	logSigma := 0.0
	for t, step := range gaussianSteps(schedule, generations) {
		logSigma += math.Log1p(step.powerLess1[1])
		errors[t] = -2 * math.Expm1(logSigma)
	}
	return errors
}

// gaussianStep holds E R^{j/2} − 1 for j = 1, …, 4 and E Z²R of one generation.
type gaussianStep struct {
	w, n       float64
	powerLess1 [5]float64
	crossed    float64
}

// gaussianSteps integrates by the trapezoidal rule in log χ² and in Z, which for these analytic integrands is good to
// rounding (see NewScaleProduct).
func gaussianSteps(schedule estimators.Schedule, generations int) []gaussianStep {
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
				s.powerLess1[1] += p * excess / (1 + root)
				s.powerLess1[2] += p * excess
				s.powerLess1[3] += p * ((1+excess)*root - 1)
				s.powerLess1[4] += p * excess * (2 + excess)
				s.crossed += p * z * z * (1 + excess)
			}
		}
		for j := range s.powerLess1 {
			s.powerLess1[j] /= mass
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
	for _, s := range gaussianSteps(schedule, generations) {
		c := s.w * s.w / s.n
		sigma4 := math.Exp(logPower[4])
		fourth += 6*c*mixed + 3*c*c*sigma4
		mixed = mixed*(1+s.powerLess1[2]) + c*sigma4*s.crossed
		for j := 1; j <= 4; j++ {
			logPower[j] += math.Log1p(s.powerLess1[j])
		}
	}
	// E(σ−1)⁴ = Σ (−1)^j C(4,j) (E σ^j − 1), the sum of the bare coefficients being 0.
	spread := -4*math.Expm1(logPower[1]) + 6*math.Expm1(logPower[2]) - 4*math.Expm1(logPower[3]) +
		math.Expm1(logPower[4])
	root := math.Sqrt(fourth) + math.Sqrt(math.Max(0, spread))
	return root * root
}

// GaussianVariance is E σ_T² of the Gaussian (μ, σ) from (0, 1) under accumulation, and Var σ_T²/(E σ_T²)² = Π E R²/(E
// R)² − 1.
func GaussianVariance(schedule estimators.Schedule, generations int) (mean, spread float64) {
	logMean, ratio := 0.0, 0.0 // log E σ², log (E σ⁴/(E σ²)²)
	for _, s := range gaussianSteps(schedule, generations) {
		logMean += math.Log1p(s.powerLess1[2])
		ratio += math.Log1p(s.powerLess1[4]) - 2*math.Log1p(s.powerLess1[2])
	}
	return math.Exp(logMean), math.Expm1(ratio)
}
