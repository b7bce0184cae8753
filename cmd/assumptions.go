package cmd

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"itermle/counterexamples/departures"
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
			rows, err := departures.Measure(command.Context(), departures.All(), seed,
				replicates, generations)
			if err != nil {
				return err
			}
			summary := departures.Summary(rows)
			if asJSON {
				result := struct {
					Rows    []assumptionRow `json:"rows"`
					Summary []string        `json:"summary"`
				}{Summary: summary}
				for _, r := range rows {
					result.Rows = append(result.Rows, assumptionRow{Breaks: r.Departure.Breaks,
						Family: r.Departure.Family, Workflow: r.Workflow.String(), Sizes: r.Departure.Sizes,
						Generations: r.Generations, Rate: figures(r.Rates), First: figures(r.First),
						Growth: figures(r.Growth), Verdict: r.Verdict})
				}
				return printJSON(command.OutOrStdout(), result)
			}
			w := tabwriter.NewWriter(command.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "BREAKS\tFAMILY\tWORKFLOW\tT\tRATE ‖θ−θ*‖\tRATE KL\tRATE TV\t"+
				"GROWTH ‖θ−θ*‖\tGROWTH TV\tVERDICT")
			for _, r := range rows {
				fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s\n", r.Departure.Breaks, r.Departure.Family,
					r.Workflow, r.Generations, r.Rates[0], r.Rates[1], r.Rates[2], r.Growth[0], r.Growth[2], r.Verdict)
			}
			fmt.Fprintln(w)
			if err := w.Flush(); err != nil {
				return err
			}
			for _, sentence := range summary {
				fmt.Fprintln(command.OutOrStdout(), sentence)
			}
			return nil
		},
	}
	flags := command.Flags()
	flags.BoolVar(&asJSON, "json", false, "print one JSON object")
	flags.Uint64Var(&seed, "seed", 1, "suite seed: the same seed gives the same numbers on any number of processors")
	flags.IntVar(&replicates, "reps", 1000, "replicates of each family, workflow and n")
	flags.IntVar(&generations, "T", 100, "number of fits that is compared with one")
	return command
}
