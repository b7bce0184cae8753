package theorems

import (
	"math"
	"math/rand/v2"
	"testing"

	"itermle/estimators"
)

// randomChoices chooses evenly from a fixed stream; firstChoices chooses the simplest.
type randomChoices struct{ random *rand.Rand }

func (c randomChoices) Choose(_ string, n int) int { return c.random.IntN(n) }

type firstChoices struct{}

func (firstChoices) Choose(string, int) int { return 0 }

func TestDrawsStayInRangeAndSpread(t *testing.T) {
	choose := randomChoices{rand.New(rand.NewPCG(1, 2))}
	sizes, reals, logs := map[int64]bool{}, map[float64]bool{}, map[float64]bool{}
	small := 0
	for range 4000 {
		n, x, y := DrawSize(choose, "n", 5, 2_000_000), DrawReal(choose, "x", -3, 0.5), DrawLog(choose, "y", 1e-9, 0.2)
		if n < 5 || n > 2_000_000 || !(x >= -3 && x <= 0.5) || !(y >= 1e-9 && y <= 0.2) {
			t.Fatalf("out of range: n = %d, x = %g, y = %g", n, x, y)
		}
		sizes[n], reals[x], logs[y] = true, true, true
		if n < 3162 { // the geometric middle
			small++
		}
	}
	if len(sizes) < 800 || len(reals) < 2000 || len(logs) < 1500 {
		t.Errorf("few values: %d sizes, %d reals, %d logs", len(sizes), len(reals), len(logs))
	}
	if small < 1850 || small > 2150 {
		t.Errorf("%d of 4000 sizes lie below the geometric middle", small)
	}
}

func TestFirstChoicesAreSimple(t *testing.T) {
	family := estimators.NewBernoulli()
	if n, x, y := DrawSize(firstChoices{}, "n", 7, 100), DrawReal(firstChoices{}, "x", -3, 0.5),
		DrawLog(firstChoices{}, "y", 0.01, 1); n != 7 || x != 0.5 || y != 0.01 {
		t.Errorf("n = %d, x = %g, y = %g", n, x, y)
	}
	if s := DrawSchedule(firstChoices{}, 100, 5); s.String() != "const:100" {
		t.Errorf("schedule %v", s)
	}
	if theta := DrawTheta(firstChoices{}, family, []float64{0.5}, []float64{0.1}); theta[0] != 0.5 {
		t.Errorf("θ = %v", theta)
	}
}

func TestDrawnSchedulesAndParametersAreValid(t *testing.T) {
	choose := randomChoices{rand.New(rand.NewPCG(3, 4))}
	kinds, fractions := map[string]bool{}, 0
	family := estimators.NewBernoulli()
	for range 2000 {
		n, generations := DrawSize(choose, "n", 1, 1_000_000), Pick(choose, "T", 1, 2, 10, 100)
		s := DrawSchedule(choose, n, generations)
		if err := s.Check(generations); err != nil {
			t.Fatalf("%v, T = %d: %v", s, generations, err)
		}
		if s.Size(0) != n {
			t.Fatalf("%v starts with %d, want %d", s, s.Size(0), n)
		}
		kinds[s.String()[:4]] = true
		pool := 0.0
		for g := range generations {
			pool += float64(s.Size(g))
		}
		if float64(n)/pool < 1e-8 {
			fractions++
		}
		if theta := DrawTheta(choose, family, []float64{0.5}, []float64{0.9}); family.Check(theta) != nil ||
			math.IsNaN(theta[0]) {
			t.Fatalf("θ = %v", theta)
		}
	}
	if len(kinds) < 5 || fractions < 10 {
		t.Errorf("kinds %v, %d real fractions below 10^-8", kinds, fractions)
	}
}
