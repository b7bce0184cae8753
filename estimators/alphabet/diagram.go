package alphabet

import (
	"math"

	"itermle/estimators"
)

// Design is what a phase diagram asks: all combinations of ε, schedule and T.
type Design struct {
	Workflow    estimators.Workflow
	Schedules   []estimators.Schedule
	Epsilons    []float64 // falling; nil for those of the dial
	Generations []int
	Loss        Loss    // "" is theta
	Delta       float64 // 0 < δ < 1
	// Bisections is by how many halvings of the ratio an edge between two ε is narrowed; none for a Whole dial.
	Bisections int
	Budget     Budget // of each law
}

// Diagram is where P(bad) passes δ: exact laws, no Monte Carlo.
type Diagram struct {
	Dial       string  `json:"dial"`
	Assumption string  `json:"assumption"`
	Workflow   string  `json:"workflow"`
	Loss       Loss    `json:"loss"`
	Delta      float64 `json:"delta"`
	Cells      []Cell  `json:"cells"`
	Edges      []Edge  `json:"edges"`
}

// Cell is P(loss > Threshold) for one ε, schedule and T: Bad ± Error.
type Cell struct {
	Epsilon     float64 `json:"epsilon"`
	Schedule    string  `json:"schedule"`
	Generations int     `json:"T"`
	Threshold   float64 `json:"threshold"`
	Bad         float64 `json:"p_bad"`
	Error       float64 `json:"error"`
	Verdict     Verdict `json:"verdict"`
}

// Verdict says on which side of δ P(bad) lies, for certain.
type Verdict string

const (
	Below     Verdict = "below" // P(bad) ≤ δ
	Above     Verdict = "above" // P(bad) > δ
	Undecided Verdict = ""      // the error does not tell
)

// Edge is where, from the greatest ε down, P(bad) first passes δ: it is ≤ δ at Good and > δ at Bad, neighbours in what
// was asked. Good is 0 where the greatest ε is bad already, Bad is 0 where none is.
type Edge struct {
	Schedule    string  `json:"schedule"`
	Generations int     `json:"T"`
	Good        float64 `json:"good_epsilon"`
	Bad         float64 `json:"bad_epsilon"`
}

// Chart is the phase diagram of a dial under a workflow. Errors: *estimators.RangeError, *estimators.SyntaxError, those
// of Dial.Model and ExactLaw.
func (d Dial) Chart(design Design) (*Diagram, error) {
	if design.Loss == "" {
		design.Loss = Losses[0]
	}
	if design.Epsilons == nil {
		design.Epsilons = d.Epsilons
	}
	if err := design.check(); err != nil {
		return nil, err
	}
	diagram := &Diagram{Dial: d.Name, Assumption: d.Assumption, Workflow: design.Workflow.String(), Loss: design.Loss,
		Delta: design.Delta}
	for _, schedule := range design.Schedules {
		for _, generations := range design.Generations {
			edge := Edge{Schedule: schedule.String(), Generations: generations}
			for _, epsilon := range design.Epsilons {
				cell, err := d.cell(design, schedule, generations, epsilon)
				if err != nil {
					return nil, err
				}
				diagram.Cells = append(diagram.Cells, cell)
				switch {
				case edge.Bad > 0:
				case cell.Verdict == Above:
					edge.Bad = epsilon
				case cell.Verdict == Below:
					edge.Good = epsilon
				}
			}
			if err := d.narrow(design, schedule, &edge); err != nil {
				return nil, err
			}
			diagram.Edges = append(diagram.Edges, edge)
		}
	}
	return diagram, nil
}

func (design Design) check() error {
	if !(design.Delta > 0 && design.Delta < 1) {
		return &estimators.RangeError{What: "δ", Value: design.Delta, Accept: "0 < δ < 1"}
	}
	for i, e := range design.Epsilons {
		if i > 0 && !(e < design.Epsilons[i-1]) {
			return &estimators.RangeError{What: "ε", Value: e, Accept: "strengths that fall"}
		}
	}
	if len(design.Epsilons)*len(design.Schedules)*len(design.Generations) == 0 {
		return &estimators.RangeError{What: "cells of a diagram", Accept: "at least one ε, schedule and T"}
	}
	return design.Loss.check()
}

// cell is one exact law.
func (d Dial) cell(design Design, schedule estimators.Schedule, generations int, epsilon float64) (Cell, error) {
	model, err := d.Model(epsilon)
	if err != nil {
		return Cell{}, err
	}
	law, err := ExactLaw(model, d.Truth, schedule, generations, design.Workflow, design.Budget)
	if err != nil {
		return Cell{}, err
	}
	threshold := design.Loss.Threshold(d.Information, float64(schedule.Size(0)))
	bad := law.Above(design.Loss.of(law), threshold)
	cell := Cell{Epsilon: epsilon, Schedule: schedule.String(), Generations: generations, Threshold: threshold,
		Bad: bad.Value, Error: bad.Error}
	switch {
	case bad.Value-bad.Error > design.Delta:
		cell.Verdict = Above
	case bad.Value+bad.Error <= design.Delta:
		cell.Verdict = Below
	}
	return cell, nil
}

// narrow halves the ratio of the two ε of an edge, as long as laws decide.
func (d Dial) narrow(design Design, schedule estimators.Schedule, edge *Edge) error {
	if d.Whole || edge.Good == 0 || edge.Bad == 0 {
		return nil
	}
	for range design.Bisections {
		middle := math.Sqrt(edge.Good * edge.Bad)
		cell, err := d.cell(design, schedule, edge.Generations, middle)
		if err != nil {
			return err
		}
		switch cell.Verdict {
		case Above:
			edge.Bad = middle
		case Below:
			edge.Good = middle
		default:
			return nil
		}
	}
	return nil
}
