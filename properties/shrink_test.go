package properties_test

import (
	"flag"
	"fmt"
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/properties/generators"
	"itermle/properties/search"
	"itermle/theorems"
)

// slope is the claim P(bad) ≤ 0.05, which is false for n ≥ 70 and d ≥ 4, where P(bad) = 0.15, and just true elsewhere.
type slope struct{ n, d, t int }

func drawSlope(choose theorems.Chooser) slope {
	return slope{choose.Choose("n", 200), choose.Choose("d", 20), choose.Choose("T", 100)}
}

func (s slope) violated() bool { return s.n >= 70 && s.d >= 4 }

func (s slope) bad(stream *estimators.Stream, replicate uint64) bool {
	p := 0.05
	if s.violated() {
		p = 0.15
	}
	return stream.At(replicate, 0).Float64() < p
}

var slopes = theorems.Claim{ID: "slope", Expect: theorems.Supported,
	Draw: func(choose theorems.Chooser) theorems.Scenario {
		s := drawSlope(choose)
		return theorems.Scenario{Name: fmt.Sprintf("%+v", s), Experiment: theorems.Rate{Allowed: 0.05, Tolerated: 0.1,
			New: func() (estimators.Trial[bool], error) {
				return func(stream *estimators.Stream, replicate uint64) (bool, error) {
					return s.bad(stream, replicate), nil
				}, nil
			}}}
	}}

// deaf is a rapid.TB that a failure does not reach.
type deaf struct{ rapid.TB }

func (deaf) Errorf(string, ...any) {}
func (deaf) Logf(string, ...any)   {}
func (deaf) Log(...any)            {}
func (deaf) Error(...any)          {}
func (deaf) Fatal(...any)          {}
func (deaf) Fatalf(string, ...any) {}
func (deaf) FailNow()              {}
func (deaf) Fail()                 {}
func (deaf) Failed() bool          { return false }

// naive is what rapid makes of a Monte-Carlo test at 5%, 200 replicates each keyed by the scenario: its minimal
// counterexample and the first it saw, and all replicates used.
func naive(t *testing.T, seed uint64) (first, minimal search.Choices, last slope, replicates int) {
	if err := flag.Set("rapid.seed", strconv.FormatUint(seed, 10)); err != nil {
		t.Fatal(err)
	}
	rapid.Check(deaf{t}, func(rt *rapid.T) {
		recorder := search.Record(generators.Chooser(rt))
		s := drawSlope(recorder)
		stream, bad := estimators.NewStream(seed, fmt.Sprint(s)), 0
		const n = 200
		for i := range uint64(n) {
			if s.bad(stream, i) {
				bad++
			}
		}
		replicates += n
		if float64(bad) > n*0.05+1.645*math.Sqrt(n*0.05*0.95) {
			if first == nil && s.violated() {
				first = recorder.Played
			}
			minimal, last = recorder.Played, s
			rt.Fatalf("%d of %d", bad, n)
		}
	})
	return first, minimal, last, replicates
}

// TestNoiseDoesNotFoolShrinking: rapid shrinks a Monte-Carlo failure into noise: nearly all of its minimal
// counterexamples satisfy the claim. Ours are all violated, and minimal, for at most three times the replicates.
func TestNoiseDoesNotFoolShrinking(t *testing.T) {
	for _, name := range []string{"rapid.seed", "rapid.nofailfile", "rapid.checks", "rapid.shrinktime"} {
		value := flag.Lookup(name).Value.String()
		t.Cleanup(func() {
			if err := flag.Set(name, value); err != nil {
				t.Error(err)
			}
		})
	}
	for name, value := range map[string]string{"rapid.nofailfile": "true", "rapid.checks": "100"} {
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	design := properties.Design{Alpha: 1e-7, Beta: 1e-7, MaxReplicates: 200_000}
	fooled, ours, minimal, theirs, spent := 0, 0, 0, 0, 0
	const runs = 40
	for i := range uint64(runs) {
		seed := 1 + suiteseed.Seed()*runs + i
		first, _, last, replicates := naive(t, seed)
		theirs += replicates
		if !last.violated() {
			fooled++
		}
		if first == nil { // fooled at once
			first = search.Choices{{Label: "n", Of: 200, At: 190}, {Label: "d", Of: 20, At: 17},
				{Label: "T", Of: 100, At: 61}}
		}
		found, err := properties.Shrink(slopes, first, design, seed, 1)
		if err != nil {
			t.Fatal(err)
		}
		spent += found.Replicates
		if s := drawSlope(search.Play(found.Choices, search.Simplest)); found.Report.Verdict != theorems.Refuted ||
			!s.violated() {
			ours++
		} else if s == (slope{70, 4, 0}) {
			minimal++
		}
		if row := found.Row("slope"); !(row.Low > 1 && row.Low <= row.Ratio && row.Ratio <= *row.High) {
			t.Errorf("%+v", row)
		}
	}
	t.Logf("false minima of %d: rapid %d with %d replicates; ours %d with %d, %d the least", runs, fooled, theirs, ours,
		spent, minimal)
	if fooled < runs*3/4 || ours > 0 || minimal < runs*3/4 || spent > 3*theirs {
		t.Errorf("of %d, rapid is fooled %d times, we %d; %d are minimal; %d replicates against %d", runs, fooled, ours,
			minimal, spent, theirs)
	}
}
