package cmd

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/theorems/laws"
)

// P(absorbed) is the enumerated probability, within 7 standard errors (10^-11); the outcomes left of two are 2 − that,
// and the standard error is that of a share.
func TestSimulateCountsAbsorption(t *testing.T) {
	const replicates, n, p = 4000, 10, 0.3
	got := simulated(t, "--family bernoulli --theta 0.3 --workflow replace --schedule const:10 --T 6 --reps 4000")
	for i, g := range got.Generations {
		mass := laws.BernoulliCounts(p, estimators.ConstantSchedule(n), i+1, true)
		want := mass[0] + mass[n]
		share := *g.PAbsorbed
		if !(math.Abs(share-want) <= 7*math.Sqrt(want*(1-want)/replicates)) {
			t.Errorf("t=%d: P(absorbed) = %g, exactly %g", g.T, share, want)
		}
		if !(math.Abs(*g.Outcomes-(2-share)) <= 1e-12) {
			t.Errorf("t=%d: %g outcomes with P(absorbed) = %g", g.T, *g.Outcomes, share)
		}
		if e := math.Sqrt(share * (1 - share) / replicates); !(math.Abs(*g.Errors.PAbsorbed/e-1) <= 1e-9) {
			t.Errorf("t=%d: standard error %g, of a share %g", g.T, *g.Errors.PAbsorbed, e)
		}
	}
}

// KL of N(θ, 1) is half the squared error, and standard errors are those of the sample; a Poisson model has no count of
// outcomes.
func TestSimulateMarks(t *testing.T) {
	got := simulated(t, "--family gaussian-mean --theta 1 --schedule const:5 --T 3 --reps 500 --kl")
	for _, g := range got.Generations {
		near := func(what string, got, want float64) {
			if !(math.Abs(got/want-1) <= 1e-9) {
				t.Errorf("t=%d: %s %g, want %g", g.T, what, got, want)
			}
		}
		near("KL", *g.KL, *g.MSE[0]/2)
		near("± KL", *g.Errors.KL, *g.Errors.MSE[0]/2)
		near("± mean", *g.Errors.Mean[0], math.Sqrt((*g.MSE[0]-g.Bias[0]*g.Bias[0])/500))
		near("± err", *g.Errors.Distance, math.Sqrt((*g.MSE[0]-g.Distance.Mean*g.Distance.Mean)/500))
		if g.PAbsorbed != nil || g.Outcomes != nil {
			t.Errorf("t=%d: a Gaussian is absorbed with probability %v", g.T, g.PAbsorbed)
		}
	}
	g := simulated(t, "--family poisson --theta 0.1 --workflow replace --T 2 --reps 90").Generations[1]
	if g.Outcomes != nil || g.PAbsorbed == nil || g.KL != nil {
		t.Errorf("Poisson: %+v", g)
	}
	_, out, _ := execute(strings.Fields("simulate --family categorical --theta 0.5,0.25 --T 2 --reps 70 --kl " +
		"--wide")...)
	for _, title := range []string{"P(absorbed)", "outcomes", "KL mean", "± mse p1", "± ‖θ−θ*‖ mean", "± KL mean"} {
		if !strings.Contains(out, "  "+title) {
			t.Errorf("no column %q in\n%s", title, out)
		}
	}
}

// The unbiased variance is a martingale under replacement: the mean of σ̂² is 1 within 7 standard errors, the MLE's is
// (1 − 1/n)^T; no other family has it.
func TestSimulateUnbiased(t *testing.T) {
	square := func(line string) (mean, deviation float64) {
		g := simulated(t, "--family gaussian --theta 0,1 --workflow replace --schedule const:10 --T 3 --reps 4000 "+
			""+line).
			Generations[2]
		m := g.Mean[1]
		return *g.MSE[1] + 2*m - 1, 4 * (*g.Errors.MSE[1] + *g.Errors.Mean[1]) // E σ² = E(σ − 1)² + 2 E σ − 1
	}
	mean, deviation := square("--estimator unbiased")
	if !(math.Abs(mean-1) <= 2*deviation && deviation < 0.1) {
		t.Errorf("E σ̂² = %g ± %g, want 1", mean, deviation)
	}
	if mean, deviation := square(""); !(math.Abs(mean-0.729) <= 2*deviation) {
		t.Errorf("E σ² of the MLE = %g ± %g, want 0.729", mean, deviation)
	}
	for _, line := range []string{"--family poisson --estimator unbiased", "--family gaussian --estimator umvu"} {
		if code, _, _ := execute(strings.Fields("simulate " + line)...); code != exitMisuse {
			t.Errorf("%s: exit %d", line, code)
		}
	}
}

func simulated(t *testing.T, line string) simulation {
	t.Helper()
	code, stdout, stderr := execute(strings.Fields("simulate --json --seed " +
		strconv.FormatUint(suiteseed.Seed(), 10) + " " + line)...)
	if code != exitHolds {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	var got simulation
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	return got
}
