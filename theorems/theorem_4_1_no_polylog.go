package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/theorems/certify"
)

// vectorMethod is the certificate without polylog(T) in any dimension.
var vectorMethod = certify.Certifier{Name: "vector", Certify: certify.Vector}

func theorem41NoPolylog() Claim {
	return Claim{
		ID: "theorem-4.1-no-polylog", Statement: "theorem-4.1-no-polylog",
		Title: "all generations stay within radii that no log T ties to n, in any dimension", Expect: Supported,
		Says: "P(‖θ^(t) − θ*‖ ≤ ρ_t for all t ≤ T) ≥ 1 − δ for certify.Vector, on random alphabets, curved and " +
			"natural, and on location families, from the smallest n that is certified on",
		Deviation: "sharper than print: n_0 ≥ c log(2d/δ) in place of n ≥ c (log T + 1)² log²(7dT/δ), every " +
			"schedule; the MLE is over the ball, r < λ0/K3",
		Fixed: func(Profile) []Scenario {
			softmax := fixedInstance("categorical-softmax:3", []float64{0, 0}, "const:5000000", 1000, 0.05,
				vectorMethod)
			softmax.radius = 0.2
			return fixedScenarios(withinTrajectory, softmax)
		},
		Draw: func(choose Chooser) Scenario {
			c, err := drawAlphabet(choose)
			if choose.Choose("family", 2) == 1 {
				c, err = drawNatural(choose), nil
				c.radius = DrawLog(choose, "r", 0.05, 0.3)
			}
			if err != nil {
				return Scenario{Name: err.Error(), Unmet: err.Error()}
			}
			c.method = vectorMethod
			return c.drawData(choose).scenario(withinTrajectory, variant{})
		},
		Mutants: func() []Mutant { return theorem41Mutants(withinTrajectory) },
	}
}

// theorem41NoPolylogConstants decides what T costs. Its n is eight times the least for T = 10: at a thousand times T
// the radius is within a factor of its leading term, in which T is V_T ≤ 2/n_0 alone.
func theorem41NoPolylogConstants() Claim {
	const short, long = 10, 10_000
	scenario := func(q certify.Request, certifier certify.Certifier, share float64) Scenario {
		name := fmt.Sprintf("%s %s n*%g", certifier.Name, requestName(q), share)
		return Scenario{Name: name, Experiment: Deterministic{Decide: func() (out Outcome, err error) {
			q := q
			q.Generations = short
			n, err := certify.SmallestSampleSize(q, certify.Vector)
			if err != nil {
				return out, err
			}
			q.Schedule, q.Generations = estimators.ConstantSchedule(int64(8*share*float64(n))), long
			found, err := certifier.Certify(q)
			if err != nil {
				return out, err
			}
			lead := q.Constants.K1 / q.Constants.Lambda0 *
				math.Sqrt(8*q.Schedule.VarianceSum(long)*math.Log(2/(0.8*q.Delta)))
			if out.Check(found.Certified, "n = %s: %s", q.Schedule, found.Reason) {
				out.Pin("ρ_T to its leading term", found.Rho/lead, 1, 2.5)
			}
			out.Evidence = fmt.Sprintf("n = %s, T = %d: ρ_T = %.4g, leading term "+
				"%.4g", q.Schedule, long, found.Rho, lead)
			return out, nil
		}}}
	}
	request := func(choose Chooser) certify.Request {
		q := vectorRequest(choose)
		q.Trajectory, q.Schedule = false, estimators.ConstantSchedule(1)
		return q
	}
	unit := certify.Request{Constants: estimators.Constants{K1: 1, K2: 1, K3: 0.5, Lambda0: 0.5, Lipschitz: 1}, Dim: 3,
		Radius: 0.3, Schedule: estimators.ConstantSchedule(1), Generations: short, Delta: 0.05}
	halved := certify.Certifier{Name: "K1 halved", Certify: func(q certify.Request) (certify.Certificate, error) {
		q.Constants.K1 /= 2
		return certify.Vector(q)
	}}
	return Claim{
		ID: "theorem-4.1-no-polylog-constants", Statement: "theorem-4.1-no-polylog",
		Title: "… and a thousand times T costs nothing: the same n, and ρ_T near its leading term", Expect: Supported,
		Says: "At eight times the least n that is certified for T = 10, T = 10^4 is certified too, ρ_T ≤ 2.5 (K1/λ0) " +
			"√(8 V_T log(2/(0.8δ))), for constants of all sizes.",
		Deviation: "print's n grows like (log T)² log²(T/δ)",
		Fixed:     func(Profile) []Scenario { return []Scenario{scenario(unit, vectorMethod, 1)} },
		Draw:      func(choose Chooser) Scenario { return scenario(request(choose), vectorMethod, 1) },
		Mutants: func() []Mutant {
			return []Mutant{{"K1-halved", scenario(unit, halved, 1)}, {"general", scenario(unit, generalMethod, 0.125)},
				{"n-over-80", scenario(unit, vectorMethod, 0.0125)}}
		},
	}
}
