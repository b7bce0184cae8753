package audit

import (
	"math"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/interval"
	"itermle/internal/rounding"
)

// regularityOf is what is proved of a family of the zoo near θ*, nil for any other: nobody else's type is one of these,
// whatever it says of itself.
func regularityOf(family estimators.Family, truth []float64) *regularity {
	switch f := family.(type) {
	case *estimators.GaussianMean, *estimators.GaussianVector, *estimators.CategoricalSoftmax,
		*estimators.Categorical: // by their AssumptionConstants alone
		return &regularity{}
	case *alphabet.Family:
		return &regularity{enclosed: true}
	case *estimators.Bernoulli, *estimators.Binomial, *estimators.Poisson, *estimators.Geometric,
		*estimators.NegativeBinomial, *estimators.Exponential, *estimators.Gamma, *estimators.HyperbolicSecant:
		return morrisRegularity(family.(estimators.MorrisFamily), truth[0])
	case *estimators.Gaussian:
		return gaussianRegularity(f)
	case *estimators.GaussianVariance:
		return gaussianVarianceRegularity(f)
	case *estimators.GaussianCovariance:
		return gaussianCovarianceRegularity(f)
	case *estimators.WeibullShape:
		return weibullRegularity(f)
	case *estimators.GammaShapeScale:
		return gammaShapeScaleRegularity(f)
	case *estimators.WeibullShapeScale:
		return weibullShapeScaleRegularity(f)
	case *estimators.LaplaceLocationScale:
		return laplaceLocationScaleRegularity(f)
	case *estimators.NegativeBinomialShapeMean:
		return negativeBinomialShapeMeanRegularity(f)
	case *estimators.ExponentialRate:
		return rateRegularity(f, func(theta []float64, s float64) (float64, float64) {
			return (s + 1) / theta[0], (s + 2) / theta[0]
		}, "the score 1/λ − x has P(score ≤ −u) = exp(−1 − λu), an exponential tail")
	case *estimators.Power:
		return rateRegularity(f, func(theta []float64, s float64) (float64, float64) {
			y := math.Exp(-(s + 1) / theta[0])
			return y / 2, y
		}, "the score 1/θ + log x has P(score ≤ −u) = exp(−1 − θu), an exponential tail")
	case *estimators.PoissonLog:
		return poissonLogRegularity(f)
	case *estimators.BernoulliLogit:
		return bernoulliLogitRegularity()
	case *estimators.LaplaceLocation:
		return laplaceRegularity(f)
	case *estimators.CauchyLocation:
		return cauchyRegularity()
	case *estimators.LogisticLocation:
		return logisticRegularity()
	case *estimators.VonMises:
		return vonMisesRegularity()
	case *estimators.VonMisesLocation:
		return vonMisesLocationRegularity(f.Concentration())
	case *estimators.GaussianMixture:
		return mixtureRegularity(f)
	}
	return nil
}

// supported is a family that says where its samples lie, as one that embeds a Description does.
type supported interface{ Support() estimators.Support }

// Shorthand of the enclosures: constants and the powers 2 and 3.
func number(v float64) interval.Interval { return interval.Point(v) }

func square(a interval.Interval) interval.Interval { return a.Square() }

func cube(a interval.Interval) interval.Interval { return a.Square().Mul(a) }

func one(a interval.Interval) []interval.Interval { return []interval.Interval{a} }

func reciprocal(a interval.Interval) interval.Interval { return number(1).Div(a) }

func always(v float64) func([]interval.Interval) interval.Interval {
	return func([]interval.Interval) interval.Interval { return number(v) }
}

// atoms are samples 0 and m, the coordinate being x itself.
func atoms(values ...float64) (cells [][]interval.Interval) {
	for _, v := range values {
		cells = append(cells, one(number(v)))
	}
	return cells
}

func coordinate(_, u []float64) []float64 { return u }

// morrisRegularity is that of a natural exponential family in its mean, V = v0 + v1 μ + v2 μ²:
//
//	score (x−μ)/V,  ∇² −1/V − (x−μ)V′/V²,  ∇³ 2V′/V² − (x−μ)(2v2/V² − 2V′²/V³),  I = 1/V,  I′ = −V′/V²
//
// They are linear in x: where the samples fill [0, m] (v2 = −1/m) the extremes are at 0 and m, and since x is a sum of
// m independent indicators, Hoeffding's P(|x−μ| ≥ u) ≤ 2 exp(−2u²/m) gives K1 = √m/(2 inf V); elsewhere x is unbounded,
// and so are they.
func morrisRegularity(f estimators.MorrisFamily, mu float64) *regularity {
	a, b, c := f.VarianceFunction()
	v2 := number(c) // −1/m or 1/k, rounded
	if c != math.Trunc(c) {
		v2 = interval.Interval{Lo: rounding.Below(c), Hi: rounding.Above(c)}
	}
	variance := func(mu interval.Interval) interval.Interval {
		if c < 0 { // μ(1 − μ/m)
			return mu.Mul(number(1).Add(v2.Mul(mu)))
		}
		return number(a).Add(mu.Times(b)).Add(v2.Mul(square(mu)))
	}
	derivative := func(mu interval.Interval) interval.Interval { return number(b).Add(number(2).Mul(v2).Mul(mu)) }
	g := &regularity{
		least: func(theta []interval.Interval) interval.Interval { return reciprocal(variance(theta[0])) },
		slope: func(theta []interval.Interval) interval.Interval {
			return derivative(theta[0]).Div(square(variance(theta[0]))).Abs()
		},
	}
	if c >= 0 {
		scale := math.Sqrt(a + b*mu + c*mu*mu)
		discrete := b != 0
		g.heavyWhy = "the score (x−μ)/V grows linearly and x has an exponential tail (Poisson: e^{−x log x})"
		g.heavy = tailBetween(f, func(_ []float64, s float64) (float64, float64) {
			x := mu + s*scale
			if discrete {
				x = math.Ceil(x)
				return x, x
			}
			return x, x + 0.1*scale
		})
		g.farWhy = "∇² log p = −1/V − (x−μ)V′/V² and ∇³ log p are linear in x, which is unbounded"
		g.far = func(_ []float64, s float64) []float64 { return []float64{math.Ceil(mu + s*scale)} }
		return g
	}
	m := f.(supported).Support().Upper
	g.samples, g.x = atoms(0, m), coordinate
	g.derivatives = func(theta, u []interval.Interval) (score, hessian, third []interval.Interval) {
		v, dv, gap := variance(theta[0]), derivative(theta[0]), u[0].Sub(theta[0])
		v2v, dvv := v2.Times(2).Div(square(v)), dv.Div(square(v))
		return one(gap.Div(v)), one(reciprocal(v).Add(gap.Mul(dvv)).Neg()),
			one(dvv.Times(2).Sub(gap.Mul(v2v.Sub(square(dv).Times(2).Div(cube(v))))))
	}
	g.tail = func(theta []interval.Interval) float64 {
		// V is concave: its least value is at an end.
		least := math.Min(variance(number(theta[0].Lo)).Lo, variance(number(theta[0].Hi)).Lo)
		return number(m).Sqrt().Div(number(2 * least)).Hi
	}
	g.tailReason = "Hoeffding: K1 = √m/(2 inf V)"
	return g
}

// rateRegularity is that of an exponential family in its rate θ > 0: log θ − θy, where y is x or −log x. ∇² = −1/θ², ∇³
// = 2/θ³, I = 1/θ².
func rateRegularity(f estimators.Family, ends func([]float64, float64) (float64, float64), why string) *regularity {
	return &regularity{
		samples: atoms(1), x: coordinate,
		derivatives: func(theta, _ []interval.Interval) (score, hessian, third []interval.Interval) {
			return nil, one(reciprocal(square(theta[0])).Neg()), one(number(2).Div(cube(theta[0])))
		},
		least: func(theta []interval.Interval) interval.Interval { return reciprocal(square(theta[0])) },
		slope: func(theta []interval.Interval) interval.Interval { return number(2).Div(cube(theta[0])) },
		heavy: tailBetween(f, ends), heavyWhy: why,
	}
}

// poissonLogRegularity: ∇², ∇³ and −I are all −e^θ.
func poissonLogRegularity(f estimators.Family) *regularity {
	power := func(theta []interval.Interval) interval.Interval { return theta[0].Exp() }
	return &regularity{
		samples: atoms(1), x: coordinate,
		derivatives: func(theta, _ []interval.Interval) (score, hessian, third []interval.Interval) {
			return nil, one(power(theta).Neg()), one(power(theta).Neg())
		},
		least: power, slope: power,
		heavy: tailBetween(f, func(theta []float64, s float64) (float64, float64) {
			x := math.Ceil(math.Exp(theta[0]) * (1 + s))
			return x, x
		}),
		heavyWhy: "the score x − e^θ has a tail like e^{−u log u}, heavier than any e^{−u²/2K²}",
	}
}

// bernoulliLogitRegularity: score x − p, ∇² −pq, ∇³ −pq(q−p), all of them extreme at x = 0 or 1.
func bernoulliLogitRegularity() *regularity {
	share := func(theta interval.Interval) interval.Interval { return reciprocal(number(1).Add(theta.Neg().Exp())) }
	both := func(theta []interval.Interval) (p, q interval.Interval) {
		return share(theta[0]), share(theta[0].Neg())
	}
	return &regularity{
		samples: atoms(0, 1), x: coordinate,
		derivatives: func(theta, u []interval.Interval) (score, hessian, third []interval.Interval) {
			p, q := both(theta)
			return one(u[0].Sub(p)), one(p.Mul(q).Neg()), one(p.Mul(q).Mul(p.Sub(q)))
		},
		least: func(theta []interval.Interval) interval.Interval { p, q := both(theta); return p.Mul(q) },
		slope: func(theta []interval.Interval) interval.Interval {
			p, q := both(theta)
			return p.Mul(q).Mul(q.Sub(p)).Abs()
		},
	}
}
