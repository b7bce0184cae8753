package estimators_test

import (
	"math"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/estimators/familytest"
)

// zoo is what the harness must know of an entry, by its name, beside the family and its points, and the members other
// than the default that take a branch of their own.
var zoo = map[string]struct {
	is       familytest.Case
	variants map[string][][]float64
}{
	"gaussian": {is: familytest.Case{Outside: [][]float64{{0, 0}, {0, -1}}}},
	"gaussian-mean": {variants: map[string][][]float64{
		"gaussian-mean:0.1": {{0}, {5}},
	}},
	"gaussian-variance": {is: familytest.Case{Outside: positive}},
	"gaussian-vector": {variants: map[string][][]float64{
		"gaussian-vector:1": {{0}, {2}}, "gaussian-vector:3,2": {{0, 0, 0}, {1, -2, 5}},
	}},
	"gaussian-covariance": {variants: map[string][][]float64{
		"gaussian-covariance:1": {{0, 1}, {3, 0.25}},
		"gaussian-covariance:3": {{0, 0, 0, 1, 0, 1, 0, 0, 1}, {1, 2, 3, 2, 0.5, 1, -0.5, 0.25, 3}},
	}},
	"exponential":      {is: familytest.Case{Outside: positive}},
	"exponential-rate": {is: familytest.Case{Outside: positive}},
	"gamma": {is: familytest.Case{Outside: positive}, variants: map[string][][]float64{
		"gamma:0.5": {{1}, {3}, {1e-3}}, // infinite density at 0
		"gamma:1":   {{1}, {3}},
		"gamma:200": {{1}, {1.1}, {1e3}}, // Stirling branch
	}},
	"gamma-shape-scale": {is: familytest.Case{Outside: [][]float64{{0, 1}, {1, 0}, {-1, 1}}}},
	"power":             {is: familytest.Case{Outside: positive}},
	"von-mises": {is: familytest.Case{
		Support: []float64{-math.Pi, math.Pi}, Outside: [][]float64{{0, 0}, {0, -1}},
	}},
	"von-mises-location": {is: familytest.Case{Support: []float64{-math.Pi, math.Pi}}, variants: map[string][][]float64{
		"von-mises-location:40": {{0}, {3.1}}, "von-mises-location:0.5": {{0}},
	}},
	"weibull-shape":       {is: familytest.Case{Outside: positive}},
	"weibull-shape-scale": {is: familytest.Case{Outside: [][]float64{{0, 1}, {1, 0}, {1, -1}}}},
	"laplace-location": {is: familytest.Case{
		Smooth:           func(theta, x []float64, r float64) bool { return math.Abs(x[0]-theta[0]) > 1.01*r },
		NoSecondBartlett: true,
		Kinks:            func(theta []float64) []float64 { return theta },
	}, variants: map[string][][]float64{"laplace-location:3": {{0}, {100}}}},
	"laplace-location-scale": {is: familytest.Case{
		Outside:          [][]float64{{0, 0}, {0, -1}},
		Smooth:           func(theta, x []float64, r float64) bool { return math.Abs(x[0]-theta[0]) > 1.01*r },
		NoSecondBartlett: true,
		Kinks:            func(theta []float64) []float64 { return theta[:1] },
	}},
	"gaussian-mixture": {is: familytest.Case{Outside: probability}, variants: map[string][][]float64{
		"gaussian-mixture:-3,2": {{0.5}, {0.01}, {1}}, "gaussian-mixture:1.5,0": {{0.3}},
	}},
	"bernoulli": {is: familytest.Case{Outside: probability}},
	"binomial": {is: familytest.Case{Outside: [][]float64{{-1e-9}, {1e9}}}, variants: map[string][][]float64{
		"binomial:1": {{0.5}, {0.1}}, "binomial:200": {{100}, {3}},
	}},
	"categorical": {variants: map[string][][]float64{
		"categorical:2": {{0.5}, {0.9}}, "categorical:5": {{0.2, 0.2, 0.2, 0.2}, {0.1, 0.5, 0.05, 0.3}},
	}},
	"categorical-softmax": {variants: map[string][][]float64{
		"categorical-softmax:2": {{0}, {2}}, "categorical-softmax:5": {{0, 0, 0, 0}, {1, -1, 2, 0.5}},
	}},
	"poisson":   {is: familytest.Case{Outside: [][]float64{{-1e-9}}}},
	"geometric": {is: familytest.Case{Outside: [][]float64{{-1e-9}}}},
	"negative-binomial": {is: familytest.Case{Outside: [][]float64{{-1e-9}}}, variants: map[string][][]float64{
		"negative-binomial:0.5": {{1}, {5}}, "negative-binomial:50": {{1}, {30}},
	}},
	"negative-binomial-shape-mean": {is: familytest.Case{Outside: [][]float64{{0, 1}, {1, 0}, {1, -1}}}},
}

var (
	positive    = [][]float64{{0}, {-1}}
	probability = [][]float64{{-1e-9}, {1 + 1e-9}}
)

// Every entry of the zoo conforms, by default and in its variants, and its name is the specification that gives it
// back.
func TestFamilies(t *testing.T) {
	known := map[string]bool{}
	for _, entry := range estimators.Families() {
		known[entry.Name] = true
		conforms(t, entry.Name, entry.Points)
		for specification, points := range zoo[entry.Name].variants {
			conforms(t, specification, points)
		}
	}
	for name := range zoo {
		if !known[name] {
			t.Errorf("no entry of the zoo is called %q", name)
		}
	}
}

func conforms(t *testing.T, specification string, points [][]float64) {
	t.Run(specification, func(t *testing.T) {
		t.Parallel()
		family, err := estimators.ParseFamily(specification)
		if err != nil {
			t.Fatal(err)
		}
		again, err := estimators.ParseFamily(family.Name())
		if err != nil || again.Name() != family.Name() {
			t.Errorf("ParseFamily(%q) does not give the family back: %v", family.Name(), err)
		}
		name, _, _ := strings.Cut(specification, ":")
		of := zoo[name].is
		of.Family, of.Points = family, points
		of.Test(t)
	})
}
