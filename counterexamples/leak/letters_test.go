package leak

import (
	"math"
	"testing"

	"itermle/estimators"
)

// The law against a walk through every sequence of letters: 2^(n(T+1)) of them without a leak.
func TestLettersLawIsTheSumOverSequences(t *testing.T) {
	for _, l := range []Letters{{Family{0.5, 0}}, {Family{0.3, 0.02}}} {
		for _, sizes := range [][]int64{{1, 2, 3}, {4, 1, 2}, {3, 3}} {
			law, err := l.Law(estimators.ListSchedule(sizes...), len(sizes)-1, 0.6)
			if err != nil {
				t.Fatal(err)
			}
			survival, hit := make([]float64, len(sizes)), make([]float64, len(sizes))
			l.walk(sizes, 0, 0, 0, 1, survival, hit)
			for g, got := range law {
				if !(math.Abs(got.Survival-survival[g+1]) <= 1e-13 && math.Abs(got.Hit-hit[g+1]) <= 1e-13) {
					t.Errorf("%+v %v, generation %d: %+v, by sequences %.15g and %.15g", l, sizes, g+1, got,
						survival[g+1], hit[g+1])
				}
			}
		}
	}
}

// walk adds the mass of all sequences of generation t and later, behind pooled letters with the given number of ones.
func (l Letters) walk(sizes []int64, t, ones, pooled int, mass float64, survival, hit []float64) {
	if t == len(sizes) {
		return
	}
	theta := 0.0
	if t > 0 {
		theta = l.Fit(float64(ones) / float64(pooled))
	}
	n, m, p := int(sizes[t]), l.Mass(theta), 1/(1+math.Exp(-2*theta))
	stays := mass * math.Pow(1-m, float64(n))
	survival[t] += stays
	if math.Abs(theta) <= 0.6 {
		hit[t] += mass - stays
	}
	for word := range 1 << n {
		more, product := 0, stays
		for i := range n {
			if word>>i&1 == 1 {
				more++
				product *= p
			} else {
				product *= 1 - p
			}
		}
		l.walk(sizes, t+1, ones+more, pooled+n, product, survival, hit)
	}
}

// The fit is where the likelihood of a fine grid is largest.
func TestLettersFit(t *testing.T) {
	l := Letters{Family{0.4, 0.01}}
	for _, share := range []float64{0, 0.2, 0.5, 0.51, 0.97, 1} {
		value := func(theta float64) float64 {
			return -share*math.Log1p(math.Exp(-2*theta)) - (1-share)*math.Log1p(math.Exp(2*theta)) +
				math.Log(1-l.Mass(theta))
		}
		got := l.Fit(share)
		for k := -1000; k <= 1000; k++ {
			if theta := float64(k) / 1000; value(theta) > value(got)+1e-14 {
				t.Fatalf("share %g: fit %g, but %g is better", share, got, theta)
			}
		}
	}
}

// A spike wins as far as n can be simulated, and does not where the widths are no longer e^{−Λ_j}.
func TestCellsWin(t *testing.T) {
	c := Cells{Kappa: 0.5, Deepen: 1}
	for _, n := range []float64{1, 1e3, 1e6, 1e12} {
		if theta := math.Min(1, 8/math.Sqrt(n)); !c.Wins(theta, 100*n) {
			t.Errorf("n = %g, θ = %g: the spike loses", n, theta)
		}
	}
	if (Cells{Kappa: 0.5, Deepen: 1e-4}).Wins(1e-3, 1e6) {
		t.Error("a wide spike wins")
	}
	if (Cells{Kappa: 0.6, Deepen: 1}).Check() == nil || (Cells{Kappa: 0.5}).Check() == nil || c.Check() != nil {
		t.Error("Check accepts what is no leak, or refuses one")
	}
}
