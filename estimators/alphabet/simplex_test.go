package alphabet

import (
	"math"
	"math/big"
	"testing"

	"itermle/estimators"
)

// Bernoulli under accumulation and replacement: the martingale's variance E(p_T − p)² = p(1−p)[1 − Π(1 − w_t²/n_t)]
// (theory of Morris' families), and the extinction of a letter under replacement from the Wright–Fisher chain in
// rationals.
func TestSimplex(t *testing.T) {
	p := 0.25
	for _, workflow := range []estimators.Workflow{estimators.Accumulate(), estimators.Replace()} {
		law, err := ExactLaw(Simplex(2), []float64{p}, estimators.ConstantSchedule(12), 5, workflow, Budget{})
		if err != nil {
			t.Fatal(err)
		}
		product := 1.0
		for s := range 5 {
			w := 1.0
			if workflow == estimators.Accumulate() {
				w = 1 / float64(s+1)
			}
			product *= 1 - w*w/12
		}
		want := p * (1 - p) * (1 - product)
		got := law.Mean(law.SquaredDistance)
		if !(math.Abs(got.Value-want) <= got.Error+1e-15) || !(got.Error <= 1e-11) {
			t.Errorf("%v: E(p−p*)² = %+v, want %.17g", workflow, got, want)
		}
	}
	const n, generations = 5, 4
	next := func(from []*big.Rat, p func(k int) *big.Rat) []*big.Rat {
		to := make([]*big.Rat, n+1)
		for b := range to {
			to[b] = new(big.Rat)
			for k, mass := range from {
				term := new(big.Rat).Mul(mass, new(big.Rat).SetInt(new(big.Int).Binomial(n, int64(b))))
				q := new(big.Rat).Sub(big.NewRat(1, 1), p(k))
				for range b {
					term.Mul(term, p(k))
				}
				for range n - b {
					term.Mul(term, q)
				}
				to[b].Add(to[b], term)
			}
		}
		return to
	}
	chain := next([]*big.Rat{big.NewRat(1, 1)}, func(int) *big.Rat { return big.NewRat(1, 4) })
	for range generations - 1 {
		chain = next(chain, func(k int) *big.Rat { return big.NewRat(int64(k), n) })
	}
	law, err := ExactLaw(Simplex(2), []float64{0.25}, estimators.ConstantSchedule(n), generations, estimators.Replace(),
		Budget{})
	if err != nil {
		t.Fatal(err)
	}
	for letter, lost := range []*big.Rat{chain[0], chain[n]} {
		want, _ := lost.Float64()
		if got := law.Extinct(letter); !(math.Abs(got.Value-want) <= got.Error) || !(got.Error <= 1e-12) {
			t.Errorf("P(letter %d extinct) = %+v, want %.17g", letter, got, want)
		}
	}
	if kl := law.Mean(law.KL); !math.IsInf(kl.Value, 1) {
		t.Errorf("E KL with a lost letter = %+v", kl)
	}
}
