package familytest

import (
	"errors"
	"math"
	"slices"

	"itermle/estimators"
)

// arguments checks dimensions, and that wrong arguments are refused with the type that says what is wrong. It is false
// where nothing else can be tested.
func (c *conformance) arguments() bool {
	family := c.Family
	d, m := family.Dim(), family.SampleDim()
	holds := c.require(len(family.Symbols()) == d && d >= 1 && m >= 1, "dimensions",
		"%d symbols, d = %d, m = %d", len(family.Symbols()), d, m)
	points := len(c.Points)
	holds = c.require(points >= 1 && points <= 8, "points", "%d points, want 1 to 8", points) && holds
	for _, theta := range c.Points {
		err := family.Check(theta)
		holds = c.require(err == nil, "points", "Check refuses the point %v: %v", theta, err) && holds
	}
	if holds {
		c.refusals(c.Points[0])
		c.refusedData(c.Points[0])
	}
	return holds
}

// refusals: Check refuses what is not in Θ.
func (c *conformance) refusals(theta []float64) {
	refuses := func(what string, bad []float64, want any) {
		err := c.Family.Check(bad)
		c.require(err != nil && errors.As(err, want), "check", "%s %v: got %v", what, bad, err)
	}
	var dimension *estimators.DimensionError
	refuses("no coordinates", nil, &dimension)
	refuses("one coordinate too many", append(slices.Clone(theta), 0), &dimension)
	var parameter *estimators.ParameterError
	for j := range theta {
		for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			bad := slices.Clone(theta)
			bad[j] = v
			refuses("a coordinate that is not finite", bad, &parameter)
		}
	}
	for _, bad := range c.Outside {
		refuses("outside Θ", bad, &parameter)
	}
}

// refusedData: Fit refuses an empty pool and samples that are not finite.
func (c *conformance) refusedData(theta []float64) {
	fitted, m := make([]float64, c.Family.Dim()), c.Family.SampleDim()
	err := c.Family.Fit(fitted, theta, estimators.Data{})
	c.require(errors.Is(err, estimators.ErrEmptyPool), "empty pool", "Fit of nothing: %v", err)
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		x := c.samples(theta, 5)
		x[3*m] = v
		var sample *estimators.SampleError
		err := c.Family.Fit(fitted, theta, estimators.Data{X: x})
		c.require(errors.As(err, &sample) && sample.Index == 3, "sample not finite", "Fit of %v: %v", x, err)
	}
}
