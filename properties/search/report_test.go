package search

import (
	"fmt"
	"slices"
	"testing"

	"itermle/theorems"
)

// An archive keeps the simplest instance of the front, the first above 1 and the five tightest, in their order; without
// an archive the tightest is reported alone, or a fixed one that is tighter.
func TestReportKeepsTheEndsOfTheFront(t *testing.T) {
	at := func(name string, ratio float64) *instance {
		return &instance{Scenario: theorems.Scenario{Name: name}, ratio: ratio, exact: true, low: ratio, high: ratio}
	}
	rising := func(n int, step float64) (front []*instance) {
		for i := range n {
			front = append(front, at(fmt.Sprint(i), step*float64(i+1)))
		}
		return front
	}
	for name, row := range map[string]struct {
		front   []*instance
		fixed   []*instance
		options Options
		want    []string
	}{
		"archive": {rising(12, 0.3), nil, Options{Front: true},
			[]string{"0", "3", "7", "8", "9", "10", "11"}},
		"archive, refuted": {rising(12, 0.1), nil, Options{Front: true}, []string{"0", "7", "8", "9", "10", "11"}},
		"archive, none":    {rising(12, 0.05), nil, Options{Front: true}, []string{"0", "7", "8", "9", "10", "11"}},
		"archive, short":   {rising(3, 0.3), nil, Options{Front: true}, []string{"0", "1", "2"}},
		"tightest":         {rising(12, 0.3), nil, Options{}, []string{"11"}},
		"fixed is tighter": {rising(3, 0.1), []*instance{at("fixed", 0.5)}, Options{}, []string{"fixed"}},
		"fixed is looser":  {rising(3, 0.1), []*instance{at("fixed", 0.2)}, Options{}, []string{"2"}},
		"fixed, for archive": {rising(1, 0.1), []*instance{at("fixed", 0.2)}, Options{Front: true},
			[]string{"0", "fixed"}},
		"fixed alone": {nil, []*instance{at("fixed", 0.2), at("other", 0.1)}, Options{}, []string{"fixed"}},
		"nothing":     {nil, nil, Options{}, nil},
	} {
		s := &search{front: row.front, fixed: row.fixed, options: row.options}
		s.report()
		var got []string
		for _, f := range s.evaluation.Found {
			got = append(got, f.Instance)
		}
		if !slices.Equal(got, row.want) || got != nil && s.evaluation.Scenario.Name != got[len(got)-1] {
			t.Errorf("%s: %v, want %v; the tightest %q", name, got, row.want, s.evaluation.Scenario.Name)
		}
	}
}
