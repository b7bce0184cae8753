package theorems

import (
	"fmt"
	"math"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// morrisFormula is the closed form under test, exact: what it says of E V(μ_T) and Var(μ_T).
type morrisFormula struct {
	expected, variance func(v laws.RationalVariance, mu *big.Rat, sizes []int64) *big.Rat
	replace            bool // what is enumerated, not what the formula says
}

var printedMorrisFormula = morrisFormula{
	expected: func(v laws.RationalVariance, mu *big.Rat, sizes []int64) *big.Rat {
		return v.ExactExpectedVariance(mu, sizes, false)
	},
	variance: func(v laws.RationalVariance, mu *big.Rat, sizes []int64) *big.Rat {
		return v.ExactEstimatorVariance(mu, sizes, false)
	},
}

// floatTolerance bounds the relative rounding of MorrisLaw: each generation costs a few roundings of positive terms (or of terms
// whose cancellation is bounded by the second moment), and exp, log1p, expm1 one more each.
func floatTolerance(generations int) float64 { return 64 * float64(generations+1) * 0x1p-53 }

func exactMorrisScenario(c morrisCase, mean string, sizes []int64, formula morrisFormula) Scenario {
	schedule := estimators.ListSchedule(sizes...)
	return Scenario{
		Name: instance(c.family, mean, schedule, len(sizes)),
		Experiment: Deterministic{Decide: func() (Outcome, error) {
			return decideMorris(c, rational.Parse(mean), sizes, formula), nil
		}},
	}
}

func decideMorris(c morrisCase, mu *big.Rat, sizes []int64, formula morrisFormula) Outcome {
	v := c.variance()
	expected, variance := formula.expected(v, mu, sizes), formula.variance(v, mu, sizes)
	outcome := Outcome{Verdict: Supported}
	equal := func(what string, got, want *big.Rat) {
		outcome.Cases++
		if got.Cmp(want) != 0 && outcome.Verdict == Supported {
			outcome.Verdict = Refuted
			outcome.Evidence = fmt.Sprintf("%s: enumerated %.10g, formula %.10g", what, rational.Nearest(got), rational.Nearest(want))
		}
	}
	varianceAt := func(first, second *big.Rat) *big.Rat { // E V(μ_T) from E μ_T and E μ_T²
		r := new(big.Rat).Mul(v.V1, first)
		r.Add(r, v.V0)
		return r.Add(r, new(big.Rat).Mul(v.V2, second))
	}
	spread := func(first, second *big.Rat) *big.Rat {
		return new(big.Rat).Sub(second, new(big.Rat).Mul(first, first))
	}

	raw := laws.PropagateMoments(c.kind, c.shape, mu, sizes, formula.replace)
	equal("E μ_T by generating functions", raw[1], mu)
	equal("E V(μ_T) by generating functions", varianceAt(raw[1], raw[2]), expected)
	equal("Var μ_T by generating functions", spread(raw[1], raw[2]), variance)

	var samples int64
	for _, n := range sizes {
		samples += n
	}
	if c.kind == laws.BinomialKind && c.shape.Num().Int64()*samples <= 40 {
		m := c.shape.Num().Int64()
		kept := samples
		if formula.replace {
			kept = sizes[len(sizes)-1]
		}
		p := new(big.Rat).Quo(mu, c.shape)
		first, second := new(big.Rat), new(big.Rat)
		for s, probability := range laws.EnumerateBinomial(m, p, sizes, formula.replace) {
			x := big.NewRat(int64(s), kept)
			first.Add(first, new(big.Rat).Mul(probability, x))
			second.Add(second, x.Mul(x, x).Mul(x, probability))
		}
		equal("E μ_T by enumeration", first, mu)
		equal("E V(μ_T) by enumeration", varianceAt(first, second), expected)
		equal("Var μ_T by enumeration", spread(first, second), variance)
	}
	if c.kind == laws.GammaKind {
		first, second := laws.GammaMoment(c.shape, mu, sizes, formula.replace, 1), laws.GammaMoment(c.shape, mu, sizes, formula.replace, 2)
		equal("E μ_T by Mellin moments", first, mu)
		equal("E V(μ_T) by Mellin moments", varianceAt(first, second), expected)
		equal("Var μ_T by Mellin moments", spread(first, second), variance)
		equal("E μ_T⁴ by Mellin moments", raw[4], laws.GammaMoment(c.shape, mu, sizes, formula.replace, 4))
	}

	worst := 0.0
	near := func(what string, got float64, want *big.Rat) {
		outcome.Cases++
		w := rational.Nearest(want)
		err := math.Abs(got - w)
		if w != 0 {
			err /= math.Abs(w)
		}
		worst = math.Max(worst, err)
		if !(err <= floatTolerance(len(sizes))) && outcome.Verdict == Supported {
			outcome.Verdict = Refuted
			outcome.Evidence = fmt.Sprintf("%s: float64 %.17g, exact %.17g", what, got, w)
		}
	}
	law := laws.MorrisLaw{Variance: v.Float(), Mean: rational.Nearest(mu), Schedule: estimators.ListSchedule(sizes...), Replace: formula.replace}
	central := laws.CentralMoments(raw, mu)
	second, fourth := law.CentralMoments(len(sizes))
	near("E V(μ_T) in float64", law.ExpectedVariance(len(sizes)), varianceAt(raw[1], raw[2]))
	near("Var μ_T in float64", law.EstimatorVariance(len(sizes)), spread(raw[1], raw[2]))
	near("Var μ_T by recursion in float64", second, spread(raw[1], raw[2]))
	near("E(μ_T − μ*)⁴ in float64", fourth, central[4])
	if outcome.Verdict == Supported {
		outcome.Evidence = fmt.Sprintf("%d equalities of rationals and float64 within %.1e, worst %.1e",
			outcome.Cases, floatTolerance(len(sizes)), worst)
	}
	return outcome
}
