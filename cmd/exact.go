package cmd

import (
	"fmt"
	"io"
	"math"
	"time"

	"github.com/spf13/cobra"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/properties"
)

// exactOptions are the flags of exact as typed.
type exactOptions struct {
	family, theta, schedule, workflow string
	radius, rho, quantile, states     float64
	memory                            float64
	generations                       int
	asJSON                            bool
}

// exactLaw is what exact prints, in JSON as it stands here. A number that was not asked for is null.
type exactLaw struct {
	properties.Build
	Family      string    `json:"family"`
	Theta       []float64 `json:"theta"`
	Radius      float64   `json:"r"` // 0: over all of Θ
	Schedule    string    `json:"schedule"`
	Workflow    string    `json:"workflow"`
	Generations int       `json:"T"`
	POutside    *float64  `json:"p_outside"` // P(‖θ^(T) − θ*‖ > ρ)
	Error       float64   `json:"error"`     // of p_outside, or of quantile
	Quantile    *float64  `json:"quantile"`
	MeanSquare  exactly   `json:"mean_square"` // E ‖θ^(T) − θ*‖²
	KL          exactly   `json:"mean_kl"`     // E KL(p_θ*‖p_θ(T)); null where infinite
	Variation   exactly   `json:"mean_tv"`
	Extinct     []exactly `json:"extinct"` // P(no sample behind θ^(T) is the letter)
	States      float64   `json:"states"`
	Seconds     float64   `json:"seconds"` // in JSON only: the table is the same in every run
	asked       string    // in the words of the table
}

// exactly is a number with a proved bound on its error.
type exactly struct {
	Value *float64 `json:"value"`
	Error *float64 `json:"error"`
}

func newExactly(c estimators.Certified) exactly { return exactly{finite(c.Value), finite(c.Error)} }

func exactCommand(registry *Registry) *cobra.Command {
	var o exactOptions
	command := &cobra.Command{
		Use:   "exact --family F --theta θ --schedule S --T T (--rho ρ | --quantile q)",
		Short: "The exact law of θ^(T) on a finite alphabet, without simulation",
		Long: `exact computes the law of Algorithm 1 by dynamic programming over the counts of the pool, with a proved
bound on the error of each number. The maximum is taken over B_r(θ*), or over all of Θ without --r.

Families: alphabet, bernoulli, binomial, categorical, and the logits bernoulli-logit and categorical-softmax with --r.
Workflows: accumulate, replace, fresh, original and weighted; the others are no Markov chains in counts.`,
		Example: `  itermle exact --family bernoulli --theta 0.3 --schedule const:20 --T 10 --rho 0.2
  itermle exact --family alphabet:0/0.3,1/-0.2,0.5,-1 --theta 0.1 --r 0.5 --schedule const:30 --T 3 --quantile 0.95`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			result, err := o.law(registry, command.Flags().Changed)
			if err != nil {
				return err
			}
			return show(command, o.asJSON, "", result)
		},
	}
	flags := command.Flags()
	familyFlags(command, registry, &o.family, &o.theta)
	numberFlag(flags, &o.radius, "r", 0, "a finite r > 0", positive,
		"radius of the ball around θ* that the MLE is sought in (default: all of Θ)")
	flags.StringVar(&o.schedule, "schedule", "const:20", estimators.ScheduleSyntax)
	wholeFlag(flags, &o.generations, "T", 1, 5, math.MaxInt, "generations")
	flags.StringVar(&o.workflow, "workflow", "accumulate", "accumulate[:S], replace, fresh:S, original:S or weighted:W")
	numberFlag(flags, &o.rho, "rho", 0, "a finite ρ ≥ 0", func(x float64) bool { return x >= 0 },
		"report P(‖θ^(T) − θ*‖ > ρ)")
	numberFlag(flags, &o.quantile, "quantile", 0, "a q with 0 < q < 1", func(x float64) bool { return x > 0 && x < 1 },
		"report the q-quantile of ‖θ^(T) − θ*‖")
	numberFlag(flags, &o.states, "states", 1e6, "a number ≥ 1", func(x float64) bool { return x >= 1 },
		"refuse what takes more count vectors than this, or 4000 times as many transitions")
	memoryFlag(flags, &o.memory)
	jsonFlag(flags, &o.asJSON)
	return command
}

// law computes what the flags ask for.
func (o *exactOptions) law(registry *Registry, given func(flag string) bool) (*exactLaw, error) {
	if given("rho") == given("quantile") {
		return nil, &missingFlagError{"rho", "one of the two: --rho ρ or --quantile q"}
	}
	family, truth, err := registry.family(o.family, o.theta)
	if err != nil {
		return nil, err
	}
	schedule, err := estimators.ParseSchedule(o.schedule)
	if err != nil {
		return nil, err
	}
	workflow, err := estimators.ParseWorkflow(o.workflow)
	if err != nil {
		return nil, err
	}
	model, err := alphabet.ModelOf(family, truth, o.radius)
	if err != nil {
		return nil, err
	}
	plan, err := alphabet.PlanLaw(model, schedule, o.generations, workflow)
	if err == nil && plan.States <= o.states { // beyond, the states are what ExactLaw refuses
		err = checkMemory("exact", plan.Bytes, o.memory)
	}
	if err != nil {
		return nil, err
	}
	start := time.Now()
	law, err := alphabet.ExactLaw(model, truth, schedule, o.generations, workflow,
		alphabet.Budget{States: o.states, Transitions: 4000 * o.states})
	if err != nil {
		return nil, err
	}
	result := &exactLaw{Build: properties.ThisBuild(), Family: family.Name(), Theta: truth, Radius: o.radius,
		Schedule: schedule.String(), Workflow: workflow.String(), Generations: o.generations, States: law.Plan.States,
		MeanSquare: newExactly(law.Mean(law.SquaredDistance)), KL: newExactly(law.Mean(law.KL)),
		Variation: newExactly(law.Mean(law.TotalVariation))}
	for letter := range model.Letters() {
		result.Extinct = append(result.Extinct, newExactly(law.Extinct(letter)))
	}
	if given("rho") {
		outside := law.Outside(o.rho)
		result.POutside, result.Error = &outside.Value, outside.Error
		result.asked = fmt.Sprintf("P(‖θ^(T) − θ*‖ > %g)", o.rho)
	} else {
		quantile, err := law.Quantile(law.Distance, o.quantile)
		if err != nil {
			return nil, err
		}
		result.Quantile, result.Error = &quantile.Value, quantile.Error
		result.asked = fmt.Sprintf("%g-quantile of ‖θ^(T) − θ*‖", o.quantile)
	}
	result.Seconds = time.Since(start).Seconds()
	return result, nil
}

// print writes the law a line a number.
func (l *exactLaw) print(out io.Writer, width int) error {
	over := "Θ"
	if l.Radius > 0 {
		over = fmt.Sprintf("the ball of radius %g", l.Radius)
	}
	fmt.Fprint(out, paragraph(out, fmt.Sprintf("%s, θ* = (%s), %s, %s, T = %d; MLE over %s", l.Family,
		coordinates(l.Theta, -1), l.Schedule, l.Workflow, l.Generations, over), "", width), "\n")
	t := table{columns: []column{{title: "QUANTITY"}, {title: "VALUE"}}}
	found := l.POutside
	if found == nil {
		found = l.Quantile
	}
	t.add(l.asked, exactly{found, &l.Error}.String())
	t.add("E ‖θ^(T) − θ*‖²", l.MeanSquare.String())
	t.add("E KL(p_θ*‖p_θ(T))", l.KL.String())
	t.add("E TV(p_θ*, p_θ(T))", l.Variation.String())
	for letter, p := range l.Extinct {
		if len(l.Extinct) <= 10 {
			t.add(fmt.Sprintf("P(letter %d extinct)", letter), p.String())
		}
	}
	if err := t.print(out, width); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\n%.0f count vectors\n", l.States)
	return err
}

// String is value ± error; a dash where it is infinite.
func (e exactly) String() string {
	if e.Value == nil || e.Error == nil {
		return "—"
	}
	return fmt.Sprintf("%.12g ± %.2g", *e.Value, *e.Error)
}
