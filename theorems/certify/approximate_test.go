package certify

import (
	"math"
	"testing"

	"itermle/estimators"
)

// The recursion back in time against the two lines of one generation run forward, one coefficient for each ξ_t.
func TestEarlyStoppingVariance(t *testing.T) {
	for _, text := range []string{"const:10", "slow:100,1", "geom:4,1.5", "list:7,1,20"} {
		schedule := estimators.MustSchedule(text)
		for _, q := range []float64{0, 0.3, 0.99} {
			const generations = 25
			var mean, model [generations]float64
			total := 0.0
			for s := range generations {
				n := float64(schedule.Size(s))
				total += n
				w := n / total
				for j := range mean {
					mean[j] += w * (model[j] - mean[j])
				}
				mean[s] += w
				want := 0.0
				for j := range model {
					model[j] = q*model[j] + (1-q)*mean[j]
					want += model[j] * model[j] / float64(schedule.Size(j))
				}
				if got := EarlyStoppingVariance(schedule, s+1, q); !(math.Abs(got-want) <= 1e-12*want) {
					t.Errorf("%s q=%g T=%d: %.15g, want %.15g", text, q, s+1, got, want)
				}
			}
		}
	}
}
