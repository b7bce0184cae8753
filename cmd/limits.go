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

// ensembleMemory is what an ensemble of d coordinates needs beside the pools: distances and variations, the blocks'
// sums, the rows that are printed, and their text in JSON, and what is observed of each replicate.
func ensembleMemory(replicates, generations, d, marks int, variation, asJSON bool) float64 {
	r, t, k := float64(replicates), float64(generations), float64(d)
	kept := 8.0
	if variation {
		kept += 8
	}
	blocks := math.Ceil(r / replicateBlock)
	rows := 700 + 80*k
	if asJSON {
		rows += 3 * (800 + 120*k) // the encoder's buffer grows by doubling
	}
	return t*(r*kept+blocks*(k*sumsOfBlock+float64(marks)*sumsOfMark)*8+rows) + 64*r
}
