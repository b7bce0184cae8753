package estimators

import (
	"math"
	"math/rand/v2"
)

// CauchyLocation is the Cauchy law with unknown location and scale 1, θ ∈ R, z = x − θ:
//
//	log p_θ(x) = −log π − log(1 + z²)
//
// Score 2z/(1+z²) and all further derivatives are bounded, so Assumptions 1–3 hold on every ball, though no moment exists. I = 1/2.
// The log-likelihood is not concave and has up to n local maxima: Fit finds the global one. No statistic of fixed size.
type CauchyLocation struct{}

// NewCauchyLocation returns the family.
func NewCauchyLocation() *CauchyLocation { return &CauchyLocation{} }

var cauchyLocationEntry = Entry{
	Name:    "cauchy-location",
	Syntax:  "cauchy-location",
	Summary: "1/(π(1+z²)), z = x − θ, on R, unknown location θ",
	New: func(arguments []float64) (Family, error) {
		if err := noArguments("cauchy-location", arguments); err != nil {
			return nil, err
		}
		return NewCauchyLocation(), nil
	},
	Points: [][]float64{{0}, {1}, {-20}, {1e5}},
}

func (*CauchyLocation) Name() string      { return "cauchy-location" }
func (*CauchyLocation) Dim() int          { return 1 }
func (*CauchyLocation) SampleDim() int    { return 1 }
func (*CauchyLocation) Symbols() []string { return []string{"θ"} }

func (*CauchyLocation) Check(theta []float64) error { return checkReal("cauchy-location", "θ", theta) }

// Sample is θ + tan(π(u−½)), by the cotangent near the ends where u − ½ would lose the tail's digits.
func (*CauchyLocation) Sample(dst, theta []float64, random *rand.Rand) {
	for i := range dst {
		u := midpoint(random)
		switch {
		case u < 0.25:
			dst[i] = theta[0] - 1/math.Tan(math.Pi*u)
		case u > 0.75:
			dst[i] = theta[0] + 1/math.Tan(math.Pi*(1-u))
		default:
			dst[i] = theta[0] + math.Tan(math.Pi*(u-0.5))
		}
	}
}

// logSquarePlusOne is log(1+z²) for every z, also where z² overflows.
func logSquarePlusOne(z float64) float64 {
	if z = math.Abs(z); z > 1e9 {
		return 2 * math.Log(z)
	}
	return math.Log1p(z * z)
}

func (*CauchyLocation) LogDensity(theta, x []float64) float64 {
	return -math.Log(math.Pi) - logSquarePlusOne(x[0]-theta[0])
}

// cosines are c = cos φ and s = sin φ for z = tan φ: the score is 2sc, bounded for every z.
func cosines(z float64) (c, s float64) {
	h := math.Hypot(1, z)
	return 1 / h, z / h
}

func (*CauchyLocation) Score(dst, theta, x []float64) {
	c, s := cosines(x[0] - theta[0])
	dst[0] = 2 * s * c
}

// Hessian is −2(1−z²)/(1+z²)².
func (*CauchyLocation) Hessian(dst, theta, x []float64) {
	c, s := cosines(x[0] - theta[0])
	dst[0] = -2 * (c - s) * (c + s) * c * c
}

// ThirdDerivative is −4z(3−z²)/(1+z²)³.
func (*CauchyLocation) ThirdDerivative(dst, theta, x []float64) {
	c, s := cosines(x[0] - theta[0])
	dst[0] = -4 * s * (3*c*c - s*s) * c * c * c
}

func (*CauchyLocation) FisherInformation(dst, _ []float64) { dst[0] = 0.5 }

func (*CauchyLocation) logDerivatives(score, hessian, theta, x []float64) float64 {
	z := x[0] - theta[0]
	c, s := cosines(z)
	score[0] = 2 * s * c
	hessian[0] = -2 * (c - s) * (c + s) * c * c
	return -math.Log(math.Pi) - logSquarePlusOne(z)
}

// KL is log(1 + δ²/4), δ = |θ−η| (Chyzak and Nielsen 2019).
func (*CauchyLocation) KL(theta, eta []float64) (Certified, error) {
	return closedForm(logSquarePlusOne((theta[0] - eta[0]) / 2)), nil
}

// TotalVariation is (2/π) arctan(δ/2): the densities cross half way.
func (*CauchyLocation) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedForm(2 / math.Pi * math.Atan(math.Abs(theta[0]-eta[0])/2)), nil
}

func (*CauchyLocation) CDF(theta []float64, x float64) float64 {
	return math.Atan2(1, theta[0]-x) / math.Pi
}
