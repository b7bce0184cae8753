package theorems

import (
	"fmt"
	"math"
)

// roundSums are Σ_{k≤t} k^{2α−2} and α Σ_{k≤t} k^{α−1−q}.
func roundSums(alpha, q float64, rounds int) (variance, bias float64) {
	for k := 1; k <= rounds; k++ {
		variance += math.Pow(float64(k), 2*alpha-2)
		bias += alpha * math.Pow(float64(k), alpha-1-q)
	}
	return variance, bias
}

// wangRate is training on all rounds pooled, each with a share α of real samples, for a Gaussian mean: with n samples
// of variance σ² a round and real data of bias t^{−q},
//
//	v_t = (1 − α/t)² v_{t−1} + 1/t²,   b_t = (1 − α/t) b_{t−1} + (α/t) t^{−q}
//
// are variance, in σ²/n, and bias, from v_1 = 1, b_1 = α: the first model is the truth. The products Π_{k<j≤t}(1 −
// α/j) = Γ(t+1−α)Γ(k+1)/(Γ(t+1)Γ(k+1−α)) lie between (k/(t+1))^α and ((k+1)/t)^α by Gautschi's inequality, so that,
// ours,
//
//	(1+1/t)^{−2α} ≤ v_t t^{2α}/Σ_{k≤t} k^{2α−2} ≤ 4^α,   (1+1/t)^{−α} ≤ b_t t^α/(α Σ k^{α−1−q}) ≤ 2^α:
//
// the root mean square is of the order t^{−min(½,α,q)} of Theorem 3.4, whose proof takes the pooled samples for
// independent; at α = ½ it is √(log t/t), not log t/√t.
func wangRate() Claim {
	type sums func(alpha, q float64, t int) (variance, bias float64)
	scenario := func(alpha, q float64, rounds int, claimed sums) Scenario {
		return exactly(fmt.Sprintf("α=%g q=%g t=%d", alpha, q, rounds), func() Outcome {
			v, b := 1.0, alpha
			for k := 2; k <= rounds; k++ {
				t := float64(k)
				kept := 1 - alpha/t
				v, b = kept*kept*v+1/t/t, kept*b+alpha/t*math.Pow(t, -q)
			}
			t := float64(rounds)
			variance, bias := claimed(alpha, q, rounds)
			const rounding = 1e-9 // of 10⁴ steps
			var out Outcome
			out.Pin("the order of the variance", math.Pow(4, alpha)*variance*math.Pow(t, -2*alpha)/v, 1-rounding,
				math.Pow(4, alpha)*math.Pow(1+1/t, 2*alpha)+rounding)
			out.Check(b <= math.Pow(2, alpha)*bias*math.Pow(t, -alpha)*(1+rounding) &&
				b >= bias*math.Pow(t+1, -alpha)*(1-rounding), "bias %.9g, order %.9g", b, bias*math.Pow(t, -alpha))
			out.Evidence = out.Counterexample
			if out.Evidence == "" {
				out.Evidence = fmt.Sprintf("n Var/σ² = %.6g, order %.6g; bias %.6g, order %.6g", v,
					variance*math.Pow(t, -2*alpha), b, bias*math.Pow(t, -alpha))
			}
			return out
		})
	}
	return Claim{
		ID: "wang-rate", Statement: "wang-rate", Expect: Supported,
		Title: "pooled rounds of real share α: error t^{−min(½,α,q)}, √(log t/t) at α = ½",
		Says: "Of a Gaussian mean on pooled rounds with real share α and bias t^{−q}, n Var/σ² is t^{−2α} Σ_{k≤t} " +
			"k^{2α−2} within 4^α, and the bias α t^{−α} Σ k^{α−1−q} within 2^α.",
		Deviation: "as quoted from Theorem 3.4 by a secondary source, log t at α = ½ for its square root; the " +
			"two-sided bounds are ours",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(0.25, 1, 10000, roundSums), scenario(0.5, 0.2, 10000, roundSums),
				scenario(0.9, 0.9, 10000, roundSums)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(DrawReal(choose, "α", 0.01, 0.99), DrawReal(choose, "q", 0, 2), int(DrawSize(choose, "t", 1,
				10000)), roundSums)
		},
		Mutants: func() []Mutant {
			of := func(alpha float64, claimed sums) Scenario { return scenario(alpha, 0.2, 10000, claimed) }
			return []Mutant{
				{"log-lost", of(0.5, func(alpha, q float64, t int) (float64, float64) {
					_, bias := roundSums(alpha, q, t)
					return 1, bias
				})},
				{"log-squared", of(0.5, func(alpha, q float64, t int) (float64, float64) {
					variance, bias := roundSums(alpha, q, t)
					return variance * variance, bias
				})},
				{"bias-forgotten-in-the-pool", of(0.75, func(alpha, q float64, t int) (float64, float64) {
					variance, _ := roundSums(alpha, q, t)
					return variance, alpha
				})},
				{"synthetic-share", of(0.25, func(alpha, q float64, t int) (float64, float64) {
					return roundSums(1-alpha, q, t)
				})},
			}
		},
	}
}
