package generators_test

import (
	"flag"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/properties/generators"
)

func TestMain(m *testing.M) { suiteseed.Main(m) }

// TestEveryDrawIsAdmissible: parameters lie in Θ, schedules and workflows pass their own checks and are read back from
// print.
func TestEveryDrawIsAdmissible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		family := generators.Families().Draw(t, "family")
		theta := generators.Theta(family).Draw(t, "θ*")
		if err := family.Check(theta); err != nil {
			t.Fatalf("%s: %v", family.Name(), err)
		}
		generations := generators.Generations().Draw(t, "T")
		schedule := generators.Schedule(generations).Draw(t, "schedule")
		if err := schedule.Check(generations); err != nil {
			t.Fatalf("%s: %v", schedule, err)
		}
		if again, err := estimators.ParseSchedule(schedule.String()); err != nil ||
			again.String() != schedule.String() {
			t.Fatalf("%s is read back as %s, %v", schedule, again, err)
		}
		workflow := generators.Workflow().Draw(t, "workflow")
		if again, err := estimators.ParseWorkflow(workflow.String()); err != nil || again != workflow {
			t.Fatalf("%s is read back as %s, %v", workflow, again, err)
		}
		if n, delta := generators.SampleSize().Draw(t, "n"), generators.Delta().Draw(t, "δ"); n < 1 ||
			!(delta > 0 && delta < 1) {
			t.Fatalf("n = %d, δ = %g", n, delta)
		}
	})
}

// silent takes rapid's report of a failure that a test wants.
type silent struct {
	*testing.T
	failed bool
}

func (s *silent) Helper()               {}
func (s *silent) Log(...any)            {}
func (s *silent) Logf(string, ...any)   {}
func (s *silent) Error(...any)          { s.failed = true }
func (s *silent) Errorf(string, ...any) { s.failed = true }
func (s *silent) Fatal(...any)          { s.failed = true }
func (s *silent) Fatalf(string, ...any) { s.failed = true }
func (s *silent) Fail()                 { s.failed = true }
func (s *silent) FailNow()              { s.failed = true }
func (s *silent) Failed() bool          { return s.failed }

// TestShrinksToReadableValues: a property that always fails shrinks to the simplest instance, and one that fails from n
// = 50 on can be shrunk to n = 50.
func TestShrinksToReadableValues(t *testing.T) {
	var last [7]string
	rapid.Check(&silent{T: t}, func(t *rapid.T) {
		family := generators.Families().Draw(t, "family")
		theta := generators.Theta(family).Draw(t, "θ*")
		generations := generators.Generations().Draw(t, "T")
		last = [7]string{family.Name(), fmt.Sprint(theta), fmt.Sprint(generations),
			generators.Schedule(generations).Draw(t, "schedule").String(),
			generators.Workflow().Draw(t, "workflow").String(), fmt.Sprint(generators.Delta().Draw(t, "δ")),
			fmt.Sprint(generators.Chooser(t).Choose("choice", 7))}
		t.Fatal("always")
	})
	first := estimators.Families()[0]
	if want := [7]string{first.Name, fmt.Sprint(first.Points[0]), "1", "const:1", "accumulate", "0.5",
		"0"}; last != want {
		t.Errorf("shrunk to %q: want %q", last, want)
	}
	// rapid's shrinking may get stuck, from the largest n for one seed in fifteen: of twelve seeds one must get
	// through.
	original := flag.Lookup("rapid.seed").Value.String()
	defer flag.Set("rapid.seed", original)
	var reached []int64
	for k := range uint64(12) {
		flag.Set("rapid.seed", strconv.FormatUint(1+suiteseed.Seed()/2+k, 10))
		var n int64
		rapid.Check(&silent{T: t}, func(t *rapid.T) {
			if n = generators.SampleSize().Draw(t, "n"); n >= 50 {
				t.Fatal("too large")
			}
		})
		reached = append(reached, n)
	}
	if !slices.Contains(reached, 50) {
		t.Errorf("shrunk to %d: want 50 among them", reached)
	}
}

// TestThetaOfAStranger: a family outside the zoo needs points in its Θ, and gets them in order.
func TestThetaOfAStranger(t *testing.T) {
	family, err := estimators.NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	simplest := []float64{42}
	rapid.Check(&silent{T: t}, func(t *rapid.T) {
		points := [][]float64{{math.NaN()}, {0, 0}, {7}, {8}}
		simplest = generators.Theta(stranger{family}, points...).Draw(t, "θ*")
		t.Fatal("always")
	})
	if simplest[0] != 7 {
		t.Errorf("shrunk to %g, want the first point in Θ, 7", simplest)
	}
	for _, points := range [][][]float64{nil, {{math.Inf(1)}}} {
		draws := &silent{T: t}
		rapid.Check(draws, func(t *rapid.T) { generators.Theta(stranger{family}, points...).Draw(t, "θ*") })
		if !draws.failed {
			t.Errorf("a generator of nothing from %v", points)
		}
	}
}

type stranger struct{ estimators.Family }

func (stranger) Name() string { return "stranger" }

// TestThetaIsACopy: writing to a drawn parameter leaves the zoo alone.
func TestThetaIsACopy(t *testing.T) {
	var before [][]float64
	for _, point := range estimators.Families()[0].Points {
		before = append(before, append([]float64(nil), point...))
	}
	rapid.Check(t, func(t *rapid.T) {
		family, err := estimators.Families()[0].New(nil)
		if err != nil {
			t.Fatal(err)
		}
		generators.Theta(family).Draw(t, "θ*")[0] = 42
	})
	if !reflect.DeepEqual(before, estimators.Families()[0].Points) {
		t.Errorf("the zoo's points have become %v", estimators.Families()[0].Points)
	}
}
