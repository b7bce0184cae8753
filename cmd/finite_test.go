package cmd

import (
	"encoding/json"
	"math"
	"testing"
)

// JSON has null for what is no finite number, on either side, and a CSV an empty cell.
func TestOnlyFiniteNumbersArePrinted(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if p := finite(v); p != nil || datum(v) != "" {
			t.Errorf("%g is printed as %v, %q", v, p, datum(v))
		}
	}
	for v, want := range map[float64]string{0: "0", -1.5: "-1.5", math.MaxFloat64: "1.7976931348623157e+308"} {
		text, err := json.Marshal(finite(v))
		if err != nil || string(text) != want || datum(v) != want {
			t.Errorf("%g is printed as %s, %q: %v", v, text, datum(v), err)
		}
	}
}
