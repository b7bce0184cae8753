package cmd

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A report holds the claims it was asked for, with their figures, byte for byte the same twice.
func TestReport(t *testing.T) {
	var texts [2]map[string][]byte
	for i := range texts {
		folder := filepath.Join(t.TempDir(), "report")
		code, stdout, stderr := execute("report", "--out", folder, "--run", "^(leak-1C|theorem-5.1-part-1)$", "--seed",
			"3",
			"--workers", []string{"1", "2"}[i])
		if code != exitHolds || !strings.Contains(stdout, "2 claims") || stderr != "" {
			t.Fatalf("exit %d, %q, %q", code, stdout, stderr)
		}
		texts[i] = map[string][]byte{}
		for _, name := range []string{"index.html", "findings.html", "figures.html", "claims/leak-1C.html",
			"claims.csv",
			"figures/leak.csv"} {
			text, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			texts[i][name] = text
		}
	}
	for name, text := range texts[0] {
		if !bytes.Equal(text, texts[1][name]) {
			t.Errorf("%s differs between two runs", name)
		}
	}
	if text := string(texts[0]["findings.html"]); !strings.Contains(text, "refuted: print fails") ||
		!strings.Contains(text, "theorem-5.1-part-1") {
		t.Error("what print gets wrong is not among the findings")
	}
	if charts := string(texts[0]["figures.html"]); strings.Count(charts, "<svg") < 6 {
		t.Errorf("%d figures", strings.Count(charts, "<svg"))
	}
}

func TestReportRefuses(t *testing.T) {
	for line, want := range map[string]string{
		"report": "--out is missing", "report --out /": "it exists", "report --out /nonexistent/a/b": "is no folder",
		"report --out x --profile slow": "quick, ci or deep", "report --out x --run nothing-at-all": "matches none",
	} {
		code, stdout, stderr := execute(strings.Fields(line)...)
		if code != exitMisuse || stdout != "" || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, %q", line, code, stdout, stderr)
		}
	}
}
