package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/theorems/certify"
)

// explicit is Theorem 4.1 in the form of print, with c and C computed from K1, K2, K3, L_I, λ0 and r. (L_I ≤ K3 + K2
// E‖score‖ ≤ K3 + 1.8402 K1 K2, so c and C depend on what print says they do.)
//
// Derivation (ours), for equal batches. Take r′ = min(r, λ0/K3), ℓ = log(7d/δ), L = log(7dT/δ), H = log T + 1, and the
// events of certify.General: its martingale is below b = K1√(13.16 ℓ/n), as 8·π²/6 = 13.16 and log(2/(¾δ)) ≤ ℓ; the
// gradients below g = K1√(11.44 L/n), as log(16T/δ) ≤ 1.43 L for L ≥ log 7; the Hessians below E_τ = 2K2√(11.44
// L/(n(τ+1))). Let R = 2b/λ0. If ρ_j ≤ R for j ≤ τ, then D_τ ≤ 2R, and with
//
//	(a) 2K3 R ≤ λ0/8,  E_0 ≤ λ0/8,  2K3 g/λ0 ≤ λ0/4,  2g/λ0 ≤ r′/4,  R ≤ r′/4
//
// m_τ ≥ ¾λ0, the step is a ≤ 2w_τ g/λ0 with h_τ ≥ λ0/2, the larger root of −wGa + ma²/2 − K3a³/6 is beyond r′ + R, as
// there ma²/2 − K3a³/6 ≥ a²(⅜λ0 − (5/24) K3 r′) and the term wGa is smaller by 2g/λ0 ≤ r′/4; and d_τ ≤ (2K3+L_I)R + E_τ
// + K3w_τ g/λ0. Summed with Σw ≤ H, Σ w_τ(τ+1)^{−½} ≤ 2.62, Σw² ≤ 1.645,
//
//	ρ_{τ+1} ≤ b/λ0 + (2g/λ0²)[H(2K3+L_I)R + 5.24 K2√(11.44 L/n) + 1.645 K3 g/λ0]
//
// which is ≤ R as soon as the three terms are at most b/(2λ0), b/(4λ0) and b/(4λ0). Each condition is n ≥ (a constant)
// · H² L²: C = 2√13.16 K1/λ0, and c is the largest of those constants, with L ≥ log 7, ℓ ≥ log 7, H ≥ 1. ∎
type explicit struct {
	constants estimators.Constants
	dim       int
	radius    float64
}

// pair is (c, C).
func (e explicit) pair() (small, large float64) {
	k, seven := e.constants, math.Log(7)
	r := e.ball()
	rate := 2 * math.Sqrt(13.16) * k.K1 / k.Lambda0 // R = rate·√(ℓ/n)
	gradient := k.K1 * k.K1 * 11.44 / seven         // g² ≤ gradient·L²/n
	small = 1
	atLeast := func(value float64) { small = math.Max(small, value) }
	square := func(x float64) float64 { return x * x }
	atLeast(square(16*k.K3*rate/k.Lambda0) / seven)
	atLeast(square(16*k.K2/k.Lambda0) * 11.44 / seven)
	atLeast(square(8*k.K3/square(k.Lambda0)) * gradient)
	atLeast(square(8/(k.Lambda0*r)) * gradient)
	atLeast(square(4*rate/r) / seven)
	atLeast(square(8*(2*k.K3+k.Lipschitz)/square(k.Lambda0)) * gradient)
	// 2g·5.24K2√(11.44L/n)/λ0² ≤ b/(4λ0), and 2·1.645K3g²/λ0³ ≤ b/(4λ0): n ≥ (…)² L²/ℓ.
	atLeast(square(8*5.24*11.44*k.K2/k.Lambda0) / 13.16 / seven)
	atLeast(square(8*1.645*11.44*k.K1*k.K3/square(k.Lambda0)) / 13.16 / seven)
	return small, rate
}

// ball is r′.
func (e explicit) ball() float64 {
	if e.constants.K3 == 0 {
		return e.radius
	}
	return math.Min(e.radius, e.constants.Lambda0/e.constants.K3)
}

// scenario decides that General certifies n = ⌈share·c (log T + 1)² log²(7dT/δ)⌉, with ρ_T ≤ slack·C√(log(7d/δ)/n).
func (e explicit) scenario(generations int, delta, share, slack float64) Scenario {
	d := float64(e.dim)
	name := fmt.Sprintf("d=%d K1=%g K2=%g K3=%g λ0=%g L_I=%.6g r=%g T=%d δ=%g c*%g C*%g", e.dim, e.constants.K1,
		e.constants.K2, e.constants.K3, e.constants.Lambda0, e.constants.Lipschitz, e.radius, generations, delta, share,
		slack)
	small, large := e.pair()
	l, h := math.Log(7*d*float64(generations)/delta), math.Log(float64(generations))+1
	n := math.Ceil(share * small * h * h * l * l)
	if n > 0x1p53 {
		return Scenario{Name: name, Unmet: fmt.Sprintf("n = %.4g > 2^53", n)}
	}
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (out Outcome, err error) {
		q := certify.Request{Constants: e.constants, Dim: e.dim, Radius: e.ball(), Delta: delta,
			Generations: generations, Schedule: estimators.ConstantSchedule(int64(n))}
		certificate, err := certify.General(q)
		if err != nil {
			return out, err
		}
		bound := slack * large * math.Sqrt(math.Log(7*d/delta)/n)
		if out.Check(certificate.Certified, "n = %g: %s", n, certificate.Reason) {
			out.Pin("C√(log(7d/δ)/n) to ρ_T", bound/certificate.Rho, 1, 5)
		}
		out.Evidence = fmt.Sprintf("c = %.4g, C = %.4g, n = %.4g, ρ_T = %.4g ≤ %.4g", small, large, n, certificate.Rho,
			bound)
		return out, nil
	}}}
}

func theorem41Explicit() Claim {
	one := func(k1, k2, k3, lambda, r float64, dim int) explicit {
		return explicit{estimators.Constants{K1: k1, K2: k2, K3: k3, Lambda0: lambda, Lipschitz: k3 + 1.8402*k1*k2},
			dim, r}
	}
	unit := one(1, 1, 1, 0.5, 1, 2)
	return Claim{
		ID: "theorem-4.1-explicit", Statement: "theorem-4.1-explicit",
		Title: "Theorem 4.1 in the form of print, with c and C computed from its constants", Expect: Supported,
		Says: "For c and C computed from (K1, K2, K3, λ0, r) and n = ⌈c (log T + 1)² log²(7dT/δ)⌉ the recursion of " +
			"theorem-4.1 certifies ρ_T ≤ C√(log(7d/δ)/n).",
		Deviation: "print has no c and no C; the MLE is over B_r′(θ*), r′ = min(r, λ0/K3)",
		Fixed: func(Profile) []Scenario {
			return []Scenario{unit.scenario(1, 0.05, 1, 1), unit.scenario(10_000, 0.05, 1, 1),
				one(1, 1, 0, 1, 1, 1).scenario(100, 0.01, 1, 1)}
		},
		Draw: func(choose Chooser) Scenario {
			dim := Pick(choose, "d", 1, 2, 3, 4, 10)
			k1, k2 := DrawLog(choose, "K1", 0.3, 3), DrawLog(choose, "K2", 0.3, 3)
			// λ0 ≤ ‖I‖ ≤ K2 and dλ0 ≤ 3.3863 K1².
			lambda := math.Min(k2, 3.386*k1*k1/float64(dim)) * DrawLog(choose, "λ0/most", 0.3, 1)
			e := one(k1, k2, DrawLog(choose, "K3", 0.01, 3), lambda, DrawLog(choose, "r", 0.3, 10), dim)
			return e.scenario(int(DrawSize(choose, "T", 1, 1000)), DrawLog(choose, "δ", 1e-9, 0.5), 1, 1)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"C-of-a-fifth", unit.scenario(100, 0.05, 1, 0.2)},
				{"c-over-10000", unit.scenario(100, 0.05, 1e-4, 1)},
				{"C-tenfold", unit.scenario(100, 0.05, 1, 10)},
			}
		},
	}
}
