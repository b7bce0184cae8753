package estimators

import (
	"strings"
	"testing"
)

// The harness runs the default member of every entry; these are the others that take a branch of their own.
func TestConformanceOfVariants(t *testing.T) {
	for _, variant := range []struct {
		specification string
		points        [][]float64
	}{
		{"gamma:0.5", [][]float64{{1}, {3}, {1e-3}}}, // infinite density at 0
		{"gamma:1", [][]float64{{1}, {3}}},
		{"gamma:200", [][]float64{{1}, {1.1}, {1e3}}}, // Stirling branch
		{"laplace-location:3", [][]float64{{0}, {100}}},
		{"gaussian-mixture:-3,2", [][]float64{{0.5}, {0.01}, {1}}},
		{"gaussian-mixture:1.5,0", [][]float64{{0.3}}},
		{"von-mises-location:40", [][]float64{{0}, {3.1}}},
		{"von-mises-location:0.5", [][]float64{{0}}},
		{"gaussian-mean:0.1", [][]float64{{0}, {5}}},
		{"gaussian-vector:1", [][]float64{{0}, {2}}},
		{"gaussian-vector:3,2", [][]float64{{0, 0, 0}, {1, -2, 5}}},
		{"gaussian-covariance:1", [][]float64{{0, 1}, {3, 0.25}}},
		{"gaussian-covariance:3", [][]float64{{0, 0, 0, 1, 0, 1, 0, 0, 1}, {1, 2, 3, 2, 0.5, 1, -0.5, 0.25, 3}}},
		{"binomial:1", [][]float64{{0.5}, {0.1}}},
		{"binomial:200", [][]float64{{100}, {3}}},
		{"categorical:2", [][]float64{{0.5}, {0.9}}},
		{"categorical:5", [][]float64{{0.2, 0.2, 0.2, 0.2}, {0.1, 0.5, 0.05, 0.3}}},
		{"categorical-softmax:2", [][]float64{{0}, {2}}},
		{"categorical-softmax:5", [][]float64{{0, 0, 0, 0}, {1, -1, 2, 0.5}}},
		{"negative-binomial:0.5", [][]float64{{1}, {5}}},
		{"negative-binomial:50", [][]float64{{1}, {30}}},
	} {
		t.Run(variant.specification, func(t *testing.T) {
			t.Parallel()
			family, err := ParseFamily(variant.specification)
			if err != nil {
				t.Fatal(err)
			}
			name, _, _ := strings.Cut(variant.specification, ":")
			newConformance(t, family, irregularities[name]).all(variant.points)
		})
	}
}
