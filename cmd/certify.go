package cmd

import (
	"math"

	"github.com/spf13/cobra"

	"itermle/estimators"
	"itermle/properties"
	"itermle/theorems/certify"
)

// certifyOptions are the flags of certify as typed.
type certifyOptions struct {
	memory                           float64
	family, theta, schedule          string
	radius, delta, target            float64
	generations, replicates, workers int
	seed                             uint64
	table, asJSON, asCSV, asLaTeX    bool
	sweepText                        string
}

// certification is what certify prints, in JSON as it stands here. Numbers that do not exist are null.
type certification struct {
	properties.Build
	Family      string             `json:"family"`
	Theta       []float64          `json:"theta"`
	Radius      float64            `json:"r"`
	Schedule    string             `json:"schedule"`
	Generations int                `json:"T"`
	Delta       float64            `json:"delta"`
	Target      *float64           `json:"target"`
	Constants   certifiedConstants `json:"constants"`
	Method      string             `json:"method"`
	Certified   bool               `json:"certified"`
	Reason      string             `json:"reason,omitempty"`
	Rho         *float64           `json:"rho"`
	KL          *float64           `json:"kl"`
	TV          *float64           `json:"tv"`
	SmallestN   *int64             `json:"min_n"` // of const:n at this T; with a target, for ρ_T ≤ target
	LargestT    *int               `json:"max_t"` // of this schedule, up to largestGenerations; with a target likewise
	Quantile    *float64           `json:"quantile"`
	QuantileBy  string             `json:"quantile_by,omitempty"` // exact, simulated or normal
	Ratio       *float64           `json:"ratio"`
}

// certifiedConstants are those of the ball; K1 is null for a statistic without a Gaussian tail.
type certifiedConstants struct {
	K1      *float64 `json:"K1"`
	K2      float64  `json:"K2"`
	K3      float64  `json:"K3"`
	Lambda0 float64  `json:"lambda0"`
	LI      float64  `json:"LI"`
}

// largestGenerations is where the search for the largest T ends.
const largestGenerations = 1 << 20

func certifyCommand(registry *Registry) *cobra.Command {
	var options certifyOptions
	command := &cobra.Command{
		Use:   "certify --family F [--theta θ] --r R [--schedule S] [--T T] [--delta δ] [--target ρ]",
		Short: "Compute Theorem 4.1 with every constant: ρ_T with P(‖θ^(T)−θ*‖ ≤ ρ_T) ≥ 1−δ",
		Long: `certify prints the constants of Assumptions 2 and 3 on the ball B_r(θ*) and ρ_T, a number with P(‖θ^(t) −
θ*‖ ≤ ρ_T for all t ≤ T) ≥ 1 − δ, for the MLE over the ball; beside it the true (1−δ)-quantile of ‖θ^(T) − θ*‖: exact
where the law is known, else simulated with --reps replicates where that is affordable, else that of the normal limit.
min_n is the smallest n for which const:n is certified at this T, max_t the largest T for this schedule; with --target
both ask for ρ_T ≤ target. --sweep certifies every combination of values of n, T, δ and r, a row each, without a
simulated quantile but for --reps.

Methods: mixture (exponential families in natural parameters; K1 is "none" outside Assumption 2A, where the bound is of
Bernstein's kind and ours), smooth (other one-parameter families with a bounded score), vector (any other with
constants, in any dimension, where r < λ0/K3), general (on larger balls). T is in no condition but that of general.`,
		Example: `  itermle certify --family bernoulli-logit --theta 0 --r 1 --schedule const:1000000 --T 10000
  itermle certify --family cauchy-location --r 0.08 --T 100 --target 0.01 --json
  itermle certify --family alphabet:0/0.2,1,0.1/-0.3,-1 --r 0.05 --T 10000
  itermle certify --family bernoulli-logit --sweep 'n=1e4,1e5,1e6;T=10,1000;r=0.5,1' --csv
  itermle certify --table`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := options.formats(command); err != nil {
				return err
			}
			if options.sweepText != "" {
				if !command.Flags().Changed("reps") {
					options.replicates = 0
				}
				return options.sweep(command, registry)
			}
			if options.table {
				if err := alone(command, "--table", "family", "theta", "r", "schedule", "T", "target"); err != nil {
					return err
				}
				return options.printTable(command, command.OutOrStdout())
			}
			result, err := options.certify(command, registry)
			if err != nil {
				return err
			}
			return show(command, options.asJSON, "", result)
		},
	}
	flags := command.Flags()
	familyFlags(command, registry, &options.family, &options.theta)
	numberFlag(flags, &options.radius, "r", 0, "a finite r > 0", positive, "radius of the ball B_r(θ*)")
	flags.StringVar(&options.schedule, "schedule", "const:1000000",
		"samples per generation: "+estimators.ScheduleSyntax)
	wholeFlag(flags, &options.generations, "T", 1, 100, largestGenerations, "number of fits")
	numberFlag(flags, &options.delta, "delta", 0.05, "a δ with 0 < δ < 1",
		func(x float64) bool { return x > 0 && x < 1 }, "probability of failure")
	numberFlag(flags, &options.target, "target", 0, "a finite ρ > 0", positive, "a ρ that min_n and max_t must reach")
	wholeFlag(flags, &options.replicates, "reps", 0, 1000, math.MaxInt,
		"replicates of the simulated quantile; 0 for none")
	wholeFlag(flags, &options.workers, "workers", 1, 1, maxWorkers,
		"goroutines of the simulation: the same numbers for any")
	seedFlag(flags, &options.seed, "suite seed of the simulated quantile")
	memoryFlag(flags, &options.memory)
	flags.BoolVar(&options.table, "table", false, "print ρ_T/quantile for the zoo at n=10^6, T=10^4 and n=10^4, T=100")
	flags.StringVar(&options.sweepText, "sweep", "", sweepSyntax)
	flags.BoolVar(&options.asCSV, "csv", false, "print the rows of --sweep as CSV")
	flags.BoolVar(&options.asLaTeX, "latex", false, "print the rows of --sweep as a LaTeX longtable")
	jsonFlag(flags, &options.asJSON)
	return command
}

// formats refuses two formats at once, and those that only --sweep has.
func (o *certifyOptions) formats(command *cobra.Command) error {
	switch {
	case o.sweepText == "":
		return alone(command, "certify without --sweep", "csv", "latex")
	case o.table:
		return alone(command, "--sweep", "table")
	case o.asJSON:
		return alone(command, "--json", "csv", "latex")
	case o.asCSV:
		return alone(command, "--csv", "latex")
	}
	return nil
}

func (o *certifyOptions) certify(command *cobra.Command, registry *Registry) (*certification, error) {
	family, truth, err := registry.family(o.family, o.theta)
	if err != nil {
		return nil, err
	}
	if !o.table && o.sweepText == "" && !command.Flags().Changed("r") {
		return nil, &missingFlagError{"r", "the radius r > 0 of the ball around θ*"}
	}
	schedule, err := estimators.ParseSchedule(o.schedule)
	if err != nil {
		return nil, err
	}
	request, certifier, err := certify.Sharpest(family, truth, o.radius)
	if err != nil {
		return nil, err
	}
	request.Schedule, request.Generations, request.Delta = schedule, o.generations, o.delta
	found, err := certifier.Certify(request)
	if err != nil {
		return nil, err
	}
	c := request.Constants
	result := &certification{Build: properties.ThisBuild(), Family: family.Name(), Theta: truth, Radius: o.radius,
		Schedule: schedule.String(), Generations: o.generations, Delta: o.delta,
		Constants: certifiedConstants{finite(c.K1), c.K2, c.K3, c.Lambda0, c.Lipschitz},
		Method:    certifier.Name, Certified: found.Certified, Reason: found.Reason,
		Rho: finite(found.Rho), KL: finite(found.KL), TV: finite(found.TV)}
	if o.target > 0 {
		result.Target, certifier = &o.target, certifier.Within(o.target)
	}
	smallest, err := certify.SmallestSampleSize(request, certifier.Certify)
	if err != nil {
		return nil, err
	}
	if smallest > 0 {
		result.SmallestN = &smallest
	}
	largest, err := certify.LargestGenerations(request, certifier.Certify, largestGenerations)
	if err != nil {
		return nil, err
	}
	if largest > 0 {
		result.LargestT = &largest
	}
	quantile, by, err := o.estimatorQuantile(command, family, truth, schedule)
	if err != nil {
		return nil, err
	}
	if by != "" {
		result.Quantile, result.QuantileBy = finite(quantile), by
		result.Ratio = finite(found.Rho / quantile)
	}
	return result, nil
}
