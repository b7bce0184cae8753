package laws

import (
	"math"

	"itermle/estimators"
)

// VarianceFunction is the quadratic variance function of a Morris family: one sample x of mean μ has
//
//	Var_μ(x) = V(μ) = V0 + V1 μ + V2 μ²
//
// (C. N. Morris, Ann. Statist. 10, 1982): normal (σ²,0,0), Poisson (0,1,0), gamma of shape k (0,0,1/k), binomial m
// (0,1,−1/m), negative binomial k (0,1,1/k), generalised hyperbolic secant (1,0,1).
type VarianceFunction struct{ V0, V1, V2 float64 }

// At is V(μ).
func (v VarianceFunction) At(mu float64) float64 { return v.V0 + mu*(v.V1+v.V2*mu) }

// slope is V′(μ).
func (v VarianceFunction) slope(mu float64) float64 { return v.V1 + 2*v.V2*mu }

// Morris is iterative MLE of the mean of a Morris family. With c_t = w_t²/n_t, and w_t = n_t/N_t under accumulation or
// w_t = 1 under replacement,
//
//	μ_{t+1} = μ_t + w_t (x̄_t − μ_t),   Var(x̄_t | μ_t) = V(μ_t)/n_t.
//
// Every moment of order ≤ 4 follows by linear recursions, because V is quadratic (derived here):
//
//	E[V(μ_{t+1}) | μ_t] = V(μ_t) + V2 Var(μ_{t+1} | μ_t) = V(μ_t)(1 + V2 c_t)
//
// The methods assume a schedule that passes Check, and T ≥ 0. Moments beyond float64 are +Inf, never NaN.
type Morris struct {
	Variance VarianceFunction
	Mean     float64 // μ*
	Schedule estimators.Schedule
	Replace  bool
}

// step is c_t = w_t²/n_t and w_t, given N_{t−1}; it returns N_t too.
func (l Morris) step(t int, before float64) (c, w, total float64) {
	n := float64(l.Schedule.Size(t))
	total = before + n
	if l.Replace {
		return 1 / n, 1, total
	}
	return n / total / total, n / total, total
}

// sums are Σ c_t and Σ log(1 + V2 c_t) over t < T. The second is −Inf where V2 c_t = −1: a Bernoulli of one sample.
func (l Morris) sums(generations int) (plain, logarithmic float64) {
	var c, total float64
	for t := range generations {
		c, _, total = l.step(t, total)
		plain += c
		logarithmic += math.Log1p(l.Variance.V2 * c)
	}
	return plain, logarithmic
}

// ExpectedVariance is E V(μ_T) = V(μ*) Π_{t<T} (1 + V2 c_t).
func (l Morris) ExpectedVariance(generations int) float64 {
	variance := l.Variance.At(l.Mean)
	if variance == 0 {
		return 0 // an absorbing boundary: no sample differs from μ*
	}
	_, logarithmic := l.sums(generations)
	return variance * math.Exp(logarithmic)
}

// EstimatorVariance is
//
//	Var(μ_T) = V(μ*) [Π_{t<T}(1 + V2 c_t) − 1]/V2,   for V2 = 0:  V(μ*) Σ_{t<T} c_t.
//
// It is Σ_t c_t E V(μ_t), summed. Where |V2| Σ c_t < 1e-17 the two forms agree to the last bit, and the second is used
// because V2 c_t may underflow.
func (l Morris) EstimatorVariance(generations int) float64 {
	variance := l.Variance.At(l.Mean)
	if variance == 0 {
		return 0
	}
	plain, logarithmic := l.sums(generations)
	if math.Abs(l.Variance.V2)*plain < 1e-17 {
		return variance * plain
	}
	return variance * (math.Expm1(logarithmic) / l.Variance.V2)
}

// CentralMoments are E(μ_T − μ*)² and E(μ_T − μ*)⁴, propagated with E(μ_T − μ*)³. With δ = μ_t − μ*, V = V(μ_t), V′ =
// V′(μ_t), n = n_t and the central moments V/n, V V′/n² and 3V²/n² + V(V′² + 2 V2 V)/n³ of x̄_t (cumulants of a natural
// exponential family are V, V V′ and V(V′² + V V″), and V″ = 2 V2):
//
//	E δ²₊ = E δ² + (w²/n) E V
//	E δ³₊ = E δ³ + 3 (w²/n) E δV + (w³/n²) E VV′
//	E δ⁴₊ = E δ⁴ + 6 (w²/n) E δ²V + 4 (w³/n²) E δVV′ + w⁴ E[3V²/n² + V(V′² + 2 V2 V)/n³]
//
// with V and V′ expanded about μ*: the right-hand sides hold moments of order ≤ 4 only. Nothing is subtracted that is
// not small.
func (l Morris) CentralMoments(generations int) (second, fourth float64) {
	var third float64
	a, b, q := l.Variance.At(l.Mean), l.Variance.slope(l.Mean), l.Variance.V2 // V = a + bδ + qδ², V′ = b + 2qδ
	var w, total float64
	for t := range generations {
		_, w, total = l.step(t, total)
		n := float64(l.Schedule.Size(t))
		s, r, f := second, third, fourth
		meanV := a + q*s
		meanDeltaV := b*s + q*r
		meanDelta2V := a*s + b*r + q*f
		// V V′ = ab + (b² + 2qa)δ + 3bq δ² + 2q² δ³
		meanVSlope := a*b + 3*b*q*s + 2*q*q*r
		meanDeltaVSlope := (b*b+2*q*a)*s + 3*b*q*r + 2*q*q*f
		meanV2 := a*a + (b*b+2*a*q)*s + 2*b*q*r + q*q*f
		// V′² = b² + 4bqδ + 4q²δ² = b² + 4q(V − a), so V(V′² + 2qV) = (b² − 4qa)V + 6qV².
		kurtosis := (b*b-4*q*a)*meanV + 6*q*meanV2
		wn := w / n
		second = s + w*wn*meanV
		third = r + 3*w*wn*meanDeltaV + w*wn*wn*meanVSlope
		fourth = f + 6*w*wn*meanDelta2V + 4*w*wn*wn*meanDeltaVSlope + 3*w*w*wn*wn*meanV2 + w*wn*wn*wn*kurtosis
	}
	if math.IsNaN(fourth) { // the terms of an infinite sum: +Inf less +Inf, or 0 times +Inf where the law is symmetric
		fourth = math.Inf(1)
	}
	return second, fourth
}

// LimitVariance is lim_{T→∞} Var(μ_T) under accumulation of equal batches of n, by Euler's product for the sine:
//
//	V2 > 0:  V/V2  [sinh(z)/z − 1]      z = π √(|V2|/n)
//	V2 < 0:  V/|V2| [1 − sin(z)/z]
//	V2 = 0:  V π²/(6n)
func (v VarianceFunction) LimitVariance(mu float64, n int64) float64 {
	z2 := math.Pi * math.Pi * v.V2 / float64(n) // ±z²
	return v.At(mu) * math.Pi * math.Pi / float64(n) * sinhcExcess(z2)
}

// sinhcExcess is (sinh(√u)/√u − 1)/u, continued to u ≤ 0: Σ_{k≥1} u^{k−1}/(2k+1)!.
func sinhcExcess(u float64) float64 {
	if math.Abs(u) > 4 {
		z := math.Sqrt(math.Abs(u))
		if u > 0 {
			return (math.Sinh(z)/z - 1) / u
		}
		return (math.Sin(z)/z - 1) / u
	}
	sum, term := 0.0, 1.0/6
	for k := 2.0; k < 20; k++ { // |u|^19/41! < 1e-37
		sum += term
		term *= u / (2 * k * (2*k + 1))
	}
	return sum
}
