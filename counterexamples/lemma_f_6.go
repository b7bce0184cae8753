package counterexamples

import (
	"fmt"
	"math"
	"strings"
	"sync"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/theorems"
)

// wideRun is Algorithm 1 on the h's alone, whose dynamics need no f.
func wideRun(n int64, generations int, mutation construction2.Mutation) (*construction2.Pool, *estimators.Iteration, error) {
	pool := construction2.NewWide()
	pool.Mutation = mutation
	iteration := &estimators.Iteration{Pool: pool, Truth: construction2.Truth(), Schedule: estimators.ConstantSchedule(n), Generations: generations}
	return pool, iteration, iteration.Check()
}

// waiting is "interval J is hit by generation deadline with probability ≥ 1−δ".
type waiting struct {
	J        int
	n        int64
	delta    float64
	deadline float64
}

func (c waiting) scenario() theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("J=%d/n=%d/delta=%g", c.J, c.n, c.delta),
		Experiment: theorems.Rate{Allowed: c.delta, Tolerated: math.Min(1, 2*c.delta), New: func() (estimators.Trial[bool], error) {
			// Giving up early counts as a miss, which can only speak against the claim.
			limit := math.Min(c.deadline+1, 4*simulatedGenerations)
			pool, iteration, err := wideRun(c.n, int(limit), construction2.NoMutation)
			if err != nil {
				return nil, err
			}
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				hit := false
				err := iteration.Run(s, replicate, func(int, []float64) bool {
					_, hit = pool.HittingTime(c.J)
					return !hit
				})
				return !hit, err
			}, nil
		}}}
}

func explicitWait(J int, n int64, delta float64) waiting {
	return waiting{J, n, delta, construction2.ScaledWaitingTime(J, delta, 1).Float64()}
}

// hittingCap is where the hitting time is cut off, so that a replicate is short: P(τ ≥ 64) = 2/65.
const hittingCap = 64

// hittingCase is one instance of "min(τ_J, 64) has the exact law", simulated with an engine that may be wrong.
type hittingCase struct {
	J         int
	n         int64 // of the law
	simulated int64 // of the simulation
	shift     int   // added to what is observed
	mutation  construction2.Mutation
}

// limitSample is the n from which on the limit law of τ_2 stands for its own: 64 generations of λ²/n, E λ² = ½.
const limitSample = 1e9

func (c hittingCase) scenario() theorems.Scenario {
	s := theorems.Scenario{Name: fmt.Sprintf("J=%d/n=%d", c.J, c.n)}
	if c.J == 2 && c.n < limitSample {
		s.Unmet = fmt.Sprintf("n = %d is below %g: only the limit law of τ_2 is known", c.n, float64(limitSample))
		return s
	}
	survival := sync.OnceValues(func() ([]float64, error) {
		if c.J == 2 {
			return construction2.HittingTable(hittingCap, construction2.SecondHittingSurvival)
		}
		return construction2.HittingTable(hittingCap, func(t int) (estimators.Certified, error) { return construction2.HittingSurvival(float64(c.n), t) })
	})
	below := func(t float64) float64 { // P(min(τ, 64) ≤ t), t whole
		table, err := survival()
		switch {
		case err != nil:
			return math.NaN()
		case t < 0:
			return 0
		case t >= hittingCap:
			return 1
		}
		return 1 - table[int(t)]
	}
	s.Experiment = theorems.Law{
		CDF:      func(x float64) float64 { return below(math.Floor(x)) },
		CDFLeft:  func(x float64) float64 { return below(math.Ceil(x) - 1) },
		Distance: 0.06,
		New: func() (estimators.Trial[float64], error) {
			if _, err := survival(); err != nil {
				return nil, err
			}
			pool, iteration, err := wideRun(c.simulated, hittingCap+1, c.mutation)
			if err != nil {
				return nil, err
			}
			return func(s *estimators.Stream, replicate uint64) (float64, error) {
				err := iteration.Run(s, replicate, func(int, []float64) bool { _, hit := pool.HittingTime(c.J); return !hit })
				t, hit := pool.HittingTime(c.J)
				if !hit {
					t = hittingCap
				}
				return math.Min(float64(t+c.shift), hittingCap), err
			}, nil
		},
	}
	return s
}

// exactHitting is the exact law for samples of size n.
func exactHitting(J int, n int64) theorems.Scenario {
	return hittingCase{J: J, n: n, simulated: n}.scenario()
}

// secondQuantile is the least t with P(τ_2 > t) ≤ δ, n → ∞, by doubling and bisection.
func secondQuantile(delta float64) (int, error) {
	low, high := 0, 2 // P(τ_2 > 0) = 1
	for {
		s, err := construction2.SecondHittingSurvival(high)
		if err != nil {
			return 0, err
		}
		if s.Value <= delta {
			break
		}
		low, high = high, 2*high
	}
	for low+1 < high {
		middle := (low + high) / 2
		s, err := construction2.SecondHittingSurvival(middle)
		if err != nil {
			return 0, err
		}
		if s.Value <= delta {
			high = middle
		} else {
			low = middle
		}
	}
	return high, nil
}

// looseness decides t_J(δ) ≥ factor × the exact (1−δ)-quantile of τ_J as n → ∞, for J = 1 and 2, and reports the ratios.
func looseness(factor float64) theorems.Deterministic {
	return theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
		outcome := theorems.Outcome{Verdict: theorems.Supported}
		var parts []string
		for _, delta := range []float64{0.5, 0.1, 0.01} {
			second, err := secondQuantile(delta)
			if err != nil {
				return theorems.Outcome{}, err
			}
			// 2/(t+2) ≤ δ from t = 2/δ − 2 on.
			for J, quantile := range []float64{math.Ceil(2/delta) - 2, float64(second)} {
				bound := construction2.ScaledWaitingTime(J+1, delta, 1).Float64()
				outcome.Cases++
				if !(bound >= factor*quantile) {
					outcome.Verdict = theorems.Refuted
				}
				parts = append(parts, fmt.Sprintf("δ=%g, J=%d: quantile %g, t_J %.4g", delta, J+1, quantile, bound))
			}
		}
		outcome.Evidence = strings.Join(parts, "; ")
		return outcome, nil
	}}
}

// hittingLimit decides 0 ≤ P(τ > t) − 2/(t+2) ≤ c/n over a grid of n and t.
func hittingLimit(c float64) theorems.Deterministic {
	return theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
		outcome := theorems.Outcome{Verdict: theorems.Supported}
		worst, where := 0.0, ""
		for _, n := range []float64{1, 2, 3, 5, 10, 30, 100, 1e3, 1e4, 1e6, 1e8} {
			for _, t := range []int{0, 1, 2, 3, 4, 5, 8, 16, 32, 64, 128, 1024, 8192} {
				s, err := construction2.HittingSurvival(n, t)
				if err != nil {
					return theorems.Outcome{}, err
				}
				outcome.Cases++
				excess := s.Value - 2/(float64(t)+2)
				if !(excess >= -s.Error && excess <= c/n+s.Error) {
					outcome.Verdict = theorems.Refuted
				}
				// 1e-13·n of quadrature error is visible only for n ≥ 1e8, where no worst case is.
				if ratio := n * (excess - s.Error); ratio > worst {
					worst, where = ratio, fmt.Sprintf("n = %g, t = %d", n, t)
				}
			}
		}
		outcome.Evidence = fmt.Sprintf("%d values; n·(P(τ>t) − 2/(t+2)) is at most %.4f (%s), claimed ≤ %g", outcome.Cases, worst, where, c)
		return outcome, nil
	}}
}

func lemmaF6Claims() []theorems.Claim {
	sizes := []int64{10, 100, 1000, 1e6, 1e9, 1e12, 1e15, 2, 1}
	return []theorems.Claim{
		{
			ID: "lemma-F.6", Statement: "lemma-F.6",
			Title: "[J,J+1] is hit within t_J(δ) generations, whatever n",
			Says: "Without the g's, with probability ≥ 1−δ a sample falls in [J, J+1] by generation t_J(δ) = Σ_{j≤J} ⌈(4/3) log(4J/δ)/(nΠ_j)⌉, " +
				"nΠ_j ≥ (δ/4) Π_{1≤k<j} δ/(16 J q_k), q_k = 2 + e² nΠ_k + 2 log(8J/δ): no n in it.",
			Deviation: "The constants are ours (WaitingTime); the display was not available. Very loose: lemma-F.6-looseness.",
			Expect:    theorems.Supported,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{
					explicitWait(1, 1, 0.1).scenario(), explicitWait(1, 1e15, 0.01).scenario(),
					explicitWait(2, 10, 0.25).scenario(), explicitWait(2, 1e15, 0.25).scenario(),
				}
			},
			Draw: func(choose theorems.Chooser) theorems.Scenario {
				delta := []float64{0.1, 0.2, 0.05, 0.01}[choose.Choose("delta", 4)]
				return explicitWait(1, sizes[choose.Choose("n", len(sizes))], delta).scenario()
			},
			Mutants: func() []theorems.Mutant {
				return []theorems.Mutant{
					// P(τ_1 > 2) = ½, and the median of τ_2 is 19: both far above the 0.2 that must be seen.
					{Name: "waiting-time-over-80", Scenario: waiting{1, 1e6, 0.1, math.Floor(construction2.ScaledWaitingTime(1, 0.1, 1).Float64() / 80)}.scenario()},
					{Name: "level-2-by-a-tenth-of-the-time-of-level-1", Scenario: waiting{2, 1e6, 0.1, math.Floor(construction2.ScaledWaitingTime(1, 0.1, 0.5).Float64() / 10)}.scenario()},
				}
			},
		},
		{
			ID: "lemma-F.6-law", Statement: "lemma-F.6",
			Title: "exact laws of the times to hit [1,2] (2/(t+2) beyond t) and [2,3]",
			Says: "P(τ_1 > t) = ∫_0^{n log 2} e^{−x} ((1+e^{−x/n})/2)^{nt} dx + 2^{−n}(3/4)^{nt}, which is 2/(t+2) up to 1/(5n): infinite mean, no n. " +
				"τ_2 has the limit law of SecondHittingSurvival for n ≥ 10⁹.",
			Deviation: "Sharper than print (ours): whole laws instead of a bound on a quantile.",
			Expect:    theorems.Supported,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{exactHitting(1, 1), exactHitting(1, 1e15), exactHitting(2, 1e15)}
			},
			Draw: func(choose theorems.Chooser) theorems.Scenario {
				n := sizes[choose.Choose("n", len(sizes)-1)]
				return exactHitting(1+choose.Choose("J", 2), n)
			},
			Mutants: func() []theorems.Mutant {
				return []theorems.Mutant{
					{Name: "alpha-doubled", Scenario: hittingCase{J: 1, n: 1000, simulated: 1000, mutation: construction2.DoubleAlpha}.scenario()},
					{Name: "off-by-one-generation", Scenario: hittingCase{J: 1, n: 1000, simulated: 1000, shift: 1}.scenario()},
					{Name: "another-n", Scenario: hittingCase{J: 1, n: 1, simulated: 1000}.scenario()},
					{Name: "alpha-doubled-to-[2,3]", Scenario: hittingCase{J: 2, n: 1e9, simulated: 1e9, mutation: construction2.DoubleAlpha}.scenario()},
				}
			},
		},
		{
			ID: "lemma-F.6-limit", Statement: "lemma-F.6",
			Title:  "that law is free of n: within 1/(5n) of 2/(t+2)",
			Says:   "0 ≤ P(τ > t) − 2/(t+2) ≤ 1/(5n) for all n and t on a grid, by certified quadrature.",
			Expect: theorems.Supported,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{{Name: "c=0.2", Experiment: hittingLimit(0.2)}}
			},
			Mutants: func() []theorems.Mutant {
				return []theorems.Mutant{{Name: "constant-halved", Scenario: theorems.Scenario{Name: "c=0.1", Experiment: hittingLimit(0.1)}}}
			},
		},
		{
			ID: "lemma-F.6-looseness", Statement: "lemma-F.6",
			Title:     "how loose t_J(δ) is: at least 5 times the exact quantile",
			Says:      "t_J(δ) is at least 5 times the exact (1−δ)-quantile of τ_J (limit n → ∞), J = 1, 2, δ = 0.5, 0.1, 0.01.",
			Deviation: "Ours: the evidence has the quantiles.",
			Expect:    theorems.Supported,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{{Name: "factor=5", Experiment: looseness(5)}}
			},
			Mutants: func() []theorems.Mutant {
				return []theorems.Mutant{{Name: "factor-50", Scenario: theorems.Scenario{Name: "factor=50", Experiment: looseness(50)}}}
			},
		},
	}
}
