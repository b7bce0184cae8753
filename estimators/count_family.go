package estimators

import (
	"math"

	"itermle/internal/saddlepoint"
)

// Count families: one whole number a sample. In their mean parameters Θ is closed at the ends of the support, where the
// model is a point mass: there the average of further samples never moves again, the exact moment laws hold without an
// exception, and LogDensity is −Inf off the point. Score, Hessian and ThirdDerivative at an end are the limits from the
// inside for the given x: finite on the point itself, ±Inf off it; FisherInformation is +Inf.

// naturalCounts is {0, 1, …}.
var naturalCounts = Counts(math.MaxFloat64, "a whole number ≥ 0")

// isCount says whether x is a whole number from 0 to upper.
func isCount(x, upper float64) bool { return x >= 0 && x <= upper && x == math.Trunc(x) }

// power is c·x/p^k with 0·∞ = 0: derivatives of x log p, which vanish identically where x = 0.
func power(c, x, p float64, k int) float64 {
	if x == 0 {
		return 0
	}
	value := c * x
	for range k {
		value /= p
	}
	return value
}

// deviances is the sum of two deviances, each ≥ 0 and within 16 units of 2^-53 of itself. Their argument δ, a
// difference of two parameters, is rounded by one unit: it enters squared where it is small, and where x = mean + δ is
// near 0 it moves φ by at most |log 2^-53| = 37 units. The sum is +Inf, exactly, where the second model has no mass on
// a point of the first.
func deviances(a, b float64) Certified {
	if sum := a + b; !math.IsInf(sum, 1) {
		return divergence(sum, 4*closedUnits*sum)
	}
	return divergence(math.Inf(1), 0)
}

// bernoulliKL is the divergence of two Bernoulli laws, (p1, q1) from (p2, q2), given δ = p1 − p2.
func bernoulliKL(p2, q2, delta float64) Certified {
	return deviances(saddlepoint.Deviance(p2, delta), saddlepoint.Deviance(q2, -delta))
}

// countOutcomes is how many counts a law of the mean μ has.
func countOutcomes(mu float64) float64 {
	if mu <= 0 {
		return 1
	}
	return math.Inf(1)
}
