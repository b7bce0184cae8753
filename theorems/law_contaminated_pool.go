package theorems

import (
	"fmt"
	"math"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// contaminatedVariance is t Var/σ² … of the pool of t equal batches, of which the share 1 − α is real: v_t/σ² n,
//
//	v_t = (1 − (1−α)/t)² v_{t−1} + 1/t²,   v_1 = 1
//	    = Σ_{k≤t} k^{−2} [Γ(t+α) Γ(k+1)/(Γ(t+1) Γ(k+α))]²
func contaminatedVariance(alpha float64, t int) float64 {
	top, bottom := logGamma(float64(t)+alpha), logGamma(float64(t)+1)
	sum := 0.0
	for k := 1; k <= t; k++ {
		x := float64(k)
		sum += math.Exp(2*(top-bottom+logGamma(x+1)-logGamma(x+alpha))) / x / x
	}
	return sum
}

// lawContaminatedPoolExact is the pool that is joined by a share of real samples in every generation, for Bernoulli
// samples by enumeration and for v2 = 0 by the Gamma functions.
func lawContaminatedPoolExact() Claim {
	decide := func(p *big.Rat, n, r int64, generations int, claimed laws.Fresh) Outcome {
		var out Outcome
		v := laws.RationalVariance{V0: new(big.Rat), V1: rational.Of(1, 1), V2: rational.Of(-1, 1)}
		f := laws.NewFresh(n, r, generations, false)
		if int64(generations)*n <= 30 {
			enumerated, formula := squaredDeviation(f.Enumerate(p), p), claimed.SquaredError(v, p)
			out.Check(enumerated.Cmp(formula) == 0, "Bernoulli: enumerated %.10g, recursion %.10g",
				rational.Nearest(enumerated), rational.Nearest(formula))
		}
		v = laws.RationalVariance{V0: rational.Of(1, 1), V1: new(big.Rat), V2: new(big.Rat)}
		recursion := rational.Nearest(claimed.SquaredError(v, p)) * float64(n)
		closed := contaminatedVariance(1-float64(r)/float64(n), generations)
		// Each term is exp of differences of log Γ below t log t: 64 units of that.
		width := 64 * 0x1p-53 * float64(generations+1) * math.Log(float64(generations)+2)
		out.Check(math.Abs(recursion/closed-1) <= width, "n Var/σ² = %.15g, by Γ functions %.15g", recursion, closed)
		out.Evidence = fmt.Sprintf("n Var/σ² = %.9g", recursion)
		return out
	}
	scenario := func(p *big.Rat, n, r int64, generations int, alter func(laws.Fresh) laws.Fresh) Scenario {
		return exactly(fmt.Sprintf("μ*=%s n=%d r=%d T=%d", p.RatString(), n, r, generations),
			func() Outcome { return decide(p, n, r, generations, alter(laws.NewFresh(n, r, generations, false))) })
	}
	same := func(f laws.Fresh) laws.Fresh { return f }
	return Claim{
		ID: "law-contaminated-pool-exact", Statement: "law-contaminated-pool", Expect: Supported,
		Title: "the variance of a pool with fresh shares, by enumeration and Γ functions",
		Says: "Where r of the n samples that join the pool are real, α = 1 − r/n, n Var μ_T/V = Σ_{k≤T} k^{−2} " +
			"[Γ(T+α) Γ(k+1)/(Γ(T+1) Γ(k+α))]² for v2 = 0, and m ← ((N−r)/N)² m + (nV + (n−r) v2 m)/N² in general.",
		Deviation: "As quoted from arXiv:2601.15468 (abstract and secondary source: a variance with Gamma " +
			"functions); the formulas are derived here.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(rational.Of(1, 4), 4, 1, 4, same), scenario(rational.Of(1, 2), 5, 4, 3, same),
				scenario(rational.Of(1, 2), 2, 1, 150, same), scenario(rational.Of(1, 2), 4, 0, 60, same)}
		},
		Draw: func(choose Chooser) Scenario {
			n := DrawSize(choose, "n", 1, 6)
			return scenario(drawShare(choose, "128 μ*−1"), n, int64(choose.Choose("r", int(n))),
				1+choose.Choose("T−1", 12), same)
		},
		Mutants: func() []Mutant {
			mutant := func(alter func(laws.Fresh) laws.Fresh) Scenario {
				return scenario(rational.Of(1, 4), 4, 1,
					3, alter)
			}
			return []Mutant{
				{"batch-alone", mutant(func(f laws.Fresh) laws.Fresh { f.Replace = true; return f })},
				{"one-real-sample-more", mutant(func(laws.Fresh) laws.Fresh { return laws.NewFresh(4, 2, 3, false) })},
				{"no-real-sample", mutant(func(laws.Fresh) laws.Fresh { return laws.NewFresh(4, 0, 3, false) })},
				{"off-by-one-generation", mutant(func(laws.Fresh) laws.Fresh { return laws.NewFresh(4, 1, 4, false) })},
			}
		},
	}
}

// contaminatedPhase is what T to a power times n Var μ_T/σ² tends to: with v' = v(1 − 2(1−α)/t) + 1/t² to leading
// order,
//
//	α < ½: T v → 1/(1−2α)   α = ½: T v/log T → 1   α > ½: T^{2(1−α)} v → c(α)   α = 1: v → π²/6
//
// c(α) = Σ_k k^{−2} [Γ(k+1)/Γ(k+α)]², whose tail from K on is K^{1−2α}/(2α−1) to leading order.
func contaminatedPhase(alpha float64, generations int) (value, limit, width float64) {
	t, v := float64(generations), contaminatedVariance(alpha, generations)
	switch {
	case alpha < 0.5:
		// The part of the start decays like T^{2α−1}.
		return t * v, 1 / (1 - 2*alpha), 4 * math.Pow(t, 2*alpha-1) / (1 - 2*alpha)
	case alpha == 0.5:
		return t * v / math.Log(t), 1, 3 / math.Log(t)
	}
	sum, terms := 0.0, 20*generations
	for k := 1; k <= terms; k++ {
		x := float64(k)
		sum += math.Exp(2*(logGamma(x+1)-logGamma(x+alpha))) / x / x
	}
	limit = sum + math.Pow(float64(terms), 1-2*alpha)/(2*alpha-1)
	return math.Pow(t, 2*(1-alpha)) * v, limit, 2 * math.Pow(t, 1-2*alpha) / (2*alpha - 1)
}

// lawContaminatedPhases are the phases, at finite T within the order of what is left.
func lawContaminatedPhases() Claim {
	scenario := func(alpha float64, generations int, told float64) Scenario {
		return exactly(fmt.Sprintf("α=%g T=%d", alpha, generations), func() Outcome {
			value, _, _ := contaminatedPhase(alpha, generations)
			_, limit, width := contaminatedPhase(told, generations)
			var out Outcome
			out.Check(math.Abs(value-limit) <= width, "scaled variance %.6g, limit %.6g ± %.2g", value, limit, width)
			out.Check(width < limit, "no power: ± %.2g about %.6g", width, limit)
			out.Evidence = fmt.Sprintf("scaled variance %.6g, limit %.6g", value, limit)
			return out
		})
	}
	return Claim{
		ID: "law-contaminated-phases", Statement: "law-contaminated-pool", Expect: Supported,
		Title: "phases of the contaminated pool: 1/T, log T/T, T^{−2(1−α)}, π²/6",
		Says: "With n samples a generation joining the pool, a share α of them synthetic, n Var μ_T/σ² is " +
			"1/((1−2α)T) for α < ½, log T/T at ½, c(α) T^{−2(1−α)} above and π²/6 at α = 1, to leading order.",
		Deviation: "As quoted from arXiv:2601.15468 (abstract and secondary source): a constant π²/6 as α → 1 and a " +
			"change of phase at ½. The exponents and constants are derived here.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(0, 100, 0), scenario(0.25, 2000, 0.25), scenario(0.5, 2000, 0.5),
				scenario(0.75, 2000, 0.75), scenario(1, 2000, 1)}
		},
		Draw: func(choose Chooser) Scenario {
			alpha := DrawReal(choose, "α", 0, 0.3)
			if choose.Choose("above ½", 2) == 1 {
				alpha = DrawReal(choose, "α above", 0.75, 1)
			}
			return scenario(alpha, int(DrawSize(choose, "T", 500, 1500)), alpha)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"constant-of-no-contamination", scenario(0.2, 2000, 0)},
				{"contamination-for-its-complement", scenario(0.25, 2000, 0.75)},
				{"constant-of-accumulation", scenario(0.9, 2000, 1)},
				{"critical-for-subcritical", scenario(0.3, 2000, 0.5)},
			}
		},
	}
}

// lawContaminatedBest is what the unweighted mean loses: the least variance of an unbiased linear estimate from the
// batch means X_1, …, X_T. X_t − αY_{t−1} are independent with mean (1−α)μ and variance σ² (X_1: μ, σ²), so that it is
// σ²/(1 + (T−1)(1−α)²), the smaller one for α > 0 and T > 1: 1 − 2α < (1 − α)². The oracle is 1/(1ᵀΣ^{−1}1) for the
// covariance Σ of the X_t, in rationals.
func lawContaminatedBest() Claim {
	scenario := func(alpha *big.Rat, generations int, formula func(alpha *big.Rat, t int64) *big.Rat) Scenario {
		return exactly(fmt.Sprintf("α=%s T=%d", alpha.RatString(), generations), func() Outcome {
			best, unweighted := batchMeans(alpha, generations)
			claimed := formula(alpha, int64(generations))
			var out Outcome
			out.Check(best.Cmp(claimed) == 0, "least variance %.10g, formula %.10g", rational.Nearest(best),
				rational.Nearest(claimed))
			if generations > 1 && alpha.Sign() > 0 {
				out.Check(best.Cmp(unweighted) < 0, "the unweighted mean has %.10g", rational.Nearest(unweighted))
			}
			out.Evidence = fmt.Sprintf("least variance %.6g, of the unweighted mean %.6g", rational.Nearest(best),
				rational.Nearest(unweighted))
			return out
		})
	}
	one := rational.Of(1, 1)
	formula := func(alpha *big.Rat, t int64) *big.Rat {
		rest := rational.Sub(one, alpha)
		precision := rational.Mul(rational.Of(t-1, 1), rational.Mul(rest, rest))
		return precision.Inv(precision.Add(precision, one))
	}
	return Claim{
		ID: "law-contaminated-best", Statement: "law-contaminated-pool", Expect: Supported,
		Title: "the best weights on a contaminated pool: σ²/(1 + (T−1)(1−α)²)",
		Says: "Of unbiased linear estimates from the T batch means, α known, the least variance is σ²/(1 + " +
			"(T−1)(1−α)²), below that of the unweighted mean for α > 0; at α = 1 it stays σ² < σ²π²/6.",
		Deviation: "That the unweighted mean is not best is as quoted from the abstract of arXiv:2601.15468; the " +
			"variance is derived here.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(rational.Of(3, 10), 6, formula), scenario(one, 6, formula),
				scenario(new(big.Rat), 4, formula), scenario(rational.Of(9, 10), 1, formula)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(rational.Of(int64(choose.Choose("4000 α", 4001)), 4000), 1+choose.Choose("T−1", 7), formula)
		},
		Mutants: func() []Mutant {
			mutant := func(formula func(alpha *big.Rat, t int64) *big.Rat) Scenario {
				return scenario(rational.Of(3, 10), 5, formula)
			}
			return []Mutant{
				{"square-lost", mutant(func(alpha *big.Rat, t int64) *big.Rat {
					p := rational.Mul(rational.Of(t-1, 1), rational.Sub(one, alpha))
					return p.Inv(p.Add(p, one))
				})},
				{"off-by-one-generation", mutant(func(a *big.Rat, t int64) *big.Rat { return formula(a, t+1) })},
				{"contamination-for-its-complement", mutant(func(a *big.Rat, t int64) *big.Rat {
					return formula(rational.Sub(one, a), t)
				})},
			}
		},
	}
}

// batchMeans are 1/(1ᵀΣ^{−1}1) of the batch means X_t = αY_{t−1} + (1−α)μ + U_t, Var U_t = 1, and the variance of their
// average Y_T. Rows are X_t in terms of U_1, …, U_t; Σ = AAᵀ, so 1ᵀΣ^{−1}1 = ‖A^{−1}1‖², by substitution.
func batchMeans(alpha *big.Rat, generations int) (best, unweighted *big.Rat) {
	rows := make([][]*big.Rat, generations)
	average := make([]*big.Rat, generations) // Y_t
	for i := range average {
		average[i] = new(big.Rat)
	}
	solution, precision := make([]*big.Rat, generations), new(big.Rat)
	for t := range rows {
		rows[t] = make([]*big.Rat, t+1)
		rows[t][t] = rational.Of(1, 1)
		rest := rational.Of(1, 1)
		for i := range t {
			rows[t][i] = rational.Mul(alpha, average[i])
			rest.Sub(rest, rational.Mul(rows[t][i], solution[i]))
		}
		solution[t] = rest
		precision.Add(precision, rational.Mul(rest, rest))
		for i := range average {
			sum := rational.Mul(average[i], rational.Of(int64(t), 1))
			if i <= t {
				sum.Add(sum, rows[t][i])
			}
			average[i] = sum.Quo(sum, rational.Of(int64(t)+1, 1))
		}
	}
	unweighted = new(big.Rat)
	for _, a := range average {
		unweighted.Add(unweighted, rational.Mul(a, a))
	}
	return new(big.Rat).Inv(precision), unweighted
}

// lawContaminatedPool is the law of a Gaussian mean under accumulate:SHARE by simulation.
func lawContaminatedPool() Claim {
	scenario := func(theta float64, n, r int64, generations int, flaws ...flaw) Scenario {
		f := laws.NewFresh(n, r, generations, false)
		one := laws.RationalVariance{V0: rational.Of(1, 1), V1: new(big.Rat), V2: new(big.Rat)}
		return gaussianFreshScenario(theta, estimators.AccumulateFresh(float64(r)/float64(n)),
			estimators.ConstantSchedule(n), generations, rational.Nearest(f.SquaredError(one, new(big.Rat))), flaws...)
	}
	return Claim{
		ID: "law-contaminated-pool", Statement: "law-contaminated-pool", Expect: Supported,
		Title: "accumulate:r/n of a Gaussian mean, simulated",
		Says: "Of N(θ, 1) where r of the n samples that join the pool are real, θ^(T) − θ* is normal with the " +
			"variance of the closed form.",
		Fixed: func(Profile) []Scenario { return []Scenario{scenario(0, 10, 4, 10)} },
		Draw: func(choose Chooser) Scenario {
			n := DrawSize(choose, "n", 2, 1e6)
			return scenario(DrawReal(choose, "θ*", -3, 3), n, DrawSize(choose, "r", 1, n-1),
				int(DrawSize(choose, "T", 2,
					20)))
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"no-fresh-share", scenario(0, 10, 4, 10, ignoringShare(estimators.Accumulate()))},
				{"batch-alone", scenario(0, 10, 4, 10, ignoringShare(estimators.MixFresh(0.4)))},
				{"shares-exchanged", scenario(0, 10, 2, 10, ignoringShare(estimators.AccumulateFresh(0.8)))},
			}
		},
	}
}
