package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// debiased is estimation of the law P of two categories from batches of n_i draws of Q_i = α_i P + (1−α_i)P_{i−1}, the
// shares α_i > 0 known, P_i the shares of batch i and P_0 given:
//
//	P̂ = Σ_i w_i (P_i − (1−α_i)P_{i−1})/α_i,   w_i ∝ n_i α_i².
type debiased struct {
	p, start *big.Rat
	sizes    []int64
	shares   []*big.Rat
	weight   func(n int64, alpha *big.Rat) *big.Rat
	kept     bool // a mutant's: P_i enters as it is, not debiased
	lag      bool // a mutant's: it is debiased by P_{i−2}
}

// moments are E P̂, E(P̂ − p)² and Σ_i w_i² E Q_i(1−Q_i)/(n_i α_i²), of the first category, over all counts.
func (d debiased) moments() (mean, square, noise *big.Rat) {
	one, total := big.NewRat(1, 1), new(big.Rat)
	for i, n := range d.sizes {
		total.Add(total, d.weight(n, d.shares[i]))
	}
	mean, square, noise = new(big.Rat), new(big.Rat), new(big.Rat)
	var walk func(i int, older, last, sum, mass *big.Rat)
	walk = func(i int, older, last, sum, mass *big.Rat) {
		if i == len(d.sizes) {
			mean.Add(mean, rational.Mul(mass, sum))
			e := rational.Sub(sum, d.p)
			square.Add(square, rational.Mul(mass, rational.Mul(e, e)))
			return
		}
		n, alpha := d.sizes[i], d.shares[i]
		rest := rational.Mul(rational.Sub(one, alpha), last)
		mixed := rational.Add(rational.Mul(alpha, d.p), rest)
		known := rest
		if d.lag {
			known = rational.Mul(rational.Sub(one, alpha), older)
		}
		w := rational.Quo(d.weight(n, alpha), total)
		scale := rational.Quo(w, alpha)
		spread := rational.Mul(rational.Mul(mixed, rational.Sub(one, mixed)), big.NewRat(1, n))
		noise.Add(noise, rational.Mul(mass, rational.Mul(spread, rational.Mul(scale, scale))))
		for k, q := range binomialLaw(n, mixed) {
			share := big.NewRat(int64(k), n)
			part := rational.Mul(scale, rational.Sub(share, known))
			if d.kept {
				part = rational.Mul(w, share)
			}
			if q.Sign() != 0 {
				walk(i+1, last, share, rational.Add(sum, part), rational.Mul(mass, q))
			}
		}
	}
	walk(0, d.start, d.start, new(big.Rat), one)
	return mean, square, noise
}

// kanabarDebiased is an upper bound for the accumulating loop with fresh shares, ours: the terms are unbiased and their
// errors orthogonal, as those of a martingale, so that
//
//	E‖P̂ − P‖² = Σ w_i² E(1 − ‖Q_i‖²)/(n_i α_i²) ≤ (1 − 1/k)/Σ n_i α_i²
//
// for k categories, of which print has the order. Here k = 2, where ‖P̂ − P‖² is twice the square of one error.
func kanabarDebiased() Claim {
	scenario := func(d debiased, factor *big.Rat) Scenario {
		name := fmt.Sprintf("p*=%s P_0=%s n=%v α=%v factor %s", d.p.RatString(), d.start.RatString(), d.sizes,
			ratios(d.shares), factor.RatString())
		return exactly(name, func() Outcome {
			mean, square, noise := d.moments()
			out := identical(equality{"E P̂", mean, d.p}, equality{"E(P̂ − p)²", square, noise})
			precision := new(big.Rat)
			for i, n := range d.sizes {
				precision.Add(precision, rational.Mul(big.NewRat(n, 1), rational.Mul(d.shares[i], d.shares[i])))
			}
			limit := rational.Quo(rational.Mul(factor, big.NewRat(1, 4)), precision)
			out.reaches(rational.Nearest(rational.Quo(square, limit)))
			out.Check(square.Cmp(limit) <= 0, "E(P̂ − p)² = %.9g > %.9g", rational.Nearest(square),
				rational.Nearest(limit))
			if out.Verdict == Refuted {
				out.Evidence = out.Counterexample
			}
			return out
		})
	}
	one := big.NewRat(1, 1)
	best := func(n int64, alpha *big.Rat) *big.Rat {
		return rational.Mul(big.NewRat(n, 1), rational.Mul(alpha, alpha))
	}
	half, tenth := big.NewRat(1, 2), big.NewRat(1, 10)
	fixed := debiased{p: half, start: half, sizes: []int64{4, 3, 5}, shares: []*big.Rat{one, tenth, half}, weight: best}
	return Claim{
		ID: "kanabar-debiased", Statement: "kanabar-debiased", Expect: Supported,
		Title: "accumulating batches of real share α_i: risk ≤ (1 − 1/k)/Σ n_i α_i²",
		Says: "Batches of α_i P + (1−α_i)P_{i−1}, debiased and weighted by n_i α_i², estimate P without bias and " +
			"with E‖P̂ − P‖² = Σ w_i² E(1 − ‖Q_i‖²)/(n_i α_i²) ≤ (1 − 1/k)/Σ n_i α_i².",
		Deviation: "the constant is ours: print has the order Θ(1/Σ n_i α_i²)",
		Fixed:     func(Profile) []Scenario { return []Scenario{scenario(fixed, one)} },
		Draw: func(choose Chooser) Scenario {
			d := debiased{p: drawShare(choose, "128 p*−1"), start: drawShare(choose, "128 P_0−1"), weight: best}
			for range 1 + choose.Choose("T−1", 3) {
				d.sizes = append(d.sizes, DrawSize(choose, "n", 1, 5))
				d.shares = append(d.shares, drawShare(choose, "128 α−1"))
			}
			return scenario(d, one)
		},
		Mutants: func() []Mutant {
			equal, biased, unknown, late := fixed, fixed, fixed, fixed
			late.lag = true
			equal.weight = func(int64, *big.Rat) *big.Rat { return one }
			biased.kept, biased.start = true, tenth
			biased.p = big.NewRat(3, 4)
			unknown.weight = func(n int64, _ *big.Rat) *big.Rat { return big.NewRat(n, 1) }
			return []Mutant{{"equal-weights", scenario(equal, one)}, {"not-debiased", scenario(biased, one)},
				{"weights-by-size", scenario(unknown, one)}, {"bound-halved", scenario(fixed, half)},
				{"debiased-by-an-older-model", scenario(late, big.NewRat(1000, 1))}}
		},
	}
}
