package claimtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An archive of counterexamples that cannot be read ends the check of its claim: what once came out wrong must not be
// left out in silence. The test runs the sound claim in a folder of its own.
func TestBrokenArchiveEndsTheCheck(t *testing.T) {
	for text, fails := range map[string]bool{"": false, "no JSON\n": true, `{"claim":"other"}` + "\n": true} {
		folder := t.TempDir()
		archive := filepath.Join(folder, "testdata", "counterexamples")
		if err := os.MkdirAll(archive, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(archive, "sound.jsonl"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		command := exec.Command(os.Args[0], "-test.run=^TestSubject$/^check$", "-test.short")
		command.Dir, command.Env = folder, append(os.Environ(), "ITERMLE_SEED=7")
		output, err := command.CombinedOutput()
		if (err != nil) != fails || fails && !strings.Contains(string(output), "sound.jsonl:1: ") {
			t.Errorf("archive %q: %v\n%s", text, err, output)
		}
	}
}
