package search_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/properties/search"
	"itermle/theorems"
)

// TestPlay: a sequence means the same by label where others come and go; what it lacks the source chooses.
func TestPlay(t *testing.T) {
	choices := search.Choices{{"kind", 3, 2}, {"size", 100, 40}, {"size", 100, 41}, {"far", 9, 8}}
	p := search.Play(choices, func(n int) int { return n - 1 })
	got := []int{p.Choose("size", 100), p.Choose("new", 5), p.Choose("size", 30), p.Choose("size", 7),
		p.Choose("far", 4)}
	if want := []int{40, 4, 29, 6, 3}; !reflect.DeepEqual(got, want) {
		t.Errorf("played %v, want %v", got, want)
	}
	if want := (search.Choices{{"size", 100, 40}, {"new", 5, 4}, {"size", 30, 29}, {"size", 7, 6},
		{"far", 4, 3}}); !reflect.
		DeepEqual(p.Played, want) {
		t.Errorf("wrote down %v, want %v", p.Played, want)
	}
	if bits := choices.Bits(); bits != 2+6+6+4 {
		t.Errorf("%d bits", bits)
	}
}

// TestBytes: a byte makes a choice among up to 256, two among up to 65,536; 0 where they have run out.
func TestBytes(t *testing.T) {
	source := search.Bytes([]byte{200, 1, 2, 7, 9})
	got := []int{source(256), source(1), source(257), source(5), source(1 << 40), source(3)}
	if want := []int{200, 0, 258 % 257, 2, 9 << 32 % (1 << 40), 0}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestShrink: the simplest sequence of sum ≥ 100 with an odd last choice, wherever it starts; refusals end it too.
func TestShrink(t *testing.T) {
	from := search.Choices{{"a", 4096, 3000}, {"b", 7, 6}, {"c", 4096, 77}, {"d", 4096, 4001}}
	asked := 0
	got := search.Shrink(from, func(c search.Choices) (search.Choices, bool) {
		asked++
		sum := 0
		for _, choice := range c {
			sum += choice.At
		}
		return c, sum >= 100 && c[3].At%2 == 1
	})
	if got.Bits() > 8 || got[3].At%2 == 0 || asked > 200 {
		t.Errorf("%v after %d", got, asked)
	}
	if got := search.Shrink(from,
		func(search.Choices) (search.Choices, bool) { return nil, false }); !reflect.DeepEqual(got,
		from) {
		t.Errorf("nothing was accepted, and yet %v", got)
	}
}

// uniform is the bound U ≤ q of a uniform U but for probability δ, whose ratio has the (1−δ)-quantile (1−δ)/q: 0.95/q.
func uniform(choose theorems.Chooser) theorems.Scenario {
	q := theorems.DrawReal(choose, "q", 1, 3)
	return theorems.Scenario{Name: fmt.Sprintf("q=%g", q), Experiment: theorems.Rate{Allowed: 0.05, Tolerated: 0.1,
		Ratio: func() (estimators.Trial[float64], error) {
			return func(s *estimators.Stream, replicate uint64) (float64, error) {
				return s.At(replicate, 0).Float64() / q, nil
			}, nil
		}}}
}

// TestTightestHasNoWinnersCurse: the interval of the winner, from held-out streams, holds the true quantile in nearly
// all of 40 searches, each at 99%; that of the streams which chose it would be beyond.
func TestTightestHasNoWinnersCurse(t *testing.T) {
	missed := 0
	for seed := range uint64(40) {
		r := search.Tightest(theorems.Claim{ID: "uniform", Draw: uniform}, nil,
			search.Options{Seed: 40*suiteseed.Seed() + seed, Evaluations: 150})
		f := r.Found[len(r.Found)-1]
		var q float64
		if _, err := fmt.Sscanf(f.Instance, "q=%g", &q); err != nil {
			t.Fatal(err)
		}
		if !(f.Low <= 0.95/q && 0.95/q <= *f.High) {
			missed++
		}
		if !(q <= 1.05 && *f.High-f.Low <= 0.03) {
			t.Errorf("%+v: the tightest is q = 1", f)
		}
	}
	if missed > 5 { // P(Binomial(40, 0.01) ≥ 6) < 10^-5
		t.Errorf("%d of 40 intervals miss", missed)
	}
}

// TestTightestIsReproducible: the same instances for any number of workers; the opposite where the loosest is asked
// for.
func TestTightestIsReproducible(t *testing.T) {
	claim := theorems.Claim{ID: "inflation", Draw: inflation.Draw}
	options := search.Options{Seed: suiteseed.Seed(), Evaluations: 300, Workers: 1, Front: true}
	one := search.Tightest(claim, nil, options)
	options.Workers = 3
	many := search.Tightest(claim, nil, options)
	one.Scenario, many.Scenario = theorems.Scenario{}, theorems.Scenario{}
	if !reflect.DeepEqual(one, many) {
		t.Errorf("one worker: %+v\nthree: %+v", one, many)
	}
	options.Loosest = true
	if f := search.Tightest(claim, nil, options).Found; !(math.Abs(f[len(f)-1].Ratio-0.5) <= 1e-12) {
		t.Errorf("the loosest: %+v, want the ratio ½ of a single fit", f[len(f)-1])
	}
	// The archive is played first: with next to no budget the search is as good as the one before.
	options = search.Options{Seed: suiteseed.Seed() + 1, Evaluations: 1}
	best := one.Found[len(one.Found)-1]
	if f := search.Tightest(claim, one.Found, options).Found; !(f[len(f)-1].Ratio >= best.Ratio) {
		t.Errorf("%+v was archived, %+v is found", best, f[len(f)-1])
	}
}

// TestTightestRefines: along a ridge that no single choice follows, the ratio 1 of its top is found to 10^−4 in a
// thousand instances; by mutation and crossing alone it was 0.96.
func TestTightestRefines(t *testing.T) {
	ridge := bound("ridge", func(choose theorems.Chooser) (string, float64, float64) {
		var x [5]float64
		sum := 0.
		for i := range x {
			x[i] = theorems.DrawReal(choose, "x", -1, 1)
			sum += math.Pow(x[i]-0.3*float64(i-2), 2)
			if i > 0 {
				sum += 0.9 * math.Pow(x[i]-x[i-1]-0.3, 2)
			}
		}
		return fmt.Sprint(x), math.Exp(-sum), 1
	})
	r := search.Tightest(ridge, nil, search.Options{Seed: suiteseed.Seed(), Evaluations: 1000})
	if f := r.Found[len(r.Found)-1]; !(f.Ratio >= 0.9999) || r.Evaluations > 1000 || r.Err != nil {
		t.Errorf("%+v after %d", f, r.Evaluations)
	}
}

// TestTightestOfOthers: what is no bound has no ratio and costs little; fixed scenarios take part; errors, panics and
// numbers that are none are counted and end nothing.
func TestTightestOfOthers(t *testing.T) {
	options := search.Options{Seed: suiteseed.Seed(), Evaluations: 2000}
	law := theorems.Claim{ID: "law", Draw: func(choose theorems.Chooser) theorems.Scenario {
		return theorems.Scenario{Name: fmt.Sprint(choose.Choose("x", 1000)), Experiment: theorems.Law{}}
	}}
	if r := search.Tightest(law, nil, options); r.Found != nil || r.Evaluations > 200 || r.Err != nil {
		t.Errorf("%+v", r)
	}
	fixed := theorems.Claim{ID: "fixed", Fixed: func(theorems.Profile) []theorems.Scenario {
		return []theorems.Scenario{inflation.Draw(search.Play(nil, search.Simplest))}
	}}
	if r := search.Tightest(fixed, nil, options); len(r.Found) != 1 || r.Found[0].Ratio != 0.5 || r.Evaluations != 1 {
		t.Errorf("%+v", r)
	}
	dear := theorems.Claim{ID: "dear", Draw: func(choose theorems.Chooser) theorems.Scenario {
		words := 1 << choose.Choose("log words", 30)
		return theorems.Scenario{Name: fmt.Sprint(words), Experiment: theorems.Rate{Allowed: 0.5, Tolerated: 0.6,
			Ratio: func() (estimators.Trial[float64], error) {
				return func(s *estimators.Stream, replicate uint64) (float64, error) {
					random := s.At(replicate, 0)
					for range words {
						random.Uint64()
					}
					return float64(words), nil
				}, nil
			}}}
	}}
	// 2^22 words are 64 replicates of 2^16; more a replicate is too dear to be looked at, and is no error.
	if r := search.Tightest(dear, nil, search.Options{Seed: 1, Evaluations: 100}); r.Err != nil ||
		r.Found[len(r.Found)-1].Instance != "65536" {
		t.Errorf("%+v", r)
	}
	broken := bound("broken", func(choose theorems.Chooser) (string, float64, float64) {
		k := choose.Choose("k", 100)
		switch {
		case k == 13:
			panic("thirteen")
		case k%2 == 1:
			return fmt.Sprint(k), math.NaN(), 1
		}
		return fmt.Sprint(k), float64(k), 100
	})
	r := search.Tightest(broken, nil, options)
	if f := r.Found[len(r.Found)-1]; f.Instance != "98" || r.Errors < 50 || r.Err == nil {
		t.Errorf("%+v", r)
	}
}

// TestArchive: what is written is read; a damaged line is named.
func TestArchive(t *testing.T) {
	archive := search.Archive(filepath.Join(t.TempDir(), "new"))
	high := 0.7
	found := []search.Found{{"a", "x=1", 0.5, 0.4, nil, 7, search.Choices{{"x ≤ y", 9, 1}}},
		{"a", "x=2", 0.6, 0.5, &high, 7, search.Choices{{"x", 9, 2}, {"y", 3, 0}}}}
	fixed := search.Found{Claim: "a", Instance: "fixed", High: &high}
	if err := archive.Write("a", append(found, fixed)); err != nil {
		t.Fatal(err)
	}
	if got, err := archive.Read("a"); err != nil || !reflect.DeepEqual(got, found) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, none := range []search.Archive{"", archive} {
		if got, err := none.Read("b"); got != nil || err != nil {
			t.Errorf("%+v, %v", got, err)
		}
	}
	for _, row := range []struct{ text, want string }{
		{"{", "b.jsonl:1: unexpected end"}, {`{"claim":"a"}`, `want "b"`},
		{`{"claim":"b"}` + "\n" + `{"claim":"b","choices":[{"label":"x","of":3,"at":3}]}`,
			`b.jsonl:2: choice "x": 3 of 3`},
	} {
		if err := os.WriteFile(filepath.Join(string(archive), "b.jsonl"), []byte(row.text), 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := archive.Read("b")
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v", row.text, err)
		}
	}
}
