package certify

import (
	"fmt"
	"math"
	"slices"

	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/internal/logarithm"
	"itermle/internal/rounding"
)

// Request is what an explicit form of Theorem 4.1 is computed from.
type Request struct {
	Constants   estimators.Constants // on the ball B_r(θ*)
	Dim         int                  // d
	Radius      float64              // r
	Schedule    estimators.Schedule  // n_t
	Generations int                  // T
	Delta       float64              // δ
	Trajectory  bool                 // whether to return ρ_t for every t ≤ T, and not ρ_T alone
	// Information is I(θ*), d×d, for Mixture and Vector; Bounds are for Smooth and, of the Hessian alone, for Vector.
	// The others ignore both.
	Information []float64
	// Diameter bounds ‖S(x) − S(x′)‖ over all samples, for Mixture; 0 if it is not known or infinite.
	Diameter float64
	Bounds   *estimators.ScoreBounds
}

// Certificate is the answer: with probability ≥ 1−δ, ‖θ^(t) − θ*‖ ≤ ρ_t for all t ≤ T at once.
type Certificate struct {
	Certified  bool
	Reason     string    // why not: "n too small: …"
	Rho        float64   // ρ_T; +Inf where not certified
	Trajectory []float64 // ρ_0 = 0, ρ_1, …, ρ_T where asked for
	Steps      []float64 // 0, a_1, …, a_T, bounds of ‖θ^(t) − θ^(t−1)‖ on the same event: by General, where asked for
	KL         float64   // bound on KL(p_θ*‖p_θ(T)) in nats on the same event; +Inf where not certified
	TV         float64   // bound on TV(p_θ*, p_θ(T)) on the same event; at most 1
}

// check returns a *estimators.RangeError, or the schedule's own error.
func (q *Request) check() error {
	for _, c := range []struct {
		what   string
		value  float64
		holds  bool
		accept string
	}{
		{"δ", q.Delta, q.Delta > 0 && q.Delta < 1, "0 < δ < 1"},
		{"T", float64(q.Generations), q.Generations >= 1, "T ≥ 1"}, {"d", float64(q.Dim), q.Dim >= 1, "d ≥ 1"},
		{"r", q.Radius, q.Radius > 0, "a finite r > 0"},
		{"K1", q.Constants.K1, q.Constants.K1 > 0, "a finite K1 > 0"},
		{"K2", q.Constants.K2, q.Constants.K2 > 0, "a finite K2 > 0"},
		{"λ0", q.Constants.Lambda0, q.Constants.Lambda0 > 0, "a finite λ0 > 0"},
		{"K3", q.Constants.K3, q.Constants.K3 >= 0, "a finite K3 ≥ 0"},
		{"L_I", q.Constants.Lipschitz, q.Constants.Lipschitz >= 0, "a finite L_I ≥ 0"},
	} {
		if !c.holds || math.IsInf(c.value, 1) {
			return &estimators.RangeError{What: "certificate: " + c.what, Value: c.value, Accept: c.accept}
		}
	}
	return q.Schedule.Check(q.Generations)
}

// level is log(k/δ), rounded up, for k ≥ 1 events of one probability: what k makes of a δ near 2^-1074 is no float64.
func (q *Request) level(k float64) float64 { return up(math.Log(k) - logarithm.Of(q.Delta)) }

// trajectory is ρ_0 = 0 with room for the rest where bounds for every t are asked for; nil elsewhere.
func (q *Request) trajectory() []float64 {
	if !q.Trajectory {
		return nil
	}
	return make([]float64, 1, q.Generations+1)
}

// martingaleShare of δ goes to the one martingale event, the rest to the T gradient events and the T Hessian
// events, half each. The martingale carries the leading term of ρ_T, which grows like √log(1/share), the others
// only a term that is smaller by 1/√n: so it gets the most.
const martingaleShare = 0.75

// Rounding: every number below is kept as an upper bound of the real one (up) or as a lower bound (down), after at most
// six roundings of positive terms.
func up(x float64) float64 { return rounding.Up(x, 8) }

func down(x float64) float64 { return rounding.Down(x, 8) }

// General computes Theorem 4.1 of arXiv:2505.19046 with every constant explicit, in O(T), for any schedule:
//
//	P(‖θ^(t) − θ*‖ ≤ ρ_t for all t ≤ T) ≥ 1 − δ
//
// for the MLE over the ball B_r(θ*). In a family with concave log-likelihood the global MLE is the same on that
// event: the MLE over the ball is interior there, and an interior minimum of a convex function is global.
//
// Derivation (ours; the constants are not in print). Write g_τ = ∇ℓ_τ(θ^(τ)), N_τ = n_0+…+n_τ, w_τ = n_τ/N_τ.
//
//  1. Gradients: g_τ averages n_τ centred scores, so by B.1 ‖g_τ‖ ≤ G_τ = K1 √(8 log(2/δ1)/n_τ), δ1 for each τ.
//  2. Hessians: S_τ = (1/N_τ) Σ_{j≤τ} n_j [∇²ℓ_j(θ^(j)) − I(θ^(j))] sums N_τ matrices of norm ≤ 2K2/N_τ, so by B.3
//     ‖S_τ‖ ≤ E_τ = 2K2 √(8 log(2d/δ2)/N_τ), δ2 for each τ.
//  3. Martingale: M_t = Σ_{τ<t} w_τ g_τ has a difference (1/N_τ)·score for every sample, so by MartingaleBound
//     ‖M_t‖ ≤ b_t for all t ≤ T at once, with V_t = Σ_{τ<t} n_τ/N_τ². No union over t is needed.
//  4. Curvature: ∇² is K3-Lipschitz, hence (1/N_τ)∇²Σ_{j≤τ}n_jℓ_j(θ^(τ)) ⪰ m_τ = λ0 − K3 D_τ − E_τ, where D_τ bounds
//     Σ_{j<τ} (n_j/N_τ)‖θ^(τ) − θ^(j)‖: by Σ (n_j/N_τ)(ρ_τ + ρ_j), and by the steps, Σ_{k≤τ} a_k N_{k−1}/N_τ.
//  5. Step a = ‖θ^(τ+1) − θ^(τ)‖. θ^(τ) is stationary for the older data, so the pool's gradient at it is n_τ g_τ and
//     the minimum is nowhere above the start only if −w_τ G_τ a + m_τ a²/2 − K3 a³/6 ≤ 0: a is at most the smaller root
//     or at least the larger one, and the latter leaves the ball if it exceeds r + ρ_τ. Where ρ_τ + a < r the minimum
//     is interior, hence stationary:
//  6. 0 = w_τ g_τ + H_τ (θ^(τ+1) − θ^(τ)), H_τ the average Hessian on the segment, ‖H_τ − that at θ^(τ)‖ ≤ K3 a/2, so
//     H_τ ⪰ h_τ = m_τ − K3 a/2, which sharpens the step to a ≤ w_τ G_τ/h_τ, so to the smaller root of a h_τ = w_τ G_τ;
//     and ‖H_τ − I(θ*)‖ ≤ d_τ = K3 D_τ + E_τ + L_I Σ_{j≤τ} (n_j/N_τ) ρ_j + K3 a/2.
//  7. Summed, with C.5: ‖θ^(t) − θ*‖ = ‖Σ_{τ<t} H_τ⁻¹ w_τ g_τ‖ ≤ ρ_t = b_t/λ0 + Σ_{τ<t} w_τ G_τ d_τ/(λ0 h_τ).
//
// The certificate also bounds, by Taylor's formula about θ*, where KL has gradient 0 and
// a Hessian −E_θ*∇² log p of norm ≤ K2, and by Pinsker's inequality,
//
//	KL(p_θ*‖p_θ(T)) ≤ K2 ρ_T²/2,  TV(p_θ*, p_θ(T)) ≤ √K2 ρ_T/2
//
// Errors: *estimators.RangeError for an argument out of range, and those of Schedule.Check. "Not certified" is no
// error.
func General(q Request) (Certificate, error) {
	if err := q.check(); err != nil {
		return Certificate{}, err
	}
	return general(q, blocks(q.Schedule, q.Generations)), nil
}

// general is General over the blocks.
func general(q Request, all []block) Certificate {
	events := 2 / (1 - martingaleShare) * float64(q.Generations) // δ/δ1 = δ/δ2
	g := generalRecursion{Request: q, inverseLambda: up(1 / q.Constants.Lambda0),
		gradientScale: up(q.Constants.K1 * math.Sqrt(8*q.level(2*events))),
		hessianScale:  up(2 * q.Constants.K2 * math.Sqrt(8*q.level(2*float64(q.Dim)*events))),
		martingale: NewMartingaleBound(q.Constants.K1, q.level(2/martingaleShare),
			varianceSum(q.Schedule, q.Generations))}
	bounds, steps := q.trajectory(), q.trajectory()
	for i := range all {
		b := &all[i]
		next, reason := g.through(b)
		if reason != "" {
			return refused(reason+" at τ=%d", b.first)
		}
		g = next
		if q.Trajectory {
			bounds = append(bounds, slices.Repeat([]float64{g.rho}, b.count)...)
			steps = append(steps, slices.Repeat([]float64{g.step}, b.count)...)
		}
	}
	answer := certified(q.Constants, g.rho, bounds)
	answer.Steps = steps
	return answer
}

// generalRecursion is General behind some generations.
type generalRecursion struct {
	Request
	gradientScale, hessianScale float64 // G_τ √n_τ and E_τ √N_τ
	martingale                  MartingaleBound
	inverseLambda               float64
	rho, step                   float64 // ρ_τ and a_τ
	weighted, travelled         float64 // Σ_{j<τ} n_j ρ_j and Σ_{k≤τ} a_k N_{k−1}
	remainder                   float64 // Σ_{s<τ} w_s G_s d_s/(λ0 h_s)
}

// through is the recursion behind a block, or why it ends there. What is assumed of all ρ_τ and a_τ of the block is
// true by induction over τ if it bounds the last.
func (g generalRecursion) through(b *block) (next generalRecursion, reason string) {
	for rho, step := g.rho, g.step; ; rho, step = max(rho, 1.001*next.rho), max(step, 1.001*next.step) {
		next, reason = g.behind(b, rho, step)
		if b.count == 1 || reason != "" || next.rho <= rho && next.step <= step {
			return next, reason
		}
	}
}

// spread bounds N_τ D_τ in a block, by the steps and by the ρ_τ: item 4 of General.
func (g *generalRecursion) spread(b *block, rho, step float64) float64 {
	travelled, earlier := g.travelled, b.most-b.samples // N_{τ−1}
	if b.count > 1 {
		travelled, earlier = travelled+float64(b.count-1)*step*b.most, b.most+b.samples
	}
	return min(travelled, earlier*rho+g.weighted)
}

// behind is the recursion behind a block in which no ρ_τ and no a_τ exceeds what is assumed, or why it ends there.
func (g generalRecursion) behind(b *block, rho, step float64) (next generalRecursion, reason string) {
	c, inverse := g.Constants, 1/b.least
	push := up(g.gradientScale * b.root)                                                     // w_τ G_τ
	moved := up(g.weighted + b.samples*rho)                                                  // Σ_{j≤τ} n_j ρ_j
	noise := up(c.K3*up(g.spread(b, rho, step)*inverse) + g.hessianScale*math.Sqrt(inverse)) // K3 D_τ + E_τ
	m := down(c.Lambda0 - noise)
	if !(m > 0) {
		return g, "n too small: m_τ ≤ 0: the curvature λ0 may be lost to the Hessians' deviation"
	}
	if step, reason = stepBound(push, m, c.K3, g.Radius+rho); reason != "" { // a_{τ+1} = w_τ G_τ/h_τ
		return g, reason
	}
	deviation := up(noise + c.Lipschitz*up(moved*inverse) + c.K3*step/2) // d_τ
	if !(up(rho+step) < g.Radius) {
		return g, "n too small: ρ_τ + a ≥ r: the next estimate may leave the ball"
	}
	walked := step // Σ a_{τ+1}
	if b.count > 1 {
		walked = up(step * b.roots / b.root)
	}
	g.remainder = up(g.remainder + walked*deviation*g.inverseLambda)
	g.weighted = moved
	g.travelled = up(g.travelled + walked*b.most)
	g.rho = min(up(g.martingale.At(b.variance)*g.inverseLambda+g.remainder), up(g.rho+walked))
	g.step = step
	return g, ""
}

// stepBound is items 5 and 6 of General: the bound a on the step, or why there is none. reach is how far from θ^(τ)
// the ball extends.
//
// Item 5 leaves a at most 4w/(m + √(m² − 8K3 w/3)), w = w_τ G_τ. Item 6 says a (m − K3 a/2) ≤ w: a is at most the
// smaller root of the quadratic or at least the larger one, (m + √(m² − 2K3 w))/K3. With 8K3 w < 3m² the larger one is
// above 3m/(2K3), which item 5 excludes: 4w < 3m²/(2K3) there. At the smaller root a = w/h, h = (m + √(m² − 2K3 w))/2.
func stepBound(push, m, k3, reach float64) (step float64, reason string) {
	square, pull := down(m*m), up(k3*push)
	discriminant := square/4 - up(pull*(2.0/3)) // its own rounding does not change its sign
	if !(discriminant > 0) {
		return 0, "n too small: the gradient may outweigh the curvature"
	}
	// The square root is needed only where its term decides.
	if limit := up(k3 * reach / 3); !(m/2 > limit) && !(down(m/2+math.Sqrt(discriminant)) > limit) {
		return 0, "r too large: a second minimum of the likelihood in the ball cannot be excluded"
	}
	return up(push / down((m+math.Sqrt(square-2*pull))/2)), ""
}

func refused(format string, tau int) Certificate {
	return Certificate{Reason: fmt.Sprintf(format, tau), Rho: math.Inf(1), KL: math.Inf(1), TV: 1}
}

func certified(c estimators.Constants, rho float64, bounds []float64) Certificate {
	return Certificate{Certified: true, Rho: rho, Trajectory: bounds,
		KL: up(c.K2 * rho * rho / 2), TV: math.Min(1, up(math.Sqrt(c.K2)*rho/2))}
}

// SmallestSampleSize is the smallest n for which certify(q) certifies the schedule const:n; q.Schedule is ignored. It
// is 0 if no n ≤ 2^53 does. Bisection is right because a larger n lowers every G_τ, E_τ and b_t, hence by induction
// every ρ_t, a_t and D_t: what is certified for n is certified for n+1.
func SmallestSampleSize(q Request, certify func(Request) (Certificate, error)) (int64, error) {
	q.Trajectory = false
	works := func(n int64) (bool, error) {
		q.Schedule = estimators.ConstantSchedule(n)
		c, err := certify(q)
		return c.Certified, err
	}
	const largest = int64(1) << 53
	if ok, err := works(largest); err != nil || !ok {
		return 0, err
	}
	return bisect.TryInt(largest, 0, works)
}
