package cmd

import (
	"os"
	"slices"
	"strings"
	"testing"

	"itermle/properties/search"
)

// TestTightArchive: every file of the archive is of a claim of the suite, every line can be read, and of the lines none
// is beaten by one before it.
func TestTightArchive(t *testing.T) {
	const archive search.Archive = "../testdata/tight"
	files, err := os.ReadDir(string(archive))
	if err != nil {
		t.Fatal(err)
	}
	registry := Suite()
	for _, file := range files {
		claim, ok := strings.CutSuffix(file.Name(), ".jsonl")
		if !ok || !slices.Contains(claimIDs(&registry), claim) {
			t.Errorf("%s: want the ID of a claim", file.Name())
			continue
		}
		found, err := archive.Read(claim)
		if err != nil || len(found) == 0 {
			t.Errorf("%s: %d lines, %v", file.Name(), len(found), err)
		}
		for i, f := range found {
			if f.Choices == nil || !(f.Low <= f.Ratio && (f.High == nil || f.Ratio <= *f.High)) || i > 0 &&
				f.Choices.Bits() < found[i-1].Choices.Bits() {
				t.Errorf("%s:%d: %+v", file.Name(), i+1, f)
			}
		}
	}
}
