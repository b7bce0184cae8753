package random

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"itermle/internal/philox"
)

// The source is that of estimators.Stream, so that the figures are those of a generation.
func benchmark(b *testing.B, name string, draw func(random *rand.Rand)) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		random := rand.New(philox.New([2]uint64{1, 2}))
		for b.Loop() {
			draw(random)
		}
	})
}

func BenchmarkBinomial(b *testing.B) {
	for _, p := range []float64{0.5, 0.1, 1e-6} {
		for _, n := range []int64{1, 10, 100, 1e4, 1e6, 1e9, 1 << 53} {
			benchmark(b, fmt.Sprintf("p=%g/n=%d", p, n), func(random *rand.Rand) { Binomial(n, p, 1-p, random) })
		}
	}
}

func BenchmarkPoisson(b *testing.B) {
	for _, mean := range []float64{1, 9, 10, 100, 1e6, 1e9, 1e15} {
		benchmark(b, fmt.Sprintf("mean=%g", mean), func(random *rand.Rand) { Poisson(mean, random) })
	}
}

func BenchmarkGamma(b *testing.B) {
	for _, shape := range []float64{0.01, 0.5, 1, 10, 1e9, 1e15} {
		benchmark(b, fmt.Sprintf("shape=%g", shape), func(random *rand.Rand) { Gamma(shape, random) })
	}
}

func BenchmarkNegativeBinomial(b *testing.B) {
	for _, k := range []float64{1, 1e3, 1e9} {
		benchmark(b, fmt.Sprintf("k=%g", k), func(random *rand.Rand) { NegativeBinomial(k, 2*k, random) })
	}
}

func BenchmarkHyperbolicSecant(b *testing.B) {
	for _, mean := range []float64{0, 1.5} {
		for _, n := range []float64{1, 2, 5, 10, 100, 1e6, 1e15} {
			benchmark(b, fmt.Sprintf("mean=%g/n=%g", mean, n),
				func(random *rand.Rand) { HyperbolicSecantMean(n, mean, random) })
		}
	}
}

func BenchmarkVonMises(b *testing.B) {
	for _, kappa := range []float64{0.01, 1, 100, 1e8} {
		benchmark(b, fmt.Sprintf("kappa=%g", kappa), func(random *rand.Rand) { VonMises(0, kappa, random) })
	}
}

func BenchmarkWishart(b *testing.B) {
	for _, d := range []int{1, 2, 5} {
		identity, scatter := make([]float64, d*d), make([]float64, d*d)
		for i := range d {
			identity[i*d+i] = 1
		}
		for _, n := range []int64{10, 1e9} {
			benchmark(b, fmt.Sprintf("d=%d/n=%d", d, n),
				func(random *rand.Rand) { Wishart(scatter, n, identity, random) })
		}
	}
}

func BenchmarkNormal(b *testing.B) {
	benchmark(b, "ziggurat", func(random *rand.Rand) { Normal(random) })
	benchmark(b, "std", func(random *rand.Rand) { random.NormFloat64() })
}

func BenchmarkExponential(b *testing.B) {
	benchmark(b, "ziggurat", func(random *rand.Rand) { Exponential(random) })
	benchmark(b, "std", func(random *rand.Rand) { random.ExpFloat64() })
}
