package certify

import (
	"math"
	"slices"
)

// MartingaleBound bounds vector martingales whose differences z_i have sub-Gaussian norms (Theorem B.1 of
// arXiv:2505.19046, with the constant explicit, for all times at once, and free of the dimension): if P(‖z_i‖ ≥ u |
// past) ≤ 2 exp(−u²/(2σ_i²)) in R^d, then with probability ≥ 1−δ, for every t,
//
//	‖Σ_{i≤t} z_i‖ ≤ log(2/δ)/λ + 2λ Σ_{i≤t} σ_i²
//
// for any λ > 0 fixed beforehand; the λ that is best at Σσ_i² = σ²V gives √(8 σ²V log(2/δ)) there. Print has log(2d/δ).
//
// Proof (the function is that of I. Pinelis, Ann. Probab. 22 (1994), 1679). Let u(x) = cosh ‖x‖; its Hessian has the
// eigenvalues cosh ‖x‖ and sinh ‖x‖/‖x‖, none above u(x), and u(x+y) ≤ e^{‖y‖}u(x). So φ(t) = E u(x + tλz) has φ′(0) =
// 0, as E z = 0, and φ″(t) ≤ u(x) E[λ²R²e^{tλR}], R = ‖z‖; integrated twice, E u(x + λz) ≤ u(x) E[e^{λR} − λR]. That is
// increasing in R ≥ 0, and R is stochastically below σρ, P(ρ ≥ u) = min(1, 2e^{−u²/2}), so E u(x + λz) ≤ u(x) F(λσ),
// F(s) = E[e^{sρ} − sρ] ≤ e^{2s²} (claim theorem-B.1-constant certifies this). Hence cosh(λ‖Σz_i‖) exp(−2λ²Σσ_i²) is a
// supermartingale from 1, it is at least ½exp(λ‖Σz_i‖ − 2λ²Σσ_i²), and Ville's inequality bounds the probability that
// this ever exceeds 1/δ by δ.
type MartingaleBound struct {
	fixed, slope float64 // log(2/δ)/λ and 2λσ²
}

// NewMartingaleBound takes σ = scale, level ≥ log(2/δ) and the λ that is best at Σσ_i² = scale²·V.
func NewMartingaleBound(scale, level, v float64) MartingaleBound {
	return NewExponentialBound(2, scale, level, v)
}

// NewExponentialBound is the same for E u(x + λz) ≤ u(x) e^{cλ²σ²}: log(2/δ)/λ + cλΣσ_i², at best √(4c σ²V log(2/δ)).
func NewExponentialBound(c, scale, level, v float64) MartingaleBound {
	lambda := math.Sqrt(level/(c*v)) / scale
	return MartingaleBound{fixed: level / lambda, slope: c * lambda * scale * scale}
}

// At is the bound at the time when Σσ_i² = scale²·v. Any λ is valid, a rounded one too; after it fixed and slope take
// at most 6 roundings.
func (b MartingaleBound) At(v float64) float64 { return up(b.fixed + b.slope*v) }

// Natural is General for an exponential family in natural parameters, p_θ(x) = h(x) exp(θ·S(x) − A(θ)), sharper and
// without any condition that ties n to T:
//
//	ρ_t = b_t/λ0, certified as soon as ρ_T < r
//
// with b_t the bound of General's martingale at the full δ.
//
// Derivation (ours). The likelihood equation says that ∇A(θ^(t+1)) is the pool's mean of S, hence ∇A(θ^(t)) − ∇A(θ*) =
// M_t = Σ_{τ<t} w_τ (S̄_τ − ∇A(θ^(τ))), exactly a martingale of centred scores. Stop it when θ^(t) first leaves B_r(θ*)
// or does not exist; the stopped martingale keeps the bound b_t for all t ≤ T at once with probability ≥ 1−δ. On that
// event nothing is ever stopped: θ ↦ A(θ) − θ·(∇A(θ*) + M_t) has outward slope ≥ λ0 r − b_t > 0 on the sphere, so its
// minimum exists, is interior, and by convexity global; there λ0 ‖θ^(t) − θ*‖ ≤ ‖∇A(θ^(t)) − ∇A(θ*)‖ ≤ b_t. So neither
// the log T of the union bound nor n ≥ c (log T + 1)² log² T of Theorem 4.1 is needed here.
func Natural(q Request) (Certificate, error) {
	if err := q.check(); err != nil {
		return Certificate{}, err
	}
	bound := NewMartingaleBound(q.Constants.K1, q.level(2), varianceSum(q.Schedule, q.Generations))
	return natural(q, bound, q.Radius, 0)
}

// natural is ρ_t = (bound + tolerance·A_t)/λ0 for all t ≤ T, A_t of Approximate, if all are below r: then the
// trajectory stays in the ball of radius r.
func natural(q Request, bound MartingaleBound, r, tolerance float64) (Certificate, error) {
	bounds := q.trajectory()
	rho, amplification := 0.0, 1.0
	for _, b := range blocks(q.Schedule, q.Generations) {
		if b.first > 0 {
			amplification = up(amplification + b.growth)
		}
		rho = up((bound.At(b.variance) + tolerance*amplification) / q.Constants.Lambda0)
		switch {
		case !(rho < r) && tolerance > 0:
			return refused("n too small, or ε too large: ρ_{τ+1} ≥ r at τ=%d", b.first), nil
		case !(rho < r):
			return refused("n too small: ρ_{τ+1} ≥ r at τ=%d", b.first), nil
		}
		if q.Trajectory {
			bounds = append(bounds, slices.Repeat([]float64{rho}, b.count)...)
		}
	}
	return certified(q.Constants, rho, bounds), nil
}
