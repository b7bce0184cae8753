package counterexamples

import (
	"fmt"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/theorems"
)

// aftermath is "from the first g on, every θ^(t), t ≤ T, is a g".
type aftermath struct {
	width       string
	n           int64
	generations int
}

func (c aftermath) scenario() theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("f=%s/n=%d/T=%d", c.width, c.n, c.generations),
		Experiment: theorems.Rate{Allowed: 0, Tolerated: 0.02, New: c.trial}}
}

func (c aftermath) trial() (estimators.Trial[bool], error) {
	width, err := construction2.ParseSpikeWidth(c.width)
	if err != nil {
		return nil, err
	}
	pool, err := construction2.New(width)
	if err != nil {
		return nil, err
	}
	iteration := estimators.Iteration{Pool: pool, Truth: construction2.Truth(), Schedule: estimators.ConstantSchedule(c.n),
		Generations: c.generations}
	if err := iteration.Check(); err != nil {
		return nil, err
	}
	return func(s *estimators.Stream, replicate uint64) (bool, error) {
		recovered := false
		err := iteration.Run(s, replicate, func(_ int, theta []float64) bool {
			_, collapsed := pool.Collapsed()
			recovered = collapsed && theta[6] == 0
			return !recovered
		})
		return recovered, err
	}, nil
}

func aftermathClaim() theorems.Claim {
	sizes := []int64{10, 2, 1, 100, 1000, 1e6, 1e9, 1e15}
	return theorems.Claim{
		ID: "theorem-5.2-for-good", Statement: "theorem-5.2",
		Title: "… and never recovers: every later model is a g as well",
		Says: "With the canonical f, TV(p_θ(t), p_θ*) ≥ ¾ for every t from the collapse on. About half of all later samples fall into the spike, each " +
			"worth log(1/(2f)) nats against the log(3J) that a sample can cost.",
		Deviation: "Stronger than print, where the collapse is at some T. It needs a narrow f: with a wide one the h's come back.",
		Expect:    theorems.Supported,
		Fixed: func(profile theorems.Profile) []theorems.Scenario {
			if profile == theorems.Deep {
				return []theorems.Scenario{aftermath{"canonical:loglog", 1e15, 10_000}.scenario(), aftermath{"canonical:power:0.1", 100, 10_000}.scenario()}
			}
			return []theorems.Scenario{aftermath{"canonical:loglog", 1, 60}.scenario(), aftermath{"canonical:power:0.1", 1e15, 60}.scenario()}
		},
		Draw: func(choose theorems.Chooser) theorems.Scenario {
			phi := growths52[choose.Choose("phi", len(growths52))]
			return aftermath{"canonical:" + phi, sizes[choose.Choose("n", len(sizes))], 40}.scenario()
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{{Name: "f-too-wide", Scenario: aftermath{"list:0.1,0.01,0.001", 1, 60}.scenario()}}
		},
	}
}
