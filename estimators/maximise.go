package estimators

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// Maximise is the numerical maximum likelihood estimate of the data for a family whose log-density is C² in the
// interior of Θ: Newton's method of gonum/optimize with backtracking, warm-started at from, then Newton steps on the
// score alone down to rounding, then a certificate. It finds one interior local maximum; that it is the global one is
// the family's to prove (concavity), as are maxima on the boundary of Θ. dst may be from.
//
// The certificate, scale-free in data and parameter: −H, H the Hessian of the mean log-likelihood, is positive definite
// and changes by less than 1%, in its own metric, over the last Newton step (Newton–Kantorovich: a stationary point is
// near), and what is left of the score s is at most 1e-9 standard deviations of one sample, √(sᵀ(−H)⁻¹s) ≤ 1e-9. A
// likelihood without a maximum fails the second condition: its score vanishes, but its information vanishes as fast.
// And 4 units of 2^-53 of the mean |score of a sample|, which the rounding of the sum may hide, are at most 1e-9
// standard deviations as well: else the information is so small that a vanishing score says nothing.
// Where a family of FromLogDensity has no Dual, differences of its values blur the score: then it is enough that Newton
// steps have ceased to shrink and what is left is a thousandth of the estimate's standard deviation, 1e-3/√n.
//
// Errors: ErrEmptyPool, *SampleError for data that is not finite, *NotConvergedError with the optimiser's status.
func Maximise(family Family, dst, from []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := checkSamples(family, data.X); err != nil {
		return err
	}
	m := newMaximiser(family)
	if differenced, ok := family.(interface{ differenced() bool }); ok && differenced.differenced() {
		m.blurred = 1e-3 / math.Sqrt(float64(len(data.X)/family.SampleDim()))
	}
	return m.maximise(dst, from, newDataLikelihood(family, data))
}

// The tolerances of Maximise, in standard deviations of one sample: 1/√n of statistical error, with n ≤ 2^53, is
// never below the certificate's.
const (
	// coarseScore stops gonum where a step gains about coarseScore²/2 = 5e-13 nats: a line search that compares
	// sums of order 1 cannot see much less.
	coarseScore        = 1e-6
	certifiedStep      = 1e-9
	certifiedChange    = 0.01
	finestStep         = 1e-15 // beyond it a step is rounding
	maxLikelihoodCalls = 1000
	maxPolishingSteps  = 12
	maxRounds          = 4
)

// maximiser holds what the fits of one family share, so that repeated fits reuse its memory.
type maximiser struct {
	family     Family
	likelihood likelihood

	origin, scale []float64 // θ = origin + scale·u, u what gonum sees: unit information at the start
	theta         []float64 // where value, score and hessian were last evaluated
	value         float64
	score         []float64
	hessian       []float64
	known, inside bool
	// blurred is what the certificate allows where the score is a difference of values whose rounding nobody knows: a
	// thousandth of the estimate's own standard deviation, once steps no longer get shorter. 0 elsewhere.
	blurred float64

	trial, step []float64
	before      []float64 // the Hessian before the step
	information []float64 // −H, packed
	factor      []float64 // its lower triangle
	newton      optimize.Newton
	problem     optimize.Problem
	settings    optimize.Settings
}

func newMaximiser(family Family) *maximiser {
	d := family.Dim()
	buffer := make([]float64, 6*d+3*d*d+packedLength(d))
	take := func(k int) []float64 {
		part := buffer[:k:k]
		buffer = buffer[k:]
		return part
	}
	m := &maximiser{family: family, origin: take(d), scale: take(d), theta: take(d), score: take(d), trial: take(d),
		step: take(d), hessian: take(d * d), before: take(d * d), information: take(packedLength(d)),
		factor: take(d * d)}
	m.newton = optimize.Newton{Linesearcher: &optimize.Backtracking{}, GradStopThreshold: coarseScore}
	m.problem = optimize.Problem{Func: m.objective, Grad: m.gradient, Hess: m.curvature}
	m.settings = optimize.Settings{GradientThreshold: coarseScore, FuncEvaluations: maxLikelihoodCalls,
		MajorIterations: maxLikelihoodCalls, Converger: optimize.NeverTerminate{}}
	return m
}

// at evaluates the likelihood at θ unless it was just evaluated there; false where θ is outside Θ or the
// likelihood there is not finite.
func (m *maximiser) at(theta []float64) bool {
	if m.known && slices.Equal(theta, m.theta) {
		return m.inside
	}
	copy(m.theta, theta)
	m.known = true
	if m.inside = m.family.Check(theta) == nil; m.inside {
		m.value = m.likelihood.evaluate(m.score, m.hessian, m.theta)
		m.inside = allFinite(m.value) && allFinite(m.score...) && allFinite(m.hessian...)
	}
	return m.inside
}

func allFinite(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

func (m *maximiser) atScaled(u []float64) bool {
	for j := range m.trial {
		m.trial[j] = m.origin[j] + m.scale[j]*u[j]
	}
	return m.at(m.trial)
}

func (m *maximiser) objective(u []float64) float64 {
	if !m.atScaled(u) {
		return math.Inf(1) // the line search steps back into Θ
	}
	return -m.value
}

func (m *maximiser) gradient(dst, u []float64) {
	m.atScaled(u)
	for j := range dst {
		dst[j] = -m.score[j] * m.scale[j]
	}
}

func (m *maximiser) curvature(dst *mat.SymDense, u []float64) {
	m.atScaled(u)
	d := len(m.scale)
	for j := range d {
		for k := j; k < d; k++ {
			dst.SetSym(j, k, -m.hessian[j*d+k]*m.scale[j]*m.scale[k])
		}
	}
}

func (m *maximiser) maximise(dst, from []float64, l likelihood) error {
	d := len(m.scale)
	m.likelihood, m.known = l, false
	copy(m.origin, from)
	if !m.at(m.origin) {
		return m.failed(from, "the likelihood at the start is not finite")
	}
	// Far from the start its units may be wrong by any factor: gonum then stops too early or cannot stop. What it has
	// reached becomes the next start, while that is better, a few times.
	for round := 1; ; round++ {
		value := m.value
		for j := range d {
			m.scale[j] = 1
			if information := math.Abs(m.hessian[j*d+j]); information > 0 {
				m.scale[j] = 1 / math.Sqrt(information)
			}
		}
		status := m.climb()
		copy(m.origin, m.theta)
		reached := m.value
		err := m.polish(dst)
		if err == nil {
			return nil
		}
		if round == maxRounds || !(reached > value) || !m.at(m.origin) {
			if status != "" {
				return m.failed(m.origin, status)
			}
			return err
		}
	}
}

// climb moves to where gonum's search ends, and says why if not because the scaled score is below its threshold.
func (m *maximiser) climb() (status string) {
	if m.stationary() {
		return ""
	}
	clear(m.step)
	result, err := optimize.Minimize(m.problem, m.step, &m.settings, &m.newton)
	if result == nil {
		return err.Error()
	}
	if !m.atScaled(result.X) {
		m.at(m.origin)
	}
	if err != nil {
		return err.Error()
	}
	if result.Status != optimize.GradientThreshold {
		return result.Status.String()
	}
	return ""
}

// stationary says whether the scaled score is already below gonum's threshold.
func (m *maximiser) stationary() bool {
	for j := range m.scale {
		if !(math.Abs(m.score[j]*m.scale[j]) < coarseScore) {
			return false
		}
	}
	return true
}

func (m *maximiser) failed(at []float64, status string) error {
	return &NotConvergedError{Family: m.family.Name(), Status: status, At: slices.Clone(at)}
}
