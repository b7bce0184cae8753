package numeral

import (
	"errors"
	"math"
	"strconv"
	"testing"
)

func TestFloat(t *testing.T) {
	for text, want := range map[string]float64{"10": 10, "010": 10, "-2.5e-3": -0.0025, "+1": 1, "Inf": math.Inf(1)} {
		if got, err := Float(text); err != nil || got != want {
			t.Errorf("%q is read as %v, %v: want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0x1p4", "0X1P4", "-0x1p-2", "0x_1p4", "1_000", "0b1", "0o7", "1p4", "e5", " 1"} {
		if got, err := Float(text); !errors.Is(err, strconv.ErrSyntax) {
			t.Errorf("%q is read as %v, %v: want a syntax error", text, got, err)
		}
	}
	if got, err := Float("1e999"); !math.IsInf(got, 1) || !errors.Is(err, strconv.ErrRange) {
		t.Errorf("1e999 is read as %v, %v: want +Inf, out of range", got, err)
	}
}
