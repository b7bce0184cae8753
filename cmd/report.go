package cmd

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"itermle/internal/site"
	"itermle/properties"
	"itermle/properties/search"
	"itermle/theorems"
)

// reportOptions are the flags of report as typed.
type reportOptions struct {
	verifyOptions
	out                                    string
	figures, assumptions, mutants, checker bool
	replicates                             int
	archive                                search.Archive
}

// folderError is an --out that will not do.
type folderError struct{ Folder, Reason string }

func (e *folderError) Error() string {
	return fmt.Sprintf("--out %q: %s: want a folder that does not exist yet, in one that can be written", e.Folder,
		e.Reason)
}

func reportCommand(registry *Registry) *cobra.Command {
	var o reportOptions
	command := &cobra.Command{
		Use:   "report --out DIR [--profile P] [--run REGEX]",
		Short: "Write a run of verify as a site of static pages, with figures",
		Long: `report decides the claims as verify does and writes a site that needs no network and no script: an
overview, a page a claim, the findings, figures with their data, how tight the bounds are in the run and in the archive
of itermle tight, how the budget of error was spent, what becomes of Theorem 4.1 as each assumption is violated, which
false variants of the claims die, the error rates of the checker beside those of other tools, and every table as
Markdown, CSV and LaTeX. What is not wanted is left out with --figures=false, --assumptions=false, --mutants=false and
--checker=false. With --record the claims are not decided anew: the verdicts are those of the record. The same seed
gives the same bytes. Nothing is left in DIR unless all of it was written.

` + exitCodes,
		Example: `  itermle report --out report
  itermle report --out report-5.1 --run '^theorem-5.1' --profile ci --assumptions=false
  itermle report --out report-deep --record deep.jsonl`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return o.report(command, registry) },
	}
	flags := command.Flags()
	flags.StringVar(&o.out, "out", "", "the folder to make")
	flags.StringVar(&o.pattern, "run", "", "only claims whose ID matches this regular expression")
	o.sourceFlag(command, registry)
	o.runFlags(command)
	flags.BoolVar(&o.figures, "figures", true, "draw the figures")
	wholeFlag(flags, &o.replicates, "reps", 100, 1000, maxInstances, "independent replicates behind a simulated curve")
	flags.BoolVar(&o.assumptions, "assumptions", true, "violate the assumptions of Theorem 4.1 one at a time")
	flags.BoolVar(&o.mutants, "mutants", true, "decide the false variants of the claims, on one stream")
	flags.BoolVar(&o.checker, "checker", true, "compute the error rates of the checker and of other tools")
	flags.StringVar((*string)(&o.archive), "archive", "testdata/tight",
		"folder of what itermle tight has found, shown if present")
	flags.StringVar(&o.record, "record", "", "take the verdicts from this file of verify --record")
	return command
}

func (o *reportOptions) report(command *cobra.Command, registry *Registry) error {
	if o.out == "" {
		return &missingFlagError{"out", "the folder to make"}
	}
	if err := checkFolder(o.out); err != nil {
		return err
	}
	archived, err := o.readArchive(command, registry)
	if err != nil {
		return err
	}
	summary, settings, err := o.verdicts(command, registry)
	if err != nil {
		return err
	}
	content := newContent(&summary, registry, settings)
	if o.figures {
		if content.Charts, err = drawCharts(charts{registry, o.seed, o.workers, o.replicates}); err != nil {
			return err
		}
	}
	if content.Pages, err = o.pages(command, registry, &summary, archived); err != nil {
		return err
	}
	if err := site.Write(o.out, content); err != nil {
		return &outputError{err}
	}
	if _, err := fmt.Fprintf(command.OutOrStdout(), "%s: %d claims, %d figures; open %s\n", o.out,
		len(content.Claims), len(content.Charts), filepath.Join(o.out, "index.html")); err != nil {
		return err
	}
	if code := summary.ExitCode(); code != exitHolds {
		return exitError{code}
	}
	return nil
}

// verdicts are those of a run, or of a record, whose seed and profile become those of the report.
func (o *reportOptions) verdicts(command *cobra.Command, registry *Registry) (properties.Summary, properties.Options,
	error) {
	if o.record != "" {
		if err := alone(command, "--record", "profile", "seed"); err != nil {
			return properties.Summary{}, properties.Options{}, err
		}
		summary, settings, err := o.recall(command, registry, []string{o.record}, "")
		o.seed, o.profile = settings.Seed, settings.Profile
		if summary.Pending > 0 && err == nil {
			sayMissing(command.ErrOrStderr(), &summary)
		}
		return summary, settings, err
	}
	settings, err := o.settings(command, registry, nil)
	if err != nil {
		return properties.Summary{}, settings, err
	}
	summary, err := decide(command, registry, settings)
	return summary, settings, err
}

// checkFolder refuses, before anything runs, a folder that could not be made at the end.
func checkFolder(folder string) error {
	if _, err := os.Lstat(folder); err == nil {
		return &folderError{folder, "it exists"}
	}
	parent := filepath.Dir(filepath.Clean(folder))
	if info, err := os.Stat(parent); err != nil || !info.IsDir() {
		return &folderError{folder, strconv.Quote(parent) + " is no folder"}
	}
	return nil
}

// newContent is a run in the words of the site.
func newContent(s *properties.Summary, registry *Registry, settings properties.Options) site.Content {
	run := fmt.Sprintf("profile %s, seed %d, itermle %s", s.Profile, s.Seed, s.Version)
	if s.Commit != "" {
		run += " at " + s.Commit
	}
	content := site.Content{Run: run, BibTeX: bibTeX(theorems.Bibliography(registry.Statements)),
		Lead: "Each claim is a statement of arXiv:2505.19046, or one that its statements are measured against, " +
			"decided by " +
			"random experiments or exact arithmetic with a controlled error.",
		Facts: []site.Fact{
			{Name: "claims", Value: fmt.Sprintf("%d: %d as expected, %d contradicted, %d undecided", len(s.Reports),
				s.AsExpected, s.Contradicted, s.Undecided)},
			{Name: "error budget",
				Value: fmt.Sprintf("α %.2g of %.2g, β %.2g of %.2g spent", s.AlphaSpent, s.AlphaTotal,
					s.BetaSpent, s.BetaTotal)},
			{Name: "a wrong verdict", Value: fmt.Sprintf("has probability at most %.2g in a run of correct code",
				s.ExpectedFlakeRate())},
		}}
	findings := map[string]int{}
	for i := range s.Reports {
		r := &s.Reports[i]
		claim := registry.claim(r.Claim)
		page := newClaimPage(r, registry, settings)
		content.Claims = append(content.Claims, page)
		if page.Statement.Kind != string(theorems.Finding) && (claim.Expect != theorems.Refuted || claim.Contrast) {
			continue
		}
		k, found := findings[claim.Statement]
		if !found {
			k = len(content.Findings)
			findings[claim.Statement] = k
			content.Findings = append(content.Findings, site.Finding{Statement: page.Statement})
		}
		content.Findings[k].Rows = append(content.Findings[k].Rows, page.Row)
	}
	return content
}

// tones are the site's words for marks.
var tones = map[string]string{"✓": "good", "✗": "bad", "?": "open"}

// newClaimPage is a claim and what became of it, in the words of the site.
func newClaimPage(r *properties.Report, registry *Registry, settings properties.Options) site.Claim {
	claim := registry.claim(r.Claim)
	statement := registry.statement(claim.Statement)
	mark, words := outcome(r, claim)
	page := site.Claim{Says: r.Says, Deviation: claim.Deviation, DrawsNothing: claim.DrawsNothing,
		File:  registry.Files[r.Claim],
		Alpha: unlessZero(r.Alpha, "0", 'e', 1), Beta: unlessZero(r.Beta, "0", 'e', 1),
		Statement: site.Statement{ID: statement.ID, Text: statement.Text, Reference: statement.Reference,
			Kind: string(statement.Kind), Hypotheses: statement.Hypotheses},
		Row: site.Row{Claim: r.Claim, Title: r.Title, Replicates: r.Replicates, Evidence: evidence(r),
			Tightness: tightness(r.Tightness), Mark: mark, Tone: tones[mark], Words: words,
			Reproduce: settings.Reproduce(r.Claim)}}
	for _, mutant := range claim.Mutants() {
		page.Mutants = append(page.Mutants, mutant.Name)
	}
	for _, scenario := range r.Scenarios {
		verdict := scenario.Verdict.String()
		if scenario.Unmet != "" {
			verdict = "hypotheses not met"
		}
		page.Scenarios = append(page.Scenarios,
			site.Scenario{Name: scenario.Name, Kind: cmp.Or(scenario.Kind, "—"), Verdict: verdict,
				Replicates: scenario.Replicates, Evidence: scenario.Evidence})
	}
	return page
}
