package estimators

import (
	"errors"
	"math"
	"testing"
)

// What is special to the families of this kind; the rest is the conformance harness's.

func TestLaplaceMedianTies(t *testing.T) {
	family := NewLaplaceLocationUnit()
	for _, row := range []struct {
		data Data
		from float64
		want float64
	}{
		{Data{X: []float64{5, 1, 3}}, 100, 3},
		{Data{X: []float64{4, 1, 2, 8}}, -7, 2},
		{Data{X: []float64{4, 1, 2, 8}}, 100, 4},
		{Data{X: []float64{4, 1, 2, 8}}, 2.5, 2.5},
		{Data{X: []float64{1, 2, 8}, W: []float64{1, 1, 2}}, 0, 2},
		{Data{X: []float64{1, 2, 8}, W: []float64{1, 1, 2}}, 9, 8},
		{Data{X: []float64{8, 1, 2}, W: []float64{2.5, 1, 1}}, 0, 8},
		{Data{X: []float64{3, 7}, W: []float64{0.1, 0.1}}, 5, 5},
		{Data{X: []float64{7}, W: []float64{0.3}}, 5, 7},
	} {
		got := []float64{0}
		if err := family.Fit(got, []float64{row.from}, row.data); err != nil || got[0] != row.want {
			t.Errorf("median of %v from %v: %v (%v), want %v", row.data, row.from, got[0], err, row.want)
		}
	}
}

func TestMixtureBoundaries(t *testing.T) {
	family, err := NewGaussianMixture(0, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name       string
		x          []float64
		from, want float64
	}{
		{"all samples at a", []float64{-1, 0, 0.3}, 0.5, 1},
		{"all samples at b", []float64{2, 3}, 0.5, 0},
		{"samples half way: flat", []float64{1, 1}, 0.3, 0.3},
		{"symmetric", []float64{-1, 3}, 0.9, 0.5},
		{"symmetric, from the boundary", []float64{-1, 3}, 0, 0.5},
		{"far out", []float64{-500, 500}, 0.9, 0.5},
	} {
		got := []float64{math.NaN()}
		if err := family.Fit(got, []float64{row.from}, Data{X: row.x}); err != nil ||
			!(math.Abs(got[0]-row.want) <= 1e-12) {
			t.Errorf("%s: %v (%v), want %v", row.name, got[0], err, row.want)
		}
	}
	// A share p of the samples at ρ = +r and q = 1−p at −r: the stationarity equation is linear in w, with the root
	// w = (p e^r − q)/(e^r − 1), next to the boundary for small p.
	tiny := []float64{0.5}
	e := math.Exp(40.0)
	p := 1e-6 // share of the samples at −19, where ρ = 40; the others at 21, ρ = −40
	data := Data{X: []float64{-19, 21}, W: []float64{p, 1 - p}}
	want := (p*e - (1 - p)) / (e - 1)
	if err := family.Fit(tiny, []float64{0.5}, data); err != nil || !(math.Abs(tiny[0]/want-1) <= 1e-9) {
		t.Errorf("a share of 1e-6: %v (%v), want %v", tiny[0], err, want)
	}
	var bounds *RangeError
	for _, means := range [][2]float64{{1, 1}, {0, 21}, {0, math.NaN()}, {0, math.Inf(1)}, {1e17, 1e17 + 16}} {
		if _, err := NewGaussianMixture(means[0], means[1]); !errors.As(err, &bounds) {
			t.Errorf("means %v: %v, want a RangeError", means, err)
		}
	}
}

func TestWeibullEdges(t *testing.T) {
	family := NewWeibullShape()
	got := []float64{0}
	var none *NoMLEError
	if err := family.Fit(got, []float64{1}, Data{X: []float64{1, 1}}); !errors.As(err, &none) {
		t.Errorf("samples 1: %v, want a NoMLEError", err)
	}
	for _, x := range []float64{1e10, 1 + 1e-10, 1e-300} { // k̂ = 0.8/log x or −1.3/log x outside Θ
		if err := family.Fit(got, []float64{1}, Data{X: []float64{x}}); !errors.As(err, &none) {
			t.Errorf("sample %v: %v, want a NoMLEError", x, err)
		}
	}
	var sample *SampleError
	for _, x := range []float64{0, -1, math.Inf(1), math.NaN()} {
		if err := family.Fit(got, []float64{1}, Data{X: []float64{2, x}}); !errors.As(err, &sample) ||
			sample.Index != 1 {
			t.Errorf("sample %v: %v, want a SampleError at 1", x, err)
		}
	}
	// Scale equivariance of k: x^c has shape k/c. From starts at which x^k overflows too.
	x := []float64{0.3, 1.7, 0.9, 2.2}
	if err := family.Fit(got, []float64{1e4}, Data{X: x}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []float64{1e-6, 0.5, 3, 20} { // k from 1/16 to 2^30
		powers, scaled := make([]float64, len(x)), []float64{0}
		for i, v := range x {
			powers[i] = math.Pow(v, c)
		}
		if err := family.Fit(scaled, got, Data{X: powers}); err != nil || !(math.Abs(scaled[0]*c/got[0]-1) <= 1e-9) {
			t.Errorf("x^%v: k = %v (%v), want %v", c, scaled[0], err, got[0]/c)
		}
	}
	var bounds *RangeError
	if _, err := family.KL([]float64{1}, []float64{500}); !errors.As(err, &bounds) {
		t.Errorf("KL beyond float64: %v, want a RangeError", err)
	}
}

// Parameters and samples at the ends of float64 end in a number or a typed error, and end at all.
func TestUnsummarisedFamiliesAtExtremes(t *testing.T) {
	vonMises, fitted := NewVonMises(), make([]float64, 2)
	var none *NoMLEError
	if err := vonMises.Fit(fitted, []float64{0, 1}, Data{X: []float64{0, 1e-78}}); !errors.As(err, &none) {
		t.Errorf("κ̂ near 10^156: %v (%v), want a *NoMLEError", fitted, err)
	}
	if err := vonMises.Fit(fitted, []float64{1e9, 1}, Data{X: []float64{0.7, 0.8, 0.5}}); err != nil ||
		vonMises.Check(fitted) != nil {
		t.Errorf("from μ = 10^9: %v (%v), want an estimate inside Θ", fitted, err)
	}
	if vonMises.Check([]float64{0, 1e101}) == nil || vonMises.Check([]float64{1.1e9, 1}) == nil {
		t.Error("κ = 10^101 or μ = 1.1·10^9 passes Check")
	}
	for _, c := range [][4]float64{{1, 1e-300, 1 + 1e-9, 1e-300}, {0.9, 1e-300, 1e9, 0.5}, {0, 1e100, 0, 1e-160}} {
		if tv, err := vonMises.TotalVariation(c[:2], c[2:]); err != nil || !(tv.Error <= 1) {
			t.Errorf("TV of %v: %v (%v)", c, tv, err)
		}
	}
	mixture, err := NewGaussianMixture(0, 20)
	if err != nil {
		t.Fatal(err)
	}
	if kl, err := mixture.KL([]float64{0}, []float64{1}); err != nil || !(math.Abs(kl.Value-200) <= kl.Error+1e-10) {
		t.Errorf("KL of N(20, 1) and N(0, 1) is %v (%v), want 200", kl, err)
	}
}

// From κ = 10⁻⁸ to 10⁸: fit of its own population statistic, finite derivatives, divergences with their limits.
func TestVonMisesExtremeConcentration(t *testing.T) {
	family := NewVonMises()
	for exponent := -8.0; exponent <= 8; exponent++ {
		kappa := math.Pow(10, exponent)
		r := newBesselRatio(kappa)
		theta, got := []float64{0.7, kappa}, make([]float64, 2)
		sine, cosine := math.Sincos(theta[0])
		statistic := []float64{r.ratio * cosine, r.ratio * sine, r.complement}
		if err := family.FitStatistic(got, theta, statistic); err != nil || !(math.Abs(got[1]/kappa-1) <= 1e-12) ||
			!(math.Abs(got[0]-0.7) <= 1e-15) {
			t.Errorf("κ=%v: the population's statistic is fitted as %v (%v)", kappa, got, err)
		}
		score, third := make([]float64, 2), make([]float64, 8)
		family.Score(score, theta, []float64{0.7 + 1/math.Sqrt(1+kappa)})
		family.ThirdDerivative(third, theta, []float64{0.7})
		if !allFinite(score...) || !allFinite(third...) {
			t.Errorf("κ=%v: score %v, third derivative %v", kappa, score, third)
		}
		// A turn by ε: KL = κA(1−cos ε) exactly. For ε small against the spread TV → ε E|s|/2 and KL → ε² E s²/2, s the
		// score; E|s|/√(E s²) is between √(2/π) (normal, κ → ∞) and 2√2/π (κ → 0), so TV/√(KL/2) between 0.79 and 0.91.
		epsilon := 1e-3 / math.Sqrt(1+kappa)
		eta := []float64{0.7 + epsilon, kappa}
		kl, err := family.KL(theta, eta)
		half := math.Sin((eta[0] - theta[0]) / 2)
		want := kappa * r.ratio * 2 * half * half
		if err != nil || !(math.Abs(kl.Value-want) <= kl.Error+1e-12*want) {
			t.Errorf("κ=%v: KL of a turn is %v (%v), want %v", kappa, kl, err, want)
		}
		tv, err := family.TotalVariation(theta, eta)
		if err != nil || !(tv.Value-tv.Error <= 0.91*math.Sqrt(kl.Value/2)) ||
			!(tv.Value+tv.Error >= 0.79*math.Sqrt(kl.Value/2)) {
			t.Errorf("κ=%v: TV of a turn is %v (%v), √(KL/2) = %v", kappa, tv, err, math.Sqrt(kl.Value/2))
		}
	}
}

func TestVonMisesDirectionStaysNearStart(t *testing.T) {
	family, got := NewVonMises(), make([]float64, 2)
	x := []float64{3.0, -3.0, 3.1, -2.9}
	for _, turns := range []float64{-2, 0, 1, 5} {
		from := []float64{math.Pi + 2*math.Pi*turns, 1}
		if err := family.Fit(got, from, Data{X: x}); err != nil || !(math.Abs(got[0]-from[0]) < 0.2) {
			t.Errorf("from μ = %v: %v (%v)", from[0], got, err)
		}
	}
	var none *NoMLEError
	if err := family.Fit(got, []float64{0, 1}, Data{X: []float64{1}}); !errors.As(err, &none) {
		t.Errorf("one sample: %v, want a NoMLEError", err)
	}
}

// A density far narrower than the places of float64 about its mean still has its mass, on the right side of it.
func TestVonMisesCDFOfNarrowDensities(t *testing.T) {
	f := NewVonMises()
	for _, kappa := range []float64{1e-3, 1, 1e6, 1e20, 1e40, 1e90} {
		for _, mu := range []float64{0, 1, -3, 100} {
			middle := math.Remainder(mu, 2*math.Pi)
			below := f.CDF([]float64{mu, kappa}, math.Nextafter(middle, -4)-10/math.Sqrt(kappa+1e-300))
			at := f.CDF([]float64{mu, kappa}, middle)
			above := f.CDF([]float64{mu, kappa}, math.Nextafter(middle, 4)+10/math.Sqrt(kappa))
			if kappa >= 1e6 && !(below <= 1e-15 && math.Abs(at-0.5) <= 1e-11 && above >= 1-1e-11) ||
				!(below >= 0 && below <= at && at <= above && above <= 1) {
				t.Errorf("μ = %g, κ = %g: %g, %g, %g about the middle", mu, kappa, below, at, above)
			}
		}
	}
}
