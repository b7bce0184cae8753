package theorems

import (
	"fmt"
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/geometry"
	"itermle/internal/random"
	"itermle/theorems/certify"
)

// planeFamily is a family of two parameters outside the exponential families, as Algorithm 1 sees it by the mean of a
// statistic of its samples.
type planeFamily interface {
	certify.Informative
	Name() string
	// constants are those of Vector on B_r(θ*), with bounds of the Hessian where K2 is infinite.
	constants(truth []float64, r float64) (estimators.Constants, *estimators.ScoreBounds, error)
	statisticDim() int
	SampleStatistic(dst, theta []float64, n int64, random *rand.Rand)
	// meanScore is the mean score at θ of samples with that mean of the statistic.
	meanScore(dst, theta, statistic []float64)
}

// channelSoftmax is softmax on three letters seen through a channel, the letters k being the latent variable.
type channelSoftmax struct{ *alphabet.Family }

// newChannelSoftmax sees each letter as another with the probability blur for each of the two.
func newChannelSoftmax(blur float64) (channelSoftmax, error) {
	linear := func(powers ...int) alphabet.Polynomial { return alphabet.Polynomial{{Coefficient: 1, Powers: powers}} }
	f, err := alphabet.New(alphabet.Box([]float64{-2, -2}, []float64{2, 2}), alphabet.Polynomial{}, linear(1, 0),
		linear(0, 1))
	if err != nil {
		return channelSoftmax{}, err
	}
	rows := make([][]float64, 3)
	for k := range rows {
		rows[k] = []float64{blur, blur, blur}
		rows[k][k] = 1 - 2*blur
	}
	f, err = f.Through(rows)
	return channelSoftmax{f}, err
}

func (f channelSoftmax) constants(truth []float64, r float64) (estimators.Constants, *estimators.ScoreBounds, error) {
	c, err := f.Constants(truth, r, alphabet.Search{Slack: 0.05, Work: 100_000})
	return c, nil, err
}

func (f channelSoftmax) statisticDim() int { return f.StatisticDim() }

func (f channelSoftmax) meanScore(dst, theta, statistic []float64) {
	clear(dst)
	score := make([]float64, 2)
	for letter, share := range statistic {
		f.Score(score, theta, []float64{float64(letter)})
		for i, s := range score {
			dst[i] += share * s
		}
	}
}

// twoWeights is the mixture (1 − θ_0 − θ_1) q_0 + θ_0 q_1 + θ_1 q_2 of three known laws on letters.
//
// Its score is s = (q_1 − q_0, q_2 − q_0)/p_θ, ∇² = −s sᵀ and ∇³ = 2 s⊗s⊗s. With ratios q_i/p, which are ≥ 0 and of
// mean 1 under the weights, s is in the triangle of (1/θ_0, 0), (0, 1/θ_1) and −(1, 1)/(1 − θ_0 − θ_1), so ‖s‖ ≤ S, the
// longest of the three on the ball. p_θ/p_θ* = 1 + (θ − θ*)·s_θ* is within 1 ± rS* of 1, so I(θ) = Σ a aᵀ/p_θ is
// between I*/(1 + rS*) and I*/(1 − rS*), and its derivative along u, −E s sᵀ (s·u), has a norm of at most S‖I(θ)‖.
type twoWeights struct{ laws [3][]float64 }

// Name spells the laws.
func (f twoWeights) Name() string { return fmt.Sprintf("two-weights:%.4g", f.laws) }

// Dim is 2.
func (f twoWeights) Dim() int { return 2 }

func (f twoWeights) statisticDim() int { return len(f.laws[0]) }

func (f twoWeights) probability(theta []float64, letter int) float64 {
	return (1-theta[0]-theta[1])*f.laws[0][letter] + theta[0]*f.laws[1][letter] + theta[1]*f.laws[2][letter]
}

// score is s.
func (f twoWeights) score(theta []float64, letter int) [2]float64 {
	p := f.probability(theta, letter)
	return [2]float64{(f.laws[1][letter] - f.laws[0][letter]) / p, (f.laws[2][letter] - f.laws[0][letter]) / p}
}

// FisherInformation is E s sᵀ.
func (f twoWeights) FisherInformation(dst, theta []float64) {
	clear(dst)
	for letter := range f.laws[0] {
		p, s := f.probability(theta, letter), f.score(theta, letter)
		for i := range 4 {
			dst[i] += p * s[i/2] * s[i%2]
		}
	}
}

func (f twoWeights) constants(truth []float64, r float64) (c estimators.Constants, _ *estimators.ScoreBounds,
	err error) {
	longest := func(r float64) float64 {
		least := min(truth[0], truth[1], (1-truth[0]-truth[1])/math.Sqrt2) - r
		if !(least > 0) {
			return math.Inf(1)
		}
		return 1 / least
	}
	information := make([]float64, 4)
	f.FisherInformation(information, truth)
	least, most := geometry.Spectrum(information, 2)
	turn, s := r*longest(0), longest(r)
	if !(turn < 1) || math.IsInf(s, 1) {
		return c, nil, &estimators.RangeError{What: "two weights: r", Value: r, Accept: "a ball inside the simplex"}
	}
	return estimators.Constants{K1: s / math.Sqrt(2*math.Ln2), K2: s * s, K3: 2 * s * s * s,
		Lambda0:   least / (1 + turn) * (1 - geometry.RelativeRounding),
		Lipschitz: s * most / (1 - turn) * (1 + geometry.RelativeRounding)}, nil, nil
}

// SampleStatistic is the letters' shares, by conditional binomials.
func (f twoWeights) SampleStatistic(dst, theta []float64, n int64, source *rand.Rand) {
	left, rest := n, 1.0
	for letter := range dst {
		p, count := f.probability(theta, letter), left
		if letter < len(dst)-1 {
			q := min(1, p/rest)
			count = random.Binomial(left, q, 1-q, source)
		}
		dst[letter] = float64(count) / float64(n)
		left, rest = left-count, rest-p
	}
}

func (f twoWeights) meanScore(dst, theta, statistic []float64) {
	clear(dst)
	for letter, share := range statistic {
		for i, s := range f.score(theta, letter) {
			dst[i] += share * s
		}
	}
}

// curvedGaussian is N(m(θ), 1_3), m(θ) = (θ_0, θ_1, ½ θ·Bθ), a paraboloid in space, B diagonal.
//
// With J the derivative of m and z = x − m(θ), the score is Jᵀz, I = JᵀJ = 1 + Bθ(Bθ)ᵀ, ∇² = z_3 B − JᵀJ, linear in a
// Gaussian variable, and ∇³[u, u, u] = −3 (u·Bθ)(u·Bu). So for ‖B‖ ≤ β and ‖θ‖ ≤ R on the ball λ0 = 1, L_I = 2β²R, K3 =
// 3β²R, the centred Hessian has E η² ⪯ β², and as Jᵀz is of the length √‖I‖ of two normal variables at most, K1² = 1 +
// β²R². K2 is infinite: the family is outside Assumption 2B.
type curvedGaussian struct{ b [2]float64 }

// Name spells B.
func (f curvedGaussian) Name() string { return fmt.Sprintf("curved-gaussian:%g,%g", f.b[0], f.b[1]) }

// Dim is 2.
func (f curvedGaussian) Dim() int { return 2 }

func (f curvedGaussian) statisticDim() int { return 3 }

// FisherInformation is 1 + Bθ(Bθ)ᵀ.
func (f curvedGaussian) FisherInformation(dst, theta []float64) {
	u, v := f.b[0]*theta[0], f.b[1]*theta[1]
	dst[0], dst[1], dst[2], dst[3] = 1+u*u, u*v, u*v, 1+v*v
}

func (f curvedGaussian) constants(truth []float64, r float64) (estimators.Constants, *estimators.ScoreBounds, error) {
	beta, reach := max(math.Abs(f.b[0]), math.Abs(f.b[1])), math.Hypot(truth[0], truth[1])+r
	square := beta * beta
	return estimators.Constants{K1: math.Sqrt(1 + square*reach*reach), K2: math.Inf(1), K3: 3 * square * reach,
		Lambda0: 1, Lipschitz: 2 * square * reach}, &estimators.ScoreBounds{HessianVariance: square}, nil
}

// height is the third coordinate of m.
func (f curvedGaussian) height(theta []float64) float64 {
	return (f.b[0]*theta[0]*theta[0] + f.b[1]*theta[1]*theta[1]) / 2
}

// SampleStatistic is the mean of the samples.
func (f curvedGaussian) SampleStatistic(dst, theta []float64, n int64, source *rand.Rand) {
	scale := 1 / math.Sqrt(float64(n))
	for i, m := range []float64{theta[0], theta[1], f.height(theta)} {
		dst[i] = m + scale*source.NormFloat64()
	}
}

func (f curvedGaussian) meanScore(dst, theta, statistic []float64) {
	above := statistic[2] - f.height(theta)
	for i := range 2 {
		dst[i] = statistic[i] - theta[i] + f.b[i]*theta[i]*above
	}
}

// planeInstance is such a family with a truth, a ball, n samples a generation, T and δ.
type planeInstance struct {
	family         planeFamily
	truth          []float64
	radius         float64
	n              int64
	generations    int
	delta          float64
	fault          error   // why there is no family
	factor, shrink float64 // a mutant's: of ρ_T and of the samples behind a generation; 1
}

func (c planeInstance) name() string {
	return fmt.Sprintf("%s θ*=%g r=%.4g const:%d T=%d δ=%g ρ*%.3g samples*%g", c.family.Name(), c.truth, c.radius, c.n,
		c.generations, c.delta, c.factor, c.shrink)
}

// certified is ρ_T by certify.Vector and the quantile of the limit law, or why there is none.
func (c planeInstance) certified() (rho, quantile float64, unmet string) {
	constants, bounds, err := c.family.constants(c.truth, c.radius)
	if err != nil {
		return 0, 0, err.Error()
	}
	q := certify.Request{Constants: constants, Bounds: bounds, Dim: 2, Radius: c.radius, Generations: c.generations,
		Schedule: estimators.ConstantSchedule(c.n), Delta: c.delta, Information: make([]float64, 4)}
	c.family.FisherInformation(q.Information, c.truth)
	found, err := certify.Vector(q)
	switch {
	case err != nil:
		return 0, 0, err.Error()
	case !found.Certified:
		return 0, 0, "not certified: " + found.Reason
	}
	quantile, _ = certify.NormalQuantile(c.family, c.truth, q.Schedule, c.generations, c.delta)
	return c.factor * found.Rho, quantile, ""
}

// trial is one run of Algorithm 1, ‖θ^(T) − θ*‖: each fit is the zero of the mean score near the model before, by
// scoring, which converges at the rate ‖H − I‖/λ0 of some n^{−½}.
func (c planeInstance) trial() (estimators.Trial[float64], error) {
	d := c.family.statisticDim()
	pool, batch := make([]float64, d), make([]float64, d)
	score, information := make([]float64, 2), make([]float64, 4)
	return func(s *estimators.Stream, replicate uint64) (float64, error) {
		theta := append([]float64(nil), c.truth...)
		for t := range c.generations {
			c.family.SampleStatistic(batch, theta, int64(c.shrink*float64(c.n)), s.At(replicate, uint64(t)))
			for i, v := range batch {
				pool[i] += (v - pool[i]) / float64(t+1)
			}
			for range 12 {
				c.family.meanScore(score, theta, pool)
				c.family.FisherInformation(information, theta)
				det := information[0]*information[3] - information[1]*information[2]
				u := (information[3]*score[0] - information[1]*score[1]) / det
				v := (information[0]*score[1] - information[2]*score[0]) / det
				theta[0], theta[1] = theta[0]+u, theta[1]+v
				if math.Hypot(u, v) <= 1e-13 {
					break
				}
			}
		}
		return geometry.Distance(theta, c.truth), nil
	}, nil
}
