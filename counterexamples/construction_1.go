package counterexamples

import (
	"cmp"
	"fmt"
	"math"
	"math/big"

	"gonum.org/v1/gonum/mathext"

	"itermle/counterexamples/construction1"
	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems"
)

// construction1TotalVariation is about the family itself.
func construction1TotalVariation() theorems.Claim {
	return theorems.Claim{
		ID: "construction-1-total-variation", Statement: "construction-1",
		Title: "Construction 1: f is as the proof needs it, and TV(p_θ, p_θ*) = α",
		Says: "p_θ is a density and ½∫|p_θ − p_θ*| = α for every θ, in rationals on a grid of α and of values of f; " +
			"log f = −8N − log 39 at α = 1/8 and −log 39 at 1/10, up to rounding, f is continuous at 1/10, " +
			"non-increasing, and 8 > 2(log 32 + log(17/16)).",
		Expect: theorems.Supported,
		Fixed:  always(densityIdentities(big.NewRat(1, 4), construction1.PaperDecay, construction1.Family.LogWidth)),
		Mutants: func() []theorems.Mutant {
			quarter := big.NewRat(1, 4)
			mutant := func(name string, change func(alpha, log float64) float64) theorems.Mutant {
				return theorems.Mutant{Name: name, Scenario: densityIdentities(quarter, construction1.PaperDecay,
					func(f construction1.Family, alpha float64) float64 { return change(alpha, f.LogWidth(alpha)) })}
			}
			return []theorems.Mutant{
				{Name: "spike-weight-halved", Scenario: densityIdentities(big.NewRat(1, 8), construction1.PaperDecay,
					construction1.Family.LogWidth)},
				{Name: "decay-7", Scenario: densityIdentities(quarter, 7, construction1.Family.LogWidth)},
				mutant("jump-after-a-tenth", func(alpha, log float64) float64 {
					if alpha > 0.1 && alpha < 0.125 {
						return log - 0.1
					}
					return log
				}),
				mutant("increases-below-a-tenth", func(alpha, log float64) float64 {
					return log - math.Max(0, 0.05-alpha)
				}),
				mutant("twice-as-wide", func(_, log float64) float64 { return log + math.Ln2 }),
			}
		},
	}
}

// densityIdentities integrates the density of Construction 1, with the given weight of the spike per α, piece by piece
// in rationals, and examines f for the given decay.
func densityIdentities(spikeWeight *big.Rat, decay float64,
	logWidth func(f construction1.Family, alpha float64) float64) theorems.Scenario {
	return decided("rationals", func() (theorems.Outcome, error) {
		var out theorems.Outcome
		one, half := rational.Of(1, 1), rational.Of(1, 2)
		tiny := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 4000)) // 2^-4000
		for i := int64(0); i <= 40; i++ {
			alpha := rational.Of(i, 160)
			inside := rational.Sub(one, rational.Mul(rational.Of(2, 1), alpha)) // 1 − 2α
			quarter := rational.Quo(alpha, rational.Of(4, 1))
			density := rational.Add(half, rational.Quo(rational.Mul(half, rational.Sub(one, alpha)), inside))
			for _, f := range []*big.Rat{rational.Of(1, 39), rational.Of(1, 1000), tiny} {
				spike := rational.Add(rational.Mul(quarter, f), rational.Mul(spikeWeight, alpha)) // its mass
				rest := rational.Mul(quarter, rational.Sub(one, f))
				beyond := rational.Add(rational.Mul(half, rational.Sub(one, inside)), rational.Add(spike, rest))
				mass := rational.Add(rational.Mul(density, inside), beyond)
				out.Check(mass.Cmp(one) == 0, "not ∫p_θ = 1 at α = %v", alpha)
				distance := rational.Add(rational.Mul(rational.Sub(density, one), inside), beyond)
				out.Check(rational.Mul(half, distance).Cmp(alpha) == 0, "not TV(p_θ, p_θ*) = α at α = %v", alpha)
			}
		}
		atMost(&out, 2*(math.Log(32)+math.Log(17./16)), decay, 1e-12, "not decay %g > 2(log 32 + log(17/16))", decay)
		for _, n := range []int64{1, 2, 100, 1e6, 1e15} {
			family := construction1.Family{N: n, Decay: decay}
			at := func(alpha float64) float64 { return logWidth(family, alpha) }
			// f(1/8) is computed by one subtraction, product and quotient of rounded numbers, 1/8 − 1/10 losing 3 bits.
			slack := 1e-12 * float64(n)
			out.Check(math.Abs(at(0.125)+8*float64(n)+math.Log(39)) <= slack, "not log f(1/8) = −8N − log 39")
			out.Check(at(0.1) == -math.Log(39), "not f(1/10) = 1/39")
			out.Check(math.Abs(at(math.Nextafter(0.1, 1))-at(0.1)) <= slack, "f is not continuous at 1/10")
			for i := range 1000 {
				alpha := 0.25 * float64(i) / 1000
				out.Check(at(alpha+0.25/1000) <= at(alpha), "f increases at α = %g", alpha)
			}
		}
		out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("%d identities and inequalities", out.Cases))
		return out, nil
	})
}

// construction1Samples is about the samples of a collapsed model. With θ* = (¼, 2.5) and N ≥ 100 every fit is at α = ¼:
// to keep the largest complement below ½ by a smaller α gains less than 1 nat, and costs each point of the spike 320 N
// nats times that change of α, about 1/n.
func construction1Samples() theorems.Claim {
	type region struct {
		name  string
		count func(p *construction1.Pool) float64
		share float64
	}
	dropped := region{"(½,1]", func(p *construction1.Pool) float64 { return float64(p.Dropped()) }, 0.25}
	spike := region{"spike", func(p *construction1.Pool) float64 { return float64(p.Covered()) }, 1. / 16}
	scenario := func(r region, familyN, n int64, generations int, workflow estimators.Workflow) theorems.Scenario {
		run := setup([]float64{construction1.LargestAlpha, 2.5}, n, generations,
			func() (*construction1.Pool, error) { return construction1.New(familyN) })
		run.Workflow = workflow
		below := func(k float64) float64 { // P(Binomial(nT, share) ≤ k)
			switch samples := float64(n) * float64(generations); {
			case k < 0:
				return 0
			case k >= samples:
				return 1
			default:
				return mathext.RegIncBeta(samples-k, k+1, 1-r.share)
			}
		}
		return theorems.Scenario{
			Name: fmt.Sprintf("%s=%g/N=%d/n=%d/T=%d/%v", r.name, r.share, familyN, n, generations, workflow),
			Experiment: theorems.Law{CDF: func(x float64) float64 { return below(math.Floor(x)) },
				CDFLeft: func(x float64) float64 { return below(math.Ceil(x) - 1) }, Distance: 0.08,
				New: after(run, r.count)}}
	}
	plain := func(r region, familyN, n int64, generations int) theorems.Scenario {
		return scenario(r, familyN, n, generations, estimators.Accumulate())
	}
	return theorems.Claim{
		ID: "construction-1-samples", Statement: "construction-1",
		Title: "samples of a collapsed model: Binomial(nT, ¼) above ½ and Binomial(nT, 1/16) in the spike",
		Says: "At α = ¼ a sample of p_θ lies in (½, 1] with probability α = ¼ (a flat half and the flat part of the " +
			"other) and in the spike with α/4 = 1/16, in every generation: the counts that Construction 1 is fitted " +
			"to after the collapse have these laws, whether points are held one by one (N < 1000) or counted.",
		Expect: theorems.Supported,
		Fixed: always(plain(dropped, 1000, 1000, 1), plain(spike, 1000, 1000, 1), plain(dropped, 100, 50, 3),
			plain(spike, 100, 50, 3)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			familyN := theorems.Pick[int64](c, "N", 1000, 100)
			n := theorems.Pick[int64](c, "n", 1000, 100, 2000)
			return plain(theorems.Pick(c, "region", dropped, spike), familyN, n, theorems.Pick(c, "T", 1, 2, 4))
		},
		Mutants: func() []theorems.Mutant {
			// The share of the flat part taken for (1−α)/(2+α) in place of (1−α)/(2−α).
			flat := region{dropped.name, dropped.count, 7. / 24}
			return []theorems.Mutant{
				{Name: "flat-share", Scenario: plain(flat, 1000, 1000, 1)},
				{Name: "spike-share-halved", Scenario: plain(region{spike.name, spike.count, 1. / 32}, 1000, 1000, 1)},
				{Name: "accumulate-to-replace", Scenario: scenario(dropped, 100, 50, 3, estimators.Replace())},
			}
		},
	}
}
