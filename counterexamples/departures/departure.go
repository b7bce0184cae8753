package departures

import (
	"math"

	"itermle/counterexamples/construction1"
	"itermle/estimators"
)

// Departure is a family that breaks some of the assumptions of Theorem 4.1 at θ*, and as few of the others as can be.
type Departure struct {
	Breaks string // the assumptions that fail, such as "1A" or "2A, 2B"
	Family string
	Truth  []float64
	Sizes  []int64 // the n at which the table measures, increasing
	// Fewer divides the table's number of replicates where a replicate costs O(nT), and Most is the largest T that is
	// worth its time; 0 for no limit.
	fewer, most int
	newPool     func(n int64) (estimators.Pool, error) // n matters to Construction 1 alone
	// measure is the distances of p_θ from p_θ*.
	measure func(theta []float64) (distances, error)
}

// distances are how far a model is from the truth: ‖θ − θ*‖, KL(p_θ*‖p_θ) in nats (+Inf where p_θ vanishes on part of
// the support of p_θ*) and total variation.
type distances struct{ Norm, KL, Variation float64 }

var tableSizes = []int64{100, 1000, 10_000, 100_000}

// All lists the families of the table "one assumption at a time", in the order of the assumptions. Where every family
// that breaks an assumption breaks others too, or the paper's question names one that does, Breaks says so:
//
//   - 2A alone cannot fail polynomially. By 2B the score moves by at most K2 r on B_r(θ*), so p_{θ+ru}/p_θ ≥ exp(r
//     u·∇log p_θ − K2 r²/2), and since p_{θ+ru} has mass 1 (1A, 1C), P_θ(u·∇log p_θ ≥ v) ≤ exp(−r v + K2 r²/2): a
//     sub-exponential tail. (derived here)
//   - Gaussian (μ, σ) breaks 2A as well as 2B and 2C: the score of σ is (z²−1)/σ.
//   - N(θ³,1) and ½N(−θ,1)+½N(θ,1) at 0 break 2B and 2C as well as 3; the logit θ³ breaks 3 alone.
func All() []Departure {
	return []Departure{
		normalDeparture("1A", "N(θ,1), θ ≥ 0, at θ* = 0", BoundaryMean, 0),
		normalDeparture("1B", "N(|θ|,1) at θ* = 1, ties to the nearest", FoldedMean, 1),
		normalDeparture("1B", "N(|θ|,1) at θ* = 1, ties by a coin", CoinMean, 1),
		mixtureDeparture("1B", 1),
		uniformDeparture(),
		shiftedExponentialDeparture(),
		laplaceDeparture(),
		familyDeparture("2A", "Exp(rate θ) at θ* = 1", estimators.NewExponentialRate(), 1),
		familyDeparture("2A", "Poisson(e^θ) at θ* = 0", estimators.NewPoissonLog(), 0),
		regressionDeparture(),
		normalDeparture("2B", "N(θ+θ²/2,1), θ ≥ −1, at θ* = 0", QuadraticMean, 0),
		oscillatingDeparture(),
		familyDeparture("2A, 2B, 2C", "Gaussian (μ,σ) at θ* = (0,1)", estimators.NewGaussian(), 0, 1),
		cubicLogitDeparture(),
		normalDeparture("2B, 2C, 3", "N(θ³,1) at θ* = 0", CubicMean, 0),
		mixtureDeparture("2B, 2C, 3", 0),
		construction1Departure(),
	}
}

// construction1Departure is the paper's own counterexample to everything but TV-consistency, Theorem 5.1: θ* is a
// corner of Θ, the support depends on θ and log p_θ is not even continuous in θ.
func construction1Departure() Departure {
	return Departure{Breaks: "1A, 1C, 2", Family: "Construction 1 at θ* = (0,2)", Truth: construction1.Truth(),
		Sizes: []int64{100, 300, 1000},
		fewer: 5, most: 10,
		newPool: func(n int64) (estimators.Pool, error) { return construction1.New(n) },
		measure: func(theta []float64) (distances, error) {
			alpha := theta[0]
			// p_θ* is 1 on [0, 1]; p_θ there is 1 + α/(2−4α) up to 1−2α and ½ beyond.
			kl := 2*alpha*math.Ln2 - (1-2*alpha)*math.Log1p(alpha/(2-4*alpha))
			return distances{math.Hypot(alpha, theta[1]-2), kl, alpha}, nil
		}}
}

// familyDeparture is a family of the zoo with its own pool and divergences.
func familyDeparture(breaks, name string, family estimators.Family, truth ...float64) Departure {
	return Departure{Breaks: breaks, Family: name, Truth: truth, Sizes: tableSizes,
		newPool: func(int64) (estimators.Pool, error) {
			return estimators.NewPool(family, estimators.AutoPath, estimators.Accumulate())
		},
		measure: func(theta []float64) (distances, error) {
			d := distances{}
			for i, v := range theta {
				d.Norm = math.Hypot(d.Norm, v-truth[i])
			}
			kl, err := family.KL(truth, theta)
			if err != nil {
				return d, err
			}
			tv, err := family.TotalVariation(truth, theta)
			d.KL, d.Variation = kl.Value, tv.Value
			return d, err
		}}
}

// meanPool is a pool whose statistic is an average of one real number per sample.
type meanPool struct {
	theta        [1]float64
	mean, weight float64
}

// add merges a batch of n samples with the given average.
func (p *meanPool) add(mean float64, n int64) {
	size := float64(n)
	p.weight += size
	p.mean += size / p.weight * (mean - p.mean)
}

// start empties the pool and sets θ.
func (p *meanPool) start(family string, truth []float64, lower, upper float64, accept string) error {
	if err := checkTruth(family, truth, lower, upper, accept); err != nil {
		return err
	}
	p.Clear()
	p.theta[0] = truth[0]
	return nil
}

func (p *meanPool) Clear() { p.mean, p.weight = 0, 0 }

func (p *meanPool) Theta() []float64 { return p.theta[:] }

// checkTruth refuses a θ that is not one finite number of [lower, upper].
func checkTruth(family string, truth []float64, lower, upper float64, accept string) error {
	if len(truth) != 1 {
		return &estimators.DimensionError{What: family + ": θ", Got: len(truth), Want: 1}
	}
	if !(truth[0] >= lower && truth[0] <= upper) || math.IsInf(truth[0], 0) {
		return &estimators.ParameterError{Family: family, Name: "θ", Value: truth[0], Accept: accept}
	}
	return nil
}

// largestSize is the largest batch, up to which every number of samples is a float64.
const largestSize = 1 << 53

// checkSize refuses a batch that is none.
func checkSize(family string, n int64) error {
	if n < 1 || n > largestSize {
		return &estimators.RangeError{What: family + ": n", Value: float64(n), Accept: "1 ≤ n ≤ 2^53"}
	}
	return nil
}
