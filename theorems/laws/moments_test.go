package laws

import (
	"math/big"
	"testing"

	"itermle/estimators"
	"itermle/internal/rational"
)

// The second and fourth central moments of Morris are those that the moment generating functions propagate.
func TestCentralMomentsAgainstGeneratingFunctions(t *testing.T) {
	shape, mu := big.NewRat(3, 1), big.NewRat(3, 4)
	for kind := NormalKind; kind <= HyperbolicSecantKind; kind++ {
		for _, replace := range []bool{false, true} {
			sizes := []int64{3, 2, 4}
			exact := CentralMoments(PropagateMoments(kind, shape, mu, sizes, replace), mu)
			law := Morris{Variance: kind.Variance(shape).Float(), Mean: 0.75,
				Schedule: estimators.ListSchedule(sizes...), Replace: replace}
			second, fourth := law.CentralMoments(3)
			near(t, "second", second, rational.Nearest(exact[2]), 1e-14)
			near(t, "fourth", fourth, rational.Nearest(exact[4]), 1e-14)
		}
	}
}

// P(S ≤ x) and P(S < x) between the whole numbers, at them, and beyond both ends.
func TestCountBetweenWholeNumbers(t *testing.T) {
	law := NewCount([]float64{0.25, 0.5, 0.25})
	for x, want := range map[float64][2]float64{-0.5: {0, 0}, 0: {0.25, 0}, 0.5: {0.25, 0.25}, 1: {0.75, 0.25},
		1.5: {0.75, 0.75}, 2: {1, 0.75}, 2.5: {1, 1}} {
		if got := [2]float64{law.CDF(x), law.CDFLeft(x)}; got != want {
			t.Errorf("at %g: %v, want %v", x, got, want)
		}
	}
}
