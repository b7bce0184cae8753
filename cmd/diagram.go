package cmd

import (
	"fmt"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/parallel"
	"itermle/properties"
	"itermle/theorems"
)

// violation is one assumption violated by some strengths: a dial of finite alphabets, or a departure.
type violation struct {
	breaks, name string
	epsilons     []float64 // falling
	dial         *alphabet.Dial
	departure    departures.Departure
}

// violations lists the exact ones first.
func violations() (all []violation) {
	for _, d := range alphabet.Dials() {
		all = append(all, violation{breaks: d.Assumption, name: d.Name, epsilons: d.Epsilons, dial: &d})
	}
	for _, d := range departures.All() {
		v := violation{breaks: d.Breaks, name: d.Family, departure: d}
		for i := range d.Truths {
			v.epsilons = append(v.epsilons, d.Epsilon(i))
		}
		all = append(all, v)
	}
	return all
}

// phaseDesign is what a phase diagram asks: all combinations.
type phaseDesign struct {
	violations  []violation
	workflows   []estimators.Workflow
	schedules   []estimators.Schedule
	generations []int
	delta       float64
	loss        alphabet.Loss
}

// phaseDiagram is what assumptions prints, in JSON as it stands here.
type phaseDiagram struct {
	properties.Build
	Seed       uint64        `json:"seed"`
	Delta      float64       `json:"delta"`
	Loss       alphabet.Loss `json:"loss"`
	Rows       []*phaseRow   `json:"rows"`
	AlphaSpent float64       `json:"alpha_spent"`
	BetaSpent  float64       `json:"beta_spent"`
}

// phaseRow is where, from the greatest ε down, P(bad) first passes δ: it is ≤ δ at Good and > δ at Bad. Good is null
// where the greatest ε that is decided is bad already, Bad where none is.
type phaseRow struct {
	Breaks      string       `json:"assumption"`
	Violation   string       `json:"violation"`
	Workflow    string       `json:"workflow"`
	Schedule    string       `json:"schedule"`
	Generations int          `json:"T"`
	Good        *float64     `json:"good_epsilon"`
	Bad         *float64     `json:"bad_epsilon"`
	Cells       []*phaseCell `json:"cells"`

	violation violation
	design    alphabet.Design
}

// phaseCell is one ε: P(bad) is Estimate, in [Low, High] for certain where it is exact, else with confidence 99%. The
// verdict is below for P(bad) ≤ δ (sampled: < 2δ), above for P(bad) > δ.
type phaseCell struct {
	Epsilon    float64          `json:"epsilon"`
	Exact      bool             `json:"exact"`
	Verdict    alphabet.Verdict `json:"verdict"`
	Estimate   float64          `json:"p_bad"`
	Low        float64          `json:"low"`
	High       float64          `json:"high"`
	Replicates int              `json:"replicates,omitempty"`
	Unmet      string           `json:"unmet,omitempty"` // why it was not computed
	Error      string           `json:"error,omitempty"`
}

// registry has a claim for each violation and workflow, with a scenario for each cell, and the rows that hold the
// cells in the same order. "Supported" is what all of them claim, P(bad) ≤ δ; a cell beyond δ contradicts nothing.
func (d *phaseDesign) registry() (registry properties.Registry, rows []*phaseRow) {
	const id = "assumptions"
	registry.Statements = []theorems.Statement{{ID: id, Reference: "Theorem 4.1", Kind: theorems.Assumption}}
	for _, v := range d.violations {
		for _, workflow := range d.workflows {
			var scenarios []theorems.Scenario
			for _, schedule := range d.schedules {
				for _, generations := range d.generations {
					row := &phaseRow{Breaks: v.breaks, Violation: v.name, Workflow: workflow.String(),
						Schedule: schedule.String(), Generations: generations, violation: v,
						design: alphabet.Design{Workflow: workflow, Schedules: []estimators.Schedule{schedule},
							Generations: []int{generations}, Loss: d.loss, Delta: d.delta}}
					rows = append(rows, row)
					for i := range v.epsilons {
						scenarios = append(scenarios, row.scenario(i))
					}
				}
			}
			registry.Claims = append(registry.Claims, theorems.Claim{ID: v.name + ", " + workflow.String(),
				Statement: id, Title: v.name, Says: "P(bad) ≤ δ", Expect: theorems.Supported,
				Fixed:   func(theorems.Profile) []theorems.Scenario { return scenarios },
				Mutants: func() []theorems.Mutant { return nil }})
		}
	}
	return registry, rows
}

// scenario is "P(bad) ≤ δ" at the i-th ε, and adds its cell to the row.
func (r *phaseRow) scenario(i int) theorems.Scenario {
	cell := &phaseCell{Epsilon: r.violation.epsilons[i], Exact: r.violation.dial != nil}
	r.Cells = append(r.Cells, cell)
	s := theorems.Scenario{Name: fmt.Sprintf("schedule=%s T=%d ε=%g loss=%s δ=%g", r.Schedule, r.Generations,
		cell.Epsilon, r.design.Loss, r.design.Delta)}
	var err error
	if cell.Exact {
		s.Experiment, err = r.exact(cell)
	} else {
		var trials estimators.Trials[bool]
		trials, err = r.violation.departure.Bad(i, r.design.Schedules[0], r.Generations, r.design.Workflow,
			r.design.Loss)
		s.Experiment = theorems.Rate{Allowed: r.design.Delta, Tolerated: min(1, 2*r.design.Delta), New: trials}
	}
	if err != nil {
		s.Unmet = err.Error()
	}
	return s
}

// exactSeconds is how long one exact law may take, by its plan.
const exactSeconds = 2

// exact is the law of a dial; its error is why there is none within the budget.
func (r *phaseRow) exact(cell *phaseCell) (theorems.Experiment, error) {
	model, err := r.violation.dial.Model(cell.Epsilon)
	if err != nil {
		return nil, err
	}
	plan, err := alphabet.PlanLaw(model, r.design.Schedules[0], r.Generations, r.design.Workflow)
	if err != nil {
		return nil, err
	}
	if !(plan.Seconds <= exactSeconds) {
		return nil, fmt.Errorf("%.2g states, %.2g transitions: beyond the budget of an exact law", plan.States,
			plan.Transitions)
	}
	design := r.design
	design.Epsilons = []float64{cell.Epsilon}
	return theorems.Deterministic{Decide: func() (out theorems.Outcome, err error) {
		chart, err := r.violation.dial.Chart(design)
		if err != nil {
			return out, err
		}
		found := chart.Cells[0]
		cell.Estimate, cell.Low, cell.High = found.Bad, max(0, found.Bad-found.Error), min(1, found.Bad+found.Error)
		if found.Verdict == alphabet.Undecided {
			out.Doubt("P(bad) = %g ± %g against δ = %g", found.Bad, found.Error, design.Delta)
		} else {
			out.Check(found.Verdict == alphabet.Below, "P(bad) = %g ± %g", found.Bad, found.Error)
		}
		return out, nil
	}}, nil
}

// sides are the verdicts on "P(bad) ≤ δ".
var sides = map[theorems.Verdict]alphabet.Verdict{theorems.Supported: alphabet.Below, theorems.Refuted: alphabet.Above}

// fill takes the cells' verdicts from the reports, which come in the order of the rows, and finds the edges.
func (d *phaseDiagram) fill(reports []properties.Report, bisections int) error {
	var scenarios []properties.ScenarioReport
	for i := range reports {
		scenarios = append(scenarios, reports[i].Scenarios...)
	}
	for _, row := range d.Rows {
		for _, cell := range row.Cells {
			s := &scenarios[0]
			scenarios = scenarios[1:]
			cell.Verdict, cell.Unmet, cell.Error = sides[s.Verdict], s.Unmet, s.Error
			if !cell.Exact {
				cell.Estimate, cell.Low, cell.High, cell.Replicates = s.Estimate, s.Interval[0], s.Interval[1],
					s.Replicates
			}
			switch {
			case row.Bad != nil:
			case cell.Verdict == alphabet.Above:
				row.Bad = &cell.Epsilon
			case cell.Verdict == alphabet.Below:
				row.Good = &cell.Epsilon
			}
		}
	}
	return parallel.Loop{N: len(d.Rows)}.Do(func(_, i int) error { return d.Rows[i].narrow(bisections) }).Raise()
}

// narrow bisects an exact edge.
func (r *phaseRow) narrow(bisections int) error {
	if r.violation.dial == nil || r.Good == nil || r.Bad == nil || bisections == 0 {
		return nil
	}
	design := r.design
	design.Epsilons, design.Bisections = []float64{*r.Good, *r.Bad}, bisections
	chart, err := r.violation.dial.Chart(design)
	if err != nil {
		return err
	}
	r.Good, r.Bad = &chart.Edges[0].Good, &chart.Edges[0].Bad
	return nil
}

// tally counts the cells in the words of the exit codes: those that hold, are refuted, are undecided, ended in an
// error, or (misuse) were not computed.
func (d *phaseDiagram) tally() map[int]int {
	counts := map[int]int{}
	for _, row := range d.Rows {
		for _, cell := range row.Cells {
			code := map[alphabet.Verdict]int{alphabet.Below: exitHolds, alphabet.Above: exitRefuted,
				alphabet.Undecided: exitUndecided}[cell.Verdict]
			if cell.Unmet != "" {
				code = exitMisuse
			} else if cell.Error != "" {
				code = exitBroken
			}
			counts[code]++
		}
	}
	return counts
}
