package properties

import (
	"errors"
	"math"
	"regexp"
	"testing"

	"itermle/estimators"
	"itermle/theorems"
)

// A run has at least one instance a claim.
func TestNoInstancesAreRefused(t *testing.T) {
	for instances, want := range map[int]bool{-1: false, 1: true} {
		o, err := Options{Instances: instances}.complete()
		if (err == nil) != want || want == (errors.As(err, new(*estimators.RangeError))) {
			t.Errorf("%d instances: %+v, %v", instances, o, err)
		}
	}
	if o, err := (Options{Profile: theorems.CI}).complete(); err != nil || o.Instances != Instances(theorems.CI) ||
		o.Alpha != SuiteAlpha || o.Beta != SuiteBeta || o.Workers < 1 {
		t.Errorf("%+v, %v", o, err)
	}
}

// The memory of a run grows by a report with every scenario of the claims that are selected, drawn or fixed, and with
// the workers up to the number of scenarios.
func TestMemoryCountsScenarios(t *testing.T) {
	draws := func(theorems.Chooser) theorems.Scenario { return theorems.Scenario{} }
	all := Registry{nil, []theorems.Claim{{ID: "drawn", Draw: draws}, {ID: "fixed"}}}
	memory := func(o Options) float64 {
		o.Workers = max(o.Workers, 1)
		return o.Memory(all)
	}
	only := regexp.MustCompile("^fixed$")
	one := memory(Options{Instances: 1, Select: only}) // of fixedAtMost scenarios
	for name, row := range map[string]struct {
		options Options
		more    float64 // scenarios
	}{
		"fixed":     {Options{Instances: 9, Select: only}, 0},
		"both":      {Options{Instances: 1}, fixedAtMost + 1},
		"instances": {Options{Instances: 101}, fixedAtMost + 101},
		"default":   {Options{}, fixedAtMost + float64(Instances(theorems.Quick))},
	} {
		if got := memory(row.options) - one; !(math.Abs(got-row.more*reportBytes) <= 1e-6*one) {
			t.Errorf("%s: %g bytes more, want those of %g reports", name, got, row.more)
		}
	}
	worker := memory(Options{Instances: 1, Select: only, Workers: 2}) - one
	if want := float64(MaxReplicates(theorems.Quick)) * 2.25 * 8; worker != want ||
		memory(Options{Instances: 1, Select: only, Workers: 1000})-one != (fixedAtMost-1)*want {
		t.Errorf("a worker holds %g, want %g", worker, want)
	}
}
