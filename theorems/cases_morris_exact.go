package theorems

import (
	"cmp"
	"fmt"
	"math"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/internal/rounding"
	"itermle/theorems/laws"
)

// morrisFormula is the closed form under test, exact: what it says of E V(μ_T) and Var(μ_T).
type morrisFormula struct {
	expected, variance func(v laws.RationalVariance, mu *big.Rat, sizes []int64) *big.Rat
	replace            bool // what is enumerated, not what the formula says
}

// newMorrisFormula is the closed form of accumulation or of replacement.
func newMorrisFormula(replace bool) morrisFormula {
	return morrisFormula{
		expected: func(v laws.RationalVariance, mu *big.Rat, sizes []int64) *big.Rat {
			return v.ExpectedVariance(mu, sizes, replace)
		},
		variance: func(v laws.RationalVariance, mu *big.Rat, sizes []int64) *big.Rat {
			return v.EstimatorVariance(mu, sizes, replace)
		},
		replace: replace,
	}
}

// floatTolerance bounds the relative rounding of laws.Morris: each generation costs a few roundings of positive terms
// (or of terms whose cancellation is bounded by the second moment), and exp, log1p, expm1 one more each.
func floatTolerance(generations int) float64 { return 64 * float64(generations+1) * rounding.Unit }

func exactMorrisScenario(c morrisFamily, mean string, sizes []int64, formula morrisFormula) Scenario {
	name := instanceName(c.family, mean, estimators.ListSchedule(sizes...), len(sizes))
	return exactly(name, func() Outcome { return decideMorris(c, rational.Parse(mean), sizes, formula) })
}

// morrisComparison compares what was computed of E μ_T, E V(μ_T) and Var(μ_T) with the closed forms, and keeps the
// first that differs.
type morrisComparison struct {
	variance          laws.RationalVariance
	mu                *big.Rat
	expected, claimed *big.Rat // E V(μ_T) and Var(μ_T) by the formula
	outcome           Outcome
	worst             float64 // relative error of a float64
}

func (m *morrisComparison) equal(what string, got, want *big.Rat) {
	m.outcome.Check(got.Cmp(want) == 0, "%s: enumerated %.10g, formula %.10g", what, rational.Nearest(got),
		rational.Nearest(want))
}

// varianceAt is E V(μ_T) from E μ_T and E μ_T².
func (m *morrisComparison) varianceAt(first, second *big.Rat) *big.Rat {
	r := new(big.Rat).Mul(m.variance.V1, first)
	r.Add(r, m.variance.V0)
	return r.Add(r, new(big.Rat).Mul(m.variance.V2, second))
}

func spread(first, second *big.Rat) *big.Rat {
	return new(big.Rat).Sub(second, new(big.Rat).Mul(first, first))
}

// moments compares E μ_T and E μ_T², found in the given way.
func (m *morrisComparison) moments(way string, first, second *big.Rat) {
	m.equal("E μ_T by "+way, first, m.mu)
	m.equal("E V(μ_T) by "+way, m.varianceAt(first, second), m.expected)
	m.equal("Var μ_T by "+way, spread(first, second), m.claimed)
}

func (m *morrisComparison) near(what string, got float64, want *big.Rat, tolerance float64) {
	w := rational.Nearest(want)
	err := math.Abs(got - w)
	if w != 0 {
		err /= math.Abs(w)
	}
	m.worst = math.Max(m.worst, err)
	m.outcome.Check(err <= tolerance, "%s: float64 %.17g, exact %.17g", what, got, w)
}

// decideMorris compares the formula with moments by generating functions, with the enumerated pool of a binomial of up
// to 40 trials in all, with Mellin moments of a gamma, and with float64.
func decideMorris(c morrisFamily, mu *big.Rat, sizes []int64, formula morrisFormula) Outcome {
	v := c.variance()
	m := &morrisComparison{variance: v, mu: mu, expected: formula.expected(v, mu, sizes),
		claimed: formula.variance(v, mu, sizes)}
	raw := laws.PropagateMoments(c.kind, c.shape, mu, sizes, formula.replace)
	m.moments("generating functions", raw[1], raw[2])
	switch c.kind {
	case laws.BinomialKind:
		if first, second, ok := enumeratedMoments(c.shape, mu, sizes, formula.replace); ok {
			m.moments("enumeration", first, second)
		}
	case laws.GammaKind:
		mellin := func(k int) *big.Rat { return laws.GammaMoment(c.shape, mu, sizes, formula.replace, k) }
		m.moments("Mellin moments", mellin(1), mellin(2))
		m.equal("E μ_T⁴ by Mellin moments", raw[4], mellin(4))
	}

	generations, tolerance := len(sizes), floatTolerance(len(sizes))
	law := laws.Morris{Variance: v.Float(), Mean: rational.Nearest(mu), Schedule: estimators.ListSchedule(sizes...),
		Replace: formula.replace}
	second, fourth := law.CentralMoments(generations)
	m.near("E V(μ_T) in float64", law.ExpectedVariance(generations), m.varianceAt(raw[1], raw[2]), tolerance)
	m.near("Var μ_T in float64", law.EstimatorVariance(generations), spread(raw[1], raw[2]), tolerance)
	m.near("Var μ_T by recursion in float64", second, spread(raw[1], raw[2]), tolerance)
	m.near("E(μ_T − μ*)⁴ in float64", fourth, laws.CentralMoments(raw, mu)[4], tolerance)
	m.outcome.Evidence = cmp.Or(m.outcome.Counterexample,
		fmt.Sprintf("%d equalities of rationals and float64 within %.1e, worst %.1e", m.outcome.Cases, tolerance,
			m.worst))
	return m.outcome
}

// enumeratedMoments are E μ_T and E μ_T² of a binomial mean by enumeration of the pool; false beyond 40 trials in all.
func enumeratedMoments(trials, mu *big.Rat, sizes []int64, replace bool) (first, second *big.Rat, ok bool) {
	m, kept := trials.Num().Int64(), int64(0)
	for _, n := range sizes {
		kept += n
	}
	if m*kept > 40 {
		return nil, nil, false
	}
	if replace {
		kept = sizes[len(sizes)-1]
	}
	first, second = new(big.Rat), new(big.Rat)
	for s, probability := range laws.EnumerateBinomial(m, new(big.Rat).Quo(mu, trials), sizes, replace) {
		x := big.NewRat(int64(s), kept)
		first.Add(first, new(big.Rat).Mul(probability, x))
		second.Add(second, x.Mul(x, x).Mul(x, probability))
	}
	return first, second, true
}
