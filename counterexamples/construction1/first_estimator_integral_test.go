package construction1

import (
	"math"

	"itermle/internal/quadrature"
)

// A second way to the law of α^(1), that of FirstEstimatorSurvival: an integral over the place of the maximum.
//
// Let V_k(s) = (n−k)·log g(s/2) − k·log 2 be the log-likelihood of α = s/2 with k points dropped, and b_j(v) the s at
// which V_j(s) = v. The maximum is v = V_k(s), at the (k+1)-st smallest complement s, if there are k points below s,
// one at s, and for every other j the (j+1)-st smallest complement, or ½ if that is smaller, is at most b_j(v); that
// is, if N(b_j) ≥ j+1 for the number N(b) of complements up to b. So
//
//	P(α^(1) > a) = Σ_k ∫_{2a}^{½} P(N(b_j) ≥ j+1 for j < k, N(s) = k)·(n−k)/(1−s)
//	                             ·P(N(b_j) ≥ j+1 for j > k | N(s) = k+1) ds
//	             + Σ_k P(N(b_j) ≥ j+1 for j < k, N(½) = k),
//
// the second sum, with v = V_k(½), for α^(1) = ¼. Both probabilities follow the binomial process N from one b_j to
// the next; all terms are positive.

// maximumIntegral is the law of α^(1) for one n. Its methods are not safe for concurrent use.
type maximumIntegral struct {
	n             float64
	state, scrape []float64
}

// boundary is b_j(v), or +Inf where ½ is reached first. With log g(s/2) = h: s = 4(e^h − 1)/(1 + 4(e^h − 1)).
func (l *maximumIntegral) boundary(j int, v float64) float64 {
	h := (v + float64(j)*math.Ln2) / (l.n - float64(j))
	if float64(j) >= l.n || h >= math.Log(1.25) {
		return math.Inf(1)
	}
	e := 4 * math.Expm1(h)
	return e / (1 + e)
}

func (l *maximumIntegral) value(k int, s float64) float64 {
	return (l.n-float64(k))*math.Log1p(s/(4-4*s)) - float64(k)*math.Ln2
}

// before is P(N(b_j(v)) ≥ j+1 for j < k, N(s) = k).
func (l *maximumIntegral) before(k int, s, v float64) float64 {
	state, next := l.state[:k+1], l.scrape[:k+1]
	clear(state)
	state[0] = 1
	at := 0.0
	for j := 0; j <= k; j++ {
		b := s
		if j < k {
			b = l.boundary(j, v)
			if !(b > at) {
				return 0
			}
		}
		clear(next)
		p := (b - at) / (1 - at)
		for m, mass := range state {
			if mass == 0 {
				continue
			}
			trials := l.n - float64(m)
			term := mass * math.Exp(trials*math.Log1p(-p))
			for to := m; to <= k; to++ {
				if to > j || j == k {
					next[to] += term
				}
				i := float64(to - m)
				if term < 1e-22 && i > trials*p {
					break // the terms that follow fall faster than geometrically
				}
				term *= (trials - i) / (i + 1) * (p / (1 - p))
			}
		}
		state, next = next, state
		at = b
	}
	return state[k]
}

// lead is how far N may run ahead of its boundary before it is counted as safe: to fall back the likelihood would have
// to gain lead·log 2, which has a probability of about 2^{−θ0·lead} = 2^{−73}.
const lead = 20

// after is P(N(b_j(v)) ≥ j+1 for all j > k with b_j < ½ | N(s) = k+1).
func (l *maximumIntegral) after(k int, s, v float64) float64 {
	var state, next [lead + 2]float64 // state[i]: N = j + 1 + i after the test at b_j
	state[0] = 1
	at, safe, left := s, 0.0, 1.0
	for j := k + 1; left > 1e-18; j++ {
		b := l.boundary(j, v)
		if b > 0.5 {
			return safe + left
		}
		p := (b - at) / (1 - at)
		clear(next[:])
		left = 0
		for i, mass := range state {
			if mass == 0 {
				continue
			}
			trials := l.n - float64(j+i) // N was (j−1) + 1 + i
			term := mass * math.Exp(trials*math.Log1p(-p))
			rest := mass
			for to := i - 1; to <= lead; to++ { // N = j + 1 + to
				if to >= 0 {
					next[to] += term
					left += term
				}
				rest -= term
				d := float64(to - i + 1)
				term *= (trials - d) / (d + 1) * (p / (1 - p))
			}
			safe += math.Max(0, rest)
		}
		state = next
		at = b
	}
	return safe
}

// integratedSurvival is P(α^(1) > a) for n ≥ 1 samples of U[0, 1] by adaptive quadrature, with what bound it reports:
// not a proof, as s with b_j(V_k(s)) = ½ are kinks of the integrand that it is not told of.
func integratedSurvival(n int64, a, tolerance float64) (value, bound float64, err error) {
	if a >= LargestAlpha {
		return 0, 0, nil
	}
	size := float64(n)
	// v > 0 leaves k < n·log(5/4)/log(5/2) at s = ½. Beyond s the integral is below P(G > n·s) or so, e^{−ρ n s}.
	end := math.Min(0.5, 2*a+math.Log(1e-3*tolerance)/-TailExponent/size)
	most := func(s float64) int { return int(size * math.Log1p(s/(4-4*s)) / (math.Log1p(s/(4-4*s)) + math.Ln2)) }
	l := &maximumIntegral{n: size}
	l.state, l.scrape = make([]float64, most(0.5)+2), make([]float64, most(0.5)+2)
	integrand := func(s float64) float64 {
		sum := 0.0
		for k := 0; k <= most(s); k++ {
			v := l.value(k, s)
			if !(v > 0) {
				break
			}
			p := l.before(k, s, v)
			if p > 0 {
				sum += p * (size - float64(k)) / (1 - s) * l.after(k, s, v)
			}
			if float64(k) > size*s && p < 1e-3*tolerance {
				break // P(N(s) = k) falls at least geometrically from here on
			}
		}
		return sum
	}
	points := []float64{2 * a}
	for step := 2.0; points[len(points)-1] < end; step *= 2 {
		points = append(points, math.Min(end, 2*a+step/size))
	}
	value, bound, err = quadrature.Integrate(integrand, points, tolerance)
	if err != nil {
		return 0, 0, err
	}
	for k := 0; k <= most(0.5); k++ {
		if v := l.value(k, 0.5); v > 0 {
			value += l.before(k, 0.5, v)
		}
	}
	return value, bound, nil
}
