package alphabet_test

import (
	"fmt"

	"itermle/estimators"
	"itermle/estimators/alphabet"
)

// Three letters with the log-weights 0, 0.3 + θ and −0.2 + θ/2 − θ², their constants over a ball, and the exact law of
// three generations with the MLE over it.
func ExampleExactLaw() {
	f, err := alphabet.Parse("alphabet:0/0.3,1/-0.2,0.5,-1")
	if err != nil {
		fmt.Println(err, alphabet.Syntax)
		return
	}
	truth := []float64{0.1}
	constants, err := f.Constants(truth, 0.5, alphabet.DefaultSearch)
	fmt.Printf("λ0 ≥ %.3f, %v\n", constants.Lambda0, err)
	within, err := f.Within(truth, 0.5)
	if err != nil {
		fmt.Println(err)
		return
	}
	schedule, workflow := estimators.ConstantSchedule(10), estimators.Accumulate()
	plan, err := alphabet.PlanLaw(within, schedule, 3, workflow)
	fmt.Printf("%.0f count vectors, %v\n", plan.States, err)
	law, err := alphabet.ExactLaw(within, truth, schedule, 3, workflow, alphabet.Budget{})
	if err != nil {
		fmt.Println(err)
		return
	}
	outside := law.Outside(0.4)
	fmt.Printf("P(‖θ^(3) − θ*‖ > 0.4) = %.6f, error below 10^-9: %v\n", outside.Value, outside.Error < 1e-9)
	// Output:
	// λ0 ≥ 0.181, <nil>
	// 793 count vectors, <nil>
	// P(‖θ^(3) − θ*‖ > 0.4) = 0.525364, error below 10^-9: true
}

// The simplex of all laws on three letters: P(a letter is lost) after five generations of four samples.
func ExampleSimplex() {
	law, err := alphabet.ExactLaw(alphabet.Simplex(3), []float64{0.5, 0.25}, estimators.ConstantSchedule(4), 5,
		estimators.Replace(), alphabet.Budget{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.4f\n", law.Extinct(2).Value)
	// Output: 0.6422
}

// Two samples a datum, and a datum beside one of another family: λ0 doubles, and is the smaller of the two.
func ExampleProduct() {
	f, err := alphabet.New(alphabet.Ball([]float64{0}, 1), nil, alphabet.Polynomial{{Coefficient: 1, Powers: []int{1}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	twice, err := alphabet.Copies(f, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	both, err := alphabet.Product(f, twice)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, g := range []*alphabet.Family{f, twice, both} {
		information := make([]float64, g.Dim()*g.Dim())
		g.FisherInformation(information, make([]float64, g.Dim()))
		fmt.Println(g.Letters(), information)
	}
	// Output:
	// 2 [0.25]
	// 4 [0.5]
	// 8 [0.25 0 0 0.5]
}
