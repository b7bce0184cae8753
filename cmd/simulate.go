package cmd

import (
	"fmt"
	"math"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/properties"
)

// simulateOptions are the flags of simulate as typed.
type simulateOptions struct {
	family, theta, schedule, workflow, path string
	phi, width, estimator                   string
	generations, maximum, replicates        int
	workers                                 int
	seed                                    uint64
	memory, draws                           float64
	levelsOnly, divergence, asJSON, asCSV   bool
	recordOptions
	parts     *partRecord
	variation bool
}

// defaultPhi is φ where --phi is not given.
const defaultPhi = "loglog"

func simulateCommand(registry *Registry) *cobra.Command { return simulateOf(registry, nil) }

// simulateOf is the command, which with a record to recall draws nothing.
func simulateOf(registry *Registry, recall *partRecord) *cobra.Command {
	options := simulateOptions{parts: recall}
	command := &cobra.Command{
		Use:   "simulate --family F [--theta θ] [--schedule S] [--T T] …",
		Short: "Run iterative MLE on a family or a construction and report each generation's error",
		Long: `simulate runs Algorithm 1 from θ^(0) = θ* in independent replicates. For t = 1 … T it reports the mean
and the mean squared error of each coordinate of θ^(t), quantiles of ‖θ^(t) − θ*‖ (Euclidean), and total variation
TV(p_θ(t), p_θ*) where it can be had; n is n_{t−1}, the number of samples that generation t−1 drew. Quantile q of R
replicates is the ⌈qR⌉-th smallest value. A replicate without an MLE is left out from there on; one whose model
float64 draws at its location alone stays at that model, and both are events. What would need more than --memory, or
more than --draws numbers drawn and samples read by fits of raw data, is refused before it starts. --shard i/N runs
one of N parts of the replicates, in blocks of 64, and writes all that is needed of them to --record, for itermle
merge; --resume goes on with a record.

Families:  see itermle list; beside them construction1 and construction2, by default from the paper's θ*, and
           ` + leakSyntax + `, from θ* = 0, with the share collapsed by each fit.
Schedules: ` + estimators.ScheduleSyntax + `
Workflows: ` + estimators.WorkflowSyntax,
		Example: `  itermle simulate --family bernoulli-logit --theta 0.3 --schedule const:100 --T 50 --reps 10000
  itermle simulate --family gaussian --theta 0,1 --schedule geom:20,2 --T 10 --workflow replace --json
  itermle simulate --family construction1 --schedule const:1000 --T 2 --reps 1000
  itermle simulate --family construction2 --phi loglog --h-only --schedule const:100 --T 200`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if options.asCSV {
				if err := alone(command, "--csv", "json"); err != nil {
					return err
				}
			}
			result, err := options.simulate(command, registry)
			if err != nil {
				return err
			}
			if options.asCSV {
				return result.csv(command.OutOrStdout())
			}
			return show(command, options.asJSON, "", result)
		},
	}
	flags := command.Flags()
	familyFlags(command, registry, &options.family, &options.theta, nameConstruction1, nameConstruction2,
		leakSyntax)
	flags.StringVar(&options.schedule, "schedule", "const:100", "samples per generation: "+estimators.ScheduleSyntax)
	wholeFlag(flags, &options.generations, "T", 1, 50, math.MaxInt, "number of fits")
	flags.StringVar(&options.estimator, "estimator", "mle", "mle, or unbiased: the divisor n−1 for gaussian's σ²")
	flags.BoolVar(&options.divergence, "kl", false, "add the mean of KL(p_θ*‖p_θ(t)), in the time that it takes")
	flags.BoolVar(&options.variation, "tv", true, "total variation; --tv=false saves the time that it takes")
	flags.StringVar(&options.workflow, "workflow", "accumulate", estimators.WorkflowSyntax)
	wholeFlag(flags, &options.replicates, "reps", 1, 1000, math.MaxInt, "independent replicates")
	seedFlag(flags, &options.seed, "suite seed: the same seed gives the same numbers for any --workers")
	flags.StringVar(&options.path, "path", "auto",
		"auto, raw (draw every sample) or stat (draw the sufficient statistic)")
	wholeFlag(flags, &options.workers, "workers", 1, runtime.GOMAXPROCS(0), maxWorkers, "goroutines")
	memoryFlag(flags, &options.memory)
	numberFlag(flags, &options.draws, "draws", defaultDraws, "a number > 0", positive, "refuse what would draw more")
	flags.StringVar(&options.phi, "phi", defaultPhi,
		"construction2: the function φ of Theorem 5.2: "+construction2.GrowthSyntax)
	wholeFlag(flags, &options.maximum, "tmax", 1, 0, math.MaxInt,
		"construction2: number of generations to run at most, instead of --T")
	flags.StringVar(&options.width, "width", "",
		"construction2: a user's own spike width f in place of the canonical one: "+construction2.SpikeWidthSyntax)
	flags.BoolVar(&options.levelsOnly, "h-only", false,
		"construction2: switch the spikes off (s=0 throughout) and report hitting times")
	jsonFlag(flags, &options.asJSON)
	flags.BoolVar(&options.asCSV, "csv", false, "print every generation as a row of CSV")
	options.recordFlags(flags)
	flags.Lookup("record").Usage = "write each block of replicates to this file at once, as a line of JSON"
	return command
}

// simulate reads the options, runs the ensemble and collects the result.
func (o *simulateOptions) simulate(command *cobra.Command, registry *Registry) (*simulation, error) {
	if o.family != nameConstruction2 {
		if err := alone(command, "--family "+o.family, "h-only", "width", "tmax", "phi"); err != nil {
			return nil, err
		}
	}
	if err := o.conflicts(command); err != nil {
		return nil, err
	}
	if o.maximum != 0 {
		o.generations = o.maximum
	}
	switch o.family {
	case nameConstruction1:
		return o.simulateConstruction1(command)
	case nameConstruction2:
		return o.simulateConstruction2(command)
	}
	if name, _, _ := strings.Cut(o.family, ":"); name == nameLeak {
		return o.simulateLeak(command)
	}
	what, family, err := o.familySubject(registry)
	if err != nil {
		return nil, err
	}
	result, err := o.run(command, what, family.Name(), family.Symbols())
	if err == nil {
		result.Warnings = unresolved(family, what)
	}
	return result, err
}

// familySubject is the subject of a family of the registry.
func (o *simulateOptions) familySubject(registry *Registry) (subject, estimators.Family, error) {
	family, truth, err := registry.family(o.family, o.theta)
	if err == nil {
		family, err = estimatorOf(family, o.estimator)
	}
	if err != nil {
		return subject{}, nil, err
	}
	schedule, workflow, path, err := o.course()
	if err != nil {
		return subject{}, nil, err
	}
	what := subject{Setup: estimators.Setup[estimators.Pool]{NewPool: estimators.FamilyPool(family, path, workflow),
		Truth: truth, Schedule: schedule, Workflow: workflow, Generations: o.generations}}
	if _, err := what.Worker(); err != nil {
		return subject{}, nil, err
	}
	what.need = func() poolNeed {
		memory, draws := estimators.PoolNeed(family, path, workflow, schedule, o.generations)
		return poolNeed{memory, draws}
	}
	if _, err := family.TotalVariation(truth, truth); err == nil {
		what.totalVariation = func(pool estimators.Pool) (float64, error) {
			tv, err := family.TotalVariation(pool.Theta(), truth)
			return min(1, max(0, tv.Value)), err // the true value lies there, however large tv.Error is
		}
	}
	what.marks = marksOf(family, truth, o.divergence)
	return what, family, nil
}

// estimatorOf is the family with the estimator by name.
func estimatorOf(family estimators.Family, name string) (estimators.Family, error) {
	gaussian, ok := family.(*estimators.Gaussian)
	switch {
	case name == "mle":
		return family, nil
	case name != "unbiased":
		return nil, &estimators.SyntaxError{What: "estimator", Value: name, Accept: "mle or unbiased"}
	case !ok:
		return nil, &estimators.UnsupportedError{What: family.Name(), Action: "estimator unbiased", Accept: "gaussian"}
	}
	return estimators.Unbiased(gaussian), nil
}

// marksOf are what is averaged of a family's models beside θ.
func marksOf(family estimators.Family, truth []float64, divergence bool) (marks []mark) {
	if discrete, ok := family.(estimators.DiscreteFamily); ok {
		marks = append(marks, mark{markAbsorbed, func(theta []float64) (float64, error) {
			if discrete.Outcomes(theta) == 1 {
				return 1, nil
			}
			return 0, nil
		}})
		if !math.IsInf(discrete.Outcomes(truth), 1) {
			marks = append(marks, mark{markOutcomes,
				func(theta []float64) (float64, error) { return discrete.Outcomes(theta), nil }})
		}
	}
	if divergence {
		marks = append(marks, mark{markKL, func(theta []float64) (float64, error) {
			kl, err := family.KL(truth, theta)
			return kl.Value, err
		}})
	}
	return marks
}

// conflicts refuses flags that others would leave without effect.
func (o *simulateOptions) conflicts(command *cobra.Command) error {
	given := command.Flags().Changed
	switch {
	case o.levelsOnly:
		return alone(command, "--h-only", "width", "phi")
	case given("width") && given("phi"):
		return alone(command, "--width", "phi")
	case given("tmax"):
		return alone(command, "--tmax", "T")
	}
	return nil
}

// course reads schedule, workflow and path.
func (o *simulateOptions) course() (schedule estimators.Schedule, workflow estimators.Workflow, path estimators.Path,
	err error) {
	if schedule, err = estimators.ParseSchedule(o.schedule); err != nil {
		return schedule, workflow, path, err
	}
	if workflow, err = estimators.ParseWorkflow(o.workflow); err != nil {
		return schedule, workflow, path, err
	}
	path, err = estimators.ParsePath(o.path)
	return schedule, workflow, path, err
}

// unresolved says of which coordinates the rounding of float64 beside θ* is no smaller than a thousandth of the error
// that the Fisher information lets an estimate have: 1/√(N I_ii) for the N samples of all generations.
func unresolved(family estimators.Family, what subject) []string {
	samples := 0.0
	for t := range what.Generations {
		samples += float64(what.Schedule.Size(t))
	}
	diagonal := informationDiagonal(family, what.Truth)
	var warnings []string
	for i, origin := range what.Truth {
		unit := math.Nextafter(math.Abs(origin), math.Inf(1)) - math.Abs(origin)
		if spread := 1 / math.Sqrt(samples*diagonal[i]); spread > 0 && spread < 1000*unit {
			warnings = append(warnings,
				fmt.Sprintf("%s* = %g is held in steps of %.3g, errors are of the order of %.3g: "+
					"those printed are rounded, to 0 where they are less than a step", family.Symbols()[i], origin,
					unit, spread))
		}
	}
	return warnings
}

// informationDiagonal is the diagonal of I(θ), alone where the family has it.
func informationDiagonal(family estimators.Family, theta []float64) []float64 {
	d := family.Dim()
	diagonal := make([]float64, d)
	if alone, ok := family.(interface{ InformationDiagonal(dst, theta []float64) }); ok {
		alone.InformationDiagonal(diagonal, theta)
		return diagonal
	}
	information := make([]float64, d*d)
	family.FisherInformation(information, theta)
	for i := range diagonal {
		diagonal[i] = information[i*d+i]
	}
	return diagonal
}

// run simulates a subject that has passed its checks, if it stays within the budgets.
func (o *simulateOptions) run(command *cobra.Command, what subject, name string, symbols []string) (*simulation,
	error) {
	if !o.variation {
		what.totalVariation = nil
	}
	what.recorded = o.record != "" || o.parts != nil
	err := o.checkBudgets(what)
	if err != nil {
		return nil, err
	}
	result := &simulation{Build: properties.ThisBuild(), Family: name, Theta: what.Truth,
		Schedule: what.Schedule.String(),
		Workflow: what.Workflow.String(), Replicates: o.replicates, Seed: o.seed,
		Generations: make([]generation, o.generations),
		Events:      map[string]eventCount{}, symbols: symbols, marks: what.marks}
	var finish func()
	if what.parts, err = o.recordParts(command, o.parts, runOf(command, blocksOf(o.replicates))); err != nil {
		return nil, err
	}
	what.progress, finish = newProgress(command.ErrOrStderr())
	ends, err := simulateEnsemble(what, o.replicates, o.workers, o.seed,
		[]string{"simulate", name, result.Schedule, result.Workflow},
		func(t int, at observed) { result.Generations[t-1] = result.row(t, what.Schedule.Size(t-1), at) })
	finish()
	if err := what.parts.finish(command, err, "block of replicates from", blockName); err != nil {
		return nil, err
	}
	for _, event := range []struct {
		name  string
		count int
	}{{"mle_does_not_exist", ends.Undefined}, {"absorbed_by_rounding", ends.Resting}} {
		if event.count > 0 {
			result.addEvent(event.name, event.count)
		}
	}
	return result, nil
}

// checkBudgets checks the memory of what is printed before that of the ensemble, whose need takes T steps to find.
func (o *simulateOptions) checkBudgets(what subject) error {
	rows := rowsMemory(o.generations, len(what.Truth), o.asJSON)
	if err := checkMemory("simulate", rows, o.memory); err != nil {
		return err
	}
	memory := rows + what.memory(o.replicates, o.workers)
	if err := checkMemory("simulate", memory, o.memory); err != nil {
		return err
	}
	return checkDraws("simulate", float64(o.replicates)*what.need().draws, o.draws)
}

// quantile is the ⌈qR⌉-th smallest of R values.
func quantile(sorted []float64, q float64) float64 { return sorted[quantileRank(len(sorted), q)] }

// quantileRanks are the indices of quantiles.
func quantileRanks(count int, of ...float64) []int {
	ranks := make([]int, len(of))
	for i, q := range of {
		ranks[i] = quantileRank(count, q)
	}
	return ranks
}

// quantileRank is ⌈qR⌉ − 1, the index of the quantile among R sorted values.
func quantileRank(count int, q float64) int { return max(0, int(math.Ceil(q*float64(count)))-1) }
