package audit

import (
	"math"

	"itermle/estimators"
	"itermle/internal/interval"
)

// logisticRegularity in u = tanh(z/2) ∈ [−1, 1], z = x − θ: score u, ∇² −(1−u²)/2, ∇³ −u(1−u²)/2. I = E u² = 1/3, u
// being uniform.
func logisticRegularity() *regularity {
	return &regularity{
		location: true, samples: [][]interval.Interval{{{Lo: -1, Hi: 1}}},
		x: func(theta, u []float64) []float64 { return []float64{theta[0] + 2*math.Atanh(u[0])} },
		derivatives: func(_, u []interval.Interval) (score, hessian, third []interval.Interval) {
			half := number(1).Sub(square(u[0])).Times(0.5)
			return one(u[0]), one(half.Neg()), one(u[0].Mul(half).Neg())
		},
		least: func([]interval.Interval) interval.Interval { return reciprocal(number(3)) },
		slope: always(0),
	}
}

// circle covers the circle by two halves: the coordinates t ∈ [−1, 1], side = ±1 stand for the angle 2 atan t, plus π
// where side is −1. On [−1, 1] sin = 2t/(1+t²) increases and cos = (1−t²)/(1+t²) falls with t².
func circle() [][]interval.Interval {
	half := interval.Interval{Lo: -1, Hi: 1}
	return [][]interval.Interval{{half, number(1)}, {half, number(-1)}}
}

func sineCosine(u []interval.Interval) (sine, cosine interval.Interval) {
	at := func(t float64) interval.Interval { return number(2 * t).Div(number(1).Add(square(number(t)))) }
	sine = interval.Interval{Lo: at(u[0].Lo).Lo, Hi: at(u[0].Hi).Hi}
	cosine = number(2).Div(number(1).Add(square(u[0]))).Sub(number(1))
	return sine.Mul(u[1]), cosine.Mul(u[1])
}

func angle(u []float64) float64 {
	if u[1] < 0 {
		return 2*math.Atan(u[0]) + math.Pi
	}
	return 2 * math.Atan(u[0])
}

// cauchyRegularity of the Cauchy law of scale 1 in the angle φ = 2 atan z, z = x − θ:
//
//	score 2z/(1+z²) = sin φ,  ∇² −2(1−z²)/(1+z²)² = −cos φ (1+cos φ),  ∇³ −sin φ (1+cos φ)(1+2cos φ)
//
// since dφ/dθ = −(1+cos φ). I = ½.
func cauchyRegularity() *regularity {
	return &regularity{
		location: true, samples: circle(),
		x: func(theta, u []float64) []float64 { return []float64{theta[0] + math.Tan(angle(u)/2)} },
		derivatives: func(_, u []interval.Interval) (score, hessian, third []interval.Interval) {
			sine, cosine := sineCosine(u)
			more := number(1).Add(cosine)
			return one(sine), one(cosine.Mul(more).Neg()), one(sine.Mul(more).Mul(number(1).Add(cosine.Times(2))).Neg())
		},
		least: always(0.5), slope: always(0),
	}
}

// resultant encloses A(κ) = I₁(κ)/I₀(κ), which increases, by Gauss's continued fraction r_ν = 1/(2(ν+1)/κ + r_{ν+1}),
// r_ν = I_{ν+1}/I_ν, from Amos's bounds (Math. Comp. 28 (1974), 239–251)
//
//	κ/(N + ½ + √(κ² + (N + 3/2)²)) ≤ r_N ≤ κ/(N + ½ + √(κ² + (N + ½)²)) ≤ 1
//
// down to r_0 = A. Each step contracts by r_ν² ≈ (1 − (2ν+1)/2κ)², so N = 60 + 12√κ makes the start invisible; from κ =
// 7·10^5 on 10^4 steps do, the bounds themselves being within N/κ² of each other.
func resultant(kappa interval.Interval) interval.Interval {
	at := func(kappa float64) interval.Interval {
		steps := math.Floor(math.Min(60+12*math.Sqrt(kappa), 1e4))
		start := func(shift float64) interval.Interval {
			root := square(number(kappa)).Add(square(number(steps + shift))).Sqrt()
			return number(kappa).Div(number(steps + 0.5).Add(root))
		}
		r := interval.Interval{Lo: math.Max(0, start(1.5).Lo), Hi: math.Min(start(0.5).Hi, 1)}
		for v := steps; v > 0; v-- {
			r = reciprocal(number(2 * v).Div(number(kappa)).Add(r))
		}
		return r
	}
	return interval.Interval{Lo: at(kappa.Lo).Lo, Hi: at(kappa.Hi).Hi}
}

// vonMisesLocationRegularity in the angle x − μ: score κ sin, ∇² −κ cos, ∇³ −κ sin, I = κA(κ).
func vonMisesLocationRegularity(concentration float64) *regularity {
	kappa := number(concentration)
	information := kappa.Mul(resultant(kappa))
	return &regularity{
		location: true,
		samples:  circle(), x: func(theta, u []float64) []float64 { return []float64{theta[0] + angle(u)} },
		derivatives: func(_, u []interval.Interval) (score, hessian, third []interval.Interval) {
			sine, cosine := sineCosine(u)
			return one(kappa.Mul(sine)), one(kappa.Mul(cosine).Neg()), one(kappa.Mul(sine).Neg())
		},
		least: func([]interval.Interval) interval.Interval { return information },
		slope: always(0),
	}
}

// vonMisesRegularity, θ = (μ, κ), in the angle x − μ: score (κ sin, cos − A), ∇² with entries −κ cos, sin, −A′, ∇³ with
// −κ sin for μμμ, −cos for μμκ and −A″ for κκκ, where
//
//	A′ = 1 − A/κ − A²,  A″ = −A′/κ + A/κ² − 2AA′,  I = diag(κA, A′),  I′ = diag(A + κA′, A″) along κ
func vonMisesRegularity() *regularity {
	met := map[interval.Interval][3]interval.Interval{} // many cells share their interval of κ
	bessel := func(kappa interval.Interval) (a, first, second interval.Interval) {
		if known, found := met[kappa]; found {
			return known[0], known[1], known[2]
		}
		a = resultant(kappa)
		first = number(1).Sub(a.Div(kappa)).Sub(square(a))
		second = a.Div(square(kappa)).Sub(first.Div(kappa)).Sub(a.Mul(first).Times(2))
		met[kappa] = [3]interval.Interval{a, first, second}
		return a, first, second
	}
	return &regularity{
		location: true,
		samples:  circle(), x: func(theta, u []float64) []float64 { return []float64{theta[0] + angle(u)} },
		derivatives: func(theta, u []interval.Interval) (score, hessian, third []interval.Interval) {
			kappa := theta[1]
			sine, cosine := sineCosine(u)
			a, first, second := bessel(kappa)
			none, mixed := number(0), cosine.Neg()
			return []interval.Interval{kappa.Mul(sine), cosine.Sub(a)},
				[]interval.Interval{kappa.Mul(cosine).Neg(), sine, sine, first.Neg()},
				[]interval.Interval{kappa.Mul(sine).Neg(), mixed, mixed, none, mixed, none, none, second.Neg()}
		},
		least: func(theta []interval.Interval) interval.Interval {
			a, first, _ := bessel(theta[1])
			return theta[1].Mul(a).Min(first)
		},
		slope: func(theta []interval.Interval) interval.Interval {
			a, first, second := bessel(theta[1])
			return a.Add(theta[1].Mul(first)).Abs().Max(second.Abs())
		},
	}
}

// mixtureRegularity of w N(a,1) + (1−w) N(b,1) in u = φ_a/(φ_a + φ_b) ∈ [0, 1]:
//
//	score (2u − 1)/(wu + (1−w)(1−u)) = s,  ∇² −s²,  ∇³ 2s³
//
// s increases with u and falls with w. I: see mixtureInformation. I′ = −E s³, found by the general bound: ∇³ + ∇²·score
// = s³.
func mixtureRegularity(f *estimators.GaussianMixture) *regularity {
	a, b := f.Means()
	score := func(w, u interval.Interval) interval.Interval {
		at := func(w, u float64) interval.Interval {
			v := number(1).Sub(number(u))
			return number(u).Sub(v).Div(number(w).Mul(number(u)).Add(number(1).Sub(number(w)).Mul(v)))
		}
		return interval.Interval{Lo: at(w.Hi, u.Lo).Lo, Hi: at(w.Lo, u.Hi).Hi}
	}
	return &regularity{
		samples: [][]interval.Interval{{{Lo: 0, Hi: 1}}},
		x:       func(_, u []float64) []float64 { return []float64{a/2 + b/2 + math.Log(u[0]/(1-u[0]))/(a-b)} },
		derivatives: func(theta, u []interval.Interval) (first, hessian, third []interval.Interval) {
			s := score(theta[0], u[0])
			return one(s), one(square(s).Neg()), one(cube(s).Times(2))
		},
		least: mixtureInformation(a, b), leastTightness: 1e-3, leastCells: 64,
	}
}
