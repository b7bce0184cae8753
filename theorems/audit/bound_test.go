package audit

import (
	"math"
	"strings"
	"testing"

	"itermle/estimators"
)

// What enclosures alone prove of K1 is M/√(2 log 2) of a score of at most M, and Hoeffding's √m/(2 inf V) of a binomial
// share: on both sides.
func TestBoundsOfK1(t *testing.T) {
	binomial, err := estimators.NewBinomial(4)
	if err != nil {
		t.Fatal(err)
	}
	circle, err := estimators.NewVonMisesLocation(3)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		family estimators.Family
		truth  float64
		want   float64
	}{
		{estimators.NewLogisticLocation(), 0.5, 1 / math.Sqrt(2*math.Ln2)},
		{circle, 0, 3 / math.Sqrt(2*math.Ln2)},
		{binomial, 1, 2 / (2 * 0.8 * (1 - 0.8/4))},
	} {
		report := newReport(row.family, []float64{row.truth}, 0.2)
		regularityOf(row.family, report.Theta).bound(report)
		if k1 := report.K1.Value; !(k1 >= row.want*(1-1e-14) && k1 <= row.want*(1+1e-5)) {
			t.Errorf("%s: K1 = %.17g, want %.17g", row.family.Name(), k1, row.want)
		}
	}
}

// A tail contradicts K1 where its probability is above the bound, by however little, and not below.
func TestHeavyScoreIsStrict(t *testing.T) {
	for _, excess := range []float64{-0.01, 0.01} {
		g := &regularity{heavy: func(_ []float64, s float64) ([]float64, float64, float64) {
			return nil, s, math.Ln2 - s*s/2 + excess
		}}
		if _, beaten := g.heavyScore([]float64{0}, 1); beaten != (excess > 0) {
			t.Errorf("log P − bound = %g: beaten %v", excess, beaten)
		}
	}
}

// What is no number is no bound, and λ0 = 0 states nothing.
func TestNothingIsCertified(t *testing.T) {
	for _, value := range []float64{math.NaN(), math.Inf(1)} {
		c := Constant{Symbol: "K2", Value: 7}
		if c.certify(value, "", nil); c.Basis != NotCertified || c.Value != 7 {
			t.Errorf("%g: %+v", value, c)
		}
	}
	a, err := Ball(misstated{estimators.NewLogisticLocation(), func(c *estimators.Constants) { c.Lambda0 = 0 }},
		[]float64{0.5}, 1)
	if err != nil || a.Lambda0.Basis != NotCertified {
		t.Errorf("λ0 = 0: %v, %v", a.Lambda0.Basis, err)
	}
}

// All statements about sampled tails together err with a probability of at most 10^-9: each of 15 quantiles at 7 points
// at 9.5·10^-12.
func TestSampledTailsShareTheirError(t *testing.T) {
	vector, err := estimators.NewGaussianVector(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	s := &searcher{family: vector, truth: []float64{0, 0}, r: 1, score: make([]float64, 2)}
	s.sampledTail(s.truth, estimators.NewStream(1, "tail").At(0, 0))
	if w := s.witness[0]; w == nil || !strings.Contains(w.Says, "at an error of 1e-11") {
		t.Errorf("%+v", w)
	}
}
