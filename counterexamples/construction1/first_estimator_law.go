package construction1

import (
	"math"
	"slices"

	"itermle/estimators"
	"itermle/internal/interval"
	"itermle/internal/rounding"
)

// The law of α^(1) for finite n (derived here), without simulation and without a quadrature to be trusted.
//
// Let V_j(s) = (n−j)·log g(s/2) − j·log 2 be the log-likelihood of α = s/2 with j points dropped, b_j(v) the s at which
// V_j(s) = v, increasing in j, and N(b) the number of complements up to b. Given N(2a) = k, what lies left and right of
// 2a is independent, and so are the best values on both sides:
//
//	best left < v    ⟺  N(b_j) ≥ j+1 for all j < k with b_j < 2a
//	best right ≤ v   ⟺  N(b_j) ≥ j+1 for all j ≥ k with b_j ≤ ½, and b_k > 2a
//
// With A_k(v) = P(left < v, N(2a) = k) and R_k(v) = P(right ≤ v | N(2a) = k), both increasing in v,
//
//	P(α^(1) > a) = Σ_k ∫ A_k dR_k,   Σ_i A_k(v_i)(R_k(v_{i+1}) − R_k(v_i)) ≤ ∫ ≤ Σ_i A_k(v_{i+1})(R_k(v_{i+1}) −
//	R_k(v_i))
//
// for any v_0 < v_1 < …: from v = 0, below which the left never is unless k = 0, to v = V_0(2a), which it never
// exceeds. A and R follow the binomial process N from one b_j to the next, forwards and backwards.

// process follows N for n samples, from 0 to 2a and on to ½.
type process struct {
	n, middle float64 // n, 2a
	most      int     // k considered
	// right[j][e] is P(N(b_i) ≥ i+1 for all i > j with b_i ≤ ½ | N(b_j) = j+1+e). It increases in e, so what runs
	// farther ahead than `ahead` has at least the last of them; escaped is the most that this loses.
	right   [][ahead + 1]float64
	escaped float64
	steps   []float64
}

// ahead is where N is so far beyond its boundary that to fall back has a probability of about 2^{−3.69·13}.
const ahead = 12

// boundary is b_j(v), or +Inf beyond ½. With log g(s/2) = h: s = 4(e^h − 1)/(1 + 4(e^h − 1)).
func (p *process) boundary(j int, v float64) float64 {
	left := p.n - float64(j)
	h := (v + float64(j)*math.Ln2) / left
	if !(left > 0 && h <= math.Log(1.25)) {
		return math.Inf(1)
	}
	e := 4 * math.Expm1(h)
	return e / (1 + e)
}

// trial is a success for the share q of what is left.
type trial struct{ logMiss, odds float64 }

// within is for points that are uniform right of `from`: a success is up to `to`.
func within(from, to float64) trial {
	q := (to - from) / (1 - from)
	return trial{math.Log1p(-q), q / (1 - q)}
}

// binomial is the probabilities of 0 … most successes of n−m points; once they are below 2^-100 and fall the rest is
// left out.
func (p *process) binomial(t trial, m, most int) []float64 {
	trials := p.n - float64(m)
	term := math.Exp(trials * t.logMiss)
	p.steps = p.steps[:0]
	for i := 0; i <= most; i++ {
		p.steps = append(p.steps, term)
		ratio := max(0, trials-float64(i)) * t.odds / float64(i+1)
		if term *= ratio; term < 0x1p-100 && ratio < 1 {
			break
		}
	}
	return p.steps
}

// left is P(N(b_j) ≥ j+1 for j < tests, N(2a) = k) for k < len(dst).
func (p *process) left(dst []float64, v float64, tests int) {
	next := make([]float64, len(dst))
	clear(dst)
	dst[0] = 1
	at := 0.0
	for j := 0; j <= tests; j++ {
		b, least := p.middle, 0
		if j < tests {
			b, least = p.boundary(j, v), j+1
		}
		clear(next)
		t := within(at, b)
		for m, mass := range dst {
			if mass < 0x1p-100 {
				continue
			}
			for i, probability := range p.binomial(t, m, len(dst)-1-m) {
				if m+i >= least {
					next[m+i] += mass * probability
				}
			}
		}
		copy(dst, next)
		at = b
	}
}

// follow is Σ_i P(i of n−m points are up to b_j)·right[j].
func (p *process) follow(t trial, m, j int) float64 {
	sum, rest := 0.0, 1.0
	for i, probability := range p.binomial(t, m, ahead+j+1-m) {
		if e := m + i - (j + 1); e >= 0 {
			sum += probability * p.right[j][e]
		}
		rest -= probability
	}
	return sum + max(0, rest)*p.right[j][ahead]
}

// column is A_k(v) and R_k(v) for k ≤ most.
type column struct {
	v           float64
	left, right []float64
}

func (p *process) column(v float64) column {
	c := column{v, make([]float64, p.most+1), make([]float64, p.most+1)}
	tests := 0
	for p.boundary(tests, v) < p.middle {
		tests++
	}
	p.left(c.left, v, tests)
	for k := range min(tests, len(c.left)) { // fewer points, fewer tests
		few := make([]float64, k+1)
		p.left(few, v, k)
		c.left[k] = few[k]
	}
	last := -1
	for p.boundary(last+1, v) <= 0.5 {
		last++
	}
	p.right = slices.Grow(p.right[:0], last+1)[:last+1]
	for j := last; j >= tests; j-- {
		var next trial
		if j < last {
			next = within(p.boundary(j, v), p.boundary(j+1, v))
		}
		for e := range p.right[j] {
			p.right[j][e] = 1
			if j < last {
				p.right[j][e] = p.follow(next, j+1+e, j+1)
			}
		}
		p.escaped = max(p.escaped, 1-p.right[j][ahead])
	}
	for k := tests; k <= p.most; k++ { // R_k = 0 where b_k < 2a
		c.right[k] = 1
		if k <= last {
			c.right[k] = p.follow(within(p.middle, p.boundary(k, v)), k, k)
		}
	}
	return c
}

// between adds to the enclosure the Σ_k ∫ A_k dR_k from one v to another, which it halves until a cell is at most
// `width` wide.
func (p *process) between(sum *interval.Interval, from, to column, width float64) {
	var lower, upper float64
	for k := range from.left {
		rise := max(0, to.right[k]-from.right[k])
		lower += from.left[k] * rise
		upper += to.left[k] * rise
	}
	if middle := from.v + (to.v-from.v)/2; upper-lower > width && from.v < middle && middle < to.v {
		half := p.column(middle)
		p.between(sum, from, half, width)
		p.between(sum, half, to, width)
		return
	}
	sum.Lo += lower
	sum.Hi += upper
}

// FirstEstimatorSurvival encloses P(α^(1) > a) for n samples of U[0, 1], 1 ≤ n ≤ 10⁴, by the sums over so many v that
// no cell between two of them is wider than the given width. What is rounded: n/4 boundaries by 8 units in the last
// place each, to which a probability answers with at most n times as much, and sums of positive terms with at most n²
// roundings. 16(n+10)² units are more than both. Errors: *estimators.RangeError.
func FirstEstimatorSurvival(n int64, a, width float64) (interval.Interval, error) {
	switch {
	case n < 1 || n > 10_000:
		return interval.Interval{}, &estimators.RangeError{What: "construction1: n", Value: float64(n),
			Accept: "1 ≤ n ≤ 10000"}
	case a >= LargestAlpha:
		return interval.Point(0), nil
	case a <= 0:
		return interval.Point(1), nil
	}
	size := float64(n)
	expected := 2 * a * size
	p := &process{n: size, middle: 2 * a, most: int(min(size, expected+8*math.Sqrt(expected)+20))}
	var sum interval.Interval
	top := p.column(size * math.Log1p(p.middle/(4-4*p.middle))) // V_0(2a)
	p.between(&sum, p.column(0), top, width)
	beyond, unseen := 0.0, 1.0
	for k, mass := range top.left { // all of N(2a) = k
		beyond += mass * (1 - top.right[k])
		unseen -= mass
	}
	slack := p.escaped + 16*(size+10)*(size+10)*rounding.Unit
	return interval.Interval{Lo: max(0, sum.Lo+beyond-slack), Hi: min(1, sum.Hi+beyond+max(0, unseen)+slack)}, nil
}
