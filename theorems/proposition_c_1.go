package theorems

import (
	"itermle/estimators"
	"itermle/theorems/certify"
)

// propositionC1 is Proposition C.1 of arXiv:2505.19046, steps are small, with the explicit bound of certify.General for
// all steps at once:
//
//	P(‖θ^(t+1) − θ^(t)‖ ≤ a_{t+1} for all t < T) ≥ 1 − δ,  a_{t+1} ≤ w_t G_t/h_t = O(1/((t+1)√n)) for equal n.
func propositionC1() Claim {
	return Claim{
		ID: "proposition-C.1", Statement: "proposition-C.1", Title: "steps are of size 1/((t+1)√n)", Expect: Supported,
		Demands:   []Share{{AtLeast: 0.5}, {AtLeast: 0.25, Within: 6}},
		Says:      "P(‖θ^(t+1) − θ^(t)‖ ≤ a_{t+1} for all t < T) ≥ 1 − δ, a_{t+1} the step bound of the certificate",
		Deviation: "the constant is not in print: a_{t+1} is explicit, for all t at once; " + certificateDeviation,
		Fixed: func(Profile) []Scenario {
			return fixedScenarios(withinStep, everyFamily("const:10000000", 100, generalMethod)...)
		},
		Draw: drawn(withinStep, generalMethod),
		Mutants: func() []Mutant {
			c := fixedInstance("gaussian-mean", []float64{0}, "const:10000", 100, 0.05, generalMethod)
			shrunk := variant{name: "every-step-a-quarter", bound: func(_ certifiedInstance, b *certify.Certificate) {
				for t := range b.Steps {
					b.Steps[t] /= 4
				}
			}}
			faster := variant{name: "one-more-power-of-t", bound: func(_ certifiedInstance, b *certify.Certificate) {
				for t := 1; t < len(b.Steps); t++ {
					b.Steps[t] /= float64(t)
				}
			}}
			replace := variant{name: "accumulate-to-replace", workflow: estimators.Replace()}
			var mutants []Mutant
			for _, v := range []variant{shrunk, faster, replace} {
				mutants = append(mutants, Mutant{v.name, c.scenario(withinStep, v)})
			}
			return mutants
		},
	}
}
