package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/theorems/certify"
)

// estimatorQuantile is the exact (1−δ)-quantile of |θ^(T) − θ*|, by bisection of the closed distribution function, good to 2^-53/δ relative
// in δ. It panics for an instance whose family has none.
func estimatorQuantile(c certifiedInstance) float64 {
	cdf := func(x float64) float64 {
		return c.family.(estimators.EstimatorDistribution).EstimatorCDF(c.truth, c.schedule, c.generations, x)
	}
	return certify.QuantileOutside(func(x float64) float64 { return cdf(c.truth[0]-x) + 1 - cdf(c.truth[0]+x) }, c.delta)
}

// theorem41Tightness measures how much the certificates give away, on the family whose law is known:
//
//	2 < ρ_T/q ≤ √(8 log(2/δ))/z_{δ/2},  q the true (1−δ)-quantile of |θ^(T) − θ*|, for CertifyNatural,
//	1 < ρ_T/q ≤ √(2 log(2/δ))/z_{δ/2},  for CertifyChernoff,
//
// and Certify is at most 1.1 times CertifyNatural for 10^9 samples a generation. The right sides are 2.77 and 1.39 at δ = 0.05 and tend to
// 2 and 1 with δ, whatever n and T are: the factor 2 is what bounding the norm instead of the direction costs. Not in print.
func theorem41Tightness() Claim {
	return Claim{
		ID: "theorem-4.1-tightness", Statement: "theorem-4.1", Title: "certificates beside the true quantile", Expect: Supported,
		Says:      "for a Gaussian mean 2 < ρ_T/q ≤ √(8 log(2/δ))/z_{δ/2} (natural) and 1 < ρ_T/q ≤ √(2 log(2/δ))/z_{δ/2} (Chernoff); the general recursion at most 10% more for n = 10^9, T ≤ 10^3",
		Deviation: "ours: print gives no constant",
		Fixed: func(Profile) []Scenario {
			return []Scenario{tightnessScenario("gaussian-mean", 1)}
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"constant-halved", tightnessScenario("gaussian-mean constant-halved", 0.5)},
				{"constant-doubled", tightnessScenario("gaussian-mean constant-doubled", 2)},
			}
		},
	}
}

// tightnessScenario multiplies the certificates by factor: 1, or a mutant's.
func tightnessScenario(name string, factor float64) Scenario {
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		out := Outcome{Verdict: Supported}
		least, most, excess := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{}, 0.0
		for _, schedule := range []string{"const:1000000", "const:1000000000", "geom:1000000,2", "slow:1000000,1"} {
			for _, generations := range []int{1, 10, 33, 1000} {
				if schedule == "geom:1000000,2" {
					generations = min(generations, 33) // n_t ≤ 2^53
				}
				for _, delta := range []float64{0.2, 0.05, 0.01, 1e-6} {
					c := fixedInstance("gaussian-mean", []float64{0}, schedule, generations, delta, naturalMethod)
					// q = z √V_T gives the right sides; 1e-9 is for the bisection and the directed rounding.
					quantile := estimatorQuantile(c)
					unit := math.Sqrt(2 * math.Log(2/delta) * c.schedule.VarianceSum(generations))
					var rho [2]float64
					for i, method := range []certificateMethod{naturalMethod, chernoffMethod} {
						c.method = method
						found, unmet := c.certificate(false)
						if unmet != "" {
							return Outcome{}, fmt.Errorf("%s: %s", c.name(), unmet)
						}
						rho[i] = found.Rho
						ratio, norm := factor*found.Rho/quantile, float64(2-i) // 2 for the norm, 1 for the direction
						least[i], most[i] = math.Min(least[i], ratio), math.Max(most[i], ratio)
						out.Cases++
						if !(ratio > norm && ratio <= norm*unit/quantile*(1+1e-9)) {
							out.Verdict = Refuted
						}
					}
					if schedule != "const:1000000000" {
						continue
					}
					c.method = generalMethod
					general, unmet := c.certificate(false)
					if unmet != "" {
						return Outcome{}, fmt.Errorf("%s: %s", c.name(), unmet)
					}
					excess = math.Max(excess, factor*general.Rho/rho[0])
					out.Cases++
					if !(factor*general.Rho <= 1.1*rho[0]) {
						out.Verdict = Refuted
					}
				}
			}
		}
		out.Evidence = fmt.Sprintf("ρ_T/q from %.3f to %.3f (natural), %.3f to %.3f (Chernoff); general/natural at most %.3f at n=10^9; %d comparisons",
			least[0], most[0], least[1], most[1], excess, out.Cases)
		return out, nil
	}}}
}
