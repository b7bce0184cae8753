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
	name := fmt.Sprintf("c=%g/C=%g/delta=%g/n=%d", l.c, l.C, l.delta, l.n())
	if l.logWidth != paperLogWidth {
		name += fmt.Sprintf("/logw=%gn", l.logWidth)
	}
	return theorems.Scenario{Name: name, Unmet: l.unmet(float64(l.n())),
		Experiment: theorems.Rate{Allowed: l.delta, Tolerated: 0.5, New: l.trial}}
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

// trial is bad where every global maximiser is farther than 1 from θ*, by SpikedGaussian.Excess: no closed form of
// the maximiser is assumed.
func (l literalTheorem) trial() (estimators.Trial[bool], error) {
	n := l.n()
	if _, err := departures.NewSpikedGaussian(n); err != nil {
		return nil, err
	}
	family := departures.SpikedGaussian{LogWidth: l.logWidth * float64(n)}
	x := make([]float64, n)
	return func(s *estimators.Stream, replicate uint64) (bool, error) {
		family.SampleTruth(x, s.At(replicate, 0))
		return family.Excess(x) > 0, nil
	}, nil
}

// ballTheorem is the theorem with the maximum over B_1(θ*), and every constant explicit (certify.General).
type ballTheorem struct {
	n           int64
	generations int
	delta       float64
	shrink      float64 // of ρ_T; 1 but for a mutant
	workflow    estimators.Workflow
}

func (b ballTheorem) scenario() theorems.Scenario {
	s := theorems.Scenario{Name: fmt.Sprintf("n=%d/T=%d/delta=%g", b.n, b.generations, b.delta)}
	if b.shrink != 1 || b.workflow != estimators.Accumulate() {
		s.Name += fmt.Sprintf("/rho*%g/%s", b.shrink, b.workflow)
	}
	family, err := estimators.NewGaussianMean(1)
	if err != nil {
		s.Unmet = err.Error()
		return s
	}
	constants, err := family.AssumptionConstants([]float64{0}, 1)
	if err != nil {
		s.Unmet = err.Error()
		return s
	}
	certificate, err := certify.General(certify.Request{Constants: constants, Dim: 1, Radius: 1,
		Schedule: estimators.ConstantSchedule(b.n), Generations: b.generations, Delta: b.delta})
	switch {
	case err != nil:
		s.Unmet = err.Error()
		return s
	case !certificate.Certified:
		s.Unmet = "not certified: " + certificate.Reason
		return s
	}
	bound := b.shrink * certificate.Rho
	run := setup([]float64{0}, b.n, b.generations,
		estimators.FamilyPool(departures.BallGaussian{GaussianMean: family}, estimators.AutoPath, b.workflow))
	run.Workflow = b.workflow
	s.Experiment = theorems.Rate{Allowed: b.delta, Tolerated: b.delta + 0.05,
		New: after(run, func(p estimators.Pool) bool { return !(math.Abs(p.Theta()[0]) <= bound) })}
	return s
}

func finding5() theorems.Claim {
	factors, bounds, deltas := []float64{1, 0.01, 10, 100}, []float64{1, 0.1, 10, 30}, []float64{0.05, 0.1, 0.01}
	return theorems.Claim{
		ID: "finding-5", Statement: "finding-5",
		Title: "Theorem 4.1 with the global MLE, as printed: real data alone send it a distance > 1 away",
		Says: "Under Assumptions 1–3 on B_1(θ*), with K1 = K2 = λ0 = r = 1 and K3 = 0, P(‖θ^(1) − θ*‖ ≤ C " +
			"√(log(7/δ)/n)) ≥ 1−δ for the MLE over Θ and every n ≥ c log²(7/δ), for the given c and C.",
		Deviation: "None: the theorem is encoded as printed. It fails for every c and C with probability ≥ 1 − " +
			"0.318^n, that of a sample in [−1, 1].",
		Expect: theorems.Refuted,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			var scenarios []theorems.Scenario
			for _, c := range factors {
				for _, C := range bounds {
					scenarios = append(scenarios, literalTheorem{c, C, 0.05, paperLogWidth}.scenario())
				}
			}
			return scenarios
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return literalTheorem{theorems.Pick(c, "c", factors...), theorems.Pick(c, "C", bounds...),
				theorems.Pick(c, "delta", deltas...), paperLogWidth}.scenario()
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{
				{Name: "spike-as-wide-as-the-bulk", Scenario: literalTheorem{1, 10, 0.05, 0}.scenario()},
				{Name: "spike-too-wide-to-pay", Scenario: literalTheorem{1, 10, 0.05, -0.5}.scenario()},
			}
		},
	}
}

func finding5Ball() theorems.Claim {
	sizes, generations := []int64{10_000, 100_000, 1_000_000_000}, []int{1, 10, 100, 1000}
	plain := func(n int64, generations int, delta float64) theorems.Scenario {
		return ballTheorem{n, generations, delta, 1, estimators.Accumulate()}.scenario()
	}
	return theorems.Claim{
		ID: "finding-5-ball", Statement: "finding-5",
		Title: "Theorem 4.1 with the MLE over B_1(θ*), on the same family",
		Says: "With the maximum taken over B_1(θ*) the family is N(θ, 1), and ‖θ^(T) − θ*‖ ≤ ρ_T with probability ≥ " +
			"1−δ, ρ_T the explicit certificate of theorem-4.1.",
		Deviation: "The maximum is over the ball of Assumption 1A, not over Θ.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{plain(10_000, 1, 0.05), plain(10_000, 1000, 0.05), plain(1e9, 100, 0.01)}
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return plain(theorems.Pick(c, "n", sizes...), theorems.Pick(c, "T", generations...),
				theorems.Pick(c, "delta", 0.05, 0.1, 0.01))
		},
		Mutants: func() []theorems.Mutant {
			replaced := ballTheorem{10_000, 1000, 0.05, 1, estimators.Replace()}.scenario()
			return []theorems.Mutant{
				{Name: "rho-a-tenth", Scenario: ballTheorem{10_000, 100, 0.05, 0.1,
					estimators.Accumulate()}.scenario()},
				{Name: "accumulate-to-replace", Scenario: replaced},
			}
		},
	}
}
