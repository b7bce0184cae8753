package construction2

import (
	"math"

	"itermle/internal/tower"
)

// mutant is a wrong variant of the engine: another argmax of the h's, another f.
type mutant struct {
	name   string
	argmax func(gap float64) float64
	width  func(right Width, p *Pool, J int) Width
}

var (
	capDropped = mutant{name: "cap-dropped",
		argmax: func(gap float64) float64 { return math.Min(gap/2, math.Nextafter(0.5, 0)) }}
	alphaDoubled = mutant{name: "alpha-doubled", argmax: func(gap float64) float64 { return math.Min(0.25, gap) }}
	spikeTooWide = mutant{name: "spike-too-wide", width: func(Width, *Pool, int) Width { return widthOf(0.499) }}
	// A spike too narrow to reach the last sample cannot win at J = L.
	overhangForgotten = mutant{name: "overhang-forgotten", width: func(right Width, p *Pool, J int) Width {
		if J == p.last {
			return widthFromNarrowness(tower.Of(1e6))
		}
		return right
	}}
)

func (m mutant) apply(p *Pool) {
	p.Argmax = m.argmax
	if right := p.width.function; m.width != nil {
		p.width.function = func(J int) Width { return m.width(right(J), p, J) }
	}
}

// canonical is the pool of canonical:φ.
func canonical(phi string) (*Pool, error) {
	width, err := ParseSpikeWidth("canonical:" + phi)
	if err != nil {
		return nil, err
	}
	return New(width)
}
