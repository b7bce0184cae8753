package departures

import (
	"errors"
	"math"

	"itermle/counterexamples/construction1"
	"itermle/estimators"
	"itermle/estimators/alphabet"
)

// Departure is a family that breaks some of the assumptions of Theorem 4.1 at the last of its Truths, and as few of the
// others as can be.
type Departure struct {
	Breaks string // the assumptions that fail, such as "1A" or "2A, 2B"
	Family string
	// Truths are the θ* of a diagram, the last that at which the assumptions fail. The violation at the others has the
	// strength ε = ‖θ* − the last‖ > 0, falling: 0 is the violation itself.
	Truths [][]float64
	// Information is I at the first of the Truths, or 1 where there is none: (nI)^{−½} is the regular scale.
	Information float64
	newPool     func(n int64) (estimators.Pool, error) // n matters to Construction 1 and to the median's window alone
	// measure is the distances of p_θ from p_θ*.
	measure func(truth, theta []float64) (distances, error)
}

// distances are how far a model is from the truth: ‖θ − θ*‖, KL(p_θ*‖p_θ) in nats (+Inf where p_θ vanishes on part of
// the support of p_θ*) and total variation, each as large as its error bound allows.
type distances struct{ Norm, KL, Variation float64 }

func (d distances) of(loss alphabet.Loss) float64 {
	switch loss {
	case "kl":
		return d.KL
	case "tv":
		return d.Variation
	}
	return d.Norm
}

// Epsilon is the strength of the i-th of the Truths.
func (d Departure) Epsilon(i int) float64 { return norm(d.Truths[i], d.Truths[len(d.Truths)-1]) }

// Bad makes the trials "after T fits from the i-th of the Truths the loss exceeds its threshold", which is three times
// its size in a regular family: alphabet.Loss. Where the MLE does not exist θ has run to infinity, and the loss with
// it. Errors: those of Setup.Worker, such as for a workflow that the family's pool does not know.
func (d Departure) Bad(i int, schedule estimators.Schedule, generations int, workflow estimators.Workflow,
	loss alphabet.Loss) (estimators.Trials[bool], error) {
	n := schedule.Size(0)
	setup := estimators.Setup[estimators.Pool]{NewPool: func() (estimators.Pool, error) { return d.newPool(n) },
		Truth: d.Truths[i], Schedule: schedule, Workflow: workflow, Generations: generations}
	if _, err := setup.Worker(); err != nil {
		return nil, err
	}
	threshold := loss.Threshold(d.Information, float64(n))
	return estimators.Along(setup, func(pool estimators.Pool, run func(estimators.Visit) error) (bool, error) {
		var missing *estimators.NoMLEError
		if err := run(nil); err != nil {
			if errors.As(err, &missing) {
				err = nil
			}
			return true, err
		}
		far, err := d.measure(setup.Truth, pool.Theta())
		return !(far.of(loss) <= threshold), err
	}), nil
}

// norm is ‖a − b‖.
func norm(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum = math.Hypot(sum, v-b[i])
	}
	return sum
}

// nearing are the θ* of a violation at 0, and at some distances from it.
var nearing = [][]float64{{1}, {0.5}, {0.2}, {0.1}, {0}}

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
		normalDeparture("1A", "N(θ,1), θ ≥ 0, at θ* = 0", BoundaryMean, 1, nearing...),
		normalDeparture("1B", "N(|θ|,1) at θ* = 1, ties to the nearest", FoldedMean, 1, []float64{1}),
		normalDeparture("1B", "N(|θ|,1) at θ* = 1, ties by a coin", CoinMean, 1, []float64{1}),
		mixtureDeparture("1B", "½N(−θ,1)+½N(θ,1) at θ* = 1", []float64{1}),
		uniformDeparture(),
		shiftedExponentialDeparture(),
		laplaceDeparture(),
		familyDeparture("2A", "Exp(rate θ) at θ* = 1", estimators.NewExponentialRate(), 1, 1),
		familyDeparture("2A", "Poisson(e^θ) at θ* = 0", estimators.NewPoissonLog(), 1, 0),
		regressionDeparture(),
		normalDeparture("2B", "N(θ+θ²/2,1), θ ≥ −1, at θ* = 0", QuadraticMean, 1, []float64{0}),
		oscillatingDeparture(),
		familyDeparture("2A, 2B, 2C", "Gaussian (μ,σ) at θ* = (0,1)", estimators.NewGaussian(), 1, 0, 1),
		cubicLogitDeparture(),
		normalDeparture("2B, 2C, 3", "N(θ³,1) at θ* = 0", CubicMean, 9, nearing...),
		mixtureDeparture("2B, 2C, 3", "½N(−θ,1)+½N(θ,1) at θ* = 0", nearing...),
		construction1Departure(),
	}
}

// construction1Departure is the paper's own counterexample to everything but TV-consistency, Theorem 5.1: θ* is a
// corner of Θ, the support depends on θ and log p_θ is not even continuous in θ.
func construction1Departure() Departure {
	return Departure{Breaks: "1A, 1C, 2", Family: "Construction 1 at θ* = (0,2)",
		Truths: [][]float64{construction1.Truth()}, Information: 1,
		newPool: func(n int64) (estimators.Pool, error) { return construction1.New(n) },
		measure: func(_, theta []float64) (distances, error) {
			alpha := theta[0]
			// p_θ* is 1 on [0, 1]; p_θ there is 1 + α/(2−4α) up to 1−2α and ½ beyond.
			kl := 2*alpha*math.Ln2 - (1-2*alpha)*math.Log1p(alpha/(2-4*alpha))
			return distances{math.Hypot(alpha, theta[1]-2), kl, alpha}, nil
		}}
}

// familyDeparture is a family of the zoo with its own pool and divergences.
func familyDeparture(breaks, name string, family estimators.Family, information float64, truth ...float64) Departure {
	return Departure{Breaks: breaks, Family: name, Truths: [][]float64{truth}, Information: information,
		newPool: func(int64) (estimators.Pool, error) {
			return estimators.NewPool(family, estimators.AutoPath, estimators.Accumulate())
		},
		measure: func(truth, theta []float64) (distances, error) { return familyDistances(family, truth, theta) }}
}

func familyDistances(family estimators.Family, truth, theta []float64) (distances, error) {
	kl, err := family.KL(truth, theta)
	if err != nil {
		return distances{}, err
	}
	tv, err := family.TotalVariation(truth, theta)
	return distances{norm(theta, truth), kl.Value + kl.Error, tv.Value + tv.Error}, err
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
