package cmd

import (
	"encoding/csv"
	"maps"
	"math"
	"strings"
	"testing"

	"itermle/internal/chart"
	"itermle/internal/site"
)

// The averages of a figure are over its unit, one a generation from 1 on, within 2.576 standard errors.
func TestAverageCurve(t *testing.T) {
	s := averageCurve("a", [][]float64{{1, 3}, {4, 4, 10}}, 2)
	half := []float64{2.576 * 1 / 2, 2.576 * 2 / 2} // deviations √2 and √12
	for i, mean := range []float64{1, 3} {
		if s.X[i] != float64(i+1) || !(math.Abs(s.Y[i]-mean) <= 1e-12) ||
			!(math.Abs(s.Low[i]-(mean-half[i])) <= 1e-12) || !(math.Abs(s.High[i]-(mean+half[i])) <= 1e-12) {
			t.Errorf("%d: %+v", i, s)
		}
	}
	if s.Name != "a" || len(s.X) != 2 || len(s.Y) != 2 || s.Marks {
		t.Errorf("%+v", s)
	}
}

// Marks stand at 1, then each at 1.4 times the one before or at the next whole number, and at the end, with the values
// and bands that the curve has there.
func TestSparseKeepsPointsWithTheirBands(t *testing.T) {
	s := chart.Series{Name: "a", Style: 3}
	for x := 1.0; x <= 12; x++ {
		s.Add(x, 10*x)
		s.Low, s.High = append(s.Low, 9*x), append(s.High, 11*x)
	}
	kept := sparse(s)
	for i, x := range []float64{1, 2, 3, 5, 7, 10, 12} {
		if i >= len(kept.X) || kept.X[i] != x || kept.Y[i] != 10*x || kept.Low[i] != 9*x || kept.High[i] != 11*x {
			t.Fatalf("%+v", kept)
		}
	}
	if len(kept.X) != 7 || kept.Name != "a" || kept.Style != 3 || !kept.Marks {
		t.Errorf("%+v", kept)
	}
}

// points counts the points of each series in the CSV of a chart.
func points(t *testing.T, c site.Chart) map[string]int {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(c.CSV)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, row := range rows[1:] {
		if row[2] != "" {
			counts[row[0]]++
		}
	}
	return counts
}

// Every curve of Figure 4 has its points: all generations of what is simulated often, marks of what is optimised, and
// what print has at t = 100.
func TestFigure4HasItsPoints(t *testing.T) {
	registry := Suite()
	drawn, err := charts{&registry, 1, 2, 10}.figure4()
	if err != nil {
		t.Fatal(err)
	}
	marks := len(sparse(chart.Series{X: upTo(100), Y: upTo(100), Low: upTo(100), High: upTo(100)}).X)
	want := map[string]int{"exact, θ=0.1": 100, "exact, θ=1": 100, "optimised, θ=0.1": marks, "optimised, θ=1": marks,
		"floor 10⁻⁸, θ=0.1": 100, "floor 10⁻⁸, θ=1": 100, "print, θ=0.1": 1, "print, θ=1": 1}
	if got := points(t, drawn[0]); len(drawn) != 1 || !maps.Equal(got, want) {
		t.Errorf("%d charts, %v", len(drawn), got)
	}
	if marks >= 20 || !strings.Contains(drawn[0].CSV, `"print, θ=0.1",100,3.27,,`) {
		t.Errorf("%d marks, %s", marks, drawn[0].CSV)
	}
}

// upTo is 1, …, n.
func upTo(n int) (x []float64) {
	for i := range n {
		x = append(x, float64(i+1))
	}
	return x
}
