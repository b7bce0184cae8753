package cmd

import (
	"cmp"
	"io"
	"math"
	"runtime"

	"github.com/spf13/cobra"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
)

// simulateOptions are the flags of simulate as typed, and where progress is shown.
type simulateOptions struct {
	family, theta, schedule, workflow, path string
	phi, width                              string
	generations, maximum, replicates        int
	workers                                 int
	seed                                    uint64
	levelsOnly, asJSON                      bool
	terminal                                io.Writer
}

// defaultPhi is φ where --phi is not given.
const defaultPhi = "loglog"

func simulateCommand(registry *Registry) *cobra.Command {
	var options simulateOptions
	command := &cobra.Command{
		Use:   "simulate --family F [--theta θ] [--schedule S] [--T T] …",
		Short: "Run iterative MLE on a family or a construction and report each generation's error",
		Long: `simulate runs Algorithm 1 from θ^(0) = θ* in independent replicates. For t = 1 … T it reports the mean
and the mean squared error of each coordinate of θ^(t), quantiles of ‖θ^(t) − θ*‖ (Euclidean), and total variation
TV(p_θ(t), p_θ*) where it can be had; n is n_{t−1}, the number of samples that generation t−1 drew. Quantile q of R
replicates is the ⌈qR⌉-th smallest value.

Families:  see itermle list; beside them construction1 and construction2, by default from the paper's θ*.
Schedules: ` + estimators.ScheduleSyntax + `
Workflows: ` + estimators.WorkflowSyntax,
		Example: `  itermle simulate --family bernoulli-logit --theta 0.3 --schedule const:100 --T 50 --reps 10000
  itermle simulate --family gaussian --theta 0,1 --schedule geom:20,2 --T 10 --workflow replace --json
  itermle simulate --family construction1 --schedule const:1000 --T 2 --reps 1000
  itermle simulate --family construction2 --phi loglog --h-only --schedule const:100 --T 200`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			result, err := simulate(registry, options, command.ErrOrStderr())
			if err != nil {
				return err
			}
			if options.asJSON {
				return printJSON(command.OutOrStdout(), result)
			}
			return result.print(command.OutOrStdout())
		},
	}
	flags := command.Flags()
	flags.StringVar(&options.family, "family", "",
		"family, such as bernoulli-logit or binomial:10, or construction1, construction2")
	flags.StringVar(&options.theta, "theta", "",
		"θ*, coordinates separated by commas (default: the family's first listed point)")
	flags.StringVar(&options.schedule, "schedule", "const:100", "samples per generation: "+estimators.ScheduleSyntax)
	flags.IntVar(&options.generations, "T", 50, "number of fits")
	flags.StringVar(&options.workflow, "workflow", "accumulate", estimators.WorkflowSyntax)
	flags.IntVar(&options.replicates, "reps", 1000, "independent replicates")
	flags.Uint64Var(&options.seed, "seed", 1, "suite seed: the same seed gives the same numbers for any --workers")
	flags.StringVar(&options.path, "path", "auto",
		"auto, raw (draw every sample) or stat (draw the sufficient statistic)")
	flags.IntVar(&options.workers, "workers", runtime.GOMAXPROCS(0), "goroutines")
	flags.StringVar(&options.phi, "phi", defaultPhi,
		"construction2: the function φ of Theorem 5.2: "+construction2.GrowthSyntax)
	flags.IntVar(&options.maximum, "tmax", 0, "construction2: number of generations to run at most, instead of --T")
	flags.StringVar(&options.width, "width", "",
		"construction2: a user's own spike width f in place of the canonical one: "+construction2.SpikeWidthSyntax)
	flags.BoolVar(&options.levelsOnly, "h-only", false,
		"construction2: switch the spikes off (s=0 throughout) and report hitting times")
	flags.BoolVar(&options.asJSON, "json", false, "print one JSON object")
	return command
}

// checkCounts refuses numbers of replicates, workers and generations that cannot be meant or do not fit into memory.
func (o *simulateOptions) checkCounts() error {
	for _, row := range []struct {
		what  string
		value int
	}{{"--reps", o.replicates}, {"--workers", o.workers}, {"--tmax", cmp.Or(o.maximum, 1)}, {"--T", o.generations}} {
		if row.value < 1 {
			return &estimators.RangeError{What: row.what, Value: float64(row.value), Accept: "a whole number ≥ 1"}
		}
	}
	// Two float64 are kept for every replicate and generation, and for the generation itself as much as for 64
	// replicates: 2 GiB at the limit.
	const limit = 1 << 27
	if cells := (float64(o.replicates) + 64) * float64(o.generations); !(cells <= limit) {
		return &estimators.RangeError{What: "(--reps + 64) × --T", Value: cells, Accept: "at most 2^27"}
	}
	return nil
}

// quantile is the ⌈qR⌉-th smallest of R sorted values.
func quantile(sorted []float64, q float64) float64 { return sorted[quantileRank(len(sorted), q)] }

// quantileRank is ⌈qR⌉ − 1, the index of the quantile among R sorted values.
func quantileRank(count int, q float64) int { return max(0, int(math.Ceil(q*float64(count)))-1) }
