package cmd

import (
	"encoding/json"
	"itermle/internal/suiteseed"
	"math"
	"strconv"
	"strings"
	"testing"
)

func certifyJSON(t *testing.T, line string) certification {
	t.Helper()
	code, stdout, stderr := execute(append(strings.Fields("certify --json "+line), "--seed",
		strconv.FormatUint(suiteseed.Seed(), 10))...)
	if code != exitHolds || stderr != "" {
		t.Fatalf("certify %s: exit %d: %s", line, code, stderr)
	}
	var c certification
	if err := json.Unmarshal([]byte(stdout), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// A Gaussian mean has constants and a law that can be written down: K1 = K2 = λ0 = 1, θ^(T) ~ N(0, V_T), and ρ_T/q does
// not depend on n or T: cosh(cz) = e^{c²/2}/δ at the best c gives 1.386 for δ = 0.05.
func TestCertifyGaussianMean(t *testing.T) {
	c := certifyJSON(t, "--family gaussian-mean --r 1 --schedule const:1000000 --T 1000")
	one := func(v *float64) bool { return v != nil && *v == 1 }
	if !one(c.Constants.K1) || c.Constants.K2 != 1 || c.Constants.Lambda0 != 1 || c.Constants.K3 != 0 ||
		c.Constants.LI != 0 || c.QuantileBy != "exact" {
		t.Errorf("constants %+v, quantile by %q", c.Constants, c.QuantileBy)
	}
	sum := 0.0
	for k := 1000; k >= 1; k-- {
		sum += 1 / float64(k*k)
	}
	// z_{0.025} = 1.959963984540054.
	if want := 1.959963984540054 * math.Sqrt(sum/1e6); !(math.Abs(*c.Quantile/want-1) < 1e-12) {
		t.Errorf("quantile %g, want %g", *c.Quantile, want)
	}
	// min over c of arcosh(20e^{c²/2})/c, over z_{0.025}.
	if !c.Certified || !(math.Abs(*c.Ratio-1.38584326) < 1e-7) {
		t.Errorf("ratio %v, want 1.38584326", *c.Ratio)
	}
}

// The inverse questions agree with the forward one: min_n is certified within the target and min_n − 1 is not, and
// likewise max_t.
func TestCertifyInverts(t *testing.T) {
	for _, line := range []string{"--family bernoulli-logit --theta 1 --r 0.5", "--family logistic-location --r 0.2",
		"--family poisson-log --theta 0 --r 0.5"} {
		line += " --reps 0 --target 0.02"
		c := certifyJSON(t, line+" --T 20")
		if c.SmallestN == nil {
			t.Fatalf("%s: no smallest n", line)
		}
		for shift, want := range map[int64]bool{0: true, -1: false} {
			at := certifyJSON(t, line+" --T 20 --schedule const:"+jsonNumber(*c.SmallestN+shift))
			if within := at.Certified && *at.Rho <= 0.02; within != want {
				t.Errorf("%s: n = %d%+d: certified within the target: %v", line, *c.SmallestN, shift, within)
			}
			if shift == 0 {
				most := at.LargestT
				if most == nil || *most < 20 {
					t.Fatalf("%s: at the smallest n the largest T is %v, want at least 20", line, most)
				}
				if *most < largestGenerations {
					for more, want := range map[int64]bool{0: true, 1: false} {
						beside := certifyJSON(t, line+" --T "+jsonNumber(int64(*most)+more)+
							" --schedule const:"+jsonNumber(*c.SmallestN))
						if within := beside.Certified && *beside.Rho <= 0.02; within != want {
							t.Errorf("%s: T = %d%+d: certified within the target: %v", line, *most, more, within)
						}
					}
				}
			}
		}
	}
}

// Two parameters behind a channel: certify.Vector in a small ball, within 3 of the quantile at n = 10^6, T = 10^4, and
// certify.General in one where r ≥ λ0/K3.
func TestCertifyTwoParameters(t *testing.T) {
	line := `--family alphabet:{"low":[-1,-1],"high":[1,1],"weights":[[],[[1,1,0]],[[1,0,1]]],` +
		`"channel":[[0.9,0.05,0.05],[0.05,0.9,0.05],[0.05,0.05,0.9]]} --theta 0.2,-0.3 --reps 0 --T 10000 --r `
	c := certifyJSON(t, line+"0.08")
	if c.Method != "vector" || !c.Certified || c.QuantileBy != "normal" || !(*c.Ratio > 1.3 && *c.Ratio < 3) ||
		c.SmallestN == nil || *c.SmallestN > 1_000_000 || c.LargestT == nil || *c.LargestT != largestGenerations {
		t.Errorf("r = 0.08: %+v", c)
	}
	if c := certifyJSON(t, line+"0.4"); c.Method != "general" || c.Certified {
		t.Errorf("r = 0.4: %+v", c)
	}
}

func jsonNumber(n int64) string {
	text, _ := json.Marshal(n)
	return string(text)
}

func TestCertifyRefusesSmallSamples(t *testing.T) {
	c := certifyJSON(t, "--family cauchy-location --r 0.08 --schedule const:10 --T 5 --reps 0")
	if c.Certified || c.Rho != nil || !strings.HasPrefix(c.Reason, "n too small") || c.SmallestN == nil ||
		*c.SmallestN <= 10 {
		t.Errorf("%+v", c)
	}
}

// A simulated quantile that was asked for is not replaced by the normal one: too many replicates are refused with the
// number that would do, and too little memory with what it takes. One that nobody asked for is normal, and says so.
func TestCertifyRefusesToSimulate(t *testing.T) {
	line := "certify --family bernoulli-logit --r 0.5 --T 30000"
	for more, want := range map[string]string{
		" --reps 1000": "at most 666",
		" --T 1000 --reps 1000 --family alphabet:0/0,1/0,-1": "at most 266",
		" --reps 600 --memory 1":                             "MiB of memory",
		" --T 100 --memory 10000":                            "KiB of memory, beyond --memory",
	} {
		if code, stdout, stderr := execute(strings.Fields(line + more)...); code != exitMisuse || stdout != "" ||
			!strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, %q; want one line with %q", more, code, stdout, stderr, want)
		}
	}
	if c := certifyJSON(t, strings.TrimPrefix(line, "certify ")); c.QuantileBy != "normal" || c.Quantile == nil {
		t.Errorf("quantile by %q", c.QuantileBy)
	}
}
