package audit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"itermle/estimators"
	"itermle/internal/geometry"
	"itermle/internal/interval"
	"itermle/internal/suiteseed"
)

// within draws a box inside the given one and a point of it; a quarter of the boxes are points.
func within(random *rand.Rand, outer []interval.Interval) (box []interval.Interval, at []float64) {
	box, at = make([]interval.Interval, len(outer)), make([]float64, len(outer))
	narrow := random.IntN(4) == 0
	for i, side := range outer {
		draw := func() float64 { return math.Max(side.Lo, math.Min(side.Lo+random.Float64()*side.Width(), side.Hi)) }
		a, b := draw(), draw()
		if narrow {
			b = a
		}
		box[i] = interval.Interval{Lo: math.Min(a, b), Hi: math.Max(a, b)}
		at[i] = math.Max(box[i].Lo, math.Min(box[i].Lo+random.Float64()*box[i].Width(), box[i].Hi))
	}
	return box, at
}

// misses is an entry of values that its enclosure does not hold, up to the rounding of the families' own formulas and
// of x(u): 1e-8 of the largest.
func misses(enclosures []interval.Interval, values []float64) (int, bool) {
	slack := 1e-8 * (1 + geometry.LargestEntry(values))
	for i, v := range values {
		if !(enclosures[i].Lo-slack <= v && v <= enclosures[i].Hi+slack) {
			return i, true
		}
	}
	return 0, false
}

// Every enclosure over a box of parameters and samples holds what the family itself computes at a point of the box: two
// codes that share nothing.
func TestEnclosuresHoldTheDerivatives(t *testing.T) {
	stream := estimators.NewStream(suiteseed.Seed(), "enclosures")
	compared := 0
	for e, entry := range estimators.Families() {
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		d := family.Dim()
		for p, truth := range entry.Points {
			g := regularityOf(family, truth)
			reach, _ := reachOf(family, truth)
			if g == nil || !(reach > 0) || math.Abs(truth[0]) > 1e3 || d > 1 && truth[1] > 100 {
				continue // far points lose digits of x
			}
			random := stream.At(uint64(e), uint64(p))
			outer := g.box(truth, math.Min(1, 0.9*reach))
			check := func(what string, enclosures []interval.Interval, values []float64, theta, x []float64) {
				compared++
				if i, missed := misses(enclosures, values); missed {
					t.Fatalf("%s: %s at θ = %v, x = %v: entry %d is %g, not in %v", entry.Name, what, theta, x, i,
						values[i], enclosures[i])
				}
			}
			for range 50 {
				if g.derivatives != nil {
					box, at := within(random, append(append([]interval.Interval(nil), outer...),
						g.samples[random.IntN(len(g.samples))]...))
					theta, x := at[:d], g.x(at[:d], at[d:])
					score, hessian, third := g.derivatives(box[:d], box[d:])
					values := make([]float64, d*d*d)
					if score != nil {
						family.Score(values[:d], theta, x)
						check("score", score, values[:d], theta, x)
					}
					family.Hessian(values[:d*d], theta, x)
					check("Hessian", hessian, values[:d*d], theta, x)
					family.ThirdDerivative(values, theta, x)
					check("third derivative", third, values, theta, x)
				}
				if g.least != nil {
					box, theta := within(random, outer)
					information := make([]float64, d*d)
					family.FisherInformation(information, theta)
					least, _ := geometry.Spectrum(information, d)
					check("λ_min(I)", one(g.least(box)), []float64{least}, theta, nil)
				}
			}
		}
	}
	if compared < 5000 {
		t.Errorf("only %d comparisons", compared)
	}
	// The mutant: an enclosure that is off by one percent of the value.
	if _, missed := misses([]interval.Interval{{Lo: 0.9, Hi: 0.99}}, []float64{1}); !missed {
		t.Error("an enclosure that misses by one percent passes")
	}
}

// I over a box moves by at most the slope that is enclosed there times the distance.
func TestSlopesBoundTheInformation(t *testing.T) {
	stream := estimators.NewStream(suiteseed.Seed(), "slopes")
	for e, entry := range estimators.Families() {
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		truth, d := entry.Points[0], family.Dim()
		g := regularityOf(family, truth)
		if g == nil || g.slope == nil {
			continue
		}
		random := stream.At(uint64(e), 0)
		reach, _ := reachOf(family, truth)
		outer := g.box(truth, math.Min(1, 0.9*reach))
		first, second := make([]float64, d*d), make([]float64, d*d)
		for range 100 {
			box, theta := within(random, outer)
			eta := make([]float64, d)
			for i, side := range box {
				eta[i] = math.Max(side.Lo, math.Min(side.Lo+random.Float64()*side.Width(), side.Hi))
			}
			family.FisherInformation(first, theta)
			family.FisherInformation(second, eta)
			size := geometry.LargestEntry(first)
			for i := range first {
				first[i] -= second[i]
			}
			_, moved := geometry.Spectrum(first, d)
			// 2e-11: two informations to 1e-11 each.
			if bound := g.slope(box).Hi * geometry.Distance(theta, eta); !(moved <= bound*(1+1e-9)+2e-11*size) {
				t.Fatalf("%s: I moves by %g from %v to %v, more than %g", entry.Name, moved, theta, eta, bound)
			}
		}
	}
}

// A(κ) = 1 − 1/(2κ) − 1/(8κ²) − 1/(8κ³) − …, enclosed for every κ in 10^4 steps of a few units in the last place.
func TestResultant(t *testing.T) {
	for _, kappa := range []float64{1e4, 1e5, 1e6, 1e7, 1e9, 1e15, 1e150} {
		got, want := resultant(number(kappa)), 1-(0.5+(0.125+0.125/kappa)/kappa)/kappa
		if !(got.Lo-1e-15 <= want && want <= got.Hi+1e-15 && got.Width() <= 1e-11) {
			t.Errorf("A(%g) in %v, want %.16g", kappa, got, want)
		}
	}
}

func BenchmarkAudit(b *testing.B) {
	for _, row := range []struct {
		name  string
		truth []float64
		r     float64
	}{{"bernoulli-logit", []float64{0}, 1}, {"logistic-location", []float64{0}, 1},
		{"gaussian-mixture", []float64{0.5}, 0.25}, {"von-mises", []float64{0, 1}, 0.25}} {
		family, err := estimators.ParseFamily(row.name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("family=%s", row.name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Ball(family, row.truth, row.r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
