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
//
// Errors: ErrEmptyPool, *SampleError for data that is not finite, *NotConvergedError with the optimiser's status.
func Maximise(family Family, dst, from []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := checkSamples(family, data.X); err != nil {
		return err
	}
	return newMaximiser(family).maximise(dst, from, newDataLikelihood(family, data))
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
	for j := range d {
		m.scale[j] = 1
		if information := math.Abs(m.hessian[j*d+j]); information > 0 {
			m.scale[j] = 1 / math.Sqrt(information)
		}
	}
	if !m.stationary() {
		clear(m.step)
		result, err := optimize.Minimize(m.problem, m.step, &m.settings, &m.newton)
		if err != nil {
			return m.failed(m.theta, err.Error())
		}
		if result.Status != optimize.GradientThreshold {
			return m.failed(m.theta, result.Status.String())
		}
		m.atScaled(result.X)
	}
	return m.polish(dst)
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

// polish takes Newton steps on the score, which unlike the likelihood keeps its digits near the maximum, and certifies
// the last of them: a step of length λ over which the Hessian changes by the fraction c leaves a score of λc at most.
func (m *maximiser) polish(dst []float64) error {
	d := len(m.scale)
	reason := "the certificate's Newton step stays above its tolerance"
	previous := math.Inf(1)
	for range maxPolishingSteps {
		copy(m.before, m.hessian)
		if !m.newtonStep() {
			return m.failed(m.theta, "the Hessian of the log-likelihood is not negative definite")
		}
		decrement := 0.0
		for j := range d {
			decrement += m.step[j] * m.score[j]
			m.trial[j] = m.theta[j] + m.step[j]
		}
		decrement = math.Sqrt(math.Max(0, decrement))
		if !m.at(m.trial) {
			return m.failed(m.theta, "a Newton step at the end leaves Θ")
		}
		change := m.change()
		if !(change < certifiedChange) {
			reason = "the information vanishes with the score, so there is no maximum nearby"
			continue
		}
		if decrement*change <= finestStep || decrement <= certifiedStep && decrement >= previous/2 {
			copy(dst, m.theta)
			return nil
		}
		previous = decrement
	}
	return m.failed(m.theta, reason)
}

// change is the Frobenius norm of L⁻¹(H − B)L⁻ᵀ, B = LLᵀ the information before the step and H after it: the change in
// every direction relative to the information in that direction, of which elementwise changes would miss one that
// vanishes.
func (m *maximiser) change() float64 {
	d, difference := len(m.scale), m.before
	for j := range difference {
		difference[j] -= m.hessian[j]
	}
	// L⁻¹ from the left to the columns, which are the rows by symmetry, then to those of the transpose.
	for j := range d {
		solveLower(m.factor, difference[j*d:(j+1)*d])
	}
	for j := range d {
		for k := range j {
			difference[j*d+k], difference[k*d+j] = difference[k*d+j], difference[j*d+k]
		}
	}
	for j := range d {
		solveLower(m.factor, difference[j*d:(j+1)*d])
	}
	return norm(difference)
}

// newtonStep solves −H·step = score; false where −H is not positive definite.
func (m *maximiser) newtonStep() bool {
	d := len(m.scale)
	for j := range d {
		for k := range j + 1 {
			m.information[packed(j, k)] = -m.hessian[j*d+k]
		}
	}
	if !factor(m.factor, m.information, d) {
		return false
	}
	copy(m.step, m.score)
	solveLower(m.factor, m.step)
	solveUpper(m.factor, m.step)
	return true
}

func (m *maximiser) failed(at []float64, status string) error {
	return &NotConvergedError{Family: m.family.Name(), Status: status, At: slices.Clone(at)}
}
