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
	divisor      int64   // of σ̂², km for the maximum likelihood estimate
	sigma        float64 // σ
}

// neymanScottOf is the family of k groups of m samples, with the maximum likelihood estimate.
func neymanScottOf(k, m int64, sigma float64) neymanScott { return neymanScott{k, m, k * m, sigma} }

// variance is σ̂²/σ² of one data set with μ_i = i.
func (f neymanScott) variance(r *rand.Rand) float64 {
	squares := 0.0
	x := make([]float64, f.size)
	for i := range f.groups {
		mean := 0.0
		for j := range x {
			x[j] = float64(i) + f.sigma*random.Normal(r)
			mean += x[j] / float64(f.size)
		}
		for _, v := range x {
			squares += (v - mean) * (v - mean)
		}
	}
	return squares / (float64(f.divisor) * f.sigma * f.sigma)
}

func (f neymanScott) name() string { return fmt.Sprintf("k=%d m=%d σ=%g", f.groups, f.size, f.sigma) }

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
	return theorems.Scenario{Name: fmt.Sprintf("%s divisor=%d", f.name(), f.divisor), Experiment: theorems.Law{
		CDF:      func(x float64) float64 { return chi.CDF(math.Max(0, x)) },
		Distance: 0.1,
		New: func() (estimators.Trial[float64], error) {
			return func(s *estimators.Stream, replicate uint64) (float64, error) {
				return float64(f.groups*f.size) * f.variance(s.At(replicate, 0)), nil
			}, nil
		}}}
}

func controlNeymanScott() theorems.Claim {
	return theorems.Claim{
		ID: "control-neyman-scott", Statement: "control-neyman-scott",
		Title: "σ̂² is consistent although each pair has a mean of its own: false on real data",
		Says: "With k groups of 2 or 3, each with a mean of its own, |σ̂² − σ²| < σ²/4 with probability ≥ 0.95, k " +
			"≥ 100.",
		Expect: theorems.Refuted, Contrast: true,
		Fixed: always(neymanScottOf(100, 2, 1).consistent(), neymanScottOf(1000, 2, 1).consistent()),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return neymanScottOf(theorems.DrawSize(c, "k", 100, 2000), theorems.Pick[int64](c, "m", 2, 3),
				theorems.DrawLog(c, "σ", 0.01, 100)).consistent()
		},
		Mutants: mutants{{Name: "divisor-k(m-1)", Scenario: neymanScott{1000, 2, 1000, 1}.consistent()}}.all,
	}
}

func controlNeymanScottLaw() theorems.Claim {
	return theorems.Claim{
		ID: "control-neyman-scott-law", Statement: "control-neyman-scott",
		Title:  "the exact law σ̂² ~ σ² χ²_{k(m−1)}/(km); Θ fixed restores consistency",
		Says:   "km σ̂²/σ² ~ χ²_{k(m−1)} for every k and m, so σ̂² → σ²(m−1)/m in k and → σ² in m.",
		Expect: theorems.Supported,
		Fixed: always(neymanScottOf(1, 2, 1).law(), neymanScottOf(2, 50, 1).law(),
			neymanScottOf(2, 1000, 1).consistent()),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return neymanScottOf(theorems.DrawSize(c, "k", 1, 30), theorems.DrawSize(c, "m", 2, 30),
				theorems.DrawLog(c, "σ", 0.01, 100)).law()
		},
		Mutants: mutants{{Name: "divisor-k(m-1)", Scenario: neymanScott{20, 2, 20, 1}.law()},
			{Name: "divisor-km-1", Scenario: neymanScott{2, 2, 3, 1}.law()}}.all,
	}
}
