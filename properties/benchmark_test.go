package properties

import (
	"fmt"
	"testing"

	"itermle/theorems"
)

// BenchmarkDecide is the cost of a whole decision about a cheap trial, and what of it falls on a replicate.
func BenchmarkDecide(b *testing.B) {
	design := Design{Alpha: 1e-9, Beta: 1e-9, MaxReplicates: 1_000_000}
	for _, row := range []struct {
		name       string
		experiment theorems.Experiment
	}{
		{"kind=rate/p=0", coin(0, 0.05, 0.15)},
		{"kind=rate/p=allowed", coin(0.01, 0.01, 0.02)},
		{"kind=law/distance=0.05", theorems.Law{CDF: uniformCDF, Distance: 0.05, New: always(uniform)}},
		{"kind=mean/bounded", theorems.Mean{Value: 0.5, Tolerance: 0.02, Upper: 1, New: always(uniform)}},
		{"kind=mean/variance", theorems.Mean{Value: 0, Tolerance: 0.05, Variance: 1, New: always(normal)}},
	} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/workers=%d", row.name, workers), func(b *testing.B) {
				b.ReportAllocs()
				replicates, seed := 0, uint64(0)
				for b.Loop() {
					seed++
					report, err := Decide("benchmark", theorems.Scenario{Name: row.name, Experiment: row.experiment},
						design, seed, workers)
					if err != nil {
						b.Fatal(err)
					}
					replicates += report.Replicates
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(replicates), "ns/replicate")
				b.ReportMetric(float64(replicates)/float64(b.N), "replicates/op")
			})
		}
	}
}

// BenchmarkErrorRates is the dynamic program.
func BenchmarkErrorRates(b *testing.B) {
	r, err := NewRateRule(0.01, 0.02, 1e-6, 1e-6)
	if err != nil {
		b.Fatal(err)
	}
	for _, limit := range []int{1000, 10_000} {
		b.Run(fmt.Sprintf("n=%d", limit), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.ErrorRates(0.01, limit)
			}
		})
	}
}
