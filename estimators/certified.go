package estimators

import "math"

// Certified is a number with a rigorous bound on its own error: |true value − Value| ≤ Error. Closed forms
// carry an Error of a few units in the last place of the terms they sum.
type Certified struct {
	Value, Error float64
}

// closedForm is a value computed without cancellation by a handful of elementary operations: 16 units in the
// last place are far more than they lose.
func closedForm(value float64) Certified {
	return Certified{Value: value, Error: 16 * 0x1p-53 * math.Abs(value)}
}
