package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"itermle/counterexamples/leak"
	"itermle/estimators"
	"itermle/internal/numeral"
)

// leakSyntax is how --family names a leak.
const leakSyntax = "leak:KAPPA[,EPS], 0 < κ ≤ ½, 0 ≤ ε < ¼"

// parseLeak reads leak:KAPPA[,EPS].
func parseLeak(text string) (leak.Family, error) {
	refuse := &estimators.SyntaxError{What: "--family", Value: text, Accept: leakSyntax}
	var numbers [2]float64
	fields := strings.Split(strings.TrimPrefix(text, nameLeak+":"), ",")
	if !strings.HasPrefix(text, nameLeak+":") || len(fields) > len(numbers) {
		return leak.Family{}, refuse
	}
	for i, field := range fields {
		v, err := numeral.Float(strings.TrimSpace(field))
		if err != nil {
			return leak.Family{}, refuse
		}
		numbers[i] = v
	}
	family := leak.Family{Kappa: numbers[0], Epsilon: numbers[1]}
	return family, family.Check()
}

// simulateLeak runs a leak, and counts in which share of the replicates it has collapsed by each fit.
func (o *simulateOptions) simulateLeak(command *cobra.Command) (*simulation, error) {
	family, err := parseLeak(o.family)
	if err != nil {
		return nil, err
	}
	what, err := o.construction(leak.Truth(), leak.Symbols(),
		func(int64) (estimators.Pool, error) { return leak.New(family) })
	if err != nil {
		return nil, err
	}
	switch kind, _, _ := strings.Cut(what.Workflow.String(), ":"); kind {
	case "accumulate", "replace", "fresh":
	default:
		return nil, &estimators.UnsupportedError{What: nameLeak, Action: "workflow " + what.Workflow.String(),
			Accept: "accumulate, replace or fresh:s"}
	}
	samples := 0.0
	for t := range what.Generations {
		samples += float64(what.Schedule.Size(t))
	}
	if samples > 1e17 {
		return nil, &estimators.RangeError{What: "leak: samples in all", Value: samples, Accept: "at most 10^17"}
	}
	what.totalVariation = func(pool estimators.Pool) (float64, error) {
		return family.TotalVariation(pool.Theta()[0]), nil
	}
	first := make([]int, o.replicates) // the fit that collapsed, 0 for none
	what.observed = []observations{byReplicate[int](first)}
	what.finish = func(pool estimators.Pool, replicate int) { first[replicate] = pool.(*leak.Pool).Collapse() }
	result, err := o.run(command, what, o.family, leak.Symbols())
	if err != nil {
		return nil, err
	}
	counts := make([]int, o.generations+1)
	for _, fit := range first {
		counts[fit]++
	}
	sum := 0
	for _, count := range counts[1:] {
		sum += count
		result.CollapsedBy = append(result.CollapsedBy, float64(sum)/float64(o.replicates))
	}
	result.addEvent("collapsed", sum)
	return result, nil
}
