package alphabet

import (
	"math"
	"math/rand/v2"
	"testing"
)

// value is Σ w log p_θ.
func value(f *Family, weights, theta []float64) float64 {
	g := make([]float64, f.Letters())
	normaliser := f.logWeights(g, theta)
	sum := 0.0
	for k, w := range weights {
		sum += w * (g[k] - normaliser)
	}
	return sum
}

// counts are random shares, some of them 0.
func counts(letters int, random *rand.Rand) []float64 {
	w := make([]float64, letters)
	w[random.IntN(letters)] = 1
	for k := range w {
		if random.IntN(3) > 0 {
			w[k] += float64(random.IntN(10))
		}
	}
	return w
}

// Nothing on a dense grid, at random points near the maximiser or on the boundary has a higher likelihood than the
// MLE; of tied maximisers the nearest is taken. Over Θ and over balls, 1 to 3 dimensions.
func TestMaximumAgainstGrid(t *testing.T) {
	local, ties, edges := 0, 0, 0
	instances(t, 250, 5, dims(3), func(t *testing.T, i Instance, random *rand.Rand) {
		f := i.Family
		if random.IntN(2) == 0 {
			f, _ = f.Within(i.Truth, i.Radius)
		}
		weights := counts(f.Letters(), random)
		from := i.everywhere(random)
		theta := make([]float64, f.Dim())
		if err := f.FitStatistic(theta, from, weights); err != nil {
			t.Fatalf("%v: %v", weights, err)
		}
		if err := f.Check(theta); err != nil {
			t.Fatal(err)
		}
		best := value(f, weights, theta)
		compare := func(other []float64) {
			if v := value(f, weights, other); f.Check(other) == nil && v > best+1e-12*(1+math.Abs(best)) {
				t.Errorf("%v: ℓ(%v) = %.17g, ℓ(%v) = %.17g", weights, theta, best, other, v)
			}
		}
		hull := f.space.hull()
		other, projected := make([]float64, f.Dim()), make([]float64, f.Dim())
		for range 1000 {
			for j, side := range hull {
				other[j] = side.Lo + side.Width()*(1.2*random.Float64()-0.1)
			}
			f.space.project(projected, other)
			compare(projected)
			for j := range hull {
				other[j] = theta[j] + (projected[j]-theta[j])*0.01
			}
			compare(other)
		}
		maxima, err := f.Maxima(weights)
		if err != nil {
			t.Fatal(err)
		}
		if len(maxima) > 1 {
			ties++
			for _, box := range maxima {
				compare(middle(box))
			}
		}
		// What a local search from the truth would have found: the mutant.
		climbed := climb(f, weights, i.Truth)
		if value(f, weights, climbed) < best-1e-6*(1+math.Abs(best)) {
			local++
		}
		for j, side := range hull {
			if theta[j] == side.Lo || theta[j] == side.Hi {
				edges++
				break
			}
		}
	})
	t.Logf("%d of 250 have tied maxima, %d lie on the hull of Θ, a local search is wrong in %d", ties, edges, local)
	if edges < 10 || local == 0 { // ties are rare here: TestTies has them
		t.Error("a kind of maximum was not seen")
	}
}

// climb is projected gradient ascent with halved steps.
func climb(f *Family, weights, from []float64) []float64 {
	theta, step := append([]float64(nil), from...), 0.1
	next := make([]float64, len(theta))
	for range 400 {
		at := value(f, weights, theta)
		const h = 1e-6
		for j := range theta {
			moved := append([]float64(nil), theta...)
			moved[j] += h
			next[j] = theta[j] + step*(value(f, weights, moved)-at)/h
		}
		f.space.project(next, next)
		if value(f, weights, next) > at {
			copy(theta, next)
			step *= 1.5
		} else {
			step /= 2
		}
	}
	return theta
}

// Ties go to the maximiser nearest to the current model; equally near, to the first.
func TestTies(t *testing.T) {
	f, err := Parse("alphabet:0/0,0,4")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, want float64 }{{0.3, 0.5}, {-0.3, -0.5}, {1, 0.5}, {0, -0.5}} {
		theta := []float64{0}
		odds := math.E // log-odds 1 at θ = ±½
		if err := f.FitStatistic(theta, []float64{c.from}, []float64{1, odds}); err != nil {
			t.Fatal(err)
		}
		if !(math.Abs(theta[0]-c.want) <= 1e-14) {
			t.Errorf("from %g: %.17g, want %g", c.from, theta[0], c.want)
		}
	}
	// Shares of the uniform law, and a family that has it everywhere on θ0 = 0: maximisers fill a line.
	flat, err := Parse(`alphabet:{"low":[-1,-1],"high":[1,1],"weights":[[],[[1,1,1]],[[1,1,2],[1,2,0]]]}`)
	if err != nil {
		t.Fatal(err)
	}
	if err := flat.FitStatistic([]float64{0, 0}, []float64{0, 0}, []float64{1, 1, 1}); err == nil {
		t.Error("a continuum of maximisers passes")
	} else {
		t.Log(err)
	}
}

// TestConcave: on a small ball a curved ℓ is seen to be concave, so that what a climb finds is its maximum; on
// all of Θ, where it has two, it is not, nor behind a channel.
func TestConcave(t *testing.T) {
	f, err := Parse("alphabet:0/0,0,4/0,1")
	if err != nil {
		t.Fatal(err)
	}
	small, err := f.Within([]float64{0.5}, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	seen, err := small.Contaminated(0.1, []float64{0.3, 0.3, 0.4})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		f    *Family
		want bool
	}{{f, false}, {small, true}, {seen, false}} {
		hull, weights := row.f.space.hull(), points([]float64{1, 3, 1})
		a := &ascent{screens: &atlas{Family: row.f}, l: row.f.likelihood(weights), space: row.f.space,
			scale: []float64{hull[0].Width()}}
		if got := a.start(weights, hull) != nil; got != row.want {
			t.Errorf("%s: %v", row.f.name, got)
		}
	}
}
