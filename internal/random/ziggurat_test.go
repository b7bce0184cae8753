package random

import (
	"math"
	"math/rand/v2"
	"testing"

	"itermle/internal/philox"
)

// zigguratDefect is the error of the mass that a ziggurat gives to [0, x], at its worst x among the ends of the
// layers: for real arithmetic and ideal uniform numbers, so that it is the tables that are tested. Accepted from
// layer i ≥ 1 left of x is the part of [0, x]×[f(x_i), f(x_{i+1})] below f, each layer drawn with probability 1/256
// and uniform on its rectangle.
func zigguratDefect(z *ziggurat, steps float64, inverse, mass func(x float64) float64) float64 {
	const layers = 256
	end := func(i int) float64 {
		if i == layers {
			return 0
		}
		return z.width[i] * steps
	}
	total := 0.0 // unnormalised mass of everything that is accepted
	area := func(i int) float64 { return end(i) * (z.height[i+1] - z.height[i]) }
	below := func(i int, x float64) float64 {
		inner := float64(z.inside[i]) * z.width[i]
		if x <= inner {
			return x * (z.height[i+1] - z.height[i])
		}
		x = math.Min(x, end(i))
		return inner*(z.height[i+1]-z.height[i]) + (mass(x) - mass(inner)) - (x-inner)*z.height[i]
	}
	worst := 0.0
	for k := 1; k < layers; k++ {
		x, accepted := end(k), 0.0
		total = 0
		for i := 1; i < layers; i++ {
			accepted += below(i, x) / area(i)
			total += below(i, end(i)) / area(i)
		}
		// Layer 0 is uniform on its width up to the edge and then the tail: all of it is accepted.
		accepted += math.Min(x, end(1)) / end(0)
		total++
		worst = math.Max(worst, math.Abs(accepted/total-mass(x)/mass(math.Inf(1))))
		// Each layer ends where f has its lower height.
		worst = math.Max(worst, math.Abs(end(k)-inverse(z.height[k])))
	}
	return worst
}

func TestZigguratTables(t *testing.T) {
	const tolerance = 0x1p-43 // sums of 256 terms, each within 2^-51
	halfNormal := func(x float64) float64 { return math.Sqrt(math.Pi/2) * math.Erf(x/math.Sqrt2) }
	normalInverse := func(y float64) float64 { return math.Sqrt(-2 * math.Log(y)) }
	exponentialMass := func(x float64) float64 { return -math.Expm1(-x) }
	exponentialInverse := func(y float64) float64 { return -math.Log(y) }
	if defect := zigguratDefect(normal, 1<<55, normalInverse, halfNormal); !(defect <= tolerance) {
		t.Errorf("normal: off by %g", defect)
	}
	if defect := zigguratDefect(exponential, 1<<56, exponentialInverse, exponentialMass); !(defect <= tolerance) {
		t.Errorf("exponential: off by %g", defect)
	}
	for _, layer := range []int{0, 1, 100, 255} {
		wide, early := *normal, *normal
		wide.width[layer] *= 1 + 0x1p-25 // as a float32 would
		early.inside[layer] += 1 << 45   // 2^-10 of a layer is taken without the wedge
		if defect := zigguratDefect(&wide, 1<<55, normalInverse, halfNormal); defect <= tolerance {
			t.Errorf("layer %d 2^-25 too wide: not found", layer)
		}
		defect := zigguratDefect(&early, 1<<55, normalInverse, halfNormal)
		if layer > 0 && layer < 255 && defect <= tolerance {
			t.Errorf("layer %d accepted too early: not found", layer)
		}
	}
}

func zigguratRows() []row {
	var rows []row
	add := func(name string, draw func(r *rand.Rand) float64) {
		rows = append(rows,
			row{name, func(r *rand.Rand) string { return uniformly(func() float64 { return draw(r) }) }})
	}
	add("normal", func(r *rand.Rand) float64 { return gaussian(Normal(r)) })
	add("exponential", func(r *rand.Rand) float64 { return -math.Expm1(-Exponential(r)) })
	// The tails are too rare for those two.
	add("normal tail", func(r *rand.Rand) float64 {
		return math.Erfc(normalTail(r)/math.Sqrt2) / math.Erfc(normalEdge/math.Sqrt2)
	})
	// The topmost layers.
	add("normal in the middle", func(r *rand.Rand) float64 {
		x := Normal(r)
		for math.Abs(x) > 0.25 {
			x = Normal(r)
		}
		return (gaussian(x) - gaussian(-0.25)) / (gaussian(0.25) - gaussian(-0.25))
	})
	return rows
}

// Normals and Exponentials are the draws one by one, of any number, and leave the source where those do.
func TestRunsAreDraws(t *testing.T) {
	sources := [2]*philox.Source{philox.New([2]uint64{1, 2}), philox.New([2]uint64{1, 2})}
	one, run := rand.New(sources[0]), rand.New(sources[1])
	for size := range 700 {
		dst := make([]float64, size)
		for _, law := range []struct {
			fill func()
			draw func() float64
		}{
			{func() { Normals(dst, 2, 3, sources[1], run) }, func() float64 { return 2 + 3*Normal(one) }},
			{func() { Exponentials(dst, 4, sources[1], run) }, func() float64 { return 4 * Exponential(one) }},
		} {
			law.fill()
			for i, got := range dst {
				if want := law.draw(); got != want {
					t.Fatalf("draw %d of %d: %g, want %g", i, size, got, want)
				}
			}
			if got, want := run.Uint64(), one.Uint64(); got != want || sources[0].Blocks() != sources[1].Blocks() {
				t.Fatalf("after %d draws: word %x, want %x", size, got, want)
			}
		}
	}
}
