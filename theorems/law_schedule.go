package theorems

import (
	"fmt"
	"math/big"
	"strconv"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// inflationOf is n_0 Σ_{t<T} n_t/N_t² in exact rationals: the variance of the iterated mean of a v2 = 0 family relative
// to that of the real data alone.
func inflationOf(sizes []int64) *big.Rat {
	sum := laws.RationalVariance{V2: new(big.Rat)}.Inflation(laws.StepVariances(sizes, false))
	return sum.Mul(sum, big.NewRat(sizes[0], 1))
}

// scheduleBound is the claim's upper bound on n_0 Σ n_t/N_t².
type scheduleBound func(sizes []int64) *big.Rat

func telescopedBound(sizes []int64) *big.Rat {
	real := new(big.Rat).Quo(big.NewRat(sizes[0], 1), poolSize(sizes))
	return real.Sub(big.NewRat(2, 1), real)
}

func scheduleScenario(schedule estimators.Schedule, generations int, bound scheduleBound) Scenario {
	return exactly(schedule.String()+" T="+strconv.Itoa(generations), func() Outcome {
		sizes := laws.ScheduleSizes(schedule, generations)
		value, limit := inflationOf(sizes), bound(sizes)
		return atMost(fmt.Sprintf("%.9g ≤ %.9g", rational.Nearest(value), rational.Nearest(limit)), value, limit)
	})
}

// lawSchedule is the schedule law (ours): for every schedule n_t ≥ 1 and every T,
//
//	n_0 Σ_{t<T} n_t/N_t² ≤ 2 − n_0/N_{T−1} < 2
//
// because n_t/N_t² ≤ n_t/(N_{t−1} N_t) = 1/N_{t−1} − 1/N_t telescopes. The real fraction n_0/N_{T−1} may vanish as fast
// as one likes.
func lawSchedule() Claim {
	return Claim{
		ID: "law-schedule", Statement: "law-schedule", Expect: Supported,
		Sometimes: 0.999, Demands: []Share{{AtLeast: 0.3, Within: 1.25}},
		Title: "n_0 Σ n_t/N_t² ≤ 2 − n_0/N_{T−1} for every schedule",
		Says: "However fast the real fraction of the pool vanishes, accumulation multiplies the variance of a v2 = 0 " +
			"family by less than 2: n_0 Σ_{t<T} n_t/N_t² ≤ 2 − n_0/N_{T−1}.",
		Fixed: func(Profile) []Scenario {
			texts := []string{"const:1", "const:100", "geom:1,10", "poly:7,3", "slow:1000,1", "slow:1,1000000000",
				"geom:1000000,0.5"}
			short := each(texts, func(text string) Scenario {
				return scheduleScenario(estimators.MustSchedule(text), 15, telescopedBound)
			})
			return append(short, scheduleScenario(estimators.MustSchedule("slow:1000,1"), 2000, telescopedBound))
		},
		Draw: func(choose Chooser) Scenario {
			generations := int(DrawSize(choose, "T", 1, 100))
			schedule := DrawSchedule(choose, DrawSize(choose, "n", 1, 1e9), generations)
			return scheduleScenario(schedule, generations, telescopedBound)
		},
		Mutants: func() []Mutant {
			constant := func(text string) scheduleBound {
				return func([]int64) *big.Rat { return rational.Parse(text) }
			}
			twice := func(sizes []int64) *big.Rat {
				b := telescopedBound(sizes)
				return b.Sub(b.Add(b, b), big.NewRat(2, 1)) // 2 − 2n_0/N
			}
			return []Mutant{
				{"constant-halved", scheduleScenario(estimators.MustSchedule("const:100"), 2, constant("1"))},
				{"constant-pi²/6", scheduleScenario(estimators.MustSchedule("slow:1000,1"), 2000,
					func([]int64) *big.Rat { return piSquaredSixthAbove })},
				{"supremum-1.9", scheduleScenario(estimators.MustSchedule("slow:100,1"), 3000, constant("1.9"))},
				{"telescope-twice", scheduleScenario(estimators.MustSchedule("const:1"), 2, twice)},
			}
		},
	}
}

// lawScheduleSupremum is the sharpness of the constant 2: n_0 real samples and then one synthetic sample a generation
// give
//
//	2 − 1/(n_0+1) < n_0 Σ_t n_t/N_t² = 1 + n_0 Σ_{k>n_0} 1/k² < 2,
//
// which tends to 2 with n_0; the infinite sum is enclosed by its partial sum and 1/(N+1) < Σ_{k>N} 1/k² < 1/N.
func lawScheduleSupremum() Claim {
	scenario := func(first, terms int64, below, above func(first int64) *big.Rat) Scenario {
		return exactly(fmt.Sprintf("slow:%d,1 T=%d", first, terms+1), func() Outcome {
			sizes := laws.ScheduleSizes(estimators.SlowSchedule(first, 1), int(terms)+1)
			last := first + terms
			low, high := inflationOf(sizes), inflationOf(sizes)
			low.Add(low, big.NewRat(first, last+1))
			high.Add(high, big.NewRat(first, last))
			return less(below(first), low, high, above(first))
		})
	}
	below := func(first int64) *big.Rat {
		r := big.NewRat(1, first+1)
		return r.Sub(big.NewRat(2, 1), r)
	}
	two := func(int64) *big.Rat { return big.NewRat(2, 1) }
	return Claim{
		ID: "law-schedule-supremum", Statement: "law-schedule", Expect: Supported,
		Title: "the supremum 2 is approached by the slowest growth, slow:n_0,1",
		Says: "n_0 Σ_t n_t/N_t² of the schedule slow:n_0,1 lies strictly between 2 − 1/(n_0+1) and 2, so 2 is " +
			"the supremum and is not attained.",
		Fixed: func(Profile) []Scenario {
			return each([]int64{1, 2, 10, 1000, 1000000, 1000000000}, func(first int64) Scenario {
				return scenario(first, 400, below, two)
			})
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(DrawSize(choose, "n_0", 1, 1e9), DrawSize(choose, "T−1", 1, 400), below, two)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"supremum-below-2", scenario(1000000, 400, below,
					func(int64) *big.Rat { return rational.Parse("1.999") })},
				{"approach-twice-as-fast", scenario(1000, 400, func(first int64) *big.Rat {
					r := big.NewRat(1, 2*(first+1))
					return r.Sub(big.NewRat(2, 1), r)
				}, two)},
			}
		},
	}
}

// lawScheduleEqual is the value for equal batches: n Σ_{t<T} n/N_t² = Σ_{k≤T} 1/k², and π²/6 in the limit:
//
//	1/(T+1) < π²/6 − Σ_{k≤T} 1/k² < 1/T.
func lawScheduleEqual() Claim {
	scenario := func(n int64, generations int, slack *big.Rat) Scenario {
		return exactly(fmt.Sprintf("const:%d T=%d", n, generations), func() Outcome {
			value := inflationOf(laws.ScheduleSizes(estimators.ConstantSchedule(n), generations))
			low := new(big.Rat).Add(value, big.NewRat(1, int64(generations)+1))
			high := new(big.Rat).Add(value, big.NewRat(1, int64(generations)))
			return less(low.Add(low, slack), piSquaredSixthBelow, piSquaredSixthAbove, high.Add(high, slack))
		})
	}
	return Claim{
		ID: "law-schedule-equal", Statement: "law-schedule", Expect: Supported,
		Title: "equal batches: n Σ n_t/N_t² → π²/6",
		Says: "For equal batches n Σ_{t<T} n_t/N_t² = Σ_{k≤T} 1/k² misses π²/6 by more than 1/(T+1) and less " +
			"than 1/T.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(1, 1, new(big.Rat)), scenario(1, 10, new(big.Rat)),
				scenario(100, 1000, new(big.Rat)), scenario(1000000000, 1000, new(big.Rat))}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(DrawSize(choose, "n", 1, 1e9), int(DrawSize(choose, "T", 1, 400)), new(big.Rat))
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"limit-off-by-a-millionth", scenario(100, 1000, rational.Parse("0.000001"))},
				{"limit-off-by-minus-a-millionth", scenario(100, 1000, rational.Parse("-0.000001"))},
			}
		},
	}
}

// lawScheduleGrowth orders schedules: splitting a batch raises n_0 Σ n_t/N_t² strictly,
//
//	a/(N+a)² + b/(N+a+b)² − (a+b)/(N+a+b)² = a [1/(N+a)² − 1/(N+a+b)²] > 0,
//
// so of all schedules with one n_0 and one final pool, single samples (the slowest growth) are the worst and one batch
// is the best.
func lawScheduleGrowth() Claim {
	scenario := func(list []int64, at int, part int64, reversed bool) Scenario {
		merged := estimators.ListSchedule(list...)
		return exactly(fmt.Sprintf("%v split n_%d=%d+%d", merged, at, part, list[at]-part), func() Outcome {
			split := append([]int64(nil), list[:at]...)
			split = append(split, part, list[at]-part)
			split = append(split, list[at+1:]...)
			if reversed {
				return less(inflationOf(split), inflationOf(list))
			}
			return less(inflationOf(list), inflationOf(split))
		})
	}
	return Claim{
		ID: "law-schedule-growth", Statement: "law-schedule", Expect: Supported,
		Title: "splitting a synthetic batch raises the variance: fast growth is the gentle one",
		Says: "Replacing a synthetic batch n_t (t ≥ 1) by two batches a + b = n_t strictly raises Σ n_t/N_t²; the " +
			"fastest growth of the pool inflates least.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario([]int64{1, 2}, 1, 1, false), scenario([]int64{100, 100, 100, 100}, 3, 1, false),
				scenario([]int64{1, 1000000000, 1000000000}, 1, 999999999, false)}
		},
		Draw: func(choose Chooser) Scenario {
			list := append([]int64{DrawSize(choose, "n_0", 1, 1e9)}, drawSizes(choose, 8, 2, 1e9)...)
			at := 1 + choose.Choose("split at", len(list)-1)
			return scenario(list, at, 1+int64(choose.Choose("part−1", int(list[at]-1))), false)
		},
		Mutants: func() []Mutant { return []Mutant{{"merging-raises", scenario([]int64{100, 100, 100}, 1, 50, true)}} },
	}
}
