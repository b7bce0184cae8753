package selection

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestRanks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	shapes := map[string]func(i, n int) float64{
		"random":  func(int, int) float64 { return random.Float64() },
		"rising":  func(i, _ int) float64 { return float64(i) },
		"falling": func(i, n int) float64 { return float64(n - i) }, "equal": func(int, int) float64 { return 1 },
		"wide":    func(int, int) float64 { return math.Exp(1400*random.Float64() - 700) },
		"huge":    func(int, int) float64 { return (2*random.Float64() - 1) * math.MaxFloat64 },
		"outlier": func(i, _ int) float64 { return math.Pow(float64(i), 20) },
		"few":     func(int, int) float64 { return float64(random.IntN(3)) },
		"tent":    func(i, n int) float64 { return math.Min(float64(i), float64(n-i)) },
		"ends": func(i, _ int) float64 {
			return []float64{0, math.Inf(1), math.Copysign(0, -1), math.MaxFloat64}[i%4]
		},
		"killer": func(i, n int) float64 { return float64(i%2*n/2 + i/2) },
	}
	for name, shape := range shapes {
		for _, n := range []int{1, 2, 12, 13, 100, manyValues - 1, manyValues, 1001, 10_000} {
			values := make([]float64, n)
			for i := range values {
				values[i] = shape(i, n)
			}
			sorted := slices.Clone(values)
			slices.Sort(sorted)
			ranks := []int{n - 1, (n - 1) / 2, (9*n - 1) / 10, 0, n / 2, n / 2}
			before := slices.Clone(values)
			for i, got := range Ranks(values, ranks...) {
				if got != sorted[ranks[i]] {
					t.Errorf("%s, n = %d: rank %d is %g, want %g", name, n, ranks[i], got, sorted[ranks[i]])
				}
			}
			if !slices.Equal(values, before) {
				t.Errorf("%s, n = %d: other values", name, n)
			}
		}
	}
}

func BenchmarkRanks(b *testing.B) {
	for _, n := range []int{100, 10_000, 1_000_000} {
		values, work := make([]float64, n), make([]float64, n)
		random := rand.New(rand.NewPCG(1, 2))
		for i := range values {
			values[i] = random.NormFloat64()
		}
		b.Run(fmt.Sprintf("ranks/n=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Ranks(values, n/2, 9*n/10, 95*n/100, 99*n/100)
			}
		})
		b.Run(fmt.Sprintf("sort/n=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				copy(work, values)
				slices.Sort(work)
			}
		})
	}
}
