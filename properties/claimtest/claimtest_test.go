package claimtest_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/properties/claimtest"
	"itermle/theorems"
)

func TestMain(m *testing.M) { suiteseed.Main(m) }

// coins is a statement that the suite does not have.
var coins = claimtest.Statements{{ID: "coin", Reference: "Bernoulli 1713"}}

// coin is the scenario of a coin that P(bad) ≤ allowed is claimed of.
func coin(p, allowed float64) theorems.Scenario {
	return theorems.Scenario{
		Name: fmt.Sprintf("p=%g allowed=%g", p, allowed),
		Experiment: theorems.Rate{Allowed: allowed, Tolerated: allowed + 0.2,
			New: func() (estimators.Trial[bool], error) {
				return func(s *estimators.Stream, replicate uint64) (bool, error) {
					return s.At(replicate, 0).Float64() < p, nil
				}, nil
			}},
	}
}

// sound is a claim with fixed and drawn scenarios, all true.
func sound() theorems.Claim {
	return theorems.Claim{
		ID: "sound", Statement: "coin", Title: "a coin", Says: "P(bad) ≤ δ", Expect: theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario { return []theorems.Scenario{coin(0, 0.1)} },
		Draw: func(choose theorems.Chooser) theorems.Scenario {
			return coin(0.1, theorems.Pick(choose, "δ", 0.1, 0.2, 0.3, 0.4, 0.5))
		},
		Mutants: func() []theorems.Mutant { return []theorems.Mutant{{Name: "biased", Scenario: coin(0.5, 0.1)}} },
	}
}

// lost is a scenario with an error beside its verdict.
func lost(verdict theorems.Verdict) theorems.Scenario {
	decide := func() (theorems.Outcome, error) { return theorems.Outcome{Verdict: verdict, Cases: 1}, os.ErrInvalid }
	return theorems.Scenario{Name: "s", Experiment: theorems.Deterministic{Decide: decide}}
}

// spoiled are claims that must not pass, with what the failure must say.
var spoiled = []struct {
	name  string
	spoil func(c *theorems.Claim)
	want  []string
}{
	{"fixed-only", func(c *theorems.Claim) {
		c.Draw = nil
		c.Fixed = func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{coin(0, 0.1), coin(0.9, 0.1)}
		}
	}, []string{"scenario p=0.9 allowed=0.1: refuted", "bad of"}},
	{"drawn", func(c *theorems.Claim) {
		c.Draw = func(choose theorems.Chooser) theorems.Scenario {
			choose.Choose("nothing", 5)
			return coin(theorems.Pick(choose, "p", 0.05, 0.9, 0.95), 0.1)
		}
		// the simplest of the two that fail
	}, []string{"scenario p=0.9 allowed=0.1: refuted", "bad of", "scenario p=0.9 allowed=0.1: refuted",
		`"choices":[{"label":"nothing","of":5,"at":0},{"label":"p"`}},
	{"rare", func(c *theorems.Claim) { // only what testdata/counterexamples keeps would find it
		c.Draw = func(choose theorems.Chooser) theorems.Scenario {
			if choose.Choose("k", 1<<40) == 123456789 {
				return coin(0.9, 0.1)
			}
			return coin(0.05, 0.1)
		}
	}, []string{"scenario p=0.9 allowed=0.1: refuted", "bad of"}},
	{"never-met", func(c *theorems.Claim) {
		c.Draw = func(theorems.Chooser) theorems.Scenario { return theorems.Scenario{Name: "s", Unmet: "never"} }
	}, []string{"never decided"}},
	{"never-exercised", func(c *theorems.Claim) {
		c.Draw = nil
		c.Fixed = func(theorems.Profile) []theorems.Scenario { return nil }
	}, []string{"never exercised"}},
	{"erring", func(c *theorems.Claim) {
		c.Draw = func(theorems.Chooser) theorems.Scenario { return lost(theorems.Undecided) }
	}, []string{"scenario s: undecided", "invalid argument"}},
	{"no-sense", func(c *theorems.Claim) {
		c.Fixed = func(theorems.Profile) []theorems.Scenario { return []theorems.Scenario{coin(0, 0.9)} }
	}, []string{`claim no-sense, scenario "p=0 allowed=0.9"`}},
	{"harmless-mutant", func(c *theorems.Claim) {
		c.Mutants = func() []theorems.Mutant { return []theorems.Mutant{{Name: "harmless", Scenario: coin(0, 0.1)}} }
	}, []string{"mutant harmless survives", "scenario p=0 allowed=0.1: supported"}},
	{"erring-mutant", func(c *theorems.Claim) {
		c.Mutants = func() []theorems.Mutant {
			return []theorems.Mutant{{Name: "erring", Scenario: lost(theorems.Refuted)}}
		}
	}, []string{"mutant erring survives", "scenario s: undecided", "invalid argument"}},
	{"twin-mutants", func(c *theorems.Claim) {
		twin := theorems.Mutant{Name: "twin", Scenario: coin(0.5, 0.1)}
		c.Mutants = func() []theorems.Mutant { return []theorems.Mutant{twin, twin} }
	}, []string{`two mutants are called "twin"`}},
	{"no-mutant", func(c *theorems.Claim) {
		c.Mutants = func() []theorems.Mutant { return nil }
	}, []string{"no mutant"}},
	{"stranger", func(c *theorems.Claim) { c.Statement = "dice" }, []string{`statement "dice" is not in the registry`}},
}

// TestSubject passes on the sound claim. TestFailures runs it again in processes of their own, on a spoiled one.
func TestSubject(t *testing.T) {
	claims := []theorems.Claim{sound()}
	for _, s := range spoiled {
		if name := os.Getenv("CLAIMTEST_SPOILED"); s.name == name {
			claim := sound()
			claim.ID = name
			s.spoil(&claim)
			claims = append(claims, claim)
		}
	}
	t.Run("check", func(t *testing.T) { coins.Check(t, claims...) })
	t.Run("mutants", func(t *testing.T) { coins.Mutants(t, claims...) })
}

// again is the command that a failure names.
var again = regexp.MustCompile(
	`reproduce: ITERMLE_SEED=7 go test itermle/properties/claimtest -run '(.*)'(?: -(.*))?\n`)

// TestFailures: a spoiled claim fails, says what it should, and repeats by the command that it names.
func TestFailures(t *testing.T) {
	for _, s := range spoiled {
		t.Run(s.name, func(t *testing.T) {
			subject := func(arguments ...string) string {
				command := exec.Command(os.Args[0], arguments...)
				command.Env = append(os.Environ(), "CLAIMTEST_SPOILED="+s.name, "ITERMLE_SEED=7")
				output, err := command.CombinedOutput()
				if err == nil {
					t.Fatalf("%v passes:\n%s", arguments, output)
				}
				for _, want := range s.want {
					if !strings.Contains(string(output), want) {
						t.Errorf("%v does not say %q:\n%s", arguments, want, output)
					}
				}
				return string(output)
			}
			output := subject("-test.run=^TestSubject$")
			if strings.Contains(output, "-rapid.seed=") {
				t.Errorf("two commands that repeat it:\n%s", output)
			}
			if s.name == "stranger" || s.name == "no-mutant" || s.name == "twin-mutants" {
				return // nothing was left to chance
			}
			found := again.FindStringSubmatch(output)
			if found == nil || !strings.Contains(found[1], "^"+s.name+"$") {
				t.Fatalf("no command repeats it:\n%s", output)
			}
			if subject("-test.run="+found[1], "-test.v"); found[2] != "" {
				subject("-test.run="+found[1], "-"+found[2])
			}
			if s.name == "drawn" {
				short := subject("-test.run=^TestSubject$", "-test.short")
				if !strings.Contains(short, "$' -short -rapid.checks=15\n") {
					t.Errorf("not the same experiment:\n%s", short)
				}
			}
			if s.name != "no-sense" && s.name != "never-met" && !strings.Contains(output, "Bernoulli 1713") {
				t.Errorf("no reference:\n%s", output)
			}
		})
	}
}

// TestInstances: ITERMLE_INSTANCES is how many checks a claim gets, unless RAPID_CHECKS says otherwise. The test runs
// itself.
func TestInstances(t *testing.T) {
	if os.Getenv("CLAIMTEST_AGAIN") != "" {
		claim, drawn := sound(), 0
		draw := claim.Draw
		claim.Draw = func(choose theorems.Chooser) theorems.Scenario {
			drawn++
			return draw(choose)
		}
		t.Run("check", func(t *testing.T) { coins.Check(t, claim) })
		fmt.Println("drawn", drawn)
		return
	}
	for variables, want := range map[string]string{"ITERMLE_INSTANCES=3": "drawn 3\n",
		"ITERMLE_INSTANCES=":                 "drawn 4\n",
		"ITERMLE_INSTANCES=3 RAPID_CHECKS=5": "drawn 5\n", "ITERMLE_INSTANCES=x": "ITERMLE_INSTANCES"} {
		command := exec.Command(os.Args[0], "-test.run=^TestInstances$")
		command.Env = append(append(os.Environ(), "CLAIMTEST_AGAIN=1"), strings.Fields(variables)...)
		if output, err := command.CombinedOutput(); !strings.Contains(string(output), want) ||
			(err != nil) != (want == "ITERMLE_INSTANCES") {
			t.Errorf("%s: %v, want %q:\n%s", variables, err, want, output)
		}
	}
}
