package theorems

import (
	"fmt"
	"math"
)

// harmonic is the symmetric tensor of the cubic form v ↦ cos(3φ − ψ)‖v‖³, φ the angle of v, applied to Δ = e_1: its
// norm is 1 as a tensor, and the matrix is [[cos ψ, sin ψ], [sin ψ, −cos ψ]].
func harmonic(psi float64) [2][2]float64 {
	return [2][2]float64{{math.Cos(psi), math.Sin(psi)}, {math.Sin(psi), -math.Cos(psi)}}
}

// rowsOf decides ‖R‖ ≤ bound for the R whose row i is that of ∇³ at z_i, each the harmonic form of its own angle, in
// units of ½K3‖Δ‖: rows of length 1, so ‖R‖² = 1 + |their product|.
func rowsOf(first, second, bound float64) Scenario {
	return exactly(fmt.Sprintf("ψ_1=%g ψ_2=%g bound=%g", first, second, bound), func() (out Outcome) {
		a, b := harmonic(first)[0], harmonic(second)[1]
		norm := math.Sqrt(1 + math.Abs(a[0]*b[0]+a[1]*b[1]))
		out.Check(norm <= bound*(1+1e-14), "‖R‖ = %.6g > %.6g, in units of ½K3‖Δ‖", norm, bound)
		out.Evidence = fmt.Sprintf("‖R‖ = %.6g, in units of ½K3‖Δ‖, against %.6g", norm, bound)
		return out
	})
}

// finding13 is the printed proof of Lemma C.4: Taylor's formula with Lagrange's remainder has a point z_i for each
// coordinate i, and R_t takes its row i from ∇³ at z_i. Each row is at most ½K3‖Δ‖ long, so ‖R‖ ≤ √d times that, and in
// the plane √2 is attained, by a third derivative of norm K3 that turns by π/2 from z_1 to z_2. The integral remainder
// ∫_0^1 (1−s)∇³ℓ(θ + sΔ)[Δ] ds is one matrix for all rows, at most ½K3‖Δ‖: the lemma stands (lemma-C.4).
func finding13() Claim {
	return Claim{
		ID: "finding-13", Statement: "finding-13", Expect: Refuted,
		Title: "Lemma C.4's R_t, with a point z_i for each row, has ‖R_t‖ ≤ ½(t+1)K3‖Δ‖, as printed",
		Says: "A matrix whose row i is that of ∇³ℓ(z_i)[Δ], ‖∇³ℓ‖ ≤ K3 at every z_i, has norm ≤ K3‖Δ‖, for third " +
			"derivatives cos(3φ−ψ_i) of the plane",
		Deviation: "none: false as soon as the third derivatives at z_1 and z_2 differ; √d times the bound is what " +
			"follows",
		Fixed: func(Profile) []Scenario { return []Scenario{rowsOf(0, math.Pi/2, 1), rowsOf(1, 1.1, 1)} },
		Draw: func(choose Chooser) Scenario {
			first := DrawReal(choose, "ψ_1", 0, 6)
			return rowsOf(first, first+DrawReal(choose, "ψ_2−ψ_1", 0.01, 3), 1)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"one-point", rowsOf(1, 1, 1)}, {"√d-times", rowsOf(0, math.Pi/2, math.Sqrt2)},
				{"opposite", rowsOf(0, math.Pi, 1)}}
		},
	}
}
