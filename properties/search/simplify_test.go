package search

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"itermle/theorems"
)

// graded is the claim of one choice k of 1000 with the ratio of its third: below 40, below 500, or from there on.
func graded(thirds [3]float64) theorems.Claim {
	return theorems.Claim{ID: "graded", Expect: theorems.Supported,
		Draw: func(choose theorems.Chooser) theorems.Scenario {
			k := choose.Choose("k", 1000)
			ratio := thirds[0]
			if k >= 40 {
				ratio = thirds[1]
			}
			if k >= 500 {
				ratio = thirds[2]
			}
			return theorems.Scenario{Name: fmt.Sprintf("k=%d", k), Experiment: theorems.Deterministic{
				Decide: func() (out theorems.Outcome, err error) {
					out.Tightness = &theorems.Tightness{Ratio: ratio, Low: ratio, High: ratio}
					return out, nil
				}}}
		}}
}

// The simplest instance of the front that refutes a bound is shrunk to the simplest that does, wherever in the front it
// stands; that of a search for the loosest is left alone.
func TestSimplestRefutationIsShrunk(t *testing.T) {
	rising := [3]float64{0.5, 1.5, 3}
	for name, row := range map[string]struct {
		thirds [3]float64
		from   []int // the instances that have been found
		want   []int // the front
	}{
		"first of the front":  {rising, []int{400, 900}, []int{40, 500}},
		"second of the front": {rising, []int{10, 400, 900}, []int{10, 40, 500}},
		"none refutes":        {rising, []int{10}, []int{0}},
		"the best alone":      {rising, []int{900}, []int{40, 500}},
		"loosest":             {[3]float64{3, 1.5, 0.5}, []int{30, 900}, []int{30, 500}},
	} {
		s := &search{claim: graded(row.thirds), seen: map[string]bool{}, options: Options{Seed: 1, Workers: 1,
			Evaluations: 10_000, Loosest: name == "loosest"}}
		for _, k := range row.from {
			x := drawInstance(s.claim, Play(Choices{{"k", 1000, k}}, Simplest))
			x.measure(1, s.key)
			s.keep([]*instance{x})
		}
		s.simplify()
		var got []int
		for _, x := range s.front {
			got = append(got, x.choices[0].At)
		}
		if fmt.Sprint(got) != fmt.Sprint(row.want) {
			t.Errorf("%s: the front is %v, want %v", name, got, row.want)
		}
	}
}

// A quantile is the least value that a share of at least the level does not exceed, however the level is rounded.
func TestQuantileOfLevels(t *testing.T) {
	for _, row := range []struct {
		n     int
		level float64
		want  float64
	}{{100, 0.95, 95}, {100, 1 - 0.05, 95}, {10, 1 - 0.1, 9}, {10, 0.91, 10}, {1000, 1 - 0.001, 999}, {7, 0.5, 4},
		{8, 0.5, 4}, {5, 1, 5}, {5, 0, 1}} {
		values := make([]float64, row.n)
		for i := range values {
			values[i] = float64(i + 1)
		}
		if got := quantile(values, row.level); got != row.want {
			t.Errorf("%g-quantile of 1, …, %d: %g, want %g", row.level, row.n, got, row.want)
		}
	}
}

// A child has each choice of either parent, by label and by how often the label has come, and its own where the other
// has none.
func TestCrossTakesFromBoth(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	other := Choices{{"y", 10, 7}, {"x", 10, 8}, {"x", 10, 9}}
	taken := [4]map[int]int{{}, {}, {}, {}}
	for range 200 {
		child := Choices{{"x", 10, 1}, {"x", 10, 2}, {"y", 10, 3}, {"z", 10, 4}}
		cross(child, other, random)
		for i, c := range child {
			taken[i][c.At]++
		}
	}
	for i, want := range [4][2]int{{1, 8}, {2, 9}, {3, 7}, {4, 4}} { // P(fewer than 60 of 200 at ½) < 10^-8
		own, its := taken[i][want[0]], taken[i][want[1]]
		if i == 3 && own != 200 || i < 3 && (own+its != 200 || own < 60 || its < 60) {
			t.Errorf("choice %d: %v, want %v", i, taken[i], want)
		}
	}
}
