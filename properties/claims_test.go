package properties_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/properties/generators"
	"itermle/theorems"
)

// registryError is the budget of each α and β over all rapid checks, all mutants and the run below: with 3 of them a wrong verdict on
// correct code in one test run has probability at most 6·10^-10.
const registryError = 1e-10

// rapidChecks draws for each claim; rapid divides by 5 under -short.
const rapidChecks = 8

func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv("RAPID_CHECKS") == "" {
		checks := rapidChecks
		if testing.Short() {
			checks = 15 // divided by 5
		}
		flag.Set("rapid.checks", strconv.Itoa(checks))
	}
	suiteseed.Main(m) // parses again: the command line has the last word
}

// TestRegistry: every statement has a claim or the reason why it has none, and not both; every claim belongs to a statement; and names
// are unique.
func TestRegistry(t *testing.T) {
	open := map[string]string{}
	for _, s := range theorems.Statements() {
		if _, twice := open[s.ID]; twice {
			t.Errorf("statement %s is listed twice", s.ID)
		}
		open[s.ID] = s.Open
	}
	checked, claims := map[string]bool{}, map[string]bool{}
	for _, c := range properties.Suite().Claims {
		if claims[c.ID] {
			t.Errorf("claim %s is listed twice", c.ID)
		}
		claims[c.ID] = true
		if _, known := open[c.Statement]; !known {
			t.Errorf("claim %s: statement %q is not in the registry", c.ID, c.Statement)
		}
		checked[c.Statement] = true
		if c.Title == "" || c.Says == "" || c.Expect == theorems.Undecided {
			t.Errorf("claim %s: title, text and expected verdict are needed", c.ID)
		}
		if c.Fixed == nil && c.Draw == nil {
			t.Errorf("claim %s has no scenario", c.ID)
		}
		if c.Mutants == nil || len(c.Mutants()) == 0 {
			t.Errorf("claim %s has no mutant: who knows whether its check can fail", c.ID)
		}
	}
	for _, s := range theorems.Statements() {
		if checked[s.ID] == (s.Open != "") {
			t.Errorf("statement %s: checked by a claim: %v, open because: %q", s.ID, checked[s.ID], s.Open)
		}
	}
}

// reproduce is the command that repeats one claim's property.
func reproduce(t *testing.T) string {
	return fmt.Sprintf("ITERMLE_SEED=%d go test ./properties -run '^%s$'", suiteseed.Seed(), strings.ReplaceAll(t.Name(), "/", "$/^"))
}

// TestClaims is one rapid property for each claim that draws: every drawn scenario has the expected verdict. The verdict of a
// scenario is a function of the suite seed and its name, so rapid can neither search for lucky noise nor shrink into it, and a
// scenario that is drawn twice is decided once.
func TestClaims(t *testing.T) {
	seed := suiteseed.Seed()
	var drawing []theorems.Claim
	for _, c := range properties.Suite().Claims {
		if c.Draw != nil {
			drawing = append(drawing, c)
		}
	}
	reference := map[string]string{}
	for _, s := range theorems.Statements() {
		reference[s.ID] = s.Reference
	}
	for _, claim := range drawing {
		t.Run(claim.ID, func(t *testing.T) {
			t.Parallel()
			part := registryError / float64(len(drawing)*max(rapidChecks, checks()))
			design := properties.Design{Alpha: part, Beta: part, MaxReplicates: properties.MaxReplicates(theorems.Quick)}
			reports := map[string]properties.ScenarioReport{}
			again := reproduce(t)
			performed, decided, undecided, unmet := 0, 0, 0, 0
			decide := func(t rapid.TB, s theorems.Scenario) {
				report, seen := reports[s.Name]
				if !seen {
					var err error
					if report, err = properties.Decide(claim.ID, s, design, seed, 1); err != nil {
						t.Fatalf("%v", err)
					}
					reports[s.Name] = report
				}
				switch {
				case report.Unmet != "":
					unmet++
				case report.Error != "":
					t.Fatalf("claim %s (%s)\nscenario %s: %s", claim.ID, reference[claim.Statement], s.Name, report.Error)
				case report.Verdict == theorems.Undecided:
					undecided++
				case report.Verdict != claim.Expect:
					t.Fatalf("claim %s (%s): %s\nscenario %s: %s, want %s\n%s\nreproduce: %s", claim.ID, reference[claim.Statement], claim.Says,
						s.Name, report.Verdict, claim.Expect, report.Evidence, again)
				default:
					decided++
				}
			}
			rapid.Check(t, func(rt *rapid.T) {
				performed++
				decide(rt, claim.Draw(generators.Chooser(rt)))
			})
			if performed < checks() {
				t.Errorf("claim %s: only %d of %d checks were performed; %s", claim.ID, performed, checks(), again)
			}
			// A few draws may all miss the hypotheses by chance; 200 more say whether any meets them.
			more := estimators.NewStream(seed, claim.ID, "draw until the hypotheses are met")
			for i := uint64(0); decided == 0 && undecided == 0 && i < 200; i++ {
				decide(t, claim.Draw(fresh{more.At(i, 0)}))
			}
			if undecided > 0 {
				t.Logf("claim %s: %d draws undecided after %d replicates each", claim.ID, undecided, design.MaxReplicates)
			}
			if decided == 0 {
				t.Errorf("claim %s was never decided: %d draws undecided, %d do not meet the hypotheses; %s", claim.ID, undecided, unmet, again)
			}
		})
	}
}

// checks is what rapid will perform.
func checks() int {
	n, err := strconv.Atoi(flag.Lookup("rapid.checks").Value.String())
	if err != nil {
		panic(err)
	}
	if testing.Short() {
		n /= 5
	}
	return n
}

// fresh chooses from a stream.
type fresh struct{ random *rand.Rand }

func (f fresh) Choose(_ string, n int) int { return f.random.IntN(n) }

// TestEveryMutantDies: every mutant of every claim must die.
func TestEveryMutantDies(t *testing.T) {
	seed := suiteseed.Seed()
	claims := properties.Suite().Claims
	mutants := 0
	for _, c := range claims {
		if c.Mutants != nil {
			mutants += len(c.Mutants())
		}
	}
	part := registryError / float64(max(1, mutants))
	design := properties.Design{Alpha: part, Beta: part, MaxReplicates: properties.MaxReplicates(theorems.Quick)}
	var mu sync.Mutex
	var rows []string
	t.Cleanup(func() {
		slices.Sort(rows)
		t.Logf("replicates to kill:\n%s", strings.Join(rows, "\n"))
	})
	for _, claim := range claims {
		t.Run(claim.ID, func(t *testing.T) {
			t.Parallel()
			kills, err := properties.KillMatrix([]theorems.Claim{claim}, design, seed, 1, 1)
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range kills {
				if !k.Killed {
					t.Errorf("mutant %s of %s survives: %v, %d replicates, %s\nreproduce: %s", k.Mutant, claim.ID, k.Verdicts, k.Replicates, k.Evidence, reproduce(t))
				}
				mu.Lock()
				rows = append(rows, fmt.Sprintf("%-32s %-40s %8d", claim.ID, k.Mutant, k.Replicates))
				mu.Unlock()
			}
		})
	}
}

// TestRunOfTheRegistry: at profile quick every claim has the expected verdict.
func TestRunOfTheRegistry(t *testing.T) {
	if testing.Short() {
		t.Skip("the same scenarios' kinds are covered by TestClaims")
	}
	seed := suiteseed.Seed()
	summary, err := properties.Run(properties.Suite(), properties.Options{Seed: seed, Alpha: registryError, Beta: registryError}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range summary.Reports {
		if !r.AsExpected() {
			t.Errorf("claim %s: %s, want %s\nscenario %s: %s\nreproduce: go run ./cmd/itermle verify --seed %d --run '^%s$'",
				r.Claim, r.Verdict, r.Expected, r.Scenario, r.Evidence, seed, regexp.QuoteMeta(r.Claim))
		}
	}
	if code := summary.ExitCode(true); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
