package laws

import (
	"errors"
	"math"
	"testing"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/suiteseed"
)

// The variance is that of the exact law on two letters, a dynamic program over counts, wherever that exists.
func TestWorkflowVarianceIsTheExactLaw(t *testing.T) {
	family, err := estimators.ParseFamily("bernoulli")
	if err != nil {
		t.Fatal(err)
	}
	for _, schedule := range []string{"const:7", "list:5,9,1,12,4"} {
		for _, workflow := range []string{"accumulate", "accumulate:0.3", "replace", "fresh:0.3", "fresh:0.5/t",
			"original:0.4", "original:1,0.5", "weighted:0.3", "weighted:1"} {
			s, w := estimators.MustSchedule(schedule), parsed(t, workflow)
			model, err := alphabet.ModelOf(family, []float64{0.3}, 0)
			if err != nil {
				t.Fatal(err)
			}
			law, err := alphabet.ExactLaw(model, []float64{0.3}, s, 5, w,
				alphabet.Budget{States: 1e6, Transitions: 1e9})
			if err != nil {
				t.Fatalf("%s %s: %v", schedule, workflow, err)
			}
			want := law.Mean(law.SquaredDistance)
			got, err := WorkflowVariance(VarianceFunction{V1: 1, V2: -1}, 0.3, w, s, 5)
			if err != nil || !(math.Abs(got-want.Value) <= want.Error+1e-14) {
				t.Errorf("%s %s: %.17g, %v; the exact law has %.17g", schedule, workflow, got, err, want.Value)
			}
		}
	}
}

// Where there is no exact law, Algorithm 1 is run: the mean of (μ_T − μ*)² lies within six standard errors.
func TestWorkflowVarianceIsThatOfSimulation(t *testing.T) {
	const replicates, generations = 4000, 6
	for _, row := range []struct {
		family, workflow string
		truth            float64
	}{{"exponential", "subsample:6", 2}, {"exponential", "bootstrap:9", 2}, {"poisson", "mixture:0.3", 3},
		{"exponential", "mixture:0.4", 1}, {"poisson", "subsample:1000", 1}} {
		family, err := estimators.ParseFamily(row.family)
		if err != nil {
			t.Fatal(err)
		}
		workflow, schedule := parsed(t, row.workflow), estimators.MustSchedule("list:8,5,11,3,9,7")
		it, err := estimators.Setup[estimators.Pool]{Truth: []float64{row.truth}, Schedule: schedule,
			NewPool:  estimators.FamilyPool(family, estimators.AutoPath, workflow),
			Workflow: workflow, Generations: generations}.Worker()
		if err != nil {
			t.Fatal(err)
		}
		stream := estimators.NewStream(suiteseed.Seed(), "workflow variance", row.family, row.workflow)
		sum, squares := 0.0, 0.0
		for k := range uint64(replicates) {
			if err := it.Run(stream, k, nil); err != nil {
				t.Fatal(err)
			}
			e := it.Pool.Theta()[0] - row.truth
			sum, squares = sum+e*e, squares+e*e*e*e
		}
		v0, v1, v2 := family.(estimators.MorrisFamily).VarianceFunction()
		want, err := WorkflowVariance(VarianceFunction{v0, v1, v2}, row.truth, workflow, schedule, generations)
		mean := sum / replicates
		deviation := math.Sqrt((squares/replicates - mean*mean) / replicates)
		if err != nil || !(math.Abs(mean-want) <= 6*deviation) {
			t.Errorf("%s %s: simulated %.5g ± %.2g, computed %.5g, %v", row.family, row.workflow, mean, deviation,
				want, err)
		}
	}
}

// What is not linear in the data is refused.
func TestWorkflowVarianceRefuses(t *testing.T) {
	var unsupported *estimators.UnsupportedError
	for _, workflow := range []string{"central:0.9", "largest:0.9", "verified:-1,1", "smoothed:1", "sharpened:0.5"} {
		if _, err := WorkflowVariance(VarianceFunction{V0: 1}, 0, parsed(t, workflow), estimators.ConstantSchedule(3),
			2); !errors.As(err, &unsupported) {
			t.Errorf("%s: %v", workflow, err)
		}
	}
	none := estimators.Schedule{}
	if _, err := WorkflowVariance(VarianceFunction{V0: 1}, 0, estimators.Replace(), none, 2); err == nil {
		t.Error("no schedule is taken")
	}
}

// Replacement of (μ, σ) is what Algorithm 1 does, and what GaussianShares has in rationals.
func TestGaussianReplacedSquaredError(t *testing.T) {
	schedule := estimators.MustSchedule("list:5,8,3,10")
	mean, variance := GaussianShares([]int64{5, 8, 3, 10}, true)
	m, _ := mean.Float64()
	v, _ := variance.Float64()
	sigma := 1.0
	for _, n := range []float64{5, 8, 3, 10} {
		sigma *= math.Sqrt(2/n) * math.Gamma(n/2) / math.Gamma((n-1)/2)
	}
	if got, want := GaussianReplacedSquaredError(schedule, 4), m+v-2*sigma+1; !(math.Abs(got-want) <= 1e-13) {
		t.Errorf("%.17g, want %.17g", got, want)
	}
	a, _ := math.Lgamma(30)
	b, _ := math.Lgamma(29.5)
	if got, want := logMeanRoot(60), math.Log(2.0/60)/2+a-b; !(math.Abs(got/want-1) <= 1e-10) {
		t.Errorf("the series gives %.17g, log Γ %.17g", got, want)
	}
	// To first order 3/(2n) a generation, also where log Γ has no digit of it.
	if got := GaussianReplacedSquaredError(estimators.ConstantSchedule(1e9), 10); !(math.Abs(got/1.5e-8-1) <= 1e-6) {
		t.Errorf("n = 10⁹: %g", got)
	}
}

func parsed(t *testing.T, text string) estimators.Workflow {
	t.Helper()
	workflow, err := estimators.ParseWorkflow(text)
	if err != nil {
		t.Fatal(err)
	}
	return workflow
}
