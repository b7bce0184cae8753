package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/theorems/certify"
)

// The strongest form of Theorem 4.1 that is certified here. With V_T = Σ_{t<T} n_t/N_t² ≤ 2/n_0 and constants c, C of
// the family and r alone,
//
//	n_0 ≥ c (d + log(1/δ))  ⟹  P(‖θ^(t) − θ*‖ ≤ C √(V_T (d + log(1/δ))) for all t ≤ T and every T) ≥ 1 − δ
//
// for every natural exponential family with I ≻ 0 (certify.Mixture: neither Assumption 2A nor the polylog(T) of the
// printed n ≥ c (log T + 1)² log²(7dT/δ) is needed) and, with n_0 ≥ c log²(1/δ) and d = 1, for every family with
// bounded score, Hessian and third derivative that is unimodal or has a small enough r (certify.Smooth). The leading
// term is Chernoff's: for d = 1, exponential families and large n, ρ_T → 1.386 times the (1−δ)-quantile at δ = 0.05.
// For d > 1 outside the exponential families only the general recursion (certify.General) is here, whose n grows with
// log T: whether it must is open.

// sharpInstance is one instance of the sharp certificates.
type sharpInstance struct {
	family      string
	truth       []float64
	r           float64
	schedule    string
	generations int
	delta       float64
}

// certificate is the instance's request and bound; every family of sharpInstances has constants.
func (c sharpInstance) certificate() (certifiedInstance, certify.Certifier, certify.Certificate, error) {
	parsed, err := estimators.ParseFamily(c.family)
	if err != nil {
		return certifiedInstance{}, certify.Certifier{}, certify.Certificate{}, err
	}
	q, certifier, err := certify.Sharpest(parsed, c.truth, c.r)
	if err != nil {
		return certifiedInstance{}, certify.Certifier{}, certify.Certificate{}, err
	}
	q.Schedule, q.Generations, q.Delta, q.Trajectory = estimators.MustSchedule(c.schedule), c.generations, c.delta, true
	bound, err := certifier.Certify(q)
	instance := certifiedInstance{parsed.(estimators.RegularFamily), c.truth, q.Schedule, c.generations, c.delta,
		certificateMethod{certifier.Name, certifier.Certify}}
	return instance, certifier, bound, err
}

// scenario is P(‖θ^(t) − θ*‖ > ρ_t for some t ≤ T) ≤ δ.
func (c sharpInstance) scenario(v variant) Scenario {
	instance, _, bound, err := c.certificate()
	if err != nil {
		return Scenario{Name: fmt.Sprintf("%+v", c), Unmet: err.Error()}
	}
	s := Scenario{Name: instance.name() + fmt.Sprintf(" r=%g", c.r)}
	if v.name != "" {
		s.Name += " " + v.name
	}
	if !bound.Certified {
		s.Unmet = "not certified: " + bound.Reason
		return s
	}
	if v.bound != nil {
		v.bound(instance, &bound)
	}
	s.Experiment = Rate{Allowed: c.delta, Tolerated: math.Min(1, c.delta+0.05),
		New: func() (estimators.Trial[bool], error) {
			return instance.trial(withinTrajectory, bound, v)
		}}
	return s
}

// theorem41Sharp claims that the sharp certificates hold, for all t ≤ T at once, also for statistics outside Assumption
// 2A.
func theorem41Sharp() Claim {
	quick := []sharpInstance{
		{"bernoulli-logit", []float64{0}, 1, "const:10000", 100, 0.05},
		{"bernoulli-logit", []float64{2}, 0.5, "slow:10000,100", 300, 0.1},
		{"categorical-softmax", []float64{0, 0}, 0.5, "const:1000000", 100, 0.05},
		{"gaussian-vector:5", make([]float64, 5), 1, "geom:1000,2", 20, 0.05},
		{"poisson-log", []float64{0}, 0.5, "const:10000", 100, 0.05},
		{"exponential-rate", []float64{1}, 0.1, "poly:10000,1", 100, 0.05},
		{"power", []float64{2}, 0.2, "const:10000", 50, 0.2},
		{"logistic-location", []float64{0}, 0.2, "const:2500", 3, 0.05},
		{"cauchy-location", []float64{0}, 0.08, "const:100", 3, 0.05}, // too few samples: not certified
	}
	ci := []sharpInstance{
		{"von-mises-location", []float64{1}, 0.3, "const:16000", 10, 0.05},
		{"gaussian-mixture", []float64{0.5}, 0.05, "const:10000", 3, 0.05},
		{"cauchy-location", []float64{0}, 0.12, "const:10000", 3, 0.05},
		{"categorical-softmax", []float64{1, 0}, 0.1, "const:1000000", 1000, 0.05},
	}
	return Claim{
		ID: "theorem-4.1-sharp", Statement: "theorem-4.1-sharp",
		Title: "the sharp certificates hold for all generations at once", Expect: Supported,
		Says: "P(‖θ^(t) − θ*‖ ≤ ρ_t for all t ≤ T) ≥ 1 − δ by mixtures (exponential families, also outside 2A) and " +
			"by summable errors (smooth, d = 1)",
		Deviation: "stronger than print: no condition ties n to T; Poisson log-rate, exponential rate and θx^{θ−1} " +
			"are outside Assumption 2A: bounds of Bernstein's kind, ours",
		Fixed: func(profile Profile) []Scenario {
			instances := quick
			if profile >= CI {
				instances = append(append([]sharpInstance{}, quick...), ci...)
			}
			return each(instances, func(c sharpInstance) Scenario { return c.scenario(variant{}) })
		},
		Mutants: func() []Mutant {
			halved := variant{name: "half-the-quantile", bound: func(c certifiedInstance, b *certify.Certificate) {
				q, _ := certify.NormalQuantile(c.family, c.truth, c.schedule, c.generations, c.delta)
				for t := range b.Trajectory {
					b.Trajectory[t] = q / 2
				}
			}}
			replaced := variant{name: "accumulate-to-replace", workflow: estimators.Replace()}
			reused := variant{name: "reused-seed", run: runReusingSeed}
			var mutants []Mutant
			for _, row := range []struct {
				instance sharpInstance
				variants []variant
			}{{quick[0], []variant{halved, replaced, reused}}, {quick[4], []variant{halved, replaced}},
				{quick[7], []variant{halved}}} {
				for _, v := range row.variants {
					mutants = append(mutants, Mutant{row.instance.family + "-" + v.name, row.instance.scenario(v)})
				}
			}
			return mutants
		},
	}
}
