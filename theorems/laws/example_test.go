package laws_test

import (
	"fmt"
	"math"
	"math/big"

	"itermle/estimators"
	"itermle/theorems/laws"
)

// Accumulation inflates the variance of a Poisson mean by π²/6 at most, replacement by T.
func ExampleMorris() {
	law := laws.Morris{Variance: laws.VarianceFunction{V1: 1}, Mean: 2, Schedule: estimators.ConstantSchedule(100)}
	one := law.EstimatorVariance(1)
	fmt.Printf("accumulate %.4f\n", law.EstimatorVariance(1000)/one)
	law.Replace = true
	fmt.Printf("replace    %.4f\n", law.EstimatorVariance(1000)/one)
	// Output:
	// accumulate 1.6439
	// replace    1000.0000
}

// A fifth of fresh real data in every generation bounds what replacement lets grow without end.
func ExampleWorkflowVariance() {
	poisson, schedule := laws.VarianceFunction{V1: 1}, estimators.ConstantSchedule(100)
	for _, workflow := range []estimators.Workflow{estimators.Replace(), estimators.MixFresh(0.2),
		estimators.Subsample(100)} {
		variance, err := laws.WorkflowVariance(poisson, 2, workflow, schedule, 100)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%v: %.3g\n", workflow, variance)
	}
	// Output:
	// replace: 2
	// fresh:0.2: 0.0556
	// subsample:100: 0.0583
}

// The number of successes in a pool of five real samples and twenty single synthetic ones is Pólya's urn.
func ExamplePolyaCount() {
	law := laws.NearestCount(laws.PolyaCount(5, 20, big.NewRat(1, 4)))
	fmt.Printf("%.4f %.4f\n", law.CDF(0), law.CDFLeft(25))
	// Output:
	// 0.2373 0.9990
}

// The exponential mean after ten generations of twenty, relative to the truth.
func ExampleScaleProduct() {
	law := laws.NewScaleProduct(1, estimators.ConstantSchedule(20), 10, false)
	fmt.Printf("%.4f\n", law.LogCDF(math.Log(1.1)))
	// Output:
	// 0.6800
}
