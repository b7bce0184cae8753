package cmd

import (
	"fmt"
	"runtime"
	"strconv"

	"github.com/spf13/cobra"

	"itermle/counterexamples/departures"
	"itermle/properties"
)

// assumptionRow is a line of the table in JSON. An infinite value is null.
type assumptionRow struct {
	Breaks      string             `json:"assumption"`
	Family      string             `json:"family"`
	Workflow    string             `json:"workflow"`
	Sizes       []int64            `json:"n"`
	Generations int                `json:"T"`
	Rate        assumptionFigures  `json:"rate_in_n"`
	First       assumptionFigures  `json:"rate_in_n_at_T_1"`
	Growth      assumptionFigures  `json:"growth_in_T"`
	Verdict     departures.Verdict `json:"verdict"`
}

// assumptionFigures are one quantity for the three distances.
type assumptionFigures struct {
	Norm      departures.Estimate `json:"norm"`
	KL        departures.Estimate `json:"kl"`
	Variation departures.Estimate `json:"tv"`
}

func figures(e [3]departures.Estimate) assumptionFigures {
	return assumptionFigures{Norm: e[0], KL: e[1], Variation: e[2]}
}

func assumptionsCommand() *cobra.Command {
	var (
		asJSON                  bool
		memory                  float64
		seed                    uint64
		replicates, generations int
	)
	command := &cobra.Command{
		Use:   "assumptions",
		Short: "Drop the assumptions of Theorem 4.1 one at a time and tabulate what iterative MLE does",
		Long: `assumptions runs Algorithm 1 on families that break one assumption each, with accumulation and with
replacement, and fits exponents:

  rate     a of error ≈ C n^a at T, for ‖θ−θ*‖, KL(p_θ*‖p_θ) and TV, by regression over the n (see --json) with n ≥ 10 T
  growth   error at T over error at T = 1, at the largest n

The error is its 0.9 quantile over the replicates; ± is twice the standard error. ∞: the error is infinite at some n.
Some families run fewer replicates, and Construction 1 fewer generations, because they cost more. It takes about half a
minute of processor time, most of it for the mixture.`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			// Each processor has one cell: six distances of each replicate, in slices that grow by doubling.
			need := float64(runtime.GOMAXPROCS(0)) * float64(replicates) * 6 * 8 * 3
			if err := checkMemory("assumptions", need, memory); err != nil {
				return err
			}
			rows, err := departures.Measure(command.Context(), departures.All(), seed, replicates, generations)
			if err != nil {
				return err
			}
			summary := departures.Summary(rows)
			if asJSON {
				result := struct {
					properties.Build
					Rows    []assumptionRow `json:"rows"`
					Summary []string        `json:"summary"`
				}{Build: properties.ThisBuild(), Summary: summary}
				for _, r := range rows {
					result.Rows = append(result.Rows, assumptionRow{Breaks: r.Departure.Breaks,
						Family: r.Departure.Family, Workflow: r.Workflow.String(), Sizes: r.Departure.Sizes,
						Generations: r.Generations, Rate: figures(r.Rates), First: figures(r.First),
						Growth: figures(r.Growth), Verdict: r.Verdict})
				}
				return printJSON(command.OutOrStdout(), "", result)
			}
			return printAssumptions(command, rows, summary)
		},
	}
	flags := command.Flags()
	jsonFlag(flags, &asJSON)
	seedFlag(flags, &seed, "suite seed: the same seed gives the same numbers on any number of processors")
	wholeFlag(flags, &replicates, "reps", 200, 1000, 1_000_000, "replicates of each family, workflow and n")
	wholeFlag(flags, &generations, "T", 2, 100, 1000, "number of fits that is compared with one")
	memoryFlag(flags, &memory)
	return command
}

func printAssumptions(command *cobra.Command, rows []departures.Row, summary []string) error {
	t := table{columns: []column{{title: "BREAKS"}, {title: "FAMILY"}, {title: "WORKFLOW"},
		{title: "T", rank: 1},
		{title: "RATE ‖θ−θ*‖"}, {title: "RATE KL", rank: 2}, {title: "RATE TV", rank: 2},
		{title: "GROWTH ‖θ−θ*‖", rank: 3},
		{title: "GROWTH TV", rank: 3}, {title: "VERDICT"}}}
	for _, r := range rows {
		t.add(r.Departure.Breaks, r.Departure.Family, r.Workflow.String(), strconv.Itoa(r.Generations),
			r.Rates[0].String(), r.Rates[1].String(), r.Rates[2].String(), r.Growth[0].String(),
			r.Growth[2].String(),
			string(r.Verdict))
	}
	if err := t.print(command.OutOrStdout(), tableWidth(command)); err != nil {
		return err
	}
	fmt.Fprintln(command.OutOrStdout())
	for _, sentence := range summary {
		fmt.Fprintln(command.OutOrStdout(), sentence)
	}
	return nil
}
