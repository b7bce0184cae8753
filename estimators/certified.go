package estimators

import (
	"math"

	"itermle/internal/rounding"
)

// Certified is a number with a rigorous bound on its own error: |true value − Value| ≤ Error. Closed forms
// carry an Error of a few units in the last place of the terms they sum.
type Certified struct {
	Value, Error float64
}

// enclosed is the number in [0, most] that is within bound of value. Moving a value that rounding left outside to the
// nearer end brings it closer to the true one, so the bound stays. A value or bound that is NaN, or a negative bound,
// is no enclosure: then only [0, most] is known.
func enclosed(value, bound, most float64) Certified {
	if !(bound >= 0) || math.IsNaN(value) {
		if math.IsInf(most, 1) {
			return Certified{Error: most}
		}
		return Certified{Value: most / 2, Error: most / 2}
	}
	if value < leastCertain {
		bound += underflow
	}
	return Certified{Value: max(0, min(value, most)), Error: min(bound, most)}
}

// A value below leastCertain is made of numbers that may have underflowed, 0 of all kinds: a few thousand of them, or
// one times a shape of 10^9, are short of less than underflow.
const (
	leastCertain = 0x1p-900
	underflow    = 0x1p-1000
)

// divergence is a KL divergence, in [0, +Inf]; every KL of the zoo is made here.
func divergence(value, bound float64) Certified { return enclosed(value, bound, math.Inf(1)) }

// distance is a total variation, in [0, 1]; every one of the zoo is made here.
func distance(value, bound float64) Certified { return enclosed(value, bound, 1) }

// closedUnits are far more units in the last place than a value loses that a handful of elementary operations compute
// without cancellation.
const closedUnits = 16 * rounding.Unit

// closedDivergence and closedDistance are such values.
func closedDivergence(value float64) Certified { return divergence(value, closedUnits*math.Abs(value)) }
func closedDistance(value float64) Certified   { return distance(value, closedUnits*math.Abs(value)) }
