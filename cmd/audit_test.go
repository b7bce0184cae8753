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
		len(k2.Witness.X) != 1 ||
		got.ProblemRadius == nil || *got.ProblemRadius != 0 {
		t.Errorf("gaussian: %+v", got)
	}
	code, stdout, _ = execute("audit", "--family", "gaussian", "--theta", "0,1", "--r", "0.5")
	if code != exitHolds || !strings.Contains(stdout, "violated") || !strings.Contains(stdout, "witness") {
		t.Errorf("exit %d: %s", code, stdout)
	}
}
