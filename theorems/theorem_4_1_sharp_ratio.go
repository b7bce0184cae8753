package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/internal/geometry"
	"itermle/theorems/certify"
)

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
		Says: "at T = 10^4, δ = 0.05: ρ_T/q = limit + a/√n + O(1/n), the limit 1.3858 for exponential families of one " +
			"parameter, 1.2975 for the Gaussian mean in the plane, √(2 log(2/(0.8δ)) sup I/I*)/z_{δ/2} for logistic, " +
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

// literalEllipse is the least over certify.Mixture's ellipses of max √(m_1² + a² m_2²) on {f(m) = 1/δ}, f the mean of
// exp(y·m − ½‖y‖²) over 64 points y of the ellipse, along 25 rays.
func literalEllipse(a, delta float64) float64 {
	const points = 16
	least, centre := math.Inf(1), math.Sqrt(2*math.Log(1/delta))
	for _, b := range []float64{1, 0.7, 0.5, 0.35, 0.25, 0.15} {
		for scale := 0.8; scale < 1.7; scale += 0.1 {
			var y1, y2, weight [points]float64
			for j := range points {
				y2[j], y1[j] = math.Sincos((float64(j) + 0.5) / points * math.Pi / 2)
				y1[j], y2[j] = scale*centre*y1[j], scale*centre*b*y2[j]
				weight[j] = math.Exp(-(y1[j]*y1[j]+y2[j]*y2[j])/2) / points
			}
			farthest := 0.0
			for ray := range 25 {
				sine, cosine := math.Sincos(float64(ray) / 24 * math.Pi / 2)
				far := bisect.Within(20, 0, 1e-6, func(r float64) bool {
					f := 0.0
					for j := range points {
						f += weight[j] * math.Cosh(y1[j]*r*cosine) * math.Cosh(y2[j]*r*sine)
					}
					return f > 1/delta
				})
				farthest = math.Max(farthest, far*math.Hypot(cosine, a*sine))
			}
			least = math.Min(least, farthest)
		}
	}
	return least * (1 - 1e-6)
}
