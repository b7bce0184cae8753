package variation

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// enumerated is the distance between two laws given by the ratios p(x+1)/p(x), in 300-bit arithmetic: weights are
// normalised by their sum, so that neither an exponential nor a gamma function enters. Infinite supports are cut
// where the weight has fallen below 2^-200 of the largest.
func enumerated(size float64, ratioA, ratioB func(x float64) *big.Float) float64 {
	weights := func(ratio func(x float64) *big.Float) ([]*big.Float, *big.Float) {
		weight, largest := number(1), number(1)
		list, total := []*big.Float{weight}, number(1)
		for x := 0.0; x < size; x++ {
			weight = number(0).Mul(weight, ratio(x))
			if weight.Cmp(largest) > 0 {
				largest = weight
			} else if number(0).Quo(weight, largest).Cmp(number(0x1p-200)) < 0 {
				break
			}
			list = append(list, weight)
			total = number(0).Add(total, weight)
		}
		return list, total
	}
	a, totalA := weights(ratioA)
	b, totalB := weights(ratioB)
	sum := number(0)
	for i := range max(len(a), len(b)) {
		p, q := number(0), number(0)
		if i < len(a) {
			p.Quo(a[i], totalA)
		}
		if i < len(b) {
			q.Quo(b[i], totalB)
		}
		sum.Add(sum, p.Abs(p.Sub(p, q)))
	}
	value, _ := sum.Float64()
	return value / 2
}

func number(x float64) *big.Float { return new(big.Float).SetPrec(300).SetFloat64(x) }

func quotient(a, b *big.Float) *big.Float { return number(0).Quo(a, b) }
func sum(a, b float64) *big.Float         { return number(0).Add(number(a), number(b)) }

type row struct {
	law        string
	shape      float64 // m or k
	a, b       float64
	value      func() (float64, float64)
	enumerated func() float64
}

func rows() []row {
	var list []row
	close := func(x float64) float64 { return x * (1 + 0x1p-30) }
	for _, pair := range [][2]float64{{1, 2}, {0, 0.3}, {1e-9, 1}, {3, close(3)}, {1e-12, 2e-12}, {100, 101},
		{100, 300}, {0.5, 40}, {2000, 2001}, {2000, 1800}, {1e-3, 2000}} {
		a, b := pair[0], pair[1]
		ratio := func(mean float64) func(float64) *big.Float {
			return func(x float64) *big.Float { return quotient(number(mean), number(x+1)) }
		}
		list = append(list, row{"poisson", 0, a, b, func() (float64, float64) { return Poisson(a, b) },
			func() float64 { return enumerated(math.Inf(1), ratio(a), ratio(b)) }})
	}
	for _, c := range [][3]float64{{1, 0.2, 0.7}, {10, 5, 5.5}, {10, 0, 3}, {10, 2, 10}, {10, 0, 10}, {10, 9.999, 1},
		{10, 4, close(4)}, {1000, 500, 501}, {1000, 1, 2}, {533, 4e-5, 25}, {1115, 2e-5, 43}, {1000, 999.5, 998},
		{1000, 100, 900}, {3000, 1500, close(1500)}} {
		m, a, b := c[0], c[1], c[2]
		ratio := func(mean float64) func(float64) *big.Float {
			odds := quotient(number(mean), sum(m, -mean))
			return func(x float64) *big.Float { return number(0).Mul(odds, quotient(number(m-x), number(x+1))) }
		}
		exact := func() float64 { return enumerated(m, ratio(a), ratio(b)) }
		if a == m || b == m {
			// At mean m all mass is on m: the distance is 1 − P(X = m), by reflection 1 − P(X = 0) at mean m − other.
			other := m - math.Min(a, b)
			exact = func() float64 { return enumerated(m, ratio(0), ratio(math.Min(other, m*(1-0x1p-53)))) }
			if other == m {
				exact = func() float64 { return 1 }
			}
		}
		list = append(list, row{"binomial", m, a, b, func() (float64, float64) { return Binomial(m, a, b) }, exact})
	}
	for _, c := range [][3]float64{{1, 1, 2}, {1, 0, 2}, {2, 3, close(3)}, {0.05, 1, 3}, {0.05, 0.1, 20},
		{1000, 10, 12}, {1e6, 100, 120},
		{3.5, 40, 41}, {1, 1e-9, 2e-9}} {
		k, a, b := c[0], c[1], c[2]
		ratio := func(mean float64) func(float64) *big.Float {
			base := quotient(number(mean), sum(mean, k))
			return func(x float64) *big.Float { return number(0).Mul(base, quotient(sum(x, k), number(x+1))) }
		}
		list = append(list, row{"negative-binomial", k, a, b,
			func() (float64, float64) { return NegativeBinomial(k, a, b) },
			func() float64 { return enumerated(math.Inf(1), ratio(a), ratio(b)) }})
	}
	return list
}

func (r row) String() string {
	return fmt.Sprintf("%s shape=%g %g against %g", r.law, r.shape, r.a, r.b)
}

// tooLoose is a bound that would assert nothing: closed forms and panels alike should be good to ten digits of the
// value.
const tooLoose = 1e-10

func TestAgainstEnumeration(t *testing.T) {
	for _, r := range rows() {
		value, bound := r.value()
		want := r.enumerated()
		if !(math.Abs(value-want) <= bound+want*0x1p-53) {
			t.Errorf("%v: %.17g ± %.2g, enumeration gives %.17g: off by %.3g", r, value, bound, want, value-want)
		}
		if !(bound <= tooLoose*value) {
			t.Errorf("%v: the bound %.3g of %.3g is too loose", r, bound, value)
		}
	}
}

// A wrong crossing, a wrong density and a parameter off by 1e-9 of itself must show: they are what the bounds exclude.
func TestEnumerationKillsMutants(t *testing.T) {
	mutants := map[string]func(m, a, b float64) (float64, float64){
		"binomial crossing one too high": func(m, a, b float64) (float64, float64) {
			up, down := math.Log(b/a), math.Log((m-a)/(m-b))
			k := math.Floor(m*down/(up+down)) + 1
			return integrate(&betaDensity{a: k + 1, b: m - k, odds: a, against: m - a}, 0, up+down)
		},
		"binomial mean off by 1e-9": func(m, a, b float64) (float64, float64) { return Binomial(m, a*(1+1e-9), b) },
		"poisson for binomial":      func(_, a, b float64) (float64, float64) { return Poisson(a, b) },
	}
	for _, r := range rows() {
		if r.law != "binomial" || r.shape != 1000 || r.a != 500 {
			continue
		}
		for name, mutant := range mutants {
			value, bound := mutant(r.shape, r.a, r.b)
			if want := r.enumerated(); math.Abs(value-want) <= bound {
				t.Errorf("%s survives: %.17g ± %.2g against %.17g", name, value, bound, want)
			}
			delete(mutants, name)
		}
	}
	if len(mutants) != 0 {
		t.Errorf("mutants never tried: %v", mutants)
	}
}

// For large means the laws are nearly Gaussian of like variance: TV → erf(d/√8) for means d standard deviations apart.
// The next term of the Edgeworth expansion is of order 1/σ, here allowed for by a factor of 1.
func TestLargeMeans(t *testing.T) {
	for _, mean := range []float64{1e6, 1e9, 1e12, 1e15} {
		for _, d := range []float64{0.01, 1, 5} {
			for _, law := range []struct {
				name     string
				variance float64
				distance func(b float64) (float64, float64)
			}{
				{"poisson", mean, func(b float64) (float64, float64) { return Poisson(mean, b) }},
				{"binomial", mean / 2, func(b float64) (float64, float64) { return Binomial(2*mean, mean, b) }},
				{"negative binomial", 2 * mean,
					func(b float64) (float64, float64) { return NegativeBinomial(mean, mean, b) }},
			} {
				deviation := math.Sqrt(law.variance)
				other := mean + d*deviation
				value, bound := law.distance(other)
				// d with the rounding of other.
				want := math.Erf((other - mean) / deviation / math.Sqrt(8))
				if !(math.Abs(value-want) <= want/deviation+bound) {
					t.Errorf("%s mean=%g d=%g: %g ± %g, want %g", law.name, mean, d, value, bound, want)
				}
				// What is inherent is a relative rounding of the mean, 2^-53·σ in units of σ; 100 of that is still a
				// bound.
				if !(bound <= 100*0x1p-53*deviation*math.Max(value, 1/deviation)+1e-11) {
					t.Errorf("%s mean=%g d=%g: the bound %g of %g is too loose", law.name, mean, d, bound, value)
				}
			}
		}
	}
}

func TestSpecialCases(t *testing.T) {
	for name, got := range map[string]float64{
		"poisson equal":              first(Poisson(3, 3)),
		"poisson both 0":             first(Poisson(0, 0)),
		"binomial equal at its size": first(Binomial(4, 4, 4)),
		"binomial opposite ends":     1 - first(Binomial(4, 0, 4)),
		"symmetric":                  first(Poisson(1, 2)) - first(Poisson(2, 1)),
	} {
		if got != 0 {
			t.Errorf("%s: off by %g", name, got)
		}
	}
}

// Laws so far apart that 1 − TV is below 1e-100.
func TestFarApart(t *testing.T) {
	for name, f := range map[string]func() (float64, float64){
		"poisson":           func() (float64, float64) { return Poisson(1, 1e9) },
		"binomial":          func() (float64, float64) { return Binomial(1e9, 1e-3, 1e8) },
		"negative binomial": func() (float64, float64) { return NegativeBinomial(1e4, 1, 1e9) },
	} {
		if value, bound := f(); !(1-value <= bound && value <= 1 && bound <= 1e-9) {
			t.Errorf("%s: %.17g ± %g, want 1", name, value, bound)
		}
	}
}

func first(value, _ float64) float64 { return value }

func BenchmarkPoisson(b *testing.B) {
	for _, mean := range []float64{1, 1e3, 1e9} {
		b.Run(fmt.Sprintf("mean=%g", mean), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Poisson(mean, mean+math.Sqrt(mean))
			}
		})
	}
}

// Gamma is P(k, kx/a) − P(k, kx/b) at the crossing x = ab log(b/a)/(b−a), to what the incomplete gamma function keeps
// where they are apart; a shape 1e-6 off shows.
func TestGamma(t *testing.T) {
	for _, k := range []float64{1e-3, 0.01, 0.5, 3, 50, 1e4} {
		for _, ratio := range []float64{1.01, 1.5, 10, 1e6} {
			x := ratio * math.Log(ratio) / (ratio - 1)
			want := mathext.GammaIncReg(k, k*x) - mathext.GammaIncReg(k, k*x/ratio)
			value, bound := Gamma(k, 1, ratio)
			mirrored, _ := Gamma(k, ratio, 1)
			if !(math.Abs(value-want) <= bound+1e-11 && bound >= 0 && bound <= 1e-12*value && mirrored == value) {
				t.Errorf("k = %g, ratio %g: %.15g ± %.2g, mirrored %.15g, want %.15g", k, ratio, value, bound, mirrored,
					want)
			}
			if wrong, _ := Gamma(k*(1+1e-6), 1, ratio); wrong == value && value < 1-1e-9 {
				t.Errorf("k = %g, ratio %g: the shape does not matter", k, ratio)
			}
		}
	}
}
