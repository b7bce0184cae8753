package theorems

import (
	"fmt"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// freshLimit is lim_T E(μ_T − μ*)²/V(μ*) for batches of n with r real samples under replacement, nil where it is
// infinite: with s = n − r the recursion m ← (s/n)² m + (n V + s v2 m)/n² has the factor A = (s² + s v2)/n² and, for
// A < 1, the fixed point
//
//	m/V = n/(n² − s² − s v2),   V/m = 2r − v2 − r(r − v2)/n → 2r − v2
func freshLimit(v2 *big.Rat, n, r int64) (limit, factor *big.Rat) {
	s := rational.Of(n-r, 1)
	grown := rational.Mul(s, rational.Add(s, v2))
	left := rational.Sub(rational.Of(n*n, 1), grown)
	factor = rational.Quo(grown, rational.Of(n*n, 1))
	if left.Sign() <= 0 {
		return nil, factor
	}
	return rational.Quo(rational.Of(n, 1), left), factor
}

// mostEnumerated bounds n where samples are enumerated, in O(n³) products of rationals a generation.
const mostEnumerated = 8

// decideFreshShare compares the closed form of E(μ_T − μ*)² with the recursion, with the enumeration of Bernoulli
// samples, and the reciprocal of the limit with 2r − v2 − r(r − v2)/n. alter is a mutant's, of v2 and r.
func decideFreshShare(v2, p *big.Rat, n, r int64, generations int, alter func(v2 *big.Rat, r int64) (*big.Rat,
	int64)) Outcome {
	var out Outcome
	wrongV2, wrongR := alter(v2, r)
	limit, factor := freshLimit(wrongV2, n, wrongR)
	v := laws.RationalVariance{V0: new(big.Rat), V1: rational.Of(1, 1), V2: v2}
	f := laws.NewFresh(n, r, generations, true)
	squared := rational.Quo(f.SquaredError(v, p), v.At(p))
	if v2.Cmp(rational.Of(-1, 1)) == 0 && n <= mostEnumerated {
		enumerated := rational.Quo(squaredDeviation(f.Enumerate(p), p), v.At(p))
		out.Check(enumerated.Cmp(squared) == 0, "E(μ_T − μ*)²/V is %.10g by enumeration, %.10g by the recursion",
			rational.Nearest(enumerated), rational.Nearest(squared))
	}
	// Σ_{j<T} A^j/n: the closed form that holds on both sides of A = 1.
	closed, power := new(big.Rat), rational.Of(1, n)
	for range generations {
		closed.Add(closed, power)
		power = rational.Mul(power, factor)
	}
	out.Check(closed.Cmp(squared) == 0, "E(μ_T − μ*)²/V is %.10g, closed form %.10g", rational.Nearest(squared),
		rational.Nearest(closed))
	explodes := rational.Of(r*(2*n-r), 1).Cmp(rational.Mul(v2, rational.Of(n-r, 1))) <= 0
	out.Check(explodes == (limit == nil), "infinite %v, by the criterion %v", limit == nil, explodes)
	if limit != nil {
		rest := rational.Quo(power, rational.Sub(rational.Of(1, 1), factor))
		out.Check(rational.Sub(limit, closed).Cmp(rest) == 0, "the limit %.10g is not approached",
			rational.Nearest(limit))
		asymptotic := rational.Sub(rational.Of(2*r, 1), v2)
		correction := rational.Quo(rational.Mul(rational.Of(r, 1), rational.Sub(rational.Of(r, 1), v2)),
			rational.Of(n, 1))
		inverse := new(big.Rat).Inv(limit)
		out.Check(inverse.Cmp(rational.Sub(asymptotic, correction)) == 0, "V/m_∞ = %.10g", rational.Nearest(inverse))
		out.Evidence = fmt.Sprintf("E(μ_T − μ*)²/V = %.6g, limit %.6g", rational.Nearest(squared),
			rational.Nearest(limit))
	}
	return out
}

// lawFreshShareExact is the error that a fixed number of fresh real samples a generation leaves (derived here, from
// Fresh.SquaredError): one real sample keeps every model alive and no model right.
func lawFreshShareExact() Claim {
	scenario := func(v2, p *big.Rat, n, r int64, generations int,
		alter func(v2 *big.Rat, r int64) (*big.Rat, int64)) Scenario {
		return exactly(fmt.Sprintf("v2=%s μ*=%s n=%d r=%d T=%d", v2.RatString(), p.RatString(), n, r, generations),
			func() Outcome { return decideFreshShare(v2, p, n, r, generations, alter) })
	}
	same := func(v2 *big.Rat, r int64) (*big.Rat, int64) { return v2, r }
	of := func(text string) *big.Rat { return rational.Parse(text) }
	return Claim{
		ID: "law-fresh-share-exact", Statement: "law-fresh-share", Expect: Supported,
		Title: "r fresh samples a generation leave V/(2r − v2), whatever n",
		Says: "Under replacement with r of n samples real, E(μ_T − μ*)² = (V/n) Σ_{j<T} A^j, A = (n−r)(n−r+v2)/n²; " +
			"its limit m is infinite iff r(2n−r) ≤ v2(n−r), and else V/m = 2r − v2 − r(r−v2)/n → 2r − v2.",
		Deviation: "The workflow is that of arXiv:2506.20623, of which the abstract was read: one real sample a " +
			"generation prevents absorption. What error it leaves is derived here.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(of("-1"), of("1/4"), 6, 1, 4, same),
				scenario(of("-1"), of("1/2"), 5, 3, 3, same),
				scenario(of("0"), of("1"), 100, 1, 30, same), scenario(of("1"), of("1"), 1000, 1, 30, same),
				scenario(of("4"), of("1"), 100, 1, 20, same)}
		},
		Draw: func(choose Chooser) Scenario {
			if choose.Choose("enumerated", 2) == 0 {
				n := DrawSize(choose, "n", 2, mostEnumerated)
				return scenario(of("-1"), drawShare(choose, "128 μ*−1"), n, 1+int64(choose.Choose("r−1", int(n)-1)),
					1+choose.Choose("T−1", 4), same)
			}
			n := DrawSize(choose, "n", 2, 1000)
			v2 := of(number(DrawReal(choose, "v2", -1, 6)))
			return scenario(v2, of("1/4"), n, DrawSize(choose, "r", 1, n-1), 1+choose.Choose("T−1", 20), same)
		},
		Mutants: func() []Mutant {
			n, r := int64(6), int64(1)
			mutant := func(v2 string, alter func(v2 *big.Rat, r int64) (*big.Rat, int64)) Scenario {
				return scenario(of(v2), of("1/4"), n, r, 4, alter)
			}
			return []Mutant{
				{"v2-zero", mutant("-1", func(_ *big.Rat, r int64) (*big.Rat, int64) { return new(big.Rat), r })},
				{"v2-sign-flipped", mutant("1", func(v2 *big.Rat, r int64) (*big.Rat, int64) {
					return new(big.Rat).Neg(v2), r
				})},
				{"one-real-sample-more",
					mutant("0", func(v2 *big.Rat, r int64) (*big.Rat, int64) { return v2, r + 1 })},
				{"no-real-sample", mutant("-1", func(v2 *big.Rat, r int64) (*big.Rat, int64) { return v2, 0 })},
			}
		},
	}
}

// lawFreshShare is lawFreshShareExact at v2 = 0 by simulation of the workflow fresh:SHARE, with the whole law.
func lawFreshShare() Claim {
	scenario := func(theta float64, n, r int64, generations int, flaws ...flaw) Scenario {
		f := laws.NewFresh(n, r, generations, true)
		one := laws.RationalVariance{V0: rational.Of(1, 1), V1: new(big.Rat), V2: new(big.Rat)}
		return gaussianFreshScenario(theta, estimators.MixFresh(float64(r)/float64(n)), estimators.ConstantSchedule(n),
			generations, rational.Nearest(f.SquaredError(one, new(big.Rat))), flaws...)
	}
	return Claim{
		ID: "law-fresh-share", Statement: "law-fresh-share", Expect: Supported,
		Title: "fresh:r/n of a Gaussian mean, simulated: N(θ*, σ²/(2r) nearly)",
		Says: "Of N(θ, 1) under replacement with r of n samples real θ^(T) − θ* is normal with variance Σ_{j<T} (1 − " +
			"r/n)^{2j}/n, which tends to 1/(2r − r²/n).",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(0, 100, 5, 15)}
		},
		Draw: func(choose Chooser) Scenario {
			n := DrawSize(choose, "n", 2, 1000)
			return scenario(DrawReal(choose, "θ*", -3, 3), n, DrawSize(choose, "r", 1, n-1),
				int(DrawSize(choose, "T", 2,
					20)))
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"replace-without-fresh", scenario(0, 20, 5, 10, replacing)},
				{"fresh-in-the-pool", scenario(0, 20, 5, 10, ignoringShare(estimators.AccumulateFresh(0.25)))},
				{"weighted-in-place-of-fresh", scenario(0, 20, 5, 10, ignoringShare(estimators.WeightedReal(0.25)))},
				{"off-by-one-generation", scenario(0, 20, 2, 1, oneTooFar)},
			}
		},
	}
}
