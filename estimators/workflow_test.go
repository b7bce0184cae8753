package estimators

import (
	"errors"
	"itermle/internal/suiteseed"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// workflowVariance is Var θ^(T) of iterated averaging of N(θ,1), exactly, by the linear recursion of the workflow, from
// θ* = 0. V is Var θ^(t); with independent batch noise of variance 1/n_t:
//
//	accumulate  Σ n_t/N_t²                          replace   Σ 1/n_t
//	accumulate:s V ← n_t/N_t² + (1 − r/N_t)² V, r = round(s n_t)
//	mixture:s   V ← 1/n_t + ((1−s)² + s(1−s)/n_t) V
//	smoothed:h  V ← V + (1 + h²) n_t/N_t²
//	fresh:s     V ← 1/n_t + ((n_t−r)/n_t)² V,  r = round(s n_t)   (MAD's fresh data loop)
//	original:s  V ← s²/n_0 + (1−s)²(V + 1/n_t) + 2s(1−s)/n_0:     Cov(θ^(t), x̄^(0)) stays 1/n_0
//	weighted:w  V ← w²/n_0 + (1−w)²(V + 1/n_t)                    (He, Xu and Cheng)
//
// With resampling θ^(t+1) has, given the pool, its mean M_t and the variance Q_t c_t, Q_t the pool's variance with
// divisor N_t, c_t = 1/m with replacement and (N_t−m)/(m(N_t−1)) without. U = Var M_t follows from Cov(M_{t−1}, θ^(t))
// = Var M_{t−1}:
//
//	U ← (N_{t−1}² U + 2 N_{t−1} n_t U + n_t²(V + 1/n_t))/N_t²,   E Q_t = Σ_j n_j (1 + V_j)/N_t − U,   V ← U + c_t E
//	Q_t
func workflowVariance(w Workflow, s Schedule, generations int) float64 {
	first := float64(s.Size(0))
	v, u, pooled, total := 0.0, 0.0, 0.0, 0.0
	for t := range generations {
		n, share := float64(s.Size(t)), w.Share(t)
		switch {
		case w.kind == "":
			total += n
			v += n / total / total
		case w.kind == "replace":
			v += 1 / n
		case w.kind == "accumulate" || w.kind == "smoothed":
			real, noise := math.Round(w.Share(t)*n), 1+w.low*w.low
			if t == 0 {
				real, noise = n, 1
			}
			total += n
			v = noise*n/total/total + (1-real/total)*(1-real/total)*v
		case w.needsRaw():
			size := float64(w.size)
			u = (total*total*u + 2*total*n*u + n*n*(v+1/n)) / ((total + n) * (total + n))
			pooled += n * (1 + v)
			total += n
			c := 1 / size
			if w.kind == "subsample" {
				c = math.Max(0, (total-size)/(size*(total-1)))
			}
			v = u + c*(pooled/total-u)
		case t == 0:
			v = 1 / first
		case w.kind == "fresh":
			synthetic := n - math.Round(share*n)
			v = 1/n + synthetic/n*(synthetic/n)*v
		case w.kind == "mixture":
			v = 1/n + ((1-share)*(1-share)+share*(1-share)/n)*v
		case w.kind == "original":
			v = share*share/first + (1-share)*(1-share)*(v+1/n) + 2*share*(1-share)/first
		case w.kind == "weighted":
			v = share*share/first + (1-share)*(1-share)*(v+1/n)
		}
	}
	return v
}

// Closed forms of the literature that the recursion must reproduce.
func TestWorkflowVarianceClosedForms(t *testing.T) {
	near := func(name string, got, want, tolerance float64) {
		if !(math.Abs(got/want-1) <= tolerance) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	const n, long = 20, 4000
	s := ConstantSchedule(n)
	near("accumulate → π²/6", n*workflowVariance(Accumulate(), s, long), math.Pi*math.Pi/6, 2.0/long)
	near("replace: T/n", workflowVariance(Replace(), s, 7), 7.0/n, 1e-14)
	golden := (math.Sqrt(5) - 1) / 2
	for _, w := range []float64{0.3, golden, 0.9} {
		near("weighted: (w²+k(1−w)²)/(w(2−w)), k=1", n*workflowVariance(WeightedReal(w), s, long),
			(w*w+(1-w)*(1-w))/(w*(2-w)), 1e-12)
	}
	near("the golden weight leaves w*σ²/n", n*workflowVariance(WeightedReal(golden), s, long), golden, 1e-12)
	// MAD-4 at λ=1 is for the mean with the pooled batch: V = n/(n² − (n−r)²).
	near("fresh", workflowVariance(MixFresh(0.25), s, long), n/(n*n-15.0*15), 1e-12)
	// MAD-3: the pooled loop with the original data stays below 1.5 σ²/n_0 for equal weights of all samples.
	for _, m := range []int64{1, 20, 1000} {
		share := n / (n + float64(m))
		v := n * workflowVariance(MixOriginal(share), SlowSchedule(n, m), long)
		near("original", v, 1+float64(m)/(n+2*float64(m)), 1e-3)
		if !(v < 1.5) {
			t.Errorf("original with %d synthetic samples: %v is not below 1.5", m, v)
		}
	}
	// DD-4 as n → ∞: 2·π²/6 with replacement, π²/2 − 2 without.
	large := ConstantSchedule(1 << 30)
	near("bootstrap → π²/3", (1<<30)*workflowVariance(Bootstrap(1<<30), large, long), math.Pi*math.Pi/3, 1e-3)
	near("subsample → π²/2 − 2", (1<<30)*workflowVariance(Subsample(1<<30), large, long), math.Pi*math.Pi/2-2, 1e-3)
}

// The moments of θ^(T) for the Gaussian mean, R runs. θ^(T) is Gaussian for every workflow without resampling, so R
// times the mean square over V is χ²_R, and P(|χ²_R/R − 1| ≥ x) ≤ 2 exp(−R(x − log(1+x))/2) (Chernoff; the lower tail
// is lighter): 1e-11 at R = 16000, x = 0.082. With resampling it is a mixture of centred Gaussians over the indices
// drawn, whose variances spread by a fifth here (kurtosis 3.1): x is widened by half. The mean is within 7√(V/R) but
// for 3e-12. What is told apart: factors of 1.2 in the variance. The variances of all other workflows are the mutants.
func TestWorkflowMoments(t *testing.T) {
	const replicates, generations = 16000, 4
	schedules := []Schedule{ConstantSchedule(8), ListSchedule(6, 3, 12)}
	workflows := []Workflow{Accumulate(), Replace(), MixFresh(0.25), MixOriginal(0.4), WeightedReal(0.6), Subsample(5),
		Bootstrap(8), AccumulateFresh(0.5), AccumulateFresh(2).Decaying(1), MixAtRandom(0.3), Smoothed(1.5),
		MixFresh(0.5).Listed(0.75, 0, 0.5), WeightedReal(1).Decaying(0.5)}
	family, err := NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	killed := 0
	for _, schedule := range schedules {
		for _, w := range workflows {
			for _, path := range []Path{RawPath, StatisticPath} {
				if path == StatisticPath && w.needsRaw() {
					continue
				}
				pool, err := NewPool(family, path, w)
				if err != nil {
					t.Fatal(err)
				}
				it := Iteration{Pool: pool, Truth: []float64{0}, Schedule: schedule, Workflow: w,
					Generations: generations}
				stream := NewStream(suiteseed.Seed(), "workflow moments", w.String(), schedule.String(), path.String())
				sum, square := 0.0, 0.0
				for r := range uint64(replicates) {
					if err := it.Run(stream, r, nil); err != nil {
						t.Fatal(err)
					}
					theta := pool.Theta()[0]
					sum += theta
					square += theta * theta
				}
				width := 0.082
				if w.needsRaw() || w.kind == "mixture" {
					width *= 1.5
				}
				agrees := func(v float64) bool { return math.Abs(square/replicates/v-1) <= width }
				v := workflowVariance(w, schedule, generations)
				if !agrees(v) {
					t.Errorf("%v %v %v: E θ² = %v in %d runs, exactly %v", w, schedule, path, square/replicates,
						replicates, v)
				}
				if !(math.Abs(sum/replicates) <= 7*math.Sqrt(v/replicates)) {
					t.Errorf("%v %v %v: mean %v in %d runs with variance %v", w, schedule, path, sum/replicates,
						replicates, v)
				}
				for _, other := range workflows {
					wrong := workflowVariance(other, schedule, generations)
					if ratio := wrong / v; ratio < 1/1.3 || ratio > 1.3 {
						killed++
						if agrees(wrong) {
							t.Errorf("%v %v %v: the variance %v of workflow %v passes, %v is right", w, schedule, path,
								wrong, other, v)
						}
					}
				}
			}
		}
	}
	if killed < 40 {
		t.Errorf("only %d wrong variances were tried", killed)
	}
}

func TestWorkflowRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share := float64(rapid.IntRange(1, 99).Draw(t, "percent")) / 100
		size := rapid.Int64Range(1, 1<<40).Draw(t, "size")
		other := float64(rapid.IntRange(1, 99).Draw(t, "percent")) / 100
		w := rapid.SampledFrom([]Workflow{Accumulate(), Replace(), Subsample(size), Bootstrap(size), MixFresh(share),
			MixOriginal(share), WeightedReal(share), WeightedReal(1), AccumulateFresh(share), MixAtRandom(share),
			KeepCentral(share), KeepLargest(1), Verified(-share, other), Sharpened(3 * share), Smoothed(share),
			MixFresh(share).Decaying(1), AccumulateFresh(5).Decaying(other), WeightedReal(1).Listed(share, 1, other),
			MixFresh(1).Listed(share, 0)}).Draw(t, "workflow")
		if parsed, err := ParseWorkflow(w.String()); err != nil || parsed != w {
			t.Fatalf("%v is read as %v: %v", w, parsed, err)
		}
	})
}

func TestWorkflowRefusals(t *testing.T) {
	var syntax *SyntaxError
	for _, text := range []string{"", "acumulate", "accumulate:1", "replace:2", "subsample", "subsample:0",
		"subsample:-1", "subsample:1.5", "bootstrap:",
		"fresh:0", "fresh:1", "fresh:2", "fresh:NaN", "original:1", "original:-0.5", "weighted:0", "weighted:1.01",
		"weighted:x", "fresh", "fresh:1/2", "fresh:0/t", "fresh:1/t^0", "fresh:1/t^-1", "fresh:1/t^", "fresh:1/t^NaN",
		"fresh:0.5,", "fresh:0.5,2", "fresh:0.5,-0.1", "weighted:0.5,0", "original:0.5,0", "accumulate:0", "mixture:1",
		"central:0", "central:1.5", "largest:NaN", "verified:1", "verified:1,1", "verified:2,1", "verified:0,NaN",
		"sharpened:0", "sharpened:Inf", "sharpened", "smoothed:-1", "replace/t", "subsample:5/t"} {
		if _, err := ParseWorkflow(text); !errors.As(err, &syntax) {
			t.Errorf("%q: %v, want a SyntaxError", text, err)
		}
	}
	family, err := NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	var unsupported *UnsupportedError
	if _, err := NewPool(family, StatisticPath, Subsample(3)); !errors.As(err, &unsupported) {
		t.Errorf("subsampling a statistic: %v, want an UnsupportedError", err)
	}
	pool, err := NewPool(family, AutoPath, Accumulate())
	if err != nil {
		t.Fatal(err)
	}
	it := Iteration{Pool: pool, Truth: []float64{0}, Schedule: ConstantSchedule(5), Workflow: Subsample(3),
		Generations: 2}
	if err := it.Run(NewStream(1), 0, nil); !errors.As(err, &unsupported) {
		t.Errorf("subsampling in a pool of statistics: %v, want an UnsupportedError", err)
	}
	for _, w := range []Workflow{MixFresh(0), MixFresh(1), MixFresh(math.NaN()), MixOriginal(2), WeightedReal(0),
		Subsample(0), Bootstrap(-1), Accumulate().Decaying(1), Replace().Listed(0.5), MixFresh(0.5).Decaying(-1),
		Verified(1, 1), Sharpened(0), Smoothed(math.Inf(1)), KeepCentral(0), KeepLargest(2)} {
		it.Workflow = w
		if err := it.Check(); !errors.As(err, &syntax) {
			t.Errorf("workflow %v: %v, want a SyntaxError", w, err)
		}
	}
}
