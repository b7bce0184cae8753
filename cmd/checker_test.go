package cmd

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"itermle/properties"
)

// Our rule keeps its level on every design, at no more than 1.3 times the replicates of Wald's test in logarithms; the
// others fail as they were measured to: QuickCheck's false alarms at required rates of 99.9% and 99%, Hedgehog's
// interval that is too short, and products of powers that underflow.
func TestTheCheckerAgainstTheField(t *testing.T) {
	code, stdout, stderr := execute("checker", "--json")
	var found field
	if err := json.Unmarshal([]byte(stdout), &found); code != exitHolds || err != nil || found.Level != 1e-9 {
		t.Fatalf("exit %d, %v, %s", code, err, stderr)
	}
	rules := map[string]map[[2]float64]properties.FieldRow{}
	for _, row := range found.Rules {
		if rules[row.Rule] == nil {
			rules[row.Rule] = map[[2]float64]properties.FieldRow{}
		}
		rules[row.Rule][[2]float64{row.Allowed, row.Tolerated}] = row
	}
	ours, wald := rules[properties.OurRule], rules[properties.LogRatioRule]
	for design, row := range ours {
		best := wald[design]
		for _, ratio := range []float64{row.ReplicatesAllowed / best.ReplicatesAllowed,
			row.ReplicatesTolerated / best.ReplicatesTolerated} {
			if !(row.Holds() && best.Holds() && ratio <= 1.3 && row.Undecided <= 1e-3) {
				t.Errorf("%+v beside %+v: %g times the replicates", row, best, ratio)
			}
		}
		if fixed := rules["DKWM, Okamoto"][design]; !fixed.Holds() ||
			!(fixed.ReplicatesAllowed > 2*row.ReplicatesAllowed) {
			t.Errorf("a uniform bound: %+v", fixed)
		}
	}
	for design, want := range map[[2]float64]float64{{0.001, 0.1009}: 1.2e-3, {0.01, 0.109}: 1.5e-5} {
		if got := rules["QuickCheck"][design].FalseFail; !(math.Abs(got/want-1) <= 0.1) {
			t.Errorf("QuickCheck at %g: false alarm %g, measured before as %g", design, got, want)
		}
	}
	if got := rules["Hedgehog"][[2]float64{0.03, 0.127}]; !(got.FalseFail > 0.9) {
		t.Errorf("Hedgehog: %+v", got)
	}
	if got := rules["SPRT as a product"][[2]float64{0.48, 0.52}]; !(got.FalseFail > 1e-6 && got.Undecided > 1e-3) {
		t.Errorf("a product of powers: %+v", got)
	}
	if len(rules) != 6 || len(ours) != 7 {
		t.Errorf("%d rules, %d designs", len(rules), len(ours))
	}
	var table strings.Builder
	if err := found.print(&table, pageWidth); err != nil || !strings.Contains(table.String(), "✗  Hedgehog") ||
		!strings.Contains(table.String(), "✓  itermle") || strings.Contains(table.String(), "✗  itermle") {
		t.Errorf("%v\n%s", err, table.String())
	}
}
