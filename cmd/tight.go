package cmd

import (
	"fmt"
	"io"
	"runtime"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"itermle/properties"
	"itermle/properties/search"
	"itermle/theorems"
)

// tightOptions are the flags of tight as typed.
type tightOptions struct {
	verifyOptions // pattern, seed, workers and asJSON
	budget        time.Duration
	evaluations   int
	archive       search.Archive
	update        bool
	loosest       bool
	parts         *partRecord
	by            string
}

func tightCommand(registry *Registry) *cobra.Command { return tightOf(registry, nil) }

// tightOf is the command, which with a record to recall searches nothing.
func tightOf(registry *Registry, recall *partRecord) *cobra.Command {
	o := tightOptions{parts: recall}
	command := &cobra.Command{
		Use:   "tight [--claim REGEX] [--budget 60s]",
		Short: "Search for the instance where each bound is tightest",
		Long: `tight searches, for each claim that is a bound L ≤ R, the instance where L/R is largest: random draws,
evolution of the choices behind an instance, then the simplest instance that is as tight. A ratio is exact, or the
(1−δ)-quantile of L/R over replicates that the search has not used, with an interval of confidence 99%. What is not
listed is no bound with a ratio.

--shard i/N searches one of N parts of the claims, with all the time, and writes what it finds to --record, for itermle
merge; --resume goes on with a record.

With --by it searches each claim once for each value of a choice, such as certificate or family, which instances lists;
with --loosest it says where each certificate is weakest.

What was found before is in the archive, and tried first; --update writes what is found to it. With --json it prints
one object a line: {"claim","instance","ratio","low","high","evaluations"}.

Exit codes: 0, 1 an instance refutes a claim that should hold, 2 misuse, 3 a claim is not as tight anywhere as it says,
4 a trial ended in an error or a panic, 5 the output could not be written.`,
		Example: `  itermle tight --claim '^law-' --budget 20s
  itermle tight --claim '^theorem-4.1$' --by certificate --loosest
  itermle tight --evaluations 1000 --json`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return o.tight(command, registry) },
	}
	flags := command.Flags()
	flags.StringVar(&o.pattern, "claim", "", "search only claims whose ID matches this regular expression")
	o.sourceFlag(command, registry)
	completeWords(command, "claim", claimIDs(registry)...)
	durationFlag(flags, &o.budget, "budget", time.Minute, "time for all claims together")
	wholeFlag(flags, &o.evaluations, "evaluations", 0, 0, maxInstances,
		"instances a claim, in place of --budget: the same result on every machine")
	seedFlag(flags, &o.seed, "key of every random stream")
	wholeFlag(flags, &o.workers, "workers", 1, runtime.GOMAXPROCS(0), maxWorkers, "goroutines")
	flags.StringVar((*string)(&o.archive), "archive", "testdata/tight", "folder of what was found before")
	flags.BoolVar(&o.update, "update", false, "write what is found to the archive")
	flags.BoolVar(&o.loosest, "loosest", false, "search for the instance where each bound is loosest")
	flags.StringVar(&o.by, "by", "", "a row for each value of this choice of the claims")
	flags.BoolVar(&o.asJSON, "json", false, "print one JSON object a line")
	o.recordFlags(flags)
	flags.Lookup("record").Usage = "write what is found of each claim to this file at once, as a line of JSON"
	return command
}

func (o *tightOptions) tight(command *cobra.Command, registry *Registry) error {
	if o.evaluations > 0 {
		if err := alone(command, "--evaluations", "budget"); err != nil {
			return err
		}
	}
	if o.loosest {
		if err := alone(command, "--loosest", "update"); err != nil {
			return err
		}
	}
	claims, err := o.claims(command, registry)
	if err == nil && o.by != "" {
		claims, err = o.separately(command, claims)
	}
	if err != nil {
		return err
	}
	if o.parts, err = o.recordParts(command, o.parts, runOf(command, len(claims))); err != nil {
		return err
	}
	results, err := o.search(command, claims)
	if err = o.parts.finish(command, err, "claim", claimNames(claims)); err != nil {
		return err
	}
	code := sayComplaints(command, claims, results)
	err = o.print(command.OutOrStdout(), results, tableWidth(command))
	if err == nil && code != exitHolds {
		return exitError{code}
	}
	return err
}

// mostPlaces bounds the rows of a claim: a choice of more is a number.
const mostPlaces = 100

// separately are the claims, each once for every value of the choice that --by names.
func (o *tightOptions) separately(command *cobra.Command, claims []theorems.Claim) (each []theorems.Claim, err error) {
	if err := alone(command, "--by", "update"); err != nil {
		return nil, err
	}
	for _, claim := range claims {
		if places := search.Places(claim, o.by); places <= mostPlaces {
			for at := range places {
				each = append(each, search.Restrict(claim, o.by, at))
			}
		}
	}
	if len(each) == 0 {
		return nil, &flagError{"by", o.by,
			fmt.Sprintf("a choice of up to %d values in the simplest instance of a claim", mostPlaces)}
	}
	return each, nil
}

// search searches the claims, each with an even part of the time that is left.
func (o *tightOptions) search(command *cobra.Command, claims []theorems.Claim) ([]tightest, error) {
	progress, finish := newProgress(command.ErrOrStderr())
	defer finish()
	end := time.Now().Add(o.budget)
	results := make([]tightest, len(claims))
	for i, claim := range claims {
		if found, err := o.parts.recall(i, &results[i]); err != nil {
			return nil, err
		} else if found || !o.parts.performs(i) {
			continue
		}
		archived, err := o.archive.Read(claim.ID)
		if err != nil {
			return nil, err
		}
		if progress != nil {
			progress(i, len(claims), claim.ID)
		}
		result := search.Tightest(claim, archived, search.Options{Seed: o.seed, Workers: o.workers,
			Evaluations: o.evaluations, Loosest: o.loosest, Front: o.update,
			Budget: time.Until(end) / time.Duration(o.parts.left(i, len(claims)))})
		if o.update {
			if err := o.archive.Write(claim.ID, result.Found); err != nil {
				return nil, &outputError{err}
			}
		}
		if results[i], err = o.judge(claim, result, len(claims)); err != nil {
			return nil, err
		}
		if err := o.parts.keep(i, results[i]); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// judge says what is wrong with what was found of one of so many claims. An instance that seems to refute its claim is
// decided like a scenario of verify, at a share of the suite's budget of error.
func (o *tightOptions) judge(claim theorems.Claim, r search.Result, claims int) (found tightest, err error) {
	wrong := func(code int, format string, arguments ...any) {
		found.Complaints = append(found.Complaints, complaint{code, oneLine(fmt.Sprintf(format, arguments...))})
	}
	if r.Err != nil {
		wrong(exitBroken, "%d of %d instances ended in an error, the first: %v", r.Errors, r.Evaluations, r.Err)
	}
	if len(r.Found) == 0 {
		if claim.Sometimes > 0 {
			wrong(exitUndecided, "no instance has a ratio, want one of %g", claim.Sometimes)
		}
		return found, nil
	}
	best := r.Found[len(r.Found)-1]
	best.Choices = nil
	found.Best = &best
	if !o.loosest && !(best.Ratio >= claim.Sometimes) {
		wrong(exitUndecided, "the tightest instance has the ratio %.4g, want %g", best.Ratio, claim.Sometimes)
	}
	if best.Ratio > 1 && claim.Expect == theorems.Supported {
		share := properties.SuiteAlpha / float64(claims)
		design := properties.Design{Alpha: share, Beta: share, MaxReplicates: properties.MaxReplicates(theorems.Quick)}
		report, err := properties.Decide(claim.ID, r.Scenario, design, o.seed, o.workers)
		if err != nil {
			return found, err
		}
		if report.Verdict == theorems.Refuted {
			wrong(exitRefuted, "refuted by %s: %s", best.Instance, report.Evidence)
		}
	}
	return found, nil
}

func (o *tightOptions) print(out io.Writer, results []tightest, width int) error {
	t := table{columns: []column{{title: "CLAIM"}, {title: "L/R", right: true}, {title: "99%"},
		{title: "EVALUATIONS", right: true, rank: 1}, {title: "INSTANCE"}}}
	bounds := 0
	for _, r := range results {
		best := r.Best
		if best == nil {
			continue
		}
		bounds++
		if o.asJSON {
			if err := printJSON(out, "", *best); err != nil {
				return err
			}
			continue
		}
		interval := "exact"
		switch {
		case best.High == nil:
			interval = fmt.Sprintf("≥ %.4g", best.Low)
		case best.Low != *best.High:
			interval = fmt.Sprintf("%.4g to %.4g", best.Low, *best.High)
		}
		t.add(best.Claim, strconv.FormatFloat(best.Ratio, 'g', 5, 64), interval, strconv.Itoa(best.Evaluations),
			best.Instance)
	}
	if o.asJSON {
		return nil
	}
	if err := t.print(out, width); err != nil {
		return err
	}
	word := "tightest"
	if o.loosest {
		word = "loosest"
	}
	_, err := fmt.Fprintf(out, "\n%d of %d claims are bounds with a ratio; the %s instance of each (seed %d).\n",
		bounds, len(results), word, o.seed)
	return err
}
