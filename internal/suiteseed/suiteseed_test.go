package suiteseed

import (
	"errors"
	"os"
	"os/exec"
	"testing"
)

// TestGarbage: a seed that is none ends a test with one line, in a package without Main too. This one runs itself.
func TestGarbage(t *testing.T) {
	if os.Getenv("SUITESEED_AGAIN") != "" {
		Seed()
		return
	}
	for text, want := range map[string]string{
		"garbage":              "ITERMLE_SEED \"garbage\": want a whole number from 0 to 2^64−1\n",
		"-1":                   "ITERMLE_SEED \"-1\": want a whole number from 0 to 2^64−1\n",
		"18446744073709551616": "ITERMLE_SEED \"18446744073709551616\": want a whole number from 0 to 2^64−1\n",
		"18446744073709551615": "PASS\n",
	} {
		command := exec.Command(os.Args[0], "-test.run=^TestGarbage$")
		command.Env = append(os.Environ(), "SUITESEED_AGAIN=1", "ITERMLE_SEED="+text)
		output, err := command.CombinedOutput()
		var exit *exec.ExitError
		if string(output) != want || errors.As(err, &exit) != (want != "PASS\n") || exit != nil &&
			exit.ExitCode() != 2 {
			t.Errorf("%s: %v, %q", text, err, output)
		}
	}
}
