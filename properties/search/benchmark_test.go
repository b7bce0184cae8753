package search_test

import (
	"fmt"
	"math"
	"testing"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/properties/search"
	"itermle/theorems"
)

// pinsker is TV ≤ √(KL/2) between two members of a random family on an alphabet.
var pinsker = bound("pinsker", func(choose theorems.Chooser) (string, float64, float64) {
	drawn, err := alphabet.Random(choose, 6)
	if err != nil {
		return "none", 0, 1
	}
	eta := make([]float64, len(drawn.Truth))
	for i := range eta {
		eta[i] = theorems.DrawReal(choose, "η", -0.5, 0.5)
	}
	kl, err := drawn.Family.KL(drawn.Truth, eta)
	tv, other := drawn.Family.TotalVariation(drawn.Truth, eta)
	if err != nil || other != nil || !(kl.Value > 1e-9) {
		return "none", 0, 1
	}
	return fmt.Sprintf("%s θ=%v η=%v", drawn.Family.Name(), drawn.Truth, eta), tv.Value, math.Sqrt(kl.Value / 2)
})

// iterated is the exact growth E‖θ^(2) − θ*‖² ≤ 2 E‖θ^(1) − θ*‖² of Algorithm 1 on random families: two exact laws.
func iterated(letters int) theorems.Claim {
	return bound(fmt.Sprintf("iterated/letters=%d", letters),
		func(choose theorems.Chooser) (string, float64, float64) { return growth(choose, letters) })
}

func growth(choose theorems.Chooser, letters int) (string, float64, float64) {
	drawn, err := alphabet.Random(choose, letters)
	n := theorems.DrawSize(choose, "n", 1, 4)
	if err != nil {
		return "none", 0, 1
	}
	var squared [2]float64
	for i := range squared {
		law, err := alphabet.ExactLaw(drawn.Family, drawn.Truth, estimators.ConstantSchedule(n), i+1,
			estimators.Accumulate(), alphabet.Budget{})
		if err != nil {
			return "none", 0, 1
		}
		squared[i] = law.Mean(law.SquaredDistance).Value
	}
	return fmt.Sprintf("%s θ=%v n=%d", drawn.Family.Name(), drawn.Truth, n), squared[1], 2 * squared[0]
}

// BenchmarkTightest reports how many instances a second the search draws and measures, on all processors.
func BenchmarkTightest(b *testing.B) {
	for _, claim := range []theorems.Claim{pinsker, iterated(2), iterated(3)} {
		b.Run("claim="+claim.ID, func(b *testing.B) {
			b.ReportAllocs()
			evaluations := 0
			for i := 0; b.Loop(); i++ {
				evaluations += search.Tightest(claim, nil,
					search.Options{Seed: uint64(i), Evaluations: 5000}).Evaluations
			}
			b.ReportMetric(float64(evaluations)/b.Elapsed().Seconds(), "instances/s")
		})
	}
}
