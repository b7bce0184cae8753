package theorems

import (
	"fmt"
	"math"
	"sync"

	"itermle/estimators"
	"itermle/theorems/audit"
	"itermle/theorems/certify"
)

// theorem41 claims, for every natural exponential family that meets Assumptions 1–3, every schedule, T and δ with a
// certificate, and for the logistic location,
//
//	P(‖θ^(T) − θ*‖ > ρ_T) ≤ δ
//
// (arXiv:2505.19046, Theorem 4.1). An MLE that does not exist counts as outside. "Not certified" is an unmet scenario.
func theorem41() Claim {
	return Claim{
		ID: "theorem-4.1", Statement: "theorem-4.1", Title: "θ^(T) stays within the certified radius",
		Expect: Supported,
		Says: "P(‖θ^(T) − θ*‖ ≤ ρ_T) ≥ 1 − δ, ρ_T the explicit certificate, for equal n and general schedules, " +
			"T ≤ 10^4, n ≤ 10^9",
		Deviation: certificateDeviation,
		Fixed: func(profile Profile) []Scenario {
			instances := []certifiedInstance{
				fixedInstance("gaussian-mean", []float64{0}, "const:1000", 1, 0.05, naturalMethod),
				fixedInstance("bernoulli-logit", []float64{0}, "const:1000000000", 10000, 0.05, generalMethod),
				fixedInstance("gaussian-mean", []float64{1}, "slow:1000,1", 1000, 0.1, naturalMethod),
				// too few samples: not certified
				fixedInstance("gaussian-mean", []float64{0}, "const:3", 10, 0.05, generalMethod),
				// Outside the exponential families the Hessian depends on x; the log-likelihood is concave here, too.
				fixedInstance("logistic-location", []float64{0}, "const:2500", 3, 0.05, generalMethod),
			}
			instances = append(instances, everyFamily("const:1000000000", 1000, generalMethod)...)
			instances = append(instances, everyFamily("geom:100000,2", 20, naturalMethod)...)
			instances = append(instances, everyFamily("const:10000", 100, chernoffMethod)...)
			if profile >= CI {
				instances = append(instances, fixedInstance("logistic-location", []float64{1}, "const:10000", 10, 0.05,
					generalMethod))
				instances = append(instances, everyFamily("const:10000", 10000, chernoffMethod)...)
				instances = append(instances, everyFamily("poly:10000000,1.5", 300, generalMethod)...)
			}
			return fixedScenarios(withinRho, instances...)
		},
		Draw:    drawn(withinRho, everyMethod...),
		Mutants: func() []Mutant { return theorem41Mutants(withinRho) },
	}
}

// theorem41Replace is the contrast: the same radius for a workflow that forgets. Under replacement the variance of a
// Gaussian mean is T/n, not Σ 1/(t²n), so at T = 1000 the bound fails for four estimates of five.
func theorem41Replace() Claim {
	c := fixedInstance("gaussian-mean", []float64{0}, "const:1000", 1000, 0.05, naturalMethod)
	return Claim{
		ID: "theorem-4.1-replace", Statement: "theorem-4.1", Title: "the same radius under replacement",
		Expect: Refuted, Contrast: true,
		Says:      "P(‖θ^(T) − θ*‖ ≤ ρ_T) ≥ 1 − δ where generation t is fitted to X^(t) alone",
		Deviation: "not claimed in print: the workflow that the theorem does not cover",
		Fixed: func(Profile) []Scenario {
			return []Scenario{c.scenario(withinRho, variant{name: "replace", workflow: estimators.Replace()})}
		},
		Mutants: func() []Mutant {
			return []Mutant{{Name: "replace-to-accumulate",
				Scenario: c.scenario(withinRho, variant{name: "accumulate"})}}
		},
	}
}

// auditedFamily is a family with the constants that audit.Ball proves of it, where it states none itself.
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

// theorem41Audited claims Theorem 4.1 for families in their mean parameter, whose Hessian depends on x, with constants
// that audit.Ball proves by intervals. Their log-likelihood is concave, so that the MLE over the ball is the global
// one.
func theorem41Audited() Claim {
	instance := func(name string, truth float64, schedule string, generations int) certifiedInstance {
		family, err := estimators.ParseFamily(name)
		if err != nil {
			panic("theorems: " + err.Error())
		}
		return certifiedInstance{family: auditedFamily{family.(estimators.StatisticSampler)}, truth: []float64{truth},
			schedule: estimators.MustSchedule(schedule), generations: generations, delta: 0.05, method: generalMethod}
	}
	// The general certificate is about three times the true quantile here; forgetting costs a factor √(6T)/π.
	mutant := instance("bernoulli", 0.5, "const:1000000", 300)
	return Claim{
		ID: "theorem-4.1-audited", Statement: "theorem-4.1",
		Title: "families outside natural parameters, by audited constants", Expect: Supported,
		Says: "P(‖θ^(T) − θ*‖ ≤ ρ_T) ≥ 1 − δ for the means of Bernoulli and binomial, K1, K2, K3, λ0 and L_I " +
			"from Audit",
		Deviation: certificateDeviation,
		Fixed: func(Profile) []Scenario {
			return fixedScenarios(withinRho,
				instance("bernoulli", 0.5, "const:20000", 10), instance("bernoulli", 0.5, "const:1000000000", 1000),
				instance("binomial", 5, "const:10000", 100), instance("binomial", 5, "geom:100000,2", 20),
				instance("binomial", 7.5, "slow:100000,1", 100),
				instance("bernoulli", 0.5, "const:1000", 10)) // too few samples: not certified
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{Name: "accumulate-to-replace", Scenario: mutant.scenario(withinRho,
					variant{name: "replace", workflow: estimators.Replace()})},
				{Name: "a-fifth-of-the-radius", Scenario: mutant.scenario(withinRho,
					variant{name: "fifth", bound: func(_ certifiedInstance, b *certify.Certificate) { b.Rho /= 5 }})},
			}
		},
	}
}

// theorem41Tightness is how much the certificates give away, exactly, on the family whose law is known, with q the true
// (1−δ)-quantile of |θ^(T) − θ*|:
//
//	ρ_T/q = √(8 log(2/δ))/z_{δ/2},  for certify.Natural,
//	ρ_T/q = √(2 log(2/δ))/z_{δ/2},  for certify.Chernoff,
//	0 ≤ ρ_T − √(8 V_T log(8/(3δ))) ≤ 16ζ(3/2) L/(n(1 − E_0)),  for certify.General and equal batches,
//
// L = log(16T/δ), E_0 = 2√(8L/n): the second-order term is Σ_τ w_τ G_τ E_τ/(1 − E_τ), w_τ G_τ ≤ √(8L/n)/(τ+1), E_τ =
// E_0/√(τ+1). The first two are 2.77 and 1.39 at δ = 0.05 and tend to 2 and 1 with δ, whatever n and T are: the factor
// 2 is what bounding the norm instead of the direction costs. Not in print.
func theorem41Tightness() Claim {
	mutant := func(name string, factor float64) Mutant {
		return Mutant{name, tightnessScenario("gaussian-mean "+name, factor)}
	}
	return Claim{
		ID: "theorem-4.1-tightness", Statement: "theorem-4.1", Title: "certificates beside the true quantile",
		Expect: Supported,
		Says: "for a Gaussian mean ρ_T/q = √(8 log(2/δ))/z_{δ/2} (natural) and √(2 log(2/δ))/z_{δ/2} (Chernoff); the " +
			"general recursion is √(8 V_T log(8/(3δ))) and at most 16ζ(3/2) log(16T/δ)/(n(1−E_0)) more",
		Deviation: printGivesNoConstant,
		Fixed:     func(Profile) []Scenario { return []Scenario{tightnessScenario("gaussian-mean", 1)} },
		Mutants: func() []Mutant {
			return []Mutant{mutant("constant-halved", 0.5), mutant("one-percent-less", 0.99),
				mutant("one-percent-more", 1.01)}
		},
	}
}

// tightnessScenario multiplies the certificates by factor: 1, or a mutant's.
func tightnessScenario(name string, factor float64) Scenario {
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		least, most, excess := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{}, 0.0
		for _, schedule := range []string{"const:1000000", "const:1000000000", "geom:1000000,2", "slow:1000000,1"} {
			for _, generations := range []int{1, 10, 33, 1000} {
				if schedule == "geom:1000000,2" {
					generations = min(generations, 33) // n_t ≤ 2^53
				}
				for _, delta := range []float64{0.2, 0.05, 0.01, 1e-6} {
					c := fixedInstance("gaussian-mean", []float64{0}, schedule, generations, delta, naturalMethod)
					quantile, variance := estimatorQuantile(c), c.schedule.VarianceSum(generations)
					rho := func(method certify.Certifier) (float64, error) {
						c.method = method
						found, unmet := c.certificate()
						if unmet != "" {
							return 0, fmt.Errorf("%s: %s", c.name(), unmet)
						}
						return factor * found.Rho, nil
					}
					for i, method := range []certify.Certifier{naturalMethod, chernoffMethod} {
						found, err := rho(method)
						if err != nil {
							return out, err
						}
						ratio := found / quantile
						want := float64(2-i) * math.Sqrt(2*math.Log(2/delta)*variance) / quantile
						least[i], most[i] = math.Min(least[i], ratio), math.Max(most[i], ratio)
						// 1e-9 is for the bisection of the quantile and the directed rounding.
						out.Check(math.Abs(ratio/want-1) <= 1e-9, "%s: ρ_T/q = %g, not %g", c.name(), ratio, want)
					}
					if n := float64(c.schedule.Size(0)); schedule == "const:1000000000" {
						found, err := rho(generalMethod)
						if err != nil {
							return out, err
						}
						level, first := math.Log(16*float64(generations)/delta),
							math.Sqrt(8*variance*math.Log(8/(3*delta)))
						const zeta = 2.6123753486854883 // ζ(3/2)
						second := 16 * zeta * level / n / (1 - 2*math.Sqrt(8*level/n))
						excess = math.Max(excess, (found-first)/first)
						out.Check(found >= first && found <= first+second, "%s: ρ_T = %g is not between %g and %g",
							c.name(), found, first, first+second)
					}
				}
			}
		}
		out.Evidence = fmt.Sprintf("ρ_T/q from %.3f to %.3f (natural), %.3f to %.3f (Chernoff); the second order of "+
			"the general one at most %.4f of the first at n=10^9; %d comparisons", least[0], most[0], least[1],
			most[1], excess, out.Cases)
		return out, nil
	}}}
}
