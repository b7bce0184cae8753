package alphabet

import (
	"math"
	"math/rand/v2"
	"testing"
)

// searched is Maxima by branch and bound alone: no climb, no zone, no screen.
func searched(f *Family, weights []float64) ([][]enclosure, error) {
	hull := f.space.hull()
	a := &ascent{screens: &atlas{Family: f}, space: f.space, best: math.Inf(-1), l: f.likelihood(points(weights))}
	for _, side := range hull {
		a.scale = append(a.scale, side.Width())
	}
	return a.search(hull)
}

// TestMaximaAgainstSearch: the maximisers found from zones and screens, many likelihoods on one atlas, are those of
// branch and bound alone, one for one, inside and on faces and spheres, behind channels, with letters never seen.
func TestMaximaAgainstSearch(t *testing.T) {
	compared, ties, edges, seen := 0, 0, 0, 0
	instances(t, 120, 4, dims(3), func(t *testing.T, i Instance, random *rand.Rand) {
		f := i.Family
		switch random.IntN(4) {
		case 0:
			f, _ = f.Within(i.Truth, i.Radius)
		case 1:
			through, err := f.Contaminated(0.1, repeated(1/float64(f.letters), f.letters))
			if err != nil {
				t.Fatal(err)
			}
			f = through
			seen++
		}
		atlas := f.atlas()
		for range 3 {
			weights := counts(f.Letters(), random)
			want, err := searched(f, weights)
			got, other := atlas.maxima(points(weights))
			if err != nil || other != nil {
				t.Fatalf("%s %v: %v, by search %v", f.name, weights, other, err)
			}
			compared++
			if len(got) != len(want) {
				t.Errorf("%s %v: %v, by search %v", f.name, weights, got, want)
				continue
			}
			if len(got) > 1 {
				ties++
			}
			for j, box := range got {
				for axis, side := range box {
					by, scale := want[j][axis], f.space.hull()[axis]
					if side.Lo > by.Hi || by.Lo > side.Hi || !(side.Width() <= by.Width()+0x1p-40*scale.Width()) {
						t.Errorf("%s %v: %v, by search %v", f.name, weights, got, want)
					}
					if side.Width() == 0 {
						edges++
					}
				}
			}
		}
	})
	t.Logf("%d compared, %d families behind a channel, %d ties, %d coordinates on faces", compared, seen, ties, edges)
	if compared < 300 || seen < 20 || edges < 50 {
		t.Error("a kind of maximum was not seen")
	}
}

// TestScreenEncloses: screens bound ℓ and ∇ℓ at points of their boxes, and closely; with the curvature of the log-odds
// taken the other way, an eighth of it, they do not.
func TestScreenEncloses(t *testing.T) {
	tight, caught := 0, 0
	instances(t, 200, 5, dims(3), func(t *testing.T, i Instance, random *rand.Rand) {
		f := i.Family
		var box []enclosure
		for _, side := range f.space.hull() {
			at, half := side.Lo+side.Width()*random.Float64(), side.Width()*math.Pow(2, -float64(1+random.IntN(8)))
			box = append(box, meet(side, enclosure{Lo: at - half, Hi: at + half}))
		}
		s, weights := newScreen(f.chart(box), f.letters), counts(f.letters, random)
		slack := 0.0
		for _, w := range weights {
			slack += w * float64(f.letters+4) * 0x1p-52
		}
		gradient := make([]enclosure, f.Dim())
		top, theta := s.over(weights, slack, gradient), make([]float64, f.Dim())
		highest := math.Inf(-1)
		for range 200 {
			for axis, side := range box {
				theta[axis] = side.Lo + side.Width()*random.Float64()
				if random.IntN(3) == 0 {
					theta[axis] = []float64{side.Lo, side.Hi}[random.IntN(2)]
				}
			}
			view := f.likelihood(points(weights)).over(f.chart(points(theta)))
			highest = math.Max(highest, view.valueAt.Lo)
			for axis, g := range view.gradientAt {
				if g.Lo > gradient[axis].Hi || g.Hi < gradient[axis].Lo {
					t.Errorf("%s %v: ∇ℓ(%v) = %v, screened %v", f.name, weights, theta, g, gradient[axis])
				}
			}
		}
		if !(highest <= top) {
			t.Errorf("%s %v on %v: ℓ reaches %.17g, screened %.17g", f.name, weights, box, highest, top)
		}
		if top-highest < 1e-2*math.Abs(highest) {
			tight++
		}
		for j := range s.odds {
			s.odds[j] /= -8
		}
		if s.over(weights, slack, gradient) < highest {
			caught++
		}
	})
	t.Logf("within 1%% in %d of 200 boxes; curvature the other way is caught in %d", tight, caught)
	if tight < 50 || caught < 5 {
		t.Error("a screen is idle")
	}
}
