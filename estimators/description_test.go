package estimators

import (
	"errors"
	"fmt"
	"math"
	"testing"
)

// What is told about a family that takes any σ > 0 and samples x ≥ 0.
func ExampleDescribe() {
	rayleigh := Describe("rayleigh", Interval(0, math.MaxFloat64, "a finite x ≥ 0"), Positive("σ"))
	fmt.Println(rayleigh.Name(), rayleigh.Dim(), rayleigh.SampleDim(), rayleigh.Symbols())
	fmt.Println(rayleigh.Check([]float64{-1}))
	fmt.Println(rayleigh.CheckSamples([]float64{0.5, math.NaN()}))
	fmt.Println(rayleigh.Reach([]float64{2}))
	// Output:
	// rayleigh 1 1 [σ]
	// rayleigh: parameter σ = -1 is outside Θ: want a finite σ > 0
	// rayleigh: sample 1 = NaN is outside the support: want a finite x ≥ 0
	// 2 σ reaches the end of Θ: want a finite σ > 0
}

// The ends of an interval belong to Θ and to the support; their neighbours, NaN, −0 at a lower end of 0 and a wrong
// length do not.
func TestDescriptionEnds(t *testing.T) {
	d := Describe("box", Counts(3, "0 to 3"), Coordinate{"a", 0, 1, "0 ≤ a ≤ 1"}, Real("b"))
	for _, theta := range [][]float64{{0, 0}, {1, -math.MaxFloat64}, {0.5, math.Copysign(0, -1)}} {
		if err := d.Check(theta); err != nil {
			t.Errorf("%v: %v", theta, err)
		}
	}
	var parameter *ParameterError
	for symbol, all := range map[string][][]float64{
		"a": {{-5e-324, 0}, {math.Nextafter(1, 2), 0}, {math.NaN(), 0}, {math.Copysign(0, -1), 0}},
		"b": {{0, math.Inf(1)}, {0, math.Inf(-1)}, {0, math.NaN()}}} {
		for _, theta := range all {
			if err := d.Check(theta); !errors.As(err, &parameter) || parameter.Name != symbol {
				t.Errorf("%v: %v, want an error of %s", theta, err, symbol)
			}
		}
	}
	var dimension *DimensionError
	if err := d.Check([]float64{0}); !errors.As(err, &dimension) || dimension.Want != 2 {
		t.Errorf("one coordinate of two: %v", err)
	}
	var sample *SampleError
	for _, x := range []float64{-1, 4, 0.5, math.NaN(), math.Inf(1)} {
		if err := d.CheckSamples([]float64{3, 0, x}); !errors.As(err, &sample) || sample.Index != 2 {
			t.Errorf("sample %v: %v", x, err)
		}
	}
	if err := d.CheckSamples([]float64{0, 3}); err != nil {
		t.Error(err)
	}
}

// Within its reach a family accepts every θ of the box round θ* scaled into the ball, and beyond it either Check
// refuses one or the law comes back.
func TestReach(t *testing.T) {
	for _, entry := range Families() {
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		inner, ok := family.(InteriorFamily)
		if !ok {
			t.Errorf("%s does not know its reach", entry.Name)
			continue
		}
		d := family.Dim()
		for _, truth := range entry.Points {
			radius, edge := inner.Reach(truth)
			if math.IsInf(radius, 1) != (edge == "") || !(radius >= 0) {
				t.Errorf("%s at %v: reach %g with the edge %q", entry.Name, truth, radius, edge)
			}
			left := math.IsInf(radius, 1) || edge == sameLaw || entry.Name == "gaussian-covariance"
			for k := range 2*d + 1 {
				step := func(length float64) []float64 {
					theta := append([]float64(nil), truth...)
					for i := range theta {
						if k == 2*d { // the diagonal, towards the last category
							theta[i] += length / math.Sqrt(float64(d))
						} else if i == k/2 {
							theta[i] += length * float64(1-2*(k%2))
						}
					}
					return theta
				}
				near := 0.999 * math.Min(radius, 1e3)
				if err := family.Check(step(near)); err != nil {
					t.Errorf("%s at %v: %v within the reach %g", entry.Name, truth, err, radius)
				}
				left = left || family.Check(step(radius*1.001+1e-9)) != nil
			}
			if !left {
				t.Errorf("%s at %v: nothing ends at the reach %g", entry.Name, truth, radius)
			}
		}
	}
}
