package counterexamples

import (
	"testing"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// The hitting times, the λ_J and the counts that claims are decided on against Algorithm 1 written out: draw and fit,
// generation by generation, looking for the first sample in [J, J+1].
func TestHittingAgainstAlgorithm1(t *testing.T) {
	const generations = 40
	s, hits := estimators.NewStream(suiteseed.Seed(), "hitting"), 0
	for _, v := range []firstVisit{{1, 2, generations}, {1, 1e15, generations}, {2, 10, generations}} {
		first, err := hitting(wide(v.n, v.limit), v.J, func(t int) int { return t })()
		if err != nil {
			t.Fatal(err)
		}
		visit, err := visiting(v, func(found visited) visited { return found })()
		if err != nil {
			t.Fatal(err)
		}
		pool := construction2.NewWide()
		for replicate := range uint64(60) {
			at, err := first(s, replicate)
			if err != nil {
				t.Fatal(err)
			}
			found, err := visit(s, replicate)
			if err != nil {
				t.Fatal(err)
			}
			want := visited{lambda: float64(v.n)}
			if err := pool.Start(construction2.Truth()); err != nil {
				t.Fatal(err)
			}
			known := v.J == 0
			for g := range v.limit {
				before := pool.Occupied()
				if err := pool.Draw(v.n, s.At(replicate, uint64(g))); err != nil {
					t.Fatal(err)
				}
				if err := pool.Fit(); err != nil {
					t.Fatal(err)
				}
				if before < v.J && pool.Occupied() >= v.J {
					want.from, known = g+1, true
				}
				if pool.Occupied() > v.J {
					want.hit, want.at, want.count, want.alpha = true, g, pool.Count(v.J), pool.Alpha(v.J)
					break
				}
			}
			for k := range v.J {
				want.lambda *= pool.Alpha(k)
			}
			if !known {
				want.lambda = 0
			}
			if !want.hit {
				want.at = -1
			} else {
				hits++
			}
			if found != want || at != want.at {
				t.Errorf("%v, replicate %d: first hit at %d, %+v, want %+v", v, replicate, at, found, want)
			}
		}
	}
	if hits < 60 { // P(τ_1 ≤ 39) is above 0.9
		t.Errorf("%d hits: nothing was compared", hits)
	}
}
