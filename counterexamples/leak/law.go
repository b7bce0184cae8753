package leak

import (
	"math"

	"itermle/estimators"
)

// LimitSurvival is the limit, as all n_t grow in proportion, of P(no collapse among the synthetic generations 1 … T) of
// accumulation, given that no real sample lies on sheet 2 (derived here).
//
// Before a collapse the pool has N_t samples of mean x̄_t, all on sheet 1, and θ^(t) = b x̄_t + O(n^{−3/2}) with
// b = 1/(1+2κ), from ℓ′ = 0. Generation t draws n_t samples of N(θ^(t), 1), and none on sheet 2 with probability
// (1 − κθ^(t)²)^{n_t} → exp(−a_t z_t²), where z_t = √n_0 x̄_t and a_t = κ b² n_t/n_0. The chain is linear and Gaussian:
//
//	z_1 ~ N(0, 1),  z_{t+1} = c_t z_t + s_t ξ_t,  c_t = (N_t + b n_t)/N_{t+1},  s_t = √(n_0 n_t)/N_{t+1}
//
// so E exp(−Σ_{t≤T} a_t z_t²) is the Riccati recursion V_t(z) = C e^{−q z²} from V_T: q = a_T, C = 1 back to t = 1 by
//
//	C ← C (1 + 2q s_t²)^{−½},   q ← a_t + q c_t²/(1 + 2q s_t²),   and the answer is C (1 + 2q)^{−½}.
//
// Errors: those of the schedule, and a *estimators.RangeError for T < 1 or a family that is no leak.
func (f Family) LimitSurvival(schedule estimators.Schedule, generations int) (float64, error) {
	if err := f.Check(); err != nil {
		return math.NaN(), err
	}
	if generations < 1 {
		return math.NaN(), &estimators.RangeError{What: "T", Value: float64(generations), Accept: "T ≥ 1"}
	}
	if err := schedule.Check(generations + 1); err != nil {
		return math.NaN(), err
	}
	b := 1 / (1 + 2*f.Kappa)
	first := float64(schedule.Size(0))
	pooled := make([]float64, generations+1) // N_t = n_0 + … + n_{t−1}
	for t := 1; t <= generations; t++ {
		pooled[t] = pooled[t-1] + float64(schedule.Size(t-1))
	}
	rate := func(t int) float64 { return f.Kappa * b * b * float64(schedule.Size(t)) / first }
	q, logC := rate(generations), 0.0
	for t := generations - 1; t >= 1; t-- {
		n := float64(schedule.Size(t))
		next := pooled[t+1]
		s2 := first * n / (next * next)
		c := (pooled[t] + b*n) / next
		logC -= math.Log1p(2*q*s2) / 2
		q = rate(t) + q*c*c/(1+2*q*s2)
	}
	return math.Exp(logC - math.Log1p(2*q)/2), nil
}
