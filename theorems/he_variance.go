package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
)

// weightedVariance is the variance of a Gaussian, w times the unbiased one of n fresh real samples and 1 − w times that
// of m samples of the last model, σ = 1: s_{t+1}² = w A + (1−w) B s_t², with A and B independent χ²_{ν}/ν of ν = n − 1
// and m − 1; s_1² = A.
type weightedVariance struct {
	n, m        int64
	w           float64
	generations int
}

// gammaMoments are E A^j of χ²_{n−1}/(n−1), j = 0, …, 4.
func gammaMoments(n int64) (moments [5]float64) {
	nu := float64(n - 1)
	moments[0] = 1
	for j := 1; j < len(moments); j++ {
		moments[j] = moments[j-1] * (1 + 2*float64(j-1)/nu)
	}
	return moments
}

// errors are E(s_T² − 1)² and E(s_T² − 1)⁴, by the moments of s_t², k = 0, …, 4:
//
//	E s_{t+1}^{2k} = Σ_j C(k,j) w^j E A^j (1−w)^{k−j} E B^{k−j} E s_t^{2(k−j)}.
func (v weightedVariance) errors() (second, fourth float64) {
	real, synthetic := gammaMoments(v.n), gammaMoments(v.m)
	moments := real
	for range v.generations - 1 {
		var next [5]float64
		for k := range next {
			for j := range k + 1 {
				next[k] += math.Exp(logChoose(int64(k), int64(j))) * math.Pow(v.w, float64(j)) * real[j] *
					math.Pow(1-v.w, float64(k-j)) * synthetic[k-j] * moments[k-j]
			}
		}
		moments = next
	}
	return moments[2] - 1, moments[4] - 4*moments[3] + 6*moments[2] - 3
}

// heVariance is the error of that variance, with V = 2 and v2 = 2 at sizes ν the law of a mean, ours: with e_1 =
// 2/(n−1)
//
//	e_{t+1} = 2w²/(n−1) + (1−w)² [e_t + (2 + 2e_t)/(m−1)],   e_t = E(s_t² − 1)²,
//
// whose limit is infinite iff (1−w)²(m+1) ≥ m − 1.
func heVariance() Claim {
	scenario := func(v weightedVariance, claimed func(v weightedVariance) float64) Scenario {
		_, fourth := v.errors()
		exact := claimed(v)
		spread := fourth/(exact*exact) - 1
		trials := func() (estimators.Trial[float64], error) { // sample by sample
			return func(s *estimators.Stream, replicate uint64) (float64, error) {
				random, variance := s.At(replicate, 0), 0.0
				unbiased := func(n int64) float64 {
					mean, squares := 0.0, 0.0
					for i := range n { // Welford's recursion
						z := random.NormFloat64()
						d := z - mean
						mean += d / float64(i+1)
						squares += d * (z - mean)
					}
					return squares / float64(n-1)
				}
				for t := range v.generations {
					if t == 0 {
						variance = unbiased(v.n)
						continue
					}
					variance = v.w*unbiased(v.n) + (1-v.w)*unbiased(v.m)*variance
				}
				return (variance - 1) * (variance - 1) / exact, nil
			}, nil
		}
		return Scenario{Name: fmt.Sprintf("n=%d m=%d w=%g T=%d E(s²−1)²=%.6g", v.n, v.m, v.w, v.generations, exact),
			Experiment: Mean{Value: 1, Tolerance: 0.03 * math.Sqrt(spread), Variance: spread, Unit: "× its exact value",
				New: trials}}
	}
	claimed := func(v weightedVariance) float64 {
		nu, synthetic := float64(v.n-1), float64(v.m-1)
		error := 2 / nu
		for range v.generations - 1 {
			error = 2*v.w*v.w/nu + (1-v.w)*(1-v.w)*(error+(2+2*error)/synthetic)
		}
		return error
	}
	fixed := weightedVariance{10, 5, 0.5, 3}
	return Claim{
		ID: "he-variance", Statement: "he-variance", Expect: Supported,
		Title: "a weight w on fresh real samples, Gaussian variance: the error",
		Says: "With weight w on the unbiased variance of n fresh real samples and 1 − w on that of m synthetic ones " +
			"e_{t+1} = 2w²/(n−1) + (1−w)²[e_t + (2+2e_t)/(m−1)], e_t = E(s_t² − 1)², e_1 = 2/(n−1).",
		Deviation: "ours, on the estimator of the authors' code",
		Fixed:     func(Profile) []Scenario { return []Scenario{scenario(fixed, claimed)} },
		Draw: func(choose Chooser) Scenario {
			return scenario(weightedVariance{DrawSize(choose, "n", 5, 20), DrawSize(choose, "m", 5, 20),
				DrawReal(choose, "w", 0.3, 1), 1 + choose.Choose("T−1", 4)}, claimed)
		},
		Mutants: func() []Mutant {
			shorter, pooled := fixed, fixed
			shorter.generations, pooled.w = 1, 1
			uneven := weightedVariance{30, 5, 0.5, 2}
			swapped := weightedVariance{uneven.m, uneven.n, uneven.w, uneven.generations}
			return []Mutant{
				{"real-data-alone", scenario(fixed, func(weightedVariance) float64 { return claimed(pooled) })},
				{"first-generation", scenario(fixed, func(weightedVariance) float64 { return claimed(shorter) })},
				{"sizes-exchanged", scenario(uneven, func(weightedVariance) float64 { return claimed(swapped) })}}
		},
	}
}
