package theorems

import (
	"math"
	"testing"

	"itermle/estimators"
)

// The ratio of Lemma C.3 on the bent logit is that of the lemma's two sides as print has them, term by term over the
// batches.
func TestLemmaC3BentRatio(t *testing.T) {
	for _, b := range []bentInstance{
		{f: newBentLogit(1), r: 0.3, n: 30, generations: 6, delta: 0.1, score: 1, noise: 1},
		{f: newBentLogit(-2), r: 0.5, n: 100, generations: 4, delta: 0.01, score: 0, noise: 0.5},
		{f: newBentLogit(0.5), r: 0.2, n: 1000, generations: 3, delta: 0.5, score: 1, noise: 1, held: true},
	} {
		k2, k3, score := b.f.constants(b.r)
		setup := estimators.Setup[*bentPool]{Truth: []float64{0}, Schedule: estimators.ConstantSchedule(b.n),
			Generations: b.generations,
			NewPool:     func() (*bentPool, error) { return &bentPool{f: b.f, r: b.r, held: b.held}, nil }}
		restated, err := estimators.After(setup, func(pool *bentPool) (float64, error) {
			models := pool.batches
			last := models[len(models)-1].theta
			left, right := 0.0, b.noise*2*k2*math.Sqrt(8*float64(len(models))*math.Log(2/b.delta)/float64(b.n))
			for _, model := range models {
				left += b.f.lossHessian(last, model.average) - b.f.information(0)
				right += k3*math.Max(last-model.theta, model.theta-last) +
					(k3+b.score*k2*score)*math.Max(model.theta, -model.theta)
			}
			return math.Max(left, -left) / right, nil
		})()
		if err != nil {
			t.Fatal(err)
		}
		claimed, err := b.scenario().Experiment.(Rate).Ratio()
		if err != nil {
			t.Fatal(err)
		}
		stream := estimators.NewStream(1, "lemma-C.3", "ratio")
		for replicate := range uint64(40) {
			got, err := claimed(stream, replicate)
			want, wrong := restated(stream, replicate)
			if err != nil || wrong != nil || !(math.Abs(got-want) <= 1e-10*want) {
				t.Errorf("%s, replicate %d: ratio %.15g (%v), restated %.15g (%v)", b.scenario().Name, replicate, got,
					err, want, wrong)
			}
		}
	}
}
