package certify

import (
	"math"

	"itermle/estimators"
)

// Vector is Smooth in any dimension, from the constants of Assumptions 2 and 3 and I(θ*): Theorem 4.1 with no condition
// that ties n to T. P(‖θ^(t) − θ*‖ ≤ ρ_t for all t ≤ T) ≥ 1 − δ for the MLE over the ball. Of q.Bounds, if there are
// any, it takes HessianVariance ≥ ‖E η²‖ and HessianDeviation ≥ ‖η‖, else K2² and 2K2, which bound them. A Hessian that
// is linear in Gaussian variables, η = Σ_k z_k A_k, is outside Assumption 2B, with K2 = +Inf, and is admitted with
// ‖Σ_k A_k²‖ and 0.
//
// Theorem (ours). Under Assumptions 1–3 with r < λ0/K3 there are c and C of K1, K2, K3, λ0, r such that for every T,
// every δ and every schedule with n_t ≥ 1 and n_0 ≥ c log(2d/δ)
//
//	P(‖θ^(t) − θ*‖ ≤ C √(log(2/δ)/n_0) for all t ≤ T) ≥ 1 − δ:
//
// no power of log T is needed, in any dimension. ρ_t is that bound in numbers; its leading term is that of Mixture, z
// √(V_T/λ), λ = λ_min(I(θ*)), at 0.8δ.
//
// Proof. The notation is that of Smooth, with vectors: M_t = Σ_{s<t} w_s I⁻¹σ̄_s, η the centred Hessian.
//
//  1. As there θ^(t) = M_t + ε_t, ε_{t+1} = ε̄_t + e_t, ε̄_{t+1} = ε̄_t + w_{t+1} e_t, where I e_t = Y_t + Q_t at
//     θ = θ^(t+1), Y_t = Σ_j (n_j/N_t) η̄_j Δ_j, Δ_j = θ − θ^(j), and Q_t has a norm of at most
//     Σ_j (n_j/N_t)(½K3 ‖Δ_j‖² + L_I ‖θ^(j)‖ ‖Δ_j‖).
//
//  2. A score whose norm R has the tail of 2A is all but bounded by 8K1. For ‖v‖ = η, a = 8ηK1 < 3 and x = v·σ, e^x − 1
//     − x is at most x²/(2(1 − a/3)) where R ≤ 8K1 and ½η²R²e^{ηR} elsewhere; R is stochastically below K1ρ, P(ρ ≥ u) =
//     min(1, 2e^{−u²/2}), and ρ²e^ρ ≤ e^{ρ²/4} for ρ ≥ 8, whose mean there is 4e^{−16}. So
//
//     log E_θ e^{v·σ} ≤ ½ v·I(θ)v/(1 − a/3) + ½η² 4e^{−16} K1²,   I(θ) ⪯ (1 + L_I r′/λ) I on B_r′.
//
//  3. So Mixture's martingale is ‖M_t‖ ≤ b = z√(κV_T/λ) for all t with 0.8δ, where κ = (1 + L_I r′/λ)/(1 − a/3) +
//     4e^{−16}K1²/λ and η = c/(n_0√(V_T λ)). By MartingaleBound's supermartingale with the same split, ‖M_t − M_j‖ ≤
//     m_j for all t > j, each j with 0.1δ/(j(j+1)): that of Freedman for a variance of (1 + L_I r′/λ) tr I⁻¹ +
//     4e^{−16}K1²/λ² and a norm of 8K1/λ. By Freedman's inequality for matrices (J. A. Tropp, Electron. Commun. Probab.
//     16 (2011), 262) ‖Σ_j(n_j/N_t)η̄_j‖ ≤ E_t = √(2‖Eη²‖ℓ_t/N_t) + ‖η‖ℓ_t/(3N_t), ℓ_t = log(2d/δ_t), δ_t =
//     0.05δ/((t+1)(t+2)); and ‖Σ_j(n_j/N_t)η̄_jθ^(j)‖ ≤ r′E_t, each t with δ_t, as E‖ηθ‖² ≤ r′²‖Eη²‖, in the d + 1 ≤ 2d
//     dimensions of (0, vᵀ; v, 0), whose norm is ‖v‖.
//
//  4. At θ = M_{t+1} + ε̄_t + u, ‖u‖ = c, the mean score s has u·s = −u·Iu + u·(Y_t + Q_t) < 0 as soon as λ c >
//     ‖Y_t + Q_t‖: by Brouwer's theorem it vanishes inside, and ‖e_t‖ ≤ c. ‖Δ_j‖ is bounded as in Smooth.
//
//  5. The pool's mean Hessian is ⪯ −λ0 + E_t + K3 Σ_j (n_j/N_t)(r + ρ_j) ≺ 0 on B_r: the zero is the MLE over the
//     ball.
//
//  6. T: let L = log(2d/δ), L_t = L + log(t+1), a_t = ‖e_t‖, κ = C√(L/n_0) ≤ ¼. Σ_{s≥j} n_s/N_s² ≤ 2/N_j makes
//     m_j² ≤ C L_j/N_j, Σ_j (n_j/N_t) N_j^{−½} ≤ 2 N_t^{−½}, and Σ_j (n_j/N_t)(S_t − S_j) ≤ B_t =
//     Σ_j (n_j/N_t) a_{j−1}; so a_t ≤ κ(√(L_t/N_t) + 2B_t), and B_t ≤ (1 − ½w_t) B_{t−1} + κ w_t √(L_{t−1}/N_{t−1}).
//     Summed, S_t ≤ 2κ Σ_s w_s √(L_{s−1}/N_{s−1}), which w_s/√N_{s−1} ≤ 2/√N_{s−1} − 2/√N_s makes at most
//     Cκ √((L + log n_0)/n_0), whatever t is: below √(L/n_0) for n_0 ≥ cL. ∎
//
// All is done for the process stopped at its first exit from B_r′. Errors: those of Mixture.
func Vector(q Request) (Certificate, error) {
	bounds, spared := q.Bounds, q
	if bounds == nil {
		bounds = &estimators.ScoreBounds{HessianVariance: up(q.Constants.K2 * q.Constants.K2),
			HessianDeviation: 2 * q.Constants.K2}
	} else {
		spared.Constants.K2 = 1 // not used
	}
	if err := spared.check(); err != nil {
		return Certificate{}, err
	}
	spectrum, err := informationSpectrum(q.Information, q.Dim)
	if err != nil {
		return Certificate{}, err
	}
	on, reason := vectorOn(q, *bounds, spectrum)
	if reason != "" {
		return refused(reason+" at τ=%d", 0), nil
	}
	return smallestBall(blocks(q.Schedule, q.Generations), on), nil
}

// vectorOn is the recursion of Vector on a ball r′, or why there is none.
func vectorOn(q Request, bounds estimators.ScoreBounds, spectrum []float64) (on func(radius float64) expansion,
	reason string) {
	var (
		k1, l, least, trace = q.Constants.K1, q.Constants.Lipschitz, spectrum[0], 0.0
		total               = varianceSum(q.Schedule, q.Generations)
	)
	for _, value := range spectrum {
		trace = up(trace + 1/value)
	}
	c, z, _ := mixtureRadius(q.Dim, axes(spectrum), q.level(1/leadShare))
	a := up(8 * k1 * c / math.Sqrt(total*least) / float64(q.Schedule.Size(0)))
	if !(a < 1.5) { // 3 would do but for the rounding of 1 − a/3
		return nil, "n too small: a sample may weigh too much for Bernstein's inequality"
	}
	return func(radius float64) expansion {
		turn, beyond := up(1+l*radius/least), up(4*math.Exp(-16)*k1/least*k1)
		kappa := up(turn/down(1-a/3) + beyond)
		return expansion{Request: q, radius: radius, information: least, variance: total,
			lead:          freedman{fixed: up(z * math.Sqrt(kappa*total/least))},
			scoreVariance: up(turn*trace + beyond/least), scoreWeight: up(8 * k1 / least),
			hessianVariance: bounds.HessianVariance, hessianDeviation: bounds.HessianDeviation, thirdMean: math.Inf(1),
			increments: q.level(2 / 0.1), noises: q.level(2 * float64(q.Dim) / 0.05)}
	}, ""
}
