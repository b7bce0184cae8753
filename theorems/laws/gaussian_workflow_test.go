package laws

import (
	"errors"
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// Where the moments are known otherwise, in rationals and by quadrature, they are the same.
func TestGaussianWorkflowMomentsArePlain(t *testing.T) {
	sizes := []int64{5, 8, 1, 10}
	schedule := estimators.MustSchedule("list:5,8,1,10")
	for workflow, replace := range map[string]bool{"accumulate": false, "replace": true} {
		shares, _ := GaussianShares(sizes, replace)
		want, _ := shares.Float64()
		got, _, err := GaussianWorkflowMoments(parsed(t, workflow), schedule, 4)
		if err != nil || !(math.Abs(got-want) <= 1e-14) {
			t.Errorf("%s: E μ² %.17g, %v, want %.17g", workflow, got, err, want)
		}
	}
	mean, spread := GaussianVariance(schedule, 4)
	want := mean*mean*(1+spread) - 2*mean + 1
	if _, got, err := GaussianWorkflowMoments(estimators.Accumulate(), schedule, 4); err != nil ||
		!(math.Abs(got-want) <= 1e-10) {
		t.Errorf("E(σ²−1)² %.17g, %v, want %.17g", got, err, want)
	}
	// All of the data real: those of a sample, to 1/n² of themselves.
	if a, u, err := GaussianWorkflowMoments(parsed(t, "weighted:1"), estimators.ConstantSchedule(1e9), 9); err != nil ||
		!(math.Abs(a*1e9-1) <= 1e-14) || !(math.Abs(u*1e9/(2-1e-9)-1) <= 1e-14) {
		t.Errorf("n = 10⁹: %g, %g, %v", a, u, err)
	}
}

// Under each workflow Algorithm 1 gives the moments within six standard errors, of which one in a hundred million runs
// is outside.
func TestGaussianWorkflowMomentsAreThoseOfSimulation(t *testing.T) {
	const replicates, generations = 10_000, 5
	family, err := estimators.ParseFamily("gaussian")
	if err != nil {
		t.Fatal(err)
	}
	schedule := estimators.MustSchedule("list:8,5,11,4,7")
	for _, text := range []string{"accumulate", "accumulate:0.3", "replace", "fresh:0.3", "fresh:0.5/t",
		"original:0.4", "original:1,0.3", "weighted:0.3", "weighted:1,0.5,0.2"} {
		workflow := parsed(t, text)
		it, err := estimators.Setup[estimators.Pool]{Truth: []float64{0, 1}, Schedule: schedule,
			NewPool:  estimators.FamilyPool(family, estimators.AutoPath, workflow),
			Workflow: workflow, Generations: generations}.Worker()
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		stream := estimators.NewStream(suiteseed.Seed(), "gaussian workflow moments", text)
		var sum, squares [2]float64
		for k := range uint64(replicates) {
			if err := it.Run(stream, k, nil); err != nil {
				t.Fatal(err)
			}
			theta := it.Pool.Theta()
			for i, e := range []float64{theta[0], theta[1]*theta[1] - 1} {
				sum[i], squares[i] = sum[i]+e*e, squares[i]+e*e*e*e
			}
		}
		var want [2]float64
		want[0], want[1], err = GaussianWorkflowMoments(workflow, schedule, generations)
		for i := range want {
			mean := sum[i] / replicates
			deviation := math.Sqrt((squares[i]/replicates - mean*mean) / replicates)
			if err != nil || !(math.Abs(mean-want[i]) <= 6*deviation) {
				t.Errorf("%s, moment %d: simulated %.5g ± %.2g, computed %.5g, %v", text, i, mean, deviation, want[i],
					err)
			}
		}
	}
}

func TestGaussianWorkflowMomentsRefuses(t *testing.T) {
	var unsupported *estimators.UnsupportedError
	for _, text := range []string{"subsample:5", "bootstrap:5", "mixture:0.2", "central:0.9", "smoothed:1"} {
		if _, _, err := GaussianWorkflowMoments(parsed(t, text), estimators.ConstantSchedule(3),
			2); !errors.As(err, &unsupported) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, _, err := GaussianWorkflowMoments(estimators.Replace(), estimators.Schedule{}, 2); err == nil {
		t.Error("no schedule is taken")
	}
}
