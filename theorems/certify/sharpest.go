package certify

import (
	"math"

	"itermle/estimators"
	"itermle/internal/bisect"
)

// Certifier is one of the explicit forms of Theorem 4.1, with its name.
type Certifier struct {
	Name    string
	Certify func(Request) (Certificate, error)
}

// Sharpest chooses the sharpest certificate that the family admits and fills a request with its constants on B_r(θ*):
//
//	mixture    natural exponential families, sub-Gaussian or not: Mixture
//	smooth     other one-parameter families with a bounded score: Smooth
//	vector     any other family with AssumptionConstants where r < λ0/K3: Vector
//	general    on larger balls: General
//
// Schedule, Generations and Delta are the caller's to set. Errors: those of Check and of the constants
// (*estimators.ParameterError, *estimators.RangeError where the ball leaves Θ, *estimators.AssumptionError),
// *estimators.UnsupportedError for a family without constants.
func Sharpest(family estimators.Family, truth []float64, r float64) (Request, Certifier, error) {
	q := Request{Dim: family.Dim(), Radius: r}
	if !(r > 0) || math.IsInf(r, 1) {
		return q, Certifier{}, &estimators.RangeError{What: "r", Value: r, Accept: "a finite r > 0"}
	}
	err := family.Check(truth)
	if err != nil {
		return q, Certifier{}, err
	}
	_, natural := family.(estimators.NaturalFamily)
	regular, isRegular := family.(estimators.RegularFamily)
	curved, isCurved := family.(estimators.TailedFamily)
	smooth, isSmooth := family.(estimators.SmoothFamily)
	switch {
	case isCurved:
		q.Constants, err = curved.CurvatureConstants(truth, r)
	case isRegular:
		q.Constants, err = regular.AssumptionConstants(truth, r)
	default:
		err = &estimators.UnsupportedError{What: family.Name(),
			Action: "a certificate: its constants of Assumptions 2 and 3 are not known",
			Accept: "a family with AssumptionConstants, such as bernoulli-logit or logistic-location"}
	}
	if err != nil {
		return q, Certifier{}, err
	}
	q.Information = make([]float64, q.Dim*q.Dim)
	family.FisherInformation(q.Information, truth)
	switch {
	case natural:
		if bounded, ok := family.(estimators.BoundedStatistic); ok {
			q.Diameter = bounded.StatisticDiameter()
		}
		return q, Certifier{"mixture", Mixture}, nil
	case isSmooth:
		bounds, err := smooth.ScoreBounds(truth, r)
		q.Bounds = &bounds
		return q, Certifier{"smooth", Smooth}, err
	case q.Constants.K3*r < q.Constants.Lambda0:
		return q, Certifier{"vector", Vector}, nil
	}
	return q, Certifier{"general", General}, nil
}

// Within makes a certifier that certifies only ρ_T ≤ target, for the inverse questions.
func (c Certifier) Within(target float64) Certifier {
	return Certifier{c.Name, func(q Request) (Certificate, error) {
		found, err := c.Certify(q)
		if found.Certified && !(found.Rho <= target) {
			found = refused("n too small: ρ_T exceeds the target, τ=%d", q.Generations-1)
		}
		return found, err
	}}
}

// LargestGenerations is the largest T ≤ limit that is certified for the schedule; 0 if none is. ρ_T grows with T, so
// bisection is right.
func LargestGenerations(q Request, certify func(Request) (Certificate, error), limit int) (int, error) {
	q.Trajectory = false
	works := func(generations int64) (bool, error) {
		q.Generations = int(generations)
		if q.Schedule.Check(q.Generations) != nil && q.Schedule.Check(1) == nil {
			return false, nil // the schedule outgrows 2^53 before
		}
		c, err := certify(q)
		return c.Certified, err
	}
	good := int64(0)
	for next := int64(1); ; next = min(2*next, int64(limit)) {
		ok, err := works(next)
		if err != nil {
			return 0, err
		}
		if !ok {
			good, err = bisect.TryInt(good, next, works)
			return int(good), err
		}
		if good = next; good >= int64(limit) {
			return limit, nil
		}
	}
}

// Informative is what of a family its limit law asks for.
type Informative interface {
	Dim() int
	FisherInformation(dst, theta []float64)
}

// NormalQuantile is the (1−δ)-quantile of ‖Z‖, Z ~ N(0, V_T I(θ*)⁻¹), which is the limit law of θ^(T) − θ* as n → ∞
// (the martingale M_t/I has the central limit theorem; the second-order terms are smaller by 1/√n), and the law itself
// for a Gaussian mean. ok is false for d > 2. It is a yardstick, no certificate: for d = 2 the mean over the angle is
// that of 512 points, which for a smooth periodic function is right to rounding unless the axes differ by some 10^2,
// and no bound of its error is proved here.
func NormalQuantile(family Informative, truth []float64, schedule estimators.Schedule, generations int,
	delta float64) (quantile float64, ok bool) {
	d := family.Dim()
	information := make([]float64, d*d)
	family.FisherInformation(information, truth)
	spectrum, err := informationSpectrum(information, d)
	if err != nil {
		return 0, false
	}
	least, ratio := spectrum[0], axes(spectrum)
	scale := math.Sqrt(schedule.VarianceSum(generations) / least)
	switch {
	case d == 1:
		// math.Erfcinv loses small δ
		return scale * QuantileOutside(func(x float64) float64 { return math.Erfc(x / math.Sqrt2) }, delta), true
	case d == 2:
		// Polar coordinates: P(‖Z‖ > x) is the mean over φ of exp(−x²/(2(cos²φ + a² sin²φ))), smooth and periodic.
		return scale * QuantileOutside(func(x float64) float64 {
			const points = 512
			sum := 0.0
			for i := range points {
				s, c := math.Sincos(math.Pi * (float64(i) + 0.5) / points)
				sum += math.Exp(-x * x / (2 * (c*c + ratio*ratio*s*s)))
			}
			return sum / points
		}, delta), true
	}
	return 0, false
}

// QuantileOutside is the least x at which outside, which falls from 1, is not above δ.
func QuantileOutside(outside func(float64) float64, delta float64) float64 {
	high := 1.0
	for outside(high) > delta {
		high *= 2
	}
	return bisect.Float(high, 0, func(x float64) bool { return !(outside(x) > delta) })
}
