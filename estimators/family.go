package estimators

import (
	"math/rand/v2"
)

// Data is a weighted sample: X is n×m row-major with m = SampleDim, W holds n weights > 0, nil for all 1.
type Data struct {
	X, W []float64
}

// Certified is a number with a rigorous bound on its own error: |true value − Value| ≤ Error. Closed forms
// carry an Error of a few units in the last place of the terms they sum.
type Certified struct {
	Value, Error float64
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

// EstimatorLaw is a family for which the law of θ^(T) under accumulation (or replacement) is known without running
// Algorithm 1; SampleEstimator draws from that law directly.
type EstimatorLaw interface {
	Family
	SampleEstimator(dst, truth []float64, schedule Schedule, generations int, random *rand.Rand)
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

// NaturalFamily is an exponential family in natural parameters, p_θ(x) = h(x) exp(θ·S(x) − A(θ)): derivatives of order
// two and three of log p_θ do not depend on x.
type NaturalFamily interface {
	StatisticFamily
	// AssumptionConstants bounds the constants on B_r(θ*). It returns an *AssumptionError where an
	// assumption fails, and a *RangeError where the ball leaves Θ.
	AssumptionConstants(truth []float64, r float64) (Constants, error)
	// HessianWithoutData tells natural parameters from curved families with a statistic; it does nothing.
	HessianWithoutData()
}

// AssumptionError names an assumption of Theorem 4.1 that a family violates.
type AssumptionError struct {
	Family     string
	Assumption string // such as "2A"
	Reason     string
}

func (e *AssumptionError) Error() string {
	return e.Family + " violates Assumption " + e.Assumption + ": " + e.Reason
}

// RegularFamily is a family that bounds the constants of Assumptions 2 and 3 on a ball.
type RegularFamily interface {
	Family
	AssumptionConstants(truth []float64, r float64) (Constants, error)
}
