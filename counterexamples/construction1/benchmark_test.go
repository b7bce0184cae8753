package construction1

import (
	"fmt"
	"testing"

	"itermle/estimators"
)

// BenchmarkFit is a whole run of Algorithm 1: T draws and T exact maximisations.
func BenchmarkFit(b *testing.B) {
	for _, n := range []int64{100, 10_000, 1_000_000, 1_000_000_000_000} {
		for _, generations := range []int{1, 2, 3} {
			b.Run(fmt.Sprintf("n=%d/T=%d", n, generations), func(b *testing.B) {
				c, err := New(n)
				if err != nil {
					b.Fatal(err)
				}
				it := estimators.Iteration{Pool: c, Truth: []float64{0, 2}, Schedule: estimators.ConstantSchedule(n),
					Generations: generations}
				s := estimators.NewStream(1, "benchmark")
				b.ReportAllocs()
				replicate := uint64(0)
				for b.Loop() {
					if err := it.Run(s, replicate, nil); err != nil {
						b.Fatal(err)
					}
					replicate++
				}
			})
		}
	}
}

// BenchmarkAfter is one generation after a collapse with counts in place of points: flat in n.
func BenchmarkAfter(b *testing.B) {
	for _, n := range []int64{10_000, 1_000_000, 1_000_000_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			c, err := New(n)
			if err != nil {
				b.Fatal(err)
			}
			s := estimators.NewStream(1, "benchmark")
			replicate, generation := uint64(0), uint64(0)
			step := func() {
				if err := c.Draw(n, s.At(replicate, generation)); err != nil {
					b.Fatal(err)
				}
				if err := c.Fit(); err != nil {
					b.Fatal(err)
				}
				generation++
			}
			restart := func() {
				for !c.clustered() || generation > 1000 {
					replicate, generation = replicate+1, 0
					if err := c.Start(Truth()); err != nil {
						b.Fatal(err)
					}
					for range 3 {
						step()
					}
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				restart()
				step()
			}
		})
	}
}
