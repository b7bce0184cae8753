package departures

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/random"
)

// CurvedMean is a family N(m(θ), 1) on Θ = [lower, ∞): by the choice of m it breaks one assumption or another at θ*,
//
//	log p_θ(x) = −(x−m)²/2 + const,   score (x−m) m′,   Hessian (x−m) m″ − m′²,   third (x−m) m‴ − 3 m′ m″,   I = m′².
//
// The pool's average is sufficient, and the MLE is the θ ∈ Θ whose m(θ) is nearest to it, so
//
//	KL = (m(θ)−m(θ*))²/2,   TV = erf(|m(θ)−m(θ*)|/(2√2)).
//
// Where m(Θ) = R the pooled average is m(θ^(t+1)) itself, and m(θ^(T)) ~ N(m(θ*), Σ n_t/N_t²) exactly, whatever m is:
// what an assumption on m costs is all in the inverse of m.
type CurvedMean struct {
	Name   string
	Lower  float64 // of Θ
	Accept string  // Θ in words, for errors
	Mean   func(theta float64) float64
	// Inverse is the MLE for a pooled average; from is θ^(t), and the random bit decides ties where the family says so.
	Inverse func(average, from float64, coin bool) float64
	coin    bool // ties are decided by a coin, not by distance from θ^(t)
}

// BoundaryMean breaks 1A alone: θ* = 0 is not inside Θ = [0, ∞). The MLE is max(0, x̄).
//
// With accumulation the pooled average m_t has m_{t+1} = m_t + (θ_t − m_t + Z/√n)/(t+1), θ_t = max(0, m_t), so that
//
//	E m_{t+1}² = E m_t² − (2/(t+1) − 1/(t+1)²) E min(0, m_t)² + 1/(n(t+1)²) ≤ Σ_{k≤t+1} 1/(nk²):
//
// E θ_T² ≤ π²/(6n) for all T (derived here; 2 m_t (θ_t−m_t) = −2 min(0,m_t)²). With replacement θ_T is Lindley's random
// walk, and has the law of max(0, S_1, …, S_T)/√n, S a standard normal walk: E θ_T = Σ_{k≤T} 1/√(2πkn) (Spitzer).
var BoundaryMean = CurvedMean{Name: "boundary-mean", Lower: 0, Accept: "a finite θ ≥ 0",
	Mean:    func(theta float64) float64 { return theta },
	Inverse: func(average, _ float64, _ bool) float64 { return math.Max(0, average) }}

// FoldedMean breaks 1B alone: p_θ = p_{−θ}, while on B_r(1), r < 1, it is N(θ,1). Label switching in its simplest form,
// as in ½N(−θ,1)+½N(θ,1). The two maximisers are ±max(0, x̄), and of these the nearer to θ^(t) is taken, as Algorithm 1
// has it.
var FoldedMean = CurvedMean{Name: "folded-mean", Lower: math.Inf(-1), Accept: "a finite θ", Mean: math.Abs,
	Inverse: func(average, from float64, _ bool) float64 { return math.Copysign(math.Max(0, average), from) }}

// CoinMean is FoldedMean with a fair coin for the sign of the maximiser.
var CoinMean = CurvedMean{Name: "folded-mean-by-a-coin", Lower: math.Inf(-1), Accept: "a finite θ", Mean: math.Abs,
	coin: true,
	Inverse: func(average, _ float64, coin bool) float64 {
		if coin {
			return -math.Max(0, average)
		}
		return math.Max(0, average)
	}}

// QuadraticMean breaks 2B alone: m = θ+θ²/2 has m″ = 1 and m‴ = 0, so the Hessian is unbounded in x, the third
// derivative −3(1+θ) is not. On B_½(0): score sub-Gaussian with K1 = 3/2, I ≥ ¼, m strictly increasing on Θ = [−1, ∞),
// whose end −1 is taken below x̄ = −½.
var QuadraticMean = CurvedMean{Name: "quadratic-mean", Lower: -1, Accept: "a finite θ ≥ −1",
	Mean: func(theta float64) float64 { return theta + theta*theta/2 },
	Inverse: func(average, _ float64, _ bool) float64 {
		root := math.Sqrt(math.Max(0, 1+2*average))
		// √(1+2a) − 1 without cancellation; at the end of Θ root = 0 and a may be below −½.
		return math.Max(-1, 2*math.Max(-0.5, average)/(1+root))
	}}

// CubicMean breaks 3, I = 9θ⁴ = 0 at 0, and 2B and 2C, m″ = 6θ and m‴ = 6: x̄ has its rate n^{-1/2}, θ its cube root.
var CubicMean = CurvedMean{Name: "cubic-mean", Lower: math.Inf(-1), Accept: "a finite θ",
	Mean:    func(theta float64) float64 { return theta * theta * theta },
	Inverse: func(average, _ float64, _ bool) float64 { return math.Cbrt(average) }}

// Pool is a pool of the family; its θ is one number.
func (f CurvedMean) Pool() estimators.Pool { return &normalPool{family: f} }

type normalPool struct {
	meanPool
	family CurvedMean
	random *rand.Rand // of the last Draw: Fit tosses its coin with it
}

func (p *normalPool) Start(truth []float64) error {
	return p.start(p.family.Name, truth, p.family.Lower, math.MaxFloat64, p.family.Accept)
}

func (p *normalPool) Draw(n int64, r *rand.Rand) error {
	if err := checkSize(p.family.Name, n); err != nil {
		return err
	}
	p.add(p.family.Mean(p.theta[0])+random.Normal(r)/math.Sqrt(float64(n)), n)
	p.random = r
	return nil
}

func (p *normalPool) Fit() error {
	if p.weight == 0 {
		return estimators.ErrEmptyPool
	}
	coin := p.family.coin && p.random.Uint64()&1 == 1
	p.theta[0] = p.family.Inverse(p.mean, p.theta[0], coin)
	return nil
}

func normalDeparture(breaks, name string, family CurvedMean, information float64, truths ...[]float64) Departure {
	return Departure{Breaks: breaks, Family: name, Truths: truths, Information: information,
		newPool: func(int64) (estimators.Pool, error) { return family.Pool(), nil },
		measure: func(truth, theta []float64) (distances, error) {
			shift := family.Mean(theta[0]) - family.Mean(truth[0])
			return distances{math.Abs(theta[0] - truth[0]), shift * shift / 2,
				math.Erf(math.Abs(shift) / (2 * math.Sqrt2))}, nil
		}}
}
