package theorems

import (
	"testing"

	"itermle/estimators"
)

// BenchmarkAppendixG is all of figures 1–3: 9 settings × 50 runs × T = 100.
func BenchmarkAppendixG(b *testing.B) {
	for _, mle := range []string{"exact", "optimised"} {
		for _, path := range []estimators.Path{estimators.RawPath, estimators.StatisticPath} {
			b.Run("mle="+mle+"/path="+path.String(), func(b *testing.B) {
				benchmarkFigures(b, path, mle == "optimised")
			})
		}
	}
}

func benchmarkFigures(b *testing.B, path estimators.Path, optimised bool) {
	var workers []*estimators.Iteration
	for _, setting := range []figure{gaussianFigure, exponentialFigure, powerFigure} {
		for _, n := range []int64{20, 50, 100} {
			run := figureRun{family: setting.family, truth: setting.truth, n: n, generations: figureGenerations,
				path: path}
			if optimised {
				run.change = optimisedFamily
			}
			e, err := run.worker()
			if err != nil {
				b.Fatal(err)
			}
			workers = append(workers, e)
		}
	}
	stream, curve := estimators.NewStream(1, "benchmark"), make([]float64, figureGenerations)
	b.ReportAllocs()
	for b.Loop() {
		for _, e := range workers {
			if err := averageError(e, curve, stream, 0, figureRuns); err != nil {
				b.Fatal(err)
			}
		}
	}
}
