package construction2

import (
	"math"

	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/internal/quadrature"
)

// HittingSurvival is P(τ > t), τ the first generation, counted from 0, with a sample of h_α in [1, 2) when Algorithm 1
// starts from h_0 with n samples a generation (derived here):
//
//	P(τ > t) = ∫_0^{n log 2} e^{−x} ((1 + e^{−x/n})/2)^{nt} dx + 2^{−n} (3/4)^{nt}
//
// Generation 0 fixes α_0 = min(¼, ½(1−M)), M = e^{−x/n} the maximum of n uniform samples, x exponential; each later
// generation misses with probability (1−α_0)^n. For n → ∞ it is E e^{−xt/2} = 2/(t+2): the law of τ does not depend on
// n, and its mean is infinite. HittingExcess is how far it is from that.
//
// Errors: *estimators.RangeError for n < 1 or t < 0, and those of the quadrature.
func HittingSurvival(n float64, t int) (estimators.Certified, error) {
	if !(n >= 1) || math.IsInf(n, 1) {
		return estimators.Certified{}, &estimators.RangeError{What: "n", Value: n, Accept: "a finite n ≥ 1"}
	}
	if t < 0 {
		return estimators.Certified{}, &estimators.RangeError{What: "t", Value: float64(t), Accept: "t ≥ 0"}
	}
	// With y = x(1+t/2) the integrand is e^{−y} times a factor near 1; beyond y = 60 there is less than e^{−60·2/3} of
	// it, since (1+v)/2 ≤ v^{1/3} on [½, 1].
	rate := 1 + float64(t)/2
	end := math.Min(n*math.Ln2, 60/rate)
	points := []float64{0}
	for _, y := range []float64{0.5, 2, 5, 10, 20, 40} {
		if y/rate < end {
			points = append(points, y/rate)
		}
	}
	points = append(points, end)
	integral, bound, err := quadrature.Integrate(func(x float64) float64 {
		return math.Exp(-x + n*float64(t)*math.Log1p(math.Expm1(-x/n)/2))
	}, points, 1e-13)
	if err != nil {
		return estimators.Certified{}, err
	}
	capped := math.Exp(-n*math.Ln2 + n*float64(t)*math.Log(0.75))
	return estimators.Certified{Value: integral + capped, Error: bound + 1e-15 + math.Exp(-40)}, nil
}

// SecondHittingSurvival is the limit for n → ∞ of P(τ_2 > t), τ_2 the first generation with a sample in [2, 3) (derived
// here):
//
//	P(τ_2 > t) = 2/(t+2) + ∫_0^∞ 2e^{−2λ} ∫_0^1 λe^{−λx} Σ_{s=1}^{t} e^{−λ(s−1)} e^{−λ a(x) (t−s)} dx dλ,
//	a(x) = min(¼, x/2)
//
// λ = nα_0 is half an exponential; a generation's samples beyond 1 are Poisson(λ); the first generation s with any puts
// the gap 1−M of [1, 2] at x with density λe^{−λx}; from then on [2, 3] is hit with probability 1 − e^{−λ a(x)} a
// generation. For finite n a binomial is within λ²/n of its Poisson in total variation (Le Cam), so the law of min(τ_2,
// m) differs by O(m/n).
//
// The result's error is the quadrature's. Errors: *estimators.RangeError for t < 0, and those of the quadrature.
func SecondHittingSurvival(t int) (estimators.Certified, error) {
	if t < 0 {
		return estimators.Certified{}, &estimators.RangeError{What: "t", Value: float64(t), Accept: "t ≥ 0"}
	}
	T := float64(t)
	// Σ_s e^{−λ(s−1)−λa(t−s)} is a geometric sum: e^{−λa(t−1)} (1−e^{−λ(1−a)t})/(1−e^{−λ(1−a)}).
	sum := func(lambda, a float64) float64 {
		return math.Exp(-lambda*a*(T-1)) * math.Expm1(-lambda*(1-a)*T) / math.Expm1(-lambda*(1-a))
	}
	const tolerance = 1e-10
	inner := 0.0 // the largest error of an inner integral; the outer law, of mass 1, makes no more of it
	var failure error
	integrand := func(lambda float64) float64 {
		points := []float64{0}
		// e^{−λx(t+1)/2} falls within 2/(λ(t+1)).
		for _, y := range []float64{1, 4, 16} {
			if x := 2 * y / (lambda * (T + 1)); x < 0.5 {
				points = append(points, x)
			}
		}
		points = append(points, 0.5)
		open, bound, err := quadrature.Integrate(func(x float64) float64 {
			return lambda * math.Exp(-lambda*x) * sum(lambda, x/2)
		}, points, tolerance)
		if inner = max(inner, bound); err != nil {
			failure = err
		}
		capped := math.Exp(-lambda) * math.Expm1(lambda/2) * sum(lambda, 0.25)
		return 2 * math.Exp(-2*lambda) * (open + capped)
	}
	points := []float64{0}
	for _, lambda := range []float64{0.25 / (T + 1), 1 / (T + 1), 4 / (T + 1), 16 / (T + 1), 64 / (T + 1), 1, 3} {
		if lambda > points[len(points)-1] {
			points = append(points, lambda)
		}
	}
	// Beyond λ = 40 there is less than e^{−80} of the outer law, times a sum of at most 1/(1−e^{−30}): below 1e-15.
	points = append(points, max(40, 2*points[len(points)-1]))
	value, bound, err := quadrature.Integrate(integrand, points, 1e-8)
	if err != nil {
		return estimators.Certified{}, err
	}
	if failure != nil {
		return estimators.Certified{}, failure
	}
	return estimators.Certified{Value: 2/(T+2) + value, Error: bound + inner + 1e-15}, nil
}

// SecondHittingQuantile is the least t with P(τ_2 > t) ≤ δ, n → ∞, 0 < δ < 1, by doubling and bisection. Errors: those
// of the quadrature, and *quadrature.NotConvergedError where its error bound reaches from P(τ_2 > t) to δ.
func SecondHittingQuantile(delta float64) (int, error) {
	below := func(t int) (bool, error) {
		s, err := SecondHittingSurvival(t)
		if distance := math.Abs(s.Value - delta); err == nil && !(distance > s.Error) {
			err = &quadrature.NotConvergedError{Value: s.Value, Bound: s.Error, Tolerance: distance}
		}
		return s.Value <= delta, err
	}
	low, high := 0, 2 // P(τ_2 > 0) = 1
	for {
		switch done, err := below(high); {
		case err != nil:
			return 0, err
		case done:
			return bisect.TryInt(high, low, below)
		}
		low, high = high, 2*high
	}
}
