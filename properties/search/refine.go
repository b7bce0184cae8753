package search

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"
)

// refine moves the fine choices of the best instance together, by the simplex method of Nelder and Mead: a direction
// that no single choice has takes evolution many mutations. Only exact ratios are worth it: the others would take all
// replicates at every step.
func (s *search) refine() {
	if len(s.best) == 0 || !s.best[0].exact || s.spent(1-simplifying, 1) {
		return
	}
	from := s.best[0].choices
	var at []int // the fine choices
	var start []float64
	for i, c := range from {
		if c.Of >= fineChoice {
			at, start = append(at, i), append(start, float64(c.At)/float64(c.Of-1))
		}
	}
	if len(at) < 2 {
		return
	}
	measured := map[string]*instance{}
	value := func(x []float64) float64 {
		candidate := slices.Clone(from)
		for k, i := range at {
			limit := float64(candidate[i].Of - 1)
			candidate[i].At = int(math.Max(0, math.Min(math.Round(x[k]*limit), limit)))
		}
		y := s.played(candidate, measured)
		switch {
		case y.err != nil || y.Unmet != "":
			return math.MaxFloat64
		case s.options.Loosest:
			return y.ratio
		}
		return -y.ratio
	}
	ended := func() (optimize.Status, error) {
		if s.spent(1-simplifying, 1) {
			return optimize.FunctionEvaluationLimit, nil
		}
		return optimize.NotTerminated, nil
	}
	// What it ends with is among what was measured, so that its result and its error say nothing more.
	_, _ = optimize.Minimize(optimize.Problem{Func: value, Status: ended}, start,
		&optimize.Settings{FuncEvaluations: maxRefinements}, &optimize.NelderMead{SimplexSize: 0.05})
	var sound []*instance
	for _, y := range measured {
		if y.err == nil && y.Unmet == "" {
			sound = append(sound, y)
		}
	}
	slices.SortFunc(sound, s.compare) // no two have the same choices
	if len(sound) > 0 {
		s.keep(sound[:1])
	}
}

// played measures an instance to the most replicates that the search gives any; sequences that differ may draw the
// same, which is measured once.
func (s *search) played(candidate Choices, measured map[string]*instance) *instance {
	s.evaluation.Evaluations++
	x := drawInstance(s.claim, Play(candidate, Simplest))
	if x.err != nil {
		return x
	}
	known := measured[x.Name]
	if known == nil {
		x.measure(first<<rounds, s.key)
		measured[x.Name] = x
		return x
	}
	again := *known
	again.choices = x.choices
	return &again
}
