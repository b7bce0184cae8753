package certify

import (
	"math"

	"itermle/estimators"
)

// Smooth is the sharp certificate for a one-parameter family with bounded score that need not be exponential:
// Theorem 4.1 for d = 1 with no condition that ties n to T. It asks for q.Bounds, K3, L_I and λ0. P(|θ^(t) − θ*| ≤
// ρ_t for all t ≤ T) ≥ 1 − δ for the MLE over the ball, which is the global one where the likelihood has one
// stationary point.
//
// Derivation (ours), θ* = 0, I = I(θ*), w_t = n_t/N_t; r′ ≤ r is a ball that holds the trajectory. For a sample of
// generation j let σ be its score at θ^(j) and η, ζ its centred second and third derivatives there; bars are means
// over generation j, Δ_j = θ − θ^(j). By Taylor's formula about each θ^(j) the pool's mean score at θ is
//
//		I (A_t − θ) + Z_t + Y_t(θ) + Q_t(θ),  A_t = Σ_j (n_j/N_t) θ^(j),  Z_t = Σ_j (n_j/N_t) σ̄_j,
//		Y_t = Σ_j (n_j/N_t) η̄_j Δ_j,  |Q_t| ≤ Σ_j (n_j/N_t) (½ K3 Δ_j² + L_I |θ^(j)| |Δ_j|).
//
//	 1. M_t = Σ_{s<t} w_s σ̄_s/I solves the recursion without Y and Q: M_{t+1} = Σ_j (n_j/N_t) M_j + Z_t/I.
//	 2. So θ^(t) = M_t + ε_t with ε_0 = 0 and ε_{t+1} = ε̄_t + e_t, ε̄_t = Σ_j (n_j/N_t) ε_j, I e_t = Y_t + Q_t at
//	    θ^(t+1), whence ε̄_{t+1} = ε̄_t + w_{t+1} e_t: an error counts by its generation's weight alone, and |ε̄_t| ≤
//	    S_t = Σ_{s≤t} w_s |e_{s−1}|.
//	 3. Freedman's inequality with Ville's, Var σ ≤ sup I and |σ| ≤ S: |M_t| ≤ b_t for all t with 0.8δ; |M_t − M_j| ≤
//	    m_j for all t > j, each j with 0.1δ/(j(j+1)); |Σ_j(n_j/N_t)η̄_j| ≤ E_t and |Σ_j(n_j/N_t)η̄_jθ^(j)| ≤ r′E_t,
//	    each t with 0.02δ/((t+1)(t+2)), and likewise |Σ_j(n_j/N_t)ζ̄_j(θ^(j))^k| ≤ r′^k F_t for k = 0, 1, 2, so that
//	    the ζ-sum is at most F_t(|θ|+r′)². No union costs log T: the weights are summable, and m_j² ~ log(j/δ)/(I
//	    N_j) leaves Σ_t w_t Σ_j (n_j/N_t) m_j² bounded.
//	 4. At θ = M_{t+1} + ε̄_t ± c all |Δ_j| ≤ |M_{t+1} − M_j| + |ε̄_t − ε_j| + c ≤ m_j + |e_{j−1}| + (S_t − S_j) + c:
//	    an old error is in both of two models, and only its change counts. With c ≤ r′/4, that gives Δ; so the mean
//	    score has the sign of ∓ as soon as c exceeds the bound of |Y_t + Q_t|/I, a quadratic in c; its root is the
//	    bound of e_t. A stationary point lies between. Q_t may have J + K4 Δ/3 in the place of K3, J ≥ |E ∂³ log p|,
//	    K4 ≥ |∂⁴ log p|, and then half the ζ-sum more.
//	 5. It is the only one in B_r: by unimodality, or because −∂² of the pool is at least λ0 − E_t − K3 Σ_j
//	    (n_j/N_t)(r + ρ_j) > 0 there, or with J + ½K4(r + r′) in the place of K3 and (r + r′)F_t more.
//
// All is done for the process stopped at its first exit from B_r′; ρ_t < r′ for all t shows that it never exits.
func Smooth(q Request) (Certificate, error) {
	if err := q.check(); err != nil {
		return Certificate{}, err
	}
	if q.Dim != 1 || q.Bounds == nil {
		return Certificate{}, &estimators.UnsupportedError{What: "the smooth certificate", Action: "this family",
			Accept: "one parameter with bounds of its score"}
	}
	return smallestBall(blocks(q.Schedule, q.Generations), smoothOn(q)), nil
}

// smoothOn is the recursion of Smooth on a ball r′.
func smoothOn(q Request) func(radius float64) expansion {
	b := q.Bounds
	inward := down(b.Information)
	x := expansion{Request: q, information: inward, variance: varianceSum(q.Schedule, q.Generations),
		scoreVariance: up(b.Variance / inward / inward), scoreWeight: up(b.Score / inward),
		hessianVariance: b.HessianVariance, hessianDeviation: b.HessianDeviation,
		thirdMean: b.ThirdMean, thirdSquare: b.ThirdSquare, fourth: b.Fourth, unimodal: b.Unimodal,
		increments: q.level(2 / 0.1), noises: q.level(2 / 0.02)}
	x.lead = newFreedman(q.level(2/leadShare), x.scoreVariance*x.variance, x.scoreWeight/float64(q.Schedule.Size(0)))
	return func(radius float64) expansion {
		x.radius = radius
		return x
	}
}

// leadShare of δ goes to the leading martingale.
const leadShare = 0.8

// freedman is a bound of a martingale with conditional variances and differences ≤ weight: with probability ≥ 1 −
// e^{−level} for one side,
//
//	P_t ≤ level/λ + λ v_t/(2(1 − λ·weight/3)) for all t,
//
// because log E e^{λX} ≤ λ² Var X/(2(1 − λ·weight/3)) for X ≤ weight, EX = 0, λ·weight < 3 (Bernstein: the series
// of e^x − 1 − x against the geometric one with ratio x/3).
type freedman struct{ fixed, slope float64 }

// newFreedman takes λ = s/(1 + s·weight/3) < 3/weight, s = √(2 level/v), which is best for Bernstein's form √(2
// level·v) + weight·level/3: 1/λ = 1/s + weight/3, and λ/(1 − λ·weight/3) = s without cancellation.
func newFreedman(level, v, weight float64) freedman {
	s := math.Sqrt(2 * level / v)
	return freedman{fixed: level * (1/s + weight/3), slope: s / 2}
}

func (f freedman) at(v float64) float64 { return up(f.fixed + f.slope*v) }
