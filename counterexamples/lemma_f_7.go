package counterexamples

import (
	"cmp"
	"fmt"
	"math"

	"itermle/theorems"
)

// logBinomialPoint is log P(B = k), B ~ Binomial(n, u), by the k factors of C(n, k) one by one: no difference of large
// logarithms. Its error is below (k+3)·2^-50 times the sum of the absolute terms; logRounding bounds that for k ≤ 10⁵.
func logBinomialPoint(n, k, u float64) float64 {
	sum := 0.0
	for i := 0.0; i < k; i++ {
		sum += math.Log((n - i) / (i + 1) * u)
	}
	return sum + (n-k)*math.Log1p(-u)
}

// logBinomialTail brackets log P(B ≥ k), k > nu, 0 < u < 1. The ratio of neighbouring terms, (n−i)u/((i+1)(1−u)),
// decreases in i, so the tail is at most its first term over 1 minus the first ratio; it is at least the sum of its
// first 64 terms.
func logBinomialTail(n, k, u float64) (lower, upper float64) {
	if k > n {
		return math.Inf(-1), math.Inf(-1)
	}
	first := logBinomialPoint(n, k, u)
	sum, term := 0.0, 1.0
	for i := k; i <= n && i < k+64; i++ {
		sum += term
		term *= (n - i) * u / ((i + 1) * (1 - u))
	}
	ratio := (n - k) * u / ((k + 1) * (1 - u))
	if ratio >= 1 {
		return first + math.Log(sum), 0
	}
	return first + math.Log(sum), first - math.Log1p(-ratio)
}

// binomialTails decides both tails of Lemma F.7, with q = offset + slope·un + weight·log(1/δ), 2, e², 2 in the lemma.
func binomialTails(n, mean, delta, offset, slope, weight, emptiness float64) theorems.Scenario {
	const logRounding = 1e-9 // relative to 1 in the logarithm: 10⁵ terms below 100, each to 2^-50
	name := fmt.Sprintf("n=%g/un=%g/delta=%g/q=%g+%.4gun+%glog(1÷δ)/P(0)=e^-%gun", n, mean, delta, offset, slope,
		weight, emptiness)
	return decided(name, func() (theorems.Outcome, error) {
		var out theorems.Outcome
		u := mean / n
		// P(B ≥ 1) = 1 − (1−u)^n ≥ 1 − e^{−un}: compare n log(1−u) with −un, to the rounding of that product.
		none := n * math.Log1p(-u)
		out.Check(none <= -emptiness*mean*(1-1e-15), "P(B = 0) = e^%.6g exceeds e^%.6g", none, -emptiness*mean)
		// P(B > q | B ≥ 1) ≤ δ at the least q that is allowed.
		q := offset + slope*mean - weight*math.Log(delta)
		k := math.Floor(q) + 1
		if u == 1 {
			out.Check(k > n, "B = n = %g > q = %.4g", n, q)
			return out, nil
		}
		lower, upper := logBinomialTail(n, k, u)
		over := math.Log(-math.Expm1(none)) + math.Log(delta) // what the tail must not exceed
		// the middle of the bracket, to half its width and rounding
		middle, slack := (upper+lower)/2, (upper-lower)/2+logRounding
		if math.IsInf(lower, -1) {
			middle, slack = lower, 0
		}
		atMost(&out, middle, over, slack, "P(B > %.4g | B ≥ 1) is near δ·e^%.3g", q, middle-over)
		out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("P(B > %.4g | B ≥ 1) ≤ δ·e^%.3g", q, upper-over))
		return out, nil
	})
}

func lemmaF7() theorems.Claim {
	square := math.Exp(2)
	printed := func(n, mean, delta float64) theorems.Scenario { return binomialTails(n, mean, delta, 2, square, 2, 1) }
	return theorems.Claim{
		ID: "lemma-F.7", Statement: "lemma-F.7",
		Title: "binomial tails: P(Σb ≥ 1) and P(Σb > q | Σb ≥ 1)",
		Says: "For b_i i.i.d. Bernoulli(u), P(Σb_i ≥ 1) ≥ 1 − e^{−un}, and P(Σb_i > q | Σb_i ≥ 1) ≤ δ for q ≥ 2 + " +
			"e²un + 2 log(1/δ): n up to 10¹⁵, tails bounded by first term / (1 − ratio).",
		Expect: theorems.Supported,
		Fixed: func(theorems.Profile) (scenarios []theorems.Scenario) {
			for _, n := range []float64{1, 2, 1e15} {
				for _, mean := range []float64{1e-12, 1, 1000} {
					if mean <= n {
						scenarios = append(scenarios, printed(n, mean, 0.999), printed(n, mean, 1e-100))
					}
				}
			}
			return scenarios
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			n := float64(theorems.DrawSize(c, "n", 1, 1e15))
			mean := theorems.DrawLog(c, "un", 1e-12, math.Min(n, 1000))
			if c.Choose("log δ", 2) == 1 {
				return printed(n, mean, theorems.DrawLog(c, "delta", 1e-100, 0.1))
			}
			return printed(n, mean, theorems.DrawReal(c, "delta", 0.01, 0.999))
		},
		Mutants: mutants{
			{Name: "slope-1", Scenario: binomialTails(1e6, 100, 0.01, 2, 1, 2, 1)},
			{Name: "no-offset-and-half-the-log", Scenario: binomialTails(1e6, 1e-6, 0.5, 0, square, 0.5, 1)},
			{Name: "hit-rate-doubled", Scenario: binomialTails(1e6, 1, 0.5, 2, square, 2, 2)},
		}.all,
	}
}
