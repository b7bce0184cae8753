package cmd

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"itermle/estimators"
	"itermle/theorems/audit"
)

// The table of a leak has the column of its collapse, with the shares that JSON has; that of a family has none.
func TestCollapsedByIsAColumn(t *testing.T) {
	arguments := []string{"simulate", "--family", "leak:0.5", "--schedule", "const:20", "--T", "4", "--reps", "30"}
	_, table, stderr := execute(arguments...)
	_, stdout, _ := execute(append(arguments, "--json")...)
	var got struct {
		CollapsedBy []float64 `json:"collapsed_by"`
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || len(got.CollapsedBy) != 4 || stderr != "" {
		t.Fatalf("%v, %v, %s", got, err, stderr)
	}
	if !strings.Contains(table, "collapsed by") {
		t.Errorf("no column in %s", table)
	}
	for _, share := range got.CollapsedBy {
		if text := figure(share); !slices.Contains(strings.Fields(table), text) {
			t.Errorf("no %s in %s", text, table)
		}
	}
	_, table, _ = execute("simulate", "--family", "gaussian-mean", "--theta", "0", "--T", "2", "--reps", "3")
	if table == "" || strings.Contains(table, "collapsed by") {
		t.Errorf("a family collapses: %s", table)
	}
}

// Witnesses are told to six digits, where they are attained and where an assumption is violated.
func TestWitnessText(t *testing.T) {
	w := audit.Witness{Theta: []float64{1.0 / 3, 2e7 / 3}, X: []float64{-2.0 / 3}, Value: 1.0 / 7, Says: "why"}
	for _, row := range []struct {
		violated bool
		x        []float64
		want     string
	}{
		{true, w.X, "witness θ = 0.333333,6.66667e+06, x = -0.666667: why"},
		{false, w.X, "attained: 0.142857 at θ = 0.333333,6.66667e+06, x = -0.666667 (why)"},
		{false, nil, "attained: 0.142857 at θ = 0.333333,6.66667e+06 (why)"},
	} {
		w.X = row.x
		if got := witnessText(&w, row.violated); got != row.want {
			t.Errorf("%q, want %q", got, row.want)
		}
	}
}

// A sample without MLE has no distance to the family.
func TestKolmogorovDistanceNeedsAFit(t *testing.T) {
	family := estimators.NewGaussian()
	dst := make([]float64, 2)
	if d, err := kolmogorovDistance(family, dst, []float64{0, 1}, []float64{3, 3, 3}); err == nil {
		t.Errorf("three equal samples: distance %g", d)
	}
	// {−1, 1}: θ̂ = (0, 1), and F_n − F is largest left of 1 and at −1, ½ − Φ(−1).
	d, err := kolmogorovDistance(family, dst, []float64{0, 1}, []float64{1, -1})
	if want := 0.5 - family.CDF([]float64{0, 1}, -1); err != nil || !(d >= want*(1-1e-12) && d <= want*(1+1e-12)) {
		t.Errorf("distance %g, want %g (%v)", d, want, err)
	}
}

// What a flag is where nobody sets it is what its help says.
func TestPresetsOfFlags(t *testing.T) {
	flags := pflag.NewFlagSet("presets", pflag.ContinueOnError)
	var length time.Duration
	var whole int
	durationFlag(flags, &length, "length", time.Minute, "")
	wholeFlag(flags, &whole, "whole", 1, 7, 10, "")
	if length != time.Minute || flags.Lookup("length").DefValue != "1m0s" {
		t.Errorf("%v, in the help %s", length, flags.Lookup("length").DefValue)
	}
	if whole != 7 || flags.Lookup("whole").DefValue != "7" {
		t.Errorf("%d, in the help %s", whole, flags.Lookup("whole").DefValue)
	}
}
