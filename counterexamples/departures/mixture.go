package departures

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/random"
)

// mixturePool is ½N(−θ,1) + ½N(θ,1), θ ∈ R, whose densities have p_θ = p_{−θ}:
//
//	log p_θ(x) = log φ(x) − θ²/2 + log cosh(θx),   score x tanh(θx) − θ,   Hessian x² sech²(θx) − 1.
//
// At θ* ≠ 0 it breaks 1B alone, by label switching: on a ball without 0, x² sech²(θx) and its derivative are bounded.
// At θ* = 0 it breaks 3, I(0) = 0, and 2B and 2C, the Hessian being x² − 1 there; 1B holds at 0 itself.
//
// With y = |x| the mean score h(θ) = avg y tanh(θy) − θ is concave on θ ≥ 0 and 0 at 0: the maximisers are ±the
// positive root of h where avg y² > 1, and 0 where not; of the two the one nearer to θ^(t) is taken. Newton's method
// from the right of the root comes down to it.
//
// The samples are kept as counts and the first three moments of y in cells of width 1/16, within which y tanh(θy) is
// expanded to third order: an error of at most (1/32)⁴/24·|∂⁴| < 10^-6 in h, of fluctuating sign, against a statistical
// error of h of 1/√N. The test compares with raw samples.
type mixturePool struct {
	theta [1]float64
	cells [mixtureCells]mixtureCell
	used  int
	size  float64
}

// mixtureCell holds Σ1, Σd, Σd², Σd³ of d = y − middle.
type mixtureCell struct{ count, first, second, third float64 }

const (
	mixtureCells = 16 * 24 // y < 24
	mixtureWidth = 1. / 16
	mixtureName  = "symmetric-mixture"
	// mixtureSamples bounds n in a diagram: every sample is drawn.
	mixtureSamples = 1_000_000
	// maxMixtureTheta keeps y < 24 but for events of probability e^{−128}.
	maxMixtureTheta = 8
)

func (p *mixturePool) Start(truth []float64) error {
	if err := checkTruth(mixtureName, truth, -maxMixtureTheta, maxMixtureTheta, "−8 ≤ θ ≤ 8"); err != nil {
		return err
	}
	p.Clear()
	p.theta[0] = truth[0]
	return nil
}

func (p *mixturePool) Clear() {
	clear(p.cells[:p.used])
	p.used, p.size = 0, 0
}

func (p *mixturePool) Theta() []float64 { return p.theta[:] }

func (p *mixturePool) Draw(n int64, r *rand.Rand) error {
	if err := checkSize(mixtureName, n); err != nil {
		return err
	}
	for range n {
		if err := p.add(math.Abs(p.theta[0] + random.Normal(r))); err != nil {
			return err
		}
	}
	return nil
}

func (p *mixturePool) add(y float64) error {
	at := int(y / mixtureWidth)
	if at >= mixtureCells {
		return &estimators.SampleError{Family: mixtureName, Index: int(p.size), Value: y, Accept: "|x| < 24"}
	}
	d := y - (float64(at)+0.5)*mixtureWidth
	c := &p.cells[at]
	c.count++
	c.first += d
	c.second += d * d
	c.third += d * d * d
	p.used = max(p.used, at+1)
	p.size++
	return nil
}

// score is h(θ) and its slope up to the variation of sech² in a cell.
func (p *mixturePool) score(theta float64) (score, slope float64) {
	for i := range p.used {
		c := &p.cells[i]
		if c.count == 0 {
			continue
		}
		y := (float64(i) + 0.5) * mixtureWidth
		tanh := math.Tanh(theta * y)
		sech := 1 - tanh*tanh
		score += c.count*y*tanh + c.first*(tanh+y*theta*sech) + c.second*theta*sech*(1-y*theta*tanh) -
			c.third*theta*theta*sech*(tanh+y*theta*(1-3*tanh*tanh)/3)
		slope += sech * (y*(c.count*y+2*c.first) + c.second)
	}
	return score/p.size - theta, slope/p.size - 1
}

func (p *mixturePool) Fit() error {
	if p.size == 0 {
		return estimators.ErrEmptyPool
	}
	if _, slope := p.score(0); slope <= 0 { // avg y² ≤ 1
		p.theta[0] = 0
		return nil
	}
	theta := math.Abs(p.theta[0])
	if _, slope := p.score(theta); slope >= 0 {
		theta = 0
		for i := range p.used { // avg y: there h ≤ 0, since tanh ≤ 1
			theta += (p.cells[i].count*(float64(i)+0.5)*mixtureWidth + p.cells[i].first) / p.size
		}
	}
	for range 200 {
		score, slope := p.score(theta)
		if slope >= 0 {
			break
		}
		step := score / slope
		theta = math.Max(theta-step, theta/4)
		if math.Abs(step) <= 1e-9 {
			p.theta[0] = math.Copysign(theta, p.theta[0])
			return nil
		}
	}
	return &estimators.NotConvergedError{Family: mixtureName, Status: "200 Newton steps", At: []float64{theta}}
}

// mixtureDistances are integrals against p_θ*, by the trapezoidal rule: for the analytic KL integrand with errors below
// 10^-12, for |p−q|, with kinks, to about 10^-5 of its value.
func mixtureDistances(truth, theta float64) distances {
	log := func(theta, x float64) float64 { return logCosh(theta*x) - theta*theta/2 }
	const step = 1. / 64
	kl, variation := 0.0, 0.0
	limit := math.Abs(truth) + 10
	for x := step / 2; x < limit; x += step { // both densities are even
		p := math.Exp(log(truth, x)-x*x/2) / math.Sqrt(2*math.Pi)
		ratio := log(theta, x) - log(truth, x)
		excess := math.Expm1(ratio)
		kl += 2 * step * p * (excess - ratio)
		variation += step * p * math.Abs(excess)
	}
	return distances{Norm: math.Abs(theta - truth), KL: kl, Variation: variation}
}

func mixtureDeparture(breaks, name string, truths ...[]float64) Departure {
	return Departure{Breaks: breaks, Family: name, Truths: truths, Information: 0.73,
		newPool: func(n int64) (estimators.Pool, error) {
			if n > mixtureSamples {
				return nil, &estimators.RangeError{What: mixtureName + ": n", Value: float64(n), Accept: "n ≤ 10^6"}
			}
			return &mixturePool{}, nil
		},
		measure: func(truth, theta []float64) (distances, error) { return mixtureDistances(truth[0], theta[0]), nil }}
}
