package theorems

import (
	"fmt"
	"math"
	"math/rand/v2"

	"itermle/estimators"
)

// finding6 encodes the hypothesis of Proposition C.1 as printed, ‖θ^(j) − θ*‖ ≤ max(λ0/(4C2), r/2) for j ≤ t, and the
// conclusion in the form that its proof gives with a pool curved by λ0/2 at least:
//
//	P(‖θ^(t+1) − θ^(t)‖ ≤ (2K1/λ0)(1/(t+1)) √(8 log(2/δ)/n)) ≥ 1 − δ.
//
// Each of the two bounds is admitted alone by max, and each alone fails.
//
//   - r/2 without λ0/(4C2): von Mises location, whose constants hold on the whole line, r near π. Models at ±r/2 pull
//     the pool apart: its curvature at 0 is κA cos(r/2), near 0, not λ0/2 = κA/2.
//   - λ0/(4C2) without r/2: unassumedInstance.
func finding6() Claim {
	return Claim{
		ID: "finding-6", Statement: "finding-6", Title: "Proposition C.1 with max in its hypothesis, as printed",
		Expect: Refuted,
		Says: "‖θ^(j) − θ*‖ ≤ max(λ0/(4C2), r/2) for all j ≤ t gives P(‖θ^(t+1) − θ^(t)‖ ≤ (2K1/λ0)(1/(t+1)) √(8 " +
			"log(2/δ)/n)) ≥ 1 − δ",
		Deviation: "the constants are not in print: C is what the proof gives where the pool's Hessian is at least " +
			"(t+1)λ0/2; C2 ≥ K3, the Lipschitz constant of the Hessian",
		Fixed: func(Profile) []Scenario {
			return []Scenario{
				opposedInstance{10, 1.55, 200, 100, 0.05}.scenario(""),
				opposedInstance{10, 1.56, 200, 100, 0.05}.scenario(""),
				unassumedInstance{0.01, 0.2, 0.02, 1e8, 1, 0.05}.scenario(),
				unassumedInstance{0.01, 0.2, 0.02, 1e12, 100, 0.05}.scenario(),
			}
		},
		Draw: func(choose Chooser) Scenario {
			delta := DrawLog(choose, "δ", 0.01, 0.1)
			if choose.Choose("unassumed", 2) == 1 {
				// P(|Z| > 0.2 √(8 log(2/δ))) ≥ 0.19 at the steepest, and the estimates stray by 5 standard deviations.
				u := unassumedInstance{r: DrawLog(choose, "r", 1e-3, 0.05), eta: DrawReal(choose, "η", 0.1, 0.22),
					slope: DrawLog(choose, "slope", 1e-3, 0.1), t: int(DrawSize(choose, "t", 1, 1000)), delta: delta}
				u.n = math.Ceil(math.Pow(6.5/((0.25-u.eta)*u.slope), 2) * DrawLog(choose, "n over the least", 1, 1e6))
				return u.scenario()
			}
			// Of a pool curved by a share cos(away) + 1/t of κA, which is 0.04 or less, the steps have 25 times the
			// size that the noise of a batch gives; the bound allows 2√(8 log(2/δ)) K1/√(κA) ≤ 22.
			return opposedInstance{DrawReal(choose, "κ", 5, 20), DrawReal(choose, "θ^(j)", 1.54, 1.565),
				2 * int(DrawSize(choose, "t/2", 50, 150)), int(DrawSize(choose, "n", 50, 200)), delta}.scenario("")
		},
		Mutants: func() []Mutant {
			return []Mutant{{"min", opposedInstance{10, smallestOfBoth(10), 200, 100, 0.05}.scenario(" min")}}
		},
	}
}

// smallestOfBoth is min(λ0/(4K3), r/2) for the von Mises location, r = π: A(κ)/4.
func smallestOfBoth(kappa float64) float64 {
	c := vonMisesAt(kappa)
	return math.Min(c.constants.Lambda0/(4*c.constants.K3), math.Pi/2)
}

// finding6Repaired has min for max. With C2 = K3 the pool's curvature at θ^(t) is then at least λ0 − 2K3·λ0/(4K3) =
// λ0/2 in expectation.
func finding6Repaired() Claim {
	return Claim{
		ID: "finding-6-repaired", Statement: "finding-6", Title: "Proposition C.1 with min in its hypothesis",
		Expect: Supported,
		Says: "‖θ^(j) − θ*‖ ≤ min(λ0/(4K3), r/2) for all j ≤ t gives P(‖θ^(t+1) − θ^(t)‖ ≤ (2K1/λ0)(1/(t+1)) " +
			"√(8 log(2/δ)/n)) ≥ 1 − δ",
		Deviation: "ours: min, and the constant",
		Fixed: func(Profile) []Scenario {
			return []Scenario{opposedInstance{10, smallestOfBoth(10), 20, 100, 0.05}.scenario(""),
				opposedInstance{1, smallestOfBoth(1), 10, 300, 0.05}.scenario("")}
		},
		Draw: func(choose Chooser) Scenario {
			kappa := DrawLog(choose, "κ", 0.5, 20)
			away := DrawReal(choose, "share", 0, 1) * smallestOfBoth(kappa)
			return opposedInstance{kappa, away, 2 * int(DrawSize(choose, "t/2", 1, 10)),
				int(DrawSize(choose, "n", 20, 300)),
				DrawLog(choose, "δ", 0.01, 0.2)}.scenario("")
		},
		Mutants: func() []Mutant {
			return []Mutant{{"max", opposedInstance{10, 1.56, 200, 100, 0.05}.scenario(" max")}}
		},
	}
}

// opposedInstance is a von Mises location with t older batches of n samples, half of them at θ* + away, half at θ* −
// away (t even), θ^(t) their MLE, and the newest batch of p_θ(t).
type opposedInstance struct {
	kappa float64
	away  float64
	t, n  int
	delta float64
}

// scenario is the rate P(|θ^(t+1) − θ^(t)| > (2K1/λ0)(1/(t+1)) √(8 log(2/δ)/n)) ≤ δ over those t at which the
// hypothesis holds of θ^(t), too; a replicate in which θ^(t) strays has the ratio 0.
func (o opposedInstance) scenario(suffix string) Scenario {
	c := vonMisesAt(o.kappa)
	smallest := smallestOfBoth(o.kappa)
	bound := 2 * c.constants.K1 / c.constants.Lambda0 / float64(o.t+1) * math.Sqrt(8*math.Log(2/o.delta)/float64(o.n))
	setup := estimators.Setup[*opposedPool]{Truth: c.truth, Schedule: estimators.ConstantSchedule(int64(o.n)),
		Generations: o.t + 1, NewPool: func() (*opposedPool, error) {
			pool, err := estimators.NewPool(c.family, estimators.RawPath, estimators.Accumulate())
			return &opposedPool{Pool: pool, opposedInstance: o}, err
		}}
	return Scenario{
		Name: fmt.Sprintf("%s θ^(j)=±%.4g t=%d n=%d δ=%g%s", c.family.Name(), o.away, o.t, o.n, o.delta, suffix),
		Experiment: Rate{Allowed: o.delta, Tolerated: o.delta + 0.05,
			Ratio: estimators.Along(setup, func(_ *opposedPool, run func(estimators.Visit) error) (float64, error) {
				newest, ratio := 0.0, 0.0
				err := run(func(t int, theta []float64) bool {
					if t > o.t {
						ratio = math.Abs(theta[0]-newest) / bound
					}
					newest = theta[0]
					return t != o.t || math.Abs(newest) <= math.Max(o.away, smallest)
				})
				return ratio, err
			})},
	}
}

// opposedPool is the pool of the instance: up to batch t it sets the model to ±away in turn, and fits nothing.
type opposedPool struct {
	estimators.Pool
	opposedInstance
	batches int
}

func (p *opposedPool) Start(truth []float64) error {
	p.batches = 0
	return p.Pool.Start(truth)
}

func (p *opposedPool) Draw(n int64, random *rand.Rand) error {
	if p.batches < p.t {
		p.Theta()[0] = p.away * float64(1-2*(p.batches%2)) // a view: the pool draws from what is written there
	}
	p.batches++
	return p.Pool.Draw(n, random)
}

func (p *opposedPool) Fit() error {
	if p.batches < p.t {
		return nil
	}
	return p.Pool.Fit()
}

// unassumedInstance is a family of Gaussians N(m(θ), 1) with m(θ) = θ on B_r(0) (K1 = K2 = λ0 = 1, K3 = 0) and m of
// slope ε about η, outside the ball, where nothing is assumed. With C2 ≤ 1 the printed hypothesis admits θ^(j) up to ¼
// for every r, so η = 0.2 and its neighbours. Algorithm 1 with θ^(0) = η moves m(θ) by a normal of variance 1/n over
// t+1, θ by 1/ε times that: exactly
//
//	P(|θ^(t+1) − θ^(t)| > b/(t+1) √(8 log(2/δ)/n)) = P(|Z| > ε b √(8 log(2/δ))),  b = 2K1/λ0 = 2,
//
// as long as the estimates stay within 0.05 of η, which n makes as likely as one likes: P(|Z| √S_t/(ε√n) > 0.05) is
// subtracted.
type unassumedInstance struct {
	r, eta, slope float64
	n             float64
	t             int
	delta         float64
}

func (u unassumedInstance) scenario() Scenario {
	return exactly(fmt.Sprintf("m(θ)=θ on B_%g(0), of slope %g about %g, n=%g t=%d δ=%g", u.r, u.slope, u.eta, u.n, u.t,
		u.delta), func() Outcome {
		tail := func(z float64) float64 { return math.Erfc(z / math.Sqrt2) }
		exceeds := tail(u.slope * 2 * math.Sqrt(8*math.Log(2/u.delta)))
		// The estimates' maximum: θ^(1), …, θ^(t+1) are a martingale in m, so by Lévy's inequality twice the tail at
		// the end, S ≤ π²/6.
		strays := 2 * tail((0.25-u.eta)*u.slope*math.Sqrt(u.n)/(math.Pi/math.Sqrt(6)))
		var out Outcome // 1e-9 is far beyond the rounding of a tail
		out.Check(exceeds-strays <= u.delta*(1+1e-9), "%g > %g", exceeds-strays, u.delta)
		out.Evidence = fmt.Sprintf("P(step beyond the bound) ≥ %.4f, claimed ≤ %g", exceeds-strays, u.delta)
		return out
	})
}
