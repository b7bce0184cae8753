// Package claimtest tests claims about randomness with go test: those of the suite, and a user's own.
//
//	func TestClaims(t *testing.T)  { claimtest.Check(t, claims...) }
//	func TestMutants(t *testing.T) { claimtest.Mutants(t, claims...) }
//	func FuzzClaims(f *testing.F)  { claimtest.Fuzz(f, claims...) }
//
// The opinion of the package: a claim is tested where it is true and where it is made false, each claim has a subtest
// of its own, and a failure names the one command that repeats it. All depends on one seed, the environment variable
// ITERMLE_SEED, by default 1. Correct code over correct claims fails with probability at most 2·10^-10 a call.
//
// Claims belong to statements, which a failure quotes the reference of. Those of the suite are known here; others come
// with the method of their Statements:
//
//	claimtest.Statements(mine).Check(t, claims...)
//
// The package imports rapid, which registers flags: only tests may import it. Unless flags or RAPID_ variables ask for
// something else, rapid draws from ITERMLE_SEED, performs as many checks a claim as ITERMLE_INSTANCES says (by default
// 4, and a fifth of 15 under -short), and leaves no fail files.
// These are flags of the whole test binary: a test that calls this package must not be parallel to one that uses rapid.
package claimtest

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/theorems"
)

// budget is what each of α and β may come to in one call of Check or Mutants.
const budget = 1e-10

// Statements are where claims are found to belong to.
type Statements []theorems.Statement

// Check tests claims of the suite's statements: see Statements.Check.
func Check(t *testing.T, claims ...theorems.Claim) {
	t.Helper()
	Statements(theorems.Statements()).Check(t, claims...)
}

// Drawn tests what claims of the suite's statements draw: see Statements.Drawn.
func Drawn(t *testing.T, claims ...theorems.Claim) {
	t.Helper()
	Statements(theorems.Statements()).Drawn(t, claims...)
}

// Mutants tests that no mutant of claims of the suite's statements survives: see Statements.Mutants.
func Mutants(t *testing.T, claims ...theorems.Claim) {
	t.Helper()
	Statements(theorems.Statements()).Mutants(t, claims...)
}

// Check tests that each claim comes out as it expects, in a subtest of its ID: its fixed scenarios as a run at profile
// quick decides them, and where it draws, a rapid property, whose scenarios must each have the expected verdict or not
// meet the hypotheses; one that never meets them fails. The verdict of a scenario is a function of the seed and its
// name, so rapid can neither search for lucky noise nor shrink into it, and a scenario that is drawn twice is decided
// once.
//
// Under -short it is Drawn. Mistakes of claims end the test before any is decided.
func (s Statements) Check(t *testing.T, claims ...theorems.Claim) {
	t.Helper()
	s.check(t, claims, !testing.Short())
}

// Drawn is Check without the fixed scenarios of claims that draw: for claims whose run at profile quick is decided
// anyhow, by a test of its verdict table.
func (s Statements) Drawn(t *testing.T, claims ...theorems.Claim) {
	t.Helper()
	s.check(t, claims, false)
}

// check is Check where fixed, else Drawn.
func (s Statements) check(t *testing.T, claims []theorems.Claim, fixed bool) {
	t.Helper()
	s.each(t, claims, func(c *check) {
		c.again += " -rapid.checks=" + flag.Lookup("rapid.checks").Value.String()
		if c.claim.Fixed != nil && (fixed || c.claim.Draw == nil) {
			c.fixed()
		}
		if c.claim.Draw != nil {
			c.drawn()
		}
	})
}

// check is the test of one claim. What it says of a failure has the command that repeats it, in place of rapid's own.
type check struct {
	*testing.T
	registry  properties.Registry // of this claim alone
	claim     theorems.Claim
	reference string
	seed      uint64
	share     float64 // of the budget
	workers   int
	again     string // the command that repeats the test
}

// each runs a parallel subtest for every claim, after a look at all of them.
func (s Statements) each(t *testing.T, claims []theorems.Claim, test func(c *check)) {
	t.Helper()
	if len(claims) == 0 {
		t.Fatal("no claim to test")
	}
	cited := map[string]bool{}
	for _, c := range claims {
		cited[c.Statement] = true
	}
	statements := map[string]theorems.Statement{}
	all := properties.Registry{Claims: claims}
	for _, statement := range s {
		if cited[statement.ID] {
			all.Statements = append(all.Statements, statement)
			statements[statement.ID] = statement
		}
	}
	if err := all.Check(); err != nil {
		t.Fatal(err)
	}
	seed := suiteseed.Seed()
	steer(seed)
	for _, claim := range claims {
		t.Run(claim.ID, func(t *testing.T) {
			t.Parallel()
			statement := statements[claim.Statement]
			test(&check{
				T: t, registry: properties.Registry{Statements: []theorems.Statement{statement},
					Claims: []theorems.Claim{claim}},
				claim: claim, reference: statement.Reference, seed: seed,
				share: budget / float64(len(claims)), workers: max(1, runtime.GOMAXPROCS(0)/len(claims)),
				again: reproduce(t.Name(), seed),
			})
		})
	}
}

// failure says what came out of a scenario and should not have.
func (c *check) failure(what, scenario string, verdict theorems.Verdict, evidence string) string {
	return fmt.Sprintf("%s %s (%s): %s\nscenario %s: %s, a claim that expects %s\n%s",
		what, c.claim.ID, c.reference, c.claim.Says, scenario, verdict, c.claim.Expect, evidence)
}

// Errorf reports a failure.
func (c *check) Errorf(format string, arguments ...any) {
	c.Helper()
	c.T.Errorf("%s", c.repeated(fmt.Sprintf(format, arguments...)))
}

// Fatalf reports a failure and ends the test.
func (c *check) Fatalf(format string, arguments ...any) {
	c.Helper()
	c.T.Fatalf("%s", c.repeated(fmt.Sprintf(format, arguments...)))
}

// rapidRepeats is the line with which rapid tells how to repeat its draws, which the seed of the suite does.
var rapidRepeats = regexp.MustCompile(`(?m)^To (try to )?reproduce, specify -run=.*$`)

func (c *check) repeated(text string) string {
	line := "reproduce: " + c.again
	if rapidRepeats.MatchString(text) {
		return rapidRepeats.ReplaceAllLiteralString(text, line)
	}
	return text + "\n" + line
}

// reproduce is the command that repeats one subtest; the import path of its package is that of the test binary.
func reproduce(name string, seed uint64) string {
	path := "."
	if info, ok := debug.ReadBuildInfo(); ok {
		path = strings.TrimSuffix(info.Path, ".test")
	}
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	line := fmt.Sprintf("ITERMLE_SEED=%d go test %s -run '%s'", seed, path, strings.Join(parts, "/"))
	if testing.Short() {
		line += " -short"
	}
	return line
}

// steer tells rapid what nobody has told it.
func steer(seed uint64) {
	told := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { told[f.Name] = true })
	for name, value := range map[string]string{
		"rapid.seed":       strconv.FormatUint(max(1, seed), 10), // rapid takes 0 for "random"
		"rapid.nofailfile": "true",                               // seed and test name repeat a failure
		"rapid.checks": cmp.Or(os.Getenv("ITERMLE_INSTANCES"),
			map[bool]string{false: "4", true: "15"}[testing.Short()]),
	} {
		_, inEnvironment := os.LookupEnv(strings.ToUpper(strings.ReplaceAll(name, ".", "_")))
		if told[name] || inEnvironment {
			continue
		}
		if err := flag.Set(name, value); err != nil {
			panic(fmt.Sprintf("claimtest: %s (ITERMLE_INSTANCES): %v", name, err))
		}
	}
}

// checks is how many rapid performs for each claim.
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
