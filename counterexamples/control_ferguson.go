package counterexamples

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"

	"itermle/theorems"
)

// ferguson refutes "on a compact Θ, with densities continuous in θ, the maximum likelihood estimate is consistent" (T.
// S. Ferguson, J. Amer. Statist. Assoc. 77, 1982). It drops one hypothesis: domination of log p_θ near θ = 1. On [−1,
// 1], θ ∈ [0, 1],
//
//	p_θ(x) = θ/2 + ((1−θ)/δ(θ)) (1 − |x−θ|/δ(θ))_+,   δ(θ) = (1−θ) exp(1 − (1−θ)^{−4}),
//
// and θ̂ → 1 almost surely whatever θ* is: the peak at the largest sample M gains (1−M)^{−4}, about n⁴, against a cost
// of order n. Restricted to θ ≤ ½ the densities are bounded and the estimate is consistent.
type ferguson struct {
	truth float64
	n     int64
}

// logPeak is log((1−θ)/δ(θ)) = (1−θ)^{−4} − 1.
func logPeak(theta float64) float64 { return math.Pow(1-theta, -4) - 1 }

// logDensity is log p_θ(x) for θ < 1.
func (ferguson) logDensity(theta, x float64) float64 {
	uniform := math.Log(theta / 2)
	// |x−θ|/δ(θ), with 1/δ in logs: its overflow is the right limit.
	offset := math.Abs(x-theta) * math.Exp(logPeak(theta)-math.Log1p(-theta))
	if x == theta {
		offset = 0
	}
	if !(offset < 1) {
		return uniform
	}
	return floats.LogSumExp([]float64{uniform, logPeak(theta) + math.Log1p(-offset)})
}

// sample fills dst with samples of p_θ*.
func (f ferguson) sample(dst []float64, random *rand.Rand) {
	width := (1 - f.truth) * math.Exp(-logPeak(f.truth))
	for i := range dst {
		if random.Float64() < f.truth {
			dst[i] = 2*random.Float64() - 1
			continue
		}
		// The sum of two uniform numbers is triangular.
		dst[i] = f.truth + width*(random.Float64()+random.Float64()-1)
	}
}

// excess is a lower bound of sup_{θ>½} Σ log p_θ(x_i) − sup_{θ≤½} Σ log p_θ(x_i): on the left θ = M, the largest
// sample, whose own density is at least (1−θ)/δ(θ) and every other θ/2; on the right sup_{θ≤½} p_θ ≤ e^15 + ¼, because
// (1−θ)/δ(θ) increases.
func (f ferguson) excess(x []float64) float64 {
	largest := -1.0
	for _, v := range x {
		largest = max(largest, v)
	}
	if !(largest > 0.5 && largest < 1) {
		return math.Inf(-1)
	}
	n := float64(len(x))
	return logPeak(largest) + (n-1)*math.Log(largest/2) - n*floats.LogSumExp([]float64{logPeak(0.5), math.Log(0.25)})
}

// consistent is "|θ̂ − θ*| < ½ − θ*", over all of Θ: bad where every global maximiser exceeds ½.
func (f ferguson) consistent() theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("θ*=%g n=%d", f.truth, f.n),
		Experiment: theorems.Rate{Allowed: 0.05, Tolerated: 0.5,
			New: onSamples(f.n, f.sample, func(x []float64) bool { return f.excess(x) > 0 })}}
}

// restored is the same over the finite candidates, all ≤ ½, of which θ* is one: bad where another has a higher
// likelihood.
func (f ferguson) restored(candidates []float64) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("θ*=%g n=%d candidates=%g", f.truth, f.n, candidates),
		Experiment: theorems.Rate{Allowed: 0.01, Tolerated: 0.1, New: onSamples(f.n, f.sample, func(x []float64) bool {
			likelihood := func(theta float64) float64 {
				sum := 0.0
				for _, v := range x {
					sum += f.logDensity(theta, v)
				}
				return sum
			}
			atTruth := likelihood(f.truth)
			return slices.ContainsFunc(candidates, func(theta float64) bool {
				return theta != f.truth && !(likelihood(theta) < atTruth)
			})
		})}}
}

// apart are four candidates θ ≤ ½, to six digits.
func apart(first, step float64) (candidates []float64) {
	for i := range 4 {
		candidates = append(candidates, math.Round((first+float64(i)*step)*1e6)/1e6)
	}
	return candidates
}

func controlFerguson() theorems.Claim {
	return theorems.Claim{
		ID: "control-ferguson", Statement: "control-ferguson",
		Title: "Ferguson's family: the MLE of real data stays near θ*: false, it runs to 1",
		Says: "θ̂ ≤ ½ with probability ≥ 0.95 for θ* < ½ and n ≥ 200 real samples. Their density at 1 is θ*/2, " +
			"and the spike at M pays where 1 − M < (16n)^{−¼}: P(θ̂ > ½) ≈ 1 − exp(−θ* n^{¾}/4) ≥ 0.7 for θ* " +
			"n^{¾} ≥ 5.",
		Expect: theorems.Refuted, Contrast: true,
		Fixed: always(ferguson{0.25, 200}.consistent(), ferguson{0.25, 10_000}.consistent()),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return ferguson{theorems.DrawReal(c, "θ*", 0.1, 0.45),
				theorems.DrawSize(c, "n", 200, 5000)}.consistent()
		},
		Mutants: mutants{{Name: "restricted-to-theta<=1/2",
			Scenario: ferguson{0.25, 200}.restored(apart(0.125, 0.125))}}.all,
	}
}

func controlFergusonBounded() theorems.Claim {
	return theorems.Claim{
		ID: "control-ferguson-bounded", Statement: "control-ferguson",
		Title: "… and is consistent where Θ keeps away from 1",
		Says: "Among four θ ∈ [0.1, ½], θ* one of them, 0.11 apart or more, the likelihood of n ≥ 100 samples is " +
			"largest at θ* with probability ≥ 0.99.",
		Expect: theorems.Supported,
		Fixed: always(ferguson{0.25, 100}.restored(apart(0.125, 0.125)),
			ferguson{0.125, 1000}.restored(apart(0.125, 0.125))),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			candidates := apart(theorems.DrawReal(c, "least", 0.1, 0.125), theorems.DrawReal(c, "step", 0.11, 0.125))
			n := theorems.DrawSize(c, "n", 100, 1000)
			return ferguson{theorems.Pick(c, "θ*", candidates...), n}.restored(candidates)
		},
		Mutants: mutants{{Name: "one-sample", Scenario: ferguson{0.25, 1}.restored(apart(0.125, 0.125))}}.all,
	}
}
