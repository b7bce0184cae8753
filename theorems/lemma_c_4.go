package theorems

import (
	"fmt"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// lemmaC4 is Lemma C.4 of arXiv:2505.19046, Taylor's formula for the pool's gradient: with Δ = θ^(t+1) − θ^(t)
//
//	0 = Σ_{j≤t} ∇ℓ_j(θ^(t)) + (Σ_{j≤t} ∇²ℓ_j(θ^(t)) + R_t) Δ,  ‖R_t‖ ≤ ((t+1)/2) K3 ‖Δ‖.
//
// Some R_t of norm ≤ b does if and only if the rest of the formula has norm ≤ b‖Δ‖ (take R_t = −rest·Δᵀ/‖Δ‖²): that is
// checked, and that the gradient at θ^(t+1) is 0, in every replicate and at every t whose θ^(t+1) is in the ball.
func lemmaC4() Claim {
	wide := func(f familyOnBall) familyOnBall {
		f.r = 3 // the constants of curvedFamilies hold for all θ
		return f
	}
	return Claim{
		ID: "lemma-C.4", Statement: "lemma-C.4", Title: "Taylor's remainder of the pool's gradient", Expect: Supported,
		Says: "0 = Σ_{j≤t} ∇ℓ_j(θ^(t)) + (Σ_{j≤t} ∇²ℓ_j(θ^(t)) + R_t)(θ^(t+1) − θ^(t)) with ‖R_t‖ ≤ ((t+1)/2) K3 " +
			"‖θ^(t+1) − θ^(t)‖",
		Fixed: func(Profile) []Scenario {
			// Of two dimensions, for which the norms are not absolute values.
			scenarios := []Scenario{taylorInstance{curvedAt("categorical-softmax:3", 0, 0), 200, 3, 1, 0}.scenario("")}
			for _, f := range curvedFamilies() {
				scenarios = append(scenarios, taylorInstance{wide(f), 1, 3, 1, 0}.scenario(""),
					taylorInstance{wide(f), 30, 4, 1, 0}.scenario(""))
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			f, err := drawCurved(choose)
			if err != nil {
				return Scenario{Name: err.Error(), Unmet: err.Error()}
			}
			n, generations := f.drawLength(choose, 10, 1)
			return taylorInstance{f, min(n, 100), generations, 1, 0}.scenario("")
		},
		Mutants: func() []Mutant {
			// With one sample of a logistic at z the rest is tanh(z/2) − (z/2) sech²(z/2), up to 0.89 of K3 z²/2 (near
			// z = 1.9).
			logistic := wide(curvedFamilies()[0])
			return []Mutant{
				{"K3-of-a-quarter-less", taylorInstance{logistic, 1, 1, 0.75, 0}.scenario(" K3-of-a-quarter-less")},
				{"expanded-elsewhere", taylorInstance{logistic, 30, 1, 1, 0.5}.scenario(" expanded-elsewhere")},
			}
		},
	}
}

type taylorInstance struct {
	familyOnBall
	n           int64
	generations int
	third       float64 // of K3: 1, or a mutant's
	shift       float64 // a mutant takes the Hessian at θ^(t) + shift
}

// scenario is the rate P(the formula fails at some t < T) = 0.
//
// Rounding: a mean of N ≤ 1000 terms of size ≤ K2 (the scores too are at most 2K2 here) errs by N·2^−53·2K2 at most,
// and the certificate of the fit leaves a gradient of 10^−9 standard deviations of a score: 10^−8 K2 covers both.
func (c taylorInstance) scenario(suffix string) Scenario {
	rounding := 1e-8 * c.constants.K2
	fails := func(seen trajectory) bool {
		d := c.family.Dim()
		rest, zero, loss := make([]float64, d), make([]float64, d), newMeanLoss(c.family)
		for t, theta := range seen.models[:len(seen.models)-1] {
			next, pool := seen.models[t+1], seen.batches[:t+1]
			if !c.inside(next) {
				continue
			}
			loss.evaluate(next, pool...)
			if !(geometry.Distance(loss.gradient, zero) <= rounding) {
				return true
			}
			loss.evaluate(theta, pool...)
			copy(rest, loss.gradient)
			if c.shift != 0 {
				at := append([]float64(nil), theta...)
				at[0] += c.shift
				loss.evaluate(at, pool...)
			}
			for k, v := range loss.hessian {
				rest[k/d] += v * (next[k%d] - theta[k%d])
			}
			step := geometry.Distance(next, theta)
			if !(geometry.Distance(rest, zero) <= c.third*c.constants.K3*step*step/2+rounding) {
				return true
			}
		}
		return false
	}
	return Scenario{
		Name: fmt.Sprintf("%s n=%d T=%d%s", c.name(), c.n, c.generations, suffix),
		Experiment: Rate{Allowed: 0, Tolerated: 0.05,
			New: trajectories(c.familyOnBall, estimators.ConstantSchedule(c.n), c.generations, fails)},
	}
}
