package departures

import (
	"context"
	"errors"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// powerCells is error = c n^a at three n, the same for all distances, growing by the given factor.
func powerCells(exponents [3]float64, growth float64) []*cell {
	var cells []*cell
	for _, n := range tableSizes {
		cell := &cell{n: n, generations: 10}
		for i, a := range exponents {
			value := a * math.Log(float64(n))
			cell.first[i], cell.last[i] = logQuantile{value, 0.01}, logQuantile{value + math.Log(growth), 0.01}
			cell.growth[i] = Estimate{growth, 0.1}
		}
		cells = append(cells, cell)
	}
	return cells
}

func TestRowFitsExponentsAndJudges(t *testing.T) {
	for _, row := range []struct {
		exponents [3]float64
		growth    float64
		want      Verdict
	}{
		{[3]float64{-0.5, -1, -0.5}, 1.28, Consistent},
		{[3]float64{-0.5, -1, -0.5}, 10, GrowsWithT},
		{[3]float64{-1. / 6, -1, -0.5}, 1.086, Consistent},
		{[3]float64{0, -1, -0.5}, 1, ParametersLost},
		{[3]float64{0, 0, 0}, 1, Collapses},
		{[3]float64{-0.5, 0, 0}, 1, Collapses},
	} {
		var got Row
		got.fit(powerCells(row.exponents, row.growth))
		for i, a := range row.exponents {
			// Exact powers: the regression is exact but for rounding.
			if !(math.Abs(got.Rates[i].Value-a) <= 1e-12) || !(math.Abs(got.Growth[i].Value-row.growth) <= 1e-9) {
				t.Errorf("%v: rate %v, growth %v", row, got.Rates[i], got.Growth[i])
			}
		}
		// x̄ = 2.5 log 10·… : Σ(x−x̄)² = 5 log² 10 over four decades, so 2·0.01/√(5 log² 10).
		if want := 0.02 / math.Sqrt(5) / math.Ln10; !(math.Abs(got.Rates[0].Uncertainty-want) <= 1e-12) {
			t.Errorf("uncertainty %g, want %g", got.Rates[0].Uncertainty, want)
		}
		if got.Verdict != row.want {
			t.Errorf("%v: %s", row, got.Verdict)
		}
	}
	infinite := powerCells([3]float64{-0.5, -1, -0.5}, 1)
	for _, c := range infinite {
		c.last[1].value, c.growth[1] = math.Inf(1), growth([]float64{1, 1}, []float64{math.Inf(1), math.Inf(1)})
	}
	var got Row
	got.fit(infinite)
	if got.Verdict != Consistent || got.Rates[1].String() != "∞" || got.Growth[1].String() != "∞" {
		t.Errorf("infinite KL: %+v", got)
	}
}

func TestGrowthIsPaired(t *testing.T) {
	random := estimators.NewStream(suiteseed.Seed(), "growth").At(0, 0)
	var first, same, other []float64
	for range 1000 {
		x := random.ExpFloat64()
		first, same, other = append(first, x), append(same, 3*x), append(other, 3*random.ExpFloat64())
	}
	if g := growth(first, same); !(math.Abs(g.Value-3) <= 1e-12 && g.Uncertainty <= 1e-12) {
		t.Errorf("last = 3 first: %v", g)
	}
	// The log of the 0.9 quantile of 1000 exponentials has deviation √(0.09/1000)/(0.1·2.3) = 0.041, that of a ratio of
	// two 0.058: growth is within 3 e^{±0.41} but for 7 deviations.
	if g := growth(first, other); !(math.Abs(math.Log(g.Value/3)) <= 0.41 && g.Uncertainty > 0) {
		t.Errorf("independent: %v", g)
	}
}

func TestTableDoesNotDependOnProcessors(t *testing.T) {
	var few []Departure
	for _, d := range All() {
		if d.fewer == 0 && len(few) < 3 {
			d.Sizes = []int64{100, 1000}
			few = append(few, d)
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var tables []string
	for _, processors := range []int{1, 4} {
		runtime.GOMAXPROCS(processors)
		rows, err := Measure(context.Background(), few, suiteseed.Seed(), 200, 5)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Builder{}
		for _, r := range rows {
			for i := range 3 {
				text.WriteString(r.Rates[i].String() + r.First[i].String() + r.Growth[i].String())
			}
			text.WriteString(string(r.Verdict) + "\n")
		}
		tables = append(tables, text.String())
	}
	if difference := cmp.Diff(tables[0], tables[1]); difference != "" {
		t.Error(difference)
	}
	for _, row := range []struct{ replicates, generations int }{{199, 5}, {200, 1}, {0, 5}, {200, 2000}} {
		var refused *estimators.RangeError
		if _, err := Measure(context.Background(), few, 1, row.replicates, row.generations); !errors.As(err, &refused) {
			t.Errorf("%+v: %v, want a RangeError", row, err)
		}
	}
}
