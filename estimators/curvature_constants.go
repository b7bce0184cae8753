package estimators

import "math"

// CurvedFamily is an exponential family in natural parameters outside Assumption 2A, whose statistic has an exponential but no
// Gaussian tail. CurvatureConstants are the Constants on B_r(θ*) with K1 = +Inf: K2, K3 and λ0 bound ∇²A and ∇³A, and that is all a
// bound of Bernstein's kind needs, log E_θ e^{v(S−∇A)} = A(θ+v) − A(θ) − v∇A(θ) ≤ ½ K2 v² while θ and θ+v stay in the ball.
type CurvedFamily interface {
	NaturalFamily
	CurvatureConstants(truth []float64, r float64) (Constants, error)
}

// CurvatureConstants: A = e^θ, so A″ = A‴ = e^θ, which increases.
func (f *PoissonLog) CurvatureConstants(truth []float64, r float64) (Constants, error) {
	if !(r > 0 && truth[0]-r >= -maxLogit && truth[0]+r <= logMaxCountMean) {
		return Constants{}, &RangeError{What: "poisson-log: r", Value: r, Accept: "r > 0 and −700 ≤ θ* ± r ≤ log 2^53"}
	}
	// θ ± r rounded moves the exponential by up to 700 units.
	const up, down = 1 + 0x1p-42, 1 - 0x1p-42
	most := math.Exp(truth[0]+r) * up
	return Constants{K1: math.Inf(1), K2: most, K3: most, Lambda0: math.Exp(truth[0]-r) * down, Lipschitz: most}, nil
}

func (f *ExponentialRate) CurvatureConstants(truth []float64, r float64) (Constants, error) {
	return logarithmicCurvature(f.Name(), truth[0], r)
}

func (f *Power) CurvatureConstants(truth []float64, r float64) (Constants, error) {
	return logarithmicCurvature(f.Name(), truth[0], r)
}

// logarithmicCurvature is that of A = −log θ: A″ = 1/θ² and |A‴| = 2/θ³, which decrease.
func logarithmicCurvature(family string, truth, r float64) (Constants, error) {
	low, high := (truth-r)*inward, (truth+r)*outward
	if !(r > 0 && truth-r > truth*0x1p-20) {
		return Constants{}, &RangeError{What: family + ": r", Value: r, Accept: "0 < r < θ*"}
	}
	// θ* − r ≥ 2^-20 θ* loses at most 20 bits of 53: 2^-30 covers it three times over.
	const up = 1 + 0x1p-28
	third := 2 / (low * low * low) * up
	return Constants{K1: math.Inf(1), K2: up / (low * low), K3: third, Lambda0: 1 / (high * high * outward), Lipschitz: third}, nil
}

// BoundedStatistic is a natural exponential family p_θ(x) = h(x) exp(θ·S(x) − A(θ)) with a bounded S.
type BoundedStatistic interface {
	// StatisticDiameter is sup ‖S(x) − S(x′)‖ over all samples x, x′, rounded up.
	StatisticDiameter() float64
}

// StatisticDiameter is 1: S = x is 0 or 1.
func (f *BernoulliLogit) StatisticDiameter() float64 { return 1 }

// StatisticDiameter is √2, the distance of two unit vectors, or 1 for k = 2: S is the unit vector of the category, 0 for the last.
func (f *CategoricalSoftmax) StatisticDiameter() float64 {
	if f.k == 2 {
		return 1
	}
	return math.Nextafter(math.Sqrt2, 2)
}
