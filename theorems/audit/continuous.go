package audit

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/interval"
	"itermle/internal/rounding"
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

func gaussianCovarianceRegularity(f *estimators.GaussianCovariance) *regularity {
	dim := f.SampleDim()
	return &regularity{
		heavy: covarianceTail(dim), heavyWhy: quadratic,
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
	c := interval.Interval{Lo: rounding.Down(information, 2), Hi: rounding.Up(information, 2)}
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
	return &regularity{
		kink: func(theta []float64, k float64) (Witness, bool) {
			score := make([]float64, 1)
			f.Score(score, []float64{math.Inf(-1)}, theta)
			h := math.Max(score[0]/(2*k), 1e-12*math.Abs(theta[0])) // what θ* can resolve
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
