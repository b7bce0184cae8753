package properties

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"itermle/estimators"
	"itermle/internal/binomial"
	"itermle/theorems"
)

// oneSidedByIntegration is P(D_n⁺ ≥ d) in rationals, from P(U_(i) > i/n − d for all i) as an n-fold integral: P_0 = 1,
// P_i(x) = ∫_{a_i}^x P_{i−1}, a_i = max(0, i/n − d); the probability is n! P_n(1). It shares nothing with Birnbaum and
// Tingey's sum.
func oneSidedByIntegration(n int64, d *big.Rat) float64 {
	polynomial := []*big.Rat{big.NewRat(1, 1)}
	factorial := big.NewRat(1, 1)
	evaluate := func(x *big.Rat) *big.Rat {
		value := new(big.Rat)
		for i := len(polynomial) - 1; i >= 0; i-- {
			value.Mul(value, x)
			value.Add(value, polynomial[i])
		}
		return value
	}
	for i := int64(1); i <= n; i++ {
		a := new(big.Rat).Sub(big.NewRat(i, n), d)
		if a.Sign() < 0 {
			a.SetInt64(0)
		}
		integral := []*big.Rat{new(big.Rat)}
		for k, c := range polynomial {
			integral = append(integral, new(big.Rat).Mul(c, big.NewRat(1, int64(k)+1)))
		}
		polynomial = integral
		polynomial[0].Neg(evaluate(a))
		factorial.Mul(factorial, big.NewRat(i, 1))
	}
	result := evaluate(big.NewRat(1, 1))
	result.Mul(result, factorial)
	result.Sub(big.NewRat(1, 1), result)
	value, _ := result.Float64()
	return value
}

func TestOneSidedKolmogorov(t *testing.T) {
	for _, n := range []int64{1, 2, 3, 7, 12, 20} {
		for _, d := range []float64{0x1p-6, 0.125, 0.3125, 0.5, 0.75, 0.9375} {
			exact := oneSidedByIntegration(n, new(big.Rat).SetFloat64(d))
			got := oneSidedKolmogorov(int(n), d)
			if !(got >= exact*(1-1e-14) && got <= exact*(1+1e-8)) {
				t.Errorf("P(D_%d⁺ ≥ %g) = %.15g: want %.15g, at most 1e-8 above", n, d, got, exact)
			}
		}
	}
	// Massart's bound exp(−2nd²) is never crossed where it is claimed (d ≥ √(log 2/(2n))).
	for _, n := range []int{5, 100, 4000} {
		for _, u := range []float64{0.7, 1, 2, 3, 4, 5} {
			d := u / math.Sqrt(float64(n))
			if bound := math.Exp(-2 * u * u); oneSidedKolmogorov(n, d) > bound*(1+1e-8) {
				t.Errorf("P(D_%d⁺ ≥ %g) = %g exceeds %g", n, d, oneSidedKolmogorov(n, d), bound)
			}
		}
	}
}

// TestKolmogorovCritical: the level holds exactly, and 2/n·2^-11 below the critical value it no longer would.
func TestKolmogorovCritical(t *testing.T) {
	for _, n := range []int{1, 5, 50, 500, 4096} {
		for _, alpha := range []float64{0.05, 1e-6, 1e-12} {
			c := KolmogorovCritical(n, alpha)
			if tail := 2 * oneSidedKolmogorov(n, c); !(tail <= alpha) {
				t.Errorf("n=%d α=%g: critical value %g has tail %g", n, alpha, c, tail)
			}
			if below := c - 4/float64(n)*0x1p-12; c < 1 && !(2*oneSidedKolmogorov(n, below) > alpha) {
				t.Errorf("n=%d α=%g: critical value %g could be lower", n, alpha, c)
			}
		}
	}
}

// TestLawDesign proves both error rates of the law test for coins, whose D_n = |S/n − ½| is a binomial count: exactly,
// over all looks. F is the law of a fair coin: a law with jumps, on which the level is conservative.
func TestLawDesign(t *testing.T) {
	fair := theorems.Law{
		CDF:      func(x float64) float64 { return max(0, min(1, (math.Floor(x)+1)/2)) },
		CDFLeft:  func(x float64) float64 { return max(0, min(1, math.Ceil(x)/2)) },
		Distance: 0.1,
		New: always(func(s *estimators.Stream, replicate uint64) (float64, error) {
			return float64(s.At(replicate, 0).IntN(2)), nil
		}),
	}
	for _, d := range []Design{{1e-6, 1e-6, 1 << 20, 0}, {0.05, 1e-9, 1 << 20, 0}, {1e-3, 0.2, 1 << 20, 0},
		{1e-6, 1e-6, 600, 0}} {
		k, err := newKolmogorovTest(fair, d)
		if err != nil {
			t.Fatal(err)
		}
		refuted, supported := 0.0, 0.0 // union bounds over looks
		for _, l := range k.looks {
			n := int64(l.n)
			critical := int64(math.Ceil(float64(n) * (0.5 + l.refute)))
			refuted += 2 * math.Exp(binomial.UpperTail(critical, n, 0.5).High)
			if l.support >= 0 {
				supported += math.Exp(binomial.LowerTail(int64(math.Floor(float64(n)*(0.5+l.support))), n, 0.6).High)
			}
		}
		if !(refuted <= d.Alpha) || !(supported <= d.Beta) {
			t.Errorf("%+v: refuted at rate %g, supported at distance 0.1 at rate %g", d, refuted, supported)
		}
		last := k.looks[len(k.looks)-1]
		if decided := last.refute <= last.support; decided != (last.n < d.MaxReplicates) {
			t.Errorf("%+v: the last look at %d refutes from %g and supports to %g", d, last.n, last.refute,
				last.support)
		}
		t.Logf("%+v: looks %+v; exact error rates %.2g, %.2g", d, k.looks, refuted, supported)
		// The claimed power at the detectable distance, exactly.
		k.next = len(k.looks)
		if distance := k.detectable(); distance < 0.5 {
			missed := 0.0
			for _, l := range k.looks {
				if l.support >= 0 {
					missed += math.Exp(binomial.LowerTail(int64(math.Floor(float64(l.n)*(0.5+l.support))), int64(l.n),
						0.5+distance).High)
				}
			}
			if !(missed <= 0.01 && (missed >= 5e-4 || last.support < 0)) { // near a coin's tail, if not as tight
				t.Errorf("%+v: at the detectable distance %g a violation passes with probability %g", d, distance,
					missed)
			}
		}
	}
}

// TestKolmogorovDistance: by hand, and a mutant: a law with jumps whose left limits are forgotten is convicted of its
// own jumps.
func TestKolmogorovDistance(t *testing.T) {
	for _, row := range []struct {
		values []float64
		want   float64
	}{{[]float64{0.5}, 0.5}, {[]float64{0.1, 0.2}, 0.8}, {[]float64{0.25, 0.75}, 0.25},
		{[]float64{0.9, 0.9, 0.9}, 0.9}} {
		if got, err := KolmogorovDistance(row.values, uniformCDF, nil); err != nil ||
			!(math.Abs(got-row.want) <= 1e-15) {
			t.Errorf("%v: %g, %v: want %g", row.values, got, err, row.want)
		}
	}
	cdf := func(x float64) float64 { return max(0, min(1, (math.Floor(x)+1)/2)) }
	left := func(x float64) float64 { return max(0, min(1, math.Ceil(x)/2)) }
	fair := []float64{0, 0, 1, 1}
	if got, err := KolmogorovDistance(fair, cdf, left); err != nil || got != 0 {
		t.Errorf("a fair coin: %g, %v", got, err)
	}
	if got, _ := KolmogorovDistance(fair, cdf, nil); got != 0.5 {
		t.Errorf("without left limits: %g, want 0.5", got)
	}
	for name, broken := range map[string]func(float64) float64{
		"falling":  func(x float64) float64 { return 1 - x },
		"above 1":  func(x float64) float64 { return 2 * x },
		"negative": func(x float64) float64 { return x - 0.9 },
		"NaN":      func(float64) float64 { return math.NaN() },
	} {
		values := []float64{0.2, 0.6, 0.8}
		slices.Sort(values)
		if _, err := KolmogorovDistance(values, broken, nil); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestLawThresholds feeds the last look with samples of a known D_n = 1/(2n) + shift: the verdict turns at the
// thresholds of the design, to one part in a thousand.
func TestLawThresholds(t *testing.T) {
	e := theorems.Law{CDF: uniformCDF, Distance: 0.3, New: always(uniform)}
	for _, d := range []Design{{1e-6, 1e-6, 1 << 20, 0}, {1e-6, 1e-6, 150, 0}} {
		design, err := newKolmogorovTest(e, d)
		if err != nil {
			t.Fatal(err)
		}
		last := design.looks[len(design.looks)-1]
		for _, distance := range []float64{last.refute * 1.001, last.refute * 0.999, last.support * 1.001,
			last.support * 0.999} {
			if distance < 1/(2*float64(last.n)) {
				continue // no sample comes so near
			}
			want := theorems.Undecided
			if distance > last.refute {
				want = theorems.Refuted
			} else if distance < last.support {
				want = theorems.Supported
			}
			k := &kolmogorovTest{law: e, looks: []look{last}}
			got := theorems.Undecided
			for i := range last.n {
				// D_n⁻ is 1/(2n) + shift at most, for values moved up, but for those that would leave [0, 1]
				shift := distance - 1/(2*float64(last.n))
				value := math.Min(1, (float64(i)+0.5)/float64(last.n)+shift)
				if got, err = k.observe(value); err != nil {
					t.Fatal(err)
				}
			}
			if got != want || !(math.Abs(k.largest-distance) <= 1e-12) {
				t.Errorf("%+v: %s at D_n = %g (meant %g) with thresholds %g and %g: want %s", d, got, k.largest,
					distance, last.refute, last.support, want)
			}
		}
	}
}
