package familytest_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"itermle/estimators"
	"itermle/estimators/familytest"
)

// rayleigh is the density (x/θ²) e^{−x²/2θ²} on x > 0 with log-scale s = log θ.
func rayleigh() (estimators.Family, error) {
	return estimators.FromLogDensity(estimators.DensityDescription{
		Name: "rayleigh", Symbols: []string{"s"}, SampleDim: 1,
		Value: func(theta, x []float64) float64 {
			if !(x[0] > 0) {
				return math.Inf(-1)
			}
			z := x[0] * math.Exp(-theta[0])
			return math.Log(z) - theta[0] - z*z/2
		},
		Sample: func(dst, theta []float64, random *rand.Rand) {
			for i := range dst {
				dst[i] = math.Exp(theta[0]) * math.Sqrt(2*random.ExpFloat64())
			}
		},
	})
}

// The whole test of a family is a function TestRayleigh(t *testing.T) with this body.
func ExampleTest() {
	_ = func(t *testing.T) {
		family, err := rayleigh()
		if err != nil {
			t.Fatal(err)
		}
		familytest.Test(t, family, []float64{0}, []float64{1})
	}
}

// A normal density that forgets its constant.
func ExampleCheck() {
	family, err := estimators.FromLogDensity(estimators.DensityDescription{
		Name: "unnormalised", Symbols: []string{"μ"}, SampleDim: 1,
		Value: func(theta, x []float64) float64 { return -math.Pow(x[0]-theta[0], 2) / 2 },
		Sample: func(dst, theta []float64, random *rand.Rand) {
			for i := range dst {
				dst[i] = theta[0] + random.NormFloat64()
			}
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, failure := range familytest.Check(family, []float64{0}).(interface{ Unwrap() []error }).Unwrap() {
		fmt.Println(failure.(*familytest.Failure).Check)
	}
	// Output:
	// normalised
	// fisher
	// fisher by Hessian
	// sampler
}

// Without a Dual and a Score derivatives are differences, and held to no more than they can keep.
func ExampleApproximate() {
	family, err := rayleigh()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(family.(familytest.Approximate).Precision())
	// Output: 1e-07 0.001 0.01 0.5
}

func TestRayleigh(t *testing.T) {
	family, err := rayleigh()
	if err != nil {
		t.Fatal(err)
	}
	familytest.Test(t, family, []float64{0}, []float64{1})
}
