package laws

import (
	"math"

	"itermle/estimators"
)

// ExponentialSquaredError is E(μ_t − 1)² of the exponential mean from 1: Π_{s<t}(1 + n_s/N_s²) − 1.
func ExponentialSquaredError(schedule estimators.Schedule, generations int) []float64 {
	errors := make([]float64, generations)
	law := Morris{Variance: VarianceFunction{V2: 1}, Mean: 1, Schedule: schedule}
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

// PowerSquaredError is E(θ_t − θ_0)²/θ_0² = E P_t^{−2} − 2 E P_t^{−1} + 1 of θx^{θ−1}, for every θ_0: θ_t/θ_0 is
// pivotal. +Inf where n_0 ≤ 2.
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

// PowerMeanError is E|θ_T − θ_0|/θ_0 of θx^{θ−1}, for every θ_0. With F the distribution function of log P_T, and
// log(θ_T/θ_0) = −log P_T,
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
