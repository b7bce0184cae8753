package estimators

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// Data without an estimate say why, and every reason that a family gives has its data.
func TestSecondParameterEdges(t *testing.T) {
	fitted := make([]float64, 2)
	for _, row := range []struct {
		family string
		x      []float64
		reason string
	}{
		{"gamma-shape-scale", []float64{3, 3, 3}, "all samples are equal"},
		{"gamma-shape-scale", []float64{1, 1 + 1e-6}, "the ends of Θ"},
		{"gamma-shape-scale", []float64{1e-200, 1}, "the ends of Θ"},
		{"weibull-shape-scale", []float64{2}, "all samples are equal"},
		{"weibull-shape-scale", []float64{1, 1 + 1e-15}, "the ends of Θ"},
		{"weibull-shape-scale", []float64{1e-100, 1}, "the ends of Θ"},
		{"laplace-location-scale", []float64{5}, "all samples are equal"},
		{"laplace-location-scale", []float64{-1.7e308, 1.7e308}, "+∞"},
		{"negative-binomial-shape-mean", []float64{2, 3, 4}, "at most the mean"},
		{"negative-binomial-shape-mean", []float64{0, 0}, "the average leaves Θ"},
		{"negative-binomial-shape-mean", []float64{0, 2, 0, 2}, "at most the mean"}, // equal
		{"negative-binomial-shape-mean", []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 1e9}, "the ends of Θ"},
	} {
		family, err := ParseFamily(row.family)
		if err != nil {
			t.Fatal(err)
		}
		var none *NoMLEError
		err = family.Fit(fitted, []float64{1, 1}, Data{X: row.x})
		if !errors.As(err, &none) || !strings.Contains(none.Reason, row.reason) {
			t.Errorf("%s of %v: %v (%v), want a NoMLEError with %q", row.family, row.x, fitted, err, row.reason)
		}
	}
}

// Where the estimate is known: gamma at the gap h(k). Of two Weibull samples
// k̂ |log x_1/x_2| = 2.39935728051546…, the root u of (u/2) tanh(u/2) = 1; a Laplace estimate is the median nearest to
// where it starts, with the mean deviation, which is the same for every median.
func TestSecondParameterEstimates(t *testing.T) {
	gamma, weibull, laplace := NewGammaShapeScale(), NewWeibullShapeScale(), NewLaplaceLocationScale()
	fitted := make([]float64, 2)
	for _, k := range []float64{0.0625, 0.3, 1, 7, 1e3, 1e6, 9e8} {
		if err := gamma.FitStatistic(fitted, nil, []float64{5 * k, digammaDeficit(k)}); err != nil ||
			!(math.Abs(fitted[0]/k-1) <= 1e-15*math.Max(1, 1/k) && math.Abs(fitted[1]/5-1) <= 1e-14) {
			t.Errorf("gamma of shape %g: %v (%v)", k, fitted, err)
		}
	}
	for _, b := range []float64{1e-290, 1, 1e290} {
		for _, gap := range []float64{1e-6, 0.1, 3, 30} {
			x := []float64{b, b * math.Exp(gap)}
			if err := weibull.Fit(fitted, []float64{1, 1}, Data{X: x}); err != nil ||
				!(math.Abs(fitted[0]*math.Log(x[1]/x[0])/2.39935728051546-1) <= 1e-9) {
				t.Errorf("Weibull of %v: %v (%v)", x, fitted, err)
			}
		}
	}
	for _, row := range []struct {
		data     Data
		from     float64
		location float64
		scale    float64
	}{
		{Data{X: []float64{1, 2, 4, 8}}, 0, 2, 9.0 / 4},
		{Data{X: []float64{8, 1, 4, 2}}, 9, 4, 9.0 / 4},
		{Data{X: []float64{1, 2, 4, 8}}, 3, 3, 9.0 / 4},
		{Data{X: []float64{7, 7, 1}}, 0, 7, 2},
		{Data{X: []float64{1, 8}, W: []float64{1, 3}}, 0, 8, 7.0 / 4},
	} {
		if err := laplace.Fit(fitted, []float64{row.from, 1}, row.data); err != nil || fitted[0] != row.location ||
			!(math.Abs(fitted[1]-row.scale) <= 1e-15) {
			t.Errorf("Laplace of %v from %g: %v (%v), want (%g, %g)", row.data, row.from, fitted, err, row.location,
				row.scale)
		}
	}
	// The score vanishes for an almost Poissonian sample as for a dispersed one, to the rounding of its terms.
	counts := NewNegativeBinomialShapeMean()
	for _, x := range [][]float64{{0, 2, 0, 2, 0, 2, 0, 2.0, 3}, {0, 0, 1, 5, 40, 2}, {1e6, 2e6, 1.5e6},
		{1e8, 1e8 + 2e5, 1e8 - 2e5}} {
		if err := counts.Fit(fitted, nil, Data{X: x}); err != nil {
			t.Fatal(err)
		}
		sum, size, score := 0.0, 0.0, make([]float64, 2)
		for _, v := range x {
			counts.Score(score, fitted, []float64{v})
			sum += score[0]
			size += math.Abs(score[0])
		}
		if !(math.Abs(sum) <= 1e-14*size*math.Max(1, fitted[0]*0x1p-20)) {
			t.Errorf("%v: k = %g leaves a score of %g beside %g", x, fitted[0], sum, size)
		}
	}
}

// Beyond what a divergence sums or holds there is a *RangeError, not a wrong number.
func TestSecondParameterDivergencesOutOfRange(t *testing.T) {
	var out *RangeError
	counts, weibull := NewNegativeBinomialShapeMean(), NewWeibullShapeScale()
	if _, err := counts.KL([]float64{1, 1e7}, []float64{1, 2e7}); !errors.As(err, &out) {
		t.Errorf("KL over 10^9 counts: %v", err)
	}
	if _, err := counts.TotalVariation([]float64{1, 1e7}, []float64{1, 2e7}); !errors.As(err, &out) {
		t.Errorf("TV over 10^9 counts: %v", err)
	}
	for _, eta := range [][]float64{{500, 1}, {20, 1e-40}} {
		if _, err := weibull.KL([]float64{1, 1}, eta); !errors.As(err, &out) {
			t.Errorf("KL of Weibull laws to %v: %v", eta, err)
		}
	}
	// Where samples would leave float64 the families refuse θ.
	for _, row := range []struct {
		family SamplingFamily
		theta  []float64
	}{{NewGammaShapeScale(), []float64{0.0625, 1e-30}}, {NewGammaShapeScale(), []float64{10, 1e305}},
		{weibull, []float64{0.0625, 1e30}}, {NewLaplaceLocationScale(), []float64{1e17, 1}},
		{NewLaplaceLocationScale(), []float64{0, 1e-305}}} {
		if err := row.family.CheckSampling(row.theta, 1); !errors.As(err, &out) {
			t.Errorf("%s at %v: %v, want a RangeError", row.family.Name(), row.theta, err)
		}
	}
}
