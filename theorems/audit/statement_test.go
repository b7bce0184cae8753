package audit

import (
	"errors"
	"math"
	"strings"
	"testing"

	"itermle/estimators"
)

// misstated is somebody else's family: its constants are changed, and nothing else.
type misstated struct {
	estimators.RegularFamily
	change func(*estimators.Constants)
}

func (m misstated) AssumptionConstants(truth []float64, r float64) (estimators.Constants, error) {
	c, err := m.RegularFamily.AssumptionConstants(truth, r)
	m.change(&c)
	return c, err
}

func constant(c *estimators.Constants, symbol string) *float64 {
	return map[string]*float64{"K1": &c.K1, "K2": &c.K2, "K3": &c.K3, "λ0": &c.Lambda0, "L_I": &c.Lipschitz}[symbol]
}

// A constant that is understated by half, and where an extreme is attained by one percent, is contradicted at a witness
// in the ball; K1 = 0.01 where 1 is right above all. What is right passes as stated, not as proved. K1 of the mixture
// and of the categorical law, and λ0 of this, are bounds that are not attained: there a half is right too.
func TestStatementsAreHeld(t *testing.T) {
	vector, _ := estimators.NewGaussianVector(3, 1)
	softmax, _ := estimators.ParseFamily("categorical-softmax")
	categorical, _ := estimators.ParseFamily("categorical")
	gaussian, _ := estimators.NewGaussianMean(1)
	coin := estimators.NewBernoulliLogit()
	circle, _ := estimators.NewVonMisesLocation(1)
	mixture, _ := estimators.NewGaussianMixture(0, 2)
	for _, row := range []struct {
		family  estimators.RegularFamily
		truth   []float64
		r       float64
		factors map[string]float64 // the least understatement that is found
	}{
		{coin, []float64{0.5}, 1, map[string]float64{"K1": 0.99, "K2": 0.99, "K3": 0.99, "λ0": 1.01, "L_I": 0.99}},
		{estimators.NewLogisticLocation(), []float64{0.5}, 1,
			map[string]float64{"K1": 0.98, "K2": 0.99, "K3": 0.99, "λ0": 1.01}},
		{estimators.NewCauchyLocation(), []float64{-3}, 0.5,
			map[string]float64{"K1": 0.95, "K2": 0.99, "K3": 0.99, "λ0": 1.01}},
		{gaussian, []float64{2}, 0.5, map[string]float64{"K1": 0.99, "K2": 0.99, "λ0": 1.01}},
		{circle, []float64{0}, 1, map[string]float64{"K1": 0.5, "K2": 0.99, "K3": 0.99, "λ0": 1.01}},
		{mixture, []float64{0.25}, 0.1, map[string]float64{"K1": 0.3, "K2": 0.99, "K3": 0.99, "λ0": 1.01, "L_I": 0.95}},
		{vector, []float64{0, 1, 2}, 0.5, map[string]float64{"K1": 0.5, "K2": 0.99, "λ0": 1.01}},
		{softmax.(estimators.RegularFamily), []float64{0, 0.5}, 0.5,
			map[string]float64{"K1": 0.5, "K2": 0.5, "K3": 0.5, "λ0": 2, "L_I": 0.5}},
		{categorical.(estimators.RegularFamily), []float64{0.1, 0.6}, 0.05,
			map[string]float64{"K1": 0.4, "K2": 0.97, "K3": 0.95, "λ0": 5, "L_I": 0.5}},
	} {
		stated := func(change func(*estimators.Constants)) (*Report, error) {
			return Ball(misstated{row.family, change}, row.truth, row.r)
		}
		report, err := stated(func(*estimators.Constants) {})
		if err != nil {
			t.Errorf("%s states what is right: %v", row.family.Name(), err)
			continue
		}
		for _, c := range report.All() {
			if c.Basis != Stated {
				t.Errorf("%s: %s is %v", row.family.Name(), c.Symbol, c.Basis)
			}
		}
		var unproved *NotCertifiedError
		if _, err := report.Constants(); !errors.As(err, &unproved) || !math.IsNaN(report.ProblemRadius) {
			t.Errorf("%s: %v, problem at %g", row.family.Name(), err, report.ProblemRadius)
		}
		for symbol, factor := range row.factors {
			_, err := stated(func(c *estimators.Constants) { *constant(c, symbol) *= factor })
			var wrong *ContradictionError
			if !errors.As(err, &wrong) || wrong.Constant != symbol || row.family.Check(wrong.Witness.Theta) != nil {
				t.Errorf("%s with %s times %g: %v", row.family.Name(), symbol, factor, err)
			}
		}
	}
	// No number, and K1 = 0.01 where 1 is right.
	for _, symbol := range []string{"K1", "K2", "λ0"} {
		for _, value := range []float64{math.NaN(), map[string]float64{"K1": 0.01, "K2": -1, "λ0": 2}[symbol]} {
			_, err := Ball(misstated{gaussian, func(c *estimators.Constants) { *constant(c, symbol) = value }},
				[]float64{0}, 1)
			var wrong *ContradictionError
			if !errors.As(err, &wrong) || wrong.Constant != symbol ||
				!strings.Contains(err.Error(), "gaussian-mean states") {
				t.Errorf("%s = %g: %v", symbol, value, err)
			}
		}
	}
}

func mustState(t *testing.T, family estimators.RegularFamily, truth []float64, r float64) *estimators.Constants {
	c, err := family.AssumptionConstants(truth, r)
	if err != nil {
		t.Fatal(err)
	}
	return &c
}

// tailed is somebody else's family outside Assumption 2A.
type tailed struct {
	estimators.TailedFamily
	change func(*estimators.Constants)
}

func (f tailed) CurvatureConstants(truth []float64, r float64) (estimators.Constants, error) {
	c, err := f.TailedFamily.CurvatureConstants(truth, r)
	f.change(&c)
	return c, err
}

// The reason of a family's own AssumptionError is shown, and what it states beside it is held.
func TestRefusalsAreShown(t *testing.T) {
	rate := estimators.NewExponentialRate()
	report, err := Ball(tailed{rate, func(*estimators.Constants) {}}, []float64{2}, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	_, refusal := rate.AssumptionConstants([]float64{2}, 0.5)
	var want, got *estimators.AssumptionError
	_, err = report.Constants()
	if !errors.As(refusal, &want) || !errors.As(err, &got) || got.Reason != want.Reason || report.K1.Basis != Stated ||
		report.K1.Reason != want.Reason || report.K2.Basis != Stated {
		t.Errorf("refusal %v, constants %v, report %+v", refusal, err, report)
	}
	for _, symbol := range []string{"K2", "K3", "λ0", "L_I"} {
		factor := 0.99
		if symbol == "λ0" {
			factor = 1.01
		}
		_, err := Ball(tailed{rate, func(c *estimators.Constants) { *constant(c, symbol) *= factor }}, []float64{2},
			0.5)
		var wrong *ContradictionError
		if !errors.As(err, &wrong) || wrong.Constant != symbol {
			t.Errorf("%s times %g: %v", symbol, factor, err)
		}
	}
}

// A family's own type is asked, not its name or its methods: a coin that says of itself that Var = μ(1−μ)/2 is not
// believed, though a MorrisFamily of the zoo is.
func TestNobodyClaimsAProof(t *testing.T) {
	coin := struct{ estimators.MorrisFamily }{estimators.NewBernoulli()}
	report, err := Ball(coin, []float64{0.5}, 0.25)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range report.All() {
		if c.Basis != NotCertified || !strings.Contains(c.Reason, "estimate") {
			t.Errorf("%s is %v: %s", c.Symbol, c.Basis, c.Reason)
		}
	}
}

// The lower bounds of K1 hold for a law whose K1 is known, and come near it: 1 for N(0, 1), Rayleigh's scores in two
// dimensions too, and the tail by samples in three dimensions.
func TestTailIsNotOverstated(t *testing.T) {
	for dim, least := range map[int]float64{1: 0.99, 2: 0.8, 3: 0.6} {
		family, err := estimators.NewGaussianVector(dim, 1)
		if err != nil {
			t.Fatal(err)
		}
		truth := make([]float64, dim)
		found, err := search(family, truth, 0.5)
		if err != nil {
			t.Fatal(err)
		}
		stated := mustState(t, family, truth, 0.5).K1
		if value := found.witness[0].Value; !(value >= least*stated && value <= stated) {
			t.Errorf("d = %d: K1 ≥ %g, stated %g: %s", dim, value, stated, found.witness[0].Says)
		}
	}
}

// A sampled statement about a score of one size has P(‖score‖ ≥ 1) = 1, hence K1 ≥ 1/√(2 log 2) and no more.
func TestSampledTail(t *testing.T) {
	family := estimators.NewLaplaceLocationUnit()
	s := &searcher{family: family, score: make([]float64, 1), scores: 1 << 14}
	s.sampledTail([]float64{0}, estimators.NewStream(0, "sampled tail").At(0, 0))
	if exact, value := 1/math.Sqrt(2*math.Ln2), s.witness[0].Value; !(value <= exact && value >= 0.99*exact) {
		t.Errorf("K1 ≥ %g, exactly %g", value, exact)
	}
}

// unscaled has a log-density with respect to a multiple of length.
type unscaled struct{ estimators.RegularFamily }

func (u unscaled) LogDensity(theta, x []float64) float64 {
	return u.RegularFamily.LogDensity(theta, x) + 5
}

// What is no probability is not taken for one: a density of mass e^5 contradicts nothing, and samples are counted.
func TestMassIsChecked(t *testing.T) {
	gaussian, _ := estimators.NewGaussianMean(1)
	report, err := Ball(unscaled{gaussian}, []float64{0}, 1)
	if err != nil || !strings.Contains(report.K1.Witness.Says, "samples") {
		t.Errorf("%v, %+v", err, report)
	}
}
