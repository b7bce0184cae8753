package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/geometry"
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

// theorem41SharpRatio pins the distance from the truth at δ = 0.05, T = 10^4 to what the derivations give. With q the
// (1−δ)-quantile of the normal limit, and for the Gaussian means the exact one,
//
//	ρ_T/q = limit + a/√n + O(1/n), a ≥ 0 of the family and T alone:
//
//	limit = z_d/q_d                        natural families, I* with equal eigenvalues: z_d the least root of
//	                                       Φ_d(cz) = e^{c²/2}/δ, q_d the quantile of the norm of N(0, 1_d)
//	limit = z/q of the best ellipse        natural families, d = 2, other I*
//	limit = √(2 log(2/(0.8δ)) sup I/I*)/z_{δ/2}   smooth families, d = 1
//
// At n = 10^11 the ratio is the limit but for 2·10^−4 (for ellipses 2·10^−3, what 24 tangents a quadrant add to their
// level sets), and from n = 10^6 to 10^8 its excess over the ratio at 10^11 falls tenfold.
func theorem41SharpRatio() Claim {
	return Claim{
		ID: "theorem-4.1-sharp-ratio", Statement: "theorem-4.1-sharp",
		Title: "the sharp certificates beside the true quantile", Expect: Supported,
		Says: "at T = 10^4, δ = 0.05: ρ_T/q = limit + a/√n + O(1/n), the limit 1.3858 for exponential families of " +
			"one parameter, 1.2975 for the Gaussian mean in the plane, √(2 log(2/(0.8δ)) sup I/I*)/z_{δ/2} for " +
			"logistic, " +
			"Cauchy and von Mises location and the mixture weight",
		Deviation: "ours: print gives no constant; q is the normal limit's where the exact law is not known",
		Fixed:     func(Profile) []Scenario { return []Scenario{sharpRatioScenario("T=10000", 1)} },
		Mutants: func() []Mutant {
			return []Mutant{{"radius-of-two-thirds", sharpRatioScenario("radius-of-two-thirds", 2.0/3)},
				{"one-percent-less", sharpRatioScenario("one-percent-less", 0.99)},
				{"one-percent-more", sharpRatioScenario("one-percent-more", 1.01)}}
		},
	}
}

// sharpRatioScenario multiplies every ρ_T by factor: 1, or a mutant's.
func sharpRatioScenario(name string, factor float64) Scenario {
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		for _, row := range []sharpInstance{
			{family: "gaussian-mean", truth: []float64{0}, r: 1},
			{family: "gaussian-vector", truth: []float64{0, 0}, r: 1},
			{family: "bernoulli-logit", truth: []float64{0}, r: 1},
			{family: "bernoulli-logit", truth: []float64{2}, r: 0.5},
			{family: "categorical-softmax", truth: []float64{0, 0}, r: 0.5},
			{family: "categorical-softmax", truth: []float64{1, 0}, r: 0.1},
			{family: "poisson-log", truth: []float64{0}, r: 0.5},
			{family: "exponential-rate", truth: []float64{1}, r: 0.1},
			{family: "power", truth: []float64{1}, r: 0.1},
			{family: "logistic-location", truth: []float64{0}, r: 0.2},
			{family: "cauchy-location", truth: []float64{0}, r: 0.12},
			{family: "von-mises-location", truth: []float64{0}, r: 0.3},
			{family: "gaussian-mixture", truth: []float64{0.5}, r: 0.05},
		} {
			row.generations, row.delta = 10000, 0.05
			var ratio [3]float64
			for i, schedule := range []string{"const:1000000", "const:100000000", "const:100000000000"} {
				row.schedule = schedule
				instance, _, bound, err := row.certificate()
				if err != nil || !bound.Certified {
					return out, fmt.Errorf("%+v: not certified: %s, %w", row, bound.Reason, err)
				}
				if ratio[i], err = instance.tightness(factor * bound.Rho); err != nil {
					return out, err
				}
			}
			limit, room, err := row.limit()
			if err != nil {
				return out, err
			}
			out.Check(ratio[2] >= limit*(1-1e-8) && ratio[2] <= limit*(1+room), "%s: ρ_T/q = %g at n = 10^11, not %g",
				row.family, ratio[2], limit)
			// a by n = 10^6 and by 10^8; the ratios are good to 10^−8, a thousandth of a/√n for a near 0.1.
			rest := math.Pow(10, -5.5)
			far, near := (ratio[0]-ratio[2])/(1e-3-rest), (ratio[1]-ratio[2])/(1e-4-rest)
			out.Check(math.Abs(far-near) <= 0.06*near+1e-3, "%s: √n times the excess is %g at 10^6, %g at 10^8",
				row.family, far, near)
			out.Evidence += fmt.Sprintf("%s %.3f → %.4f, ", row.family, ratio[0], ratio[2])
		}
		out.Evidence += fmt.Sprintf("ρ_T/q at n = 10^6 and 10^11, %d comparisons", out.Cases)
		return out, nil
	}}}
}

// limit is that of ρ_T/q for n → ∞, and how far the certificate may be above at n = 10^11.
func (c sharpInstance) limit() (limit, room float64, err error) {
	family, err := estimators.ParseFamily(c.family)
	if err != nil {
		return 0, 0, err
	}
	q, _, err := certify.Sharpest(family, c.truth, c.r)
	if err != nil {
		return 0, 0, err
	}
	if q.Bounds != nil {
		normal := -math.Sqrt2 * math.Erfinv(c.delta-1)
		return math.Sqrt(2*math.Log(2/(0.8*c.delta))*q.Bounds.Variance/q.Bounds.Information) / normal, 2e-4, nil
	}
	least, most := geometry.Spectrum(q.Information, q.Dim)
	quantile, _ := certify.NormalQuantile(family, c.truth, estimators.ConstantSchedule(1), 1, c.delta)
	quantile *= math.Sqrt(least)
	if q.Dim == 2 && least < most*(1-1e-9) {
		return literalEllipse(math.Sqrt(least/most), c.delta) / quantile, 2e-3, nil
	}
	_, z := literalSphere(q.Dim, func(at float64) float64 { return at*at/2 - math.Log(c.delta) })
	return z / quantile, 2e-4, nil
}
