package audit

import (
	"math"

	"itermle/estimators"
	"itermle/internal/interval"
	"itermle/internal/rounding"
)

// Families with an unknown shape or location beside their scale b. Every score is unbounded with an exponential tail,
// and ∂²_b log p, or ∂²_μ, is unbounded: Assumptions 2A, 2B and 2C fail. The derivative of I is bounded by its
// Frobenius norm.

// leastOfPair encloses λ_min of a 2×2 information by its determinant and trace: det/tr ≤ λ_min ≤ 2 det/tr. That is
// never tight, so fewer cells do.
func leastOfPair(determinant, trace interval.Interval) interval.Interval {
	ratio := determinant.Div(trace)
	return ratio.Hull(ratio.Times(2))
}

const looseCells = 64

// beyond are samples from the given number of units right of a middle on.
func beyond(f estimators.Family, middle, unit func(theta []float64) float64, why, farWhy string) *regularity {
	at := func(theta []float64, s float64) float64 { return middle(theta) + (2+s)*unit(theta) }
	return &regularity{
		heavy: tailBetween(f, func(theta []float64, s float64) (float64, float64) {
			return at(theta, s), at(theta, s+0.1)
		}),
		heavyWhy: why,
		far:      func(theta []float64, s float64) []float64 { return []float64{at(theta, s)} },
		farWhy:   farWhy,
	}
}

// gammaShapeScaleRegularity: det I = (kψ′ − 1)/b², with 1/k + 1/2k² ≤ ψ′ ≤ 1/k + 1/2k² + 1/6k³, and |ψ″| ≤
// 1/k² + 1/k³ + 1/2k⁴.
func gammaShapeScaleRegularity(f estimators.Family) *regularity {
	g := beyond(f, func(theta []float64) float64 { return theta[0] * theta[1] },
		func(theta []float64) float64 { return math.Sqrt(theta[0]) * theta[1] },
		"the score (x − kb)/b² grows linearly and x has an exponential tail",
		"∂²_b log p = (k − 2x/b)/b² and ∂³_b log p = (6x/b − 2k)/b³ are linear in x")
	g.least = func(theta []interval.Interval) interval.Interval {
		k, b := theta[0], theta[1]
		excess := number(0.5).Div(square(k)) // ψ′ − 1/k
		excess = excess.Hull(excess.Add(reciprocal(cube(k).Times(6))))
		return leastOfPair(k.Mul(excess).Div(square(b)), reciprocal(k).Add(excess).Add(k.Div(square(b))))
	}
	g.leastCells = looseCells
	g.slope = func(theta []interval.Interval) interval.Interval {
		k, b := theta[0], theta[1]
		tetragamma := reciprocal(square(k)).Add(reciprocal(cube(k))).Add(number(0.5).Div(square(square(k))))
		once := reciprocal(square(b))
		return norm([]interval.Interval{tetragamma, once, once, once, k.Times(2).Div(cube(b))})
	}
	return g
}

// weibullShapeScaleRegularity: det I = (π²/6)/b².
func weibullShapeScaleRegularity(f estimators.Family) *regularity {
	const gamma = 0.577215664901532860606512090082402431
	around := func(v float64) interval.Interval {
		return interval.Interval{Lo: rounding.Down(v, 4), Hi: rounding.Up(v, 4)}
	}
	sixth, mixed := around(math.Pi*math.Pi/6), around(1-gamma)
	c := sixth.Add(square(mixed))
	quantile := func(theta []float64, s float64) float64 { return theta[1] * math.Pow(2+s, 1/theta[0]) }
	return &regularity{
		least: func(theta []interval.Interval) interval.Interval {
			k, b := theta[0], theta[1]
			return leastOfPair(sixth.Div(square(b)), c.Div(square(k)).Add(square(k.Div(b))))
		},
		leastCells: looseCells,
		slope: func(theta []interval.Interval) interval.Interval {
			k, b := theta[0], theta[1]
			turn := mixed.Div(square(b))
			return norm([]interval.Interval{c.Times(2).Div(cube(k)), k.Times(2).Div(square(b)), turn, turn,
				square(k).Times(2).Div(cube(b))})
		},
		heavy: tailBetween(f, func(theta []float64, s float64) (float64, float64) {
			return quantile(theta, s), quantile(theta, s+0.1)
		}),
		heavyWhy: "the score (k/b)((x/b)^k − 1) grows with (x/b)^k, whose law is exponential",
		far:      func(theta []float64, s float64) []float64 { return []float64{quantile(theta, s)} },
		farWhy:   "∂²_b log p and ∂³_b log p are linear in (x/b)^k",
	}
}

// laplaceLocationScaleRegularity: I = diag(1, 1)/b², whose derivative by b is −2 diag(1, 1)/b³.
func laplaceLocationScaleRegularity(f estimators.Family) *regularity {
	g := beyond(f, func(theta []float64) float64 { return theta[0] },
		func(theta []float64) float64 { return theta[1] },
		"the score (|x−μ|/b − 1)/b grows linearly and |x−μ| has an exponential tail",
		"∂²_b log p = (1 − 2|x−μ|/b)/b² and ∂³_b log p = (6|x−μ|/b − 2)/b³ are unbounded, and log p is not C¹ in μ")
	g.least = func(theta []interval.Interval) interval.Interval { return reciprocal(square(theta[1])) }
	g.slope = func(theta []interval.Interval) interval.Interval { return number(2).Div(cube(theta[1])) }
	return g
}

// negativeBinomialShapeMeanRegularity: with q = μ/(k+μ) = 1 − p, I_kk = Σ_{j≥2} B(j, k) q^j/j is at least its first
// term q²/(2k(k+1)), and 1/j ≤ ½, B(j, k) = ∫ t^{j−1} (1−t)^{k−1} dt and 1 − qt ≥ p bound it and its derivatives:
//
//	I_kk ≤ q²/(2pk(k+1)),   |∂_k I_kk| ≤ (q²/2p)(1/k² − 1/(k+1)²) at a fixed q,   ∂_q I_kk ≤ q/(pk(k+1)).
func negativeBinomialShapeMeanRegularity(f estimators.Family) *regularity {
	g := beyond(f, func(theta []float64) float64 { return theta[1] },
		func(theta []float64) float64 { return math.Sqrt(theta[1] * (1 + theta[1]/theta[0])) },
		"the score by μ is linear in x, which has an exponential tail",
		"∂²_μ log p = (x+k)/(k+μ)² − x/μ² and ∂³_μ log p are linear in x, which is unbounded")
	at := g.far
	g.far = func(theta []float64, s float64) []float64 { return []float64{math.Ceil(at(theta, s)[0])} }
	g.heavy = tailBetween(f, func(theta []float64, s float64) (float64, float64) {
		x := g.far(theta, s)[0]
		return x, x
	})
	g.least = func(theta []interval.Interval) interval.Interval {
		k, mu := theta[0], theta[1]
		q, p := reciprocal(number(1).Add(k.Div(mu))), reciprocal(number(1).Add(mu.Div(k)))
		shape := square(q).Div(k.Mul(k.Add(number(1))).Times(2))
		return shape.Hull(shape.Div(p)).Min(reciprocal(mu.Mul(number(1).Add(mu.Div(k)))))
	}
	g.leastCells = looseCells
	g.slope = func(theta []interval.Interval) interval.Interval {
		k, mu := theta[0], theta[1]
		total, next := k.Add(mu), k.Add(number(1))
		q, p := reciprocal(number(1).Add(k.Div(mu))), reciprocal(number(1).Add(mu.Div(k)))
		byK := square(q).Div(p.Times(2)).Mul(reciprocal(square(k)).Sub(reciprocal(square(next))))
		byQ := q.Div(p.Mul(k).Mul(next))
		return norm([]interval.Interval{byK.Add(byQ.Mul(q.Div(total))), byQ.Mul(p.Div(total)),
			reciprocal(square(total)), k.Mul(k.Add(mu.Times(2))).Div(square(mu.Mul(total)))})
	}
	return g
}
