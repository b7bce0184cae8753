package construction2

import (
	"math"
	"strconv"
	"strings"

	"itermle/estimators"
	"itermle/internal/numeral"
	"itermle/internal/tower"
)

// GrowthSyntax is what ParseGrowth accepts.
const GrowthSyntax = "loglog, sqrtlog, log or power:A with A > 0"

// Growth is the φ of Theorem 5.2: an increasing function of the sample size with φ(n) → ∞, by which the collapse is
// promised.
//
//	loglog    φ(n) = log log(n+1)
//	sqrtlog   φ(n) = √(log(n+1))
//	log       φ(n) = log(n+1)
//	power:a   φ(n) = n^a
//
// The zero Growth is invalid. A function of one's own comes in through NewGrowth.
type Growth struct {
	name    string
	value   func(n float64) float64
	inverse func(y tower.Number) tower.Number
}

// NewGrowth returns a φ of one's own. inverse(y) must be at least every n with φ(n) ≤ y, and increasing. On the grid 1,
// 2, 4, …, 2^53 it is checked that φ is finite, increases and is inverted; the error names the first n where it is not.
func NewGrowth(name string, value func(n float64) float64, inverse func(y tower.Number) tower.Number) (Growth, error) {
	g := Growth{name: name, value: value, inverse: inverse}
	last := math.Inf(-1)
	for n := 1.0; n <= 1<<53; n *= 2 {
		y := value(n)
		if !(y > last) || math.IsInf(y, 1) {
			return Growth{}, &estimators.RangeError{What: "φ = " + name + " at n", Value: n,
				Accept: "φ finite and increasing"}
		}
		// A relative slack of 1e-9 is for the rounding of φ, which a slow φ has the inverse multiply.
		if y > 0 && inverse(tower.Of(y)).Less(tower.Of(n*(1-1e-9))) {
			return Growth{}, &estimators.RangeError{What: "inverse of φ = " + name + " at n", Value: n,
				Accept: "φ⁻¹(φ(n)) ≥ n"}
		}
		last = y
	}
	return g, nil
}

// ParseGrowth reads φ in the syntax of GrowthSyntax; String prints it back.
func ParseGrowth(text string) (Growth, error) {
	// n+1 ≤ the inverse that is returned: the spike only becomes narrower by what is not subtracted.
	exp := tower.Number.Exp
	switch text {
	case "loglog":
		return NewGrowth(text, func(n float64) float64 { return math.Log(math.Log1p(n)) },
			func(y tower.Number) tower.Number { return exp(exp(y)) })
	case "sqrtlog":
		return NewGrowth(text, func(n float64) float64 { return math.Sqrt(math.Log1p(n)) },
			func(y tower.Number) tower.Number { return exp(y.Times(y)) })
	case "log":
		return NewGrowth(text, math.Log1p, exp)
	}
	kind, argument, _ := strings.Cut(text, ":")
	power, err := numeral.Float(argument)
	if kind != "power" || err != nil || !(power > 0) || math.IsInf(power, 1) {
		return Growth{}, &estimators.SyntaxError{What: "φ", Value: text, Accept: GrowthSyntax}
	}
	return NewGrowth("power:"+strconv.FormatFloat(power, 'g', -1, 64),
		func(n float64) float64 { return math.Pow(n, power) },
		func(y tower.Number) tower.Number {
			log := y.Log()
			if log.Level == 0 {
				return exp(tower.Of(log.Mantissa / power))
			}
			return exp(log.Times(tower.Of(1 / power)))
		})
}

// String is φ in the syntax that ParseGrowth reads.
func (g Growth) String() string { return g.name }

// At is φ(n).
func (g Growth) At(n float64) float64 { return g.value(n) }

// Inverse is a number that is at least every n with φ(n) ≤ y, for y > 0.
func (g Growth) Inverse(y tower.Number) tower.Number { return g.inverse(y) }
