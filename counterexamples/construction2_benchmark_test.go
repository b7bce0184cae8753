package counterexamples

import (
	"fmt"
	"testing"

	"itermle/estimators"
)

// One generation, draw and fit, flat in n: of the h's alone, before the collapse with a spike too wide to win and the points of
// the last two intervals kept, and after the collapse with the canonical spike. Runs restart after 1000 generations.
func BenchmarkConstruction2Generation(b *testing.B) {
	for _, phase := range []struct{ name, width string }{{"h-only", ""}, {"before", "exp:1"}, {"after", "canonical:loglog"}} {
		for _, n := range []float64{1e3, 1e9, 1e15} {
			b.Run(fmt.Sprintf("phase=%s/n=%.0e", phase.name, n), func(b *testing.B) {
				pool := NewConstruction2Wide()
				truth := Construction2Truth()
				if phase.width != "" {
					width, err := ParseSpikeWidth(phase.width)
					if err != nil {
						b.Fatal(err)
					}
					if pool, err = NewConstruction2(width); err != nil {
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

// A replicate of Theorem 5.2: from h_0 to the collapse.
func BenchmarkConstruction2Collapse(b *testing.B) {
	for _, n := range []int64{1e3, 1e15} {
		b.Run(fmt.Sprintf("phi=loglog/n=%.0e", float64(n)), func(b *testing.B) {
			trial, err := sharp52("loglog", n, 0.1).trial()
			if err != nil {
				b.Fatal(err)
			}
			stream := estimators.NewStream(1, "benchmark")
			b.ReportAllocs()
			replicate := uint64(0)
			for b.Loop() {
				if _, err := trial(stream, replicate); err != nil {
					b.Fatal(err)
				}
				replicate++
			}
		})
	}
}
