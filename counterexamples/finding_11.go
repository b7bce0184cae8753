package counterexamples

import (
	"fmt"

	"itermle/counterexamples/construction2"
	"itermle/internal/tower"
	"itermle/theorems"
)

// serves decides (Eq. 36) for an f that is made from one waiting time and used at another: for every increasing φ the f
// of ψ has log(1/2f(J)) = φ⁻¹(ψ(J))(ψ(J)+1) log 3J, and what δ needs at level J is the same with t_{J−1}(δ) for ψ, the
// largest n that asks for J. So it serves if and only if t_{J−1}(δ) ≤ ψ(J).
func serves(what string, J int, delta float64, psi func() (tower.Number, error)) theorems.Scenario {
	return decided(fmt.Sprintf("%s J=%d δ=%g", what, J, delta), func() (out theorems.Outcome, err error) {
		needed, err := construction2.WaitingTime(J-1, delta)
		if err != nil {
			return out, err
		}
		made, err := psi()
		out.Check(!made.Less(needed), "δ needs t_%d(δ) = %v > ψ(%d) = %v", J-1, needed, J, made)
		out.Evidence = fmt.Sprintf("J = %d: t_{J−1}(δ) = %v, ψ(J) = %v", J, needed, made)
		return out, err
	})
}

// ofDelta is print's ψ, made for one δ and asked at share·δ.
func ofDelta(J int, delta, share float64) theorems.Scenario {
	return serves(fmt.Sprintf("f of δ=%g", delta), J, share*delta, func() (tower.Number, error) {
		return construction2.WaitingTime(J-1, delta)
	})
}

// ofLevel is ours: ψ(J) = t_{J−1}(1/J).
func ofLevel(J int, delta float64) theorems.Scenario {
	return serves("f of the level", J, delta, func() (tower.Number, error) { return construction2.LevelTime(J), nil })
}

func finding11() theorems.Claim {
	return theorems.Claim{
		ID: "finding-11", Statement: "finding-11",
		Title: "the f of the proof of Theorem 5.2, made for one δ, serves every δ, as printed",
		Says: "The f that is chosen from ψ, which contains δ, meets Eq. 36 at every other δ′ ∈ (0, 1) too, as it " +
			"must: the family of Theorem 5.2 depends on φ alone.",
		Deviation: "None: false for every δ′ < δ, which waits longer for the same level.",
		Expect:    theorems.Refuted,
		Fixed:     always(ofDelta(2, 0.5, 0.5), ofDelta(3, 0.1, 0.1)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return ofDelta(theorems.Pick(c, "J", 2, 3, 4, 5, 8), theorems.DrawLog(c, "δ", 1e-6, 0.9),
				theorems.DrawLog(c, "δ′/δ", 1e-6, 0.5))
		},
		Mutants: mutants{{Name: "the-same-delta", Scenario: ofDelta(3, 0.1, 1)},
			{Name: "a-larger-delta", Scenario: ofDelta(3, 0.1, 2)},
			{Name: "f-of-the-level", Scenario: ofLevel(3, 0.5)}}.all,
	}
}

func finding11Repaired() theorems.Claim {
	return theorems.Claim{
		ID: "finding-11-repaired", Statement: "finding-11",
		Title: "ψ(J) = t_{J−1}(1/J) has no δ, and serves every δ ≥ 1/J",
		Says: "t_{J−1}(δ) ≤ ψ(J) = t_{J−1}(1/J) for δ ≥ 1/J: one f for all δ, at the levels J ≥ 1/δ, so that C(δ) is " +
			"the time of level ⌈1/δ⌉.",
		Deviation: "Ours: the repaired choice, that of CanonicalWidth.",
		Expect:    theorems.Supported,
		Fixed:     always(ofLevel(2, 0.5), ofLevel(10, 0.1)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			J := int(theorems.DrawSize(c, "J", 2, 40))
			return ofLevel(J, theorems.DrawReal(c, "δ", 1/float64(J), 0.999))
		},
		Mutants: mutants{{Name: "a-smaller-delta", Scenario: ofLevel(3, 0.3)}, {Name: "a-tiny-delta",
			Scenario: ofLevel(10, 1e-6)}, {Name: "f-of-a-delta", Scenario: ofDelta(3, 0.5, 0.25)}}.all,
	}
}
