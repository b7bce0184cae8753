package properties

import (
	"math"

	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/internal/rounding"
)

// RateRule tells P(bad) ≤ δ from P(bad) ≥ δ′ after any number of trials, with two mixtures of likelihood ratios:
//
//	e₁(n, s) = Σ_i w_i (p_i/δ)^s ((1−p_i)/(1−δ))^(n−s)      all p_i > δ:   refuted when e₁ ≥ 1/α
//	e₂(n, s) = Σ_i v_i (q_i/δ′)^s ((1−q_i)/(1−δ′))^(n−s)    all q_i < δ′:  supported when e₂ ≥ 1/β
//
// Validity (derived here). One trial multiplies the i-th term of e₁ by a factor of mean p p_i/δ + (1−p)(1−p_i)/(1−δ)
// when P(bad) = p. That is linear in p, 1 at p = δ, and increasing since p_i > δ; hence at most 1 on all of p ≤ δ: e₁
// is a supermartingale under the whole composite null, and so is e₂ under p ≥ δ′ by the mirror image. Ville's
// inequality bounds both error rates, also for trials whose P(bad | past) varies as long as it stays in the null.
//
// The mixtures. With g = logit δ′ − logit δ, p_i = logit⁻¹(logit δ + g 2^i): half of the weight evenly on i ≥ 1, the
// rest on p_0 = δ′, the violation that must be seen. Since a bet meant for a gap y earns 2(y/x) − (y/x)² of the best
// rate at a gap x, doubling gaps keep about 8/9 of it everywhere. Likewise q_i = logit⁻¹(logit δ′ − g 2^i), with weight
// 3/8 on q = 0, which is what a claim with a conservative constant looks like, 1/4 evenly on the others, and the rest
// on q_0 = δ.
//
// Special cases: δ = 0 is refuted by the first bad trial; δ′ = 1 is supported by the first good one.
type RateRule struct {
	Allowed, Tolerated, Alpha, Beta float64

	refute, support mixture
}

// NewRateRule makes the rule for 0 ≤ δ < δ′ ≤ 1 and 0 < α, β < 1. Anything else is a *estimators.RangeError.
func NewRateRule(allowed, tolerated, alpha, beta float64) (*RateRule, error) {
	if !(allowed >= 0 && allowed < 1) {
		return nil, &estimators.RangeError{What: "rate: δ", Value: allowed, Accept: "0 ≤ δ < δ′ ≤ 1"}
	}
	if !(tolerated > allowed && tolerated <= 1) {
		return nil, &estimators.RangeError{What: "rate: δ′", Value: tolerated, Accept: "0 ≤ δ < δ′ ≤ 1"}
	}
	if err := checkLevels(alpha, beta); err != nil {
		return nil, err
	}
	r := &RateRule{Allowed: allowed, Tolerated: tolerated, Alpha: alpha, Beta: beta}
	gap := logit(tolerated) - logit(allowed)
	ladder := math.Max(2*gap, 1e-6) // below that, the logits' own rounding would be the gap
	if math.IsInf(gap, 1) {
		gap, ladder = 2, 2 // any ladder will do: one of the two verdicts needs a single trial
	}
	rungs := func(from, sign, least, most float64) (points []float64) {
		for step := ladder; ; step *= 2 {
			p := logistic(logit(from) + sign*step)
			if !(p > least && p < most) {
				return points
			}
			points = append(points, p)
		}
	}
	r.refute = newMixture(allowed, alpha)
	r.refute.addEvenly(rungs(allowed, +1, allowed, 1-0x1p-20), 0.5)
	r.refute.add(tolerated, r.refute.left())
	r.support = newMixture(tolerated, beta)
	r.support.addEvenly(rungs(tolerated, -1, 0x1p-20, allowed), 0.25)
	if allowed > 0 {
		r.support.add(0, 0.375)
		r.support.add(allowed, r.support.left())
	} else {
		r.support.add(0, 1)
	}
	return r, nil
}

func checkLevels(alpha, beta float64) error {
	if !(alpha > 0 && alpha < 1) {
		return &estimators.RangeError{What: "α", Value: alpha, Accept: "0 < α < 1"}
	}
	if !(beta > 0 && beta < 1) {
		return &estimators.RangeError{What: "β", Value: beta, Accept: "0 < β < 1"}
	}
	return nil
}

func logit(p float64) float64    { return math.Log(p) - math.Log1p(-p) }
func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// Refutes says whether s bad trials of n prove P(bad) > δ at level α.
func (r *RateRule) Refutes(n, s int) bool { return r.refute.reached(s, n-s) }

// Supports says whether s bad trials of n prove P(bad) < δ′ at level β.
func (r *RateRule) Supports(n, s int) bool { return r.support.reached(s, n-s) }

// LogE is log e₁(n, s) and log e₂(n, s).
func (r *RateRule) LogE(n, s int) (refute, support float64) {
	refute, _ = r.refute.log(s, n-s)
	support, _ = r.support.log(s, n-s)
	return refute, support
}

// SupportTime is the smallest m ≥ n at which s bad trials of m support, given that they do not at n−1; limit+1
// if none up to limit does. e₂ grows with every good trial, so the answer is found by bisection.
func (r *RateRule) SupportTime(n, s, limit int) int {
	supports := func(m int) bool { return m > limit || r.Supports(m, s) }
	high := n
	for step := 1; !supports(high); step *= 2 {
		high = min(high+step, limit+1)
	}
	return bisect.Int(high, n-1, supports)
}

// mixture is Σ_i w_i (p_i/null)^bad ((1−p_i)/(1−null))^good, the likelihood of a mixture of rates over that of the
// null.
type mixture struct {
	null, level, threshold float64 // the threshold is log 1/level
	point, weight          []float64
	logWeight, bad, good   []float64 // log w_i, log p_i/null, log (1−p_i)/(1−null)
}

func newMixture(null, level float64) mixture {
	return mixture{null: null, level: level, threshold: -math.Log(level)}
}

// add puts a weight on a rate.
func (m *mixture) add(p, weight float64) {
	m.point = append(m.point, p)
	m.weight = append(m.weight, weight)
	m.logWeight = append(m.logWeight, math.Log(weight))
	bad := math.Log(p / m.null)
	if math.IsInf(bad, 1) && m.null > 0 { // the quotient alone overflows
		bad = math.Log(p) - math.Log(m.null)
	}
	m.bad = append(m.bad, bad)
	m.good = append(m.good, math.Log1p(-p)-math.Log1p(-m.null))
}

// addEvenly shares a weight among rates.
func (m *mixture) addEvenly(points []float64, weight float64) {
	for _, p := range points {
		m.add(p, weight/float64(len(points)))
	}
}

// left is the weight not yet given away, rounded down so that the weights never sum to more than 1: a sum of at most
// 64 floats below 1 errs by less than 2^-46.
func (m *mixture) left() float64 {
	if len(m.weight) == 0 {
		return 1
	}
	sum := 0.0
	for _, w := range m.weight {
		sum += w
	}
	return 1 - sum - 1<<7*rounding.Unit
}

// log is the logarithm of the mixture and a bound on its rounding error.
//
// A logarithm here errs by at most 2^-51 (1 + its size), the sum of K ≤ 60 exponentials by a few units more; 2^-49
// times the sizes that are added up, with 64 for the rest, covers both.
func (m *mixture) log(bad, good int) (value, slack float64) {
	if m.null == 0 && bad > 0 || m.null == 1 && good > 0 {
		return math.Inf(1), 0
	}
	largest, size := math.Inf(-1), 0.0
	for i := range m.point {
		term := m.term(i, bad, good)
		largest = max(largest, term)
		if !math.IsInf(term, -1) {
			size = max(size, scaled(bad, 1+math.Abs(m.bad[i]))+scaled(good, 1+math.Abs(m.good[i])))
		}
	}
	if math.IsInf(largest, -1) {
		return largest, 0
	}
	sum := 0.0
	for i := range m.point {
		sum += math.Exp(m.term(i, bad, good) - largest)
	}
	return largest + math.Log(sum), 1 << 4 * rounding.Unit * (size + math.Abs(largest) + 64)
}

func (m *mixture) term(i, bad, good int) float64 {
	return m.logWeight[i] + scaled(bad, m.bad[i]) + scaled(good, m.good[i])
}

// scaled is k·x with 0·∞ = 0: a likelihood to the power 0 is 1.
func scaled(k int, x float64) float64 {
	if k == 0 {
		return 0
	}
	return float64(k) * x
}

// reached says whether the mixture has reached 1/level; what floating point cannot decide, math/big does.
func (m *mixture) reached(bad, good int) bool {
	value, slack := m.log(bad, good)
	switch {
	case value-slack >= m.threshold:
		return true
	case value+slack < m.threshold:
		return false
	}
	return m.certified(bad, good)
}
