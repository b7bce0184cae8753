package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/properties"
	"itermle/theorems"
)

// hunted is a registry of one claim, P(bad) ≤ 0.1, with mutants of these rates; a negative rate is an error.
func hunted(rates ...float64) Registry {
	coin := func(p float64) theorems.Scenario {
		return theorems.Scenario{Name: fmt.Sprintf("p=%g", p), Experiment: theorems.Rate{Allowed: 0.1, Tolerated: 0.2,
			New: func() (estimators.Trial[bool], error) {
				return func(s *estimators.Stream, replicate uint64) (bool, error) {
					if p < 0 {
						return false, errors.New("lost")
					}
					return s.At(replicate, 0).Float64() < p, nil
				}, nil
			}}}
	}
	claim := theorems.Claim{ID: "coin", Statement: "s", Title: "coin", Says: "coin", Expect: theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario { return []theorems.Scenario{coin(0.05)} },
		Mutants: func() (mutants []theorems.Mutant) {
			for _, p := range rates {
				mutants = append(mutants, theorems.Mutant{Name: fmt.Sprintf("rate-%g", p), Scenario: coin(p)})
			}
			return append(mutants, theorems.Mutant{Name: "exact", Scenario: theorems.Scenario{Name: "exact",
				Experiment: theorems.Deterministic{Decide: func() (out theorems.Outcome, err error) {
					out.Check(false, "wrong")
					return out, nil
				}}}})
		}}
	return Registry{Families: estimators.Families(), Registry: properties.Registry{
		Statements: []theorems.Statement{{ID: "s"}}, Claims: []theorems.Claim{claim}}}
}

func TestMutants(t *testing.T) {
	run := func(registry Registry, arguments string) (code int, stdout, stderr string) {
		var out, err strings.Builder
		code = Run(registry, append([]string{"mutants"}, strings.Fields(arguments)...), &out, &err)
		return code, out.String(), err.String()
	}
	code, stdout, stderr := run(hunted(0.5, 1), "--json --streams 9")
	var rows []properties.Kill
	for line := range strings.Lines(stdout) {
		var k properties.Kill
		if err := json.Unmarshal([]byte(line), &k); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, k)
	}
	if code != exitHolds || stderr != "" || len(rows) != 3 {
		t.Fatalf("exit %d, %s%s", code, stdout, stderr)
	}
	half, one, exact := rows[0], rows[1], rows[2]
	// A rate of 1 takes as many replicates on each stream, one of ½ more; what is exact is decided once.
	if half.Killed != 9 || half.Streams != 9 || one.Killed != 9 ||
		!(half.Replicates > one.Replicates && one.Replicates > 3) ||
		exact.Killed != 1 || exact.Streams != 1 || exact.Replicates != 1 || half.Survived() {
		t.Errorf("%+v", rows)
	}
	for _, row := range []struct {
		registry  Registry
		arguments string
		code      int
		want      string
	}{
		{hunted(0.5), "", exitHolds, "2 mutants of 1 claims, 0 of them survive (seed 1)"},
		{hunted(0.5, 0.05), "--streams 2 --wide", exitRefuted, "0 of 2           —  rate-0.05 survives: supported"},
		{hunted(0.05, -1), "--streams 2 --wide", exitBroken,
			"rate--1 survives: undecided, a trial failed: replicate 0: lost"},
		{hunted(-1, 0.05), "", exitBroken, "survives"},
		{hunted(0.5, 0.5), "", exitMisuse, `two mutants are called "rate-0.5"`},
		{hunted(0.5), "--claim dice", exitMisuse, "--claim"},
		{hunted(0.5), "--streams 0", exitMisuse, "--streams"},
	} {
		if code, stdout, stderr := run(row.registry, row.arguments); code != row.code ||
			!strings.Contains(stdout+stderr, row.want) {
			t.Errorf("%s: exit %d, want %d and %q\n%s%s", row.arguments, code, row.code, row.want, stdout, stderr)
		}
	}
}
