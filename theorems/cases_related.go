package theorems

import (
	"cmp"
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// equality is one value, found in two ways.
type equality struct {
	what              string
	computed, claimed *big.Rat
}

// identical is an Outcome that is Supported if all the given pairs are equal as rationals.
func identical(pairs ...equality) Outcome {
	var out Outcome
	for _, p := range pairs {
		out.Check(p.computed.Cmp(p.claimed) == 0, "%s = %.12g, claimed %.12g", p.what, rational.Nearest(p.computed),
			rational.Nearest(p.claimed))
	}
	last := pairs[len(pairs)-1]
	out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("%d equalities of rationals; %s = %.9g", out.Cases, last.what,
		rational.Nearest(last.claimed)))
	return out
}

// harmonicNumber is Σ_{k≤n} k^{−power}.
func harmonicNumber(n int64, power int) *big.Rat {
	sum := new(big.Rat)
	for k := int64(1); k <= n; k++ {
		sum.Add(sum, new(big.Rat).SetFrac(big.NewInt(1),
			new(big.Int).Exp(big.NewInt(k), big.NewInt(int64(power)), nil)))
	}
	return sum
}

// binomialLaw is the exact law of Binomial(n, p).
func binomialLaw(n int64, p *big.Rat) []*big.Rat {
	law := make([]*big.Rat, n+1)
	fails := rational.Sub(big.NewRat(1, 1), p)
	for k := range law {
		law[k] = new(big.Rat).SetInt(new(big.Int).Binomial(n, int64(k)))
		for i := range n {
			if i < int64(k) {
				law[k].Mul(law[k], p)
			} else {
				law[k].Mul(law[k], fails)
			}
		}
	}
	return law
}

// pushed is the law of the next state, on 0, …, last, where from a state s it is the kernel's, moved by shift(s).
func pushed(law []*big.Rat, last int64, kernel func(s int64) []*big.Rat, shift func(s int64) int64) []*big.Rat {
	next := make([]*big.Rat, last+1)
	for i := range next {
		next[i] = new(big.Rat)
	}
	for s, weight := range law {
		if weight.Sign() == 0 {
			continue
		}
		at := shift(int64(s))
		for j, q := range kernel(int64(s)) {
			next[at+int64(j)].Add(next[at+int64(j)], rational.Mul(weight, q))
		}
	}
	return next
}

// nowhere is the shift by nothing.
func nowhere(int64) int64 { return 0 }

// expectation is E f(s) under the law.
func expectation(law []*big.Rat, f func(s int64) *big.Rat) *big.Rat {
	sum := new(big.Rat)
	for s, weight := range law {
		if weight.Sign() != 0 {
			sum.Add(sum, rational.Mul(weight, f(int64(s))))
		}
	}
	return sum
}

// solved is the solution x of Ax = B, both overwritten, by elimination in exact rationals; A is regular.
func solved(a, b [][]*big.Rat) [][]*big.Rat {
	for i := range a {
		for r := i; ; r++ {
			if a[r][i].Sign() != 0 {
				a[i], a[r], b[i], b[r] = a[r], a[i], b[r], b[i]
				break
			}
		}
		for r := range a {
			if r == i || a[r][i].Sign() == 0 {
				continue
			}
			times := rational.Quo(a[r][i], a[i][i])
			for c := i; c < len(a); c++ {
				a[r][c] = rational.Sub(a[r][c], rational.Mul(times, a[i][c]))
			}
			for c := range b[r] {
				b[r][c] = rational.Sub(b[r][c], rational.Mul(times, b[i][c]))
			}
		}
	}
	for i := range a {
		for c := range b[i] {
			b[i][c] = rational.Quo(b[i][c], a[i][i])
		}
	}
	return b
}

// drawShares draws a law on the given number of categories: whole parts of at most most each, over their sum.
func drawShares(choose Chooser, count int, most int64) []*big.Rat {
	parts, total := make([]int64, count), int64(0)
	for i := range parts {
		parts[i] = 1 + int64(choose.Choose(fmt.Sprintf("share_%d−1", i+1), int(most)))
		total += parts[i]
	}
	p := make([]*big.Rat, count)
	for i := range p {
		p[i] = big.NewRat(parts[i], total)
	}
	return p
}

// ratios are fractions written as a text, such as [1/4 3/4].
func ratios(p []*big.Rat) []string {
	texts := make([]string, len(p))
	for i := range p {
		texts[i] = p[i].RatString()
	}
	return texts
}

// watermark is χ²(Q_1 ‖ aQ_1 + (1−a)Q_0), where Q_1 is the law of a real sample's mark and Q_0 a synthetic one's.
func watermark(a *big.Rat, synthetic, real []*big.Rat) *big.Rat {
	value := big.NewRat(-1, 1)
	for i, q := range real {
		if q.Sign() == 0 {
			continue
		}
		mixed := rational.Mul(a, q)
		mixed.Add(mixed, rational.Mul(rational.Sub(big.NewRat(1, 1), a), synthetic[i]))
		value.Add(value, rational.Quo(rational.Mul(q, q), mixed))
	}
	return value
}
