package cmd

import (
	"fmt"
	"math"
)

// budgetError is a command that would need more than the user allows.
type budgetError struct {
	Command, What string // such as "simulate", "memory"
	Need, Budget  string
	Flag          string
}

func (e *budgetError) Error() string {
	return fmt.Sprintf("%s would need %s of %s, beyond --%s %s: want a smaller run or a larger --%s", e.Command, e.Need,
		e.What, e.Flag, e.Budget, e.Flag)
}

// defaultDraws is the default of --draws: four hours of one processor at the 14 ns of the cheapest sampler.
const defaultDraws = 1e12

// checkMemory returns a *budgetError for a need of more bytes than the budget.
func checkMemory(command string, need, budget float64) error {
	if !(need <= budget) {
		return &budgetError{command, "memory", bytesText(need), bytesText(budget), "memory"}
	}
	return nil
}

// checkDraws likewise for numbers drawn, or read by fits.
func checkDraws(command string, need, budget float64) error {
	if !(need <= budget) {
		return &budgetError{command, "draws", fmt.Sprintf("%.4g", need), fmt.Sprintf("%.4g", budget), "draws"}
	}
	return nil
}

// poolNeed is what one replicate of an iteration needs of a pool.
type poolNeed struct {
	memory float64 // bytes held
	draws  float64 // numbers drawn, and numbers that fits of raw samples read
}

// rowsMemory is what the generations that are printed need, with their text in JSON.
func rowsMemory(generations, d int, asJSON bool) float64 {
	row := 700 + 80*float64(d)
	if asJSON {
		row += 3 * (800 + 120*float64(d)) // the encoder's buffer grows by doubling
	}
	return float64(generations) * row
}

// memory is what an ensemble needs: what it holds, the pools of its workers, and what is observed of each replicate.
func (s *subject) memory(replicates, workers int) float64 {
	l := s.layout(replicates)
	lanes := 1.0
	if l.abreast {
		lanes = math.Min(replicateBlock, float64(replicates))
	}
	pools := float64(min(workers, blocksOf(replicates))) * lanes * (s.need().memory + poolBytes)
	if l.resumes {
		pools = 0 // they are among what is held
	}
	return l.bytes + pools + 64*float64(replicates)
}
