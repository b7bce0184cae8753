package construction1

import (
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// The passage formula for two ends against the limit law of one, LimitSurvival, for the mean of e^{−G/4} by simulation
// of two independent argmax: Hoeffding, α = 10^-9. For one end it is LimitHit.
func TestMirroredHit(t *testing.T) {
	if got := MirroredHit(1, 1); !(math.Abs(got-LimitHit) <= 1e-14) {
		t.Errorf("one end: %.15g, want LimitHit = %.15g", got, LimitHit)
	}
	const replicates, alpha = 40000, 1e-9
	for _, ends := range []int{1, 2} {
		m := &Mirrored{N: 1e9, Ends: ends}
		stream, sum := estimators.NewStream(suiteseed.Seed(), "mirrored"), 0.0
		for k := range uint64(replicates) {
			sum -= math.Expm1(-m.First(stream.At(k, 0)) * 1e9 / 2)
		}
		limit := math.Sqrt(math.Log(2/alpha) / (2 * replicates))
		if got, want := sum/replicates, MirroredHit(1, ends); !(math.Abs(got-want) <= limit) {
			t.Errorf("%d ends: %.5f, want %.5f ± %.5f", ends, got, want, limit)
		}
	}
}
