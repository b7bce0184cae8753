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
// checked, and that the gradient at θ^(t+1) is 0, in every replicate and at every t.
func lemmaC4() Claim {
	return Claim{
		ID: "lemma-C.4", Statement: "lemma-C.4", Title: "Taylor's remainder of the pool's gradient", Expect: Supported,
		Says: "0 = Σ_{j≤t} ∇ℓ_j(θ^(t)) + (Σ_{j≤t} ∇²ℓ_j(θ^(t)) + R_t)(θ^(t+1) − θ^(t)) with ‖R_t‖ ≤ ((t+1)/2) K3 " +
			"‖θ^(t+1) − θ^(t)‖",
		Fixed: func(Profile) []Scenario {
			// Of two dimensions, for which the norms are not absolute values.
			scenarios := []Scenario{taylorInstance{curvedAt("categorical-softmax:3", 0, 0), 200, 3, 1, 0}.scenario("")}
			for _, family := range curvedFamilies() {
				scenarios = append(scenarios, taylorInstance{family, 1, 3, 1, 0}.scenario(""),
					taylorInstance{family, 30, 4, 1, 0}.scenario(""))
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			families := curvedFamilies()
			return taylorInstance{Pick(choose, "family", families...),
				Pick(choose, "n", 1, 2, 5, 30), Pick(choose, "T", 1, 2, 5, 10), 1, 0}.scenario("")
		},
		Mutants: func() []Mutant {
			// With one sample of a logistic at z the rest is tanh(z/2) − (z/2) sech²(z/2), up to 0.89 of K3 z²/2 (near
			// z = 1.9).
			return []Mutant{
				{"K3-of-a-quarter-less", taylorInstance{curvedFamilies()[0], 1, 1, 0.75,
					0}.scenario(" K3-of-a-quarter-less")},
				{"expanded-elsewhere", taylorInstance{curvedFamilies()[0], 30, 1, 1,
					0.5}.scenario(" expanded-elsewhere")},
			}
		},
	}
}

type taylorInstance struct {
	curvedFamily
	n, generations int
	third          float64 // of K3: 1, or a mutant's
	shift          float64 // a mutant takes the Hessian at θ^(t) + shift
}

// scenario is the rate P(the formula fails at some t < T) = 0. Of a family with constants on B_1(θ*) alone, the steps
// that leave the ball are not compared; those of the location families all are.
//
// Rounding: a mean of N ≤ 1000 terms of size ≤ K2 (the scores too are at most 2K2 here) errs by N·2^−53·2K2 at most,
// and the certificate of the fit leaves a gradient of 10^−9 standard deviations of a score: 10^−8 K2 covers both.
func (c taylorInstance) scenario(suffix string) Scenario {
	s := Scenario{Name: fmt.Sprintf("%s n=%d T=%d%s", c.name(), c.n, c.generations, suffix)}
	_, everywhere := c.family.(estimators.NaturalFamily)
	everywhere = !everywhere
	rounding := 1e-8 * c.constants.K2
	s.Experiment = Rate{Allowed: 0, Tolerated: 0.05, New: func() (estimators.Trial[bool], error) {
		d, m := c.family.Dim(), c.family.SampleDim()
		pooled, zero := make([]float64, 0, c.n*c.generations*m), make([]float64, d)
		theta, next, at, rest := make([]float64, d), make([]float64, d), make([]float64, d), make([]float64, d)
		loss := newMeanLoss(c.family)
		return func(s *estimators.Stream, replicate uint64) (bool, error) {
			pooled = pooled[:0]
			copy(theta, c.truth)
			for t := range c.generations {
				pooled = pooled[:len(pooled)+c.n*m]
				c.family.Sample(pooled[len(pooled)-c.n*m:], theta, s.At(replicate, uint64(t)))
				if err := c.family.Fit(next, theta, estimators.Data{X: pooled}); err != nil {
					return false, err
				}
				if !everywhere && geometry.Distance(next, c.truth) > 1 {
					return false, nil
				}
				loss.evaluate(next, pooled)
				if !(geometry.Distance(loss.gradient, zero) <= rounding) {
					return true, nil
				}
				loss.evaluate(theta, pooled)
				copy(rest, loss.gradient)
				if c.shift != 0 {
					copy(at, theta)
					at[0] += c.shift
					loss.evaluate(at, pooled)
				}
				for j := range d {
					for k := range d {
						rest[j] += loss.hessian[j*d+k] * (next[k] - theta[k])
					}
				}
				step := geometry.Distance(next, theta)
				if !(geometry.Distance(rest, zero) <= c.third*c.constants.K3*step*step/2+rounding) {
					return true, nil
				}
				copy(theta, next)
			}
			return false, nil
		}, nil
	}}
	return s
}
