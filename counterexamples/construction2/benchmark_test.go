package construction2

import (
	"fmt"
	"testing"

	"itermle/estimators"
)

// One generation, draw and fit, flat in n: of the h's alone, before the collapse with a spike too wide to win and the
// points of the last two intervals kept, and after the collapse with the canonical spike. Runs restart after 1000
// generations.
func BenchmarkGeneration(b *testing.B) {
	for _, phase := range []struct{ name, width string }{{"h-only", ""}, {"before", "exp:1"},
		{"after", "canonical:loglog"}} {
		for _, n := range []float64{1e3, 1e9, 1e15} {
			b.Run(fmt.Sprintf("phase=%s/n=%.0e", phase.name, n), func(b *testing.B) {
				pool := NewWide()
				truth := Truth()
				if phase.width != "" {
					width, err := ParseSpikeWidth(phase.width)
					if err != nil {
						b.Fatal(err)
					}
					if pool, err = New(width); err != nil {
						b.Fatal(err)
					}
				}
				if phase.name == "after" {
					truth[4], truth[6] = 0.5, 1
				}
				stream := estimators.NewStream(1, "benchmark")
				b.ReportAllocs()
				t := -1
				for b.Loop() {
					t++
					if t%1000 == 0 {
						if err := pool.Start(truth); err != nil {
							b.Fatal(err)
						}
					}
					if err := pool.Draw(int64(n), stream.At(uint64(t/1000), uint64(t%1000))); err != nil {
						b.Fatal(err)
					}
					if err := pool.Fit(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
