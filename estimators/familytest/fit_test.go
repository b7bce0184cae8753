package familytest

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"itermle/estimators"
)

// Data, parameters and start drawn by rapid, so that a failure shrinks to few samples and a readable θ.
func TestFit(t *testing.T) {
	entries := estimators.Families()
	rapid.Check(t, func(t *rapid.T) {
		entry := entries[rapid.IntRange(0, len(entries)-1).Draw(t, "family")]
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		of := Case{Family: family}
		if strings.HasPrefix(entry.Name, "laplace-location") { // a kink at the median
			of.Smooth = func(_, _ []float64, _ float64) bool { return false }
		}
		c := newConformance(of)
		theta := entry.Points[rapid.IntRange(0, len(entry.Points)-1).Draw(t, "point")]
		c.at(int(rapid.Uint64Range(0, 1<<20).Draw(t, "replicate")))
		if distance := float64(rapid.IntRange(0, 8).Draw(t, "eighths")) / 8; distance > 0 {
			if near, ok := c.near(theta, distance); ok {
				theta = near
			}
		}
		c.fits(theta, rapid.IntRange(1, 40).Draw(t, "n"))
		for _, failure := range c.failures {
			t.Error(failure)
		}
	})
}
