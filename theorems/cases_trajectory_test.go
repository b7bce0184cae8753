package theorems

import (
	"math/rand/v2"
	"slices"
	"testing"

	"itermle/estimators"
)

// The models that the lemmas see are those of Iteration on a pool that they know nothing of, and their samples those
// behind each model; what another loop would make of the same streams is told apart.
func TestTrajectoriesAreIterations(t *testing.T) {
	schedule := estimators.ListSchedule(40, 7, 100)
	for _, f := range curvedFamilies() {
		f.r = 3
		setup := estimators.Setup[estimators.Pool]{Truth: f.truth, Schedule: schedule, Generations: 5,
			NewPool: estimators.FamilyPool(f.family, estimators.RawPath, estimators.Accumulate())}
		path := func(workflow estimators.Workflow) (models []float64) {
			setup.Workflow = workflow
			it, err := setup.Worker()
			if err != nil {
				t.Fatal(err)
			}
			if err := it.Run(estimators.NewStream(1, "trajectory"), 3, func(_ int, theta []float64) bool {
				models = append(models, theta[0])
				return true
			}); err != nil {
				t.Fatal(err)
			}
			return models
		}
		trial, err := trajectories(f, schedule, 5, func(seen trajectory) trajectory { return seen })()
		if err != nil {
			t.Fatal(err)
		}
		seen, err := trial(estimators.NewStream(1, "trajectory"), 3)
		if err != nil {
			t.Fatal(err)
		}
		var models []float64
		for _, theta := range seen.models[1:] {
			models = append(models, theta[0])
		}
		// A pool of samples and one of statistics sum in other orders: 1e-12 is far above that and below every step.
		same := func(want []float64) bool {
			return slices.EqualFunc(models, want, func(a, b float64) bool { return a-b < 1e-12 && b-a < 1e-12 })
		}
		if want := path(estimators.Accumulate()); !same(want) {
			t.Errorf("%s: models %v, want %v", f.name(), models, want)
		}
		if same(path(estimators.Replace())) {
			t.Errorf("%s: replacement is not told apart from accumulation", f.name())
		}
		for j, x := range seen.batches {
			again := make([]float64, schedule.Size(j))
			f.family.Sample(again, seen.models[j], estimators.NewStream(1, "trajectory").At(3, uint64(j)))
			if !slices.Equal(x, again) {
				t.Errorf("%s: batch %d is not of θ^(%d)", f.name(), j, j)
			}
		}
	}
}

// A trajectory ends with the first estimate outside the ball.
func TestTrajectoryStopsOutsideTheBall(t *testing.T) {
	f := curvedFamilies()[0]
	f.r = 0.3
	trial, err := trajectories(f, estimators.ConstantSchedule(2), 20,
		func(seen trajectory) trajectory { return seen })()
	if err != nil {
		t.Fatal(err)
	}
	stopped := 0
	for replicate := range uint64(50) {
		seen, err := trial(estimators.NewStream(1, "stopped"), replicate)
		if err != nil {
			t.Fatal(err)
		}
		for j, theta := range seen.models {
			if last := j == len(seen.models)-1; !f.inside(theta) {
				if stopped++; !last {
					t.Fatalf("model %d of %d, %v, is outside", j, len(seen.models), theta)
				}
			}
		}
		if len(seen.models) != len(seen.batches)+1 {
			t.Fatalf("%d models of %d batches", len(seen.models), len(seen.batches))
		}
	}
	if stopped == 0 {
		t.Error("no estimate left the ball")
	}
}

// A drawn scenario that is decided without chance compares no less than it could: a loop that ends early would still
// find everything in order.
func TestDrawnCasesCompared(t *testing.T) {
	least := map[string]int{
		"figure-1-growth": 1, "figure-2-growth": 1, "figure-3-growth": 1, "finding-4": 1, "finding-4-repaired": 1,
		"finding-7": 3, "law-diversity": 2, "law-gaussian": 2, "law-inflation-universal": 1, "law-morris-limit": 2,
		"law-morris-variance-exact": 7, "law-polya-urn": 3, "law-replace-exact": 7, "law-replace-fixation": 1,
		"law-schedule": 1, "law-schedule-equal": 3, "law-schedule-growth": 1, "law-schedule-supremum": 3,
		"lemma-C.5":   1,
		"lemma-jin-4": 4, "lemma-jin-4-even": 300, "lemma-jin-4-repaired": 300, "lemma-kl-expansion": 2,
		"lemma-pinsker": 2,
	}
	choose := randomChoices{rand.New(rand.NewPCG(5, 6))}
	for _, claim := range Claims() {
		want, listed := least[claim.ID]
		if !listed {
			continue
		}
		delete(least, claim.ID)
		fewest, decided := 1<<30, 0
		for range 15 {
			s := claim.Draw(choose)
			e, ok := s.Experiment.(Deterministic)
			if !ok || s.Unmet != "" {
				continue
			}
			out, err := e.Decide()
			if err != nil {
				t.Fatalf("%s, %s: %v", claim.ID, s.Name, err)
			}
			fewest, decided = min(fewest, out.Cases), decided+1
		}
		if fewest < want || decided == 0 {
			t.Errorf("%s: %d comparisons in the least of %d draws, want %d or more", claim.ID, fewest, decided, want)
		}
	}
	for id := range least {
		t.Errorf("no claim %s", id)
	}
}
