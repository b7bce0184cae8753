package properties

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/theorems"
)

func mustErrand(t *testing.T, claims []theorems.Claim, options Options) *Errand {
	t.Helper()
	errand, err := NewErrand(registry(claims...), options)
	if err != nil {
		t.Fatal(err)
	}
	return errand
}

func assignments(t *testing.T, errand *Errand) []Assignment {
	t.Helper()
	all, err := errand.Assignments()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestErrandsEndWithTheLinesOfOneRun: what two processes decide in any order, of a run that both know by its origin,
// merges to the record and the summary of a run of one.
func TestErrandsEndWithTheLinesOfOneRun(t *testing.T) {
	folder := t.TempDir()
	options := Options{Seed: suiteseed.Seed(), Instances: 4, Select: regexp.MustCompile("e")}
	want, whole, _ := recorded(t, filepath.Join(folder, "whole"), false, options)
	lister := mustErrand(t, coinClaims(), options)
	all := assignments(t, lister)
	rand.New(rand.NewPCG(suiteseed.Seed(), 0)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	path := filepath.Join(folder, "errand")
	var text []byte
	for half := range 2 {
		known, err := lister.Origin().Options()
		if err != nil {
			t.Fatal(err)
		}
		known.Workers = 1 + half
		errand := mustErrand(t, coinClaims(), known)
		for i := half; i < len(all); i += 2 {
			line, err := errand.Decide(all[i])
			if err != nil {
				t.Fatal(err)
			}
			text = append(text, line...)
		}
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	options.Recall = true
	got, summary, _ := recorded(t, path, true, options)
	if got != want || asJSON(t, summary) != asJSON(t, whole) {
		t.Errorf("the errand ends with\n%s\nwant\n%s", got, want)
	}
}

// TestErrandsMakeOneScenario: none of the others is drawn, and the fixed ones are listed once.
func TestErrandsMakeOneScenario(t *testing.T) {
	claims := coinClaims()[:1]
	listed, drawn := 0, 0
	fixed, draw := claims[0].Fixed, claims[0].Draw
	claims[0].Fixed = func(p theorems.Profile) []theorems.Scenario { listed++; return fixed(p) }
	claims[0].Draw = func(c theorems.Chooser) theorems.Scenario { drawn++; return draw(c) }
	errand := mustErrand(t, claims, Options{Seed: suiteseed.Seed(), Instances: 5})
	all := assignments(t, errand)
	places := map[int]bool{}
	for _, a := range all {
		before := drawn
		if _, err := errand.Decide(a); err != nil {
			t.Fatal(err)
		}
		if want := map[bool]int{false: 1}[a.Place < 2]; drawn-before != want {
			t.Errorf("place %d: %d scenarios drawn, want %d", a.Place, drawn-before, want)
		}
		places[a.Place] = true
	}
	if len(places) != 7 || listed != 2 { // by Assignments, and by the first Decide
		t.Errorf("%d places, want 7; the fixed scenarios were listed %d times, want 2", len(places), listed)
	}
}

func TestErrandsRefuseWhatIsNotTheirs(t *testing.T) {
	options := Options{Seed: suiteseed.Seed(), Select: regexp.MustCompile("^supported$")}
	errand := mustErrand(t, coinClaims(), options)
	first := assignments(t, errand)[0]
	another := options
	another.Instances = 3
	for name, a := range map[string]Assignment{
		"a claim of no part":     {first.Key, "refuted", 0},
		"a place before the 1st": {first.Key, first.Claim, -1},
		"another place":          {first.Key, first.Claim, 1},
		"a place beyond all":     {first.Key, first.Claim, 1 << 40},
		"another share of α":     assignments(t, mustErrand(t, coinClaims(), another))[0],
	} {
		if text, err := errand.Decide(a); err == nil || text != nil {
			t.Errorf("%s: %s", name, text)
		}
	}
	for _, origin := range []Origin{{Profile: "slow"}, {Profile: "ci", Run: "("}} {
		if _, err := origin.Options(); err == nil {
			t.Errorf("options of %+v", origin)
		}
	}
	if _, err := NewErrand(registry(coinClaims()...), Options{Instances: -1}); err == nil {
		t.Error("an errand of −1 instances")
	}
	senseless := registry(theorems.Claim{ID: "twice", Fixed: func(theorems.Profile) []theorems.Scenario {
		return []theorems.Scenario{{Name: "a"}, {Name: "a"}}
	}}, theorems.Claim{ID: "panics", Fixed: func(theorems.Profile) []theorems.Scenario { panic("boom") }})
	errand, err := NewErrand(senseless, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if all, err := errand.Assignments(); len(all) != 0 || err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("%v, %v", all, err)
	}
	if text, err := errand.Decide(Assignment{"", "panics", 0}); err == nil || !strings.Contains(err.Error(), "boom") ||
		!bytes.Equal(text, nil) {
		t.Errorf("%s, %v", text, err)
	}
}
