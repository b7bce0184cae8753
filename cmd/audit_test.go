package cmd

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func TestAuditPrintsBasisAndWitness(t *testing.T) {
	var got audited
	code, stdout, stderr := execute("audit", "--family", "logistic-location", "--r", "0.5", "--json")
	if err := json.Unmarshal([]byte(stdout), &got); code != exitHolds || stderr != "" || err != nil {
		t.Fatalf("exit %d, %s, %v", code, stderr, err)
	}
	// 1/(3√3), the maximum of ½ sech² tanh.
	k3 := got.Constants.K3
	if !got.Certified || k3.Basis != "closed form" || k3.Value == nil ||
		!(math.Abs(*k3.Value*3*math.Sqrt(3)-1) <= 1e-9) || k3.Witness == nil || got.ProblemRadius != nil {
		t.Errorf("logistic location: %+v", got)
	}
	got = audited{}
	code, stdout, stderr = execute("audit", "--family", "gaussian", "--theta", "0,1", "--r", "0.5", "--json")
	if err := json.Unmarshal([]byte(stdout), &got); code != exitHolds || stderr != "" || err != nil {
		t.Fatalf("exit %d, %s, %v", code, stderr, err)
	}
	k2 := got.Constants.K2
	if got.Certified || got.Reason == "" || k2.Basis != "violated" || k2.Value != nil || k2.Witness == nil ||
		len(k2.Witness.X) != 1 || got.ProblemRadius == nil || *got.ProblemRadius != 0 {
		t.Errorf("gaussian: %+v", got)
	}
	code, stdout, _ = execute("audit", "--family", "gaussian", "--theta", "0,1", "--r", "0.5")
	if code != exitHolds || !strings.Contains(stdout, "violated") || !strings.Contains(stdout, "witness") {
		t.Errorf("exit %d: %s", code, stdout)
	}
	// The extremes of the mixture are limits of x: null in JSON, ∞ in the table, NaN nowhere.
	for _, options := range [][]string{{"gaussian-mixture", "0.01", "0.0099"},
		{"gaussian-mixture:0,20", "0.01", "0.00999"}, {"gaussian-covariance", "0,0,1e300,0,1e300", "0.1"},
		{"gaussian-covariance", "0,0,1e-300,0,1e-300", "1e-301"},
		{"gaussian-covariance", "0,0,1e-300,0,1e300", "1e-301"}, {"cauchy-location", "1e300", "1"},
		{"von-mises", "0,1e90", "0.5"}, {"gamma:1e-300", "1", "0.1"}, {"power", "1e-300", "1e-301"}} {
		arguments := []string{"audit", "--family", options[0], "--theta", options[1], "--r", options[2]}
		_, table, _ := execute(arguments...)
		code, stdout, stderr = execute(append(arguments, "--json")...)
		printed := json.Valid([]byte(stdout)) || stdout == "" && stderr != "" && !strings.Contains(stderr, "json")
		if !printed || strings.Contains(table+stdout+stderr, "NaN") || strings.Contains(table+stdout, "Inf") {
			t.Errorf("%v: exit %d: %s%s%s", options, code, table, stdout, stderr)
		}
	}
}
