package estimators

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"itermle/internal/saddlepoint"
	"itermle/internal/suiteseed"
)

var countFamilies = []string{"bernoulli", "bernoulli-logit", "binomial", "categorical", "categorical-softmax",
	"poisson",
	"poisson-log", "geometric", "negative-binomial"}

// countEnds are ends of Θ, where the law sits on one point, with another parameter and another sample.
var countEnds = []struct {
	family        string
	theta, inside []float64
	on, off       float64
}{
	{"bernoulli", []float64{0}, []float64{0.3}, 0, 1},
	{"bernoulli", []float64{1}, []float64{0.3}, 1, 0},
	{"binomial:7", []float64{0}, []float64{3}, 0, 4},
	{"binomial:7", []float64{7}, []float64{3}, 7, 6},
	{"poisson", []float64{0}, []float64{3}, 0, 2},
	{"geometric", []float64{0}, []float64{3}, 0, 2},
	{"negative-binomial:2.5", []float64{0}, []float64{3}, 0, 1},
	{"categorical", []float64{0, 0}, []float64{0.2, 0.3}, 2, 0},
	{"categorical", []float64{0, 1}, []float64{0.2, 0.3}, 1, 2},
}

// At the ends of Θ nothing is NaN, the point mass has log-density 0 and everything else −Inf.
func TestCountFamiliesAtTheEnds(t *testing.T) {
	for _, c := range countEnds {
		family, err := ParseFamily(c.family)
		if err != nil {
			t.Fatal(err)
		}
		if err := family.Check(c.theta); err != nil {
			t.Errorf("%s: %v", c.family, err)
		}
		if on, off := family.LogDensity(c.theta, []float64{c.on}),
			family.LogDensity(c.theta, []float64{c.off}); on != 0 || !math.IsInf(off, -1) {
			t.Errorf("%s at %v: log-densities %g on the point, %g off it, want 0 and −Inf", c.family, c.theta, on, off)
		}
		d := family.Dim()
		dst := make([]float64, d*d*d)
		for _, x := range []float64{c.on, c.off} {
			for name, f := range map[string]func(){
				"score":       func() { family.Score(dst[:d], c.theta, []float64{x}) },
				"hessian":     func() { family.Hessian(dst[:d*d], c.theta, []float64{x}) },
				"third":       func() { family.ThirdDerivative(dst, c.theta, []float64{x}) },
				"information": func() { family.FisherInformation(dst[:d*d], c.theta) },
			} {
				clear(dst)
				f()
				for _, v := range dst {
					if math.IsNaN(v) {
						t.Errorf("%s at %v, x=%g: %s holds NaN", c.family, c.theta, x, name)
					}
				}
			}
		}
		towards, err := family.KL(c.inside, c.theta)
		if err != nil || !math.IsInf(towards.Value, 1) || math.IsNaN(towards.Error) {
			t.Errorf("%s: KL towards the end is %+v, want +Inf", c.family, towards)
		}
		from, err := family.KL(c.theta, c.inside)
		want := -family.LogDensity(c.inside, []float64{c.on})
		if err != nil || !(math.Abs(from.Value-want) <= from.Error+1e-15*want) {
			t.Errorf("%s: KL from the end is %+v, want −log p(point) = %g", c.family, from, want)
		}
		distance, err := family.TotalVariation(c.theta, c.inside)
		want = -math.Expm1(-want)
		if err != nil || !(math.Abs(distance.Value-want) <= distance.Error+1e-15) {
			t.Errorf("%s: TV to the end is %+v, want %g", c.family, distance, want)
		}
	}
}

// An end is never left.
func TestCountFamiliesStayAtTheEnds(t *testing.T) {
	for _, c := range countEnds {
		family, err := ParseFamily(c.family)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []Path{RawPath, StatisticPath} {
			pool, err := NewPool(family, path, Accumulate())
			if err != nil {
				t.Fatal(err)
			}
			it := Iteration{Pool: pool, Truth: c.theta, Schedule: PolynomialSchedule(3, 0.5), Generations: 20}
			if err := it.Run(NewStream(suiteseed.Seed(), t.Name()), 0, func(_ int, theta []float64) bool {
				for j, v := range theta {
					if v != c.theta[j] {
						t.Errorf("%s path %v: left %v for %v", c.family, path, c.theta, theta)
						return false
					}
				}
				return true
			}); err != nil {
				t.Error(err)
			}
		}
	}
}

// A mean that is all but 0 has the distances of the point 0, and −0 is no mean.
func TestCountFamiliesNextToZero(t *testing.T) {
	for _, name := range []string{"bernoulli", "binomial", "poisson", "geometric", "negative-binomial"} {
		family, err := ParseFamily(name)
		if err != nil {
			t.Fatal(err)
		}
		_, want := distances(t, family, []float64{0}, []float64{0.75})
		_, got := distances(t, family, []float64{5e-324}, []float64{0.75})
		agree(t, name, got, want)
		if family.Check([]float64{math.Copysign(0, -1)}) == nil {
			t.Errorf("%s: Check accepts −0", name)
		}
	}
}

// Derivatives of the negative binomial log-density against rationals, at means up to 2^52, where x/μ and (x+k)/(μ+k)
// agree in all but their last digits.
func TestNegativeBinomialDerivatives(t *testing.T) {
	dst := make([]float64, 1)
	for _, c := range []struct{ k, mu, x float64 }{{1, 0.25, 3}, {1, 1e6, 1e6 + 1}, {1, 0x1p50, 0x1p51},
		{2.5, 0x1p52, 12345}, {1e9, 7, 9}, {1e-3, 1e12, 1e9}} {
		geometric := NewGeometric()
		family, err := NewNegativeBinomial(c.k)
		if err != nil {
			t.Fatal(err)
		}
		k, mu, x := new(big.Rat).SetFloat64(c.k), new(big.Rat).SetFloat64(c.mu), new(big.Rat).SetFloat64(c.x)
		first, second := new(big.Rat).Set(x), new(big.Rat).Add(x, k)
		for order, factor := range []float64{1, -1, 2} {
			first.Quo(first, mu)
			second.Quo(second, new(big.Rat).Add(mu, k))
			want, _ := new(big.Rat).Sub(first, second).Float64()
			want *= factor
			check := func(name string, derivative func(dst, theta, x []float64)) {
				derivative(dst, []float64{c.mu}, []float64{c.x})
				if !(math.Abs(dst[0]-want) <= 16*0x1p-53*math.Abs(want)) {
					t.Errorf("%s %+v: derivative of order %d is %.17g, want %.17g", name, c, order+1, dst[0], want)
				}
			}
			check(family.Name(), []func(dst, theta, x []float64){family.Score, family.Hessian,
				family.ThirdDerivative}[order])
			if c.k == 1 {
				check("geometric", []func(dst, theta, x []float64){geometric.Score, geometric.Hessian,
					geometric.ThirdDerivative}[order])
			}
		}
	}
}

// KL of geometric means 1 and ν is log(ν+1) − 2 log 2 + log(1+1/ν): for ν+1 = 3·2^18, where (1+1)/(ν+1) is 1 less a
// number rounded.
func TestGeometricKLFarApart(t *testing.T) {
	const nu = 3<<18 - 1
	want := math.Log(3) + 16*math.Ln2 + math.Log1p(1.0/nu)
	for _, family := range []Family{NewGeometric(), &NegativeBinomial{k: 1}} {
		kl, _ := distances(t, family, []float64{1}, []float64{nu})
		agree(t, family.Name(), kl, Certified{Value: want, Error: 4 * 0x1p-53 * want})
	}
}

func TestLogFamiliesWithoutMLE(t *testing.T) {
	for family, x := range map[string][]float64{"bernoulli-logit": {1, 1, 1}, "poisson-log": {0, 0},
		"categorical-softmax": {0, 1, 1}} {
		f, err := ParseFamily(family)
		if err != nil {
			t.Fatal(err)
		}
		var none *NoMLEError
		if err := f.Fit(make([]float64, f.Dim()), make([]float64, f.Dim()), Data{X: x}); !errors.As(err, &none) {
			t.Errorf("%s: Fit of %v returns %v, want a *NoMLEError", family, x, err)
		}
	}
}

// bernoulliSecond is the law of 2n p_2 under accumulation (or replacement, of n p_2), by enumeration in rationals.
func bernoulliSecond(n int64, p *big.Rat, replace bool) []float64 {
	binomial := func(k int64, p *big.Rat) *big.Rat {
		value := new(big.Rat).SetInt(new(big.Int).Binomial(n, k))
		q := new(big.Rat).Sub(big.NewRat(1, 1), p)
		for i := range n {
			if i < k {
				value.Mul(value, p)
			} else {
				value.Mul(value, q)
			}
		}
		return value
	}
	law := make([]*big.Rat, 2*n+1)
	for i := range law {
		law[i] = new(big.Rat)
	}
	for k := range n + 1 {
		for j := range n + 1 {
			both := new(big.Rat).Mul(binomial(k, p), binomial(j, big.NewRat(k, n)))
			if replace {
				law[2*j].Add(law[2*j], both)
			} else {
				law[k+j].Add(law[k+j], both)
			}
		}
	}
	probabilities := make([]float64, len(law))
	for i, v := range law {
		probabilities[i], _ = v.Float64()
	}
	return probabilities
}

// Both paths of Bernoulli have the enumerated law after two generations. Each of the 2·(2n+1) counts is compared by
// Chernoff's bound, P(N·KL(p̂‖p) ≥ c) ≤ 2e^{−c} with c = 26: a false alarm has probability below 28·2·e^{−26} = 3e-10.
// With N = 2^16 replicates an atom of probability 0.2 off by 0.016 is found with probability above 0.99; replacement
// differs by 0.06.
func TestBernoulliPathsHaveTheEnumeratedLaw(t *testing.T) {
	const n, replicates, critical = 3, 1 << 16, 26.0
	agrees := func(family string, truth float64, path Path, workflow Workflow, law []float64) bool {
		f, err := ParseFamily(family)
		if err != nil {
			t.Fatal(err)
		}
		pool, err := NewPool(f, path, workflow)
		if err != nil {
			t.Fatal(err)
		}
		it := Iteration{Pool: pool, Truth: []float64{truth}, Schedule: ConstantSchedule(n), Workflow: workflow,
			Generations: 2}
		stream := NewStream(suiteseed.Seed(), t.Name(), family, path.String(), workflow.String())
		counts := make([]float64, len(law))
		for replicate := range uint64(replicates) {
			if err := it.Run(stream, replicate, nil); err != nil {
				t.Fatal(err)
			}
			counts[int(math.Round(pool.Theta()[0]*2*n))]++
		}
		for i, p := range law {
			delta := counts[i] - replicates*p
			if !(saddlepoint.Deviance(replicates*p, delta)+saddlepoint.Deviance(replicates*(1-p), -delta) <= critical) {
				return false
			}
		}
		return true
	}
	law := bernoulliSecond(n, big.NewRat(3, 8), false)
	for _, path := range []Path{RawPath, StatisticPath} {
		for _, family := range []string{"bernoulli", "binomial:1", "categorical:2"} {
			if !agrees(family, 0.375, path, Accumulate(), law) {
				t.Errorf("%s, path %v: not the enumerated law", family, path)
			}
		}
	}
	if agrees("bernoulli", 0.375, StatisticPath, Replace(), law) {
		t.Error("replacement passes for accumulation")
	}
	if agrees("bernoulli", 0.4375, StatisticPath, Accumulate(), law) {
		t.Error("a truth of 7/16 passes for 3/8")
	}
	if !agrees("bernoulli", 0.375, RawPath, Replace(), bernoulliSecond(n, big.NewRat(3, 8), true)) {
		t.Error("replacement does not have its own law")
	}
}

// The constants of Assumptions 2 and 3 for the logit are suprema: they hold on a grid of the ball, and a thousandth
// less does not.
func TestBernoulliLogitConstants(t *testing.T) {
	f := NewBernoulliLogit()
	for _, c := range [][2]float64{{0, 1}, {0, 3}, {0, 1e-9}, {1.5, 0.25}, {-3, 2}, {6, 0.5}} {
		constants, err := f.AssumptionConstants([]float64{c[0]}, c[1])
		if err != nil {
			t.Fatal(err)
		}
		var tail, second, third float64
		least := math.Inf(1)
		dst := make([]float64, 1)
		const grid = 20000
		for i := -grid; i <= grid; i++ {
			theta := []float64{c[0] + c[1]*float64(i)/grid}
			p, q := logistic(theta[0])
			// The least K1² for each of the two levels of |x−p|: u²/(2 log(2/P(|x−p| ≥ u))).
			m := math.Min(p, q)
			tail = math.Max(tail, math.Max(m*m/(2*math.Ln2), (1-m)*(1-m)/(2*math.Log(2/m))))
			f.FisherInformation(dst, theta)
			second, least = math.Max(second, dst[0]), math.Min(least, dst[0])
			third = math.Max(third, p*q*math.Abs(math.Tanh(theta[0]/2))) // |p−q| is tanh |θ|/2
		}
		for name, pair := range map[string][2]float64{"K1": {constants.K1, math.Sqrt(tail)},
			"K2": {constants.K2, second},
			"K3": {constants.K3, third}, "L_I": {constants.Lipschitz, third},
			"1/λ0": {1 / constants.Lambda0, 1 / least}} {
			if !(pair[0] >= pair[1] && pair[0]*0.999 < pair[1]) {
				t.Errorf("θ*=%g r=%g: %s = %.9g, the supremum on the grid is %.9g", c[0], c[1], name, pair[0], pair[1])
			}
		}
	}
	if _, err := f.AssumptionConstants([]float64{0}, 701); err == nil {
		t.Error("a ball that leaves Θ is accepted")
	}
}

// The statistic path allocates nothing, at any n.
func TestCountFamiliesDoNotAllocate(t *testing.T) {
	for _, name := range countFamilies {
		family, err := ParseFamily(name)
		if err != nil {
			t.Fatal(err)
		}
		pool, err := NewPool(family, StatisticPath, Accumulate())
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range families {
			if entry.Name != name {
				continue
			}
			it := Iteration{Pool: pool, Truth: entry.Points[1], Schedule: ConstantSchedule(1e9), Generations: 10}
			stream := NewStream(suiteseed.Seed(), t.Name(), name)
			if allocations := testing.AllocsPerRun(20, func() {
				if err := it.Run(stream, 0, nil); err != nil {
					t.Fatal(err)
				}
			}); allocations != 0 {
				t.Errorf("%s: %g allocations a run", name, allocations)
			}
		}
	}
}

// The incomplete beta function of gonum is NaN for shapes of 1e300.
func TestNegativeBinomialCDFFarOut(t *testing.T) {
	family := NewGeometric()
	for _, x := range []float64{1e6, 1e10, 1e17, 1e300, math.MaxFloat64, math.Inf(1)} {
		if got := family.CDF([]float64{3}, x); !(got >= 1-0x1p-50 && got <= 1) {
			t.Errorf("P(X ≤ %g) = %g at mean 3", x, got)
		}
	}
}
