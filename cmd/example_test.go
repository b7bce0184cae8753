package cmd_test

import (
	"fmt"
	"os"

	"itermle/cmd"
	"itermle/theorems"
)

// A claim of a user's beside the suite's: in a program, os.Exit(cmd.Main(registry)) in place of Run.
func ExampleMain() {
	registry := cmd.Suite()
	registry.Statements = append(registry.Statements, theorems.Statement{ID: "my-lemma", Kind: theorems.Lemma,
		Text: "The maximum likelihood estimate of a mean is the mean."})
	registry.Claims = append(registry.Claims, theorems.Claim{ID: "my-claim", Statement: "my-lemma",
		Title: "the mean of 1 and 3", Says: "(1 + 3)/2 = 2", Expect: theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario { return []theorems.Scenario{meanIs(2)} },
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{{Name: "one too many", Scenario: meanIs(3)}}
		}})
	cmd.Run(registry, []string{"verify", "--run", "my-claim"}, os.Stdout, os.Stderr)
	// Output:
	// CLAIM     VERDICT    REPLICATES  TIGHTNESS  DETECTABLE  α SPENT  EVIDENCE
	// ✓  my-claim  supported  1           —          —           0        (1 + 3)/2 = 2
	// --wide shows also: TITLE
	//
	// 1 claim: 1 as expected, 0 contradicted, 0 undecided (profile quick, seed 1).
	// α spent 0 of 5e-07, β spent 0 of 5e-07:
	// a run of correct code shows a wrong verdict with probability at most 0.
}

// meanIs claims a value of the mean of 1 and 3.
func meanIs(claimed int) theorems.Scenario {
	return theorems.Scenario{Name: "1,3", Experiment: theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
		var outcome theorems.Outcome
		outcome.Check(claimed == (1+3)/2, "the mean is 2, claimed %d", claimed)
		outcome.Evidence = fmt.Sprintf("(1 + 3)/2 = %d", claimed)
		return outcome, nil
	}}}
}
