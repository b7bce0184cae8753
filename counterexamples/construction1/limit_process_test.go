package construction1

import (
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// The first maximiser of the limit process has the law that the inverse of its Laplace exponent gives:
// E e^{−G_1/4} = θ0/Φ(¼) = 1 − LimitHit, P(G_1 > u) = LimitSurvival(u).
func TestLimitProcess(t *testing.T) {
	const runs = 20_000
	s := estimators.NewStream(suiteseed.Seed(), "limit process")
	var process LimitProcess
	G := make([]float64, 3)
	hit, beyond := 0.0, 0.0
	for i := range uint64(runs) {
		process.Run(G, s.At(i, 0))
		hit += math.Exp(-G[0] / 4)
		if G[0] > 2 {
			beyond++
		}
	}
	// Standard deviations are below 0.3 and ½; five of them have a false alarm of 6·10^-7.
	for _, row := range []struct{ got, want, deviation float64 }{
		{hit / runs, 1 - LimitHit, 0.3}, {beyond / runs, LimitSurvival(2), 0.5},
	} {
		if !(math.Abs(row.got-row.want) <= 5*row.deviation/math.Sqrt(runs)) {
			t.Errorf("mean %g, want %g", row.got, row.want)
		}
	}
}
