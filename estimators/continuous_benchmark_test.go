package estimators

import (
	"fmt"
	"testing"
)

var continuousFamilies = []string{"gaussian-mean", "gaussian", "gaussian-variance", "gaussian-vector",
	"gaussian-covariance",
	"exponential", "exponential-rate", "gamma", "power", "hyperbolic-secant"}

// BenchmarkRun is Algorithm 1 on one replicate: ns/generation and ns/sample, everything included.
func BenchmarkRun(b *testing.B) {
	const generations = 100
	run := func(b *testing.B, name string, path Path, n int64) {
		b.Run(fmt.Sprintf("family=%s/path=%s/n=%d", name, path, n), func(b *testing.B) {
			family, err := ParseFamily(name)
			if err != nil {
				b.Fatal(err)
			}
			pool, err := NewPool(family, path, Accumulate())
			if err != nil {
				b.Fatal(err)
			}
			it := Iteration{Pool: pool, Truth: entryPoint(b, name), Schedule: ConstantSchedule(n),
				Generations: generations}
			stream := NewStream(1, "benchmark")
			b.ReportAllocs()
			replicate := uint64(0)
			for b.Loop() {
				replicate++
				if err := it.Run(stream, replicate, nil); err != nil {
					b.Fatal(err)
				}
			}
			perGeneration := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / generations
			b.ReportMetric(perGeneration, "ns/generation")
			if path == RawPath {
				b.ReportMetric(perGeneration/float64(n), "ns/sample")
			}
		})
	}
	for _, name := range append(continuousFamilies[:len(continuousFamilies):len(continuousFamilies)],
		countFamilies...) {
		for _, n := range []int64{100, 1e9} {
			run(b, name, StatisticPath, n)
		}
		for _, n := range []int64{100, 10000} {
			run(b, name, RawPath, n)
		}
	}
}

// BenchmarkSample is the cost of drawing the n samples of one generation from its stream, in the raw path's chunks: the
// denominator of the raw path.
func BenchmarkSample(b *testing.B) {
	for _, name := range append(continuousFamilies[:len(continuousFamilies):len(continuousFamilies)],
		countFamilies...) {
		for _, n := range []int{100, 10000} {
			b.Run(fmt.Sprintf("family=%s/n=%d", name, n), func(b *testing.B) {
				family, err := ParseFamily(name)
				if err != nil {
					b.Fatal(err)
				}
				m := family.SampleDim()
				theta, x := entryPoint(b, name), make([]float64, chunkSamples*m)
				stream := NewStream(1, "benchmark")
				b.ReportAllocs()
				replicate := uint64(0)
				for b.Loop() {
					replicate++
					random := stream.At(replicate, 0)
					for left := n; left > 0; left -= chunkSamples {
						family.Sample(x[:min(left, chunkSamples)*m], theta, random)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/sample")
			})
		}
	}
}

// entryPoint is the second point of an entry: no parameter of it is 0 or special.
func entryPoint(b *testing.B, name string) []float64 {
	for _, entry := range Families() {
		if entry.Name == name {
			return entry.Points[1]
		}
	}
	b.Fatalf("no family %s", name)
	return nil
}
