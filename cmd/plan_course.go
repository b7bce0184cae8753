package cmd

import (
	"errors"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"

	"itermle/estimators"
	"itermle/internal/parallel"
)

// course is Algorithm 1 from a fitted model on: X^(0) is the user's sample, or is drawn anew where only θ̂ is known.
//
// The truth is not known. Given the data, θ̂ − θ* is drawn as θ̂_b − θ̂, with θ̂_b the fit of n_0 samples of p_θ̂: the
// parametric bootstrap, which takes the law of the fit's own error at θ̂ for that at θ*. So replicate b has θ*_b with
// θ*_b − θ̂ = θ̂_b − θ̂ (the sign does not matter to first order, and θ̂_b is in Θ), fresh real data come from θ*_b,
// and the error of generation t is ‖θ^(t) − θ*_b‖.
type course struct {
	family     estimators.Family
	fitted     []float64
	observed   *estimators.Observed // nil: X^(0) is drawn anew from θ* = θ̂
	schedule   estimators.Schedule
	replicates int
	workers    int
	seed       uint64
	progress   func(done, total int, label string)
}

// followed is what the replicates of a course gave, each generation sorted: an MLE that does not exist is +Inf away,
// and at total variation 1; a model that has collapsed until float64 cannot draw from it stays where it is, at 1 as
// well.
type followed struct {
	distance, variation [][]float64 // [t−1][replicate]; variation is nil where it cannot be had
}

// follow simulates T generations of a workflow. The streams do not depend on workflow and schedule: two workflows are
// compared on common random numbers.
func (c *course) follow(workflow estimators.Workflow, generations int) (*followed, error) {
	result := &followed{distance: matrix[float64](generations, c.replicates)}
	if _, err := c.family.TotalVariation(c.fitted, c.fitted); err == nil {
		result.variation = matrix[float64](generations, c.replicates)
	}
	type worker struct {
		own, it     *estimators.Iteration
		first, then *estimators.Stream
	}
	workers, done := make([]*worker, c.workers), 0
	counted := make(chan struct{}, 1)
	counted <- struct{}{}
	failure := parallel.Loop{N: c.replicates, Workers: c.workers,
		Chunk: replicateBlock}.Do(func(w, replicate int) error {
		if workers[w] == nil {
			own, it, err := c.iterations(workflow, generations)
			if err != nil {
				return err
			}
			workers[w] = &worker{own, it, estimators.NewStream(c.seed, "plan", "own error", c.family.Name()),
				estimators.NewStream(c.seed, "plan", c.family.Name())}
		}
		at := workers[w]
		truth := c.fitted
		if c.observed != nil {
			if err := at.own.Run(at.first, uint64(replicate), nil); err != nil {
				return err
			}
			truth = at.own.Pool.Theta()
		}
		at.it.Truth = truth
		if err := c.run(result, at.it, at.then, replicate); err != nil {
			return err
		}
		if c.progress != nil && replicate%replicateBlock == 0 {
			<-counted
			done += replicateBlock
			c.progress(min(done, c.replicates), c.replicates, workflow.String())
			counted <- struct{}{}
		}
		return nil
	})
	if failure != nil {
		return nil, &trialError{failure.Index, failure.Brief()}
	}
	for t := range generations {
		slices.Sort(result.distance[t])
		if result.variation != nil {
			slices.Sort(result.variation[t])
		}
	}
	return result, nil
}

// iterations are those of one worker: the fit's own error, and the course.
func (c *course) iterations(workflow estimators.Workflow, generations int) (own, it *estimators.Iteration, err error) {
	newPool := estimators.FamilyPool(c.family, estimators.AutoPath, workflow)
	if c.observed != nil {
		newPool = func() (estimators.Pool, error) { return c.observed.NewPool(estimators.AutoPath) }
	}
	accumulate := estimators.Accumulate()
	own, err = estimators.Setup[estimators.Pool]{Truth: c.fitted, Schedule: c.schedule, Generations: 1,
		NewPool: estimators.FamilyPool(c.family, estimators.AutoPath, accumulate)}.Worker()
	if err != nil {
		return nil, nil, err
	}
	it, err = estimators.Setup[estimators.Pool]{Truth: c.fitted, Schedule: c.schedule, Workflow: workflow,
		Generations: generations, NewPool: newPool}.Worker()
	return own, it, err
}

// run writes one replicate's column.
func (c *course) run(result *followed, it *estimators.Iteration, stream *estimators.Stream, replicate int) error {
	fitted := 0
	var failure error
	err := it.Run(stream, uint64(replicate), func(t int, theta []float64) bool {
		distance := 0.0
		for i, v := range theta {
			distance = math.Hypot(distance, v-it.Truth[i])
		}
		result.distance[t-1][replicate] = distance
		if result.variation != nil {
			var tv estimators.Certified
			tv, failure = c.family.TotalVariation(theta, it.Truth)
			result.variation[t-1][replicate] = math.Min(1, math.Max(0, tv.Value))
		}
		fitted = t
		return failure == nil
	})
	var (
		missing *estimators.NoMLEError
		narrow  *estimators.RangeError
		rest    = math.Inf(1)
	)
	switch {
	case failure != nil:
		return failure
	case err == nil || errors.As(err, &missing):
	case errors.As(err, &narrow) && fitted > 0 && result.variation != nil &&
		result.variation[fitted-1][replicate] > 0.5:
		rest = result.distance[fitted-1][replicate] // collapsed so far that float64 cannot draw from it: it stays
	default:
		return err
	}
	for t := fitted; t < len(result.distance); t++ {
		result.distance[t][replicate] = rest
		if result.variation != nil {
			result.variation[t][replicate] = 1
		}
	}
	return nil
}

// bracket is a number with an interval of confidence 99% for it, from replicates; null where infinite.
type bracket struct {
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

// bracketed is the q-quantile of sorted values, between order statistics whatever the law is: x_(k) is above the
// quantile with probability ≤ P(Bin(R, q) ≤ k−1), and below it with probability ≤ P(Bin(R, q) ≥ k).
func bracketed(sorted []float64, q float64) bracket {
	law := distuv.Binomial{N: float64(len(sorted)), P: q}
	rank := func(p float64) int {
		return sort.Search(len(sorted), func(k int) bool { return law.CDF(float64(k)) >= p })
	}
	low, high := 0.0, math.Inf(1)
	if k := rank(0.005); k > 0 { // P(Bin ≤ k−1) < 0.005
		low = sorted[k-1]
	}
	if k := rank(0.995); k < len(sorted) { // P(Bin ≥ k+1) ≤ 0.005
		high = sorted[k]
	}
	return bracket{finite(quantile(sorted, q)), finite(low), finite(high)}
}

// below says whether a bound of a bracket is at most ε: no bound is +Inf.
func below(bound *float64, epsilon float64) bool { return bound != nil && *bound <= epsilon }
