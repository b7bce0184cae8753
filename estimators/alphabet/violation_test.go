package alphabet

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

func dial(t *testing.T, name string) Dial {
	t.Helper()
	for _, d := range Dials() {
		if d.Name == name {
			return d
		}
	}
	t.Fatalf("no dial %q", name)
	return Dial{}
}

func (d Dial) mustModel(t *testing.T, epsilon float64) Model {
	t.Helper()
	model, err := d.Model(epsilon)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// What each dial keeps, the constants of B_½(θ*), stays within bounds for all ε; what it loses goes.
func TestDialsBreakOneAssumption(t *testing.T) {
	type kept struct{ k1, k2, k3, lambda0 float64 }
	for name, want := range map[string]kept{
		"second sheet": {8, 100, 1000, 0.05},
		"score tail":   {math.Inf(1), math.Inf(1), math.Inf(1), 0.2},
		"oscillation":  {8, math.Inf(1), math.Inf(1), 0.04},
		"information":  {4, 20, 60, 0},
		"separation":   {3, 20, 60, 0.1},
	} {
		d := dial(t, name)
		var first, last estimators.Constants
		for i, epsilon := range d.Epsilons {
			f := d.mustModel(t, epsilon).(*Family)
			c, err := f.Constants(d.Truth, 0.5-0x1p-20, Search{Slack: 0.05, Work: 1_000_000})
			if err != nil {
				t.Fatalf("%s, ε = %g: %v", name, epsilon, err)
			}
			if !(c.K1 <= want.k1 && c.K2 <= want.k2 && c.K3 <= want.k3 && c.Lambda0 >= want.lambda0) {
				t.Errorf("%s, ε = %g: %+v", name, epsilon, c)
			}
			if i == 0 {
				first = c
			}
			last = c
		}
		switch name {
		case "score tail":
			if !(last.K1 > 5*first.K1) {
				t.Errorf("%s: K1 goes from %g to %g", name, first.K1, last.K1)
			}
		case "oscillation":
			if !(last.K2 > 2*first.K2 && last.K3 > 10*first.K3) {
				t.Errorf("%s: %+v to %+v", name, first, last)
			}
		case "information":
			if !(last.Lambda0 <= 0.25*0.01*0.01) {
				t.Errorf("%s: λ0 = %g at ε = 0.01", name, last.Lambda0)
			}
		}
	}
	boundary := dial(t, "boundary").mustModel(t, 0.1).(*Family)
	if _, err := boundary.Within([]float64{0}, 0.1); err != nil {
		t.Error(err)
	}
	var outOfRange *estimators.RangeError
	if _, err := boundary.Within([]float64{0}, 0.11); !errors.As(err, &outOfRange) {
		t.Errorf("a ball that leaves Θ: %v", err)
	}
	for name, far := range map[string]func(e float64) float64{
		"second sheet": func(e float64) float64 { return 1 - e }, "separation": func(float64) float64 { return 1 }} {
		d := dial(t, name)
		for _, epsilon := range d.Epsilons {
			f := d.mustModel(t, epsilon).(*Family)
			tv, err := f.TotalVariation(d.Truth, []float64{far(epsilon)})
			if err != nil || !(tv.Value > 0 && tv.Value <= 2*epsilon) {
				t.Errorf("%s, ε = %g: TV %+v, %v", name, epsilon, tv, err)
			}
		}
	}
}

// The MLE of the moving support is the best of a grid, and lies behind the support's edge once letter 2 was seen.
func TestSupport(t *testing.T) {
	random := estimators.NewStream(suiteseed.Seed(), "alphabet", t.Name()).At(0, 0)
	for range 300 {
		e := support(0.5 * random.Float64())
		w := make([]enclosure, 3)
		for k := range w {
			if random.IntN(3) > 0 {
				w[k] = points([]float64{float64(random.IntN(20))})[0]
			}
		}
		w[1].Hi++
		w[1].Lo++
		maxima, err := e.maxima(w)
		if err != nil || len(maxima) != 1 {
			t.Fatal(maxima, err)
		}
		if box := maxima[0][0]; !(box.Width() <= 1e-12) || w[2].Lo > 0 && !(box.Hi > float64(e)) {
			t.Fatalf("edge %g, counts %v: MLE in %v", float64(e), w, box)
		}
		value := func(theta float64) float64 {
			sum := 0.0
			for k, p := range e.probabilitiesOver(points([]float64{theta})) {
				if w[k].Lo > 0 {
					sum += w[k].Lo * math.Log(p.Middle())
				}
			}
			return sum
		}
		best := value(maxima[0][0].Middle())
		for s := range 401 {
			if at := -0.5 + float64(s)/400; value(at) > best+1e-9 {
				t.Fatalf("edge %g, counts %v: ℓ(%g) = %g above ℓ%v = %g", float64(e), w, at, value(at), maxima, best)
			}
		}
	}
}

// A chart's edge is where the verdicts change, and narrows; it prints as JSON.
func TestChart(t *testing.T) {
	d := dial(t, "information")
	design := Design{Schedules: []estimators.Schedule{estimators.ConstantSchedule(100)}, Generations: []int{1, 2},
		Delta: 0.05}
	coarse, err := d.Chart(design)
	if err != nil {
		t.Fatal(err)
	}
	design.Bisections = 3
	fine, err := d.Chart(design)
	if err != nil {
		t.Fatal(err)
	}
	for i, edge := range coarse.Edges {
		narrow := fine.Edges[i]
		if !(edge.Bad > 0 && edge.Good > edge.Bad && narrow.Good <= edge.Good && narrow.Bad >= edge.Bad) ||
			!(math.Log(narrow.Good/narrow.Bad) <= math.Log(edge.Good/edge.Bad)/7.9) {
			t.Errorf("edges %+v and %+v", edge, narrow)
		}
	}
	for _, cell := range coarse.Cells {
		if cell.Verdict == Undecided || !(cell.Error <= 1e-9) {
			t.Errorf("%+v", cell)
		}
	}
	if text, err := json.Marshal(coarse); err != nil || len(text) < 100 {
		t.Errorf("%s, %v", text, err)
	}
	// Under 1–3, with constants of order 1, accumulation is not bad at any T; neither is a lost λ0 in KL.
	design.Loss = "kl"
	kl, err := d.Chart(design)
	if err != nil || kl.Edges[1].Bad != 0 {
		t.Errorf("KL: %+v, %v", kl.Edges, err)
	}
}

func TestChartRefuses(t *testing.T) {
	good := Design{Schedules: []estimators.Schedule{estimators.ConstantSchedule(5)}, Generations: []int{1}, Delta: 0.05}
	var (
		outOfRange *estimators.RangeError
		syntax     *estimators.SyntaxError
		budget     *BudgetError
	)
	for _, c := range []struct {
		what   string
		change func(*Design)
		want   any
	}{
		{"δ", func(d *Design) { d.Delta = math.NaN() }, &outOfRange},
		{"loss", func(d *Design) { d.Loss = "mse" }, &syntax},
		{"rising ε", func(d *Design) { d.Epsilons = []float64{0.1, 0.2} }, &outOfRange},
		{"ε = 0", func(d *Design) { d.Epsilons = []float64{0} }, &outOfRange},
		{"ε NaN", func(d *Design) { d.Epsilons = []float64{math.NaN()} }, &outOfRange},
		{"no T", func(d *Design) { d.Generations = nil }, &outOfRange},
		{"T = 0", func(d *Design) { d.Generations = []int{0} }, &outOfRange},
		{"states", func(d *Design) { d.Budget = Budget{States: 1, Transitions: 1} }, &budget},
	} {
		design := good
		c.change(&design)
		if diagram, err := dial(t, "information").Chart(design); !errors.As(err, c.want) || diagram != nil {
			t.Errorf("%s: %v, %v", c.what, diagram, err)
		}
	}
	if _, err := dial(t, "oscillation").Model(0.5); !errors.As(err, &outOfRange) {
		t.Errorf("a level between two: %v", err)
	}
	for _, d := range Dials() {
		for _, epsilon := range d.Epsilons {
			if model := d.mustModel(t, epsilon); model.Check(d.Truth) != nil {
				t.Errorf("%s: θ* is not in Θ", d.Name)
			}
		}
	}
}
