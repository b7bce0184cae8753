package estimators

import (
	"math"
	"math/rand/v2"
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
	Description
	VonMises
	kappa float64
}

// NewVonMisesLocation returns the family with the given κ, 0 < κ ≤ 10^100.
func NewVonMisesLocation(kappa float64) (*VonMisesLocation, error) {
	if !(kappa > 0 && kappa <= maxConcentration) {
		return nil, &RangeError{What: "von-mises-location: κ", Value: kappa, Accept: "0 < κ ≤ 10^100"}
	}
	return &VonMisesLocation{
		Description: Describe(specification("von-mises-location", kappa, 1), Reals(1), directionCoordinate),
		VonMises:    *NewVonMises(), kappa: kappa}, nil
}

var vonMisesLocationEntry = numberEntry("von-mises-location", "κ", 1,
	"exp(κ cos(x−μ))/(2π I₀(κ)) on the circle, unknown direction μ, known κ (default 1)",
	NewVonMisesLocation, [][]float64{{0}, {1}, {-2}, {3}})

// Reach is π: beyond it a ball holds μ and μ + 2π.
func (*VonMisesLocation) Reach(_ []float64) (radius float64, edge string) { return math.Pi, sameLaw }

// Concentration is κ.
func (f *VonMisesLocation) Concentration() float64          { return f.kappa }
func (f *VonMisesLocation) full(theta []float64) [2]float64 { return [2]float64{theta[0], f.kappa} }

func (f *VonMisesLocation) Sample(dst, theta []float64, r *rand.Rand) {
	full := f.full(theta)
	f.VonMises.Sample(dst, full[:], r)
}

func (f *VonMisesLocation) CheckSampling(theta []float64, n int64) error {
	full := f.full(theta)
	return f.VonMises.CheckSampling(full[:], n)
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
	return FitByStatistic(f, dst, from, data)
}

func (f *VonMisesLocation) FitStatistic(dst, from, statistic []float64) error {
	if statistic[0] == 0 && statistic[1] == 0 {
		return f.noMLE("the samples have no mean direction: their resultant is 0")
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

// AssumptionConstants: score κ sin z, Hessian −κ cos z and third derivative −κ sin z are at most κ. I = κA(κ) does not
// depend on μ. The ball must be shorter than the circle, r < π (Assumption 1B). 1e-11 covers A(κ). Derived here.
func (f *VonMisesLocation) AssumptionConstants(_ []float64, r float64) (Constants, error) {
	if !(r > 0 && r < math.Pi) {
		return Constants{}, &RangeError{What: f.Name() + ": r", Value: r, Accept: "0 < r < π"}
	}
	return Constants{K1: boundedScore(f.kappa), K2: f.kappa, K3: f.kappa,
		Lambda0: f.kappa * newBesselRatio(f.kappa).ratio * (1 - 1e-11)}, nil
}

// ScoreBounds: Var(κ cos z) = κ²(E cos² − A²) = κ²A′, because E cos² = 1 − A/κ; the deviation of κ cos z from its mean
// κA is at most κ(1+A). The third derivative is −score, the fourth at most κ. The log-likelihood is nR̄κ cos(μ−μ̂): one
// stationary point in any half circle, so r < π/2.
func (f *VonMisesLocation) ScoreBounds(_ []float64, r float64) (ScoreBounds, error) {
	if !(r > 0 && r < math.Pi/2) {
		return ScoreBounds{}, &RangeError{What: f.Name() + ": r", Value: r, Accept: "0 < r < π/2"}
	}
	bessel := newBesselRatio(f.kappa)
	information := f.kappa * bessel.ratio
	return ScoreBounds{Score: f.kappa, Information: information * (1 - 1e-11), Variance: information * (1 + 1e-11),
		HessianVariance:  f.kappa * f.kappa * bessel.first * (1 + 1e-11),
		HessianDeviation: f.kappa * (1 + bessel.ratio) * (1 + 1e-11),
		ThirdSquare:      information * (1 + 1e-11), Fourth: f.kappa, Unimodal: true}, nil
}
