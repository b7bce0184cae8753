package cmd

import (
	"context"
	"fmt"
	"regexp"
	"regexp/syntax"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"itermle/properties"
	"itermle/theorems"
)

// verifyOptions are the flags of verify as typed.
type verifyOptions struct {
	pattern string
	sourceSelection
	profile   theorems.Profile
	seed      uint64
	workers   int
	instances int // 0: the profile's
	memory    float64
	asJSON    bool
	budget    time.Duration // 0: none
	recordOptions
	outcomeOptions
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

With --record each decided scenario is a line of JSON in a file, written at once, in the order of the plan when the run
is complete; --resume goes on after whatever ended it, to the same lines, seconds aside. Ctrl-C and SIGTERM print what
is decided and how to go on. With --budget the first scenario of every claim is decided before the second of any, edges
before drawn ones. --shard i/N decides one of N parts into a record, for itermle merge.

` + exitCodes + `
130 and 143: ended by Ctrl-C or SIGTERM. A shard exits 0 when its record is complete: the verdicts are those of merge.`,
		Example: `  itermle verify
  itermle verify theorem-4.1 theorem-5.1-part-1 --wide
  itermle verify --run '^theorem-5' --profile ci
  itermle verify --profile deep --record deep.jsonl --resume
  itermle verify --shard 0/4 --record 0.jsonl
  itermle verify --profile ci --budget 60s --junit verdicts.xml`,
		RunE: func(command *cobra.Command, names []string) error {
			return options.verify(command, registry, names)
		},
		ValidArgsFunction: completeClaims(registry),
	}
	flags := command.Flags()
	flags.StringVar(&options.pattern, "run", "", "decide only claims whose ID matches this regular expression")
	options.sourceFlag(command, registry)
	options.runFlags(command)
	wholeFlag(flags, &options.instances, "instances", 1, 0, maxInstances,
		fmt.Sprintf("scenarios drawn for each claim that draws (default %d, %d or %d by profile)",
			properties.Instances(theorems.Quick), properties.Instances(theorems.CI),
			properties.Instances(theorems.Deep)))
	flags.Bool("strict", false, "exit 3 if a claim is undecided, which is so without it too")
	memoryFlag(flags, &options.memory)
	jsonFlag(flags, &options.asJSON)
	durationFlag(flags, &options.budget, "budget", 0, "decide the most telling in this time, and say what is left")
	options.recordFlags(flags)
	options.outcomeFlags(flags)
	return command
}

// runFlags are those of every run of claims: profile, seed and workers.
func (o *verifyOptions) runFlags(command *cobra.Command) {
	profileFlag(command, &o.profile)
	seedFlag(command.Flags(), &o.seed, "suite seed, the key of every random stream")
	wholeFlag(command.Flags(), &o.workers, "workers", 1, runtime.GOMAXPROCS(0), maxWorkers,
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
	if settings.Record, err = o.open(command); err != nil {
		return err
	}
	ended, release := endsEarly(o.budget)
	defer release()
	settings.Stop, settings.TellingFirst, settings.Shard = ended.Done(), o.budget > 0, o.shard
	progress, finish, above := newProgressBelow(command.ErrOrStderr())
	rows := o.stream(command, registry, settings.Select, above)
	settings.Decided = rows.decided()
	summary, err := properties.Run(registry.Registry, settings, progress)
	finish()
	if err != nil {
		return unwritten(err)
	}
	if o.shard.Of > 0 {
		return o.sayShard(command, &summary, context.Cause(ended))
	}
	code, err := o.show(command, registry, &summary, o.asJSON, rows)
	if summary.Pending > 0 && err == nil {
		code = endCode(context.Cause(ended), code)
		o.sayHowToGoOn(command, &summary, o.asJSON)
	}
	if err == nil && code != exitHolds {
		return exitError{code}
	}
	return err
}

// settings are the options of a run as the flags say.
func (o *verifyOptions) settings(command *cobra.Command, registry *Registry, names []string) (properties.Options,
	error) {
	selected, err := o.selection(command, registry, names)
	return properties.Options{Seed: o.seed, Workers: o.workers, Profile: o.profile, Select: selected,
		Instances: o.instances}, err
}

// decide runs the claims and shows the progress.
func decide(command *cobra.Command, registry *Registry, settings properties.Options) (properties.Summary, error) {
	progress, finish := newProgress(command.ErrOrStderr())
	defer finish()
	return properties.Run(registry.Registry, settings, progress)
}

// selection is the expression of --run, or one for the claims named, or for those of --source that --run matches.
func (o *verifyOptions) selection(command *cobra.Command, registry *Registry, names []string) (*regexp.Regexp, error) {
	ids := claimIDs(registry)
	if len(names) > 0 {
		if err := alone(command, "the claims named", "run", "source"); err != nil {
			return nil, err
		}
		for _, name := range names {
			if !slices.Contains(ids, name) {
				return nil, &unknownError{"claim", name, ids}
			}
		}
		return only(names)
	}
	selected, err := readExpression("run", o.pattern, "claim IDs")
	if err != nil {
		return nil, err
	}
	matched := slices.DeleteFunc(ids, func(id string) bool { return !selected.MatchString(id) })
	if len(matched) == 0 {
		return nil, &flagError{"run", o.pattern,
			"an expression that matches the ID of a claim: this matches none, see itermle list"}
	}
	if o.source == "" {
		return selected, nil
	}
	statements, err := o.statements(registry)
	if err != nil {
		return nil, err
	}
	matched = slices.DeleteFunc(matched, func(id string) bool {
		return !slices.ContainsFunc(statements,
			func(s theorems.Statement) bool { return s.ID == registry.claim(id).Statement })
	})
	if len(matched) == 0 {
		return nil, &flagError{"source", o.source, "the source of a claim that is selected: no such statement has one"}
	}
	return only(matched)
}

// only is an expression that matches the IDs and no other.
func only(ids []string) (*regexp.Regexp, error) {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = regexp.QuoteMeta(id)
	}
	return regexp.Compile("^(" + strings.Join(quoted, "|") + ")$")
}

// readExpression is the regular expression over so-called texts that a flag holds.
func readExpression(flag, pattern, over string) (*regexp.Regexp, error) {
	expression, err := regexp.Compile(pattern)
	if err == nil {
		return expression, nil
	}
	accept := "a regular expression over " + over
	if reason, ok := err.(*syntax.Error); ok {
		accept += ": " + cut(reason.Code.String()+" "+strconv.Quote(reason.Expr), 60)
	}
	return nil, &flagError{flag, pattern, accept}
}

// profileFlag is --profile.
func profileFlag(command *cobra.Command, to *theorems.Profile) {
	command.Flags().Var(&value{kind: "string", accept: "quick, ci or deep",
		text: func() string { return to.String() },
		read: func(text string) bool {
			at := slices.Index(profileNames(), text)
			*to = theorems.Profile(max(0, at))
			return at >= 0
		}}, "profile", "quick (seconds), ci (a minute or two) or deep")
	completeWords(command, "profile", profileNames()...)
}

func profileNames() []string {
	return []string{theorems.Quick.String(), theorems.CI.String(), theorems.Deep.String()}
}
