package certify

import (
	"math"
	"slices"
)

// expansion is the recursion that Smooth and Vector share, θ^(t) = M_t + ε_t with ε_{t+1} = ε̄_t + e_t: item 3 of
// Smooth says what the events are, and the two fill in what bounds them.
type expansion struct {
	Request
	radius      float64 // r′
	information float64 // λ_min(I(θ*)), rounded down
	variance    float64 // V_T
	lead        freedman
	// Var is a bound of E‖I⁻¹σ‖² and weight one of ‖I⁻¹σ‖, both for Freedman's inequality, which gives m_j.
	scoreVariance, scoreWeight        float64
	hessianVariance, hessianDeviation float64 // of η, which give E_t
	thirdMean, thirdSquare, fourth    float64 // J and K4; an infinite J leaves K3 alone
	unimodal                          bool
	increments, noises                float64 // levels of m_j and of E_t but for log t(t+1) and log (t+1)(t+2)
	rounding                          float64 // of the additions of each sum, relative
	farthest, inverse                 float64 // b_T, 1/I
	shift, step, rho                  float64 // S_t, bounds of ‖e_{t−1}‖ and of ‖θ^(t)‖
	sums                              expansionSums
}

// expansionSums are sums over the generations j ≤ t, p_j = m_j + ‖e_{j−1}‖ − S_j.
type expansionSums struct {
	widest         float64 // largest p_j
	gap, gapSquare float64 // Σ n_j p_j and Σ n_j p_j²
	rho, rhoGap    float64 // Σ n_j ρ_j and Σ n_j ρ_j p_j
}

func (s *expansionSums) add(n, rho, gap float64) {
	s.widest = max(s.widest, gap)
	s.gap, s.gapSquare = s.gap+n*gap, s.gapSquare+n*gap*gap
	s.rho, s.rhoGap = s.rho+n*rho, s.rhoGap+n*rho*gap
}

// smallestBall is the certificate on the smallest ball r′ ≤ r that holds the trajectory: the constants of B_r hold
// there, and r′ enters the noise. A ball that is too small fails within a few generations, so the search costs little
// more than one pass.
func smallestBall(all []block, on func(radius float64) expansion) Certificate {
	x := on(0)
	farthest := x.lead.at(x.scoreVariance * x.variance) // b_T
	for factor := 1.02; factor*farthest < x.Radius; factor = 1.0 + (factor-1.0)*1.3 {
		if found := on(factor * farthest).certificate(all); found.Certified {
			return found
		}
	}
	return on(x.Radius).certificate(all)
}

// certificate runs the recursion over the blocks.
func (x expansion) certificate(all []block) Certificate {
	x.rounding = 1e-9 + float64(x.Generations)*0x1p-50
	x.inverse = up(1 / x.information)
	x.farthest = x.lead.at(x.scoreVariance * x.variance)
	bounds := x.trajectory()
	for i := range all {
		b := &all[i]
		next, reason := x.through(b)
		if reason != "" {
			return refused(reason+" at τ=%d", b.first)
		}
		x = next
		if x.Trajectory {
			bounds = append(bounds, slices.Repeat([]float64{x.rho}, b.count)...)
		}
	}
	return certified(x.Constants, x.rho, bounds)
}

// through is the recursion behind a block, or why it ends there. What is assumed of all ‖e_t‖ of the block is true by
// induction over t if it bounds the last.
func (x expansion) through(b *block) (next expansion, reason string) {
	for assumed := x.step; ; assumed = 1.01 * next.step {
		next, reason = x.behind(b, assumed)
		if b.count == 1 || reason != "" || next.step <= assumed {
			return next, reason
		}
	}
}

// increment bounds m_j in a block: the level grows with j, and the weight of a sample of generation ≥ j is at most
// 1/N_j.
func (x *expansion) increment(b *block) float64 {
	if b.first == 0 {
		return x.farthest // M_0 = 0
	}
	last, share := float64(b.last()), 1/b.least
	level, left := x.increments+math.Log(last*(last+1)), x.variance*(1+x.rounding)-b.before
	return min(up(math.Sqrt(2*level*x.scoreVariance*left)+level*x.scoreWeight*share/3), 2*x.farthest)
}

// noise bounds E_t and F_t in a block.
func (x *expansion) noise(b *block) (noise, centred float64) {
	last, share := float64(b.last()), 1/b.least
	part := (x.noises + math.Log((last+1)*(last+2))) * share // level/N_t
	root := math.Sqrt(part)
	return math.Sqrt(2*x.hessianVariance)*root + x.hessianDeviation*part/3,
		math.Sqrt(2*x.thirdSquare)*root + 2*x.Constants.K3*part/3
}

// behind is the recursion behind a block in which ‖e_t‖ ≤ assumed, or why it ends there.
func (x expansion) behind(b *block, assumed float64) (next expansion, reason string) {
	var (
		c, share       = x.Constants, 1 / b.least
		reach          = x.lead.at(x.scoreVariance * b.variance) // b_{t+1}
		before, worst  = x.shift, max(x.step, assumed)
		noise, centred = x.noise(b)
	)
	x.shift = up(before + b.growth*worst)
	since := x.shift // S_j
	if b.count > 1 {
		since, x.rho = before, max(x.rho, up(reach+up(x.shift+worst)))
	}
	x.sums.add(b.samples, x.rho, x.increment(b)+worst-since)
	if !x.unimodal && !(c.Lambda0-up(noise+x.hessianMove(share, centred))*(1+x.rounding) > 0) {
		return x, "n too small or r too large: a second stationary point in the ball cannot be excluded"
	}
	third, half, far := 0.0, c.K3/2, reach+x.shift+x.radius // F_t/2, the coefficient of Δ_j², ‖θ‖+r′ but for c
	if smaller := x.thirdMean/2 + x.fourth*up(x.sums.widest+x.shift+x.radius/4)/6; smaller < half {
		half, third = smaller, centred/2
	}
	c0, c1, c2 := x.sums.quadratic((1+x.rounding)*x.inverse, share, b.most/b.least, x.shift, half, third,
		c.Lipschitz, noise, far)
	// The sums have terms of both signs, of size ≤ 16r′² and 4r′² each: ‖m_j‖ ≤ 2b_T, and b_T, S_t ≤ r′.
	slack := x.rounding * x.inverse * x.radius
	c0, c1 = c0+slack*x.radius*(16*c.K3+8*c.Lipschitz), c1+slack*(16*c.K3+4*c.Lipschitz)
	discriminant := (1-c1)*(1-c1) - 4*c0*c2
	if !(c1 < 1 && discriminant > 0) {
		return x, "n too small: the second-order terms outweigh the information"
	}
	x.step = 2 * c0 / (1 - c1 + math.Sqrt(discriminant)) * (1 + x.rounding)
	if third > 0 && !(x.step <= x.radius/4) {
		return x, "n too small: e_t may exceed r/4"
	}
	if x.rho = up(reach + up(x.shift+x.step)); !(x.rho < x.radius) {
		return x, "n too small: ρ_{τ+1} ≥ r"
	}
	return x, ""
}

// quadratic has ‖Y_t + Q_t‖/I ≤ c0 + c1 c + c2 c², with scale = 1/I, share = 1/N_t, shift = S_t, half the coefficient
// of Δ_j², third = F_t/2, noise = E_t and far = ‖θ‖ + r′ but for c. In a block Σ n_j(p_j + S)² of its last generation
// over N_t of its first bounds that of each, and whole is Σ n_j·share; the coefficient of c² has Σ n_j/N_t = 1.
func (s *expansionSums) quadratic(scale, share, whole, shift, half, third, l, noise, far float64) (c0, c1, c2 float64) {
	c0 = scale * (half*((s.gapSquare+2*s.gap*shift)*share+whole*shift*shift) + l*(s.rhoGap+s.rho*shift)*share +
		noise*far + third*far*far)
	c1 = scale * (2*half*(s.gap*share+whole*shift) + l*s.rho*share + noise + 2*third*far)
	c2 = scale * (half + third)
	return c0, c1, c2
}

// hessianMove bounds how far the pool's Hessian is from its means at the θ^(j): ‖Δ_j‖ ≤ r + ρ_j ≤ r + r′, and each
// moves by K3 ‖Δ_j‖ at most, or by (J + ½K4(r + r′))‖Δ_j‖ and its ζ-part.
func (x *expansion) hessianMove(share, centred float64) float64 {
	spread, across := x.Radius+x.sums.rho*share, x.Radius+x.radius
	return min(x.Constants.K3*spread, (x.thirdMean+x.fourth*across/2)*spread+across*centred)
}
