package estimators

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// VonMisesLocation is the von Mises law with unknown direction and known concentration κ, θ = μ ∈ R:
//
//	log p_μ(x) = κ cos(x−μ) − log 2π I₀(κ)
//
// The score κ sin(x−μ) is bounded with all its derivatives, so Assumption 2 holds everywhere with K2 = K3 = κ, and
// I = κA(κ); Assumption 1B holds on balls of radius < π. A curved family: the statistic has two dimensions for one
// parameter. The MLE is the mean direction, taken nearest to from modulo 2π, and does not exist where the
// resultant is 0. It is the global maximum: κR̄ cos(μ−μ̂) has one on the circle.
type VonMisesLocation struct {
	VonMises
	kappa float64
}

// NewVonMisesLocation returns the family with the given κ, 0 < κ ≤ 10^100.
func NewVonMisesLocation(kappa float64) (*VonMisesLocation, error) {
	if !(kappa > 0 && kappa <= maxConcentration) {
		return nil, &RangeError{What: "von-mises-location: κ", Value: kappa, Accept: "0 < κ ≤ 10^100"}
	}
	return &VonMisesLocation{kappa: kappa}, nil
}

var vonMisesLocationEntry = Entry{
	Name:    "von-mises-location",
	Syntax:  "von-mises-location[:κ]",
	Summary: "exp(κ cos(x−μ))/(2π I₀(κ)) on the circle, unknown direction μ, known κ (default 1)",
	New: func(arguments []float64) (Family, error) {
		kappa, err := oneArgument("von-mises-location[:κ]", arguments, 1)
		if err != nil {
			return nil, err
		}
		return NewVonMisesLocation(kappa)
	},
	Points: [][]float64{{0}, {1}, {-2}, {3}},
}

func (f *VonMisesLocation) Name() string {
	if f.kappa == 1 {
		return "von-mises-location"
	}
	return "von-mises-location:" + strconv.FormatFloat(f.kappa, 'g', -1, 64)
}

func (*VonMisesLocation) Dim() int          { return 1 }
func (*VonMisesLocation) Symbols() []string { return []string{"μ"} }

func (*VonMisesLocation) Check(theta []float64) error {
	if len(theta) != 1 {
		return &DimensionError{What: "von-mises-location: θ", Got: len(theta), Want: 1}
	}
	return checkDirection("von-mises-location", theta[0])
}

// Concentration is κ.
func (f *VonMisesLocation) Concentration() float64 { return f.kappa }

func (f *VonMisesLocation) full(theta []float64) [2]float64 { return [2]float64{theta[0], f.kappa} }

func (f *VonMisesLocation) Sample(dst, theta []float64, r *rand.Rand) {
	full := f.full(theta)
	f.VonMises.Sample(dst, full[:], r)
}

func (f *VonMisesLocation) LogDensity(theta, x []float64) float64 {
	full := f.full(theta)
	return f.VonMises.LogDensity(full[:], x)
}

func (f *VonMisesLocation) Score(dst, theta, x []float64) { dst[0] = f.kappa * math.Sin(x[0]-theta[0]) }
func (f *VonMisesLocation) Hessian(dst, theta, x []float64) {
	dst[0] = -f.kappa * math.Cos(x[0]-theta[0])
}
func (f *VonMisesLocation) ThirdDerivative(dst, theta, x []float64) {
	dst[0] = -f.kappa * math.Sin(x[0]-theta[0])
}

func (f *VonMisesLocation) FisherInformation(dst, _ []float64) {
	dst[0] = f.kappa * newBesselRatio(f.kappa).ratio
}

func (f *VonMisesLocation) Fit(dst, from []float64, data Data) error {
	return fitByStatistic(f, dst, from, data)
}

func (f *VonMisesLocation) FitStatistic(dst, from, statistic []float64) error {
	if statistic[0] == 0 && statistic[1] == 0 {
		return &NoMLEError{Family: f.Name(), Reason: "the samples have no mean direction: their resultant is 0"}
	}
	dst[0] = meanDirection(statistic, from[0])
	return nil
}

func (f *VonMisesLocation) KL(theta, eta []float64) (Certified, error) {
	a, b := f.full(theta), f.full(eta)
	return f.VonMises.KL(a[:], b[:])
}

func (f *VonMisesLocation) TotalVariation(theta, eta []float64) (Certified, error) {
	a, b := f.full(theta), f.full(eta)
	return f.VonMises.TotalVariation(a[:], b[:])
}

func (f *VonMisesLocation) CDF(theta []float64, x float64) float64 {
	full := f.full(theta)
	return f.VonMises.CDF(full[:], x)
}
