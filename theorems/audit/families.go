package audit

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/interval"
)

// regularityOf is what is proved of a family of the zoo near θ*, nil for any other.
func regularityOf(family estimators.Family, truth []float64) *regularity {
	switch f := family.(type) {
	case *estimators.GaussianMean, *estimators.GaussianVector:
		return &regularity{reach: math.Inf(1)}
	case estimators.MorrisFamily:
		return morrisRegularity(f, truth[0])
	case *estimators.Gaussian:
		return gaussianRegularity(f, truth)
	case *estimators.GaussianVariance:
		return gaussianVarianceRegularity(f, truth[0])
	case *estimators.GaussianCovariance:
		return gaussianCovarianceRegularity(f, truth)
	case *estimators.WeibullShape:
		return weibullRegularity(f, truth[0])
	case *estimators.ExponentialRate:
		return rateRegularity(f, truth[0], func(theta []float64, s float64) (float64, float64) {
			return (s + 1) / theta[0], (s + 2) / theta[0]
		}, "the score 1/λ − x has P(score ≤ −u) = exp(−1 − λu), an exponential tail")
	case *estimators.Power:
		return rateRegularity(f, truth[0], func(theta []float64, s float64) (float64, float64) {
			y := math.Exp(-(s + 1) / theta[0])
			return y / 2, y
		}, "the score 1/θ + log x has P(score ≤ −u) = exp(−1 − θu), an exponential tail")
	case *estimators.PoissonLog:
		return poissonLogRegularity(f, truth[0])
	case *estimators.BernoulliLogit:
		return bernoulliLogitRegularity(truth[0])
	case *estimators.CategoricalSoftmax:
		edge := math.Inf(1)
		for _, v := range truth {
			edge = math.Min(edge, 700-math.Abs(v))
		}
		return &regularity{reach: edge, edge: "a logit leaves [−700, 700]"}
	case *estimators.Categorical:
		return categoricalRegularity(truth)
	case *estimators.LaplaceLocation:
		return laplaceRegularity(f)
	case *estimators.CauchyLocation:
		return cauchyRegularity()
	case *estimators.LogisticLocation:
		return logisticRegularity()
	case *estimators.VonMises:
		return vonMisesRegularity(truth[1])
	case *estimators.VonMisesLocation:
		return vonMisesLocationRegularity(f.Concentration())
	case *estimators.GaussianMixture:
		return mixtureRegularity(f, truth[0])
	}
	return nil
}

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
		v2 = interval.Interval{Lo: math.Nextafter(c, math.Inf(-1)), Hi: math.Nextafter(c, math.Inf(1))}
	}
	variance := func(mu interval.Interval) interval.Interval {
		if c < 0 { // μ(1 − μ/m)
			return mu.Mul(number(1).Add(v2.Mul(mu)))
		}
		return number(a).Add(mu.Times(b)).Add(v2.Mul(square(mu)))
	}
	derivative := func(mu interval.Interval) interval.Interval { return number(b).Add(number(2).Mul(v2).Mul(mu)) }
	g := &regularity{
		reach: mu, edge: "μ reaches 0, where the derivatives are infinite",
		least: func(theta []interval.Interval) interval.Interval { return reciprocal(variance(theta[0])) },
		slope: func(theta []interval.Interval) interval.Interval {
			return derivative(theta[0]).Div(square(variance(theta[0]))).Abs()
		},
	}
	if a != 0 {
		g.reach, g.edge = 1e100-math.Abs(mu), "|μ| reaches 10^100, where the family ends"
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
	m := math.Round(-1 / c)
	g.reach, g.edge = math.Min(mu, m-mu), fmt.Sprintf("μ reaches 0 or %g, where the derivatives are infinite", m)
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
func rateRegularity(f estimators.Family, theta float64,
	ends func([]float64, float64) (float64, float64), why string) *regularity {
	return &regularity{
		reach: theta, edge: "the rate reaches 0, where the derivatives are infinite",
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
func poissonLogRegularity(f estimators.Family, theta float64) *regularity {
	power := func(theta []interval.Interval) interval.Interval { return theta[0].Exp() }
	return &regularity{
		reach: math.Min(700+theta, 53*math.Ln2-theta), edge: "θ leaves [−700, log 2^53]",
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
func bernoulliLogitRegularity(theta float64) *regularity {
	share := func(theta interval.Interval) interval.Interval { return reciprocal(number(1).Add(theta.Neg().Exp())) }
	both := func(theta []interval.Interval) (p, q interval.Interval) {
		return share(theta[0]), share(theta[0].Neg())
	}
	return &regularity{
		reach: 700 - math.Abs(theta), edge: "θ leaves [−700, 700]",
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

// categoricalRegularity, in probabilities, with p_l = 1 − Σθ the last and d = k−1. At x = i < d all derivatives live in
// coordinate i, with 1/p_i, −1/p_i², 2/p_i³; at the last they are −1/p_l, −1/p_l², −2/p_l³ times powers of the vector
// of ones, of norm √d:
//
//	K1 = M/√(2 log 2), M = max(1/p_i, √d/p_l);  K2 = max(1/p_i², d/p_l²);  K3 = max(2/p_i³, 2d^{3/2}/p_l³)
//
// with p_i ≥ p*_i − r and p_l ≥ p*_l − √d r on the ball, both attained. I = diag(1/p) + 11ᵀ/p_l, so λ0 = 1/max(p*_i +
// r) and ‖I′‖ ≤ max 1/p_i² + d^{3/2}/p_l².
func categoricalRegularity(truth []float64) *regularity {
	d := float64(len(truth))
	last, least, most := 1.0, math.Inf(1), 0.0
	for _, p := range truth {
		last, least, most = last-p, math.Min(least, p), math.Max(most, p)
	}
	last -= d * 0x1p-52 // the rounding of the sum
	return &regularity{
		reach: math.Min(least, last/math.Sqrt(d)) * (1 - 0x1p-50),
		edge:  "a probability reaches 0, where the derivatives are infinite",
		closed: func(r float64) estimators.Constants {
			p, q := least-r, last-math.Sqrt(d)*r
			// p and q lose the digits that cancel: a unit of θ* each.
			outward := 1 + 16*0x1p-53/math.Min(p, q)
			k3 := 2 * math.Max(1/(p*p*p), d*math.Sqrt(d)/(q*q*q))
			return estimators.Constants{
				K1: math.Max(1/p, math.Sqrt(d)/q) / math.Sqrt(2*math.Ln2) * outward,
				K2: math.Max(1/(p*p), d/(q*q)) * outward,
				K3: k3 * outward, Lambda0: 1 / ((most + r) * outward),
				Lipschitz: (1/(p*p) + d*math.Sqrt(d)/(q*q)) * outward}
		},
		closedReason: "derivatives at each category, least probabilities on the ball",
	}
}
