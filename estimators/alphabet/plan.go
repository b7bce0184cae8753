package alphabet

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"itermle/estimators"
	"itermle/internal/interval"
)

// Budget bounds an exact law. The zero Budget is a million states and 4·10^9 transitions. Of K > 30 letters States·30/K
// states are allowed.
type Budget struct{ States, Transitions float64 }

// Plan is what an exact law takes, known before it starts.
type Plan struct {
	States      float64 // count vectors of all generations: as many maximisations
	Transitions float64 // products of two probabilities
	Bytes       float64 // for the two largest neighbouring generations, and as much for the collector of garbage
	Seconds     float64 // on one core, to a factor of 4 or so
}

// BudgetError refuses a law with more states or transitions than the budget has.
type BudgetError struct {
	What   string
	Plan   Plan
	Budget Budget
}

func (e *BudgetError) Error() string {
	return fmt.Sprintf("%s: the exact law takes %.0f states and %.3g transitions (about %.3g MB and %.3g s): "+
		"want at most %.0f and %.3g", e.What, e.Plan.States, e.Plan.Transitions, e.Plan.Bytes/1e6, e.Plan.Seconds,
		e.Budget.States, e.Budget.Transitions)
}

// step is what a generation t ≥ 1 does to the counts a | b behind a fit: it draws b' of the model, and
//
//	accumulate[:s]  a | b  →  ∅ | b + a' + b'   a' of the truth, round(s n_t) of them, none without s
//	replace         a | b  →  ∅ | b'
//	fresh:s         a | b  →  ∅ | a' + b'   a' of the truth, round(s n_t) of them
//	weighted:w      a | b  →  a' | b'       a' of the truth, n_0 of them
//	original:s      a | b  →  a | b'        a = X^(0)
//
// These are the workflows that are Markov chains in counts. The others are refused: subsample and bootstrap fit the
// model to a random part of the pool, and pool and part together are too many states to be of use.
type step struct {
	kind                   string
	real, draws            int // sizes of a' and b'
	older, newer           int // sizes of a and b after the step
	olderWeight, newWeight enclosure
}

var countedWorkflows = []string{"accumulate", "replace", "fresh", "original", "weighted"}

// maxGenerations bounds what is listed before states are counted.
const maxGenerations = 1 << 20

// steps are the generations of a workflow. A model whose samples are several letters says so by lettersASample: sizes
// are counted in letters, weights by the sample, for a common factor of all weights moves no maximum.
func steps(model Model, schedule estimators.Schedule, generations int, workflow estimators.Workflow) ([]step, error) {
	what, copies := model.Name(), 1
	if many, ok := model.(interface{ lettersASample() int }); ok {
		copies = many.lettersASample()
	}
	if generations < 1 || generations > maxGenerations {
		return nil, &estimators.RangeError{What: what + ": T of an exact law", Value: float64(generations),
			Accept: "1 ≤ T ≤ 2^20: every generation has states of its own"}
	}
	if err := schedule.Check(generations); err != nil {
		return nil, err
	}
	kind, _, shared := strings.Cut(workflow.String(), ":")
	if !slices.Contains(countedWorkflows, kind) {
		return nil, &estimators.UnsupportedError{What: what + ": the exact law",
			Action: "workflow " + workflow.String(), Accept: strings.Join(countedWorkflows, ", ")}
	}
	if _, err := estimators.ParseWorkflow(workflow.String()); err != nil {
		return nil, err
	}
	one := interval.Point(1)
	var list []step
	pooled := 0.0
	for t := range generations {
		size := schedule.Size(t)
		pooled += float64(size) * float64(copies)
		if pooled > 1<<30 {
			return nil, &estimators.RangeError{What: what + ": samples of an exact law", Value: pooled,
				Accept: "at most 2^30"}
		}
		n, first := int(size), int(schedule.Size(0))
		next := step{kind: kind, draws: n, newer: n, olderWeight: one, newWeight: one}
		share := 0.0
		if shared && t > 0 {
			share = workflow.Share(t)
		}
		s := interval.Point(share)
		switch {
		case t == 0:
			next.kind = "replace"
		case kind == "accumulate":
			next.newer = int(pooled) / copies
			next.real = int(math.Round(share * float64(n)))
			next.draws = n - next.real
		case kind == "fresh":
			next.real = int(math.Round(share * float64(n)))
			next.draws = n - next.real
		case kind == "original" && share == 1:
			next.older, next.draws, next.newer = first, 0, 0
		case kind == "original":
			next.older = first
			next.newWeight = interval.Point(float64(first)).Mul(one.Sub(s)).Div(s.Times(float64(n)))
		case kind == "weighted":
			next.real, next.older = first, first
			next.olderWeight = s.Div(interval.Point(float64(first)))
			next.newWeight = one.Sub(s).Div(interval.Point(float64(n)))
			if share == 1 {
				next.draws, next.newer = 0, 0
			}
		}
		next.real, next.draws = next.real*copies, next.draws*copies
		next.older, next.newer = next.older*copies, next.newer*copies
		list = append(list, next)
	}
	return list, nil
}

// plan counts.
func plan(letters int, list []step) Plan {
	var p Plan
	before := 1.0
	for _, s := range list {
		states := compositionCount(letters, s.older) * compositionCount(letters, s.newer)
		p.States += states
		p.Transitions += before * compositionCount(letters, s.draws) * compositionCount(letters, s.real)
		p.Bytes = math.Max(p.Bytes, (400+32*float64(letters))*(before+states))
		before = states
	}
	p.Seconds = 5e-5*float64(letters)*p.States + 1e-8*p.Transitions
	return p
}

// PlanLaw is what ExactLaw would take.
func PlanLaw(model Model, schedule estimators.Schedule, generations int, workflow estimators.Workflow) (Plan, error) {
	list, err := steps(model, schedule, generations, workflow)
	if err != nil {
		return Plan{}, err
	}
	return plan(model.Letters(), list), nil
}
