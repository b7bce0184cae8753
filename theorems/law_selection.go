package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/quadrature"
	"itermle/internal/rounding"
)

// selectionExponent is ψ = 2zφ(z)/q, z = Φ^{−1}((1+q)/2): the central share q of a normal law has the variance 1 − ψ of
// the whole, by parts of ∫_{−z}^{z} x²φ = q − 2zφ(z).
func selectionExponent(q float64) float64 {
	z := math.Sqrt2 * math.Erfinv(q)
	return 2 * z * normalDensity(z) / q
}

// lawSelectionExponent is accumulation of selected data in the limit of large batches: the pool of t batches has the
// variance
//
//	V_t = V_{t−1}(1 − ψ/t) = Π_{k=2}^t (1 − ψ/k) = Γ(t+1−ψ)/(Γ(2−ψ) Γ(t+1)) ~ t^{−ψ}/Γ(2−ψ),
//
// the first batch being whole and the mean staying where it is. ψ < 1 for every q > 0: no selection beats 1/t.
func lawSelectionExponent() Claim {
	scenario := func(q float64, generations int, exponent func(q float64) float64) Scenario {
		return exactly(fmt.Sprintf("q=%g T=%d", q, generations), func() Outcome {
			z, psi := math.Sqrt2*math.Erfinv(q), exponent(q)
			second, bound, err := quadrature.Integrate(func(x float64) float64 { return x * x * normalDensity(x) },
				[]float64{0, z}, 1e-14)
			var out Outcome
			if !out.Check(err == nil, "%v", err) {
				return out
			}
			kept := 2 * second / q
			// The last term is z's own rounding: d(x²φ)/dz dz.
			width := 2*bound/q + 1e-13/q
			out.Check(math.Abs(1-kept-psi) <= width, "variance kept %.12g, 1 − ψ = %.12g", kept, 1-psi)
			out.Check(psi > 0 && psi < 1, "ψ = %g", psi)
			v := 1.0
			for t := 2; t <= generations; t++ {
				v *= 1 - (1-kept)/float64(t)
			}
			t := float64(generations)
			closed := math.Exp(logGamma(t+1-psi) - logGamma(2-psi) - logGamma(t+1))
			allowed := (64*rounding.Unit*t + width) * (1 + math.Log(t))
			out.Check(math.Abs(v/closed-1) <= allowed, "V_T = %.12g, by Γ functions %.12g", v, closed)
			scaled := v * math.Pow(t, psi) * math.Exp(logGamma(2-psi))
			out.Check(math.Abs(scaled-1) <= 1/t+allowed, "T^ψ Γ(2−ψ) V_T = %.8g", scaled)
			out.Evidence = fmt.Sprintf("ψ = %.6g, V_T = %.4g, T^ψ Γ(2−ψ) V_T = %.6g", psi, v, scaled)
			return out
		})
	}
	return Claim{
		ID: "law-selection-exponent", Statement: "law-selection", Expect: Supported,
		Title: "selected data collapse under accumulation: variance ~ t^{−ψ}, ψ = 2zφ(z)/q",
		Says: "Where of each normal batch the central share q joins the pool, the variance falls like t^{−ψ}/Γ(2−ψ), " +
			"ψ = 2zφ(z)/q, z = Φ^{−1}((1+q)/2), 0 < ψ < 1, in the limit of large batches.",
		Deviation: "Collapse like t^{−ψ} is as quoted from arXiv:2606.13732, Theorems 1 and 2 (secondary source); " +
			"the exponent in one dimension is derived here.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(0.1, 2000, selectionExponent), scenario(0.5, 2000, selectionExponent),
				scenario(0.9, 2000, selectionExponent)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(DrawReal(choose, "q", 0.01, 0.999), int(DrawSize(choose, "T", 10, 2000)), selectionExponent)
		},
		Mutants: func() []Mutant {
			mutant := func(exponent func(q float64) float64) Scenario { return scenario(0.5, 500, exponent) }
			return []Mutant{
				{"one-tail", mutant(func(q float64) float64 { return selectionExponent(q) / 2 })},
				{"share-forgotten", mutant(func(q float64) float64 { return selectionExponent(q) * q })},
				{"variance-for-exponent", mutant(func(q float64) float64 { return 1 - selectionExponent(q) })},
			}
		},
	}
}

// centralSquares is K = E Σ z² over the k of n standard normal samples nearest to 0: each is among them if at most k−1
// of the others are nearer,
//
//	K = n ∫ x² P(Bin(n−1, P(|Z| < |x|)) ≤ k−1) φ(x) dx
func centralSquares(n, k int64) (float64, error) {
	value, _, err := quadrature.Integrate(func(x float64) float64 {
		return 2 * float64(n) * x * x * normalDensity(x) * atMostSuccesses(n-1, k-1, math.Erf(x/math.Sqrt2))
	}, []float64{0, 1, 2, 4, 9}, 1e-9*float64(n))
	return value, err
}

// atMostSuccesses is P(Bin(n, p) ≤ k).
func atMostSuccesses(n, k int64, p float64) float64 {
	sum := 0.0
	for j := range min(k, n) + 1 {
		sum += math.Exp(logChoose(n, j) + xLogY(j, p) + xLogY(n-j, 1-p))
	}
	return math.Min(1, sum)
}

func xLogY(n int64, p float64) float64 {
	if n == 0 {
		return 0
	}
	return float64(n) * math.Log(p)
}

// lawSelection is the finite batch, exactly, and the workflow central:q by simulation. Of a Gaussian (μ, σ) pool of N
// the k kept samples are μ + σz_i, with signs independent of the sizes, so that the next variance is σ²[(N + Σz²)/N' −
// (Σz/N')²], N' = N + k, and with K = E Σz²
//
//	E σ_T² = σ² (1 − 1/n) Π_t [(N_t + K)/N'_t − K/N'_t²],   N_t = n + (t−1)k
//
// Var of a factor is at most 4K/N'² by the Gaussian Poincaré inequality: the gradient of Σz² − (Σz)²/N' in z is 2(z_i −
// Σz/N') on those kept.
func lawSelection() Claim {
	scenario := func(q float64, n int64, generations int, claimed func(q float64) float64, flaws ...flaw) Scenario {
		kept := int64(math.Ceil(claimed(q) * float64(n)))
		squares, err := centralSquares(n, kept)
		mean := 1 - 1/float64(n)
		spread := 1 + 2*float64(n-1)/float64(n*n)/(mean*mean) // E/(mean square)
		for t := 1; t < generations; t++ {
			before := float64(n + int64(t-1)*kept)
			after := before + float64(kept)
			factor := (before+squares)/after - squares/after/after
			mean *= factor
			spread *= 1 + 4*squares/(after*after*factor*factor)
		}
		run := iteratedEstimate{family: "gaussian", truth: []float64{0, 1}, workflow: estimators.KeepCentral(q),
			schedule: estimators.ConstantSchedule(n), generations: generations}.with(flaws...)
		trials := iterated(run, func(theta []float64) float64 { return theta[1] * theta[1] / mean })
		return Scenario{
			Name: fmt.Sprintf("gaussian q=%g n=%d T=%d", q, n, generations),
			Experiment: Mean{Value: 1, Tolerance: 0.15 * math.Sqrt(spread-1), Variance: spread - 1,
				Unit: "× its exact value", New: func() (estimators.Trial[float64], error) {
					if err != nil {
						return nil, err
					}
					return trials()
				}},
		}
	}
	same := func(q float64) float64 { return q }
	return Claim{
		ID: "law-selection", Statement: "law-selection", Expect: Supported,
		Title: "central:q of a Gaussian, simulated: E σ_T² at finite n",
		Says: "Accumulating the k = ⌈qn⌉ most central of n samples a generation, E σ_T² = σ²(1 − 1/n) Π [(N + K)/(N " +
			"+ k) − K/(N + k)²], K the mean sum of the k least of n squares of standard normals.",
		Fixed: func(Profile) []Scenario { return []Scenario{scenario(0.5, 20, 8, same)} },
		Draw: func(choose Chooser) Scenario {
			q, n := DrawReal(choose, "q", 0.1, 1), DrawSize(choose, "n", 5, 30)
			return scenario(q, n, int(DrawSize(choose, "T", 2, 8)), same)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"nothing-rejected", scenario(0.5, 20, 8, same, ignoringShare(estimators.Accumulate()))},
				{"largest-kept", scenario(0.5, 20, 8, same, ignoringShare(estimators.KeepLargest(0.5)))},
				{"share-doubled", scenario(0.25, 20, 8, func(q float64) float64 { return 2 * q })},
			}
		},
	}
}
