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
	paper, quarter := construction1.Family{N: 1000, Decay: construction1.PaperDecay}, rational.Of(1, 4)
	return theorems.Claim{
		ID: "construction-1-total-variation", Statement: "construction-1",
		Title: "Construction 1: f is as the proof needs it, and TV(p_θ, p_θ*) = α",
		Says: "p_θ is a density and ½∫|p_θ − p_θ*| = α for every θ, in rationals for each α and each width of the " +
			"spike; log f = −Decay·N − log 39 at α = 1/8, −Depth·N − log 39 at ¼ and −log 39 up to 1/10, up to " +
			"rounding, f is continuous, non-increasing, and 8 > 2(log 32 + log(17/16)).",
		Expect: theorems.Supported,
		Fixed: func(theorems.Profile) (scenarios []theorems.Scenario) {
			for i := int64(0); i <= 40; i += 8 {
				scenarios = append(scenarios, densityIdentities(paper, i, 160, 4000, quarter, nil))
			}
			return scenarios
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			r := draw1(c, 1, 1e15, 2)
			s := densityIdentities(r.family, int64(c.Choose("4·997 α", 998)), 4*997,
				uint(theorems.DrawSize(c, "log2 1/f", 1, 4000)), quarter, nil)
			s.Unmet = r.unmet
			return s
		},
		Mutants: func() []theorems.Mutant {
			mutant := func(name string, change func(alpha, log float64) float64) theorems.Mutant {
				return theorems.Mutant{Name: name, Scenario: densityIdentities(paper, 16, 160, 10, quarter, change)}
			}
			return []theorems.Mutant{
				{Name: "spike-weight-halved", Scenario: densityIdentities(paper, 16, 160, 10, rational.Of(1, 8), nil)},
				{Name: "decay-7", Scenario: densityIdentities(construction1.Family{N: 1000, Decay: 7}, 16, 160, 10,
					quarter, nil)},
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

// densityIdentities integrates the density of Construction 1 at α = numerator/denominator, with a spike 2^−halvings
// wide and the given weight of the spike per α, piece by piece in rationals, and examines the f of a family, or what a
// mutant makes of log f(α).
func densityIdentities(family construction1.Family, numerator, denominator int64, halvings uint, spikeWeight *big.Rat,
	change func(alpha, log float64) float64) theorems.Scenario {
	name := fmt.Sprintf("N=%d/decay=%g/depth=%g/α=%d÷%d/f=2^-%d", family.N, family.Decay, family.Depth, numerator,
		denominator, halvings)
	return decided(name, func() (theorems.Outcome, error) {
		var out theorems.Outcome
		one, half, alpha := rational.Of(1, 1), rational.Of(1, 2), rational.Of(numerator, denominator)
		f := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), halvings))
		inside := rational.Sub(one, rational.Mul(rational.Of(2, 1), alpha)) // 1 − 2α
		quarter := rational.Quo(alpha, rational.Of(4, 1))
		density := rational.Add(half, rational.Quo(rational.Mul(half, rational.Sub(one, alpha)), inside))
		spike := rational.Add(rational.Mul(quarter, f), rational.Mul(spikeWeight, alpha)) // its mass
		rest := rational.Mul(quarter, rational.Sub(one, f))
		beyond := rational.Add(rational.Mul(half, rational.Sub(one, inside)), rational.Add(spike, rest))
		out.Check(rational.Add(rational.Mul(density, inside), beyond).Cmp(one) == 0, "not ∫p_θ = 1")
		distance := rational.Add(rational.Mul(rational.Sub(density, one), inside), beyond)
		out.Check(rational.Mul(half, distance).Cmp(alpha) == 0, "not TV(p_θ, p_θ*) = α")

		atMost(&out, construction1.NeededDecay, family.Decay, 1e-12, "not decay %g > 2(log 32 + log(17/16))",
			family.Decay)
		at := func(alpha float64) float64 {
			if log := family.LogWidth(alpha); change == nil {
				return log
			} else {
				return change(alpha, log)
			}
		}
		N := float64(family.N)
		slack := 1e-12 * N // 1/8 − 1/10 loses 3 bits, and Decay is below 20
		out.Check(math.Abs(at(0.125)+family.Decay*N+math.Log(39)) <= slack, "not log f(1/8) = −Decay·N − log 39")
		depth := cmp.Or(family.Depth, 6*family.Decay)
		out.Check(math.Abs(at(0.25)+depth*N+math.Log(39)) <= 10*slack, "not log f(¼) = −Depth·N − log 39")
		out.Check(at(0.1) == -math.Log(39), "not f(1/10) = 1/39")
		for _, kink := range []float64{0.1, 0.125} {
			out.Check(math.Abs(at(math.Nextafter(kink, 1))-at(kink)) <= slack, "f is not continuous at α = %g", kink)
		}
		for i := range 1000 {
			alpha := 0.25 * float64(i) / 1000
			out.Check(at(alpha+0.25/1000) <= at(alpha), "f increases at α = %g", alpha)
		}
		out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("%d identities and inequalities", out.Cases))
		return out, nil
	})
}

// construction1Samples is about the samples of a collapsed model. With θ* = (¼, μ*) and N ≥ 100 every fit is at α = ¼:
// to keep the largest complement below ½ by a smaller α gains less than 1 nat, and costs each point of the spike
// 8(Depth − Decay)N, at least 190 N nats times that change of α, about 1/n.
func construction1Samples() theorems.Claim {
	type region struct {
		name  string
		count func(p *construction1.Pool) float64
		share float64
	}
	dropped := region{"(½,1]", func(p *construction1.Pool) float64 { return float64(p.Dropped()) }, 0.25}
	spike := region{"spike", func(p *construction1.Pool) float64 { return float64(p.Covered()) }, 1. / 16}
	scenario := func(r region, f construction1.Family, mu float64, n int64, T int, workflow estimators.Workflow,
	) theorems.Scenario {
		run := run1{family: f, n: n, T: T}.setup()
		run.Truth, run.Workflow = []float64{construction1.LargestAlpha, mu}, workflow
		below := func(k float64) float64 { // P(Binomial(nT, share) ≤ k)
			switch samples := float64(n) * float64(T); {
			case k < 0:
				return 0
			case k >= samples:
				return 1
			default:
				return mathext.RegIncBeta(samples-k, k+1, 1-r.share)
			}
		}
		return theorems.Scenario{
			Name: fmt.Sprintf("%s=%g/N=%d/decay=%g/depth=%g/μ=%g/n=%d/T=%d/%v", r.name, r.share, f.N, f.Decay, f.Depth,
				mu, n, T, workflow),
			Experiment: theorems.Law{CDF: func(x float64) float64 { return below(math.Floor(x)) },
				CDFLeft: func(x float64) float64 { return below(math.Ceil(x) - 1) }, Distance: 0.08,
				New: after(run, r.count)}}
	}
	plain := func(r region, N, n int64, T int) theorems.Scenario {
		return scenario(r, construction1.Paper(N), 2.5, n, T, estimators.Accumulate())
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
			f := draw1(c, 100, 10_000, 1).family // its n is N
			mu := 2 + theorems.DrawReal(c, "(μ*−2)/(1−f)", 0, 1)*(1-math.Exp(f.LogWidth(construction1.LargestAlpha)))
			return scenario(theorems.Pick(c, "region", dropped, spike), f, mu, theorems.DrawSize(c, "n", 100, 1000),
				theorems.Pick(c, "T", 1, 2, 4), estimators.Accumulate())
		},
		Mutants: func() []theorems.Mutant {
			// The share of the flat part taken for (1−α)/(2+α) in place of (1−α)/(2−α).
			flat := region{dropped.name, dropped.count, 7. / 24}
			return []theorems.Mutant{
				{Name: "flat-share", Scenario: plain(flat, 1000, 1000, 1)},
				{Name: "spike-share-halved", Scenario: plain(region{spike.name, spike.count, 1. / 32}, 1000, 1000, 1)},
				{Name: "accumulate-to-replace",
					Scenario: scenario(dropped, construction1.Paper(100), 2.5, 50, 3, estimators.Replace())},
			}
		},
	}
}
