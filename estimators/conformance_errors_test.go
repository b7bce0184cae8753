package estimators

import (
	"errors"
	"math"
	"slices"
)

// identity: the name is a specification that gives the family back; dimensions agree.
func (c *conformance) identity(points [][]float64) {
	parsed, err := ParseFamily(c.family.Name())
	c.require(err == nil && parsed.Name() == c.family.Name(), "name", "ParseFamily does not give the family back: %v", err)
	c.require(len(c.family.Symbols()) == c.family.Dim() && c.family.Dim() >= 1 && c.family.SampleDim() >= 1, "dimensions", "%d symbols, d = %d, m = %d",
		len(c.family.Symbols()), c.family.Dim(), c.family.SampleDim())
	for _, theta := range points {
		c.require(c.family.Check(theta) == nil, "points", "Check refuses the entry's own point %v: %v", theta, c.family.Check(theta))
	}
}

// errors: wrong arguments are refused with the type that says what is wrong, and no NaN comes back.
func (c *conformance) errors(points [][]float64) {
	theta := points[0]
	refuses := func(what string, bad []float64, want any) {
		err := c.family.Check(bad)
		c.require(err != nil && errors.As(err, want), "check", "%s %v: got %v", what, bad, err)
	}
	var dimension *DimensionError
	refuses("no coordinates", nil, &dimension)
	refuses("one coordinate too many", append(slices.Clone(theta), 0), &dimension)
	var parameter *ParameterError
	for j := range theta {
		for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			bad := slices.Clone(theta)
			bad[j] = v
			refuses("a coordinate that is not finite", bad, &parameter)
		}
	}
	for _, bad := range c.outside {
		refuses("outside Θ", bad, &parameter)
	}

	fitted := make([]float64, c.family.Dim())
	err := c.family.Fit(fitted, theta, Data{})
	c.require(errors.Is(err, ErrEmptyPool), "empty pool", "Fit of nothing: %v", err)
	m := c.family.SampleDim()
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		x := c.samples(theta, 5)
		x[3*m] = v
		var sample *SampleError
		err := c.family.Fit(fitted, theta, Data{X: x})
		c.require(errors.As(err, &sample) && sample.Index == 3, "sample not finite", "Fit of %v: %v", x, err)
	}
}
