package estimators

import (
	"math"
	"slices"
	"strconv"
)

// Description is what a family is called, what its samples are and where its parameter may lie. A family embeds it, and
// so has Name, Dim, SampleDim, Symbols and Check of Family, and CheckSamples. Describe makes one.
type Description struct {
	name        string
	support     Support
	coordinates []Coordinate
}

// Describe describes a family by its name, the support of its samples and the coordinates of θ. Θ is their box; a
// smaller Θ needs a Check of the family's own, which asks Description.Check first, and a Reach.
func Describe(name string, support Support, coordinates ...Coordinate) Description {
	return Description{name: name, support: support, coordinates: coordinates}
}

// Coordinate is one coordinate of θ: its symbol, and the closed interval of float64 in which it must lie. A Lower of 0
// does not admit −0, at which 1/θ has the wrong sign.
type Coordinate struct {
	Symbol       string
	Lower, Upper float64
	Accept       string // the interval in words, such as "0 ≤ p ≤ 1"
}

// Real is a coordinate with every finite value.
func Real(symbol string) Coordinate {
	return Coordinate{symbol, -math.MaxFloat64, math.MaxFloat64, "a finite " + symbol}
}

// Positive is a coordinate with every finite value > 0.
func Positive(symbol string) Coordinate {
	return Coordinate{symbol, math.SmallestNonzeroFloat64, math.MaxFloat64, "a finite " + symbol + " > 0"}
}

// indexed are count coordinates like c, with the subscripts first, first+1, ….
func indexed(c Coordinate, first, count int) []Coordinate {
	all := slices.Repeat([]Coordinate{c}, count)
	for i := range all {
		all[i].Symbol += strconv.Itoa(first + i)
	}
	return all
}

// Support is where samples lie: in R^Dim, each of their numbers in the closed interval [Lower, Upper] of float64.
type Support struct {
	Dim          int
	Lower, Upper float64
	Whole        bool   // whole numbers only
	Accept       string // in words, such as "a finite x ≥ 0"
}

// Reals is R^dim.
func Reals(dim int) Support {
	return Support{dim, -math.MaxFloat64, math.MaxFloat64, false, "a finite number"}
}

// Interval is the numbers of [lower, upper].
func Interval(lower, upper float64, accept string) Support {
	return Support{1, lower, upper, false, accept}
}

// Counts is the whole numbers from 0 to upper.
func Counts(upper float64, accept string) Support { return Support{1, 0, upper, true, accept} }

// Name is the name that Describe was given.
func (d *Description) Name() string { return d.name }

// Dim is the number of coordinates of θ.
func (d *Description) Dim() int { return len(d.coordinates) }

// SampleDim is the dimension of a sample.
func (d *Description) SampleDim() int { return d.support.Dim }

// Symbols are those of the coordinates.
func (d *Description) Symbols() []string {
	symbols := make([]string, len(d.coordinates))
	for i, c := range d.coordinates {
		symbols[i] = c.Symbol
	}
	return symbols
}

// Check returns a *DimensionError for a θ of another length than Dim, and a *ParameterError for the first coordinate
// outside its interval.
func (d *Description) Check(theta []float64) error {
	if len(theta) != len(d.coordinates) {
		return &DimensionError{What: d.name + ": θ", Got: len(theta), Want: len(d.coordinates)}
	}
	for i, v := range theta {
		if c := &d.coordinates[i]; !(v >= c.Lower && v <= c.Upper) || v == 0 && c.Lower == 0 && math.Signbit(v) {
			return d.outside(i, v)
		}
	}
	return nil
}

// outside is the error of the value v for coordinate i.
func (d *Description) outside(i int, v float64) error {
	c := d.coordinates[i]
	return &ParameterError{Family: d.name, Name: c.Symbol, Value: v, Accept: c.Accept}
}

// Support is where samples lie.
func (d *Description) Support() Support { return d.support }

// Reach is the distance of θ* from the nearest end of a coordinate's interval, with the coordinate that has it.
func (d *Description) Reach(truth []float64) (radius float64, edge string) {
	radius = math.Inf(1)
	for i, v := range truth {
		c := &d.coordinates[i]
		for _, end := range []float64{c.Lower, c.Upper} {
			if distance := math.Abs(v - end); math.Abs(end) < math.MaxFloat64 && distance < radius {
				radius, edge = distance, c.Symbol+" reaches the end of Θ: want "+c.Accept
			}
		}
	}
	return radius, edge
}

// CheckSamples returns a *SampleError for the first of the samples x (n×m) outside the support.
func (d *Description) CheckSamples(x []float64) error {
	s := &d.support
	for i, v := range x {
		if !(v >= s.Lower && v <= s.Upper) || s.Whole && v != math.Trunc(v) {
			return &SampleError{Family: d.name, Index: i / s.Dim, Value: v, Accept: s.Accept}
		}
	}
	return nil
}

// checkSamples is the family's own CheckSamples; where it has none, samples must be finite.
func checkSamples(family Family, x []float64) error {
	if checked, ok := family.(interface{ CheckSamples(x []float64) error }); ok {
		return checked.CheckSamples(x)
	}
	finite := Describe(family.Name(), Reals(family.SampleDim()))
	return finite.CheckSamples(x)
}

// noMLE is a *NoMLEError of the family.
func (d *Description) noMLE(reason string) error { return &NoMLEError{Family: d.name, Reason: reason} }
