package saddlepoint

import (
	"math"
	"math/big"
	"testing"
)

// near compares a logarithm with that of an exact probability, to a few units of its size.
func near(got, want float64) bool {
	return got == want || math.Abs(got-want) <= 1e-14*(1+math.Abs(want))
}

// logOf is log of a positive rational.
func logOf(x *big.Rat) float64 {
	if x.Sign() == 0 {
		return math.Inf(-1)
	}
	f, _ := x.Float64()
	return math.Log(f)
}

func power(x *big.Rat, n int64) *big.Rat {
	result := big.NewRat(1, 1)
	for range n {
		result.Mul(result, x)
	}
	return result
}

// Binomial probabilities of dyadic p, by exact fractions, ends and certain outcomes included.
func TestLogBinomialAgainstFractions(t *testing.T) {
	for _, n := range []int64{1, 2, 7, 40} {
		for _, quarters := range []int64{0, 1, 2, 3, 4} {
			p, q := big.NewRat(quarters, 4), big.NewRat(4-quarters, 4)
			np, nq := float64(n*quarters)/4, float64(n*(4-quarters))/4
			for x := range n + 1 {
				exact := new(big.Rat).SetInt(new(big.Int).Binomial(n, x))
				exact.Mul(exact, power(p, x)).Mul(exact, power(q, n-x))
				got := LogBinomial(float64(n), float64(x), np, nq, float64(x)-np)
				if want := logOf(exact); !near(got, want) {
					t.Errorf("log P(X = %d) of n = %d, p = %d/4: %.17g, want %.17g", x, n, quarters, got, want)
				}
			}
		}
	}
}

// Poisson and negative binomial probabilities against their recursions in x.
func TestLogCountsAgainstRecursions(t *testing.T) {
	for _, mean := range []float64{0.25, 1, 7.5} {
		poisson := -mean
		negative := map[float64]float64{}
		for _, k := range []float64{0.5, 1, 6} {
			negative[k] = k * math.Log(k/(k+mean))
		}
		for x := 0.0; x <= 60; x++ {
			if got := LogPoisson(x, mean, x-mean); !near(got, poisson) {
				t.Errorf("Poisson of mean %g at %g: %.17g, want %.17g", mean, x, got, poisson)
			}
			poisson += math.Log(mean / (x + 1))
			for k, want := range negative {
				if got := LogNegativeBinomial(x, k, mean); !near(got, want) {
					t.Errorf("negative binomial of shape %g, mean %g at %g: %.17g, want %.17g", k, mean, x, got, want)
				}
				negative[k] = want + math.Log((x+k)/(x+1)*(mean/(k+mean)))
			}
		}
	}
	if LogPoisson(0, 0, 0) != 0 || !math.IsInf(LogPoisson(1, 0, 1), -1) || LogNegativeBinomial(0, 2, 0) != 0 ||
		!math.IsInf(LogNegativeBinomial(1, 2, 0), -1) {
		t.Error("a mean of 0 is not that of x = 0 alone")
	}
}

// The deviance is mean·φ(e): near 0 by φ(e) = e²/2 − e³/6 + e⁴/12 − …, elsewhere as it is defined, and its special
// cases.
func TestDeviance(t *testing.T) {
	for _, mean := range []float64{1, 1000, 0x1p-40, 0x1p300} {
		for _, e := range []float64{-0.999, -0.5, -0.46, -0.25, -0x1p-20, 0, 0x1p-20, 0.25, 0.8, 0.9, 3, 1e6} {
			phi := (1+e)*math.Log1p(e) - e
			if math.Abs(e) < 1e-4 {
				phi = e * e * (0.5 - e*(1./6-e/12))
			}
			if got, want := Deviance(mean, mean*e), mean*phi; !(math.Abs(got-want) <= 1e-14*want) {
				t.Errorf("Deviance(%g, %g·mean) = %.17g, want %.17g", mean, e, got, want)
			}
		}
	}
	if Deviance(3, -3) != 3 || !math.IsInf(Deviance(0, 1), 1) || !math.IsNaN(Deviance(1, math.NaN())) ||
		!math.IsNaN(Deviance(math.NaN(), 0)) {
		t.Error("special cases")
	}
}
