package cmd

import (
	"cmp"
	"fmt"
	"math"
	"runtime"

	"github.com/spf13/cobra"
	"gonum.org/v1/gonum/mat"

	"itermle/estimators"
	"itermle/internal/binomial"
	"itermle/internal/bisect"
	"itermle/properties"
)

// planOptions are the flags of plan as typed.
type planOptions struct {
	data, column, family, theta, schedule, workflow string
	size                                            int
	generations, replicates, workers                int
	seed                                            uint64
	epsilon, delta, memory, draws                   float64
	asJSON                                          bool
}

func planCommand(registry *Registry) *cobra.Command {
	var o planOptions
	command := &cobra.Command{
		Use:   "plan --family F (--data FILE.csv --column NAME | --theta θ --n0 N) [--epsilon ε] …",
		Short: "Say what becomes of a fitted model that is retrained on its own output",
		Long: `plan fits a family to a column of data by maximum likelihood, says how well it fits, and follows it
through T fits of Algorithm 1, the first on the data: how far each generation is from the truth, at which generation the
error passes ε with probability δ, the least share of fresh real data that keeps it below, and whether it collapses.

The real sample is yours and stays as it is. The truth is not known: the fit's own error counts, with the law that the
parametric bootstrap gives it. With --theta and --n0 in place of data the real sample is drawn anew from θ = θ*.

Numbers by simulation stand with intervals of confidence 99%. Beside them stand the exact law where there is one, and
the best certificate that holds: Theorem 4.1's under accumulation, or what an exact variance or fourth moment gives, for
the six quadratic families under every workflow that is linear in the data, and for (μ, σ) under all of these but
subsample and bootstrap, where no second moments close, and mixture. Both speak of θ* = θ̂ and a real sample drawn anew,
and say so.

Workflows: ` + estimators.WorkflowSyntax,
		Example: `  itermle plan --data waiting.csv --column minutes --family exponential --T 20 --epsilon 1
  itermle plan --data waiting.csv --column minutes --family exponential --workflow replace --T 100 --json
  itermle plan --family gaussian --theta 10,2 --n0 500 --T 50 --workflow fresh:0.2`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			result, err := o.plan(command, registry)
			if err != nil {
				return err
			}
			return show(command, o.asJSON, "", result)
		},
	}
	flags := command.Flags()
	familyFlags(command, registry, &o.family, &o.theta)
	flags.StringVar(&o.data, "data", "", "CSV file with the names of its columns in the first line")
	flags.StringVar(&o.column, "column", "", "the column of --data (default: the only one)")
	wholeFlag(flags, &o.size, "n0", 1, 100, math.MaxInt,
		"number of real samples behind --theta, where there is no --data")
	flags.StringVar(&o.schedule, "schedule", "",
		"n_t of the synthetic generations t = 1, 2, …; n_0 is the size of the sample (default: as many) "+
			estimators.ScheduleSyntax)
	flags.StringVar(&o.workflow, "workflow", "accumulate", estimators.WorkflowSyntax)
	wholeFlag(flags, &o.generations, "T", 1, 20, 1<<16, "number of fits, the first on the real sample")
	numberFlag(flags, &o.epsilon, "epsilon", 0, "a finite ε > 0", positive,
		"the largest ‖θ^(T) − θ*‖ that will do (default: no question)")
	numberFlag(flags, &o.delta, "delta", 0.05, "a δ with 0 < δ < 1", func(x float64) bool { return x > 0 && x < 1 },
		"the probability with which the error may pass ε")
	wholeFlag(flags, &o.replicates, "reps", 100, 2000, math.MaxInt, "independent replicates")
	wholeFlag(flags, &o.workers, "workers", 1, runtime.GOMAXPROCS(0), maxWorkers, "goroutines")
	seedFlag(flags, &o.seed, "suite seed: the same seed gives the same numbers for any --workers")
	memoryFlag(flags, &o.memory)
	numberFlag(flags, &o.draws, "draws", defaultDraws, "a number > 0", positive, "refuse what would draw more")
	jsonFlag(flags, &o.asJSON)
	return command
}

// plan reads, fits, and answers.
func (o *planOptions) plan(command *cobra.Command, registry *Registry) (*planned, error) {
	if err := o.conflicts(command); err != nil {
		return nil, err
	}
	family, point, err := registry.family(o.family, o.theta)
	if err != nil {
		return nil, err
	}
	workflow, err := estimators.ParseWorkflow(o.workflow)
	if err != nil {
		return nil, err
	}
	result := &planned{Build: properties.ThisBuild(), Family: family.Name(), Workflow: workflow.String(),
		Generations: o.generations, Delta: o.delta, Replicates: o.replicates, Seed: o.seed, symbols: family.Symbols()}
	c := &course{family: family, fitted: point, replicates: o.replicates, seed: o.seed,
		workers: min(o.workers, blocksOf(o.replicates))}
	result.Size = int64(o.size)
	if o.data != "" {
		if err := o.read(c, workflow, result); err != nil {
			return nil, err
		}
	}
	result.Theta, result.StandardError = c.fitted, standardErrors(family, c.fitted, result.Size)
	if c.schedule, err = o.sizes(result.Size); err != nil {
		return nil, err
	}
	result.Schedule = c.schedule.String()
	if err := o.checkBudgets(c, workflow); err != nil {
		return nil, err
	}
	var finish func()
	c.progress, finish = newProgress(command.ErrOrStderr())
	defer finish()
	found, err := c.follow(workflow, o.generations)
	if err != nil {
		return nil, err
	}
	result.follow(found, c.schedule)
	if o.epsilon > 0 {
		result.Epsilon = &o.epsilon
		result.Passes = passes(found, o.epsilon, o.delta)
		if result.LeastShare, err = o.leastShare(c); err != nil {
			return nil, err
		}
	}
	return result, result.prove(c, workflow)
}

func (o *planOptions) conflicts(command *cobra.Command) error {
	switch {
	case o.data != "":
		return alone(command, "--data", "theta", "n0")
	case o.theta == "":
		return &missingFlagError{"data", "a CSV file, or the fitted --theta and its --n0"}
	}
	return alone(command, "--theta", "column")
}

// read fills in what the data say: the sample, θ̂, the quality of the fit.
func (o *planOptions) read(c *course, workflow estimators.Workflow, result *planned) error {
	if m := c.family.SampleDim(); m != 1 {
		return &estimators.UnsupportedError{What: c.family.Name(), Action: fmt.Sprintf("samples of %d numbers", m),
			Accept: "a family whose samples are numbers: --data reads one column"}
	}
	observed, err := estimators.NewObserved(c.family, workflow)
	if err != nil {
		return err
	}
	kept := &reservoir{size: goodnessRows, random: estimators.NewStream(o.seed, "plan", "rows").At(0, 0)}
	if observed.Keeps() {
		kept.size = goodnessRowsRaw
	}
	rows, err := readColumn(o.data, o.column, func(x []float64) error {
		if observed.Keeps() {
			if err := checkMemory("plan", 4*8*float64(observed.Size()), o.memory); err != nil {
				return err
			}
		}
		if err := observed.Add(x); err != nil {
			return err
		}
		kept.offer(x)
		return nil
	})
	if err != nil {
		return err
	}
	fitted := make([]float64, c.family.Dim())
	if err := observed.Fit(fitted, c.fitted); err != nil {
		return err
	}
	c.observed, c.fitted = observed, fitted
	result.Data, result.Column, result.Size = o.data, o.column, rows
	law, ok := c.family.(estimators.Distribution)
	if !ok {
		result.GoodnessReason = "the family has no distribution function"
		return nil
	}
	result.Goodness, err = fitQuality(law, fitted, kept.kept, c.workers, o.seed)
	return err
}

// sizes is n_0 real samples, then the schedule's n_1, n_2, ….
func (o *planOptions) sizes(first int64) (estimators.Schedule, error) {
	given, err := estimators.ParseSchedule(cmp.Or(o.schedule, fmt.Sprintf("const:%d", first)))
	if err != nil {
		return given, err
	}
	if err := given.Check(o.generations); err != nil {
		return given, err
	}
	if given.Size(0) == first {
		return given, nil
	}
	sizes := []int64{first}
	for t := 1; t < o.generations; t++ {
		sizes = append(sizes, given.Size(t))
	}
	return estimators.ListSchedule(sizes...), nil
}

// checkBudgets refuses what would not fit: distances and variations of each generation, and the workers' pools.
func (o *planOptions) checkBudgets(c *course, workflow estimators.Workflow) error {
	held, draws := estimators.PoolNeed(c.family, estimators.AutoPath, workflow, c.schedule, o.generations)
	d := float64(c.family.Dim())
	memory := 16*float64(o.replicates)*float64(o.generations) + float64(c.workers)*held + 8*3*d*d // of the information
	if o.epsilon > 0 {
		memory += 16 * float64(o.replicates) * float64(o.generations) // of the search, beside the course itself
	}
	if err := checkMemory("plan", memory, o.memory); err != nil {
		return err
	}
	runs := 1.0
	if o.epsilon > 0 {
		runs += 3 * (shareSteps + 1) // three bisections for the least share
	}
	return checkDraws("plan", runs*float64(o.replicates)*draws, o.draws)
}

// standardErrors are the square roots of the diagonal of I(θ̂)^{-1}/n_0; nil where the information is singular.
func standardErrors(family estimators.Family, theta []float64, n int64) []*float64 {
	d := family.Dim()
	information := make([]float64, d*d)
	family.FisherInformation(information, theta)
	var inverse mat.Dense
	if inverse.Inverse(mat.NewDense(d, d, information)) != nil {
		return nil
	}
	var errors []*float64
	for i := range d {
		errors = append(errors, finite(math.Sqrt(inverse.At(i, i)/float64(n))))
	}
	return errors
}

// passes finds the first generation whose (1−δ)-quantile is above ε: by the estimate, by the upper and by the lower end
// of its interval.
func passes(f *followed, epsilon, delta float64) *passage {
	p := &passage{How: "simulated"}
	for t, sorted := range f.distance {
		at := t + 1
		q := bracketed(sorted, 1-delta)
		if p.Earliest == nil && !below(q.High, epsilon) {
			p.Earliest = &at
		}
		if p.Generation == nil && !below(q.Value, epsilon) {
			p.Generation = &at
		}
		if p.Latest == nil && !below(q.Low, epsilon) {
			p.Latest = &at
		}
	}
	return p
}

// shareSteps bisections find the share to 1/2^shareSteps.
const shareSteps = 6

// leastShare is the least s = k/64 for which fresh:s keeps the (1−δ)-quantile of every generation's error at most ε,
// on common random numbers; s = 0 is replace. Low and High come from the ends of the quantile's interval.
func (o *planOptions) leastShare(c *course) (*leastShare, error) {
	seen := map[int][]bracket{} // of each generation
	holds := func(k int, end func(bracket) *float64) (bool, error) {
		if seen[k] == nil {
			workflow := estimators.Replace()
			if k > 0 {
				workflow = estimators.MixFresh(float64(k) / (1 << shareSteps))
			}
			found, err := c.follow(workflow, o.generations)
			if err != nil {
				return false, err
			}
			for _, sorted := range found.distance {
				seen[k] = append(seen[k], bracketed(sorted, 1-o.delta))
			}
		}
		for _, quantile := range seen[k] {
			if !below(end(quantile), o.epsilon) {
				return false, nil
			}
		}
		return true, nil
	}
	least := func(end func(bracket) *float64) (*float64, error) {
		all := 1 << shareSteps // never asked: no synthetic data at all
		k, err := bisect.TryInt(all, -1, func(k int) (bool, error) { return holds(k, end) })
		if err != nil || k == all {
			return nil, err
		}
		share := float64(k) / float64(all)
		return &share, nil
	}
	found := &leastShare{How: "simulated, to 1/64"}
	var err error
	for _, part := range []struct {
		to  **float64
		end func(bracket) *float64
	}{
		{&found.Share, func(b bracket) *float64 { return b.Value }},
		{&found.Low, func(b bracket) *float64 { return b.Low }},
		{&found.High, func(b bracket) *float64 { return b.High }},
	} {
		if *part.to, err = least(part.end); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// collapsed counts the replicates that are more than ½ away in total variation, or have no MLE, in the last generation.
func collapsed(f *followed) *collapse {
	last := len(f.distance) - 1
	away := func(i int) bool {
		return math.IsInf(f.distance[last][i], 1) || f.variation != nil && f.variation[last][i] > 0.5
	}
	count := int64(0)
	total := len(f.distance[last])
	for i := range total {
		if away(i) {
			count++
		}
	}
	return &collapse{Probability: float64(count) / float64(total), How: "simulated",
		Low: binomial.LowerLimit(count, int64(total), 0.005), High: binomial.UpperLimit(count, int64(total), 0.005)}
}
