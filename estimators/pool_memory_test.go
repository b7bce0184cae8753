package estimators

import (
	"itermle/internal/suiteseed"
	"testing"
)

// floatsHeld is the memory of a pool, in float64s.
func floatsHeld(pool Pool) int {
	switch p := pool.(type) {
	case *statisticPool:
		return cap(p.truth) + cap(p.theta) + cap(p.next) + cap(p.pooled) + cap(p.first) +
			cap(p.batch) + cap(p.chunk) + cap(p.samples) + cap(p.bent)
	case *samplePool:
		return cap(p.truth) + cap(p.theta) + cap(p.next) + cap(p.data.X) + cap(p.data.W) +
			cap(p.chosen.X) + cap(p.chosen.W) + cap(p.order) + cap(p.swaps)
	}
	return -1
}

// A trajectory takes O(d) memory, not O(nT), wherever there is a sufficient statistic: on either path and under every
// workflow that does not subsample, the pool holds as much after its first run as before, and that does not grow with
// n; where the workflow chooses among samples, those of a generation besides. That runs allocate nothing besides is
// tested elsewhere, but a run that only fills what an earlier one has grown does not allocate either.
func TestMemoryOfTrajectory(t *testing.T) {
	const n, generations = 700, 6
	workflows := []Workflow{Accumulate(), Replace(), MixFresh(0.5), MixOriginal(0.5), WeightedReal(0.5),
		KeepCentral(0.5)}
	seen := 0
	for _, entry := range Families() {
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		statistic, summarized := family.(StatisticFamily)
		if !summarized {
			continue
		}
		for _, workflow := range workflows {
			for _, path := range []Path{RawPath, StatisticPath} {
				pool, err := NewPool(family, path, workflow)
				if err != nil {
					_, direct := family.(StatisticSampler)
					if path == StatisticPath && (!direct || workflow.needsRaw()) {
						continue
					}
					t.Fatal(err)
				}
				held := floatsHeld(pool)
				it := Iteration{Pool: pool, Truth: entry.Points[0], Schedule: ConstantSchedule(n),
					Generations: generations, Workflow: workflow}
				if err := it.Run(NewStream(suiteseed.Seed(), "memory", entry.Name), 0, nil); err != nil {
					t.Fatal(err)
				}
				limit := 3*family.Dim() + 4*statistic.StatisticDim()
				if path == RawPath {
					limit += chunkSamples * family.SampleDim()
				}
				if workflow.needsRaw() { // those of a generation
					held += n * family.SampleDim()
					limit += n * family.SampleDim()
				}
				if after := floatsHeld(pool); after != held || after > limit {
					t.Errorf("%s, %s, path %v: %d floats before a run, %d after, want at most %d", entry.Name,
						workflow, path, held, after, limit)
				}
				seen++
			}
		}
		// The pool that keeps samples is what the count above must be able to tell apart.
		pool := newSamplePool(family)
		it := Iteration{Pool: pool, Truth: entry.Points[0], Schedule: ConstantSchedule(n), Generations: 1}
		if err := it.Run(NewStream(suiteseed.Seed(), "memory", entry.Name), 0, nil); err != nil {
			t.Fatal(err)
		}
		if held := floatsHeld(pool); held < n*family.SampleDim() {
			t.Errorf("%s: a pool of %d samples holds %d floats only", entry.Name, n, held)
		}
	}
	if seen == 0 {
		t.Fatal("no family with a statistic")
	}
}
