package cmd

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"itermle/estimators"
	"itermle/properties"
	"itermle/theorems"
)

// verifyOptions are the flags of verify as typed.
type verifyOptions struct {
	pattern, profile string
	seed             uint64
	workers          int
	strict, asJSON   bool
}

func verifyCommand(registry *Registry) *cobra.Command {
	var options verifyOptions
	command := &cobra.Command{
		Use:   "verify",
		Short: "Decide the claims of the paper and print the verdict table",
		Long: `verify decides every claim of the registry, each at its share of one budget of error for the whole run,
and prints for each the verdict, the replicates used, the evidence of its most telling scenario, the smallest P(bad),
distance or deviation that would have been denied support with probability 0.99, and the α spent. A claim is marked ✓
where the verdict is the expected one: a printed claim that computation contradicts is expected to be refuted, and
stands beside the sharpest form that survives.`,
		Example: `  itermle verify
  itermle verify --run 'theorem-5' --profile ci
  itermle verify --profile deep --strict --json > verdicts.json`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return verify(command, registry, options) },
	}
	flags := command.Flags()
	flags.StringVar(&options.pattern, "run", "", "decide only claims whose ID matches this regular expression")
	flags.StringVar(&options.profile, "profile", "quick", "quick (seconds), ci (a minute or two) or deep")
	flags.Uint64Var(&options.seed, "seed", 1, "suite seed, the key of every random stream")
	flags.IntVar(&options.workers, "workers", runtime.GOMAXPROCS(0),
		"goroutines; the verdicts and replicates do not depend on it")
	flags.BoolVar(&options.strict, "strict", false, "exit 3 if a claim is undecided")
	flags.BoolVar(&options.asJSON, "json", false, "print one JSON object with every scenario")
	return command
}

func verify(command *cobra.Command, registry *Registry, o verifyOptions) error {
	profile, err := parseProfile(o.profile)
	if err != nil {
		return err
	}
	selected, err := regexp.Compile(o.pattern)
	if err != nil {
		return &estimators.SyntaxError{What: "--run", Value: o.pattern, Accept: "a regular expression over claim IDs"}
	}
	if o.workers < 1 {
		return &estimators.RangeError{What: "--workers", Value: float64(o.workers), Accept: "a whole number ≥ 1"}
	}
	matches := func(claim theorems.Claim) bool { return selected.MatchString(claim.ID) }
	if !slices.ContainsFunc(registry.Claims, matches) {
		return &estimators.SyntaxError{What: "--run", Value: o.pattern,
			Accept: "a pattern that matches a claim ID of itermle list"}
	}
	progress, finish := newProgress(command.ErrOrStderr())
	settings := properties.Options{Seed: o.seed, Workers: o.workers, Profile: profile, Select: selected}
	summary, err := properties.Run(registry.Registry, settings, progress)
	finish()
	if err != nil {
		return err
	}
	if o.asJSON {
		encoder := json.NewEncoder(command.OutOrStdout())
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(summary)
	} else {
		err = printVerdicts(command.OutOrStdout(), &summary)
	}
	if err != nil {
		return err
	}
	if code := summary.ExitCode(); code != exitHolds {
		return exitError{code}
	}
	return nil
}

func parseProfile(text string) (theorems.Profile, error) {
	for profile := theorems.Quick; profile <= theorems.Deep; profile++ {
		if profile.String() == text {
			return profile, nil
		}
	}
	return 0, &estimators.SyntaxError{What: "--profile", Value: text, Accept: "quick, ci or deep"}
}

// printVerdicts writes the table, one claim a row, and the budget below it.
func printVerdicts(out io.Writer, s *properties.Summary) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\tCLAIM\tVERDICT\tREPLICATES\tDETECTABLE\tα SPENT\tEVIDENCE")
	for i := range s.Reports {
		r := &s.Reports[i]
		mark, verdict := "✓", r.Verdict.String()
		switch {
		case r.Contradicted():
			mark = "✗"
			verdict += ", want " + r.Expected.String()
		case !r.AsExpected():
			mark = "?"
			verdict += ", want " + r.Expected.String()
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\t%s\t%s\n", mark, r.Claim, verdict, r.Replicates, detectable(r),
			spent(r.Alpha), evidence(r))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, `
%d claims: %d as expected, %d contradicted, %d undecided (profile %s, seed %d).
α spent %.2g of %.2g, β spent %.2g of %.2g: a run of correct code shows a wrong verdict with probability at most %.2g.
`, len(s.Reports), s.AsExpected, s.Contradicted, s.Undecided, s.Profile, s.Seed,
		s.AlphaSpent, s.AlphaTotal, s.BetaSpent, s.BetaTotal, s.ExpectedFlakeRate())
	return err
}

// detectable is what would have been denied support with probability 0.99; deterministic and refuted claims have none.
func detectable(r *properties.Report) string {
	if r.Detectable == 0 {
		return "—"
	}
	return strconv.FormatFloat(r.Detectable, 'g', 3, 64)
}

// spent is an error probability; deterministic claims spend none.
func spent(alpha float64) string {
	if alpha == 0 {
		return "0"
	}
	return strconv.FormatFloat(alpha, 'e', 1, 64)
}

// evidence is the most telling scenario's, with its name, and how many scenarios did not meet the hypotheses.
func evidence(r *properties.Report) string {
	text := r.Evidence
	if r.Scenario != "" {
		text = r.Scenario + ": " + text
	}
	if r.Unmet > 0 {
		text += fmt.Sprintf(" (%d of %d scenarios: hypotheses not met)", r.Unmet, len(r.Scenarios))
	}
	return strings.Join(strings.Fields(text), " ")
}
