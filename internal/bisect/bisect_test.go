package bisect

import (
	"errors"
	"math"
	"sort"
	"testing"

	"pgregory.net/rapid"

	"itermle/internal/suiteseed"
)

func TestMain(m *testing.M) { suiteseed.Main(m) }

var ends = []int64{math.MinInt64, math.MinInt64 + 1, -2, -1, 0, 1, 2, math.MaxInt64 - 1, math.MaxInt64}

func anyInt64() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64(), rapid.SampledFrom(ends), rapid.Int64Range(-20, 20))
}

// TestIntFindsTheEdge: the last number, from good towards bad, that holds, wherever the edge is, in either direction,
// over all of int64, within 64 calls, and never at an end.
func TestIntFindsTheEdge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		good, bad := anyInt64().Draw(t, "good"), anyInt64().Draw(t, "bad")
		if good == bad {
			t.Skip("one point")
		}
		edge := rapid.Int64Range(min(good, bad), max(good, bad)).Draw(t, "edge")
		if edge == bad {
			edge = good
		}
		calls := 0
		got := Int(good, bad, func(n int64) bool {
			if n == good || n == bad {
				t.Fatalf("the end %d was asked", n)
			}
			calls++
			return good < bad && n <= edge || good > bad && n >= edge
		})
		if got != edge || calls > 64 {
			t.Fatalf("found %d in %d calls, want %d", got, calls, edge)
		}
	})
}

// TestIntAgainstSearch: the smallest number that holds is that of the standard library.
func TestIntAgainstSearch(t *testing.T) {
	for n := range 40 {
		for edge := range n + 1 {
			holds := func(i int) bool { return i >= edge }
			if got, want := Int(n, -1, holds), sort.Search(n, holds); got != want {
				t.Errorf("n = %d: %d, want %d", n, got, want)
			}
		}
	}
}

// TestSafeSide: a condition that flickers is answered by good or by a point where it held.
func TestSafeSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		good, bad := rapid.Float64().Draw(t, "good"), rapid.Float64().Draw(t, "bad")
		key := rapid.Uint64().Draw(t, "key")
		flicker := func(x float64) bool { return (math.Float64bits(x)^key)*0x9e3779b97f4a7c15>>63 == 1 }
		results := map[string]float64{"Float": Float(good, bad, flicker), "Within": Within(good, bad, 0, flicker)}
		for name, got := range results {
			if got != good && !flicker(got) {
				t.Fatalf("%s returned %g, where the condition does not hold", name, got)
			}
		}
	})
}

func TestTryIntEndsAtAnError(t *testing.T) {
	failure, calls := errors.New("undecided"), 0
	n, err := TryInt(1000, 0, func(n int) (bool, error) {
		if calls++; calls == 3 {
			return true, failure
		}
		return true, nil
	})
	if n != 0 || err != failure || calls != 3 {
		t.Errorf("%d, %v after %d calls", n, err, calls)
	}
}

// TestFloatFindsNeighbours: the edge itself, for edges at every size and sign, within 64 calls.
func TestFloatFindsNeighbours(t *testing.T) {
	inf := math.Inf(1)
	edges := []float64{-math.MaxFloat64, -3, -1, -0x1p-1074, 0, 0x1p-1074, 0x1p-1022, 1e-300, 0.1, 1, 2, math.Pi,
		1e300, math.MaxFloat64}
	for _, edge := range edges {
		for _, c := range []struct {
			good, bad float64
			holds     func(x float64) bool
		}{
			{-inf, inf, func(x float64) bool { return x <= edge }},
			{inf, -inf, func(x float64) bool { return x >= edge }},
			{edge, inf, func(x float64) bool { return x <= edge }},
		} {
			calls := 0
			got := Float(c.good, c.bad, func(x float64) bool { calls++; return c.holds(x) })
			if got != edge || calls > 64 {
				t.Errorf("from %g towards %g: %g in %d calls, want %g", c.good, c.bad, got, calls, edge)
			}
		}
	}
	if got := Float(0.5, math.Nextafter(0.5, 1), func(float64) bool { panic("asked") }); got != 0.5 {
		t.Errorf("neighbours: %g", got)
	}
}

func TestFloatPanicsAtNaN(t *testing.T) {
	for _, ends := range [][2]float64{{math.NaN(), 1}, {1, math.NaN()}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("no panic for %v", ends)
				}
			}()
			Float(ends[0], ends[1], func(float64) bool { return true })
		}()
	}
}

// TestWithin counts the calls: each halves the distance, and the last is the one that brings it to width.
func TestWithin(t *testing.T) {
	for _, steps := range []int{0, 1, 12, 30, 50} {
		for _, ends := range [][2]float64{{0, 0.7}, {0.7, 0}, {-0.3, 0.4}} {
			for _, edge := range []float64{ends[0], (2*ends[0] + ends[1]) / 3, ends[1]} {
				towards := math.Copysign(1, ends[1]-ends[0])
				calls := 0
				got := Within(ends[0], ends[1], 1.5*math.Ldexp(0.7, -steps), func(x float64) bool {
					calls++
					return towards*(edge-x) >= 0
				})
				// Where the edge is bad itself, all points hold.
				miss := towards * (edge - got)
				if !(miss >= 0 && miss <= 1.5*math.Ldexp(0.7, -steps)) || calls != steps {
					t.Errorf("%v, edge %g: %g in %d calls, want %d", ends, edge, got, calls, steps)
				}
			}
		}
	}
	for _, ends := range [][2]float64{{1, math.NaN()}, {1, math.Inf(1)}, {1, 1}, {1, math.Nextafter(1, 2)}} {
		if got := Within(ends[0], ends[1], 0, func(float64) bool { panic("asked") }); got != 1 {
			t.Errorf("%v: %g", ends, got)
		}
	}
}
