package estimators

import (
	"errors"
	"fmt"
)

// ErrEmptyPool is the fit of a pool that holds no sample.
var ErrEmptyPool = errors.New("the pool holds no sample: draw at least one before fitting")

// ParameterError is a parameter outside Θ.
type ParameterError struct {
	Family string
	Name   string  // the coordinate's symbol, such as "σ"
	Value  float64 // what was given
	Accept string  // what would be accepted, such as "σ > 0"
}

func (e *ParameterError) Error() string {
	return fmt.Sprintf("%s: parameter %s = %g is outside Θ: want %s", e.Family, e.Name, e.Value, e.Accept)
}

// DimensionError is a slice of the wrong length.
type DimensionError struct {
	What      string // such as "gaussian: θ"
	Got, Want int
}

func (e *DimensionError) Error() string {
	return fmt.Sprintf("%s has length %d: want %d", e.What, e.Got, e.Want)
}

// SampleError is a sample that is not finite or outside the family's support.
type SampleError struct {
	Family string
	Index  int // position of the sample in the data, from 0
	Value  float64
	Accept string
}

func (e *SampleError) Error() string {
	return fmt.Sprintf("%s: sample %d = %g is outside the support: want %s", e.Family, e.Index, e.Value, e.Accept)
}

// NoMLEError says that the likelihood has no maximum over Θ, and why.
type NoMLEError struct {
	Family string
	Reason string // such as "all 10 samples are 1, so the logit runs to +∞"
}

func (e *NoMLEError) Error() string {
	return fmt.Sprintf("%s: the maximum likelihood estimate does not exist: %s", e.Family, e.Reason)
}

// NotConvergedError says that a numerical maximiser stopped without a certificate of its maximum.
type NotConvergedError struct {
	Family string
	Status string // the optimiser's own word
	At     []float64
}

func (e *NotConvergedError) Error() string {
	return fmt.Sprintf("%s: the optimiser stopped at θ = %v without converging: %s", e.Family, e.At, e.Status)
}

// UnsupportedError is an operation that a family, a pool or a workflow does not have.
type UnsupportedError struct {
	What   string // such as "construction1"
	Action string // such as "workflow subsample:100"
	Accept string // what it does have
}

func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("%s does not support %s: want %s", e.What, e.Action, e.Accept)
}

// SyntaxError is a flag or a specification that cannot be read.
type SyntaxError struct {
	What   string // such as "schedule"
	Value  string
	Accept string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s %q cannot be read: want %s", e.What, shortened(e.Value), e.Accept)
}

// shortened is text of at most 60 characters, or its beginning and how long it is: what cannot be read may be of any
// length.
func shortened(text string) string {
	if characters := []rune(text); len(characters) > 60 {
		return fmt.Sprintf("%s… (%d characters)", string(characters[:40]), len(characters))
	}
	return text
}

// RangeError is a number outside the range that an option accepts.
type RangeError struct {
	What   string // such as "δ"
	Value  float64
	Accept string
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("%s = %g is out of range: want %s", e.What, e.Value, e.Accept)
}

// AssumptionError names an assumption of Theorem 4.1 that a family violates.
type AssumptionError struct {
	Family     string
	Assumption string // such as "2A"
	Reason     string
}

func (e *AssumptionError) Error() string {
	return e.Family + " violates Assumption " + e.Assumption + ": " + e.Reason
}
