package properties

import (
	"errors"
	"fmt"
	"math"
	"sync"

	"itermle/theorems"
)

// selfCheck is checkDesigns, which takes some 20 ms, once: its error is a *CheckerError, and nothing is decided after
// it.
var selfCheck = sync.OnceValue(checkDesigns)

// checkDesigns computes on a few designs what the rules of this package promise: levels, that a verdict is possible,
// and the power they state.
func checkDesigns() error {
	var wrong []error
	design := Design{Alpha: 1e-6, Beta: 1e-6, MaxReplicates: 1 << 20}
	for _, d := range [][2]float64{{0.05, 0.2}, {0, 0.05}, {0.8, 0.95}} {
		r, err := NewRateRule(d[0], d[1], design.Alpha, design.Beta)
		if err == nil {
			err = checkRate(r, 600)
		}
		wrong = append(wrong, err)
	}
	for _, at := range [...]struct{ n, k int }{{20, 9}, {64, 18}} {
		wrong = append(wrong, checkCritical(at.n, at.k, KolmogorovCritical(at.n, exactKolmogorov(at.n, at.k))))
	}
	if at, beyond := KolmogorovCritical(massartExact, 1e-6), KolmogorovCritical(massartExact+1, 1e-6); !(at <= beyond &&
		beyond <= at+2./massartExact) {
		wrong = append(wrong, fmt.Errorf("critical value of D_n: %g of %d values, %g of one more", at,
			massartExact, beyond))
	}
	k, err := newKolmogorovTest(theorems.Law{CDF: func(x float64) float64 { return x }, Distance: 0.1}, design)
	if err == nil {
		err = checkLaw(k, design)
	}
	wrong = append(wrong, err)
	for _, e := range []theorems.Mean{{Value: 0.5, Tolerance: 0.2, Upper: 1},
		{Value: 0.5, Tolerance: 0.2, Variance: 0.25}} {
		t, err := newMeanTest(e, design)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		signs := [...]float64{+1, -1, -1, +1}
		for i, c := range [...]*Capital{t.up, t.down, t.over, t.under} {
			wrong = append(wrong, checkCapital(c, signs[i], c.LogGrowth))
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return &CheckerError{err}
	}
	return nil
}

// checkRate is the error of a rule with a wrong mixture or, by exact computation up to the limit, a wrong level or no
// power: at δ′ it must refute, and at no bad trial support, at least every other time.
func checkRate(r *RateRule, limit int) error {
	at, past, never := r.ErrorRates(r.Allowed, limit), r.ErrorRates(r.Tolerated, limit), r.ErrorRates(0, limit)
	refute, support := r.LogE(0, 0)
	if !(at.Refuted <= r.Alpha && past.Supported <= r.Beta && past.Refuted >= 0.5 && never.Supported >= 0.5 &&
		math.Max(refute, support) <= 0) {
		return fmt.Errorf("rate δ = %g, δ′ = %g: weights log %g and log %g; at δ refuted %g, at δ′ supported %g, "+
			"refuted %g, "+
			"at 0 supported %g", r.Allowed, r.Tolerated, refute, support, at.Refuted, past.Supported, past.Refuted,
			never.Supported)
	}
	return nil
}

// exactKolmogorov is P(D_n ≥ k/n) of n uniform values, from Kolmogorov's own recursion (1933): D_n < k/n if and only if
// of the counts N_i of values up to i/n all |N_i − i| < k, and the N_i are a Poisson process of rate n that has come
// to n. It shares nothing with Birnbaum and Tingey's sum.
func exactKolmogorov(n, k int) float64 {
	mass := make([]float64, 2*k+1) // by N_i − i + k; the ends stay empty
	mass[k] = 1
	for range n {
		next := make([]float64, len(mass))
		for from, p := range mass {
			step := p * math.Exp(-1)
			for m, to := 0, from-1; to < 2*k; m, to = m+1, to+1 {
				if m > 0 {
					step /= float64(m)
				}
				if to > 0 {
					next[to] += step
				}
			}
		}
		mass = next
	}
	size := float64(n)
	return 1 - mass[k]*math.Exp(logGamma(size+1)+size-size*math.Log(size))
}

// checkCritical is the error of a critical value at the exact level of D_n = k/n that is not k/n.
func checkCritical(n, k int, critical float64) error {
	want := float64(k) / float64(n)
	if !(critical >= want-1e-9 && critical <= want+0x1p-9/float64(n)) {
		return fmt.Errorf("critical value of D_n for n = %d: %g where %g is exact", n, critical, want)
	}
	return nil
}

// checkLaw is the error of looks whose levels do not add up to α and β, or whose last decides nothing.
func checkLaw(k *kolmogorovTest, design Design) error {
	alpha, beta := 0.0, 0.0
	for _, l := range k.looks {
		alpha += math.Min(2*oneSidedKolmogorov(l.n, l.refute), 2*math.Exp(-2*float64(l.n)*l.refute*l.refute))
		if l.support > 0 {
			beta += math.Exp(-2 * float64(l.n) * (k.law.Distance - l.support) * (k.law.Distance - l.support))
		}
	}
	last := k.looks[len(k.looks)-1]
	if !(alpha <= design.Alpha && alpha >= 0.9*design.Alpha && beta <= design.Beta && beta >= 0.9*design.Beta &&
		last.refute <= last.support+2*cdfError) {
		return fmt.Errorf("law at distance %g: its looks spend %g of α = %g, %g of β = %g; the last refutes from %g "+
			"and supports to %g", k.law.Distance, alpha, design.Alpha, beta, design.Beta, last.refute, last.support)
	}
	return nil
}

// checkCapital is the error of bets that are not fair, or that grow other than stated: the mean wealth after 6 steps of
// a two-point law at the null is at most 1, and a little beyond it, in the direction of sign, at most growth; just
// that, where X is bounded, and growth is none at the null.
func checkCapital(c *Capital, sign float64, growth func(h float64, n int) float64) error {
	const n = 6
	spread := 0.25
	if c.variance > 0 {
		spread = math.Sqrt(c.variance)
	}
	for _, h := range []float64{0, 0.01, 0.1} {
		low, high := c.null-spread, c.null+spread
		p := 0.5 + sign*h/(2*spread) // of high: the mean is null + sign·h, the variance at most spread²
		wealth, ways := 0.0, 1.0
		for j := 0; j <= n; j++ {
			path := NewVarianceCapital(c.null, c.sign, c.variance, c.lambda)
			for i := range n {
				path.Observe(map[bool]float64{true: high, false: low}[i < j])
			}
			wealth += ways * math.Pow(p, float64(j)) * math.Pow(1-p, float64(n-j)) * math.Exp(path.LogE())
			ways *= float64(n-j) / float64(j+1)
		}
		log, bound := math.Log(wealth), growth(h, n)
		if !(log <= bound+1e-9) || (h == 0 || c.variance == 0) && !(math.Abs(bound-math.Max(log, 0)) <= 1e-9) {
			return fmt.Errorf("mean: at %g beyond %g the capital grows by e^%g in %d steps, stated e^%g", h, c.null,
				log, n, bound)
		}
	}
	return nil
}
