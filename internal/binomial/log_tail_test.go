package binomial

import (
	"itermle/internal/logarithm"
	"itermle/internal/suiteseed"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

func seeded(t *testing.T) *rand.Rand {
	return rand.New(rand.NewPCG(suiteseed.Seed(), 2))
}

// exactTail is P(X ≥ k).
func exactTail(k, n int64, p float64) *big.Float { return exactBetween(max(k, 0), n, n, p) }

// exactBetween is P(low ≤ X ≤ high) summed in 600-bit arithmetic with the exact values of p and 1 − p.
func exactBetween(low, high, n int64, p float64) *big.Float {
	float := func(x float64) *big.Float { return new(big.Float).SetPrec(600).SetFloat64(x) }
	pp := float(p)
	qq := new(big.Float).SetPrec(600).Sub(float(1), pp)
	sum := float(0)
	for j := low; j <= high; j++ {
		term := new(big.Float).SetPrec(600).SetInt(new(big.Int).Binomial(n, j))
		for _, f := range []struct {
			x *big.Float
			k int64
		}{{pp, j}, {qq, n - j}} {
			square := new(big.Float).Copy(f.x)
			for e := f.k; e > 0; e >>= 1 {
				if e&1 == 1 {
					term.Mul(term, square)
				}
				square.Mul(square, square)
			}
		}
		sum.Add(sum, term)
	}
	return sum
}

// logBig is the log of a positive number: mantissa and exponent apart, so that nothing under- or overflows.
func logBig(x *big.Float) float64 {
	mantissa := new(big.Float)
	exponent := x.MantExp(mantissa)
	m, _ := mantissa.Float64()
	return math.Log(m) + float64(exponent)*math.Ln2
}

// encloses compares with a reference that itself errs by a few units in the last place.
func encloses(l Log, exact float64) bool {
	ulps := 0x1p-51 * math.Abs(exact)
	return l.Low <= exact+ulps && exact-ulps <= l.High
}

// TestTailsAgainstBigFloat: enclosures hold, and are narrow: within 1e-12 of the log's own size, or absolutely near 0.
func TestTailsAgainstBigFloat(t *testing.T) {
	random := seeded(t)
	for range 1500 {
		n := 1 + random.Int64N(200)
		p := math.Exp(-20 * random.Float64() * random.Float64())
		if random.IntN(2) == 0 {
			p = 1 - p
		}
		k := random.Int64N(n + 1)
		if p == 0 || p == 1 {
			continue
		}
		exact := exactTail(k, n, p)
		if k == 0 {
			exact.SetInt64(1)
		}
		want := logBig(exact)
		got := UpperTail(k, n, p)
		// log P near 0: the reference is log(1 − lower tail), taken from the lower tail itself
		if want > -0.5 && k > 0 {
			small, _ := exactBetween(0, k-1, n, p).Float64()
			want = math.Log1p(-small)
		}
		if !encloses(got, want) {
			t.Fatalf("log P(Bin(%d, %g) ≥ %d) = %.17g is outside [%.17g, %.17g]", n, p, k, want, got.Low, got.High)
		}
		if !(got.High-got.Low <= 1e-12*(math.Abs(want)+1)) {
			t.Fatalf("log P(Bin(%d, %g) ≥ %d): [%g, %g] is %g wide", n, p, k, got.Low, got.High, got.High-got.Low)
		}
		mirror := LowerTail(n-k, n, 1-p)
		if 1-(1-p) == p && !encloses(mirror, want) {
			t.Fatalf("lower tail of the mirror image: [%g, %g], want %g", mirror.Low, mirror.High, want)
		}
	}
}

// TestMassOfLargeN holds Loader's form against products that share nothing with it: C(n,k) p^k q^(n−k) factor by
// factor for small k, and C(2m,m) 4^-m = Π_{j≤m} (1 − 1/(2j)), C(2m,m+s)/C(2m,m) = Π_{i<s} (m−i)/(m+1+i) about the
// centre. A compensated sum of N logs errs by a few units of its largest partial sum.
func TestMassOfLargeN(t *testing.T) {
	sum := func(n int64, term func(i int64) float64) float64 {
		total, lost := 0.0, 0.0
		for i := range n {
			x := term(i) - lost
			next := total + x
			lost = (next - total) - x
			total = next
		}
		return total
	}
	for _, row := range []struct {
		n, k int64
		p    float64
	}{{1e6, 3, 1e-6}, {1e9, 40, 1e-8}, {1e12, 30, 1e-11}, {1e15, 100, 1e-13}, {1e9, 500, 1e-8}} {
		want := sum(row.k, func(i int64) float64 { return math.Log(float64(row.n-i) / float64(i+1) * row.p) }) +
			float64(row.n-row.k)*math.Log1p(-row.p)
		got := logMass(row.k, row.n, row.p, 1-row.p)
		if !(got.Low <= want+1e-11 && got.High >= want-1e-11 && got.High-got.Low <= 1e-10) {
			t.Errorf("%+v: [%.17g, %.17g], want %.17g", row, got.Low, got.High, want)
		}
	}
	for _, m := range []int64{1000, 1e6} {
		centre := sum(m, func(j int64) float64 { return math.Log1p(-1 / float64(2*(j+1))) })
		for _, s := range []int64{0, 1, m / 1000, m / 10, m - 1} {
			want := centre + sum(s, func(i int64) float64 { return math.Log(float64(m-i) / float64(m+1+i)) })
			tolerance := 1e-14*math.Abs(want) + 1e-13
			got := logMass(m+s, 2*m, 0.5, 0.5)
			if !(got.Low <= want+tolerance && got.High >= want-tolerance &&
				got.High-got.Low <= 1e-14*(math.Abs(want)+float64(m))+1e-12) {
				t.Errorf("m=%d s=%d: [%.17g, %.17g], want %.17g", m, s, got.Low, got.High, want)
			}
		}
	}
	// all successes: n log p
	if got := UpperTail(1e15, 1e15, 0.999); !encloses(got, 1e15*math.Log(0.999)) {
		t.Errorf("%v", got)
	}
}

func TestTailEdges(t *testing.T) {
	inf := math.Inf(-1)
	for _, row := range []struct {
		got, want Log
	}{
		{UpperTail(0, 5, 0.3), Log{}}, {UpperTail(6, 5, 0.3), Log{inf, inf}}, {UpperTail(1, 5, 0), Log{inf, inf}},
		{UpperTail(5, 5, 1), Log{}}, {LowerTail(-1, 5, 0.3), Log{inf, inf}}, {LowerTail(5, 5, 0.3), Log{}},
		{LowerTail(0, 5, 1), Log{inf, inf}}, {LowerTail(0, 5, 0), Log{}}, {UpperTail(0, 0, 0.5), Log{}},
	} {
		if row.got != row.want {
			t.Errorf("%v: want %v", row.got, row.want)
		}
	}
}

// A p so small that 1 − p rounds to 1 leaves P(X ≤ 0) = (1−p)^n and P(X ≤ 1) = (1−p)^n (1 + np/(1−p)).
func TestLowerTailAtTinyProbability(t *testing.T) {
	for _, p := range []float64{1e-300, 1e-20, 1e-17, 0x1p-54} {
		for _, n := range []int64{2, 1e9, 1 << 53} {
			mean := float64(n) * p
			none := float64(n) * math.Log1p(-p)
			one := math.Log1p(mean) + none
			if mean < 1e-4 { // −½m² + ⅓m³ − …, of which np² and the next term are left out
				one = -mean * mean / 2 * (1 - 1/float64(n)) * (1 - mean*2/3)
			}
			for k, want := range []float64{none, one} {
				got := LowerTail(int64(k), n, p)
				slack := 1e-8 * math.Abs(want)
				if !(got.Low <= want+slack && got.High >= want-slack && got.High-got.Low <= 1e-12*(math.Abs(want)+1)) {
					t.Errorf("log P(Bin(%d, %g) ≤ %d): [%g, %g], want %g", n, p, k, got.Low, got.High, want)
				}
			}
		}
	}
}

// Next to the least float64 P(X ≥ 1) is np, although 1/(np) overflows.
func TestUpperTailAtSubnormalProbability(t *testing.T) {
	for _, p := range []float64{math.SmallestNonzeroFloat64, 1e-310, 1e-300} {
		for _, n := range []int64{1, 2, 1 << 53} {
			want := math.Log(float64(n)) + logarithm.Of(p)
			if got := UpperTail(1, n, p); !encloses(got, want) || !(got.High-got.Low <= 1e-11) {
				t.Errorf("log P(Bin(%d, %g) ≥ 1): [%g, %g], want %g", n, p, got.Low, got.High, want)
			}
		}
	}
}

// TestGonumTailsSaturate is the reason for this package: 1 − CDF has no upper tail below 1e-16, and quantiles taken
// of it are plainly wrong there. P(Bin(1000, .01) ≥ 101) is e^-137.6.
func TestGonumTailsSaturate(t *testing.T) {
	ours := UpperTail(101, 1000, 0.01)
	if want := logBig(exactTail(101, 1000, 0.01)); !encloses(ours, want) {
		t.Errorf("[%g, %g]: want %g", ours.Low, ours.High, want)
	}
	theirs := math.Log(distuv.Binomial{N: 1000, P: 0.01}.Survival(100))
	if math.Abs(theirs-ours.Low) < 1 {
		t.Errorf("gonum's survival function has become accurate (log %g): this package may not be needed",
			theirs)
	}
}

// TestClopperPearson: with no success the upper limit is 1 − (α/2)^(1/n), with all of them the lower limit is
// (α/2)^(1/n); in between the limits solve the tail equations, whatever the level.
func TestClopperPearson(t *testing.T) {
	for _, alpha := range []float64{0.05, 1e-6, 1e-15, 1e-100} {
		for _, n := range []int64{1, 10, 1000, 100_000} {
			want := -math.Expm1(math.Log(alpha/2) / float64(n))
			low, high := LowerLimit(0, n, alpha/2), UpperLimit(0, n, alpha/2)
			if low != 0 || !(math.Abs(high-want) <= 1e-12*want && high >= want*(1-1e-15)) {
				t.Errorf("0 of %d at %g: [%g, %.17g], want [0, %.17g]", n, alpha, low, high, want)
			}
			low, high = LowerLimit(n, n, alpha/2), UpperLimit(n, n, alpha/2)
			want = math.Exp(math.Log(alpha/2) / float64(n))
			if high != 1 || !(math.Abs(low-want) <= 1e-12*want) {
				t.Errorf("%d of %d at %g: [%.17g, %g], want [%.17g, 1]", n, n, alpha, low, high, want)
			}
			for _, k := range []int64{1, n / 3, n - 1} {
				if k <= 0 || k >= n {
					continue
				}
				low, high := LowerLimit(k, n, alpha/2), UpperLimit(k, n, alpha/2)
				target := math.Log(alpha / 2)
				if tail := UpperTail(k, n, low); !(tail.High <= target && tail.High >= target-1e-6*math.Abs(target)) {
					t.Errorf("%d of %d at %g: lower limit %g has tail %v, want %g", k, n, alpha, low, tail, target)
				}
				// Near 1 the limit is its complement, the failures' lower limit, which a float64 above ½ only rounds.
				complement := LowerLimit(n-k, n, alpha/2)
				if !(high >= 1-complement-0x1p-53 && high <= 1-complement+0x1p-52) {
					t.Errorf("%d of %d at %g: upper limit %g, want 1 − %g", k, n, alpha, high, complement)
				}
				if tail := LowerTail(k, n, high); !(tail.Low <= target &&
					(high > 0.5 || tail.Low >= target-1e-6*math.Abs(target))) {
					t.Errorf("%d of %d at %g: upper limit %g has tail %v, want %g", k, n, alpha, high, tail, target)
				}
			}
		}
	}
}

// TestGonumClopperPearson: the limit that gonum's beta quantile gives for 20 of 13,060 at α = 1e-15 is ten times too
// large (0.065 where 0.0062 is right), because its argument 1 − α/2 has no digits left. The tail at a right limit is
// α/2.
func TestGonumClopperPearson(t *testing.T) {
	const alpha, k, n = 1e-15, 20, 13_060
	target := math.Log(alpha / 2)
	high := UpperLimit(k, n, alpha/2)
	if tail := LowerTail(k, n, high); !(tail.Low <= target && tail.High >= target-1e-9*math.Abs(target)) {
		t.Errorf("log tail at our limit %g in [%.17g, %.17g]: want %.17g", high, tail.Low, tail.High, target)
	}
	theirs := distuv.Beta{Alpha: k + 1, Beta: n - k}.Quantile(1 - alpha/2)
	if math.Abs(theirs/high-1) < 0.5 {
		t.Errorf("gonum's upper limit %g has become accurate: ours is %g", theirs, high)
	}
}

func BenchmarkUpperTail(b *testing.B) {
	for _, n := range []int64{1e3, 1e6, 1e9} {
		b.Run("n="+strconv.FormatInt(n, 10), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				UpperTail(n/10+1, n, 0.1)
			}
		})
	}
}
