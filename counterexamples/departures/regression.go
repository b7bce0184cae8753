package departures

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/random"
)

// RegressionPool is linear regression through 0 with a heavy-tailed design, x = (z, y), y|z ~ N(θz, 1), z = 2^K with
// P(K ≥ k) = 2^{−ak}:
//
//	score z(y − θz),   Hessian −z²,   third derivative 0,   P(z ≥ u) ≈ u^{−a},
//	I = E z² = (1 − 2^{−a}) Σ 2^{(2−a)k} = (1 − 2^{−a})/(1 − 2^{2−a}) for a > 2, and ∞ for a ≤ 2.
//
// The score's tail is polynomial, so 2A fails, and by All's argument 2B must fail too; 2C and 3 hold. Given the
// designs, with A_t = Σ z² over batch t, the estimate of batch t is N(θ^(t), 1/A_t), and the pool's is the average with
// weights A_t: exactly
//
//	θ^(T) − θ* | designs ~ N(0, Σ_t A_t/(A_0 + … + A_t)²),   a variance of at most 2/A_0, twice that of the first fit:
//
// the schedule law (A_t/S_t² ≤ 1/S_{t−1} − 1/S_t) does not mind what A is. However heavy the tails, T generations cost
// a factor 2. (derived here)
type RegressionPool struct {
	beyond          float64 // 2^{−a} = P(K ≥ k+1)/P(K ≥ k)
	theta           [1]float64
	average, weight float64 // Σ A_t · estimate_t / Σ A_t and Σ A_t
	variance        float64 // Σ A_t/S_t² since Start
	first           float64 // A_0
}

// NewRegression is the pool for designs of tail index a > 0.
func NewRegression(a float64) *RegressionPool { return &RegressionPool{beyond: math.Exp2(-a)} }

func (p *RegressionPool) Start(truth []float64) error {
	if err := checkTruth("heavy-regression", truth, math.Inf(-1), math.Inf(1), "a finite θ"); err != nil {
		return err
	}
	p.Clear()
	p.theta[0], p.variance, p.first = truth[0], 0, 0
	return nil
}

func (p *RegressionPool) Clear() { p.average, p.weight = 0, 0 }

func (p *RegressionPool) Theta() []float64 { return p.theta[:] }

// Variance is that of θ^(T) given the designs, Σ_t A_t/(A_0 + … + A_t)².
func (p *RegressionPool) Variance() float64 { return p.variance }

// Inflation is Variance over that of the first fit, 1/A_0.
func (p *RegressionPool) Inflation() float64 { return p.variance * p.first }

// Information is that of the pooled designs, Σ_t A_t: its inverse would be the variance if all samples were real.
func (p *RegressionPool) Information() float64 { return p.weight }

// Draw needs the numbers of samples at each z alone: K's levels are binomial splits, and given them the batch's
// estimate is normal.
func (p *RegressionPool) Draw(n int64, r *rand.Rand) error {
	if err := checkSize("heavy-regression", n); err != nil {
		return err
	}
	design, square := 0.0, 1.0
	for left := n; left > 0; square *= 4 {
		beyond := random.Binomial(left, p.beyond, 1-p.beyond, r)
		design += square * float64(left-beyond)
		left = beyond
	}
	if p.first == 0 {
		p.first = design
	}
	p.weight += design
	share := design / p.weight
	p.average += share * (p.theta[0] + random.Normal(r)/math.Sqrt(design) - p.average)
	p.variance += share / p.weight
	return nil
}

func (p *RegressionPool) Fit() error {
	if p.weight == 0 {
		return estimators.ErrEmptyPool
	}
	p.theta[0] = p.average
	return nil
}

// regressionVariation is TV at θ − θ* = shift for a = 3: E_z erf(z|shift|/(2√2)), summed until what is left, P(K > k),
// is below 2^-53.
func regressionVariation(shift float64) float64 {
	sum, share, z := 0.0, 7./8, 1.0
	for range 18 {
		sum += share * math.Erf(z*math.Abs(shift)/(2*math.Sqrt2))
		share /= 8
		z *= 2
	}
	return sum
}

func regressionDeparture() Departure {
	return Departure{Breaks: "2A, 2B", Family: "N(θz,1), P(z ≥ u) ≈ u⁻³, at θ* = 0", Truths: [][]float64{{0}},
		Information: 1.75, newPool: func(int64) (estimators.Pool, error) { return NewRegression(3), nil },
		measure: func(_, theta []float64) (distances, error) {
			// KL = ½ E z² (θ−θ*)² = (7/8)(θ−θ*)².
			return distances{math.Abs(theta[0]), 7 * theta[0] * theta[0] / 8, regressionVariation(theta[0])}, nil
		}}
}
