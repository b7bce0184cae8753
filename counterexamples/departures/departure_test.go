package departures

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/suiteseed"
)

// The windowed median is that of all samples: with a window that holds everything, every sample is there to be sorted.
func TestLaplacePoolFindsTheMedianNearestToTheModel(t *testing.T) {
	family := estimators.NewLaplaceLocationUnit()
	for _, n := range []int64{1, 2, 3, 10, 101} {
		pool := newLaplace(n)
		pool.window = 60 // P(|x| > 60) < 1e-25
		if err := pool.Start([]float64{0}); err != nil {
			t.Fatal(err)
		}
		stream := estimators.NewStream(suiteseed.Seed(), "laplace")
		for generation := range 20 {
			if err := pool.Draw(n, stream.At(uint64(n), uint64(generation))); err != nil {
				t.Fatal(err)
			}
			var x []float64
			for _, bucket := range pool.buckets {
				x = append(x, bucket...)
			}
			if want := n * int64(generation+1); int64(len(x)) != want || pool.left != 0 || pool.right != 0 {
				t.Fatalf("n=%d: %d samples in the window, want %d", n, len(x), want)
			}
			var want [1]float64
			if err := family.Fit(want[:], pool.Theta(), estimators.Data{X: x}); err != nil {
				t.Fatal(err)
			}
			if err := pool.Fit(); err != nil {
				t.Fatal(err)
			}
			if pool.theta != want {
				t.Errorf("n=%d, generation %d: %v, want %v", n, generation, pool.theta, want)
			}
		}
	}
}

func TestLaplacePoolSaysWhenTheMedianIsOutside(t *testing.T) {
	pool := newLaplace(100)
	pool.window = 1e-9
	iteration := estimators.Iteration{Pool: pool, Truth: []float64{0}, Schedule: estimators.ConstantSchedule(101),
		Generations: 5}
	err := iteration.Run(estimators.NewStream(suiteseed.Seed(), "outside"), 0, nil)
	// The median is within 1e-9 with probability below 1e-7 once, and five fits in a row with 1e-35.
	var stopped *estimators.NotConvergedError
	if !errors.As(err, &stopped) {
		t.Errorf("error %v, want a NotConvergedError", err)
	}
}

// The moments of cells give the maximiser of the raw samples' likelihood, found here by bisection.
func TestMixturePoolAgreesWithRawSamples(t *testing.T) {
	for _, truth := range []float64{0, 1, -2.5} {
		for _, n := range []int{20, 500} {
			random := estimators.NewStream(suiteseed.Seed(), "mixture").At(uint64(n), math.Float64bits(truth))
			pool := &mixturePool{}
			if err := pool.Start([]float64{truth}); err != nil {
				t.Fatal(err)
			}
			var y []float64
			for range n {
				v := math.Abs(truth + random.NormFloat64())
				y = append(y, v)
				if err := pool.add(v); err != nil {
					t.Fatal(err)
				}
			}
			mean := func(of func(float64) float64) float64 {
				sum := 0.0
				for _, v := range y {
					sum += of(v)
				}
				return sum / float64(n)
			}
			want := 0.0
			if mean(func(v float64) float64 { return v * v }) > 1 {
				low, high := 0.0, 30.0
				for range 60 {
					middle := (low + high) / 2
					if mean(func(v float64) float64 { return v * math.Tanh(middle*v) }) > middle {
						low = middle
					} else {
						high = middle
					}
				}
				want = low
			}
			if err := pool.Fit(); err != nil {
				t.Fatal(err)
			}
			// The root moves by the error of h, 1e-6, over the slope of h there, which is of the size of θ² or more;
			// the MLE's own deviation is above 1/√500.
			if got := math.Abs(pool.theta[0]); !(math.Abs(got-want) <= 1e-4*math.Max(want, 0.01)) {
				t.Errorf("θ*=%g n=%d: MLE %.9g, raw samples %.9g", truth, n, got, want)
			}
			if math.Signbit(pool.theta[0]) != math.Signbit(truth) && truth != 0 {
				t.Errorf("θ*=%g: the MLE %g is not the nearer of the two", truth, pool.theta[0])
			}
		}
	}
}

// The score's root that Newton's method finds is the best point of a grid over Θ.
func TestOscillatingFitIsTheGlobalMaximum(t *testing.T) {
	logLikelihood := func(p *oscillatingPool, theta float64) float64 {
		sum := 0.0
		for level := range p.used {
			psi, _, _ := OscillatingLogit(level, theta)
			sum -= p.ones[level]*math.Log1p(math.Exp(-psi)) + (p.total[level]-p.ones[level])*math.Log1p(math.Exp(psi))
		}
		return sum
	}
	stream := estimators.NewStream(suiteseed.Seed(), "oscillating")
	for replicate := range uint64(50) {
		pool := &oscillatingPool{}
		iteration := estimators.Iteration{Pool: pool, Truth: []float64{0}, Schedule: estimators.ConstantSchedule(200),
			Generations: 4}
		err := iteration.Run(stream, replicate, func(int, []float64) bool {
			best := logLikelihood(pool, pool.theta[0])
			for i := -1000; i <= 1000; i++ {
				// log-likelihoods of 800 samples, to rounding
				if value := logLikelihood(pool, float64(i)/1000); value > best+1e-9 {
					t.Errorf("replicate %d: log-likelihood %g at %g, %g at the fit %g", replicate, value,
						float64(i)/1000, best, pool.theta[0])
				}
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Divergences against integrals or sums written out anew.
func TestDepartureDistances(t *testing.T) {
	for _, d := range All() {
		for _, truth := range d.Truths {
			d.distancesAt(t, truth)
		}
	}
	check := func(name string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= 1e-4*want) {
			t.Errorf("%s: %.8g, want %.8g", name, got, want)
		}
	}
	// ½N(−θ,1)+½N(θ,1) against N(0,1) at θ = 1, by the plain sum over x of step 10^-3.
	kl, tv := 0.0, 0.0
	for i := -12000; i <= 12000; i++ {
		x := float64(i) / 1000
		normal := func(m float64) float64 { return math.Exp(-(x-m)*(x-m)/2) / math.Sqrt(2*math.Pi) }
		p, q := normal(0), normal(1)/2+normal(-1)/2
		kl += p * math.Log(p/q) / 1000
		tv += math.Abs(p-q) / 2000
	}
	mixture := mixtureDistances(0, 1)
	check("mixture KL", mixture.KL, kl)
	check("mixture TV", mixture.Variation, tv)
	// The heavy regression at shift 0.01 by the sum of its levels, z = 2^k.
	tv = 0
	for k := range 30 {
		tv += 7. / 8 * math.Pow(8, -float64(k)) * math.Erf(math.Ldexp(0.01, k)/(2*math.Sqrt2))
	}
	check("regression TV", regressionVariation(-0.01), tv)
	for _, truth := range []float64{0, 0.5} {
		third, err := cubicLogitDeparture().measure([]float64{truth}, []float64{0.9})
		if err != nil {
			t.Fatal(err)
		}
		q, p := Logistic(truth*truth*truth), Logistic(0.9*0.9*0.9)
		check("cubic logit KL", third.KL, q*math.Log(q/p)+(1-q)*math.Log((1-q)/(1-p)))
		check("cubic logit TV", third.Variation, p-q)
	}
}

// distancesAt holds the distances from one θ* of a departure against each other.
func (d Departure) distancesAt(t *testing.T, truth []float64) {
	t.Helper()
	at, err := d.measure(truth, truth)
	// At θ* the zoo's closed forms may carry rounding.
	if err != nil || !(at.Norm == 0 && at.KL <= 1e-12 && at.Variation <= 1e-12) {
		t.Errorf("%s: distances of θ* from itself: %+v, %v", d.Family, at, err)
	}
	pool, err := d.newPool(100)
	if err != nil {
		t.Fatal(err)
	}
	sides := 0
	for _, move := range []float64{-0.1, 0.1} {
		theta := slices.Clone(truth)
		theta[0] += move
		// The MLE of a support never lies outside of it.
		if outside := d.Breaks == "1C" && (move > 0) == strings.HasPrefix(d.Family, "U"); outside ||
			pool.Start(theta) != nil {
			continue
		}
		sides++
		far, err := d.measure(truth, theta)
		if err != nil || !(far.Norm > 0.0999 && far.KL > 0 && far.Variation > 0 && far.Variation <= 1) {
			t.Errorf("%s: distances of %v: %+v, %v", d.Family, theta, far, err)
		}
		// Pinsker.
		if !(far.Variation <= math.Sqrt(far.KL/2)*(1+1e-9)) {
			t.Errorf("%s: TV %g exceeds √(KL/2) = %g", d.Family, far.Variation, math.Sqrt(far.KL/2))
		}
	}
	if sides == 0 || sides == 1 && !strings.Contains(d.Breaks, "1A") && d.Breaks != "1C" {
		t.Errorf("%s: %d sides", d.Family, sides)
	}
}

// With ties by a coin θ is lost and the model is not; a support that moves is infinitely bad in KL alone; and where
// there is no MLE a trial is bad: a logit of equal samples, n = 1.
func TestBadTrials(t *testing.T) {
	share := func(family string, n int64, loss alphabet.Loss) float64 {
		t.Helper()
		at := slices.IndexFunc(All(), func(d Departure) bool { return strings.HasPrefix(d.Family, family) })
		trials, err := All()[at].Bad(len(All()[at].Truths)-1, estimators.ConstantSchedule(n),
			3, estimators.Accumulate(), loss)
		if err != nil {
			t.Fatal(err)
		}
		trial, err := trials()
		if err != nil {
			t.Fatal(err)
		}
		bad := 0
		for replicate := range uint64(400) {
			was, err := trial(estimators.NewStream(suiteseed.Seed(), "bad", family, string(loss)), replicate)
			if err != nil {
				t.Fatal(err)
			}
			if was {
				bad++
			}
		}
		return float64(bad) / 400
	}
	for _, row := range []struct {
		family    string
		n         int64
		loss      alphabet.Loss
		low, high float64 // 6.4 standard deviations of 400 coins; never and always else
	}{
		{"N(|θ|,1) at θ* = 1, ties by a coin", 1000, "theta", 0.34, 0.66},
		{"N(|θ|,1) at θ* = 1, ties by a coin", 1000, "kl", 0, 0.16}, // P(|z| > 3/√1.36) = 0.01
		{"U[0,θ]", 10, "kl", 1, 1},
		{"U[0,θ]", 10, "tv", 0, 0.05}, // P(1 − e^{−e} > 0.47) = e^{−6.4}
		{"Bernoulli", 1, "theta", 1, 1},
	} {
		if got := share(row.family, row.n, row.loss); !(row.low <= got && got <= row.high) {
			t.Errorf("%s, n = %d, %s: %g bad, want %g to %g", row.family, row.n, row.loss, got, row.low, row.high)
		}
	}
	var large *estimators.RangeError
	if _, err := mixtureDeparture("3", "m", []float64{0}).Bad(0, estimators.ConstantSchedule(1e9), 2,
		estimators.Replace(), "kl"); !errors.As(err, &large) {
		t.Errorf("a billion samples, one by one: %v", err)
	}
	var unsupported *estimators.UnsupportedError
	if _, err := All()[0].Bad(0, estimators.ConstantSchedule(9), 2, estimators.MixFresh(0.5), "kl"); !errors.As(err,
		&unsupported) {
		t.Errorf("a workflow of mixing pools: %v", err)
	}
}

// The strengths of a departure fall, to 0.
func TestEpsilonsFall(t *testing.T) {
	for _, d := range All() {
		last := len(d.Truths) - 1
		for i := range last {
			if !(d.Epsilon(i) > d.Epsilon(i+1)) {
				t.Errorf("%s: ε %g, then %g", d.Family, d.Epsilon(i), d.Epsilon(i+1))
			}
		}
		if d.Epsilon(last) != 0 {
			t.Errorf("%s: the last ε is %g", d.Family, d.Epsilon(last))
		}
	}
}

func TestDeparturesRefuseWhatTheyCannotRun(t *testing.T) {
	for _, d := range All() {
		pool, err := d.newPool(100)
		if err != nil {
			t.Fatal(err)
		}
		for _, truth := range [][]float64{nil, {1, 2, 3}, {math.NaN()}, {math.Inf(1)}, {math.NaN(), 1}} {
			if err := pool.Start(truth); err == nil {
				t.Errorf("%s: θ* = %v was accepted", d.Family, truth)
			}
		}
		if err := pool.Start(d.Truths[0]); err != nil {
			t.Errorf("%s: %v", d.Family, err)
		}
		if _, own := pool.(interface {
			score(float64) (float64, float64)
		}); own {
			if err := pool.Fit(); !errors.Is(err, estimators.ErrEmptyPool) {
				t.Errorf("%s: fit of an empty pool: %v", d.Family, err)
			}
		}
	}
	outside := []struct {
		pool  estimators.Pool
		truth float64
		want  string
	}{
		{BoundaryMean.Pool(), -1, "θ = -1"},
		{QuadraticMean.Pool(), -1.5, "θ = -1.5"},
		{NewUniform(), 0, "θ = 0"},
		{&oscillatingPool{}, 2, "θ = 2"},
		{&mixturePool{}, 9, "θ = 9"},
	}
	for _, row := range outside {
		var parameter *estimators.ParameterError
		if err := row.pool.Start([]float64{row.truth}); !errors.As(err, &parameter) ||
			!strings.Contains(err.Error(), row.want) {
			t.Errorf("θ* = %g: %v, want a ParameterError that says %q", row.truth, err, row.want)
		}
		var size *estimators.RangeError
		if err := row.pool.Draw(0, nil); !errors.As(err, &size) {
			t.Errorf("n = 0: %v, want a RangeError", err)
		}
		if err := row.pool.Fit(); err == nil {
			t.Errorf("fit of an empty pool %T succeeds", row.pool)
		}
	}
}

// E n [m_T² + Σ_{1≤t<T} (2/(t+1) − 1/(t+1)²) min(0, m_t)²] = S_T at the boundary: the identity behind E θ_T² ≤ π²/(6n).
func TestBoundaryAverageKeepsItsSecondMoment(t *testing.T) {
	const n, generations, replicates = 7, 20, 20000
	pool := &normalPool{family: BoundaryMean}
	iteration := estimators.Iteration{Pool: pool, Truth: []float64{0}, Schedule: estimators.ConstantSchedule(n),
		Generations: generations}
	stream := estimators.NewStream(suiteseed.Seed(), "boundary")
	sum, squares := 0.0, 0.0
	for replicate := range uint64(replicates) {
		value := 0.0
		err := iteration.Run(stream, replicate, func(step int, theta []float64) bool {
			if theta[0] != math.Max(0, pool.mean) {
				t.Fatalf("θ = %g at x̄ = %g", theta[0], pool.mean)
			}
			if step == generations {
				value += n * pool.mean * pool.mean
				return true
			}
			next, below := float64(step)+1, math.Min(0, pool.mean)
			value += n * (2/next - 1/(next*next)) * below * below
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
		sum += value
		squares += value * value
	}
	mean := sum / replicates
	deviation := math.Sqrt((squares/replicates - mean*mean) / replicates)
	// 7 standard errors: 3e-12 for a normal mean; the values' exponential tails make it less than 1e-9 at 20000
	// replicates.
	want := estimators.ConstantSchedule(1).VarianceSum(generations)
	if !(math.Abs(mean-want) <= 7*deviation && deviation < 0.05) {
		t.Errorf("mean %g ± %g, want %g", mean, deviation, want)
	}
}
