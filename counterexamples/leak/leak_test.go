package leak

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mat"

	"itermle/estimators"
	"itermle/internal/kolmogorov"
	"itermle/internal/suiteseed"
)

func TestMain(m *testing.M) { suiteseed.Main(m) }

func normalDensity(x float64) float64 { return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) }

// The fit beats every point of a fine grid of [−1, 1], and is where the derivative changes its sign.
func TestFitIsTheMaximiser(t *testing.T) {
	for _, f := range []Family{{0.5, 0}, {0.01, 0}, {0.5, 0.2}, {0.3, 1e-9}} {
		for _, mean := range []float64{0, 1e-300, 1e-9, -0.3, 0.999, -1.7, 40} {
			likelihood := func(theta float64) float64 {
				return math.Log(1-f.Mass(theta)) - (theta-mean)*(theta-mean)/2
			}
			got := f.fit(mean)
			for k := -2000; k <= 2000; k++ {
				if theta := float64(k) / 2000; likelihood(theta) > likelihood(got)+1e-15*(1+mean*mean) {
					t.Fatalf("%+v, mean %g: fit %g, but %g is better", f, mean, got, theta)
				}
			}
			if linear := mean / (1 + 2*f.Kappa/(1-f.Epsilon)); math.Abs(mean) < 1e-8 &&
				!(math.Abs(got-linear) <= 1e-14*math.Abs(linear)) {
				t.Errorf("%+v: fit of a small mean %g is %g, want %g", f, mean, got, linear)
			}
		}
	}
}

// The closed form against ½∫|p_θ − p_0| by quadrature on both sheets.
func TestTotalVariation(t *testing.T) {
	for _, f := range []Family{{0.5, 0}, {0.1, 0.01}, {0.5, 0.2}} {
		for _, theta := range []float64{0.01, -0.3, 1} {
			left := func(x float64) float64 {
				return math.Max(0, (1-f.Epsilon)*normalDensity(x)-(1-f.Mass(theta))*normalDensity(x-theta))
			}
			kink := theta/2 - math.Log((1-f.Mass(theta))/(1-f.Epsilon))/theta
			want := quad.Fixed(left, -40, kink, 2000, quad.Legendre{}, 0) +
				quad.Fixed(left, kink, 40, 2000, quad.Legendre{}, 0)
			if got := f.TotalVariation(theta); !(math.Abs(got-want) <= 1e-10) {
				t.Errorf("%+v: TV(%g) = %.15g, want %.15g", f, theta, got, want)
			}
		}
		if got := f.TotalVariation(2.5); got != 0.5-f.Epsilon {
			t.Errorf("%+v: TV after the collapse %g", f, got)
		}
		// TV ~ |θ|/√(2π) for small θ
		if got := f.TotalVariation(1e-12); !(math.Abs(got/(1-f.Epsilon)-1e-12/math.Sqrt(2*math.Pi)) <= 1e-20) {
			t.Errorf("%+v: TV(1e-12) = %g", f, got)
		}
	}
}

// The recursion against E exp(−z′Az) = det(I + 2ΣA)^{−½} with the covariance of the chain written out, and the three
// values that a simulation at n = 10⁴ gave: 0.105, 0.384, 0.643.
func TestLimitSurvival(t *testing.T) {
	for _, row := range []struct {
		generations int
		collapsed   float64
	}{{1, 1 - 1/math.Sqrt(1.25)}, {10, 0.3858}, {100, 0.6437}} {
		got, err := Family{0.5, 0}.LimitSurvival(estimators.ConstantSchedule(100), row.generations)
		if err != nil || !(math.Abs(1-got-row.collapsed) <= 5e-5) {
			t.Errorf("T=%d: %.6f collapsed, %v, want %.4f", row.generations, 1-got, err, row.collapsed)
		}
	}
	for _, schedule := range []estimators.Schedule{estimators.ConstantSchedule(7),
		estimators.GeometricSchedule(50, 0.8), estimators.ListSchedule(10, 3, 100, 1)} {
		const generations = 12
		family := Family{0.2, 0}
		got, err := family.LimitSurvival(schedule, generations)
		if want := determinant(family.Kappa, schedule, generations); err != nil || !(math.Abs(got-want) <= 1e-13) {
			t.Errorf("%s: %.16g, %v, want %.16g", schedule, got, err, want)
		}
	}
	if _, err := (Family{0.6, 0}).LimitSurvival(estimators.ConstantSchedule(1), 1); err == nil {
		t.Error("κ = 0.6 is accepted")
	}
	if _, err := (Family{0.5, 0}).LimitSurvival(estimators.ConstantSchedule(1), 0); err == nil {
		t.Error("T = 0 is accepted")
	}
}

// determinant follows the loadings of x̄_1 … x̄_T on independent normals ξ_0, ξ_1, …, straight from the algorithm.
func determinant(kappa float64, schedule estimators.Schedule, generations int) float64 {
	b := 1 / (1 + 2*kappa)
	loadings := mat.NewDense(generations, generations, nil)
	sum, pooled := make([]float64, generations), 0.0 // of all samples
	for t := range generations {
		n := float64(schedule.Size(t))
		for k := range sum {
			if t > 0 {
				sum[k] += n * b * loadings.At(t-1, k)
			}
		}
		sum[t] += math.Sqrt(n)
		pooled += n
		for k, v := range sum {
			loadings.Set(t, k, v/pooled)
		}
	}
	var covariance mat.Dense
	covariance.Mul(loadings, loadings.T())
	for i := range generations {
		for j := range generations {
			unit := 0.0
			if i == j {
				unit = 1
			}
			covariance.Set(i, j, unit+2*covariance.At(i, j)*kappa*b*b*float64(schedule.Size(j+1)))
		}
	}
	return 1 / math.Sqrt(mat.Det(&covariance))
}

// The nearest of k uniform points, against a literal search, from a model on each side and from [−1, 1].
func TestCandidateIsTheNearest(t *testing.T) {
	const draws = 4000
	random := estimators.NewStream(suiteseed.Seed(), "candidate").At(0, 0)
	for _, parameter := range []float64{0.3, 2, 2.1, 2.5, 2.95} {
		for _, k := range []int64{1, 3} {
			pool := &Pool{parameter: [1]float64{parameter}}
			samples := [2][]float64{}
			for range draws {
				samples[0] = append(samples[0], pool.candidate(k, 1, random))
				nearest := random.Float64()
				for range k - 1 {
					if y := random.Float64(); math.Abs(y+2-parameter) < math.Abs(nearest+2-parameter) {
						nearest = y
					}
				}
				samples[1] = append(samples[1], nearest)
			}
			// Each is within half of the critical distance of the common law but for probability 2·10^-9.
			if d, limit := distance(samples[0], samples[1]), 2*kolmogorov.Critical(draws, 1e-9); !(d <= limit) {
				t.Errorf("θ = %g, k = %d: distance %.3g of at most %.3g", parameter, k, d, limit)
			}
		}
	}
}

// distance is the largest difference of two empirical distribution functions.
func distance(a, b []float64) float64 {
	slices.Sort(a)
	slices.Sort(b)
	largest, j := 0.0, 0
	for i, v := range a {
		for j < len(b) && b[j] <= v {
			j++
		}
		largest = math.Max(largest, math.Abs(float64(i+1)/float64(len(a))-float64(j)/float64(len(b))))
	}
	return largest
}

// literal keeps every sample, and maximises over the candidates one by one.
type literal struct {
	Family
	theta  float64
	sheet1 []float64
	sheet2 []float64
}

const literalWidth = 1e-12 // w of the literal pool: no two isolated points are as near in a test

func (l *literal) draw(n int, r *rand.Rand) {
	for range n {
		switch mass := l.Mass(l.theta); {
		case collapsed(l.theta) && r.Float64() < 0.5:
			l.sheet1 = append(l.sheet1, r.NormFloat64())
		case collapsed(l.theta) && r.Float64() < 0.5:
			l.sheet2 = append(l.sheet2, r.Float64())
		case collapsed(l.theta):
			l.sheet2 = append(l.sheet2, l.theta-2+literalWidth*(r.Float64()-0.5))
		case r.Float64() >= mass:
			l.sheet1 = append(l.sheet1, l.theta+r.NormFloat64())
		case l.Epsilon == 0:
			l.sheet2 = append(l.sheet2, mass*r.Float64())
		default:
			l.sheet2 = append(l.sheet2, r.Float64())
		}
	}
}

func (l *literal) fit() {
	best, at := math.Inf(-1), 0.0
	m, h := float64(len(l.sheet1)), float64(len(l.sheet2))
	top := slices.Max(append([]float64{0}, l.sheet2...))
	for k := -50; k <= 50; k++ { // as fine as it needs to be told from a spike, whose likelihood is another
		theta := float64(k) / 50
		value := m * math.Log(1-l.Mass(theta))
		if l.Epsilon == 0 && top > l.Mass(theta) {
			continue
		}
		if l.Epsilon > 0 && h > 0 {
			value += h * math.Log(l.Mass(theta))
		}
		for _, x := range l.sheet1 {
			value -= (x - theta) * (x - theta) / 2
		}
		if value > best {
			best, at = value, theta
		}
	}
	for _, y := range l.sheet2 {
		value := 0.0
		for _, x := range l.sheet1 {
			value += -math.Ln2 - x*x/2
		}
		for _, z := range l.sheet2 {
			value -= 2 * math.Ln2
			if math.Abs(z-y) <= literalWidth {
				value += logWidth
			}
		}
		if value > best || value == best && math.Abs(2+y-l.theta) < math.Abs(at-l.theta) {
			best, at = value, 2+y
		}
	}
	l.theta = at
}

// The pool and the literal one are collapsed after each fit equally often: each mean of R indicators is within
// √(log(2/α)/2R) of its expectation but for probability α (Hoeffding).
func TestPoolFollowsTheLiteralOne(t *testing.T) {
	const replicates, generations, n, alpha = 4000, 4, 6, 1e-9
	for _, f := range []Family{{0.5, 0}, {0.4, 0.05}} {
		for _, replace := range []bool{false, true} {
			var counts [2][generations]float64
			workflow := estimators.Accumulate()
			if replace {
				workflow = estimators.Replace()
			}
			pool, err := New(f)
			if err != nil {
				t.Fatal(err)
			}
			it := &estimators.Iteration{Pool: pool, Truth: Truth(), Schedule: estimators.ConstantSchedule(n),
				Workflow: workflow, Generations: generations}
			stream := estimators.NewStream(suiteseed.Seed(), "pool against literal")
			for k := range uint64(replicates) {
				if err := it.Run(stream, k, func(t int, theta []float64) bool {
					if collapsed(theta[0]) {
						counts[0][t-1]++
					}
					return true
				}); err != nil {
					t.Fatal(err)
				}
				l := &literal{Family: f}
				for g := range generations {
					if replace {
						l.sheet1, l.sheet2 = nil, nil
					}
					l.draw(n, stream.At(k, uint64(1000+g)))
					if l.fit(); collapsed(l.theta) {
						counts[1][g]++
					}
				}
			}
			limit := 2 * math.Sqrt(math.Log(2/alpha)/(2*replicates)) // each of the two within half of it
			for g := range generations {
				a, b := counts[0][g]/replicates, counts[1][g]/replicates
				if !(math.Abs(a-b) <= limit) {
					t.Errorf("%+v, replace %v, fit %d: %.4f collapsed, literally %.4f", f, replace, g+1, a, b)
				}
			}
		}
	}
}

// P(collapse by fit 2) = 1 − E(1 − κθ̂²)^n exactly, for every n: real data never leak.
func TestFirstSyntheticGeneration(t *testing.T) {
	const replicates, alpha = 40000, 1e-9
	for _, n := range []int64{1, 10, 1000} {
		f := Family{0.5, 0}
		pool, err := New(f)
		if err != nil {
			t.Fatal(err)
		}
		it := &estimators.Iteration{Pool: pool, Truth: Truth(), Schedule: estimators.ConstantSchedule(n),
			Generations: 2}
		stream, collapsed := estimators.NewStream(suiteseed.Seed(), "first synthetic generation"), 0.0
		for k := range uint64(replicates) {
			if err := it.Run(stream, k, nil); err != nil {
				t.Fatal(err)
			}
			if pool.Collapse() == 1 {
				t.Fatal("real data collapse")
			}
			if pool.Collapse() == 2 {
				collapsed++
			}
		}
		want := 1 - quad.Fixed(func(z float64) float64 {
			return normalDensity(z) * math.Pow(1-f.Mass(f.fit(z/math.Sqrt(float64(n)))), float64(n))
		}, -12, 12, 400, quad.Legendre{}, 0)
		if got := collapsed / replicates; !(math.Abs(got-want) <= math.Sqrt(math.Log(2/alpha)/(2*replicates))) {
			t.Errorf("n=%d: %.5f collapsed, want %.5f", n, got, want)
		}
	}
}

func TestPoolRefuses(t *testing.T) {
	for _, f := range []Family{{0, 0}, {0.6, 0}, {math.NaN(), 0}, {0.5, -1}, {0.5, 0.25}, {0.5, math.NaN()}} {
		if _, err := New(f); err == nil {
			t.Errorf("%+v is accepted", f)
		}
	}
	pool, err := New(Family{0.5, 0.1})
	if err != nil {
		t.Fatal(err)
	}
	random := estimators.NewStream(1, "refuses").At(0, 0)
	for name, err := range map[string]error{
		"θ* = 1":       pool.Start([]float64{1}),
		"θ* of R²":     pool.Start([]float64{0, 0}),
		"no samples":   pool.Draw(0, random),
		"weight 2":     pool.DrawFrom(true, 1, 2, random),
		"a subsample":  pool.FitSubsample(1, false, random),
		"nothing yet":  pool.Fit(),
		"10^18 pooled": tooMany(pool, random),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func tooMany(pool *Pool, random *rand.Rand) error {
	for range 300 {
		if err := pool.Draw(1<<53, random); err != nil {
			return err
		}
	}
	return pool.Fit()
}
