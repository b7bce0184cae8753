package cmd

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"itermle/estimators"
	"itermle/estimators/alphabet"
)

// exactOptions are the flags of exact as typed.
type exactOptions struct {
	family, theta, schedule, workflow string
	radius, rho, quantile, states     float64
	generations                       int
	asJSON                            bool
}

// exactLaw is what exact prints, in JSON as it stands here. A number that was not asked for is null.
type exactLaw struct {
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
	Seconds     float64   `json:"seconds"`
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
bound on X is taken over B_r(θ*), or over all of Θ without --r.

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
			if o.asJSON {
				return printJSON(command.OutOrStdout(), result)
			}
			return result.print(command.OutOrStdout(), o)
		},
	}
	flags := command.Flags()
	flags.StringVar(&o.family, "family", "", "family: "+alphabet.Syntax+"; or bernoulli, binomial:m, …")
	flags.StringVar(&o.theta, "theta", "",
		"θ*, coordinates separated by commas (default: the family's first listed point)")
	flags.Float64Var(&o.radius, "r", 0, "radius of the ball around θ* that the MLE is sought in (default: all of Θ)")
	flags.StringVar(&o.schedule, "schedule", "const:20", estimators.ScheduleSyntax)
	flags.IntVar(&o.generations, "T", 5, "generations")
	flags.StringVar(&o.workflow, "workflow", "accumulate", "accumulate, replace, fresh:S, original:S or weighted:W")
	flags.Float64Var(&o.rho, "rho", 0, "report P(‖θ^(T) − θ*‖ > ρ)")
	flags.Float64Var(&o.quantile, "quantile", 0, "report the q-quantile of ‖θ^(T) − θ*‖, 0 < q < 1")
	flags.Float64Var(&o.states, "states", 1e6,
		"refuse what takes more count vectors than this, or 4000 times as many transitions")
	flags.BoolVar(&o.asJSON, "json", false, "print one JSON object")
	return command
}

// law computes what the flags ask for.
func (o *exactOptions) law(registry *Registry, given func(flag string) bool) (*exactLaw, error) {
	switch {
	case given("rho") == given("quantile"):
		return nil, &estimators.SyntaxError{What: "exact", Value: "--rho and --quantile",
			Accept: "one of the two: --rho ρ or --quantile q"}
	case given("rho") && !(o.rho >= 0):
		return nil, &estimators.RangeError{What: "--rho", Value: o.rho, Accept: "ρ ≥ 0"}
	case given("quantile") && !(o.quantile > 0 && o.quantile < 1):
		return nil, &estimators.RangeError{What: "--quantile", Value: o.quantile, Accept: "0 < q < 1"}
	case given("r") && !(o.radius > 0):
		return nil, &estimators.RangeError{What: "--r", Value: o.radius, Accept: "r > 0"}
	case !(o.states >= 1):
		return nil, &estimators.RangeError{What: "--states", Value: o.states, Accept: "at least 1"}
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
	start := time.Now()
	law, err := alphabet.ExactLaw(model, truth, schedule, o.generations, workflow,
		alphabet.Budget{States: o.states, Transitions: 4000 * o.states})
	if err != nil {
		return nil, err
	}
	result := &exactLaw{Family: family.Name(), Theta: truth, Radius: o.radius, Schedule: schedule.String(),
		Workflow: workflow.String(), Generations: o.generations, States: law.Plan.States,
		MeanSquare: newExactly(law.Mean(law.SquaredDistance)), KL: newExactly(law.Mean(law.KL)),
		Variation: newExactly(law.Mean(law.TotalVariation))}
	for letter := range model.Letters() {
		result.Extinct = append(result.Extinct, newExactly(law.Extinct(letter)))
	}
	if given("rho") {
		outside := law.Outside(o.rho)
		result.POutside, result.Error = &outside.Value, outside.Error
	} else {
		quantile, err := law.Quantile(law.Distance, o.quantile)
		if err != nil {
			return nil, err
		}
		result.Quantile, result.Error = &quantile.Value, quantile.Error
	}
	result.Seconds = time.Since(start).Seconds()
	return result, nil
}

// print writes the law a line a number.
func (l *exactLaw) print(out io.Writer, o exactOptions) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	over := "Θ"
	if l.Radius > 0 {
		over = fmt.Sprintf("the ball of radius %g", l.Radius)
	}
	fmt.Fprintf(w, "%s, θ* = %v, %s, %s, T = %d; MLE over %s\n", l.Family, l.Theta, l.Schedule, l.Workflow,
		l.Generations, over)
	if l.POutside != nil {
		fmt.Fprintf(w, "P(‖θ^(T) − θ*‖ > %g)\t%.12g ± %.2g\n", o.rho, *l.POutside, l.Error)
	} else {
		fmt.Fprintf(w, "%g-quantile of ‖θ^(T) − θ*‖\t%.12g ± %.2g\n", o.quantile, *l.Quantile, l.Error)
	}
	fmt.Fprintf(w, "E ‖θ^(T) − θ*‖²\t%s\nE KL(p_θ*‖p_θ(T))\t%s\nE TV(p_θ*, p_θ(T))\t%s\n", l.MeanSquare, l.KL,
		l.Variation)
	for letter, p := range l.Extinct {
		if len(l.Extinct) <= 10 {
			fmt.Fprintf(w, "P(letter %d extinct)\t%s\n", letter, p)
		}
	}
	fmt.Fprintf(w, "%.0f count vectors, %.2g s\n", l.States, l.Seconds)
	return w.Flush()
}

// String is value ± error; a dash where it is infinite.
func (e exactly) String() string {
	if e.Value == nil || e.Error == nil {
		return "—"
	}
	return fmt.Sprintf("%.12g ± %.2g", *e.Value, *e.Error)
}
