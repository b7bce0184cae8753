package cmd

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/internal/kolmogorov"
	"itermle/internal/suiteseed"
)

// write puts a file of data into a folder of the test.
func write(t *testing.T, text string) string {
	path := filepath.Join(t.TempDir(), "data.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func plan(t *testing.T, line string) planned {
	t.Helper()
	code, stdout, stderr := execute(append([]string{"plan", "--json"}, strings.Fields(line)...)...)
	var got planned
	if err := json.Unmarshal([]byte(stdout), &got); code != exitHolds || stderr != "" || err != nil {
		t.Fatalf("%s: exit %d, %v, %s", line, code, err, stderr)
	}
	return got
}

// Of a Gaussian mean the error of generation T is N(0, S_T), whatever the data are: the fit's own error, and the drift
// from it, which are independent.
func TestPlanFollowsTheExactLaw(t *testing.T) {
	family, generations, replicates := unitGaussian(t), 6, 4000
	observed, err := estimators.NewObserved(family, estimators.Accumulate())
	if err != nil {
		t.Fatal(err)
	}
	if err := observed.Add([]float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3}); err != nil {
		t.Fatal(err)
	}
	schedule := estimators.ListSchedule(10, 3, 3, 50, 1, 1)
	c := &course{family: family, fitted: []float64{3.9}, observed: observed, schedule: schedule, replicates: replicates,
		workers: 2, seed: suiteseed.Seed()}
	found, err := c.follow(estimators.Accumulate(), generations)
	if err != nil {
		t.Fatal(err)
	}
	for at, distances := range found.distance {
		s := math.Sqrt(schedule.VarianceSum(at + 1))
		law := func(x float64) float64 { return math.Erf(x / s / math.Sqrt2) }
		if d, limit := kolmogorov.OneSample(distances, law), kolmogorov.Critical(replicates, 1e-9); !(d <= limit) {
			t.Errorf("generation %d: distance %.3g of at most %.3g from the exact law", at+1, d, limit)
		}
	}
}

// The three samples of testdata, with what their sources print: 0.70 deaths, 3.87 particles, 852.4 km/s.
func TestPlanOnRealData(t *testing.T) {
	for _, row := range []struct {
		file, family string
		rows         int64
		theta        float64
	}{{"horse_kicks", "poisson", 280, 196.0 / 280}, {"alpha_particles", "poisson", 2608, 10097.0 / 2608},
		{"speed_of_light", "gaussian", 100, 852.4}} {
		got := plan(t, "--data ../testdata/samples/"+row.file+".csv --family "+row.family+" --T 3 --reps 200")
		if got.Size != row.rows || !(math.Abs(got.Theta[0]-row.theta) <= 1e-12*row.theta) || got.Goodness == nil ||
			got.Goodness.PValue < 0.01 || len(got.Course) != 3 {
			t.Errorf("%s: %+v", row.file, got)
		}
	}
	got := plan(t, "--data ../testdata/samples/alpha_particles.csv --family gaussian --T 1 --reps 100")
	if !(got.Goodness.High < 0.02) { // counts are not normal
		t.Errorf("p = %g of normal counts", got.Goodness.PValue)
	}
}

// Under the family itself p ≤ 0.1 comes with probability about 0.1: of 200 samples more than 50 have probability below
// 1e-9, and fewer than 2 below 1e-7, if that is so (binomial tails; a location family's test is exact).
func TestGoodnessIsCalibrated(t *testing.T) {
	family := unitGaussian(t)
	small := 0
	for k := range 200 {
		x := make([]float64, 20)
		family.Sample(x, []float64{5}, estimators.NewStream(suiteseed.Seed(), "calibrated").At(uint64(k), 0))
		got, err := fitQuality(family, []float64{0}, x, 1, uint64(k))
		if err != nil {
			t.Fatal(err)
		}
		if got.PValue <= 0.1 {
			small++
		}
	}
	if small < 2 || small > 50 {
		t.Errorf("%d of 200 p-values are at most 0.1", small)
	}
}

// ε, shares and passages are consistent: more of the truth keeps the error lower, and replace passes before accumulate.
func TestPlanAnswers(t *testing.T) {
	path := "../testdata/samples/alpha_particles.csv --family poisson --reps 400"
	replaced := plan(t, "--data "+path+" --workflow replace --T 60 --epsilon 0.3")
	pooled := plan(t, "--data "+path+" --T 60 --epsilon 0.3")
	if p := replaced.Passes; p.Generation == nil || *p.Earliest > *p.Generation || *p.Latest < *p.Generation ||
		*p.Generation < 2 {
		t.Errorf("replace passes at %+v", p)
	}
	if pooled.Passes.Latest != nil {
		t.Errorf("accumulate passes at %d", *pooled.Passes.Latest)
	}
	if s := replaced.LeastShare; s.Share == nil || !(*s.Share > 0 && *s.Share < 0.5) || *s.Low > *s.Share ||
		*s.High < *s.Share {
		t.Errorf("least share %+v", s)
	}
	if strict := plan(t, "--data "+path+" --T 5 --epsilon 0.01"); strict.LeastShare.Share != nil {
		t.Errorf("a share of %g keeps an error that the first fit has", *strict.LeastShare.Share)
	}
	exact := plan(t, "--family gaussian-mean --theta 2 --n0 1000000 --T 10 --reps 4000")
	if q := exact.Course[9].Quantile; exact.Exact == nil || exact.Certificate == nil ||
		!(*q.Low <= exact.Exact.Quantile*1.02 && exact.Exact.Quantile*0.98 <= *q.High) ||
		!(exact.Exact.Quantile <= exact.Certificate.Quantile) {
		t.Errorf("quantile %v, exact %+v, certificate %+v", q, exact.Exact, exact.Certificate)
	}
	gone := plan(t, "--family bernoulli --theta 0.5 --n0 4 --T 200 --workflow replace --reps 400")
	if !(gone.Collapse.Low <= gone.Collapse.Probability && gone.Collapse.Probability <= gone.Collapse.High) ||
		gone.Collapse.Probability > 0.1 { // absorbed at 0 or 1, a total variation of ½ and no more
		t.Errorf("collapse %+v", gone.Collapse)
	}
	gone = plan(t, "--family gaussian --theta 0,1 --n0 4 --T 200 --workflow replace --reps 400")
	if !(gone.Collapse.Low >= 0.9) {
		t.Errorf("four samples replaced 200 times: collapse %+v", gone.Collapse)
	}
}

// What is proved agrees with what is simulated, workflow by workflow: an exact quantile lies in its interval, and a
// certificate above it by no more than its inequality can lose.
func TestPlanProvesUnderEveryLinearWorkflow(t *testing.T) {
	for _, row := range []struct {
		line, how string
		exact     bool
		most      float64 // certificate / quantile
	}{
		{"gaussian-mean --theta 1 --workflow original:0.5", "Chebyshev", true, 2.5},
		{"gaussian-mean --theta 1 --workflow weighted:0.3", "Chebyshev", true, 2.5},
		{"gaussian-mean --theta 1 --workflow subsample:50", "Chebyshev", false, 2.8},
		{"exponential --theta 2 --workflow fresh:0.2", "Chebyshev", false, 3},
		{"poisson --theta 2 --workflow mixture:0.2", "Chebyshev", false, 3},
		{"exponential --theta 2 --workflow replace", "fourth moment", false, 2},
		{"gaussian --theta 1,2", "fourth moment", false, 2},
		{"gaussian --theta 1,2 --workflow replace", "Chebyshev", false, 3},
		{"gaussian --theta 1,2 --workflow fresh:0.2", "second moments", false, 4},
		{"gaussian --theta 1,2 --workflow original:0.5", "second moments", false, 4},
		{"gaussian --theta 1,2 --workflow weighted:0.3", "second moments", false, 4},
		{"gaussian --theta 1,2 --workflow accumulate:0.3", "second moments", false, 4},
	} {
		got := plan(t, "--n0 100 --T 8 --reps 2000 --family "+row.line)
		last := got.Course[7].Quantile
		if (got.Exact != nil) != row.exact || row.exact && !(*last.Low <= got.Exact.Quantile &&
			got.Exact.Quantile <= *last.High) {
			t.Errorf("%s: exact %+v, simulated %v", row.line, got.Exact, last)
		}
		if c := got.Certificate; c == nil || !strings.Contains(c.How, row.how) || !(c.Quantile > *last.High) ||
			!(c.Quantile < row.most**last.Value) {
			t.Errorf("%s: certificate %+v, simulated %v", row.line, c, last)
		}
	}
	for line, why := range map[string]string{"largest:0.9": "a filter is no linear workflow",
		"subsample:50":                       "a part of the pool has no second moments that close",
		"replace --schedule list:100,1,100":  "one sample has no (μ, σ)",
		"fresh:0.2 --schedule list:100,1,50": "one sample has no (μ, σ)"} {
		got := plan(t, "--n0 100 --T 3 --reps 100 --family gaussian --theta 1,2 --workflow "+line)
		if got.Exact != nil || got.Certificate != nil {
			t.Errorf("%s: %s: %+v, %+v", line, why, got.Exact, got.Certificate)
		}
	}
}

// Nothing is guessed: each mistake is one line with the place.
func TestPlanRefuses(t *testing.T) {
	for _, row := range []struct{ text, flags, want string }{
		{"x\n1\n\n2\n,3\n", "", "line 5"}, // an empty line is none; a line of two cells is a mistake
		{"x,y\n1,2\n,3\n", "--column x", `line 3, column "x": the value is missing`},
		{"x\n1\nNA\n", "", `line 3, column "x": "NA" is no finite number`},
		{"x\n1\nInf\n", "", "no finite number"},
		{"x\n1\n0x10\n", "", "no finite number"},
		{"x\n1\n1_0\n", "", "no finite number"},
		{"x\n7\n7\n7\n", "", "all 3 values are 7"},
		{"x\n", "", "no rows"},
		{"", "", "empty"},
		{"1\n2\n", "", "names of the columns"},
		{"x,y\n1,2\n", "", "x, y"},
		{"x,y\n1,2\n", "--column z", "one of x, y"},
		{"x,x\n1,2\n", "--column x", "two columns"},
		{"x\n1\n2\n-3\n", "--family exponential", "line 4"},
		{"x\n1\n2\n2.5\n", "--family poisson", "line 4"},
		{"x\n\"1\n2\n", "", "comma-separated"},
		{"x\n1\n2\n", "--family gaussian-vector:2", "one column"},
		{"x\n1\n2\n", "--theta 3", "--theta has no effect"},
		{"x\n1\n2\n", "--epsilon -1", "ε > 0"},
		{"x\n1\n2\n", "--schedule const:0", "schedule"},
		{"x\n1\n2\n", "--reps 100000000", "memory"},
	} {
		flags := row.flags
		if !strings.Contains(flags, "--family") {
			flags += " --family gaussian-mean"
		}
		line := append([]string{"plan", "--data", write(t, row.text)}, strings.Fields(flags)...)
		code, stdout, stderr := execute(line...)
		if code != exitMisuse || stdout != "" || !strings.Contains(stderr, row.want) ||
			strings.Count(stderr, "\n") != 1 {
			t.Errorf("%q %s: exit %d, %q, %q; want one line with %q", row.text, row.flags, code, stdout, stderr,
				row.want)
		}
	}
	for _, line := range []string{"--family gaussian-mean", "--data /nonexistent --family gaussian-mean",
		"--data . --family gaussian-mean", "--theta 1 --family gaussian-mean --column x"} {
		if code, _, stderr := execute(append([]string{"plan"}, strings.Fields(line)...)...); code != exitMisuse ||
			strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, %q", line, code, stderr)
		}
	}
}

// unitGaussian is N(θ, 1).
func unitGaussian(t *testing.T) estimators.Distribution {
	family, err := estimators.ParseFamily("gaussian-mean")
	if err != nil {
		t.Fatal(err)
	}
	return family.(estimators.Distribution)
}
