package cmd

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"regexp/syntax"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"itermle/properties"
	"itermle/theorems"
)

// verifyOptions are the flags of verify as typed.
type verifyOptions struct {
	pattern, profile string
	seed             uint64
	workers          int
	instances        int // 0: the profile's
	memory           float64
	asJSON           bool
}

func verifyCommand(registry *Registry) *cobra.Command {
	var options verifyOptions
	command := &cobra.Command{
		Use:   "verify [claim …]",
		Short: "Decide the claims of the paper and print the verdict table",
		Long: `verify decides every claim of the registry, or those named, each at its share of one budget of error for
the whole run, and prints for each the verdict, the tightness of the bound that it comes nearest to, that is the ratio
of what is bounded to its bound (of a bound that holds but for probability δ: the (1−δ)-quantile), and one figure of
evidence of its most telling scenario. With --wide stand beside them the replicates used, the 99% interval of the
tightness, the smallest P(bad), distance or deviation that would have been denied support with probability 0.99, the α
spent, and the evidence in full, as show prints it for one claim. Below stands what the drawn instances were: how many
met the hypotheses and came near their bounds, with 99% intervals, and of which kinds. A claim is marked ✓ where the
verdict is the expected one. What is expected to be refuted is either print, where computation contradicts it and the
sharpest form that survives stands beside it, or a contrast that print does not make.
Whatever fails is repeated at the end, with the command that repeats it.

` + exitCodes,
		Example: `  itermle verify
  itermle verify theorem-4.1 theorem-5.1-part-1 --wide
  itermle verify --run '^theorem-5' --profile ci
  itermle verify --profile deep --json > verdicts.json`,
		RunE: func(command *cobra.Command, names []string) error {
			return options.verify(command, registry, names)
		},
		ValidArgsFunction: completeClaims(registry),
	}
	flags := command.Flags()
	flags.StringVar(&options.pattern, "run", "", "decide only claims whose ID matches this regular expression")
	options.runFlags(command)
	wholeFlag(flags, &options.instances, "instances", 1, 0, maxInstances,
		fmt.Sprintf("scenarios drawn for each claim that draws (default %d, %d or %d by profile)",
			properties.Instances(theorems.Quick), properties.Instances(theorems.CI),
			properties.Instances(theorems.Deep)))
	flags.Bool("strict", false, "exit 3 if a claim is undecided, which is so without it too")
	memoryFlag(flags, &options.memory)
	jsonFlag(flags, &options.asJSON)
	return command
}

// runFlags are those of every run of claims: profile, seed and workers.
func (o *verifyOptions) runFlags(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&o.profile, "profile", "quick", "quick (seconds), ci (a minute or two) or deep")
	completeWords(command, "profile", profileNames()...)
	seedFlag(flags, &o.seed, "suite seed, the key of every random stream")
	wholeFlag(flags, &o.workers, "workers", 1, runtime.GOMAXPROCS(0), maxWorkers,
		"goroutines; the verdicts and replicates do not depend on it")
}

// completeClaims has the shell complete arguments by the IDs of claims.
func completeClaims(registry *Registry) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return claimIDs(registry), cobra.ShellCompDirectiveNoFileComp
	}
}

func claimIDs(registry *Registry) []string {
	ids := make([]string, len(registry.Claims))
	for i, claim := range registry.Claims {
		ids[i] = claim.ID
	}
	return ids
}

func (o *verifyOptions) verify(command *cobra.Command, registry *Registry, names []string) error {
	settings, err := o.settings(command, registry, names)
	if err != nil {
		return err
	}
	if err := checkMemory("verify", settings.Memory(registry.Registry), o.memory); err != nil {
		return err
	}
	summary, err := decide(command, registry, settings)
	if err != nil {
		return err
	}
	if o.asJSON {
		err = printJSON(command.OutOrStdout(), "  ", summary)
	} else {
		err = printVerdicts(command.OutOrStdout(), &summary, registry, tableWidth(command))
	}
	if code := summary.ExitCode(); err == nil && code != exitHolds {
		return exitError{code}
	}
	return err
}

// settings are the options of a run as the flags say.
func (o *verifyOptions) settings(command *cobra.Command, registry *Registry, names []string) (properties.Options,
	error) {
	profile := slices.Index(profileNames(), o.profile)
	if profile < 0 {
		return properties.Options{}, &flagError{"profile", o.profile, "quick, ci or deep"}
	}
	selected, err := o.selection(command, registry, names)
	return properties.Options{Seed: o.seed, Workers: o.workers, Profile: theorems.Profile(profile), Select: selected,
		Instances: o.instances}, err
}

// decide runs the claims and shows the progress.
func decide(command *cobra.Command, registry *Registry, settings properties.Options) (properties.Summary, error) {
	progress, finish := newProgress(command.ErrOrStderr())
	defer finish()
	return properties.Run(registry.Registry, settings, progress)
}

// selection is the expression of --run, or one for the claims named.
func (o *verifyOptions) selection(command *cobra.Command, registry *Registry, names []string) (*regexp.Regexp, error) {
	ids := claimIDs(registry)
	if len(names) > 0 {
		if err := alone(command, "the claims named", "run"); err != nil {
			return nil, err
		}
		var quoted []string
		for _, name := range names {
			if !slices.Contains(ids, name) {
				return nil, &unknownError{"claim", name, ids}
			}
			quoted = append(quoted, regexp.QuoteMeta(name))
		}
		return regexp.Compile("^(" + strings.Join(quoted, "|") + ")$")
	}
	selected, err := regexp.Compile(o.pattern)
	if err != nil {
		accept := "a regular expression over claim IDs"
		if reason, ok := err.(*syntax.Error); ok {
			accept += ": " + cut(reason.Code.String()+" "+strconv.Quote(reason.Expr), 60)
		}
		return nil, &flagError{"run", o.pattern, accept}
	}
	if !slices.ContainsFunc(ids, selected.MatchString) {
		return nil, &flagError{"run", o.pattern,
			"an expression that matches the ID of a claim: this matches none, see itermle list"}
	}
	return selected, nil
}

func profileNames() []string {
	return []string{theorems.Quick.String(), theorems.CI.String(), theorems.Deep.String()}
}

// expectation says what a claim's expected verdict is about: "refuted" is of print, or of a contrast.
func expectation(claim *theorems.Claim) string {
	switch {
	case claim.Expect != theorems.Refuted:
		return claim.Expect.String()
	case claim.Contrast:
		return "refuted: as a contrast must"
	}
	return "refuted: print fails"
}

// outcome is a claim's mark and its verdict in words.
func outcome(r *properties.Report, claim *theorems.Claim) (mark, words string) {
	switch {
	case r.Contradicted():
		return "✗", r.Verdict.String() + ", want " + r.Expected.String()
	case !r.AsExpected():
		return "?", r.Verdict.String() + ", want " + r.Expected.String()
	}
	return "✓", expectation(claim)
}

// printVerdicts writes the table, one claim a row, the budget below it, and what failed.
func printVerdicts(out io.Writer, s *properties.Summary, registry *Registry, width int) error {
	t := table{columns: []column{{title: " ", toned: true}, {title: "CLAIM"}, {title: "VERDICT", toned: true},
		{title: "REPLICATES", rank: 1}, {title: "TIGHTNESS"}, {title: "DETECTABLE", rank: 1},
		{title: "α SPENT", rank: 1}, {title: "EVIDENCE"}}, tone: func(row []string) string { return toneOf(row[0]) }}
	for i := range s.Reports {
		r := &s.Reports[i]
		mark, verdict := outcome(r, registry.claim(r.Claim))
		text, tight := evidence(r), tightness(r.Tightness)
		if width > 0 {
			text = briefly(r)
			tight, _, _ = strings.Cut(tight, " ")
		}
		t.add(mark, r.Claim, verdict, strconv.Itoa(r.Replicates), tight, unlessZero(r.Detectable, "—", 'g', 3),
			unlessZero(r.Alpha, "0", 'e', 1), text)
	}
	if err := t.print(out, width); err != nil {
		return err
	}
	plural := "s"
	if len(s.Reports) == 1 {
		plural = ""
	}
	_, err := fmt.Fprintf(out, `
%d claim%s: %d as expected, %d contradicted, %d undecided (profile %s, seed %d).
α spent %.2g of %.2g, β spent %.2g of %.2g:
a run of correct code shows a wrong verdict with probability at most %.2g.
`, len(s.Reports), plural, s.AsExpected, s.Contradicted, s.Undecided, s.Profile, s.Seed,
		s.AlphaSpent, s.AlphaTotal, s.BetaSpent, s.BetaTotal, s.ExpectedFlakeRate())
	printCoverage(out, &s.Coverage, width)
	for i := range s.Reports {
		printFailures(out, &s.Reports[i])
	}
	return err
}

// shownFailures bounds how many of a claim's failures are repeated; the first are the simplest.
const shownFailures = 3

// printFailures repeats what failed of a claim, under its title and reference.
func printFailures(out io.Writer, r *properties.Report) {
	for i, f := range r.Failures {
		if i == 0 {
			fmt.Fprintf(out, "\n%s: %s (%s)\n", r.Claim, r.Title, r.Reference)
		}
		if i == shownFailures {
			fmt.Fprintf(out, "  … and %d more scenarios: --json has all\n", len(r.Failures)-i)
			break
		}
		text := f.Evidence
		if f.Scenario != "" {
			text = f.Scenario + ": " + text
		}
		fmt.Fprintf(out, "  %v, want %v: %s\n", f.Verdict, r.Expected, strings.Join(strings.Fields(text), " "))
		if i == len(r.Failures)-1 || i == shownFailures-1 {
			fmt.Fprintf(out, "  reproduce: %s\n", f.Reproduce)
		}
	}
}

// tightness is the ratio of what is bounded to its bound, and where it lies if that is not one number.
func tightness(t *theorems.Tightness) string {
	switch {
	case t == nil:
		return "—"
	case t.Low == t.High:
		return strconv.FormatFloat(t.Ratio, 'g', 3, 64)
	case math.IsInf(t.High, 1):
		return fmt.Sprintf("%.3g ≥ %.3g", t.Ratio, t.Low)
	}
	return fmt.Sprintf("%.3g [%.3g, %.3g]", t.Ratio, t.Low, t.High)
}

// unlessZero is a number, or a text where it is 0: nothing is detectable, or spent, where nothing is random.
func unlessZero(x float64, zero string, format byte, digits int) string {
	if x == 0 {
		return zero
	}
	return strconv.FormatFloat(x, format, digits, 64)
}

// oneFigure is the figure that says most of an experiment with chance.
var oneFigure = regexp.MustCompile(`^(?:Kolmogorov )?(\d+ bad of \d+|(?:distance|mean) [^\s,]+)`)

// briefly is one figure of the most telling scenario's evidence; of what is decided without chance, all of it.
func briefly(r *properties.Report) string {
	text := strings.Join(strings.Fields(r.Evidence), " ")
	if found := oneFigure.FindStringSubmatch(text); found != nil {
		return found[1]
	}
	return text
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
