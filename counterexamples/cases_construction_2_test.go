package counterexamples

import (
	"fmt"
	"testing"

	"itermle/estimators"
)

// A replicate of Theorem 5.2: from h_0 to the collapse.
func BenchmarkCollapse(b *testing.B) {
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
