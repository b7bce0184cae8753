package theorems

import (
	"fmt"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/internal/geometry"
	"itermle/internal/random"
	"itermle/theorems/certify"
)

// inexactPool is a pool whose optimiser errs: after each fit err changes the estimate θ, given the model it started
// from.
type inexactPool struct {
	estimators.Pool
	err    func(theta, before []float64, random *rand.Rand)
	before []float64
	random *rand.Rand // of the generation, past its samples
}

func newInexactPool(p estimators.Pool, d int, err func(theta, before []float64, random *rand.Rand)) estimators.Pool {
	return &inexactPool{Pool: p, err: err, before: make([]float64, d)}
}

func (p *inexactPool) Draw(n int64, random *rand.Rand) error {
	p.random = random
	copy(p.before, p.Theta())
	return p.Pool.Draw(n, random)
}

func (p *inexactPool) Fit() error {
	err := p.Pool.Fit()
	if err == nil {
		p.err(p.Theta(), p.before, p.random)
	}
	return err
}

// outward moves each estimate away from θ* until the pool's mean score has norm ε: the worst that the tolerance allows.
// In natural parameters the mean score at η, where θ is the MLE, is ∇A(θ) − ∇A(η), which is the difference of the
// scores at any sample.
func outward(tolerance float64) func(estimators.Pool, certifiedInstance) estimators.Pool {
	return func(p estimators.Pool, c certifiedInstance) estimators.Pool {
		family, d := c.family, c.family.Dim()
		x := make([]float64, family.SampleDim())
		family.Sample(x, c.truth, estimators.NewStream(0, "optimisation error").At(0, 0)) // any sample will do
		direction, moved, score, at := make([]float64, d), make([]float64, d), make([]float64, d), make([]float64, d)
		return newInexactPool(p, d, func(theta, _ []float64, _ *rand.Rand) {
			norm := geometry.Distance(theta, c.truth)
			for k := range direction {
				direction[k] = (theta[k] - c.truth[k]) / norm
			}
			if !(norm > 0) {
				clear(direction)
				direction[0] = 1
			}
			family.Score(score, theta, x)
			within := func(length float64) bool {
				for k := range moved {
					moved[k] = theta[k] + length*direction[k]
				}
				family.Score(at, moved, x)
				return geometry.Distance(at, score) <= tolerance
			}
			low, high := 0.0, tolerance/1024
			for range 40 { // where the information is below 2^-40, stay: a smaller error than allowed
				if !within(high) {
					break
				}
				low, high = high, 2*high
			}
			low = bisect.Within(low, high, 0x1.8p-30*(high-low), within)
			for k := range theta {
				theta[k] += low * direction[k]
			}
		})
	}
}

// An optimiserError is a model of the error of each fit of a Gaussian mean with σ = 1, with the exact mean and variance
// of θ^(T) − θ* where generation t has n_t samples.
type optimiserError struct {
	name     string
	err      func(theta, before []float64, random *rand.Rand)
	mean     func(schedule estimators.Schedule, generations int) float64
	variance func(schedule estimators.Schedule, generations int) float64
}

func noBias(estimators.Schedule, int) float64 { return 0 }

// constantError adds ε to every estimate: it ends as ε A_T.
func constantError(epsilon float64) optimiserError {
	return optimiserError{fmt.Sprintf("constant ε=%g", epsilon),
		func(theta, _ []float64, _ *rand.Rand) { theta[0] += epsilon },
		func(schedule estimators.Schedule, generations int) float64 {
			return epsilon * certify.ErrorAmplification(schedule, generations)
		},
		estimators.Schedule.VarianceSum}
}

// centredError adds independent normal errors of standard deviation τ: variance τ²(1 + Σ_{1≤t<T} w_t²), at most π²/6 τ²
// for equal batches.
func centredError(tau float64) optimiserError {
	return optimiserError{fmt.Sprintf("centred τ=%g", tau),
		func(theta, _ []float64, r *rand.Rand) { theta[0] += tau * random.Normal(r) }, noBias,
		func(schedule estimators.Schedule, generations int) float64 {
			sum, total := 1.0, float64(schedule.Size(0))
			for t := 1; t < generations; t++ {
				n := float64(schedule.Size(t))
				total += n
				sum += n * n / (total * total)
			}
			return schedule.VarianceSum(generations) + tau*tau*sum
		}}
}

// stoppedEarly goes the share 1−q of the way to the MLE: harmless for every T, because what is left of the way shrinks
// with the steps.
func stoppedEarly(q float64) optimiserError {
	return optimiserError{fmt.Sprintf("stopped early q=%g", q),
		func(theta, before []float64, _ *rand.Rand) { theta[0] += q * (before[0] - theta[0]) }, noBias,
		func(schedule estimators.Schedule, generations int) float64 {
			return certify.EarlyStoppingVariance(schedule, generations, q)
		}}
}
