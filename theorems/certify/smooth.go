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
//	    θ^(t+1), whence ε̄_{t+1} = ε̄_t + w_{t+1} e_t: an error counts by its generation's weight alone.
//	 3. Freedman's inequality with Ville's, Var σ ≤ sup I and |σ| ≤ S: |M_t| ≤ b_t for all t with 0.8δ; |M_t − M_j| ≤
//	    m_j for all t > j, each j with 0.1δ/(j(j+1)); |Σ_j(n_j/N_t)η̄_j| ≤ E_t and |Σ_j(n_j/N_t)η̄_jθ^(j)| ≤ r′E_t,
//	    each t with 0.02δ/((t+1)(t+2)), and likewise |Σ_j(n_j/N_t)ζ̄_j(θ^(j))^k| ≤ r′^k F_t for k = 0, 1, 2, so that
//	    the ζ-sum is at most F_t(|θ|+r′)². No union costs log T: the weights are summable, and m_j² ~ log(j/δ)/(I
//	    N_j) leaves Σ_t w_t Σ_j (n_j/N_t) m_j² bounded.
//	 4. At θ = M_{t+1} + ε̄_t ± c all |Δ_j| ≤ m_j + |ε_j| + |ε̄_t| + c, with c ≤ r′/4 that gives Δ; so the mean score
//	    has the sign of ∓ as soon as c exceeds the bound of |Y_t + Q_t|/I, a quadratic in c; its root is the bound of
//	    e_t. A stationary point lies between. Q_t may have J + K4 Δ/3 in the place of K3, J ≥ |E ∂³ log p|, K4 ≥ |∂⁴
//	    log p|, and then half the ζ-sum more.
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
	// The constants of B_r hold in every smaller ball, and r′ enters the noise of item 3: the smallest ball that
	// just holds the trajectory is the best. A ball that is too small fails within a few generations, so the search
	// costs little more than one pass.
	b := q.Bounds
	total := varianceSum(q.Schedule, q.Generations)
	lead := newFreedman(q.level(2/leadShare), b.Variance*total, b.Score/float64(q.Schedule.Size(0)))
	farthest := lead.at(b.Variance*total) / b.Information
	for factor := 1.02; factor*farthest < q.Radius; factor = 1.0 + (factor-1.0)*1.3 {
		if found := smooth(q, factor*farthest, lead, total); found.Certified {
			return found, nil
		}
	}
	return smooth(q, q.Radius, lead, total), nil
}

// leadShare of δ goes to the leading martingale.
const leadShare = 0.8

// smooth is Smooth with r′ = radius.
func smooth(q Request, radius float64, lead freedman, totalV float64) Certificate {
	var (
		b, k3, l        = *q.Bounds, q.Constants.K3, q.Constants.Lipschitz
		information     = down(b.Information)
		farthest        = up(lead.at(b.Variance*totalV) / information) // b_T
		total, variance float64                                        // N_t and V_t
		shift, step     float64                                        // bounds of |ε̄_t| and of |e_{t−1}|, then |e_t|
		rho, excess     float64                                        // ρ_t and the bound of |ε_t|
		sums            smoothSums
		rounded         = 1 + 1e-9 + float64(q.Generations)*0x1p-50 // over the T additions of each sum

		// What does not depend on t. What these give errs by less than 10^−14, and enters multiplied by rounded.
		inverse = up(1 / information)
		// of the levels log(2j(j+1)/(0.1δ)) and log(2(t+1)(t+2)/(0.02δ))
		incrementOffset          = q.level(2 / 0.1)
		noiseOffset              = q.level(2 / 0.02)
		logWeight, nextLogWeight float64 // log t(t+1) and log (t+1)(t+2)
		noiseRoot                = math.Sqrt(2 * b.HessianVariance)
		centredRoot              = math.Sqrt(2 * b.ThirdSquare)
		bounds                   = q.trajectory()
	)
	for t := range q.Generations {
		n, j := float64(q.Schedule.Size(t)), float64(t)
		total += n
		share := 1 / total
		increment := farthest // m_t
		logWeight, nextLogWeight = nextLogWeight, math.Log((j+1)*(j+2))
		if t > 0 {
			shift = up(shift + n*share*step)
			// newFreedman(level, v, weight).at(v) in closed form, √(2 level·v) + level·weight/3. The weight of a sample
			// of generation ≥ t is at most 1/N_t.
			level := logWeight + incrementOffset
			rest := up(math.Sqrt(2*level*b.Variance*(totalV*rounded-variance))+level*b.Score*share/3) * inverse
			increment = min(up(rest), 2*farthest)
		}
		sums.add(n, rho, increment+excess)
		variance = up(variance + n*share*share)
		part := (nextLogWeight + noiseOffset) * share // level/N_t
		root := math.Sqrt(part)
		noise := noiseRoot*root + b.HessianDeviation*part*(1.0/3) // E_t
		centred := centredRoot*root + 2*k3*part*(1.0/3)           // F_t
		if !b.Unimodal && !(q.Constants.Lambda0-up(noise+hessianMove(q, radius, sums.rho*share, centred))*rounded > 0) {
			return refused("n too small or r too large: "+
				"a second stationary point in the ball cannot be excluded at τ=%d", t)
		}
		reach := up(lead.at(b.Variance*variance) * inverse) // b_{t+1}
		third, half, far := 0.0, k3/2, reach+shift+radius   // F_t/2, the coefficient of Δ_j², |θ|+r but for c
		if smaller := b.ThirdMean/2 + b.Fourth*up(sums.widest+shift+radius/4)/6; smaller < half {
			half, third = smaller, centred/2
		}
		c0, c1, c2 := sums.quadratic(rounded*inverse, share, shift, half, third, l, noise, far)
		discriminant := (1-c1)*(1-c1) - 4*c0*c2
		if !(c1 < 1 && discriminant > 0) {
			return refused("n too small: the second-order terms outweigh the information at τ=%d", t)
		}
		step = 2 * c0 / (1 - c1 + math.Sqrt(discriminant)) * rounded
		if third > 0 && !(step <= radius/4) {
			return refused("n too small: e_t may exceed r/4 at τ=%d", t)
		}
		excess = up(shift + step)
		rho = up(reach + excess)
		if !(rho < radius) {
			return refused("n too small: ρ_{τ+1} ≥ r at τ=%d", t)
		}
		if q.Trajectory {
			bounds = append(bounds, rho)
		}
	}
	return certified(q.Constants, rho, bounds)
}

// smoothSums are sums over the generations j ≤ t, p_j = m_j + |ε_j|; for Vector m_j + ‖e_{j−1}‖ − S_j.
type smoothSums struct {
	widest         float64 // largest p_j
	gap, gapSquare float64 // Σ n_j p_j and Σ n_j p_j²
	rho, rhoGap    float64 // Σ n_j ρ_j and Σ n_j ρ_j p_j
}

func (s *smoothSums) add(n, rho, gap float64) {
	s.widest = max(s.widest, gap)
	s.gap, s.gapSquare = s.gap+n*gap, s.gapSquare+n*gap*gap
	s.rho, s.rhoGap = s.rho+n*rho, s.rhoGap+n*rho*gap
}

// quadratic has |Y_t + Q_t|/I ≤ c0 + c1 c + c2 c², with scale = 1/I, share = 1/N_t, shift = |ε̄_t|, half the
// coefficient of Δ_j², third = F_t/2, noise = E_t and far = |θ| + r′ but for c.
func (s *smoothSums) quadratic(scale, share, shift, half, third, l, noise, far float64) (c0, c1, c2 float64) {
	c0 = scale * (half*((s.gapSquare+2*s.gap*shift)*share+shift*shift) + l*(s.rhoGap+s.rho*shift)*share + noise*far +
		third*far*far)
	c1 = scale * (2*half*(s.gap*share+shift) + l*s.rho*share + noise + 2*third*far)
	c2 = scale * (half + third)
	return c0, c1, c2
}

// hessianMove bounds how far the pool's Hessian is from its means at the θ^(j): |Δ_j| ≤ r + ρ_j ≤ r + r′, and each
// moves by K3 |Δ_j| at most, or by (J + ½K4(r + r′))|Δ_j| and its ζ-part. meanRho is Σ_j (n_j/N_t) ρ_j.
func hessianMove(q Request, radius, meanRho, centred float64) float64 {
	spread, across := q.Radius+meanRho, q.Radius+radius
	return min(q.Constants.K3*spread, (q.Bounds.ThirdMean+q.Bounds.Fourth*across/2)*spread+across*centred)
}

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
