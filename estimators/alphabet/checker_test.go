package alphabet_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/geometry"
	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/theorems"
)

type chance struct{ *rand.Rand }

func (c chance) Choose(_ string, n int) int { return c.IntN(n) }

// outsideBy is the scenario of P(‖θ^(T) − θ*‖ > ρ) ≤ allowed, to be told from ≥ tolerated, of the runs of a pool.
func outsideBy(f *alphabet.Family, truth []float64, schedule estimators.Schedule, workflow estimators.Workflow,
	rho, allowed, tolerated float64) theorems.Scenario {
	setup := estimators.Setup[estimators.Pool]{NewPool: estimators.FamilyPool(f, estimators.AutoPath, workflow),
		Truth: truth, Schedule: schedule, Workflow: workflow, Generations: 3}
	return theorems.Scenario{Name: fmt.Sprintf("%s ρ=%g δ=%g", f.Name(), rho, allowed),
		Experiment: theorems.Rate{Allowed: allowed, Tolerated: tolerated,
			New: estimators.After(setup, func(pool estimators.Pool) (bool, error) {
				return geometry.Distance(pool.Theta(), truth) > rho, nil
			})}}
}

// The checker decides by simulation what the exact law knows: that P(outside) is at most what it is, and not at most
// 0.2 less. A right law is refuted with a probability of at most 10^-8 a family, and one that is off by 0.2 not
// seen with as little. With ITERMLE_VOLUME=full there are 200 families.
func TestCheckerAgainstLaw(t *testing.T) {
	want, gap := 4, 0.2
	if os.Getenv("ITERMLE_VOLUME") == "full" {
		want = 200
	}
	design := properties.Design{Alpha: 1e-8, Beta: 1e-8, MaxReplicates: 20_000, MaxDraws: 1 << 40}
	workflows := []estimators.Workflow{estimators.Accumulate(), estimators.Replace(), estimators.MixFresh(0.5),
		estimators.MixOriginal(0.25), estimators.WeightedReal(0.5)}
	schedule := estimators.ListSchedule(12, 8, 10)
	stream := estimators.NewStream(suiteseed.Seed(), "alphabet", "checker")
	for compared, replicate := 0, uint64(0); compared < want; replicate++ {
		i, err := alphabet.Random(chance{stream.At(replicate, 0)}, 3)
		if err != nil || i.Family.Dim() > 1 || i.Radius < 0.5 {
			continue
		}
		f, err := i.Family.Within(i.Truth, i.Radius)
		if err != nil {
			t.Fatal(err)
		}
		workflow := workflows[compared%len(workflows)]
		law, err := alphabet.ExactLaw(f, i.Truth, schedule, 3, workflow, alphabet.Budget{})
		if err != nil {
			t.Fatal(err)
		}
		median, err := law.Quantile(law.Distance, 0.5)
		if err != nil {
			t.Fatal(err)
		}
		rho := median.Value + median.Error + 1e-9
		outside := law.Outside(rho)
		if !(outside.Value >= gap+0.05) { // the median may be the radius
			continue
		}
		compared++
		for _, claim := range []struct {
			allowed, tolerated float64
			verdict            theorems.Verdict
		}{
			{outside.Value + outside.Error, math.Min(1, outside.Value+gap), theorems.Supported},
			{outside.Value - gap, outside.Value - outside.Error, theorems.Refuted},
		} {
			scenario := outsideBy(f, i.Truth, schedule, workflow, rho, claim.allowed, claim.tolerated)
			report, err := properties.Decide("law-distribution", scenario, design, suiteseed.Seed(), 1)
			if err != nil || report.Verdict != claim.verdict {
				t.Errorf("%s at %v ± %g, %v: P ≤ %g is %v, want %v: P = %+v; %s, %v", f.Name(), i.Truth, i.Radius,
					workflow, claim.allowed, report.Verdict, claim.verdict, outside, report.Evidence, err)
			}
		}
	}
}
