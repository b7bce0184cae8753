package theorems

import (
	"fmt"
	"math"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// lawDiversity is categorical data under accumulation (ours): the expected diversity (probability that two draws
// differ) and the loss of categories,
//
//	E(1 − ‖p_T‖²) = (1 − ‖p*‖²) Π_{t<T} (1 − n_t/N_t²),   P(category i is lost at T) = (1 − p_i)^{n_0} for every T.
//
// What the real data hold is never lost; under replacement all but one category are.
func lawDiversity() Claim {
	quarter := [3]*big.Rat{big.NewRat(1, 4), big.NewRat(1, 4), big.NewRat(1, 2)}
	rare := [3]*big.Rat{big.NewRat(1, 10), big.NewRat(1, 5), big.NewRat(7, 10)}
	tenth := []float64{0.1, 0.2}
	return Claim{
		ID: "law-diversity", Statement: "law-diversity", Expect: Supported,
		Title: "categorical: E(1 − ‖p_T‖²) = (1 − ‖p*‖²) Π(1 − n_t/N_t²); lost at once or never",
		Says: "Under accumulation the expected diversity 1 − ‖p_T‖² is multiplied by 1 − n_t/N_t² a generation, and " +
			"a category is lost with probability (1 − p_i)^{n_0} whatever T.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{
				diversityScenario(quarter, []int64{2, 2, 2}, []int64{2, 2, 2}),
				diversityScenario(rare, []int64{3, 1, 4}, []int64{3, 1, 4}),
				simulatedDiversity("diversity", tenth, estimators.MustSchedule("const:5"), 10),
				simulatedDiversity("lost", tenth, estimators.MustSchedule("const:5"), 10),
			}
		},
		Draw: func(choose Chooser) Scenario {
			if choose.Choose("exact", 2) == 0 {
				shares := [3]int64{}
				for i := range shares {
					shares[i] = 1 + int64(choose.Choose("share−1", 20))
				}
				total := shares[0] + shares[1] + shares[2]
				sizes := drawSizes(choose, 3, 1, 4)
				return diversityScenario([3]*big.Rat{big.NewRat(shares[0], total), big.NewRat(shares[1], total),
					big.NewRat(shares[2], total)}, sizes, sizes)
			}
			what := Pick(choose, "statistic", "diversity", "lost")
			p := []float64{DrawReal(choose, "p_1", 0.01, 0.5), DrawReal(choose, "p_2", 0.01, 0.45)}
			generations := int(DrawSize(choose, "T", 1, 25))
			return simulatedDiversity(what, p, DrawSchedule(choose, DrawSize(choose, "n", 1, 1000), generations),
				generations)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"n-minus-one", diversityScenario(quarter, []int64{3, 3, 3}, []int64{2, 2, 2})},
				{"off-by-one-generation", diversityScenario(quarter, []int64{2, 2, 2}, []int64{2, 2})},
				{"accumulate-to-replace-diversity", simulatedDiversity("diversity", tenth,
					estimators.MustSchedule("const:5"), 10, replacing)},
				{"accumulate-to-replace-lost", simulatedDiversity("lost", tenth, estimators.MustSchedule("const:5"), 10,
					replacing)},
			}
		},
	}
}

// diversityScenario compares E(1 − ‖p_T‖²) and the probability that the first category is lost, enumerated for the
// sizes, with the closed forms for the claimed sizes: the same, or a mutant's.
func diversityScenario(p [3]*big.Rat, sizes, claimed []int64) Scenario {
	name := fmt.Sprintf("categorical p*=%s,%s,%s %v exact", p[0].RatString(), p[1].RatString(), p[2].RatString(), sizes)
	return exactly(name, func() Outcome {
		average, lost := new(big.Rat), new(big.Rat)
		for c, weight := range laws.EnumerateCategorical(p, sizes) {
			total := c[0] + c[1] + c[2]
			d := diversity(big.NewRat(c[0], total), big.NewRat(c[1], total), big.NewRat(c[2], total))
			average.Add(average, d.Mul(d, weight))
			if c[0] == 0 {
				lost.Add(lost, weight)
			}
		}
		want := laws.RationalVariance{V2: big.NewRat(-1, 1)}.Growth(laws.StepVariances(claimed, false))
		want.Mul(want, diversity(p[0], p[1], p[2]))
		wantLost := laws.RationalPower(new(big.Rat).Sub(big.NewRat(1, 1), p[0]), int(claimed[0]))
		var out Outcome
		out.Check(average.Cmp(want) == 0, "diversity")
		out.Check(lost.Cmp(wantLost) == 0, "loss")
		out.Evidence = fmt.Sprintf("E(1 − ‖p_T‖²) = %.8g, formula %.8g; P(lost) = %.8g, formula %.8g",
			rational.Nearest(average), rational.Nearest(want), rational.Nearest(lost), rational.Nearest(wantLost))
		return out
	})
}

// diversity is 1 − ‖p‖².
func diversity(p ...*big.Rat) *big.Rat {
	d := big.NewRat(1, 1)
	for _, x := range p {
		d.Sub(d, new(big.Rat).Mul(x, x))
	}
	return d
}

// simulatedDiversity claims the mean of 1 − ‖p_T‖² ("diversity"), or of whether the first category is lost ("lost").
func simulatedDiversity(what string, p []float64, schedule estimators.Schedule, generations int,
	flaws ...flaw) Scenario {
	run := iteratedEstimate{family: "categorical", truth: p, schedule: schedule,
		generations: generations}.with(flaws...)
	value, of := math.Pow(1-p[0], float64(schedule.Size(0))), func(theta []float64) float64 {
		if theta[0] <= 0 {
			return 1
		}
		return 0
	}
	if what == "diversity" {
		law := laws.Morris{Variance: laws.VarianceFunction{V1: 1, V2: -1}, Mean: 0.5, Schedule: schedule}
		of = func(theta []float64) float64 {
			last := 1 - theta[0] - theta[1]
			return 1 - theta[0]*theta[0] - theta[1]*theta[1] - last*last
		}
		value = of(p) * law.ExpectedVariance(generations) / 0.25
	}
	return Scenario{
		Name: fmt.Sprintf("categorical p*=%g,%g,%.3g %v T=%d %s", p[0], p[1], 1-p[0]-p[1], schedule, generations,
			what),
		Experiment: Mean{Value: value, Tolerance: 0.02, Upper: 1, New: iterated(run, of)},
	}
}
