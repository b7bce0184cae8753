package audit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"itermle/estimators"
	"itermle/internal/geometry"
	"itermle/internal/interval"
)

const quadratic = "the score grows with x², whose tail is exponential"

// gaussianRegularity, θ = (μ, σ): I = diag(1, 2)/σ², whose derivative by σ is −diag(2, 4)/σ³.
func gaussianRegularity(f estimators.Family) *regularity {
	far := func(theta []float64, s float64) float64 { return theta[0] + (1+s)*theta[1] }
	return &regularity{
		least: func(theta []interval.Interval) interval.Interval { return reciprocal(square(theta[1])) },
		slope: func(theta []interval.Interval) interval.Interval { return number(4).Div(cube(theta[1])) },
		heavy: tailBetween(f, func(theta []float64, s float64) (float64, float64) {
			return far(theta, s), far(theta, s) + 0.1*theta[1]
		}),
		heavyWhy: quadratic,
		far:      func(theta []float64, s float64) []float64 { return []float64{far(theta, s)} },
		farWhy:   "∂²_σ log p = (1 − 3z²)/σ² and ∂³_σ log p = (12z² − 2)/σ³, z = (x−μ)/σ",
	}
}

// gaussianVarianceRegularity: I = 1/(2θ²).
func gaussianVarianceRegularity(f estimators.Family) *regularity {
	far := func(theta []float64, s float64) float64 { return (1 + s) * math.Sqrt(theta[0]) }
	return &regularity{
		least: func(theta []interval.Interval) interval.Interval { return number(0.5).Div(square(theta[0])) },
		slope: func(theta []interval.Interval) interval.Interval { return reciprocal(cube(theta[0])) },
		heavy: tailBetween(f, func(theta []float64, s float64) (float64, float64) {
			return far(theta, s), far(theta, s+0.1)
		}),
		heavyWhy: quadratic,
		far:      func(theta []float64, s float64) []float64 { return []float64{far(theta, s)} },
		farWhy:   "∇² log p = (½ − x²/θ)/θ² and ∇³ log p = (3x²/θ − 1)/θ³",
	}
}

// gaussianCovarianceRegularity. A step of length r moves Σ by at most √2 r in norm (an off-diagonal coordinate stands
// for two entries). With Λ = ‖Σ*‖ + √2 r the block of I for μ is Σ⁻¹ ≥ 1/Λ, that for Σ is h ↦ ½ tr(Σ⁻¹HΣ⁻¹H) ≥
// ½‖H‖²_F/Λ² ≥ ½‖h‖²/Λ², and the two are orthogonal: λ0 = min(1/Λ, 1/(2Λ²)).
func gaussianCovarianceRegularity(f *estimators.GaussianCovariance, truth []float64) *regularity {
	dim := f.SampleDim()
	sigma := mat.NewSymDense(dim, nil)
	k := dim
	for i := range dim {
		for j := range i + 1 {
			sigma.SetSym(i, j, truth[k])
			k++
		}
	}
	_, largest := geometry.Spectrum(sigma.RawSymmetric().Data, dim)
	return &regularity{
		closed: func(r float64) estimators.Constants {
			lambda := (largest + math.Sqrt2*r) * (1 + geometry.RelativeRounding)
			lambda0 := math.Min(1/lambda, 0.5/(lambda*lambda)) * (1 - geometry.RelativeRounding)
			return estimators.Constants{Lambda0: lambda0}
		},
		closedReason: "min(1/Λ, 1/2Λ²), Λ = ‖Σ*‖ + √2 r",
		heavy:        covarianceTail(dim), heavyWhy: quadratic,
		far: func(theta []float64, s float64) []float64 {
			x := append([]float64(nil), theta[:dim]...)
			x[0] += s * math.Sqrt(theta[dim])
			return x
		},
		farWhy: "∇²_Σ log p and ∇³_Σ log p are quadratic in x − μ",
	}
}

// weibullRegularity: I = (π²/6 + (1−γ)²)/k².
func weibullRegularity(f estimators.Family) *regularity {
	// π²/6 + (1−γ)² = 1.82368…, a float64 rounded a few times.
	const information = math.Pi*math.Pi/6 +
		(1-0.577215664901532860606512090082402431)*(1-0.577215664901532860606512090082402431)
	c := interval.Interval{Lo: information * (1 - 0x1p-52), Hi: information * (1 + 0x1p-52)}
	return &regularity{
		least: func(theta []interval.Interval) interval.Interval { return c.Div(square(theta[0])) },
		slope: func(theta []interval.Interval) interval.Interval { return c.Times(2).Div(cube(theta[0])) },
		heavy: tailBetween(f, func(theta []float64, s float64) (float64, float64) {
			return math.Pow(2+s, 1/theta[0]), math.Pow(2.1+s, 1/theta[0])
		}),
		heavyWhy: "the score 1/k + log x − x^k log x grows faster than x^k, whose law is exponential",
		far:      func(theta []float64, s float64) []float64 { return []float64{math.Pow(2+s, 1/theta[0])} },
		farWhy:   "∇² log p = −1/k² − x^k log²x and ∇³ log p = 2/k³ − x^k log³x are unbounded",
	}
}

// laplaceRegularity: the score is ±1/b, so K1 holds, but it jumps at θ = x: no difference quotient of it is bounded.
func laplaceRegularity(f *estimators.LaplaceLocation) *regularity {
	information := make([]float64, 1)
	f.FisherInformation(information, nil)
	const outward = 1 + 0x1p-50
	rate := math.Sqrt(information[0])
	return &regularity{
		closed: func(float64) estimators.Constants {
			return estimators.Constants{K1: rate / math.Sqrt(2*math.Ln2) * outward, Lambda0: information[0] / outward}
		},
		closedReason: "|score| = 1/b, I = 1/b²",
		slope:        always(0),
		kink: func(theta []float64, k float64) (Witness, bool) {
			score, h := make([]float64, 1), rate/(2*k)
			h = math.Max(h, 1e-12*math.Abs(theta[0])) // what θ* can resolve
			f.Score(score, []float64{theta[0] - h}, theta)
			before := score[0]
			f.Score(score, []float64{theta[0] + h}, theta)
			value := math.Abs(before-score[0]) / (2 * h)
			return Witness{Theta: theta, X: theta, Value: value, Says: fmt.Sprintf("across θ = x the score has the "+
				"difference quotient %.4g > %.4g", value, k)}, value > k
		},
		kinkReason: "log p is not C² in θ: the score jumps from 1/b to −1/b at θ = x, so log p is not C³ as " +
			"Assumption 2 asks",
	}
}
