package certify

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// bernoulliLogit is the family with θ = logit p on B_r(0), written out anew: p(1−p) falls from ¼ at 0, |p(1−p)(1−2p)|
// peaks at logit log(2+√3), and |x − p| ≤ c < 1 has K1 = c/√(2 log 2), the least with 1 ≤ 2 exp(−c²/(2K1²)).
func bernoulliLogit(r float64) estimators.Constants {
	logistic := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	p, q := logistic(r), logistic(math.Min(r, math.Log(2+math.Sqrt(3))))
	k3 := q * (1 - q) * (2*q - 1)
	return estimators.Constants{K1: p / math.Sqrt(2*math.Ln2), K2: 0.25, K3: k3, Lambda0: p * (1 - p), Lipschitz: k3}
}

func bernoulliRequest(n int64, generations int) Request {
	return Request{Constants: bernoulliLogit(1), Dim: 1, Radius: 1, Schedule: estimators.ConstantSchedule(n),
		Generations: generations, Delta: 0.05}
}

// Larger n, larger δ and smaller T can only help, for both certificates.
func TestCertificateIsMonotone(t *testing.T) {
	for name, certify := range map[string]func(Request) (Certificate, error){"general": General, "natural": Natural,
		"chernoff": Chernoff} {
		rho := func(n int64, generations int, delta float64) float64 {
			q := bernoulliRequest(n, generations)
			q.Delta = delta
			c, err := certify(q)
			if err != nil {
				t.Fatal(err)
			}
			return c.Rho
		}
		finite := 0
		for n := int64(100); n <= 1e10; n *= 3 {
			for _, generations := range []int{1, 2, 7, 50, 1000} {
				for _, delta := range []float64{0.001, 0.05, 0.5} {
					here := rho(n, generations, delta)
					if !math.IsInf(here, 1) {
						finite++
					}
					if more := rho(2*n, generations, delta); !(more < here) && !math.IsInf(here, 1) {
						t.Errorf("%s: n=%d T=%d δ=%g: ρ rises from %g to %g when n doubles", name, n, generations,
							delta, here, more)
					}
					if more := rho(n, generations, 1.5*delta); !(more < here) && !math.IsInf(here, 1) {
						t.Errorf("%s: n=%d T=%d δ=%g: ρ rises from %g to %g when δ grows", name, n, generations, delta,
							here, more)
					}
					if more := rho(n, generations+1, delta); !(more >= here) {
						t.Errorf("%s: n=%d T=%d δ=%g: ρ falls from %g to %g at T+1", name, n, generations, delta, here,
							more)
					}
				}
			}
		}
		if finite < 100 {
			t.Errorf("%s: only %d points certified", name, finite)
		}
	}
}

func TestSmallestSampleSize(t *testing.T) {
	for name, certify := range map[string]func(Request) (Certificate, error){"general": General, "natural": Natural,
		"chernoff": Chernoff} {
		for _, generations := range []int{1, 10, 1000} {
			n, err := SmallestSampleSize(bernoulliRequest(1, generations), certify)
			if err != nil || n == 0 {
				t.Fatalf("%s T=%d: n=%d, %v", name, generations, n, err)
			}
			at, _ := certify(bernoulliRequest(n, generations))
			below, _ := certify(bernoulliRequest(n-1, generations))
			if !at.Certified || below.Certified || !strings.HasPrefix(below.Reason, "n too small") {
				t.Errorf("%s T=%d: certified at n=%d: %v; at n−1: %v (%s)", name, generations, n, at.Certified,
					below.Certified, below.Reason)
			}
		}
	}
	q := bernoulliRequest(1, 10)
	q.Constants.K3 = 10 // 3 λ0/K3 < r: the cubic term hides a second minimum whatever n is
	if n, err := SmallestSampleSize(q, General); n != 0 || err != nil {
		t.Errorf("K3 = 10: n=%d, %v", n, err)
	}
	q.Schedule = estimators.ConstantSchedule(1 << 53)
	if c, _ := General(q); c.Certified || !strings.HasPrefix(c.Reason, "r too large") {
		t.Errorf("K3 = 10: %+v", c)
	}
}

// Between the step's bound and the end of the ball the likelihood has risen, whatever the gradient and the Hessian
// were: the cubic lower bound of item 5 is positive there. Checked point by point; the refinement of item 6 is then a
// fixed point of a ≤ wG/(m − K3 a/2), which every stationary point within the first bound satisfies.
func TestStepBound(t *testing.T) {
	random := estimators.NewStream(suiteseed.Seed(), "certificate", "step").At(0, 0)
	cubic := func(push, m, k3, a float64) float64 { return -push + m*a/2 - k3*a*a/6 }
	accepted := 0
	for range 20000 {
		push, m, k3, reach := math.Exp(-8*random.Float64()), random.Float64(), random.Float64(), 0.1+2*random.Float64()
		step, reason := stepBound(push, m, k3, reach)
		if reason != "" {
			continue
		}
		accepted++
		first := 2 * push / (m/2 + math.Sqrt(m*m/4-2*k3*push/3))
		for i := 1; i <= 20; i++ {
			a := first*(1+1e-9) + (reach-first)*float64(i)/20
			if first < reach && !(cubic(push, m, k3, a) > 0) {
				t.Fatalf("wG=%g m=%g K3=%g reach=%g: a=%g is not excluded, bound %g", push, m, k3, reach, a, first)
			}
		}
		if !(step <= first*(1+1e-12) && m-k3*step/2 > 0 && step*(m-k3*step/2) >= push*(1-1e-12)) {
			t.Fatalf("wG=%g m=%g K3=%g: step %g", push, m, k3, step)
		}
	}
	if accepted < 1000 {
		t.Fatalf("only %d steps were bounded", accepted)
	}
}

func TestCertificateErrors(t *testing.T) {
	for name, spoil := range map[string]func(*Request){
		"δ=0":    func(q *Request) { q.Delta = 0 },
		"δ=1":    func(q *Request) { q.Delta = 1 },
		"δ=NaN":  func(q *Request) { q.Delta = math.NaN() },
		"T=0":    func(q *Request) { q.Generations = 0 },
		"r=0":    func(q *Request) { q.Radius = 0 },
		"r=-1":   func(q *Request) { q.Radius = -1 },
		"r=Inf":  func(q *Request) { q.Radius = math.Inf(1) },
		"d=0":    func(q *Request) { q.Dim = 0 },
		"K1=0":   func(q *Request) { q.Constants.K1 = 0 },
		"K3=NaN": func(q *Request) { q.Constants.K3 = math.NaN() },
		"n=0":    func(q *Request) { q.Schedule = estimators.ConstantSchedule(0) },
	} {
		q := bernoulliRequest(1e6, 10)
		spoil(&q)
		var out *estimators.RangeError
		if _, err := General(q); !errors.As(err, &out) {
			t.Errorf("%s: General: %v is no RangeError", name, err)
		}
		if _, err := Natural(q); !errors.As(err, &out) {
			t.Errorf("%s: Natural: %v is no RangeError", name, err)
		}
		if _, err := Chernoff(q); !errors.As(err, &out) {
			t.Errorf("%s: Chernoff: %v is no RangeError", name, err)
		}
	}
}

// coinBounds are those of a coin's logit, and no sharper.
func coinBounds() *estimators.ScoreBounds {
	return &estimators.ScoreBounds{Score: 1, Information: 0.25, Variance: 0.25, HessianVariance: 0.1,
		HessianDeviation: 0.25, ThirdMean: 0.1, ThirdSquare: 0.01, Fourth: 0.2, Unimodal: true}
}

// Down to the least float64 a smaller δ costs a larger radius, by √log(1/δ) in the leading term: no logarithm of a
// subnormal number is lost, nor what the shares of δ make of it.
func TestLeastDelta(t *testing.T) {
	q := bernoulliRequest(1e12, 3)
	q.Information, q.Bounds = []float64{0.25}, coinBounds()
	for name, certify := range map[string]func(Request) (Certificate, error){"general": General, "natural": Natural,
		"chernoff": Chernoff, "mixture": Mixture, "smooth": Smooth, "vector": Vector,
		"approximate": func(q Request) (Certificate, error) { return Approximate(q, 0) }} {
		rho := func(delta float64) float64 {
			q.Delta = delta
			c, err := certify(q)
			if err != nil || !c.Certified {
				t.Fatalf("%s δ=%g: %s, %v", name, delta, c.Reason, err)
			}
			return c.Rho
		}
		last := rho(0x1p-1000)
		for _, exponent := range []int{-1021, -1022, -1023, -1040, -1060, -1073, -1074} {
			here := rho(math.Ldexp(1, exponent))
			if !(here > last) {
				t.Errorf("%s: ρ = %g at δ = 2^%d, not above %g", name, here, exponent, last)
			}
			last = here
		}
		// √(1074/1000) = 1.0363 is all but what the leading term's share and the second order add: 1.0346 to 1.0380.
		if growth := last / rho(0x1p-1000); !(growth > 1.0346 && growth < 1.038) {
			t.Errorf("%s: ρ grows by %g from δ = 2^-1000 to 2^-1074", name, growth)
		}
	}
}

// One sample a generation, one generation: what is certified is the restatement's, and nothing divides by zero.
func TestOneSample(t *testing.T) {
	q := bernoulliRequest(1, 1)
	q.Radius, q.Constants.K3, q.Constants.Lipschitz, q.Delta = 100, 0, 0, 0.5
	for name, c := range map[string]struct {
		certify func(Request) (Certificate, error)
		rho     float64
	}{"natural": {Natural, q.Constants.K1 * math.Sqrt(8*math.Log(4)) / q.Constants.Lambda0},
		"chernoff": {Chernoff, math.Sqrt(2*q.Constants.K2*math.Log(4)) / q.Constants.Lambda0}} {
		found, err := c.certify(q)
		if err != nil || !found.Certified || !(math.Abs(found.Rho/c.rho-1) <= 1e-12) || !(found.Rho >= c.rho) {
			t.Errorf("%s: ρ = %.17g, want %.17g: %s %v", name, found.Rho, c.rho, found.Reason, err)
		}
	}
	if found, err := General(q); err != nil || found.Certified || math.IsNaN(found.Rho) {
		t.Errorf("general: %+v, %v", found, err) // the Hessian of one sample says nothing
	}
}

// At T = 1 the Bernoulli logit has an exact law: X ~ Bin(n, p), θ^(1) = logit(X/n), which does not exist for X = 0 and
// n. P(‖θ^(1) − θ*‖ > ρ_1) is summed term by term and must be at most δ, for every n that is certified; and a ρ_1 of a
// third must break the bound somewhere, or the comparison could not fail.
func TestCertificateAgainstExactBinomial(t *testing.T) {
	failure := func(n int64, p, truth, rho float64) float64 {
		sum := 0.0
		lgN, _ := math.Lgamma(float64(n) + 1)
		for x := int64(0); x <= n; x++ {
			theta := math.Log(float64(x)) - math.Log(float64(n-x)) // ±Inf at the ends
			if math.Abs(theta-truth) <= rho {
				continue
			}
			a, _ := math.Lgamma(float64(x) + 1)
			b, _ := math.Lgamma(float64(n-x) + 1)
			sum += math.Exp(lgN - a - b + float64(x)*math.Log(p) + float64(n-x)*math.Log1p(-p))
		}
		return sum
	}
	for name, certify := range map[string]func(Request) (Certificate, error){"general": General, "natural": Natural,
		"chernoff": Chernoff} {
		cases, broken := 0, 0
		for _, n := range []int64{1, 10, 100, 300, 1000, 3000, 10000, 100000} {
			for _, delta := range []float64{0.01, 0.05, 0.3} {
				q := bernoulliRequest(n, 1)
				q.Delta = delta
				c, err := certify(q)
				if err != nil {
					t.Fatal(err)
				}
				if !c.Certified {
					continue
				}
				cases++
				// 1e-9 is far above the rounding of the sum: n terms whose logarithms err by a few 1e-11 at n = 1e5.
				if p := failure(n, 0.5, 0, c.Rho); !(p <= delta+1e-9) {
					t.Errorf("%s n=%d δ=%g: P(‖θ^(1)‖ > %g) = %g", name, n, delta, c.Rho, p)
				}
				if failure(n, 0.5, 0, c.Rho/6) > delta {
					broken++
				}
			}
		}
		if cases < 6 || broken == 0 {
			t.Errorf("%s: %d certified cases, %d broken by ρ/6: the comparison has no power", name, cases, broken)
		}
	}
}

func BenchmarkCertify(b *testing.B) {
	for _, c := range []Certifier{{"general", General}, {"natural", Natural}, {"chernoff", Chernoff},
		{"mixture", Mixture}, {"smooth", Smooth}, {"vector", Vector}} {
		for _, generations := range []int{1e3, 1e6} {
			b.Run(fmt.Sprintf("method=%s/T=%d", c.Name, generations), func(b *testing.B) {
				b.ReportAllocs()
				q := bernoulliRequest(1e9, generations)
				q.Information, q.Bounds = []float64{0.25}, coinBounds()
				q.Radius = 0.5
				for b.Loop() {
					if found, err := c.Certify(q); err != nil || !found.Certified {
						b.Fatal(found.Reason, err)
					}
				}
			})
		}
	}
}

// Every vector of the plane makes an angle of cosine ≥ c with one of the directions that Chernoff uses.
func TestDirectionsSeen(t *testing.T) {
	for _, delta := range []float64{0.5, 0.05, 1e-9} {
		k, c := directionsSeen(2, delta)
		for i := range 1000 {
			angle := 2 * math.Pi * float64(i) / 1000
			best := -1.0
			for j := 0.0; j < k; j++ {
				best = math.Max(best, math.Cos(angle-2*math.Pi*j/k))
			}
			if !(best >= c-1e-12) {
				t.Fatalf("δ=%g: %g directions see the angle %g at cosine %g < %g", delta, k, angle, best, c)
			}
		}
	}
	if k, c := directionsSeen(1, 0.05); k != 2 || c != 1 {
		t.Errorf("d=1: %g directions, cosine %g", k, c)
	}
	if k, c := directionsSeen(4, 0.05); k != 8 || c != 0.5 {
		t.Errorf("d=4: %g directions, cosine %g", k, c)
	}
}
