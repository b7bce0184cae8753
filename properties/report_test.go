package properties

import (
	"testing"

	"itermle/theorems"
)

// TestTelling: a claim's evidence is that of the refutation with the largest e-process, or of the support that leaves
// the least; what its scenarios have spent and used adds up.
func TestTelling(t *testing.T) {
	scenarios := func(verdict theorems.Verdict) []ScenarioReport {
		return []ScenarioReport{
			{Name: "a", Verdict: verdict, LogERefute: 3, margin: 0.5, Alpha: 0.125, Beta: 0.25, Replicates: 1},
			{Name: "b", Verdict: verdict, LogERefute: 5, margin: 0.2, Alpha: 0.25, Beta: 0.5, Replicates: 2},
			{Name: "c", Verdict: verdict, LogERefute: 4, margin: 0.3, Alpha: 0.5, Beta: 0.125, Replicates: 4},
		}
	}
	for _, verdict := range []theorems.Verdict{theorems.Refuted, theorems.Supported} {
		r := Report{Expected: verdict, Scenarios: scenarios(verdict)}
		r.conclude("again")
		if r.Scenario != "b" || r.Verdict != verdict || r.Alpha != 0.875 || r.Beta != 0.875 ||
			r.Replicates != 7 {
			t.Errorf("%s: %+v", verdict, r)
		}
	}
}

// TestSpending: α and β are told apart all the way up, and clock and draws are kept.
func TestSpending(t *testing.T) {
	claim := theorems.Claim{ID: "a", Fixed: func(theorems.Profile) []theorems.Scenario {
		return []theorems.Scenario{coinScenario(0, 0.1, 0.2)}
	}}
	s := mustRun(t, []theorems.Claim{claim, {ID: "b", Fixed: func(theorems.Profile) []theorems.Scenario {
		return []theorems.Scenario{exactly("none", theorems.Outcome{}, nil)}
	}}}, Options{Alpha: 1e-8, Beta: 1e-7})
	if one := s.Reports[0].Scenarios[0]; !(s.AlphaSpent > 0 && s.AlphaSpent <= 0.5e-8 && s.BetaSpent > 0.4e-7 &&
		s.BetaSpent <= 0.5e-7) || one.Draws == 0 || !(one.Seconds >= 0) || s.Undecided != 1 || s.Contradicted != 0 {
		t.Errorf("%+v", s)
	}
}

// TestSupportNeedsPower: each of the three doubts ends a support just beyond the tolerance, and not at it.
func TestSupportNeedsPower(t *testing.T) {
	for _, row := range []struct {
		detectable, margin, refutes float64
		want                        theorems.Verdict
	}{
		{0.1, 0, 0.1, theorems.Supported}, {0.101, 0, 0.1, theorems.Undecided}, {0.1, -1e-9, 0.1, theorems.Undecided},
		{0.1, 0, 0.101, theorems.Undecided},
	} {
		s := ScenarioReport{Verdict: theorems.Supported, Tolerated: 0.1, Detectable: row.detectable, margin: row.margin,
			refutes: row.refutes}
		requirePower(&s)
		if s.Verdict != row.want || (len(s.Warnings) == 0) != (row.want == theorems.Supported) ||
			(s.Detectable == 0) != (row.want != theorems.Supported) {
			t.Errorf("%+v: %+v", row, s)
		}
	}
}
