package theorems

import (
	"fmt"
	"math/big"
	"math/bits"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// smoothed is p S for laws on three bits, where S keeps every bit with probability (1+ρ)/2 and else flips it: the
// Ornstein–Uhlenbeck semigroup of the cube, with e^{−t} = ρ and the characters (−1)^{Σ_{i∈A} x_i} for Hermite
// polynomials: the coefficient of one of k bits is multiplied by ρ^k.
func smoothed(p []*big.Rat, rho *big.Rat) []*big.Rat {
	half := big.NewRat(1, 2)
	kept := rational.Mul(half, rational.Add(big.NewRat(1, 1), rho))
	flipped := rational.Sub(big.NewRat(1, 1), kept)
	next := zeros(len(p))
	for x := range p {
		for y := range next {
			apart := bits.OnesCount(uint(x ^ y))
			step := rational.Mul(laws.RationalPower(kept, 3-apart), laws.RationalPower(flipped, apart))
			next[y].Add(next[y], step.Mul(step, p[x]))
		}
	}
	return next
}

// coefficient is Σ_x p(x) (−1)^{|x ∩ A|}.
func coefficient(p []*big.Rat, set int) *big.Rat {
	sum := new(big.Rat)
	for x, mass := range p {
		if bits.OnesCount(uint(x&set))%2 == 0 {
			sum.Add(sum, mass)
		} else {
			sum.Sub(sum, mass)
		}
	}
	return sum
}

// khelifaLimit is the loop p_{g+1} = S[αp + (1−α)p_g], a share α of real data and a perfect fit that smooths. Its limit
// is the mixture p_∞ = α Σ_{m≥1} (1−α)^{m−1} S^m p of ever smoother copies of p; the coefficient of degree k of p_∞ is
// that of p times, ours,
//
//	αρ^k/(1 − (1−α)ρ^k)   and   p_g − p_∞ has (p_0 − p_∞)'s times ((1−α)ρ^k)^g.
func khelifaLimit() Claim {
	type factors struct {
		limit, rate func(alpha, power *big.Rat) *big.Rat
	}
	scenario := func(p, start []*big.Rat, alpha, rho *big.Rat, generations int, claimed factors) Scenario {
		name := fmt.Sprintf("p=%v p_0=%v α=%s ρ=%s g=%d", ratios(p), ratios(start), alpha.RatString(), rho.RatString(),
			generations)
		return exactly(name, func() Outcome {
			model := start
			for range generations {
				mixed := make([]*big.Rat, len(p))
				for x := range p {
					mixed[x] = rational.Add(rational.Mul(alpha, p[x]),
						rational.Mul(rational.Sub(big.NewRat(1, 1), alpha), model[x]))
				}
				model = smoothed(mixed, rho)
			}
			var pairs []equality
			for set := range p {
				power := laws.RationalPower(rho, bits.OnesCount(uint(set)))
				limit := rational.Mul(coefficient(p, set), claimed.limit(alpha, power))
				rest := rational.Sub(coefficient(start, set), limit)
				rest.Mul(rest, laws.RationalPower(claimed.rate(alpha, power), generations))
				pairs = append(pairs, equality{fmt.Sprintf("coefficient %03b", set), coefficient(model, set),
					rest.Add(rest, limit)})
			}
			return identical(pairs...)
		})
	}
	one := big.NewRat(1, 1)
	rate := func(alpha, power *big.Rat) *big.Rat { return rational.Mul(rational.Sub(one, alpha), power) }
	limit := func(alpha, power *big.Rat) *big.Rat {
		return rational.Quo(rational.Mul(alpha, power), rational.Sub(one, rate(alpha, power)))
	}
	right := factors{limit, rate}
	p := []*big.Rat{big.NewRat(1, 2), new(big.Rat), big.NewRat(1, 8), new(big.Rat), big.NewRat(1, 8), big.NewRat(1, 8),
		new(big.Rat), big.NewRat(1, 8)}
	flat := make([]*big.Rat, len(p))
	for x := range flat {
		flat[x] = big.NewRat(1, 8)
	}
	third, half := big.NewRat(1, 3), big.NewRat(1, 2)
	return Claim{
		ID: "khelifa-limit", Statement: "khelifa-limit", Expect: Supported,
		Title: "a fit that smooths, share α real: degree k is kept by αρ^k/(1 − (1−α)ρ^k)",
		Says: "Of p_{g+1} = S[αp + (1−α)p_g], S with eigenvalues ρ^k, the coefficient of degree k tends to αρ^k/(1 − " +
			"(1−α)ρ^k) times that of p, at the rate ((1−α)ρ^k)^g exactly.",
		Deviation: "the limit is as quoted from an abstract; the factors are ours, on the cube in place of the line",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(p, flat, third, half, 4, right), scenario(p, p, third, half, 1, right)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(drawShares(choose, 8, 9), drawShares(choose, 8, 9), drawShare(choose, "128 α−1"),
				drawShare(choose, "128 ρ−1"), choose.Choose("g", 4), right)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"limit-without-smoothing", scenario(p, flat, third, half, 4, factors{
					func(_, _ *big.Rat) *big.Rat { return one }, rate})},
				{"smoothed-once", scenario(p, flat, third, half, 4, factors{
					func(_, power *big.Rat) *big.Rat { return power }, rate})},
				{"rate-of-the-share-alone", scenario(p, flat, third, half, 4, factors{limit,
					func(alpha, _ *big.Rat) *big.Rat { return rational.Sub(one, alpha) }})},
			}
		},
	}
}
