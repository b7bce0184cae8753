package construction2_test

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction2"
	"itermle/internal/tower"
)

// φ(n) = log₂(1 + n), by a function of one's own: the inverse may exceed the n with φ(n) ≤ y, here by 1.
func ExampleNewGrowth() {
	phi, err := construction2.NewGrowth("log2", func(n float64) float64 { return math.Log2(1 + n) },
		func(y tower.Number) tower.Number { return y.Times(tower.Of(math.Ln2)).Exp() })
	if err != nil {
		fmt.Println(err)
		return
	}
	width := construction2.CanonicalWidth(phi)
	f, _ := width.At(2)
	fmt.Printf("φ(1023) = %g, f(2) = %g for %v\n", phi.At(1023), f.Float64, width)
	// Output: φ(1023) = 10, f(2) = 0 for canonical:log2
}
