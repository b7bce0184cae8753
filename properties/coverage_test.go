package properties

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"itermle/theorems"
)

// drawsOf is a claim that draws i = 0, …, 9, of which the first unmet do not meet the hypotheses and the others come
// within the ratio i/10 of their bound.
func drawsOf(unmet int, demands ...theorems.Share) theorems.Claim {
	return theorems.Claim{ID: "a", Demands: demands, Draw: func(choose theorems.Chooser) theorems.Scenario {
		i := choose.Choose("i", 10)
		s := exactly(fmt.Sprintf("gaussian-mean i=%d const:100 T=%d replace", i, 1+i), theorems.Outcome{
			Verdict: theorems.Supported, Cases: 1,
			Tightness: &theorems.Tightness{Ratio: float64(i) / 10, Low: float64(i) / 10, High: float64(i) / 10}}, nil)
		if i < unmet {
			s.Unmet = "too small"
		}
		return s
	}}
}

// TestCoverage: of 1000 draws 3/10 miss the hypotheses, and of the rest 5/7 come within a factor 2; the intervals hold
// that, with probability 0.98, at the seeds named; an instance that comes again counts again.
func TestCoverage(t *testing.T) {
	s := mustRun(t, []theorems.Claim{drawsOf(3), {ID: "b", Fixed: drawsOfNothing}}, Options{Seed: 4, Instances: 1000})
	c := s.Coverage
	if c.Met.Of != 1000 || c.Bound.Of != c.Met.Count || c.Bound.Count != c.Met.Count || c.Near.Of != c.Bound.Count {
		t.Fatalf("%+v", c)
	}
	for _, row := range []struct {
		p    Proportion
		want float64
	}{{c.Met, 0.7}, {c.Near, 5. / 7}, {c.Seen["T"][0].Proportion, 0.9}} {
		if !(row.p.Low < row.want && row.want < row.p.High && row.p.High-row.p.Low < 0.1) {
			t.Errorf("%+v: want %g in the interval", row.p, row.want)
		}
	}
	for kind, want := range map[string]string{"family": "gaussian-mean", "schedule": "const", "workflow": "replace",
		"n": "10^2", "T": "10^0"} {
		if got := c.Seen[kind]; len(got) == 0 || got[0].Name != want {
			t.Errorf("%s: %+v, want %s first", kind, got, want)
		}
	}
	if r := s.Reports; s.Instances != 1000 || r[0].Coverage == nil || r[1].Coverage != nil || r[0].Drawn != 10 ||
		!reflect.DeepEqual(r[0].Coverage.Met, c.Met) {
		t.Errorf("%+v", r[0].Coverage)
	}
}

func drawsOfNothing(theorems.Profile) []theorems.Scenario {
	return []theorems.Scenario{exactly("fixed", theorems.Outcome{Verdict: theorems.Supported, Cases: 1}, nil)}
}

// TestDemands: a claim is undecided where it misses a share beyond chance, and only there; a demand is judged where as
// many draws could have shown that it is missed. 60% with none of n: 0.4^n ≤ 10^-6 from n = 16 on.
func TestDemands(t *testing.T) {
	met, near := func(p float64) theorems.Share { return theorems.Share{AtLeast: p} },
		func(p float64) theorems.Share { return theorems.Share{AtLeast: p, Within: 2} }
	for _, row := range []struct {
		unmet, instances int
		demand           theorems.Share
		judged, missed   bool
	}{
		{5, 15, met(0.6), false, false}, {5, 16, met(0.6), true, false}, {9, 100, met(0.6), true, true},
		{3, 100, met(0.6), true, false}, {9, 100, met(0.05), false, false}, {0, 400, near(0.8), true, true},
		{0, 400, near(0.5), true, false}, {5, 400, near(0.9), true, false},
		{0, 400, theorems.Share{AtLeast: 0.5, Within: 1.2}, true, true},
	} {
		r := mustRun(t, []theorems.Claim{drawsOf(row.unmet, row.demand)},
			Options{Seed: 4, Instances: row.instances}).Reports[0]
		got := r.Coverage.Demands[0]
		if got.Judged != row.judged || got.Missed != row.missed || (r.Verdict == theorems.Undecided) != row.missed {
			t.Errorf("%+v: %+v, %s", row, got, r.Verdict)
		}
		if row.missed && (len(r.Failures) != 1 || !strings.Contains(r.Failures[0].Evidence, row.demand.String()) ||
			!strings.Contains(r.Failures[0].Reproduce, fmt.Sprintf("--instances %d", row.instances))) {
			t.Errorf("%+v: %+v", row, r.Failures)
		}
	}
	for _, none := range []theorems.Share{{}, {AtLeast: 1}, {AtLeast: -0.1}, {AtLeast: 0.5, Within: 0.5}} {
		if registry(drawsOf(0, none)).Check() == nil {
			t.Errorf("a demand %+v", none)
		}
	}
	if registry(theorems.Claim{ID: "b", Fixed: drawsOfNothing, Demands: []theorems.Share{met(0.5)}}).Check() == nil {
		t.Error("a demand on the draws of a claim that draws nothing")
	}
}

// TestRegime reads names as the suite writes them.
func TestRegime(t *testing.T) {
	for name, want := range map[string]map[string]string{
		"binomial:10 θ*=0.5 geom:1000,2 T=20 δ=0.05 mixture": {"family": "binomial", "schedule": "geom", "n": "10^3",
			"T": "10^1", "δ": "10^-2"},
		"heavy-regression θ*=0 n=999 T=5 weighted:0.5": {"family": "heavy-regression", "workflow": "weighted",
			"n": "10^2", "T": "10^0"},
		"J=1/n=1000000000000/delta=0.2": {"n": "10^12", "δ": "10^-1"},
		"family=mine schedule=slow:3,4 workflow=accumulate": {"family": "mine", "schedule": "slow",
			"workflow": "accumulate", "n": "10^0"},
		"power μ*=1/2 list:7,8":                          {"family": "power", "schedule": "list", "n": "10^0"},
		"alphabet:0/0.3,1/-0.2,0.5,-1 n=0 T=Inf δ=small": {"family": "alphabet"},
	} {
		if got := regime(name, parameters(name)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
