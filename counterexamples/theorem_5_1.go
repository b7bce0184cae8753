package counterexamples

import (
	"slices"
	"strconv"

	"itermle/counterexamples/construction1"
	"itermle/estimators"
	"itermle/theorems"
)

// theorem51Claims lists the claims about Theorem 5.1 and finding 1.
func theorem51Claims() []theorems.Claim {
	return slices.Concat(theorem51ConsistencyClaims(), theorem51Part1Claims(), finding1Claims(), theorem51Part2Claims(), theorem51AfterClaims())
}

// construction1Run is T generations of n samples of Algorithm 1 from θ* = (0, 2), for the paper's family unless Decay says otherwise.
type construction1Run struct {
	n           int64
	generations int
	decay       float64 // 0: the paper's
}

func (r construction1Run) name() string { return "n=" + strconv.FormatInt(r.n, 10) }

// run makes a worker's pool and the function that runs a replicate.
func (r construction1Run) run() (*construction1.Pool, func(s *estimators.Stream, replicate uint64) error, error) {
	family, err := construction1.NewFamily(r.n)
	if err != nil {
		return nil, nil, err
	}
	if r.decay > 0 {
		family.Decay = r.decay
	}
	c := construction1.NewOf(family)
	it := estimators.Iteration{Pool: c, Truth: construction1.Truth(), Schedule: estimators.ConstantSchedule(r.n), Generations: r.generations}
	if err := it.Check(); err != nil {
		return nil, nil, err
	}
	return c, func(s *estimators.Stream, replicate uint64) error { return it.Run(s, replicate, nil) }, nil
}

// rate claims that the finished run is bad with probability at most allowed.
func (r construction1Run) rate(allowed, tolerated float64, bad func(c *construction1.Pool) bool) theorems.Rate {
	return theorems.Rate{Allowed: allowed, Tolerated: tolerated,
		New: func() (estimators.Trial[bool], error) {
			c, run, err := r.run()
			if err != nil {
				return nil, err
			}
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				err := run(s, replicate)
				return bad(c), err
			}, nil
		}}
}

// frequency claims that an event of the finished run has the given probability.
func (r construction1Run) frequency(value, tolerance float64, event func(c *construction1.Pool) bool) theorems.Mean {
	return theorems.Mean{Value: value, Tolerance: tolerance, Lower: 0, Upper: 1,
		New: func() (estimators.Trial[float64], error) {
			c, run, err := r.run()
			if err != nil {
				return nil, err
			}
			return func(s *estimators.Stream, replicate uint64) (float64, error) {
				err := run(s, replicate)
				if event(c) {
					return 1, err
				}
				return 0, err
			}, nil
		}}
}

// scenario names an experiment by its n.
func (r construction1Run) scenario(experiment theorems.Experiment) theorems.Scenario {
	return theorems.Scenario{Name: r.name(), Experiment: experiment}
}

func mutant(name string, scenario theorems.Scenario) theorems.Mutant {
	return theorems.Mutant{Name: name, Scenario: scenario}
}

// choose is one of the values, the first the simplest.
func choose[T any](chooser theorems.Chooser, label string, values ...T) T {
	return values[chooser.Choose(label, len(values))]
}
