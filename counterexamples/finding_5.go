package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
	"itermle/theorems/certify"
)

// literalTheorem is Theorem 4.1 as it is written, for T = 1, on SpikedGaussian: for given c, C and δ, and the smallest
// n that meets n ≥ c (log T + 1)² log²(7dT/δ) and C √(log(7d/δ)/n) < 1,
//
//	P(‖θ^(1) − θ*‖ ≤ C √(log(7d/δ)/n)) ≥ 1 − δ,   θ^(1) the maximum likelihood estimate over Θ.
//
// c and C may depend on K1, K2, K3, λ0 and r, but those are 1, 1, 0, 1 and 1 for every n.
type literalTheorem struct {
	c, C, delta float64
	logWidth    float64 // −10 a sample for the family itself; a mutant's otherwise
}

const paperLogWidth = -10

// n is the smallest sample size that meets the theorem's hypotheses and makes its bound less than r = 1.
func (l literalTheorem) n() int64 {
	logarithm := math.Log(7 / l.delta)
	return int64(math.Max(1, math.Max(math.Ceil(l.c*logarithm*logarithm), math.Floor(l.C*l.C*logarithm)+1)))
}

func (l literalTheorem) scenario() theorems.Scenario {
	name := fmt.Sprintf("c=%g C=%g δ=%g n=%d", l.c, l.C, l.delta, l.n())
	if l.logWidth != paperLogWidth {
		name += fmt.Sprintf(" logw=%gn", l.logWidth)
	}
	return theorems.Scenario{Name: name, Unmet: l.unmet(float64(l.n())),
		Experiment: theorems.Rate{Allowed: l.delta, Tolerated: 0.5, New: l.trials()}}
}

// unmet says which hypothesis of the theorem n samples do not meet.
func (l literalTheorem) unmet(n float64) string {
	logarithm := math.Log(7 / l.delta)
	switch {
	case !(n >= l.c*logarithm*logarithm):
		return fmt.Sprintf("n = %g is below c log²(7/δ) = %.4g", n, l.c*logarithm*logarithm)
	case !(l.C*math.Sqrt(logarithm/n) < 1):
		return fmt.Sprintf("C √(log(7/δ)/n) = %.4g is not below r = 1", l.C*math.Sqrt(logarithm/n))
	}
	return ""
}

// trials are bad where every global maximiser is farther than 1 from θ*, by SpikedGaussian.Excess: no closed form of
// the maximiser is assumed.
func (l literalTheorem) trials() estimators.Trials[bool] {
	family := departures.SpikedGaussian{LogWidth: l.logWidth * float64(l.n())}
	return onSamples(l.n(), family.SampleTruth, func(x []float64) bool { return family.Excess(x) > 0 })
}

// ballTheorem is the theorem with the maximum over B_1(θ*), and every constant explicit (certify.General).
type ballTheorem struct {
	n           int64
	generations int
	delta       float64
	shrink      float64 // of ρ_T; 1 but for a mutant
	workflow    estimators.Workflow
}

func (b ballTheorem) request() (q certify.Request, family *estimators.GaussianMean, err error) {
	q = certify.Request{Dim: 1, Radius: 1, Schedule: estimators.ConstantSchedule(b.n), Generations: b.generations,
		Delta: b.delta}
	if family, err = estimators.NewGaussianMean(1); err == nil {
		q.Constants, err = family.AssumptionConstants([]float64{0}, 1)
	}
	return q, family, err
}

func (b ballTheorem) scenario() theorems.Scenario {
	s := theorems.Scenario{Name: fmt.Sprintf("n=%d T=%d δ=%g", b.n, b.generations, b.delta)}
	if b.shrink != 1 || b.workflow != estimators.Accumulate() {
		s.Name += fmt.Sprintf(" rho*%g workflow=%s", b.shrink, b.workflow)
	}
	q, family, err := b.request()
	var certificate certify.Certificate
	if err == nil {
		certificate, err = certify.General(q)
	}
	switch {
	case err != nil:
		s.Unmet = err.Error()
		return s
	case !certificate.Certified:
		s.Unmet = "not certified: " + certificate.Reason
		return s
	}
	run := setup([]float64{0}, b.n, b.generations,
		estimators.FamilyPool(departures.BallGaussian{GaussianMean: family}, estimators.AutoPath, b.workflow))
	run.Workflow = b.workflow
	s.Experiment = theorems.Rate{Allowed: b.delta, Tolerated: b.delta + 0.05,
		Ratio: after(run, func(p estimators.Pool) float64 {
			return math.Abs(p.Theta()[0]) / (b.shrink * certificate.Rho)
		})}
	return s
}

// drawBall brings n down to the smallest that is certified.
func drawBall(c theorems.Chooser) theorems.Scenario {
	b := ballTheorem{n: 1, generations: int(theorems.DrawSize(c, "T", 1, 100)),
		delta: theorems.DrawLog(c, "δ", 0.01, 0.2), shrink: 1}
	q, _, err := b.request()
	if err == nil {
		b.n, err = certify.SmallestSampleSize(q, certify.General)
	}
	if err != nil {
		return theorems.Scenario{Name: fmt.Sprintf("T=%d δ=%g", b.generations, b.delta), Unmet: err.Error()}
	}
	b.n = int64(math.Ceil(float64(b.n) * theorems.DrawLog(c, "n over the smallest", 1, 1000)))
	return b.scenario()
}

func finding5() theorems.Claim {
	return theorems.Claim{
		ID: "finding-5", Statement: "finding-5",
		Title: "Theorem 4.1 with the global MLE, as printed: real data alone send it a distance > 1 away",
		Says: "Under Assumptions 1–3 on B_1(θ*), with K1 = K2 = λ0 = r = 1 and K3 = 0, P(‖θ^(1) − θ*‖ ≤ C " +
			"√(log(7/δ)/n)) ≥ 1−δ for the MLE over Θ and every n ≥ c log²(7/δ), for the given c and C.",
		Deviation: "None: the theorem is encoded as printed. It fails for every c and C with probability ≥ 1 − " +
			"0.318^n, that of a sample in [−1, 1].",
		Expect: theorems.Refuted,
		Fixed: always(literalTheorem{1, 1, 0.05, paperLogWidth}.scenario(),
			literalTheorem{100, 30, 0.05, paperLogWidth}.scenario()),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return literalTheorem{theorems.DrawLog(c, "c", 0.01, 100), theorems.DrawLog(c, "C", 0.1, 30),
				theorems.DrawLog(c, "δ", 0.001, 0.3), paperLogWidth}.scenario()
		},
		Mutants: mutants{
			{Name: "spike-as-wide-as-the-bulk", Scenario: literalTheorem{1, 10, 0.05, 0}.scenario()},
			{Name: "spike-too-wide-to-pay", Scenario: literalTheorem{1, 10, 0.05, -0.5}.scenario()},
		}.all,
	}
}

func finding5Ball() theorems.Claim {
	plain := func(n int64, generations int, delta float64) theorems.Scenario {
		return ballTheorem{n, generations, delta, 1, estimators.Accumulate()}.scenario()
	}
	return theorems.Claim{
		ID: "finding-5-ball", Statement: "finding-5",
		Title: "Theorem 4.1 with the MLE over B_1(θ*), on the same family",
		Says: "With the maximum taken over B_1(θ*) the family is N(θ, 1), and ‖θ^(T) − θ*‖ ≤ ρ_T with probability ≥ " +
			"1−δ, ρ_T the explicit certificate of theorem-4.1, from the smallest certified n on.",
		Deviation: "The maximum is over the ball of Assumption 1A, not over Θ.",
		Expect:    theorems.Supported,
		Fixed: whenAsked(func() []theorems.Scenario {
			return []theorems.Scenario{plain(10_000, 1, 0.05), plain(10_000, 1000, 0.05), plain(1e9, 100, 0.01)}
		}),
		Draw: drawBall,
		Mutants: func() []theorems.Mutant {
			tenth := ballTheorem{10_000, 100, 0.05, 0.1, estimators.Accumulate()}
			replaced := ballTheorem{10_000, 1000, 0.05, 1, estimators.Replace()}
			return []theorems.Mutant{{Name: "rho-a-tenth", Scenario: tenth.scenario()},
				{Name: "accumulate-to-replace", Scenario: replaced.scenario()}}
		},
	}
}
