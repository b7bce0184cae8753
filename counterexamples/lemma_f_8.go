package counterexamples

import (
	"cmp"
	"fmt"
	"math"
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems"
)

// maximumBounds decides Lemma F.8 over a grid of n and δ. The maximum of n uniform samples is ≤ v with probability v^n,
// so the lemma is two inequalities between numbers:
//
//	(1−cδ/n)^n ≥ 1−δ        in rationals for n ≤ 64 (equality at n = 1), in logarithms beyond
//	(1−c log(1/δ)/n)^n ≤ δ  for log(1/δ) < n; beyond, the bound is below 0 and trivial
//
// with c = 1. Both with δ/2 each add up to 1−δ.
func maximumBounds(c float64) theorems.Scenario {
	return decided(fmt.Sprintf("c=%g", c), func() (theorems.Outcome, error) {
		var out theorems.Outcome
		least, where := math.Inf(1), ""
		judge := func(slack, rounding float64, format string, arguments ...any) {
			atMost(&out, -slack, 0, rounding, format, arguments...)
		}
		for _, n := range []int64{1, 2, 3, 5, 10, 64, 100, 1000, 1e6, 1e9, 1e15} {
			for _, delta := range []float64{0x1p-1, 0x1p-2, 0x1p-3, 0x1p-4, 0x1p-7, 0x1p-10, 0x1p-20} {
				size := float64(n)
				if n <= 64 {
					v := rational.Sub(rational.Of(1, 1),
						rational.Quo(rational.Mul(rational.FromFloat(c), rational.FromFloat(delta)), rational.Of(n, 1)))
					power := rational.Of(1, 1)
					for range n {
						power = rational.Mul(power, v)
					}
					if v.Sign() < 0 {
						power = new(big.Rat) // no probability: the bound is below 0
					}
					judge(float64(power.Cmp(rational.Sub(rational.Of(1, 1), rational.FromFloat(delta)))), 0,
						"P(max ≤ 1−δ/n) = %s < 1−δ at n = %d, δ = %g", new(big.Float).SetRat(power).Text('g',
							6), n, delta)
				} else {
					// n log(1−x/n) + x ≈ −x²/(2n), log(1−δ) + δ ≈ −δ²/2: the sides differ by δ²/2·(1−1/n), rounding is
					// 2^-50·δ.
					left, right := size*math.Log1p(-c*delta/size), math.Log1p(-delta)
					judge(left-right, 0x1p-50*delta, "P(max ≤ 1−δ/n) = %.9g < 1−δ at n = %d, δ = %g", math.Exp(left), n,
						delta)
					if slack := (left - right) / -right; slack < least {
						least, where = slack, fmt.Sprintf("n = %d, δ = %g", n, delta)
					}
				}
				log := -math.Log(delta)
				if log >= size {
					out.Check(true, "1 − log(1/δ)/n ≤ 0") // the bound holds for sure
					continue
				}
				// log(1−y) ≤ −y by y²/2 at least, y = log(1/δ)/n. Where y < 2^-40 rounding hides that, and the
				// inequality is the theorem log(1−y) ≤ −y itself: only c is compared with 1.
				if log/size < 0x1p-40 {
					judge(c-1, 0, "P(max < 1−%g log(1/δ)/n) > δ at n = %d, δ = %g", c, n, delta)
					continue
				}
				missed := 0.0
				if c*log < size {
					missed = size * math.Log1p(-c*log/size)
				} else {
					missed = math.Inf(-1)
				}
				judge(-log-missed, 0x1p-50*log, "P(max < 1−log(1/δ)/n) = %.9g > δ at n = %d, δ = %g", math.Exp(missed),
					n, delta)
			}
		}
		out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf(
			"%d inequalities; the tightest first one beyond n = 64 has relative slack %.3g in the logarithm (%s)",
			out.Cases, least, where))
		return out, nil
	})
}

func lemmaF8() theorems.Claim {
	return theorems.Claim{
		ID: "lemma-F.8", Statement: "lemma-F.8",
		Title: "the maximum of n uniform samples is within δ/n and log(1/δ)/n of 1",
		Says: "P(max ≤ 1−δ/n) = (1−δ/n)^n ≥ 1−δ, P(max ≥ 1−log(1/δ)/n) = 1 − (1−log(1/δ)/n)^n ≥ 1−δ; both at once " +
			"with δ/2 each, by the union bound.",
		Expect: theorems.Supported,
		Fixed:  always(maximumBounds(1)),
		Mutants: mutants{{Name: "constant-doubled", Scenario: maximumBounds(2)},
			{Name: "constant-halved", Scenario: maximumBounds(0.5)}}.all,
	}
}
