package theorems

import (
	"fmt"
	"math"
	"math/big"

	"itermle/theorems/certify"
)

// theoremB1Elementary is Theorem B.1 with √32 in place of √8, by a route that needs no numerical supremum and shares with martingaleBound only the
// function cosh ‖x‖ and Ville's inequality:
//
//	P(‖Σ_{i≤t} z_i‖ ≤ log(2/δ)/λ + 8λ Σ_{i≤t} σ_i² for all t) ≥ 1 − δ,  √(32 Σσ_i² log(2/δ)) at the best λ.
//
// Derivation (ours). One difference z, R = ‖z‖, an independent copy z′ of z, y = z − z′, u(x) = cosh ‖x‖.
//
//  1. Moments: E R^{2p} = ∫ 2p u^{2p−1} P(R ≥ u) du ≤ 2·p!·(2σ²)^p.
//  2. Symmetrisation: u is convex and E z′ = 0, so E u(x + λz) ≤ E u(x + λy); y is symmetric, so this is E ½[u(x + λy) + u(x − λy)].
//  3. Squares: cosh √s = Σ s^k/(2k)! is convex in s, and ‖x ± λy‖² = ‖x‖² + λ²‖y‖² ± 2λx·y, so the mean of the two is largest where y is
//     along x: ½[u(x + λy) + u(x − λy)] ≤ cosh(λ‖y‖) u(x).
//  4. Copies: ‖y‖^{2p} ≤ 2^{2p−1}(R^{2p} + R′^{2p}), so E‖y‖^{2p} ≤ 4^p E R^{2p} ≤ 2·p!·(8σ²)^p.
//  5. Series: E cosh(λ‖y‖) ≤ 1 + Σ_{p≥1} 2·p!·(8λ²σ²)^p/(2p)! ≤ e^{8λ²σ²} term by term, as (2p)!/(p!)² ≥ 2. At p = 1 that is an equality: 8 is
//     what this route gives, and no less.
//
// For symmetric z step 4 is not needed: 2 stands for 8, and √8 for √32.
func theoremB1Elementary() Claim {
	return Claim{
		ID: "theorem-B.1-elementary", Statement: "theorem-B.1", Title: "√32 by moments alone, never below the √8", Expect: Supported,
		Says: "E‖z−z′‖^{2p} ≤ 4^p E‖z‖^{2p} ≤ 2·p!·(8σ²)^p and 2·p!·8^p/(2p)! ≤ 8^p/p!, so E cosh‖x+λz‖ ≤ e^{8λ²σ²} cosh‖x‖ and " +
			"‖Σz_t‖ ≤ √(32 Σσ_t² log(2/δ)); the certified √8 is never above",
		Deviation: "ours: a second proof of theorem-B.1 with a worse constant, as a cross-check",
		Fixed: func(Profile) []Scenario {
			scenarios := []Scenario{seriesScenario(8, 8), comparisonScenario("√8 against √32", 2, 8)}
			for _, l := range []finiteLaw{skewLine, skewPlane, skewSpace, symmetricLaw} {
				scenarios = append(scenarios, l.symmetrisedScenario("", 8, 8))
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			return twoPoints(1+int64(choose.Choose("a", 30)), 1+int64(choose.Choose("b", 30))).symmetrisedScenario("", 8, 8)
		},
		Mutants: func() []Mutant {
			drift := finiteLaw{"2 with weight 2, −1 with weight 1", [][]int64{{2}, {-1}}, []int64{2, 1}}
			return []Mutant{
				{"7-for-8-in-the-exponent", seriesScenario(8, 7)},
				{"copies-for-nothing", skewLine.symmetrisedScenario(" copies-for-nothing", 2, 8)},
				{"half-for-8-in-the-step", skewPlane.symmetrisedScenario(" half-for-8-in-the-step", 8, 0.5)},
				{"drift", drift.symmetrisedScenario(" drift", 8, 8)},
				{"√40-against-√32", comparisonScenario("√40 against √32", 10, 8)},
			}
		},
	}
}

// seriesScenario is step 5 in integers, 2·(p!)²·moment^p ≤ exponent^p·(2p)! for p = 1, …, 200. Beyond, for moment = exponent, (2p)!/(p!)² goes on to grow.
func seriesScenario(moment, exponent int64) Scenario {
	return exactly(fmt.Sprintf("moments 2·p!·%d^p, exponent %d", moment, exponent), func() Outcome {
		out := Outcome{Verdict: Supported}
		equal, failed := 0, 0
		left, right := big.NewInt(2), big.NewInt(1)
		for p := int64(1); p <= 200; p++ {
			left.Mul(left, big.NewInt(p*p*moment))
			right.Mul(right, big.NewInt(2*p*(2*p-1)*exponent))
			switch out.Cases++; left.Cmp(right) {
			case 0:
				equal++
			case 1:
				failed++
				out.Verdict = Refuted
			}
		}
		out.Evidence = fmt.Sprintf("of %d terms, %d equal and %d too large", out.Cases, equal, failed)
		return out
	})
}

// symmetrisedScenario is steps 1 to 4 on one law: the moments p ≤ 8 of z and z − z′ (the first comparison in integers), and the step
// E cosh‖x + λz‖ ≤ e^{exponent·λ²σ²} cosh‖x‖ at λσ = 0.02, 0.04, …, 2 and at x = 0 and multiples of the points, along which a drift would show. Sums of
// fewer than 20 positive terms: 10^−12 relative is far above their rounding.
func (l finiteLaw) symmetrisedScenario(suffix string, moment, exponent float64) Scenario {
	return exactly(fmt.Sprintf("%s, moments 2·p!·(%gσ²)^p%s", l.name, moment, suffix), func() Outcome {
		const rounding = 1e-12
		out := Outcome{Verdict: Supported}
		refute := func(holds bool) {
			if out.Cases++; !holds {
				out.Verdict = Refuted
			}
		}
		sigma, total := l.scale(), int64(0)
		for _, w := range l.weights {
			total += w
		}
		largestMoment, largestStep := 0.0, 0.0
		factorial, four := 1.0, big.NewInt(1)
		for p := int64(1); p <= 8; p++ {
			factorial *= float64(p)
			single, double := new(big.Int), new(big.Int)
			for i, z := range l.points {
				addMoment(single, l.weights[i]*total, z, make([]int64, len(z)), p)
				for j, other := range l.points {
					addMoment(double, l.weights[i]*l.weights[j], z, other, p)
				}
			}
			four.Mul(four, big.NewInt(4))
			refute(double.Cmp(new(big.Int).Mul(single, four)) <= 0)
			for _, c := range []struct {
				sum   *big.Int
				scale float64
			}{{single, 2}, {double, moment}} {
				value, _ := new(big.Float).SetInt(c.sum).Float64()
				ratio := value / float64(total*total) / (2 * factorial * math.Pow(c.scale*sigma*sigma, float64(p)))
				largestMoment = math.Max(largestMoment, ratio)
				refute(ratio <= 1+rounding)
			}
		}
		x := make([]float64, l.dim())
		for _, direction := range l.points {
			for _, length := range []float64{0, 0.1, 0.5, 1, 3} {
				for k := range x {
					x[k] = length * float64(direction[k]) / euclidean(direction)
				}
				for i := 1; i <= 100; i++ {
					s, mean := float64(i)/50, 0.0
					for j, z := range l.points {
						sum := 0.0
						for k, v := range z {
							shifted := x[k] + s/sigma*float64(v)
							sum += shifted * shifted
						}
						mean += float64(l.weights[j]) / float64(total) * math.Cosh(math.Sqrt(sum))
					}
					growth := math.Log(mean / math.Cosh(length))
					largestStep = math.Max(largestStep, growth/(s*s))
					refute(growth <= exponent*s*s+rounding)
				}
			}
		}
		out.Evidence = fmt.Sprintf("moments at most %.3f of their bounds; largest log growth of cosh‖x+λz‖ %.3f(λσ)² against %g; %d comparisons",
			largestMoment, largestStep, exponent, out.Cases)
		return out
	})
}

// addMoment adds weight·‖a − b‖^{2p}.
func addMoment(sum *big.Int, weight int64, a, b []int64, p int64) {
	square := int64(0)
	for k := range a {
		square += (a[k] - b[k]) * (a[k] - b[k])
	}
	power := new(big.Int).Exp(big.NewInt(square), big.NewInt(p), nil)
	sum.Add(sum, power.Mul(power, big.NewInt(weight)))
}

// comparisonScenario decides that the bound of constant c is nowhere above that of the elementary constant, before and at the time for which both are best.
func comparisonScenario(name string, c, elementary float64) Scenario {
	return exactly(name, func() Outcome {
		out := Outcome{Verdict: Supported}
		largest := 0.0
		for _, scale := range []float64{1e-3, 1, 20} {
			for _, delta := range []float64{0.99, 0.5, 0.05, 1e-6, 1e-300} {
				for _, v := range []float64{1e-9, 1, 1e6} {
					sharp, crude := certify.NewExponentialBound(c, scale, delta, v), certify.NewExponentialBound(elementary, scale, delta, v)
					for _, share := range []float64{0, 0.01, 0.5, 1} {
						out.Cases++
						ratio := sharp.At(share*v) / crude.At(share*v)
						largest = math.Max(largest, ratio)
						if !(ratio <= 1) {
							out.Verdict = Refuted
						}
					}
				}
			}
		}
		out.Evidence = fmt.Sprintf("ratio at most %.4f over %d bounds", largest, out.Cases)
		return out
	})
}
