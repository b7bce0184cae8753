package estimators

import (
	"math"
	"math/rand/v2"
	"strconv"

	"itermle/internal/logarithm"
	"itermle/internal/random"
)

// Families whose model is a Gamma variable times one scale parameter: exponential, gamma with known shape, the variance
// of a centred Gaussian (shape ½) and, through −log x, the power density. Their divergences depend on the ratio of
// the two scales alone, and their iterates are products of independent factors.

// checkPositive is Check of a family with the single parameter θ > 0.
func checkPositive(family, symbol string, theta []float64) error {
	if len(theta) != 1 {
		return &DimensionError{What: family + ": θ", Got: len(theta), Want: 1}
	}
	if !(theta[0] > 0) || math.IsInf(theta[0], 1) {
		return &ParameterError{Family: family, Name: symbol, Value: theta[0], Accept: "a finite " + symbol + " > 0"}
	}
	return nil
}

// checkSupport returns a *SampleError for the first sample outside [lower, upper], or not finite.
func checkSupport(family string, x []float64, lower, upper float64, accept string) error {
	for i, v := range x {
		if !(v >= lower && v <= upper) || math.IsInf(v, 0) {
			return &SampleError{Family: family, Index: i, Value: v, Accept: accept}
		}
	}
	return nil
}

// meanAsScale is FitStatistic of a family whose MLE is the average: the average must be inside (0, ∞).
func meanAsScale(family string, dst, statistic []float64, reason string) error {
	if !(statistic[0] > 0) || math.IsInf(statistic[0], 1) {
		return &NoMLEError{Family: family, Reason: reason}
	}
	dst[0] = statistic[0]
	return nil
}

// logRemainder is u − log(1+u) ≥ 0 for u ≥ −1, to a few units in the last place however small u is.
//
//	log(1+u) = 2(s + s³/3 + s⁵/5 + …),  s = u/(2+u),  u − 2s = u s
//
// so that for small u the remainder is u s − 2s³(1/3 + s²/5 + …), where the second term is at most a third of the
// first. Special cases are: +Inf at −1 and at +Inf.
func logRemainder(u float64) float64 {
	if math.IsInf(u, 1) || u <= -1 {
		return math.Inf(1)
	}
	if u < -0.35 || u > 0.6 {
		return u - math.Log1p(u)
	}
	s := u / (2 + u)
	q := s * s
	sum, power := 0.0, 1.0
	// |s| ≤ 0.24, so the terms fall by a factor 17 at least: the fourteenth is below 2^-53.
	for k := 3; k <= 31; k += 2 {
		sum += power / float64(k)
		power *= q
	}
	return u*s - 2*s*q*sum
}

// scaleRemainder is q − 1 − log q ≥ 0 for the ratio q = a/b. Near q = 1 it is logRemainder of (a−b)/b; away from it no two terms
// cancel by more than a factor 6, but 1 + (q−1) would have lost the digits of a small q.
func scaleRemainder(a, b float64) float64 {
	q := a / b
	if q > 0.65 && q < 1.6 {
		return logRemainder((a - b) / b)
	}
	return q - 1 - logRatio(a, b)
}

// logRatio is log(a/b), with relative precision next to a = b and also where the ratio leaves float64.
func logRatio(a, b float64) float64 {
	q := a / b
	switch {
	case q > 0.5 && q < 2:
		return math.Log1p((a - b) / b)
	case q > 0x1p-1000 && q < 0x1p1000:
		return math.Log(q)
	}
	return logarithm.Of(a) - logarithm.Of(b)
}

// gammaScaleKL is KL(Gamma(k, scale a) ‖ Gamma(k, scale b)) = k(a/b − 1 − log(a/b)).
func gammaScaleKL(shape, a, b float64) Certified {
	return closedForm(shape * scaleRemainder(a, b))
}

// exponentialTotalVariation is the distance of two exponential distributions whose scales have the ratio q = a/b ≤ 1,
// d = (b−a)/b being 1−q without cancellation. The densities cross at
//
//	x = a b log(b/a)/(b−a),   TV = e^{−x/b} − e^{−x/a} = (1−q) e^{−L},   L = x/b = −q log(q)/(1−q) ∈ [0, 1].
func exponentialTotalVariation(a, b float64) Certified {
	if a > b {
		a, b = b, a
	}
	q, d := a/b, (b-a)/b
	if d == 0 {
		return Certified{}
	}
	if q == 0 {
		return closedForm(1)
	}
	return closedForm(d * math.Exp(crossingLog(q, d)*q/d))
}

// crossingLog is log q for q ∈ (0, 1) with d = 1−q, accurate at both ends.
func crossingLog(q, d float64) float64 {
	if d < 0.5 {
		return math.Log1p(-d)
	}
	return math.Log(q)
}

// sampleScaleProduct draws the factor that accumulation puts on a scale that is estimated by an average of Gamma
// variables, shape per sample:
//
//	Π_{t<T} (1 + w_t(G_t − 1)),   G_t ~ Gamma(shape·n_t)/(shape·n_t) independent,   w_t = n_t/N_t
//
// Derived here: s_{t+1} = s_t + w_t(s̄_t − s_t), and s̄_t/s_t given the past is G_t, whose law does not depend on s_t.
func sampleScaleProduct(shape float64, schedule Schedule, generations int, r *rand.Rand) float64 {
	product, total := 1.0, 0.0
	for t := range generations {
		n := float64(schedule.Size(t))
		past := total
		total += n
		// N_{t−1} + n_t G_t over N_t: 1 + w_t(G_t − 1) would lose a small G_t where w_t = 1.
		product *= (past + random.Gamma(shape*n, r)/shape) / total
	}
	return product
}

// noArguments refuses numbers after the colon of a family that takes none.
func noArguments(name string, arguments []float64) error {
	if len(arguments) == 0 {
		return nil
	}
	return &SyntaxError{What: "family", Value: name + " with " + strconv.Itoa(len(arguments)) + " arguments", Accept: name}
}
