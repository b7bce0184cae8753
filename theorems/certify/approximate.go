package certify

import (
	"math"

	"itermle/estimators"
)

// Approximate is Natural for maximisers that are only approximate: the mean score of the pool at θ^(t) is not 0
// but at most ε = tolerance in norm, the error and its direction chosen by an adversary in every generation.
//
//	ρ_t = (b_t + ε A_t)/λ0,  A_t = 1 + Σ_{1≤s<t} w_s,  w_s = n_s/N_s
//
// certified as soon as ρ_T < r. For equal batches A_t = H_t = 1 + 1/2 + … + 1/t; for every schedule A_t ≤ 1 +
// log(N_{t−1}/n_0). So the bound of Theorem 4.1 survives an error ε of the order of 1/(√n log T), and for a Gaussian
// mean no larger one (claim theorem-4.1-optimisation-constant).
//
// Derivation (ours). Let e_t = ∇A(θ^(t)) − S̄_{<t} be the error, e_0 = 0. Then S̄_{<t+1} − S̄_{<t} = w_t (S̄_t −
// ∇A(θ^(t)) + e_t), hence
//
//	∇A(θ^(t)) − ∇A(θ*) = M_t + Σ_{1≤s<t} w_s e_s + e_t,
//
// with the martingale M_t of Natural: an error enters its own model in full, and the data of every later one
// with its batch's share. Outside B_r(θ*) the left side is at least λ0 r, by monotony along the ray; so while b_t +
// εA_t < λ0 r no approximate maximiser leaves the ball.
//
// Errors: those of Natural; *estimators.RangeError for a tolerance that is negative or not finite.
func Approximate(q Request, tolerance float64) (Certificate, error) {
	if err := q.check(); err != nil {
		return Certificate{}, err
	}
	if !(tolerance >= 0) || math.IsInf(tolerance, 1) {
		return Certificate{}, &estimators.RangeError{What: "certificate: tolerance", Value: tolerance,
			Accept: "a finite tolerance ≥ 0"}
	}
	bound := NewMartingaleBound(q.Constants.K1, q.level(2), varianceSum(q.Schedule, q.Generations))
	return natural(q, bound, q.Radius, tolerance)
}

// ErrorAmplification is A_T = 1 + Σ_{1≤t<T} n_t/N_t: what a constant error in the mean of every model adds up to.
func ErrorAmplification(schedule estimators.Schedule, generations int) float64 {
	sum, total := 1.0, float64(schedule.Size(0))
	for t := 1; t < generations; t++ {
		n := float64(schedule.Size(t))
		total += n
		sum += n / total
	}
	return sum
}

// EarlyStoppingVariance is V_T(q) where every fit goes the share 1−q of the way from θ^(t) to the MLE: Var θ^(T) = σ²
// V_T(q) for a Gaussian mean, V_T(0) = Σ n_t/N_t². In one generation, with the pool's mean m and the noise ξ of
// variance σ²/n_t,
//
//	m′ = (1−w)m + wθ + wξ,  θ′ = qθ + (1−q)m′,
//
// so the coefficient of each ξ_t in θ^(T) follows from the last generation back. Both lines are convex combinations, of
// which m′ holds wξ_t and θ′ (1−q)wξ_t: each coefficient stays in [(1−q)w_t, w_t], hence (1−q)² V_T(0) ≤ V_T(q) ≤
// V_T(0).
func EarlyStoppingVariance(schedule estimators.Schedule, generations int, q float64) float64 {
	total := 0.0
	for t := range generations {
		total += float64(schedule.Size(t))
	}
	ofMean, ofModel, variance := 0.0, 1.0, 0.0 // derivatives of θ^(T) by m and θ
	for t := generations - 1; t >= 0; t-- {
		n := float64(schedule.Size(t))
		w := n / total
		ofMean += ofModel * (1 - q)
		variance += ofMean * ofMean * w * w / n
		ofModel = ofModel*q + ofMean*w
		ofMean *= 1 - w
		total -= n
	}
	return variance
}
