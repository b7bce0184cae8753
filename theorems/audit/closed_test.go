package audit

import (
	"math"
	"testing"
	"time"

	"itermle/estimators"
	"itermle/internal/interval"
)

// Closed forms of several dimensions against what a search attains: never below, and no looser than is known.
func TestClosedFormsAgainstNumbers(t *testing.T) {
	for _, row := range []struct {
		family string
		truth  []float64
		r      float64
		loose  [5]float64
	}{
		{"categorical", []float64{0.1, 0.6}, 0.05, [5]float64{2.4, 1.01, 1.03, 4.2, 1.5}},
		{"categorical", []float64{0.5, 0.4}, 0.01, [5]float64{2.4, 1.02, 1.03, 2.1, 1.5}},
		{"categorical:5", []float64{0.02, 0.3, 0.3, 0.3}, 0.005, [5]float64{2.7, 1.01, 1.01, 1.01, 2}},
		{"categorical-softmax", []float64{0, 0.5}, 0.5, [5]float64{2, 2, 2, 2, 2}},
		{"gaussian-vector:2", []float64{0, 1}, 0.5, [5]float64{1.25, 1 + 1e-9, 1, 1 + 1e-9, 1}},
	} {
		family, err := estimators.ParseFamily(row.family)
		if err != nil {
			t.Fatal(err)
		}
		found, err := search(family, row.truth, row.r)
		if err != nil {
			t.Fatal(err)
		}
		report, err := Ball(family, row.truth, row.r)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range report.All() {
			w := found.witness[i]
			if w == nil {
				t.Errorf("%s: nothing is found against %s", row.family, c.Symbol)
				continue
			}
			ratio := c.Value / w.Value
			if c.Symbol == "λ0" {
				ratio = w.Value / c.Value
			}
			if c.Value == w.Value {
				ratio = 1
			}
			if !(ratio >= 1-1e-9 && ratio <= row.loose[i]) {
				t.Errorf("%s, θ* = %v: %s = %g, attained %g: ratio %g, want at most %g", row.family, row.truth,
					c.Symbol,
					c.Value, w.Value, ratio, row.loose[i])
			}
		}
	}
}

// The log-probability of the witness against K1 of N(μ, Σ) is Mills' bound: below the exact P(|Z| ≥ z), by at most a
// share 1/(1+z²).
func TestCovarianceTailAgainstExact(t *testing.T) {
	for _, truth := range [][]float64{{0, 0, 1, 0, 1}, {1, -2, 2, 0.5, 1}} {
		for _, z := range []float64{0.5, 1, 2, 4, 8, 16, 30} {
			x, u, logProbability := covarianceTail(2)(truth, z)
			exact := math.Log(math.Erfc(z / math.Sqrt2))
			if !(logProbability < exact && logProbability > exact-1/(z*z)-1e-8) {
				t.Errorf("z = %g: log P ≥ %.12g, exactly %.12g", z, logProbability, exact)
			}
			// The sample at z has a score of at least u.
			family, _ := estimators.NewGaussianCovariance(2)
			score := make([]float64, family.Dim())
			family.Score(score, truth, x)
			if length := math.Sqrt(dot(score)); !(length >= u) {
				t.Errorf("z = %g: a score of %g, claimed %g", z, length, u)
			}
		}
	}
}

func dot(v []float64) (sum float64) {
	for _, x := range v {
		sum += x * x
	}
	return sum
}

// The lower bound of K1 in one dimension is the one that it quotes.
func TestTraceBound(t *testing.T) {
	a, err := Ball(estimators.NewLogisticLocation(), []float64{0}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if w := a.K1.Witness; !(math.Abs(w.Value*w.Value*2*(1+math.Ln2)-1./3) <= 1e-12) || w.Says != traceBound {
		t.Errorf("I = 1/3, and K1 ≥ %g", w.Value)
	}
}

// The information of a mixture is D² (1 + O(D²)) where the means are D apart, and enclosed to 10^-3 whatever D is; the
// stated λ0 lies below it by what the quadrature may be off. The values are by mpmath at the weight nearest ½, 0.5.
func TestMixtureInformation(t *testing.T) {
	for _, row := range []struct{ distance, information float64 }{
		{2, 2.20160196317331}, {20, 4}, {1e-100, 1e-200}, {1e-8, 1e-16}, {1e-3, 9.99999750000104e-7},
		{0.1, 0.00997510349543144},
	} {
		got := mixtureInformation(0, row.distance)(points([]float64{0.5}))
		if !(got.Lo <= row.information*(1+1e-6) && got.Hi >= row.information*(1-1e-6) && got.Width() <= 1e-4*got.Hi) {
			t.Errorf("D = %g: I in %v, want %g", row.distance, got, row.information)
		}
	}
	// Over a ball I is least at ½, not at an end: 2.20160196317331 there, by mpmath.
	over := mixtureInformation(0, 2)([]interval.Interval{{Lo: 0.3, Hi: 0.9}})
	if !(over.Lo <= 2.20160196317331 && over.Lo > 2.2) || !(over.Hi > 3) {
		t.Errorf("I over [0.3, 0.9] in %v", over)
	}
	for _, distance := range []float64{0.01, 0.1, 0.5, 2, 6, 20} {
		family, err := estimators.NewGaussianMixture(0, distance)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []float64{0.1, 0.5} {
			constants, err := family.AssumptionConstants([]float64{w}, w*1e-9)
			if err != nil {
				t.Fatal(err)
			}
			nearest := []float64{w * (1 + 1e-9)}
			if w == 0.5 {
				nearest[0] = w
			}
			var information [1]float64
			family.FisherInformation(information[:], nearest)
			enclosed := mixtureInformation(0, distance)(points(nearest))
			if !(constants.Lambda0 < information[0] && information[0] <= enclosed.Hi && information[0] >= enclosed.Lo) {
				t.Errorf("D = %g, w = %g: λ0 = %.17g, I = %.17g, enclosed by %v", distance, w, constants.Lambda0,
					information[0], enclosed)
			}
		}
	}
}

// Audits of mixtures next to no mixture at all, and at the ends of Θ, end. The limit is far above what they take.
func TestMixtureAuditEnds(t *testing.T) {
	for _, row := range []struct{ distance, w, r float64 }{{0.1, 0.5, 0.113}, {0.01, 0.3, 0.2}, {1e-8, 0.5, 0.49},
		{1e-160, 0.5, 0.1}, {1e-300, 0.5, 0.1}, {20, 0.01, 0.00999}, {5e-324, 0.5, 0.25}} {
		family, err := estimators.NewGaussianMixture(0, row.distance)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		a, err := Ball(family, []float64{row.w}, row.r)
		if spent := time.Since(start); err != nil || spent > 20*time.Second {
			t.Errorf("D = %g: %v after %v", row.distance, err, spent)
			continue
		}
		if row.distance >= 1e-8 && row.distance < 1 &&
			!(math.Abs(a.Lambda0.Value/(row.distance*row.distance)-1) <= 0.003) {
			t.Errorf("D = %g: λ0 = %g", row.distance, a.Lambda0.Value)
		}
	}
}
