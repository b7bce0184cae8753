package properties

import (
	"testing"

	"itermle/theorems"
)

// There is no bet against a mean that values of the range cannot have, and one against each that they can.
func TestLadderNeedsAPossibleMean(t *testing.T) {
	e := theorems.Mean{Value: 0.1, Tolerance: 0.2, Upper: 1}
	for m, possible := range map[float64]bool{-0.1: false, 0: true, 0.5: true, 1: true, 1.1: false} {
		for _, sign := range []float64{-1, 1} {
			if c := newBoundedLadder(m, sign, e); (c != nil) != possible {
				t.Errorf("mean %g of [0, 1], side %g: %+v", m, sign, c)
			}
		}
	}
}
