package cmd

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"

	"github.com/spf13/cobra"

	"itermle/internal/parallel"
	"itermle/properties"
	"itermle/theorems"
)

// mutantsOptions are the flags of mutants as typed.
type mutantsOptions struct {
	verifyOptions // pattern, seed, workers and asJSON
	streams       int
}

func mutantsCommand(registry *Registry) *cobra.Command {
	var o mutantsOptions
	command := &cobra.Command{
		Use:   "mutants [--claim REGEX]",
		Short: "Print which false variants of the claims die, and after how many replicates",
		Long: `mutants decides the false variants that each claim ships, on several streams, and prints the kill matrix:
on how many of the streams the variant came out as the opposite of what the claim expects, and the median of the
replicates that it took; for what is decided without chance, the comparisons made. With --json it prints one object a
line: {"claim","mutant","killed","streams","replicates"}.

Exit codes: 0 every mutant dies on every stream, 1 some mutant survives, 2 misuse, 4 a trial ended in an error or a
panic, 5 the output could not be written.`,
		Example: `  itermle mutants --claim '^theorem-4.1'
  itermle mutants --streams 9 --json`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return o.mutants(command, registry) },
	}
	flags := command.Flags()
	flags.StringVar(&o.pattern, "claim", "", "only mutants of claims whose ID matches this regular expression")
	o.sourceFlag(command, registry)
	completeWords(command, "claim", claimIDs(registry)...)
	wholeFlag(flags, &o.streams, "streams", 1, 5, 1000, "streams that each mutant is decided on")
	seedFlag(flags, &o.seed, "suite seed, the key of every random stream")
	wholeFlag(flags, &o.workers, "workers", 1, runtime.GOMAXPROCS(0), maxWorkers,
		"goroutines; nothing printed depends on it")
	flags.BoolVar(&o.asJSON, "json", false, "print one JSON object a line")
	return command
}

func (o *mutantsOptions) mutants(command *cobra.Command, registry *Registry) error {
	claims, err := o.claims(command, registry)
	if err != nil {
		return err
	}
	matrices, err := killMatrices(command, registry, claims, o)
	if err != nil {
		return err
	}
	return o.print(command.OutOrStdout(), matrices, tableWidth(command))
}

// killMatrices decides the mutants of each claim at its share of the registry's budget.
func killMatrices(command *cobra.Command, registry *Registry, claims []theorems.Claim, o *mutantsOptions) (
	[][]properties.Kill, error) {
	step, finish := newProgress(command.ErrOrStderr())
	defer finish()
	matrices := make([][]properties.Kill, len(claims))
	share := properties.SuiteAlpha / float64(len(registry.Claims))
	for i, claim := range claims {
		if step != nil {
			step(i, len(claims), claim.ID)
		}
		if failure := (parallel.Loop{N: 1, Workers: 1}).Do(func(_, _ int) (err error) {
			matrices[i], err = properties.Mutants(claim, o.streams, share, o.seed, o.workers)
			return err
		}); failure != nil {
			if failure.Panic != nil {
				return nil, &panicError{fmt.Sprintf("%s: %v", claim.ID, failure.Brief())}
			}
			return nil, failure.Err
		}
	}
	return matrices, nil
}

// claims are those that --claim selects.
func (o *verifyOptions) claims(command *cobra.Command, registry *Registry) ([]theorems.Claim, error) {
	selected, err := o.selection(command, registry, nil)
	if wrong := (*flagError)(nil); errors.As(err, &wrong) && wrong.Flag == "run" {
		wrong.Flag = "claim"
	}
	if err != nil {
		return nil, err
	}
	var claims []theorems.Claim
	for _, claim := range registry.Claims {
		if selected.MatchString(claim.ID) {
			claims = append(claims, claim)
		}
	}
	return claims, nil
}

func (o *mutantsOptions) print(out io.Writer, matrices [][]properties.Kill, width int) error {
	t := table{columns: []column{{title: "CLAIM"}, {title: "DIES", right: true}, {title: "REPLICATES", right: true},
		{title: "MUTANT"}}}
	code, mutants, survivors := exitHolds, 0, 0
	for _, matrix := range matrices {
		for _, k := range matrix {
			mutants++
			name := k.Mutant
			if k.Survived() {
				survivors++
				if code == exitHolds {
					code = exitRefuted
				}
				name += " survives: " + k.Survivor.Verdict.String() + ", " + k.Survivor.Evidence
			}
			if k.Survivor.Error != "" {
				code = exitBroken
			}
			if o.asJSON {
				if err := printJSON(out, "", k); err != nil {
					return err
				}
				continue
			}
			replicates := "—"
			if k.Killed > 0 {
				replicates = strconv.Itoa(k.Replicates)
			}
			t.add(k.Claim, fmt.Sprintf("%d of %d", k.Killed, k.Streams), replicates, name)
		}
	}
	if !o.asJSON {
		if err := t.print(out, width); err != nil {
			return err
		}
		fmt.Fprintf(out, "\n%d mutants of %d claims, %d of them survive (seed %d).\n", mutants, len(matrices),
			survivors,
			o.seed)
	}
	if code != exitHolds {
		return exitError{code}
	}
	return nil
}
