package estimators

import (
	"math"
	"math/rand/v2"
)

// LogisticLocation is the logistic law with unknown location and scale 1, θ ∈ R, z = x − θ:
//
//	log p_θ(x) = −z − 2 log(1 + e^{−z})
//
// Score tanh(z/2), Hessian −½ sech²(z/2): bounded with all derivatives, so Assumptions 1–3 hold on every ball though the
// family is not exponential and has no sufficient statistic of fixed size. I = 1/3. The log-likelihood is strictly
// concave in θ and falls to −∞ on both sides: its one stationary point is the MLE, found by Maximise.
type LogisticLocation struct{}

// NewLogisticLocation returns the family.
func NewLogisticLocation() *LogisticLocation { return &LogisticLocation{} }

var logisticLocationEntry = Entry{
	Name:    "logistic-location",
	Syntax:  "logistic-location",
	Summary: "e^{−z}/(1+e^{−z})², z = x − θ, on R, unknown location θ",
	New: func(arguments []float64) (Family, error) {
		if err := noArguments("logistic-location", arguments); err != nil {
			return nil, err
		}
		return NewLogisticLocation(), nil
	},
	Points: [][]float64{{0}, {1}, {-20}, {1e5}},
}

func (*LogisticLocation) Name() string      { return "logistic-location" }
func (*LogisticLocation) Dim() int          { return 1 }
func (*LogisticLocation) SampleDim() int    { return 1 }
func (*LogisticLocation) Symbols() []string { return []string{"θ"} }

func (*LogisticLocation) Check(theta []float64) error {
	return checkReal("logistic-location", "θ", theta)
}

// checkReal is Check of a family with the single parameter θ ∈ R.
func checkReal(family, symbol string, theta []float64) error {
	if len(theta) != 1 {
		return &DimensionError{What: family + ": θ", Got: len(theta), Want: 1}
	}
	if math.IsNaN(theta[0]) || math.IsInf(theta[0], 0) {
		return &ParameterError{Family: family, Name: symbol, Value: theta[0], Accept: "a finite " + symbol}
	}
	return nil
}

// Sample inverts the distribution function at the midpoints of 2^53 cells, where u and 1−u are exact.
func (*LogisticLocation) Sample(dst, theta []float64, random *rand.Rand) {
	for i := range dst {
		u := midpoint(random)
		dst[i] = theta[0] + math.Log(u/(1-u))
	}
}

// midpoint is uniform on the 2^53 midpoints (k+½)2^-53 of (0, 1): never 0 or 1.
func midpoint(random *rand.Rand) float64 { return (float64(random.Uint64()>>11) + 0.5) * 0x1p-53 }

func (*LogisticLocation) LogDensity(theta, x []float64) float64 {
	z := math.Abs(x[0] - theta[0])
	return -z - 2*math.Log1p(math.Exp(-z))
}

func (*LogisticLocation) Score(dst, theta, x []float64) { dst[0] = math.Tanh((x[0] - theta[0]) / 2) }

func (*LogisticLocation) Hessian(dst, theta, x []float64) {
	e := math.Exp(-math.Abs(x[0] - theta[0]))
	dst[0] = -2 * e / ((1 + e) * (1 + e))
}

// ThirdDerivative is −½ sech²(z/2) tanh(z/2).
func (f *LogisticLocation) ThirdDerivative(dst, theta, x []float64) {
	f.Hessian(dst, theta, x)
	dst[0] *= math.Tanh((x[0] - theta[0]) / 2)
}

func (*LogisticLocation) FisherInformation(dst, _ []float64) { dst[0] = 1.0 / 3 }

// logDerivatives is LogDensity with Score and Hessian for one exponential and one logarithm.
func (*LogisticLocation) logDerivatives(score, hessian, theta, x []float64) float64 {
	z := x[0] - theta[0]
	e := math.Exp(-math.Abs(z))
	score[0] = math.Copysign((1-e)/(1+e), z)
	hessian[0] = -2 * e / ((1 + e) * (1 + e))
	return -math.Abs(z) - 2*math.Log1p(e)
}

// Fit starts from a median where from is so far away that the information underflows there.
func (f *LogisticLocation) Fit(dst, from []float64, data Data) error {
	if err := Maximise(f, dst, from, data); err == nil || len(data.X) == 0 {
		return err
	}
	var start [1]float64
	if err := NewLaplaceLocationUnit().Fit(start[:], from, data); err != nil {
		return err
	}
	return Maximise(f, dst, start[:], data)
}

// KL is δ coth(δ/2) − 2, δ = |θ−η|: with z = δ/2 that is 2(z cosh z − sinh z)/sinh z, whose numerator is the positive
// series Σ 2k z^{2k+1}/(2k+1)!. (Derived here: E log(1+e^{−X−δ}) by parts; −I δ²/2 confirms the first order.)
func (*LogisticLocation) KL(theta, eta []float64) (Certified, error) {
	z := math.Abs(theta[0]-eta[0]) / 2
	switch {
	case z == 0:
		return Certified{}, nil
	case z > 1:
		return closedForm(2 * (z/math.Tanh(z) - 1)), nil
	}
	sum, term := 0.0, z
	for k := 1; k <= 12; k++ {
		term *= z * z / float64(2*k*(2*k+1))
		sum += float64(2*k) * term
	}
	return closedForm(2 * sum / math.Sinh(z)), nil
}

// TotalVariation is tanh(δ/4): the densities cross half way.
func (*LogisticLocation) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedForm(math.Tanh(math.Abs(theta[0]-eta[0]) / 4)), nil
}

func (*LogisticLocation) CDF(theta []float64, x float64) float64 {
	return 1 / (1 + math.Exp(theta[0]-x))
}
