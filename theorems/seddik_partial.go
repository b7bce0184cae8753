package theorems

import (
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// partialFormula is Theorem 2 of the paper, with the given sign before (α/N)β^m: α = n/(N+n), β = α[(1+1/N)α − 1/N],
// D = 1 + (1+1/N)α, and
//
//	S_{m+1} = [1 + 2α − (1−1/N)αβ^m]/(ND) + (1−1/N)S_0 [1 + α ± (α/N)β^m]/D.
func partialFormula(l partial, sign int64) *big.Rat {
	one, inverse := big.NewRat(1, 1), big.NewRat(1, l.real)
	alpha := big.NewRat(l.synthetic, l.real+l.synthetic)
	grown := rational.Mul(rational.Add(one, inverse), alpha)
	beta := rational.Mul(alpha, rational.Sub(grown, inverse))
	scale := rational.Add(one, grown)
	power := rational.Mul(alpha, laws.RationalPower(beta, l.generations-1))
	less := rational.Sub(one, inverse)
	first := rational.Sub(rational.Add(one, rational.Mul(big.NewRat(2, 1), alpha)), rational.Mul(less, power))
	second := rational.Add(rational.Add(one, alpha), rational.Mul(big.NewRat(sign, l.real), power))
	second.Mul(second, less).Mul(second, collisionOf(l.p))
	return rational.Quo(rational.Add(first.Mul(first, inverse), second), scale)
}

func partialScenario(l partial, claimed *big.Rat) Scenario {
	return exactly(l.String(), func() Outcome { return identical(equality{"S_m", l.collision(), claimed}) })
}

// seddikPartialPrinted is the sum of squares on a fixed real part, with the sign of equation 9 and of its proof in
// appendix B.3: S_1 = 1/N + (1−1/N)S_0, what m = 0 must give, asks for the other sign.
func seddikPartialPrinted() Claim {
	return Claim{
		ID: "seddik-partial-printed", Statement: "seddik-partial", Expect: Refuted,
		Title: "unigrams with a fixed real part: equation 9 as printed",
		Says: "S_{m+1} = [1 + 2α − (1−1/N)αβ^m]/(ND) + (1−1/N)S_0 [1 + α − (α/N)β^m]/D: the second sign is wrong, as " +
			"m = 0 shows.",
		Fixed: func(Profile) []Scenario {
			start := partialInstance
			start.generations = 1
			return []Scenario{partialScenario(start, partialFormula(start, -1)),
				partialScenario(partialInstance, partialFormula(partialInstance, -1))}
		},
		Draw: func(choose Chooser) Scenario {
			l := drawPartial(choose, 1)
			l.real++ // N = 1 and n = 1 hide the term: 1 − 1/N = 0, β = 0
			l.synthetic++
			return partialScenario(l, partialFormula(l, -1))
		},
		Mutants: func() []Mutant {
			longer, single := partialInstance, partialInstance
			longer.generations, single.real = 5, 1 // 1 − 1/N = 0 hides the sign
			return []Mutant{{"plus", partialScenario(partialInstance, partialFormula(partialInstance, 1))},
				{"plus-later", partialScenario(longer, partialFormula(longer, 1))},
				{"one-real-sample", partialScenario(single, partialFormula(single, -1))}}
		},
	}
}

// seddikPartial is the same with the sign that the line before it in the proof gives: β − α² = −α(1−α)/N.
func seddikPartial() Claim {
	return Claim{
		ID: "seddik-partial", Statement: "seddik-partial", Expect: Supported,
		Title:     "unigrams with a fixed real part: equation 9 with its sign mended, as rationals",
		Says:      "S_{m+1} = [1 + 2α − (1−1/N)αβ^m]/(ND) + (1−1/N)S_0 [1 + α + (α/N)β^m]/D, by counting.",
		Deviation: "print has a minus before (α/N)β^m",
		Fixed: func(Profile) []Scenario {
			return []Scenario{partialScenario(partialInstance, partialFormula(partialInstance, 1))}
		},
		Draw: func(choose Chooser) Scenario {
			l := drawPartial(choose, 1)
			return partialScenario(l, partialFormula(l, 1))
		},
		Mutants: func() []Mutant {
			earlier, swapped := partialInstance, partialInstance
			earlier.generations--
			swapped.real, swapped.synthetic = swapped.synthetic, swapped.real
			return []Mutant{{"minus", partialScenario(partialInstance, partialFormula(partialInstance, -1))},
				{"off-by-one-generation", partialScenario(partialInstance, partialFormula(earlier, 1))},
				{"real-for-synthetic", partialScenario(partialInstance, partialFormula(swapped, 1))}}
		},
	}
}
