package estimators

import (
	"math"

	"itermle/internal/rounding"
)

// polish takes Newton steps on the score, which unlike the likelihood keeps its digits near the maximum, and certifies
// the last of them: a step of length λ over which the Hessian changes by the fraction c leaves a score of λc at most.
func (m *maximiser) polish(dst []float64) error {
	d := len(m.scale)
	reason := "the certificate's Newton step stays above its tolerance"
	previous := math.Inf(1)
	stalled := 0
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
		if !(m.hidden() <= certifiedStep) {
			reason = "the information is so small that the score is lost in rounding"
			continue
		}
		if decrement*change <= finestStep || decrement <= certifiedStep && decrement >= previous/2 {
			copy(dst, m.theta)
			return nil
		}
		if decrement >= previous/2 {
			stalled++
		}
		if stalled >= 2 && decrement <= m.blurred {
			copy(dst, m.theta)
			return nil
		}
		previous = decrement
	}
	return m.failed(m.theta, reason)
}

// hidden is √(δᵀ(−H)⁻¹δ), δ the rounding of the mean score, in the metric before the step.
func (m *maximiser) hidden() float64 {
	data, sized := m.likelihood.(*dataLikelihood)
	if !sized {
		return 0
	}
	for j, v := range data.size {
		m.step[j] = 4 * rounding.Unit * v
	}
	solveLower(m.factor, m.step)
	return norm(m.step)
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
