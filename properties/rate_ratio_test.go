package properties

import (
	"math"
	"testing"

	"itermle/estimators"
	"itermle/theorems"
)

// A bound is decided by the share of ratios above 1: 1 itself is within the bound, and what is no number is no trial.
func TestRatioAboveOneIsBad(t *testing.T) {
	for _, row := range []struct {
		ratio float64
		want  theorems.Verdict
	}{{1, theorems.Supported}, {math.Nextafter(1, 2), theorems.Refuted}, {math.NaN(), theorems.Undecided}} {
		constant := func() (estimators.Trial[float64], error) {
			return func(*estimators.Stream, uint64) (float64, error) { return row.ratio, nil }, nil
		}
		report := mustDecide(t, theorems.Scenario{Name: "s",
			Experiment: theorems.Rate{Allowed: 0.05, Tolerated: 0.2, Ratio: constant}}, tight)
		if report.Verdict != row.want || (report.Error != "") != math.IsNaN(row.ratio) {
			t.Errorf("ratio %g: %s, %s, want %s", row.ratio, report.Verdict, report.Evidence, row.want)
		}
	}
}
