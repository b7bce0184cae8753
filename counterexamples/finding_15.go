package counterexamples

import (
	"fmt"

	"itermle/theorems"
)

// finding15 is β_J = 1 − M + f(J)/2 of the proof of Theorem 5.2, Eq. 35: with M < f/2 the largest offset on [J−1, J] it
// is above 1, which Θ does not have. β = min(1, 1 − M + f/2) does: [J−β, J−β+f] begins at J−1 and holds J−1+M, M < f/2.
func finding15() theorems.Claim {
	return theorems.Claim{
		ID: "finding-15", Statement: "finding-15",
		Title: "β_J = 1 − M + f(J)/2 lies in [0, 1], as printed",
		Says: "For every offset M ∈ (0, 1] seen on [J−1, J] the β_J of Eq. 35 is a parameter of Construction 2: 0 ≤ " +
			"1 − M + f/2 ≤ 1.",
		Deviation: "None: false for M < f/2, which one sample on [J−1, J] has with probability f/2.",
		Expect:    theorems.Refuted,
		Fixed:     always(offset(0.01, 0.25, 1, false)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			f := theorems.DrawReal(c, "f", 0.001, 0.5)
			return offset(f/2*theorems.DrawReal(c, "2M/f", 0.001, 0.999), f, 1, false)
		},
		Mutants: mutants{{Name: "M-above-f/2", Scenario: offset(0.2, 0.25, 1, false)},
			{Name: "capped", Scenario: offset(0.01, 0.25, 1, true)}, {Name: "without-f", Scenario: offset(0.1, 0.25, 0,
				false)}}.all,
	}
}

// finding15Repaired is the cap.
func finding15Repaired() theorems.Claim {
	return theorems.Claim{
		ID: "finding-15-repaired", Statement: "finding-15",
		Title: "… and min(1, 1 − M + f/2) does, with the sample in its spike",
		Says: "For 0 < M ≤ 1 and 0 < f ≤ ½ β = min(1, 1 − M + f/2) ∈ [0, 1], and J − 1 + M ∈ [J − β, J − β + f]: " +
			"what the proof needs.",
		Deviation: "Ours: the cap.",
		Expect:    theorems.Supported,
		Fixed:     always(offset(0.01, 0.25, 1, true), offset(1, 0.25, 1, true)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return offset(theorems.DrawReal(c, "M", 0.0001, 1), theorems.DrawReal(c, "f", 0.001, 0.5), 1, true)
		},
		Mutants: mutants{{Name: "not-capped", Scenario: offset(0.01, 0.25, 1, false)},
			{Name: "twice-f", Scenario: offset(0.5, 0.25, 3, true)}, {Name: "spike-to-the-left",
				Scenario: offset(0.5, 0.25, -1, true)}}.all,
	}
}

// offset decides β = 1 − M + share·f/2 ∈ [0, 1], capped at 1 or not, and that the spike holds the sample; J = 0.
func offset(M, f, share float64, capped bool) theorems.Scenario {
	return decided(fmt.Sprintf("M=%g f=%g share=%g "+
		"capped=%v", M, f, share, capped), func() (out theorems.Outcome, _ error) {
		beta := 1 - M + share*f/2
		if capped {
			beta = min(1, beta)
		}
		out.Check(beta >= 0 && beta <= 1, "β = %g at M = %g, f = %g", beta, M, f)
		if capped {
			const rounding = 0x1p-50
			out.Check(M-1 >= -beta-rounding && M-1 <= f-beta+rounding, "%g is not in [%g, %g]", M-1, -beta, f-beta)
		}
		out.Evidence = fmt.Sprintf("β = %.6g at M = %g, f = %g", beta, M, f)
		return out, nil
	})
}
