package departures

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/random"
)

// cubicLogitPool is Bernoulli with logit θ³: it breaks 3 alone. The sample is bounded, so on B_½(0) score, Hessian and
// third derivative are, with ψ = θ³ and s = 1/(1+e^{−ψ}),
//
//	(x−s) ψ′,   (x−s) ψ″ − s(1−s) ψ′²,   (x−s) ψ‴ − 3 s(1−s) ψ′ψ″ − s(1−s)(1−2s) ψ′³,
//
// all bounded, and I = s(1−s) 9θ⁴ = 0 at θ* = 0. The MLE is the cube root of the logit of the pool's average.
type cubicLogitPool struct{ meanPool }

const cubicLogitName = "cubic-logit"

func (p *cubicLogitPool) Start(truth []float64) error {
	return p.start(cubicLogitName, truth, -math.MaxFloat64, math.MaxFloat64, "a finite θ")
}

func (p *cubicLogitPool) Draw(n int64, r *rand.Rand) error {
	if err := checkSize(cubicLogitName, n); err != nil {
		return err
	}
	psi := p.theta[0] * p.theta[0] * p.theta[0]
	p.add(float64(random.Binomial(n, Logistic(psi), Logistic(-psi), r))/float64(n), n)
	return nil
}

func (p *cubicLogitPool) Fit() error {
	switch {
	case p.weight == 0:
		return estimators.ErrEmptyPool
	case p.mean <= 0 || p.mean >= 1:
		return &estimators.NoMLEError{Family: cubicLogitName, Reason: "all samples are equal, so θ runs to infinity"}
	}
	p.theta[0] = math.Cbrt(math.Log(p.mean) - math.Log1p(-p.mean))
	return nil
}

// addLogit adds a Bernoulli s(ψ) of the given share against s(ψ*): KL(s*‖s) = ½(2s*−1)(ψ*−ψ) + log cosh(ψ/2) − log
// cosh(ψ*/2), and |s − s*| = ½|tanh(ψ/2) − tanh(ψ*/2)|.
func (d *distances) addLogit(share, truth, psi float64) {
	tanh := math.Tanh(truth / 2)
	d.KL += share * (tanh*(truth-psi)/2 + logCosh(psi/2) - logCosh(truth/2))
	d.Variation += share * math.Abs(math.Tanh(psi/2)-tanh) / 2
}

func cubicLogitDeparture() Departure {
	return Departure{Breaks: "3", Family: "Bernoulli(logit θ³) at θ* = 0", Truths: nearing, Information: 1.77,
		newPool: func(int64) (estimators.Pool, error) { return &cubicLogitPool{}, nil },
		measure: func(truth, theta []float64) (distances, error) {
			d := distances{Norm: math.Abs(theta[0] - truth[0])}
			d.addLogit(1, math.Pow(truth[0], 3), math.Pow(theta[0], 3))
			return d, nil
		}}
}

// Logistic is 1/(1+e^{−x}).
func Logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// logCosh is log cosh y ≥ 0; below 1/2 as ½ log(1 + sinh² y), which does not cancel, beyond as |y| + log(1+e^{−2|y|}) −
// log 2.
func logCosh(y float64) float64 {
	y = math.Abs(y)
	if y < 0.5 {
		s := math.Sinh(y)
		return math.Log1p(s*s) / 2
	}
	return y + math.Log1p(math.Exp(-2*y)) - math.Ln2
}

// oscillatingPool is a logistic model whose sample is a frequency and a bit, x = (k, y): k ≥ 1 with P(k) = 2^{−k}, P(y
// = 1 | k) = s(ψ_k(θ)),
//
//	ψ_k(θ) = θ + ½ sin(λθ)/λ²,  λ = 2^k,   ψ′ = 1 + ½ cos(λθ)/λ ∈ [¾, 5/4],   ψ″ = −½ sin(λθ),   ψ‴ = −½ λ cos(λθ),
//
// on Θ = [−1, 1], θ* = 0. It breaks 2C alone: |score| ≤ 5/4 and |Hessian| ≤ ½ + ¼·25/16 < 1, I ≥ s(1−s)(¾)² > 1/10, but
// the third derivative contains (y−s) ψ‴, of size 2^k/4 at θ = 0: unbounded, and even its expected supremum over a ball
// is infinite. The numbers of samples and of ones at each k are sufficient; levels beyond the largest sample are empty,
// so all is O(log N).
//
// The MLE is found by Newton's method on the score from θ^(t), with bisection where a step would leave the bracket: the
// root of the score that this reaches. On B_½ the expected score falls (slope below −1/10), so at the n of the table
// the root is unique but for events of exponentially small probability; the test compares it with a grid search over Θ.
type oscillatingPool struct {
	theta [1]float64
	total [maxLevels]float64 // samples at level k+1
	ones  [maxLevels]float64
	used  int // levels that hold a sample
}

const (
	maxLevels       = 64
	oscillatingName = "oscillating-logit"
)

// NewOscillating is a pool of the logistic model with logit ψ_k, OscillatingLogit.
func NewOscillating() estimators.Pool { return &oscillatingPool{} }

func (p *oscillatingPool) Start(truth []float64) error {
	if err := checkTruth(oscillatingName, truth, -1, 1, "−1 ≤ θ ≤ 1"); err != nil {
		return err
	}
	p.Clear()
	p.theta[0] = truth[0]
	return nil
}

func (p *oscillatingPool) Clear() {
	clear(p.total[:p.used])
	clear(p.ones[:p.used])
	p.used = 0
}

func (p *oscillatingPool) Theta() []float64 { return p.theta[:] }

// OscillatingLogit is ψ_k and its first two derivatives, k = level + 1.
func OscillatingLogit(level int, theta float64) (psi, first, second float64) {
	lambda := math.Ldexp(2, level)
	sin, cos := math.Sincos(lambda * theta)
	return theta + sin/(2*lambda*lambda), 1 + cos/(2*lambda), -sin / 2
}

func (p *oscillatingPool) Draw(n int64, r *rand.Rand) error {
	if err := checkSize(oscillatingName, n); err != nil {
		return err
	}
	for level, left := 0, n; left > 0; level++ {
		here := random.Binomial(left, 0.5, 0.5, r)
		if level == maxLevels-1 {
			here = left
		}
		left -= here
		if here == 0 {
			continue
		}
		psi, _, _ := OscillatingLogit(level, p.theta[0])
		p.total[level] += float64(here)
		p.ones[level] += float64(random.Binomial(here, Logistic(psi), Logistic(-psi), r))
		p.used = max(p.used, level+1)
	}
	return nil
}

// score is the derivative of the log-likelihood of the pool, curvature its own.
func (p *oscillatingPool) score(theta float64) (score, curvature float64) {
	for level := range p.used {
		psi, first, second := OscillatingLogit(level, theta)
		s := Logistic(psi)
		excess := p.ones[level] - p.total[level]*s
		score += excess * first
		curvature += excess*second - p.total[level]*s*(1-s)*first*first
	}
	return score, curvature
}

func (p *oscillatingPool) Fit() error {
	if p.used == 0 {
		return estimators.ErrEmptyPool
	}
	lower, upper, theta := -1.0, 1.0, p.theta[0]
	if score, _ := p.score(upper); score >= 0 {
		p.theta[0] = upper
		return nil
	}
	if score, _ := p.score(lower); score <= 0 {
		p.theta[0] = lower
		return nil
	}
	for range 200 {
		score, curvature := p.score(theta)
		if score > 0 {
			lower = theta
		} else {
			upper = theta
		}
		next := theta - score/curvature
		if !(next > lower && next < upper) || curvature >= 0 {
			next = lower + (upper-lower)/2
		}
		// A step of 2^-40 of the bracket's scale is far below the error 1/√N that is measured.
		if math.Abs(next-theta) <= 0x1p-40 {
			p.theta[0] = next
			return nil
		}
		theta = next
	}
	return &estimators.NotConvergedError{Family: oscillatingName, Status: "200 steps", At: []float64{theta}}
}

// oscillatingDistances are sums over the levels, weighted with 2^{−k}.
func oscillatingDistances(truth, theta []float64) (distances, error) {
	d, share := distances{Norm: math.Abs(theta[0] - truth[0])}, 1.0
	for level := range 27 {
		share /= 2
		at, _, _ := OscillatingLogit(level, truth[0])
		psi, _, _ := OscillatingLogit(level, theta[0])
		d.addLogit(share, at, psi)
	}
	d.addLogit(share, truth[0], theta[0]) // |ψ_k − θ| < 2^-56 beyond
	return d, nil
}

func oscillatingDeparture() Departure {
	return Departure{Breaks: "2C", Family: "logit θ+sin(2ᵏθ)/2²ᵏ⁺¹, P(k) = 2⁻ᵏ, at θ* = 0", Truths: [][]float64{{0}},
		Information: 0.3423, newPool: func(int64) (estimators.Pool, error) { return &oscillatingPool{}, nil },
		measure: oscillatingDistances}
}
