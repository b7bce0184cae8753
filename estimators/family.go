package estimators

import (
	"math/rand/v2"
)

// Data is a weighted sample: X is n×m row-major with m = SampleDim, W holds n weights > 0, nil for all 1.
type Data struct {
	X, W []float64
}

// weight is that of sample i.
func (d Data) weight(i int) float64 {
	if d.W == nil {
		return 1
	}
	return d.W[i]
}

// Family is a parametric family {p_θ : θ ∈ Θ ⊆ R^d} on R^m with everything the paper's assumptions speak of.
// Arguments are trusted to have the right lengths and θ to have passed Check; what data can get wrong is an
// error. A Family is immutable and safe for concurrent use. In-place results go to dst; nothing is allocated
// where a closed form exists.
type Family interface {
	// Name is the specification that ParseFamily turns into this family.
	Name() string
	// Dim is d, SampleDim is m.
	Dim() int
	SampleDim() int
	// Symbols names the d coordinates of θ.
	Symbols() []string
	// Check returns a *ParameterError or *DimensionError if θ is not in Θ (or not finite).
	Check(theta []float64) error

	// Sample fills dst (k×m) with k i.i.d. samples of p_θ.
	Sample(dst, theta []float64, random *rand.Rand)
	// LogDensity is log p_θ(x) in nats with respect to the family's reference measure; −Inf off the support.
	LogDensity(theta, x []float64) float64
	// Score, Hessian and ThirdDerivative are ∇, ∇² and ∇³ of log p_θ(x) in θ: d, d×d, d×d×d.
	Score(dst, theta, x []float64)
	Hessian(dst, theta, x []float64)
	ThirdDerivative(dst, theta, x []float64)
	// FisherInformation is I(θ) = Cov(∇ log p_θ) per sample, d×d, in nats.
	FisherInformation(dst, theta []float64)

	// Fit stores the maximum likelihood estimate of the data in dst, warm-started and ties broken towards from.
	// Errors: ErrEmptyPool, *SampleError, *NoMLEError, *NotConvergedError.
	Fit(dst, from []float64, data Data) error

	// KL is KL(p_θ‖p_η) = E_θ log(p_θ/p_η) in nats, TotalVariation is ½∫|p_θ − p_η|.
	KL(theta, eta []float64) (Certified, error)
	TotalVariation(theta, eta []float64) (Certified, error)
}

// StatisticFamily is a family whose MLE is a function of a statistic of fixed size that can be averaged over
// batches. The statistic is normalised per sample (a mean, or a mean with central moments), so that it neither
// overflows nor cancels however many samples stand behind it.
type StatisticFamily interface {
	Family
	// StatisticDim is the statistic's length.
	StatisticDim() int
	// Summarize stores the statistic of k ≥ 1 unweighted samples x (k×m).
	Summarize(dst, x []float64)
	// Merge stores in pool the statistic of the pool's and the batch's samples together, given the total
	// weight of each; poolWeight may be 0.
	Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64)
	// FitStatistic is Fit for the statistic of a pool.
	FitStatistic(dst, from, statistic []float64) error
}

// StatisticSampler is a StatisticFamily that can draw the statistic of n i.i.d. samples directly, in time that
// does not depend on n. The law is exactly that of Summarize on n samples.
type StatisticSampler interface {
	StatisticFamily
	SampleStatistic(dst, theta []float64, n int64, random *rand.Rand)
}

// MorrisFamily is a natural exponential family in its mean parameter with Var_μ(x) = v0 + v1 μ + v2 μ²
// (Morris 1982), one real observation a sample: the six families for which the moments of iterative MLE are exact.
type MorrisFamily interface {
	StatisticFamily
	VarianceFunction() (v0, v1, v2 float64)
}

// DiscreteFamily knows how many outcomes p_θ gives a positive probability, +Inf where they are infinitely many. At one
// outcome the model is absorbed: replacement never leaves it.
type DiscreteFamily interface {
	Family
	Outcomes(theta []float64) float64
}

// EstimatorLaw is a family for which the law of θ^(T) under accumulation (or replacement) is known without running
// Algorithm 1; SampleEstimator draws from that law directly.
type EstimatorLaw interface {
	Family
	SampleEstimator(dst, truth []float64, schedule Schedule, generations int, random *rand.Rand)
}

// NormalLaw is a family for which the law of θ^(T) under accumulation is normal, N(θ*, s² I_d).
type NormalLaw interface {
	Family
	// EstimatorDeviation is s.
	EstimatorDeviation(schedule Schedule, generations int) float64
}

// EstimatorDistribution is a one-parameter family for which the distribution function of θ^(T) under
// accumulation has a closed form: P(θ^(T) ≤ x).
type EstimatorDistribution interface {
	Family
	EstimatorCDF(truth []float64, schedule Schedule, generations int, x float64) float64
}

// Distribution is a family on R with a distribution function P_θ(X ≤ x), computed independently of Sample.
type Distribution interface {
	Family
	CDF(theta []float64, x float64) float64
}

// Constants are those of Assumptions 2 and 3 of arXiv:2505.19046 on a ball B_r(θ*), with the Lipschitz constant of
// the Fisher information. Each is a proved bound in the safe direction.
type Constants struct {
	K1        float64 // P_θ(‖∇ log p_θ(x)‖ ≥ u) ≤ 2 exp(−u²/(2 K1²)) for all u ≥ 0 and θ in the ball
	K2        float64 // ‖∇² log p_θ(x)‖ ≤ K2
	K3        float64 // ‖∇³ log p_θ(x)‖ ≤ K3
	Lambda0   float64 // λ_min(I(θ)) ≥ λ0
	Lipschitz float64 // ‖I(θ) − I(η)‖ ≤ L_I ‖θ − η‖
}

// RegularFamily is a family that says what is proved of it under Assumptions 2 and 3.
type RegularFamily interface {
	Family
	// AssumptionConstants bounds the constants on B_r(θ*). It returns an *AssumptionError where an
	// assumption fails, and a *RangeError where the ball leaves Θ.
	AssumptionConstants(truth []float64, r float64) (Constants, error)
}

// PartlyRegularFamily is a family outside Assumptions 2 and 3 that knows some of the constants all the same: those on
// B_r(θ*), with +Inf, and 0 for λ0, in place of those that are not known or do not exist.
type PartlyRegularFamily interface {
	Family
	PartialConstants(truth []float64, r float64) (Constants, error)
}

// InteriorFamily knows how far θ* is from where it is no longer regular.
type InteriorFamily interface {
	Family
	// Reach is the largest radius of open balls about θ* in the part of Θ where the derivatives of log p_θ are finite
	// and θ is identified (Assumption 1B), and what happens at that radius; "" where it is +Inf.
	Reach(truth []float64) (radius float64, edge string)
}

// NaturalFamily is an exponential family in natural parameters, up to a constant factor of θ:
//
//	p_θ(x) = h(x) exp(θ·S(x) − A(θ)),   ∇² log p_θ(x) = −∇²A(θ),   ∇³ log p_θ(x) = −∇³A(θ)
//
// so that derivatives of order two and three do not depend on x, the log-likelihood is concave and I = ∇²A.
type NaturalFamily interface {
	StatisticFamily
	RegularFamily
	// Natural does nothing: it is the promise above, which no other method can be asked for.
	Natural()
}

// NaturalParameter is embedded by a NaturalFamily.
type NaturalParameter struct{}

// Natural is the promise of NaturalFamily.
func (NaturalParameter) Natural() {}

// BoundedStatistic is a NaturalFamily with a bounded S.
type BoundedStatistic interface {
	// StatisticDiameter is sup ‖S(x) − S(x′)‖ over all samples x, x′, rounded up.
	StatisticDiameter() float64
}

// TailedFamily is a NaturalFamily outside Assumption 2A, whose S has an exponential but no Gaussian tail.
// CurvatureConstants are the Constants on B_r(θ*) with K1 = +Inf: K2, K3 and λ0 bound ∇²A and ∇³A, and that is all a
// bound of Bernstein's kind needs, log E_θ e^{v(S−∇A)} = A(θ+v) − A(θ) − v∇A(θ) ≤ ½ K2 v² while θ and θ+v stay in the
// ball.
type TailedFamily interface {
	NaturalFamily
	CurvatureConstants(truth []float64, r float64) (Constants, error)
}

// SmoothFamily is a one-parameter family with a bounded score that need not be exponential.
type SmoothFamily interface {
	RegularFamily
	ScoreBounds(truth []float64, r float64) (ScoreBounds, error)
}

// ScoreBounds are what the certificate of a SmoothFamily needs beyond Constants, for every θ in the ball. Each is a
// proved bound in the safe direction.
type ScoreBounds struct {
	Score            float64 // |∂ log p_θ(x)| ≤ S
	Information      float64 // I(θ*), rounded down
	Variance         float64 // I(θ) ≤ this
	HessianVariance  float64 // Var_θ ∂² log p_θ(x) ≤ this
	HessianDeviation float64 // |∂² log p_θ(x) − E_θ ∂² log p_θ| ≤ this
	ThirdMean        float64 // |E_θ ∂³ log p_θ(x)| ≤ this
	ThirdSquare      float64 // E_θ (∂³ log p_θ(x))² ≤ this
	Fourth           float64 // |∂⁴ log p_θ(x)| ≤ this
	// Unimodal says that the log-likelihood of any data has at most one stationary point in the ball, as where it is
	// concave.
	Unimodal bool
}

// PooledLikelihood is a StatisticFamily that knows the mean log-likelihood of a pool as a function of its statistic s,
//
//	L(θ; s) = (1/n) Σ_i log p_θ(x_i) + a term free of θ
//
// in nats, with its gradient (d) and Hessian (d×d, row-major) in θ.
type PooledLikelihood interface {
	StatisticFamily
	MeanLogLikelihood(theta, statistic []float64) float64
	MeanScore(dst, theta, statistic []float64)
	MeanHessian(dst, theta, statistic []float64)
}
