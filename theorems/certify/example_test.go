package certify_test

import (
	"fmt"

	"itermle/estimators"
	"itermle/theorems/certify"
)

// A radius that a Gaussian mean stays in for a thousand generations, by two forms: of the first the constants are given
// by hand.
func Example() {
	q := certify.Request{
		Constants: estimators.Constants{K1: 1 / 0.8, K2: 1, Lambda0: 1}, Dim: 1, Radius: 1,
		Schedule: estimators.ConstantSchedule(100_000), Generations: 1000, Delta: 0.05,
	}
	natural, err := certify.Natural(q)
	if err != nil {
		panic(err)
	}
	fmt.Printf("natural: %v %.4f\n", natural.Certified, natural.Rho)
	q.Schedule = estimators.ConstantSchedule(10)
	natural, err = certify.Natural(q)
	fmt.Println(natural.Certified, natural.Reason, err)
	// Output:
	// natural: true 0.0275
	// false n too small: ρ_{τ+1} ≥ r at τ=0 <nil>
}

// Mixture asks for the information at θ*, and takes the diameter of a bounded statistic: here a coin with logit 0.
func ExampleMixture() {
	q, certifier, err := certify.Sharpest(estimators.NewBernoulliLogit(), []float64{0}, 0.5)
	if err != nil {
		panic(err)
	}
	fmt.Println(certifier.Name, q.Information, q.Diameter)
	q.Schedule, q.Generations, q.Delta = estimators.ConstantSchedule(10_000), 1_000_000, 0.05
	c, err := certify.Mixture(q)
	fmt.Printf("%v %.4f %v\n", c.Certified, c.Rho, err)
	// Output:
	// mixture [0.25] 1
	// true 0.0712 <nil>
}

// Smooth asks for the bounds of the score.
func ExampleSmooth() {
	q, certifier, err := certify.Sharpest(estimators.NewLogisticLocation(), []float64{0}, 0.2)
	if err != nil {
		panic(err)
	}
	fmt.Println(certifier.Name, q.Bounds.Unimodal)
	q.Schedule, q.Generations, q.Delta = estimators.ConstantSchedule(10_000), 1000, 0.05
	c, err := certify.Smooth(q)
	fmt.Printf("%v %.4f %v\n", c.Certified, c.Rho, err)
	// Output:
	// smooth true
	// true 0.0680 <nil>
}

// ExampleVector has the radius that no power of log T ties to n: a thousand times T adds 2%.
func ExampleVector() {
	q := certify.Request{Constants: estimators.Constants{K1: 1, K2: 1, K3: 0.5, Lambda0: 0.5, Lipschitz: 1}, Dim: 3,
		Information: []float64{0.5, 0, 0, 0, 0.5, 0, 0, 0, 0.5}, Radius: 0.3, Delta: 0.05,
		Schedule: estimators.ConstantSchedule(1_000_000)}
	for _, T := range []int{100, 100_000} {
		q.Generations = T
		c, err := certify.Vector(q)
		fmt.Printf("T = %d: certified %v, ρ_T = %.4f, %v\n", T, c.Certified, c.Rho, err)
	}
	// Output:
	// T = 100: certified true, ρ_T = 0.0071, <nil>
	// T = 100000: certified true, ρ_T = 0.0072, <nil>
}
