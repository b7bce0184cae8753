package theorems

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// TestMorrisAgreesWithRecursion compares the product with the recursion of central moments, whose formula is
// another, for sizes that rationals cannot reach.
func TestMorrisAgreesWithRecursion(t *testing.T) {
	for _, c := range morrisFamilies {
		for _, schedule := range []string{"const:1000000000", "const:7", "slow:1000000,1", "poly:10,1.5"} {
			for _, generations := range []int{1, 100, 10000} {
				law := c.momentLaw(c.means[1], estimators.MustSchedule(schedule), false)
				second, fourth := law.CentralMoments(generations)
				what := fmt.Sprintf("%s %s T=%d", c.family, schedule, generations)
				// Each generation costs either form a few roundings of relative size 2^-53.
				near(t, what, law.EstimatorVariance(generations), second, 8*float64(generations+8)*0x1p-53)
				if !(fourth >= second*second) {
					t.Errorf("%s: E δ⁴ = %g is below (E δ²)² = %g", what, fourth, second*second)
				}
			}
		}
	}
}

// TestMorrisEdges pins special cases: V2 → 0 is continuous, overflow is +Inf, an absorbing boundary and a single
// Bernoulli.
func TestMorrisEdges(t *testing.T) {
	plain := laws.Morris{Variance: laws.VarianceFunction{V1: 1}, Mean: 2, Schedule: estimators.MustSchedule("const:3")}
	for _, v2 := range []float64{1e-300, -1e-300, 1e-18, -1e-18, 1e-12, -1e-12} {
		law := plain
		law.Variance.V2 = v2
		near(t, fmt.Sprintf("V2 = %g", v2), law.EstimatorVariance(50), plain.EstimatorVariance(50), 1e-11)
	}
	exploding := laws.Morris{Variance: laws.VarianceFunction{V2: 1}, Mean: 1,
		Schedule: estimators.MustSchedule("const:1"), Replace: true}
	// The exponent, 34.7, is a sum of 50 roundings of up to 2^-53·34.7 each: 2e-13 relative at most.
	near(t, "replaced exponential", exploding.EstimatorVariance(50), math.Pow(2, 50)-1, 2e-13)
	if got := exploding.EstimatorVariance(5000); !math.IsInf(got, 1) {
		t.Errorf("Var = %g, want +Inf", got)
	}
	exploding.Mean = 0
	if got, other := exploding.EstimatorVariance(5000), exploding.ExpectedVariance(5000); got != 0 || other != 0 {
		t.Errorf("at the boundary μ* = 0: Var = %g, E V = %g, want 0", got, other)
	}
	// exponential, hyperbolic secant, gamma:4
	for _, c := range []morrisFamily{morrisFamilies[2], morrisFamilies[5], morrisFamilies[9]} {
		law := c.momentLaw(c.means[0], estimators.MustSchedule("const:1"), true)
		if second, fourth := law.CentralMoments(5000); !math.IsInf(second, 1) || !math.IsInf(fourth, 1) {
			t.Errorf("%s: central moments %g and %g, want +Inf", c.family, second, fourth)
		}
	}
	single := laws.Morris{Variance: laws.VarianceFunction{V1: 1, V2: -1}, Mean: 0.25,
		Schedule: estimators.MustSchedule("const:1")}
	near(t, "one Bernoulli a generation: Var", single.EstimatorVariance(9), 0.25*0.75, 1e-15)
	if got := single.ExpectedVariance(9); got != 0 {
		t.Errorf("E V(μ_T) = %g after a single Bernoulli, want 0", got)
	}
}

// TestMorrisOverRandomSchedules draws families, means and schedules and asks for equality of rationals.
func TestMorrisOverRandomSchedules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(morrisFamilies).Draw(t, "family")
		mean := rapid.SampledFrom(c.means).Draw(t, "mean")
		sizes := rapid.SliceOfN(rapid.Int64Range(1, 30), 1, 8).Draw(t, "sizes")
		for _, formula := range []morrisFormula{newMorrisFormula(false), newMorrisFormula(true)} {
			if outcome := decideMorris(c, rational.Parse(mean), sizes, formula); outcome.Verdict != Supported {
				t.Fatalf("%s μ*=%s %v: %s", c.family, mean, sizes, outcome.Evidence)
			}
		}
	})
}

func BenchmarkEstimatorVariance(b *testing.B) {
	for _, generations := range []int{10, 10000} {
		b.Run(fmt.Sprintf("T=%d", generations), func(b *testing.B) {
			law := morrisFamilies[2].momentLaw("1", estimators.MustSchedule("const:1000000000"), false)
			b.ReportAllocs()
			for b.Loop() {
				law.EstimatorVariance(generations)
			}
		})
	}
}

// near fails unless |got − want| ≤ tolerance·|want|.
func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s = %.17g, want %.17g within %.1g", what, got, want, tolerance)
	}
}
