package counterexamples

import (
	"math"
	"math/big"
	"strconv"

	"itermle/internal/nested"
	"itermle/theorems"
)

// TotalVariation is TV(p_θ(t), p_θ*) for the current model and the θ* of Start, exact for every pair in Θ: both densities are
// piecewise constant, and where the two spikes meet only the share of each that the other covers enters, which is
// a difference of logarithms. For θ* = (0, 2) it is α^(t).
func (c *Construction1) TotalVariation() float64 {
	alpha, beta := c.theta[0], c.truth
	low, high := min(alpha, beta), max(alpha, beta)
	// On [0, 1]: g(high) − g(low) = 2(high−low)/((2−4·high)(2−4·low)) up to 1−2·high, then g(low) − ½ up to 1−2·low.
	sum := 2 * (high - low) / ((2 - 4*high) * (2 - 4*low)) * (1 - 2*high)
	sum += (0.5 + low/(2-4*low)) * 2 * (high - low)

	s, t := c.spike, c.started
	left, right := s.LeftEnd(), s.RightEnd()
	if nested.Compare(t.LeftEnd(), left) > 0 {
		left = t.LeftEnd()
	}
	if nested.Compare(t.RightEnd(), right) < 0 {
		right = t.RightEnd()
	}
	widthS, widthT := math.Exp(s.Width.Log), math.Exp(t.Width.Log)
	common, shareS, shareT := 0.0, 0.0, 0.0 // length of the common part, and the part of either spike that it is
	if sign, size := nested.Difference(right, left); sign > 0 {
		common = math.Exp(size.Log)
		shareS, shareT = min(1, math.Exp(size.Log-s.Width.Log)), min(1, math.Exp(size.Log-t.Width.Log))
	}
	a, b := alpha/4, beta/4
	sum += math.Abs(a*(common+shareS) - b*(common+shareT))
	sum += math.Abs((a-b)*(widthS-common) + a*(1-shareS))
	sum += math.Abs((b-a)*(widthT-common) + b*(1-shareT))
	sum += math.Abs(a-b) * max(0, 1-widthS-widthT+common)
	return sum / 2
}

// construction1Claims are those about the family itself.
func construction1Claims() []theorems.Claim {
	return []theorems.Claim{{
		ID:        "construction-1-total-variation",
		Statement: "construction-1",
		Title:     "Construction 1: f is as the proof needs it, and TV(p_θ, p_θ*) = α",
		Says: "p_θ is a density and ½∫|p_θ − p_θ*| = α for every θ, in rationals on a grid of α and of values of f; " +
			"log f ≤ −8N − log 39 at α = 1/8, f is continuous at 1/10, non-increasing, and at least 8 > 2(log 32 + log(17/16)).",
		Expect: theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{{Name: "rationals", Experiment: densityIdentities(big.NewRat(1, 4), paperDecay)}}
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{
				{Name: "spike-weight-halved", Scenario: theorems.Scenario{Name: "rationals", Experiment: densityIdentities(big.NewRat(1, 8), paperDecay)}},
				{Name: "decay-7", Scenario: theorems.Scenario{Name: "rationals", Experiment: densityIdentities(big.NewRat(1, 4), 7)}},
			}
		},
	}}
}

// densityIdentities integrates the density of Construction 1, with the given weight of the spike per α, piece by piece in
// rationals, and examines f for the given decay.
func densityIdentities(spikeWeight *big.Rat, decay float64) theorems.Deterministic {
	return theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
		outcome := theorems.Outcome{Verdict: theorems.Supported}
		judge := func(holds bool, what string) {
			outcome.Cases++
			if !holds && outcome.Verdict == theorems.Supported {
				outcome.Verdict, outcome.Evidence = theorems.Refuted, "false: "+what
			}
		}
		one, half := rational(1, 1), rational(1, 2)
		for i := int64(0); i <= 40; i++ {
			alpha := rational(i, 160)
			inside := sub(one, mul(rational(2, 1), alpha)) // 1 − 2α
			quarter := quo(alpha, rational(4, 1))
			density := add(half, quo(mul(half, sub(one, alpha)), inside))
			for _, f := range []*big.Rat{rational(1, 39), rational(1, 1000), quo(one, new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 4000)))} {
				spike := add(mul(quarter, f), mul(spikeWeight, alpha)) // its mass
				rest := mul(quarter, sub(one, f))
				mass := add(add(mul(density, inside), mul(half, sub(one, inside))), add(spike, rest))
				judge(mass.Cmp(one) == 0, "∫p_θ = 1 at α = "+alpha.RatString())
				distance := add(add(mul(sub(density, one), inside), mul(half, sub(one, inside))), add(spike, rest))
				judge(mul(half, distance).Cmp(alpha) == 0, "TV(p_θ, p_θ*) = α at α = "+alpha.RatString())
			}
		}
		judge(decay > 2*(math.Log(32)+math.Log(17./16)), "decay "+strconv.FormatFloat(decay, 'g', -1, 64)+" > 2(log 32 + log(17/16))")
		for _, n := range []int64{1, 2, 100, 1e6, 1e15} {
			family := Construction1Family{N: n, Decay: decay}
			// f(1/8) is computed by one subtraction, product and quotient of rounded numbers.
			want := -8*float64(n) - math.Log(39)
			judge(family.LogWidth(0.125) <= want+1e-12*float64(n), "log f(1/8) ≤ −8N − log 39")
			judge(family.LogWidth(0.1) == -math.Log(39), "f(1/10) = 1/39")
			judge(math.Abs(family.LogWidth(math.Nextafter(0.1, 1))-family.LogWidth(0.1)) <= 1e-12*float64(n), "f is continuous at 1/10")
			for i := range 1000 {
				alpha := 0.25 * float64(i) / 1000
				judge(family.LogWidth(alpha+0.25/1000) <= family.LogWidth(alpha), "f is non-increasing")
			}
		}
		if outcome.Verdict == theorems.Supported {
			outcome.Evidence = strconv.Itoa(outcome.Cases) + " identities and inequalities"
		}
		return outcome, nil
	}}
}
