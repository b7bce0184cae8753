package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// conditioned decides E[Σ_i (x_i − p) | the first model is in the ball] = 0 for n tosses of a coin, in rationals. The
// model is a function of the number k of heads, and a ball is low ≤ k ≤ high. By k − np = … a telescoping sum (de
// Moivre) it is [low q P(low) − (high+1) q P(high+1)]/P(low ≤ k ≤ high): that is the oracle. stopped leaves out the
// condition, as for a process that stops at its first exit.
func conditioned(p *big.Rat, n, low, high int64, stopped bool) Scenario {
	name := fmt.Sprintf("p=%v n=%d k from %d to %d stopped=%v", p, n, low, high, stopped)
	return exactly(name, func() (out Outcome) {
		q := rational.Sub(rational.Of(1, 1), p)
		mass := func(k int64) *big.Rat {
			m := new(big.Rat).SetInt(new(big.Int).Binomial(n, k))
			for i := range n {
				if i < k {
					m = rational.Mul(m, p)
				} else {
					m = rational.Mul(m, q)
				}
			}
			return m
		}
		if stopped {
			low, high = 0, n
		}
		sum := new(big.Rat)
		for k := low; k <= high; k++ {
			centred := rational.Sub(rational.Of(k, 1), rational.Mul(p, rational.Of(n, 1)))
			sum = rational.Add(sum, rational.Mul(mass(k), centred))
		}
		closed := rational.Mul(q, rational.Mul(rational.Of(low, 1), mass(low)))
		if high < n {
			closed = rational.Sub(closed, rational.Mul(q, rational.Mul(rational.Of(high+1, 1), mass(high+1))))
		}
		if sum.Cmp(closed) != 0 {
			out.Doubt("the sum %v is not de Moivre's %v", sum, closed)
			return out
		}
		value, _ := sum.Float64()
		out.Check(sum.Sign() == 0, "E[Σ(x−p); k in the ball] = %.6g", value)
		out.Evidence = fmt.Sprintf("E[Σ(x_i−p); %d ≤ k ≤ %d] = %.6g", low, high, value)
		return out
	})
}

// finding14 is how print uses Theorems B.1 and B.3: "if θ^(1), …, θ^(T−1) ∈ B_r then with probability 1−δ …". Given
// that later models are in the ball the earlier scores have no mean 0, and are not independent, so the theorems do not
// apply. Stop the process at its first exit instead: its differences have mean 0 given the past alone
// (certify.Natural).
func finding14() Claim {
	return Claim{
		ID: "finding-14", Statement: "finding-14", Expect: Refuted,
		Title: "E[z_t | past] = 0 given that all models are in the ball, as Lemmas B.1, B.3 and C.2 use it",
		Says: "E[Σ(x_i − p) | θ^(1) ∈ B_r(θ*)] = 0 for n tosses of a coin, whose θ^(1) is in the ball for low ≤ k ≤ " +
			"high heads",
		Deviation: "none: the condition looks at the future, and gives the differences a mean",
		Fixed: func(Profile) []Scenario {
			return []Scenario{conditioned(rational.Of(1, 3), 10, 2, 5, false)}
		},
		Draw: func(choose Chooser) Scenario {
			n := DrawSize(choose, "n", 3, 40)
			p := rational.Of(DrawSize(choose, "1000p", 50, 480), 1000)
			high := DrawSize(choose, "high", 1, n-1)
			return conditioned(p, n, 0, high, false)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"stopped", conditioned(rational.Of(1, 3), 10, 2, 5, true)},
				{"a-fair-coin-and-a-symmetric-ball", conditioned(rational.Of(1, 2), 10, 3, 7, false)},
				{"a-ball-of-all-models", conditioned(rational.Of(1, 3), 10, 0, 10, false)}}
		},
	}
}
