package counterexamples

import (
	"cmp"
	"fmt"
	"math"
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems"
)

// maximumBounds decides Lemma F.8. The maximum of n uniform samples is ≤ v with probability v^n, so the lemma is two
// inequalities between numbers:
//
//	(1−cδ/n)^n ≥ 1−δ        in rationals for n ≤ 64 (equality at n = 1), in logarithms beyond
//	(1−c log(1/δ)/n)^n ≤ δ  for log(1/δ) < n; beyond, the bound is below 0 and trivial
//
// with c = 1. Both with δ/2 each add up to 1−δ.
func maximumBounds(c float64, n int64, delta float64) theorems.Scenario {
	return decided(fmt.Sprintf("c=%g/n=%d/delta=%g", c, n, delta), func() (theorems.Outcome, error) {
		var out theorems.Outcome
		size := float64(n)
		slack, rounding := farBelow(c, n, delta)
		atMost(&out, -slack, 0, rounding, "P(max ≤ 1−δ/n) < 1−δ, by %g", slack)
		// log(1−y) ≤ −y by y²/2 at least, y = log(1/δ)/n. Where y < 2^-40 rounding hides that, and the inequality is
		// the theorem log(1−y) ≤ −y itself: only c is compared with 1.
		switch log := -math.Log(delta); {
		case log >= size:
			out.Check(true, "1 − log(1/δ)/n ≤ 0") // the bound holds for sure
		case log/size < 0x1p-40:
			out.Check(c >= 1, "P(max < 1−%g log(1/δ)/n) > δ", c)
		case c*log < size:
			missed := size * math.Log1p(-c*log/size)
			atMost(&out, missed, -log, 0x1p-50*log, "P(max < 1−log(1/δ)/n) = %.9g > δ", math.Exp(missed))
		default:
			out.Check(true, "P(max < 1−c log(1/δ)/n) = 0")
		}
		out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("P(max ≤ 1−δ/n) is beyond 1−δ by %.3g", slack))
		return out, nil
	})
}

// farBelow is how far (1−cδ/n)^n is above 1−δ, or their logarithms for n > 64, and the rounding of that.
func farBelow(c float64, n int64, delta float64) (slack, rounding float64) {
	if n > 64 {
		// n log(1−x/n) + x ≈ −x²/(2n), log(1−δ) + δ ≈ −δ²/2: the sides differ by δ²/2·(1−1/n), rounding is 2^-50·δ.
		return float64(n)*math.Log1p(-c*delta/float64(n)) - math.Log1p(-delta), 0x1p-50 * delta
	}
	one, d := rational.Of(1, 1), rational.FromFloat(delta)
	v, power := rational.Sub(one, rational.Quo(rational.Mul(rational.FromFloat(c), d), rational.Of(n, 1))), one
	for range n {
		power = rational.Mul(power, v)
	}
	if v.Sign() < 0 {
		power = new(big.Rat) // no probability: the bound is below 0
	}
	slack, _ = rational.Sub(power, rational.Sub(one, d)).Float64() // of the right sign: nothing here underflows
	return slack, 0
}

func lemmaF8() theorems.Claim {
	return theorems.Claim{
		ID: "lemma-F.8", Statement: "lemma-F.8",
		Title: "the maximum of n uniform samples is within δ/n and log(1/δ)/n of 1",
		Says: "P(max ≤ 1−δ/n) = (1−δ/n)^n ≥ 1−δ, P(max ≥ 1−log(1/δ)/n) = 1 − (1−log(1/δ)/n)^n ≥ 1−δ; both at once " +
			"with δ/2 each, by the union bound.",
		Expect: theorems.Supported,
		Fixed: always(maximumBounds(1, 1, 0.5), maximumBounds(1, 64, 0x1p-20), maximumBounds(1, 65, 0x1p-10),
			maximumBounds(1, 1e15, 0.5)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			n := theorems.DrawSize(c, "n", 1, 1e15)
			return maximumBounds(1, n, theorems.DrawLog(c, "delta", 1e-6, 0.999))
		},
		Mutants: mutants{{Name: "constant-doubled", Scenario: maximumBounds(2, 1000, 0.1)},
			{Name: "constant-halved", Scenario: maximumBounds(0.5, 1000, 0.1)}}.all,
	}
}
