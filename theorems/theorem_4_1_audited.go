package theorems

import (
	"fmt"
	"sync"

	"itermle/estimators"
	"itermle/theorems/audit"
	"itermle/theorems/certify"
)

// auditedFamily is a family with the constants that Audit proves of it, where it states none itself.
type auditedFamily struct{ estimators.StatisticSampler }

// auditedConstants remembers audits: a certificate tries several balls, and claims are listed more than once.
var auditedConstants sync.Map

func (f auditedFamily) AssumptionConstants(truth []float64, r float64) (estimators.Constants, error) {
	type answer struct {
		constants estimators.Constants
		err       error
	}
	key := fmt.Sprint(f.Name(), truth, r)
	if known, found := auditedConstants.Load(key); found {
		return known.(answer).constants, known.(answer).err
	}
	var a answer
	report, err := audit.Ball(f.StatisticSampler, truth, r)
	if a.err = err; err == nil {
		a.constants, a.err = report.Constants()
	}
	auditedConstants.Store(key, a)
	return a.constants, a.err
}

// theorem41Audited claims Theorem 4.1 for families in their mean parameter, whose Hessian depends on x, with constants that Audit proves by
// intervals. Their log-likelihood is concave, so that the MLE over the ball is the global one.
func theorem41Audited() Claim {
	instance := func(name string, truth float64, schedule string, generations int) certifiedInstance {
		family, err := estimators.ParseFamily(name)
		if err != nil {
			panic("theorems: " + err.Error())
		}
		return certifiedInstance{auditedFamily{family.(estimators.StatisticSampler)}, []float64{truth}, estimators.MustSchedule(schedule), generations, 0.05, generalMethod}
	}
	// The general certificate is about three times the true quantile here; forgetting costs a factor √(6T)/π.
	mutant := instance("bernoulli", 0.5, "const:1000000", 300)
	return Claim{
		ID: "theorem-4.1-audited", Statement: "theorem-4.1", Title: "families outside natural parameters, by audited constants", Expect: Supported,
		Says:      "P(‖θ^(T) − θ*‖ ≤ ρ_T) ≥ 1 − δ for the means of Bernoulli and binomial, K1, K2, K3, λ0 and L_I from Audit",
		Deviation: certificateDeviation,
		Fixed: func(Profile) []Scenario {
			return fixedScenarios(withinRho,
				instance("bernoulli", 0.5, "const:20000", 10), instance("bernoulli", 0.5, "const:1000000000", 1000),
				instance("binomial", 5, "const:10000", 100), instance("binomial", 5, "geom:100000,2", 20), instance("binomial", 7.5, "slow:100000,1", 100),
				instance("bernoulli", 0.5, "const:1000", 10)) // too few samples: not certified
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{Name: "accumulate-to-replace", Scenario: mutant.scenario(withinRho, variant{name: "replace", workflow: estimators.Replace()})},
				{Name: "a-fifth-of-the-radius", Scenario: mutant.scenario(withinRho, variant{name: "fifth", bound: func(_ certifiedInstance, b *certify.Certificate) { b.Rho /= 5 }})},
			}
		},
	}
}
