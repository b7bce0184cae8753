package alphabet

import (
	"math/rand/v2"
	"testing"
)

// TestOddsLineAgainstSearch: the maximisers from the turns of the log-odds are those of branch and bound, one for one:
// in and on the edge of Θ, single, tied, at turns and with letters that were never seen.
func TestOddsLineAgainstSearch(t *testing.T) {
	inside, turns, edges, ties, left, asked := 0, 0, 0, 0, 0, 0
	instances(t, 400, 2, func(i Instance) bool { return true }, func(t *testing.T, i Instance, random *rand.Rand) {
		f := i.Family
		if random.IntN(3) == 0 {
			f, _ = f.Within(i.Truth, i.Radius)
		}
		if f.line == nil {
			return
		}
		searched := *f
		searched.line, searched.natural = nil, false
		low, high := f.space.Low[0], f.space.High[0]
		for range 5 {
			weights := []float64{float64(random.IntN(12)), float64(random.IntN(12))}
			if weights[0]+weights[1] == 0 {
				continue
			}
			asked++
			got := f.line.maximisers(points(weights))
			if got == nil {
				left++
				continue
			}
			want, err := searched.Maxima(weights)
			if err != nil || len(got) != len(want) {
				t.Fatalf("%s %v: %v, by search %v, %v", f.name, weights, got, want, err)
			}
			if len(got) > 1 {
				ties++
			}
			for j, box := range got {
				side, by := box[0], want[j][0]
				if side.Lo > by.Hi || by.Lo > side.Hi || !(side.Lo >= low && side.Hi <= high && side.Width() <= 1e-8) {
					t.Errorf("%s %v: %v, by search %v", f.name, weights, got, want)
				}
				slope := horner(f.line.slope, side)
				switch {
				case side.Lo == low || side.Hi == high:
					edges++
				case slope.Lo <= 0 && slope.Hi >= 0:
					turns++
				default:
					inside++
				}
			}
		}
	})
	t.Logf("%d asked: %d maximisers inside, %d at turns, %d at the edge; %d ties, %d left to a search", asked, inside,
		turns, edges, ties, left)
	if inside < 500 || turns < 100 || edges < 300 || ties < 50 || left > asked/10 {
		t.Error("a kind of maximum was not seen")
	}
}

// TestOddsLineRefuses: what has no simple turns is left to a search: a flat inflection, a turn at an end of Θ, more
// letters, a channel.
func TestOddsLineRefuses(t *testing.T) {
	for specification, want := range map[string]bool{"alphabet:0/0,0,4": true, "alphabet:0/0,1,0,1": true,
		"alphabet:0/0,0,0,1": false, "alphabet:0/0,0,4@0,1": false, "alphabet:0/0,1/0,0,1": false} {
		f, err := Parse(specification)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.line != nil; got != want {
			t.Errorf("%s: %v", specification, got)
		}
		seen, err := f.Contaminated(0.1, repeated(1/float64(f.letters), f.letters))
		if err != nil || seen.line != nil {
			t.Errorf("%s behind a channel: %v, %v", specification, seen.line, err)
		}
	}
}
