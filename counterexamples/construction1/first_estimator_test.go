package construction1

import (
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// TestFirstEstimatorLawIsALaw: P(α^(1) > 0) = 1, which every sum, boundary and integral of the exact law goes into.
func TestFirstEstimatorLawIsALaw(t *testing.T) {
	for _, n := range []int64{1, 2, 3, 5, 9, 20, 50} {
		p, bound, err := integratedSurvival(n, 0, 1e-8)
		if err != nil {
			t.Fatal(err)
		}
		// 1e-9: where the integral and its sums are cut off, 1e-3 of the tolerance each
		if !(math.Abs(p-1) <= bound+1e-9) {
			t.Errorf("n = %d: P(α^(1) > 0) = %.12f ± %g", n, p, bound)
		}
		last := p
		for a := 0.01; a < 0.25; a += 0.02 {
			q, _, err := integratedSurvival(n, a, 1e-6)
			if err != nil {
				t.Fatal(err)
			}
			if !(q <= last+2e-6) {
				t.Errorf("n = %d: P(α^(1) > %g) = %g exceeds %g", n, a, q, last)
			}
			last = q
		}
	}
}

// For n ≤ 4 nothing is ever dropped: P(α^(1) > a) = (1 − 2a)^n up to the cap.
func TestFirstEstimatorLawClosedForm(t *testing.T) {
	for n := int64(1); n <= 4; n++ {
		for _, a := range []float64{0.001, 0.05, 0.2, 0.2499} {
			p, bound, err := integratedSurvival(n, a, 1e-10)
			if err != nil {
				t.Fatal(err)
			}
			if want := math.Pow(1-2*a, float64(n)); !(math.Abs(p-want) <= bound+1e-12) {
				t.Errorf("n = %d: P(α^(1) > %g) = %.14f, want %.14f", n, a, p, want)
			}
		}
	}
}

// TestFirstEstimatorLawAgainstPool compares three independent things: the exact law, the exact argmax of pools drawn at
// random, and, at the end, the limit law.
func TestFirstEstimatorLawAgainstPool(t *testing.T) {
	const replicates = 20_000
	for _, n := range []int64{5, 10, 40} {
		c, err := New(n)
		if err != nil {
			t.Fatal(err)
		}
		s := estimators.NewStream(suiteseed.Seed(), "first estimator")
		var alphas []float64
		for replicate := range uint64(replicates) {
			if err := c.Start(Truth()); err != nil {
				t.Fatal(err)
			}
			if err := c.Draw(n, s.At(replicate, 0)); err != nil {
				t.Fatal(err)
			}
			if err := c.Fit(); err != nil {
				t.Fatal(err)
			}
			alphas = append(alphas, c.parameter[0])
		}
		closedForm := 0.0
		for _, a := range []float64{0.2 / float64(n), 0.5 / float64(n), 1 / float64(n), 1.25 / float64(n)} {
			p, _, err := integratedSurvival(n, a, 1e-7)
			if err != nil {
				t.Fatal(err)
			}
			above := 0
			for _, alpha := range alphas {
				if alpha > a {
					above++
				}
			}
			// One value of an empirical distribution function is within the distance of all (Massart 1990).
			frequency := float64(above) / replicates
			if !(math.Abs(frequency-p) <= dkw(replicates)) {
				t.Errorf("n = %d: P(α^(1) > %g) = %g by the exact law, %g by drawing", n, a, p, frequency)
			}
			closedForm = max(closedForm, math.Abs(frequency-math.Pow(1-2*a, float64(n))))
		}
		if n == 40 && closedForm <= dkw(replicates) {
			t.Errorf("n = %d: the proof's closed form is at distance %g only", n, closedForm)
		}
	}
}

func TestLimitLaw(t *testing.T) {
	// The series at 0 is an identity in θ0.
	if got := LimitSurvival(1e-12); !(math.Abs(got-1) <= 1e-11) {
		t.Errorf("P(G > 0) = %.15f", got)
	}
	if got := psi(criticalTheta); !(math.Abs(got) <= 1e-15) {
		t.Errorf("ψ(θ0) = %g", got)
	}
	// −ρ is the minimum of ψ.
	least := math.Inf(1)
	for theta := 1.0; theta < 2; theta += 1e-4 {
		least = min(least, psi(theta))
	}
	if !(math.Abs(least+TailExponent) <= 1e-8) { // the grid misses the minimum by ψ″/2·(5e-5)² < 1e-9
		t.Errorf("min ψ = %.12f, −ρ = %.12f", least, -TailExponent)
	}
	// E e^{−G/4} = θ0/Φ(¼) by integrating the survival function: 1 − ¼∫e^{−u/4}P(G > u)du, midpoint rule: error about
	// (0.005)²/24·sup|f″|.
	sum := 0.0
	for i := range 40_000 {
		u := (float64(i) + 0.5) * 0.005
		sum += 0.005 / 4 * math.Exp(-u/4) * LimitSurvival(u)
	}
	if !(math.Abs(sum-LimitHit) <= 1e-5) {
		t.Errorf("1 − E e^{−G/4} = %.9f by the law of G, %.9f by Wiener–Hopf", sum, LimitHit)
	}
	// Finite n approaches the limit like 1/n, once α is far from its cap: four times the n, a quarter of the
	// difference.
	for _, u := range []float64{0.5, 2} {
		far, _, err := integratedSurvival(20, u/40, 1e-7)
		if err != nil {
			t.Fatal(err)
		}
		near, _, err := integratedSurvival(80, u/160, 1e-7)
		if err != nil {
			t.Fatal(err)
		}
		limit := LimitSurvival(u)
		if ratio := (far - limit) / (near - limit); !(ratio > 3 && ratio < 6) {
			t.Errorf("u = %g: n = 20 misses the limit %g by %g, n = 80 by %g", u, limit, far-limit, near-limit)
		}
	}
}

// The enclosure holds what the integral over the place of the maximum says, which shares nothing with it but the b_j.
func TestFirstEstimatorSurvivalEncloses(t *testing.T) {
	for _, n := range []int64{1, 2, 4, 5, 9, 20, 60} {
		for _, expected := range []float64{0.3, 2, 9} { // n·2a
			a := expected / float64(2*n)
			want, bound, err := integratedSurvival(n, a, 1e-6)
			if err != nil {
				t.Fatal(err)
			}
			p, err := FirstEstimatorSurvival(n, a, 1e-5)
			if err != nil {
				t.Fatal(err)
			}
			// 1e-8: where the integral's sums are cut off
			if !(p.Lo <= want+bound+1e-8 && p.Hi >= want-bound-1e-8 && p.Width() <= 0.02) {
				t.Errorf("n = %d: P(α^(1) > %g) in [%.9f, %.9f], by an integral %.9f ± %g", n, a, p.Lo, p.Hi, want,
					bound)
			}
		}
	}
	for _, n := range []int64{0, 10_001} {
		if _, err := FirstEstimatorSurvival(n, 0.1, 1e-3); err == nil {
			t.Errorf("n = %d is not refused", n)
		}
	}
}
