package departures

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/random"
)

// ExtremePool is the pool of a family whose support ends at θ and whose MLE is the sample nearest to that end. It keeps
// e ≥ 0, how far the model's end lies inside the truth's, so that nothing cancels:
//
//	U[0, θ]:              θ = θ* e^{−e},  MLE the maximum: a batch of n adds Exp(1)/n to e
//	θ + Exp(1):           θ = θ* + e,     MLE the minimum: a batch of n adds Exp(1)/n to e
//
// for −log max(U_1…U_n) and min(E_1…E_n) are both Exp(1)/n. (Both derived here.) Samples of later generations lie
// inside the support of θ^(1), so with accumulation the real extreme is never beaten and θ^(T) = θ^(1) for every T: n e
// ~ Exp(1). With replacement the steps add up: n e ~ Gamma(T). Either way p_θ vanishes on part of the support of p_θ*:
// KL(p_θ*‖p_θ) = ∞ from the first fit on.
type ExtremePool struct {
	name   string
	theta  func(truth, e float64) float64
	lower  float64 // the least θ of Θ, or −∞
	accept string
	truth  float64
	inside float64 // e of the current model
	least  float64 // of the samples in the pool, +Inf if none
	value  [1]float64
}

// NewUniform is the pool of U[0, θ].
func NewUniform() *ExtremePool {
	return &ExtremePool{name: "uniform-scale", lower: math.SmallestNonzeroFloat64,
		accept: "a finite θ > 0", least: math.Inf(1),
		theta: func(truth, e float64) float64 { return truth * math.Exp(-e) }}
}

// NewShiftedExponential is the pool of θ + Exp(1).
func NewShiftedExponential() *ExtremePool {
	return &ExtremePool{name: "shifted-exponential", lower: math.Inf(-1), accept: "a finite θ", least: math.Inf(1),
		theta: func(truth, e float64) float64 { return truth + e }}
}

func (p *ExtremePool) Start(truth []float64) error {
	if err := checkTruth(p.name, truth, p.lower, math.Inf(1), p.accept); err != nil {
		return err
	}
	p.truth, p.inside, p.value[0] = truth[0], 0, truth[0]
	p.Clear()
	return nil
}

// Inside is e ≥ 0 of the current model, with all digits.
func (p *ExtremePool) Inside() float64 { return p.inside }

func (p *ExtremePool) Clear() { p.least = math.Inf(1) }

func (p *ExtremePool) Theta() []float64 { return p.value[:] }

func (p *ExtremePool) Draw(n int64, r *rand.Rand) error {
	if err := checkSize(p.name, n); err != nil {
		return err
	}
	p.least = math.Min(p.least, p.inside+random.Exponential(r)/float64(n))
	return nil
}

func (p *ExtremePool) Fit() error {
	if math.IsInf(p.least, 1) {
		return estimators.ErrEmptyPool
	}
	p.inside = p.least
	p.value[0] = p.theta(p.truth, p.inside)
	return nil
}

// supportDistances are those of an end that has moved by e = −log(θ/θ*) or θ − θ*: TV = 1 − e^{−e} for both families.
func supportDistances(norm, e float64) distances {
	d := distances{Norm: norm, Variation: -math.Expm1(-e)}
	if e > 0 {
		d.KL = math.Inf(1)
	}
	return d
}

func uniformDeparture() Departure {
	return Departure{Breaks: "1C", Family: "U[0,θ] at θ* = 1", Truths: [][]float64{{1}}, Information: 1,
		newPool: func(int64) (estimators.Pool, error) { return NewUniform(), nil },
		measure: func(_, theta []float64) (distances, error) {
			return supportDistances(1-theta[0], -math.Log(theta[0])), nil
		}}
}

func shiftedExponentialDeparture() Departure {
	return Departure{Breaks: "1C", Family: "θ+Exp(1) at θ* = 0", Truths: [][]float64{{0}}, Information: 1,
		newPool: func(int64) (estimators.Pool, error) { return NewShiftedExponential(), nil },
		measure: func(_, theta []float64) (distances, error) { return supportDistances(theta[0], theta[0]), nil }}
}
