package counterexamples

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"itermle/estimators"
	"itermle/internal/random"
	"itermle/theorems"
)

// neymanScott refutes "the maximum likelihood estimate of a parameter that every sample informs about is consistent"
// (J. Neyman and E. L. Scott, Econometrica 16, 1948). It drops one hypothesis: that Θ is fixed while n grows. There are
// k groups, X_{ij} ~ N(μ_i, σ²), i ≤ k, j ≤ m, and
//
//	σ̂² = Σ_{ij} (X_{ij} − X̄_i)²/(km) ~ σ² χ²_{k(m−1)}/(km) → σ² (m−1)/m   as k → ∞ with m fixed,
//
// so for m = 2 real data alone lose half of the variance. With k fixed and m → ∞ it is consistent.
type neymanScott struct {
	groups, size int64
	divisor      int64 // of σ̂², km for the maximum likelihood estimate
}

// variance is σ̂² of one data set with μ_i = i and σ = 1.
func (f neymanScott) variance(r *rand.Rand) float64 {
	squares := 0.0
	x := make([]float64, f.size)
	for i := range f.groups {
		mean := 0.0
		for j := range x {
			x[j] = float64(i) + random.Normal(r)
			mean += x[j] / float64(f.size)
		}
		for _, v := range x {
			squares += (v - mean) * (v - mean)
		}
	}
	return squares / float64(f.divisor)
}

func (f neymanScott) name() string { return fmt.Sprintf("k=%d/m=%d", f.groups, f.size) }

// consistent is "σ̂² is nearer to σ² than σ²/4".
func (f neymanScott) consistent() theorems.Scenario {
	return theorems.Scenario{Name: f.name(), Experiment: theorems.Rate{Allowed: 0.05, Tolerated: 0.5,
		New: func() (estimators.Trial[bool], error) {
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				return !(math.Abs(f.variance(s.At(replicate, 0))-1) < 0.25), nil
			}, nil
		}}}
}

// law is "km σ̂²/σ² ~ χ²_{k(m−1)}".
func (f neymanScott) law() theorems.Scenario {
	chi := distuv.ChiSquared{K: float64(f.groups * (f.size - 1))}
	return theorems.Scenario{Name: fmt.Sprintf("%s/divisor=%d", f.name(), f.divisor), Experiment: theorems.Law{
		CDF:      func(x float64) float64 { return chi.CDF(math.Max(0, x)) },
		Distance: 0.1,
		New: func() (estimators.Trial[float64], error) {
			return func(s *estimators.Stream, replicate uint64) (float64, error) {
				return float64(f.groups*f.size) * f.variance(s.At(replicate, 0)), nil
			}, nil
		}}}
}

func controlNeymanScott() theorems.Claim {
	groups := func(k, m int64) neymanScott { return neymanScott{k, m, k * m} }
	return theorems.Claim{
		ID: "control-neyman-scott", Statement: "control-neyman-scott",
		Title:  "σ̂² is consistent although each pair has a mean of its own: false on real data",
		Says:   "With k pairs, each with a mean of its own, |σ̂² − σ²| < σ²/4 with probability ≥ 0.95 for k ≥ 100.",
		Expect: theorems.Refuted, Contrast: true,
		Fixed: always(groups(100, 2).consistent(), groups(1000, 2).consistent()),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return groups(theorems.Pick[int64](c, "k", 100, 200, 500, 1000), 2).consistent()
		},
		Mutants: mutants{{Name: "divisor-k(m-1)", Scenario: neymanScott{1000, 2, 1000}.consistent()}}.all,
	}
}

func controlNeymanScottLaw() theorems.Claim {
	groups := func(k, m int64) neymanScott { return neymanScott{k, m, k * m} }
	return theorems.Claim{
		ID: "control-neyman-scott-law", Statement: "control-neyman-scott",
		Title:  "the exact law σ̂² ~ σ² χ²_{k(m−1)}/(km); Θ fixed restores consistency",
		Says:   "km σ̂²/σ² ~ χ²_{k(m−1)} for every k and m, so σ̂² → σ²(m−1)/m in k and → σ² in m.",
		Expect: theorems.Supported,
		Fixed:  always(groups(1, 2).law(), groups(20, 2).law(), groups(2, 50).law(), groups(2, 1000).consistent()),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return groups(theorems.Pick[int64](c, "k", 1, 2, 5, 20), theorems.Pick[int64](c, "m", 2, 3, 5, 20)).law()
		},
		Mutants: mutants{{Name: "divisor-k(m-1)", Scenario: neymanScott{20, 2, 20}.law()},
			{Name: "divisor-km-1", Scenario: neymanScott{2, 2, 3}.law()}}.all,
	}
}
