package laws

import (
	"fmt"
	"math"
	"math/big"
	"testing"
)

// TestSinhcExcess compares the series with the closed form on both sides of the switch.
func TestSinhcExcess(t *testing.T) {
	for _, u := range []float64{-9.8, -4.1, -3.9, -1, 1, 3.9, 4.1, 9.8} {
		z := math.Sqrt(math.Abs(u))
		want := (math.Sinh(z)/z - 1) / u
		if u < 0 {
			want = (math.Sin(z)/z - 1) / u
		}
		near(t, fmt.Sprintf("sinhcExcess(%g)", u), sinhcExcess(u), want, 1e-14)
	}
	near(t, "sinhcExcess(0)", sinhcExcess(0), 1.0/6, 1e-16)
}

// TestEnumerationIsALaw: probabilities sum to 1, and one generation is the binomial law.
func TestEnumerationIsALaw(t *testing.T) {
	for _, sizes := range [][]int64{{4}, {1, 1, 1}, {3, 2, 4}} {
		for _, replace := range []bool{false, true} {
			sum := new(big.Rat)
			for _, p := range EnumerateBinomial(2, big.NewRat(1, 7), sizes, replace) {
				sum.Add(sum, p)
			}
			if sum.Cmp(big.NewRat(1, 1)) != 0 {
				t.Errorf("%v replace=%v: probabilities sum to %v", sizes, replace, sum)
			}
		}
	}
	law := EnumerateBinomial(1, big.NewRat(1, 3), []int64{4}, false)
	if want := big.NewRat(24, 81); law[2].Cmp(want) != 0 { // C(4,2) (1/3)² (2/3)²
		t.Errorf("P(S = 2) = %v, want %v", law[2], want)
	}
}
