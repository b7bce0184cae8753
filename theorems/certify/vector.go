package certify

import "math"

// Vector is Smooth in any dimension, from the constants of Assumptions 2 and 3 alone: Theorem 4.1 with no condition
// that ties n to T. P(‖θ^(t) − θ*‖ ≤ ρ_t for all t ≤ T) ≥ 1 − δ for the MLE over the ball.
//
// Theorem (ours). Under Assumptions 1–3 with r < λ0/K3 there are c and C of K1, K2, K3, λ0, r such that for every T,
// every δ and every schedule with n_t ≥ 1 and n_0 ≥ c log(2d/δ)
//
//	P(‖θ^(t) − θ*‖ ≤ C √(log(2/δ)/n_0) for all t ≤ T) ≥ 1 − δ:
//
// no power of log T is needed, in any dimension. ρ_t is that bound in numbers.
//
// Proof. The notation is that of Smooth, with vectors: M_t = Σ_{s<t} w_s I⁻¹σ̄_s, η the centred Hessian.
//
//  1. As there θ^(t) = M_t + ε_t, ε_{t+1} = ε̄_t + e_t, ε̄_{t+1} = ε̄_t + w_{t+1} e_t, where I e_t = Y_t + Q_t at
//     θ = θ^(t+1), Y_t = Σ_j (n_j/N_t) η̄_j Δ_j, Δ_j = θ − θ^(j), and Q_t has a norm of at most
//     Σ_j (n_j/N_t)(½K3 ‖Δ_j‖² + L_I ‖θ^(j)‖ ‖Δ_j‖).
//  2. By MartingaleBound ‖M_t‖ ≤ b_t for all t with 0.8δ, and ‖M_t − M_j‖ ≤ m_j for all t > j, each j with
//     0.1δ/(j(j+1)). By matrix Azuma (B.3) ‖Σ_j(n_j/N_t)η̄_j‖ ≤ E_t = 2K2√(8 log(2d/δ_t)/N_t), δ_t =
//     0.05δ/((t+1)(t+2)). By MartingaleBound's supermartingale for differences of norm ≤ 2K2r′/N_t, where
//     e^x − x ≤ e^{x²} makes 8 log(2d/δ_t) into 4 log(2/δ_t), ‖Σ_j(n_j/N_t)η̄_jθ^(j)‖ ≤ r′E_t, each t with δ_t.
//  3. At θ = M_{t+1} + ε̄_t + u, ‖u‖ = c, the mean score s has u·s = −u·Iu + u·(Y_t + Q_t) < 0 as soon as λ0 c >
//     ‖Y_t + Q_t‖: by Brouwer's theorem it vanishes inside, and ‖e_t‖ ≤ c. With S_t = Σ_{s≤t} w_s ‖e_{s−1}‖ ≥ ‖ε̄_t‖
//     ‖Δ_j‖ ≤ ‖M_{t+1} − M_j‖ + ‖ε̄_t − ε_j‖ + c ≤ m_j + ‖e_{j−1}‖ + (S_t − S_j) + c: an old error is in both, and
//     only its change counts. So c is a root of the quadratic of Smooth.
//  4. The pool's mean Hessian is ⪯ −λ0 + E_t + K3 Σ_j (n_j/N_t)(r + ρ_j) ≺ 0 on B_r: the zero is the MLE over the
//     ball.
//  5. T: let L = log(2d/δ), L_t = L + log(t+1), a_t = ‖e_t‖, κ = C√(L/n_0) ≤ ¼. Σ_{s≥j} n_s/N_s² ≤ 2/N_j makes
//     m_j² ≤ C L_j/N_j, Σ_j (n_j/N_t) N_j^{−½} ≤ 2 N_t^{−½}, and Σ_j (n_j/N_t)(S_t − S_j) ≤ B_t =
//     Σ_j (n_j/N_t) a_{j−1}; so a_t ≤ κ(√(L_t/N_t) + 2B_t), and B_t ≤ (1 − ½w_t) B_{t−1} + κ w_t √(L_{t−1}/N_{t−1}).
//     Summed, S_t ≤ 2κ Σ_s w_s √(L_{s−1}/N_{s−1}), which w_s/√N_{s−1} ≤ 2/√N_{s−1} − 2/√N_s makes at most
//     Cκ √((L + log n_0)/n_0), whatever t is: below √(L/n_0) for n_0 ≥ cL. ∎
//
// All is done for the process stopped at its first exit from B_r′. Errors: those of Natural.
func Vector(q Request) (Certificate, error) {
	if err := q.check(); err != nil {
		return Certificate{}, err
	}
	total := varianceSum(q.Schedule, q.Generations)
	lead := NewMartingaleBound(q.Constants.K1, q.level(2/leadShare), total)
	farthest := lead.At(total) / q.Constants.Lambda0
	for factor := 1.02; factor*farthest < q.Radius; factor = 1.0 + (factor-1.0)*1.3 {
		if found := vector(q, factor*farthest, lead, total); found.Certified {
			return found, nil
		}
	}
	return vector(q, q.Radius, lead, total), nil
}

// vector is Vector with r′ = radius.
func vector(q Request, radius float64, lead MartingaleBound, totalV float64) Certificate {
	var (
		c               = q.Constants
		inverse         = up(1 / c.Lambda0)
		farthest        = up(lead.At(totalV) * inverse) // b_T
		total, variance float64                         // N_t and V_t
		shift, step     float64                         // bounds of ‖ε̄_t‖ and of ‖e_{t−1}‖, then ‖e_t‖
		rho             float64                         // ρ_t
		sums            smoothSums
		rounding        = 1e-9 + float64(q.Generations)*0x1p-50 // of the T additions of each sum, relative
		increments      = q.level(2 / 0.1)                      // log(2j(j+1)/(0.1δ)) but for log j(j+1)
		hessians        = q.level(2 * float64(q.Dim) / 0.05)
		bounds          = q.trajectory()
	)
	for t := range q.Generations {
		n, j := float64(q.Schedule.Size(t)), float64(t)
		total += n
		share := 1 / total
		increment := farthest // m_t
		if t > 0 {
			shift = up(shift + n*share*step)
			left := totalV*(1+rounding) - variance
			increment = min(up(c.K1*math.Sqrt(8*left*(increments+math.Log(j*(j+1))))*inverse), 2*farthest)
		}
		sums.add(n, rho, increment+step-shift)
		variance = up(variance + n*share*share)
		noise := up(2 * c.K2 * math.Sqrt(8*(hessians+math.Log((j+1)*(j+2)))*share)) // E_t
		if !(c.Lambda0-up(noise+c.K3*(q.Radius+sums.rho*share))*(1+rounding) > 0) {
			return refused("n too small or r too large: "+
				"a second stationary point in the ball cannot be excluded at τ=%d", t)
		}
		reach := up(lead.At(variance) * inverse) // b_{t+1}
		c0, c1, c2 := sums.quadratic((1+rounding)*inverse, share, shift, c.K3/2, 0, c.Lipschitz, noise,
			reach+shift+radius)
		// The sums have terms of both signs, of size ≤ 16r′² and 4r′² each: ‖m_j‖ ≤ 2b_T, and b_T, S_t ≤ r′.
		c0 += rounding * inverse * radius * radius * (16*c.K3 + 8*c.Lipschitz)
		c1 += rounding * inverse * radius * (16*c.K3 + 4*c.Lipschitz)
		discriminant := (1-c1)*(1-c1) - 4*c0*c2
		if !(c1 < 1 && discriminant > 0) {
			return refused("n too small: the second-order terms outweigh the information at τ=%d", t)
		}
		step = 2 * c0 / (1 - c1 + math.Sqrt(discriminant)) * (1 + rounding)
		rho = up(reach + shift + step)
		if !(rho < radius) {
			return refused("n too small: ρ_{τ+1} ≥ r at τ=%d", t)
		}
		if q.Trajectory {
			bounds = append(bounds, rho)
		}
	}
	return certified(c, rho, bounds)
}
