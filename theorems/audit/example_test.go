package audit_test

import (
	"errors"
	"fmt"

	"itermle/estimators"
	"itermle/theorems/audit"
)

// The logit of a coin has all constants, the exponential mean none for Assumption 2A.
func ExampleBall() {
	for _, name := range []string{"bernoulli-logit", "exponential"} {
		family, err := estimators.ParseFamily(name)
		if err != nil {
			panic(err)
		}
		report, err := audit.Ball(family, []float64{1}, 0.5)
		if wrong := (*audit.ContradictionError)(nil); errors.As(err, &wrong) {
			fmt.Println("the family states", wrong.Stated, "but attains", wrong.Witness.Value)
		}
		proved := 0
		for _, c := range report.All() {
			if c.Basis == audit.ClosedForm || c.Basis == audit.CertifiedBound {
				proved++
			}
		}
		_, err = report.Constants()
		var violated *estimators.AssumptionError
		var unproved *audit.NotCertifiedError
		fmt.Printf("%s: %d proved, K1 %.4g (%v), violated %v, unproved %v\n", name, proved, report.K1.Value,
			report.K1.Basis, errors.As(err, &violated), errors.As(err, &unproved))
	}
	// Output:
	// bernoulli-logit: 5 proved, K1 0.3736 (closed form), violated false, unproved false
	// exponential: 2 proved, K1 +Inf (violated), violated true, unproved false
}

// A violated constant beats every number.
func ExampleConstant() {
	report, err := audit.Ball(estimators.NewExponential(), []float64{1}, 0.5)
	if err != nil {
		panic(err)
	}
	if report.K2.Basis == audit.Violated {
		w, found := report.K2.Beats(1e6)
		fmt.Printf("%v: x = %.3g has %.3g\n", found, w.X[0], w.Value)
	}
	// Output:
	// true: x = 5.24e+05 has 1.05e+06
}
