package theorems

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// unbiasedSecondMoment is E σ̂⁴_T/(E σ̂²_T)² of the divisor n − 1 with n samples a generation: σ̂²_T is a product of
// independent factors, the first χ²_{n−1}/(n−1), the later ones that again under replacement, else of mean
// (N' − 1 − n/N')/(N' − 1) and variance (2(n−1) + 2(N/N')²)/(N' − 1)², N' = N + n.
func unbiasedSecondMoment(n int64, generations int, replace bool) float64 {
	size := float64(n)
	product := 1 + 2/(size-1)
	for t := 2; t <= generations; t++ {
		all, past := size*float64(t), size*float64(t-1)
		mean, variance := (all-1-size/all)/(all-1), (2*(size-1)+2*past*past/(all*all))/((all-1)*(all-1))
		if replace {
			mean, variance = 1, 2/(size-1)
		}
		product *= 1 + variance/(mean*mean)
	}
	return product
}

// The variance that law-unbiased-variance assumes of a replicate bounds the true one, and by little: one too small
// would make intervals that do not hold, and changes no verdict that the claim comes to.
func TestUnbiasedVarianceIsBounded(t *testing.T) {
	claim := lawUnbiasedVariance()
	choose := randomChoices{rand.New(rand.NewPCG(5, 6))}
	scenarios := claim.Fixed(Quick)
	for range 200 {
		scenarios = append(scenarios, claim.Draw(choose))
	}
	replaced, loosest := 0, 0.0
	for _, scenario := range scenarios {
		var mu, sigma float64
		var n int64
		var generations int
		var workflow string
		if _, err := fmt.Sscanf(scenario.Name, "gaussian μ=%g σ=%g n=%d T=%d %s", &mu, &sigma, &n, &generations,
			&workflow); err != nil {
			t.Fatalf("%s: %v", scenario.Name, err)
		}
		if workflow == "replace" {
			replaced++
		}
		mean := scenario.Experiment.(Mean)
		exact := unbiasedSecondMoment(n, generations, workflow == "replace") - 1
		if !(mean.Variance >= exact) {
			t.Errorf("%s: variance %g, exact %g", scenario.Name, mean.Variance, exact)
		}
		loosest = math.Max(loosest, mean.Variance/exact)
		if want := 0.08 * math.Sqrt(mean.Variance); !(math.Abs(mean.Tolerance-want) <= 1e-12*want) {
			t.Errorf("%s: tolerance %g, want %g", scenario.Name, mean.Tolerance, want)
		}
	}
	if replaced == 0 || replaced == len(scenarios) || !(loosest <= 1.4) {
		t.Errorf("%d of %d under replacement, a bound of up to %g times the variance", replaced, len(scenarios),
			loosest)
	}
}
