package cmd

import (
	"slices"
	"testing"

	"itermle/estimators"
	"itermle/properties/search"
	"itermle/theorems"
)

// fixedRatio is the largest (1−δ)-quantile of 400 replicates of L/R among the fixed scenarios of a claim, 0 where
// none is random.
func fixedRatio(t *testing.T, claim theorems.Claim) (largest float64) {
	t.Helper()
	for _, scenario := range claim.Fixed(theorems.Quick) {
		rate, random := scenario.Experiment.(theorems.Rate)
		if !random || rate.Ratio == nil {
			continue
		}
		trial, err := rate.Ratio()
		if err != nil {
			t.Fatalf("%s: %v", scenario.Name, err)
		}
		stream := estimators.NewStream(1, claim.ID, scenario.Name, "demand")
		values := make([]float64, 400)
		for i := range values {
			if values[i], err = trial(stream, uint64(i)); err != nil {
				t.Fatalf("%s: %v", scenario.Name, err)
			}
		}
		slices.Sort(values)
		largest = max(largest, values[int(float64(len(values))*(1-rate.Allowed))])
	}
	return largest
}

// What a claim demands of its tightest instance was found: the archive's last line comes to it, is drawn again from its
// choices, and is not so far above that the demand says nothing. A claim without an archive meets its demand on the
// simplest instance, or on the first of a few draws; one whose archive falls short, on a fixed scenario.
func TestDemandsOfTightnessAreMet(t *testing.T) {
	registry := Suite()
	const archive search.Archive = "../testdata/tight"
	demanding, archived := 0, 0
	for _, claim := range registry.Claims {
		if claim.Sometimes == 0 {
			continue
		}
		demanding++
		found, err := archive.Read(claim.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			found = search.Tightest(claim, nil, search.Options{Seed: 1, Workers: 1, Evaluations: 8}).Found
		} else {
			archived++
		}
		if len(found) == 0 {
			t.Errorf("%s: no instance has a ratio", claim.ID)
			continue
		}
		best := found[len(found)-1]
		if best.Choices != nil && claim.Draw(search.Play(best.Choices, search.Simplest)).Name != best.Instance {
			t.Errorf("%s: its choices do not draw %s", claim.ID, best.Instance)
		}
		ratio := best.Ratio
		if ratio < claim.Sometimes {
			ratio = fixedRatio(t, claim)
		}
		if !(claim.Sometimes <= ratio && 0.75*ratio <= claim.Sometimes) {
			t.Errorf("%s demands %g, found %g", claim.ID, claim.Sometimes, ratio)
		}
	}
	if demanding < 10 || archived < 10 {
		t.Errorf("%d demands, %d of them with an archive", demanding, archived)
	}
}
