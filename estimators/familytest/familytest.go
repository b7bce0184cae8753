package familytest

import (
	"errors"
	"testing"

	"itermle/estimators"
)

// Case is a family with the parameters to test it at, and with what the harness must know of it that its methods do not
// say; the zero value of each further field is a family smooth in θ and x.
type Case struct {
	Family estimators.Family
	// Points are parameters in Θ, simplest first, at most 8. Each is tested as it is and moved by a random fraction of
	// 1/√I.
	Points [][]float64
	// Outside are parameters that Check must refuse beside those that are not finite.
	Outside [][]float64
	// Support is the sample space [a, b] where LogDensity does not reveal it by −Inf: one period.
	Support []float64
	// Kinks are the x at which log p_θ or its derivatives jump in x: panels of quadrature end there.
	Kinks func(theta []float64) []float64
	// Smooth says where log p_θ(x) has its derivatives in a neighbourhood of radius r of θ; nil: everywhere.
	Smooth func(theta, x []float64, r float64) bool
	// NoSecondBartlett: I(θ) ≠ −E ∇² log p_θ, so Theorem A.2 fails; the harness asserts that it does.
	NoSecondBartlett bool
}

// Approximate is a family whose derivatives and information are approximations: the methods Precision of what
// estimators.FromLogDensity returns. Each number is an error relative to the natural size Π √I_jj (plus the value's
// own).
type Approximate interface {
	estimators.Family
	Precision() (score, hessian, third, information float64)
}

// Failure is one promise that the family breaks, with the simplest evidence found.
type Failure struct {
	Family string // Name
	Check  string // such as "score" or "sample statistic"
	Detail string
}

func (f *Failure) Error() string { return f.Family + ": " + f.Check + ": " + f.Detail }

// Test fails t for every promise that the family breaks at the points, which must be in Θ.
func Test(t *testing.T, family estimators.Family, points ...[]float64) {
	t.Helper()
	Case{Family: family, Points: points}.Test(t)
}

// Check is Test as a value: nil, or the *Failures joined.
func Check(family estimators.Family, points ...[]float64) error {
	return Case{Family: family, Points: points}.Check()
}

// Test is Check, reported to t.
func (c Case) Test(t *testing.T) {
	t.Helper()
	for _, failure := range newConformance(c).all() {
		t.Error(failure)
	}
}

// Check returns nil, or the *Failures joined: one for each check that fails.
func (c Case) Check() error { return errors.Join(newConformance(c).all()...) }
