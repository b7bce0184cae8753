package construction2

import (
	"math"

	"itermle/estimators"
	"itermle/internal/tower"
)

// WaitingTime is t_J(δ), a number of generations within which, whatever n is, the interval [J, J+1] is hit with
// probability ≥ 1−δ while the g's do not win (arXiv:2505.19046, Lemmas F.5 and F.6, with the constants made explicit,
// derived here):
//
//	t_J(δ) = Σ_{j=1}^{J} ⌈(4/3) log(4J/δ) / x_j⌉,   x_1 = δ/4,   x_{k+1} = x_k δ / (16 J q(x_k)),
//	q(x) = 2 + e² x + 2 log(8J/δ)
//
// Write Π_j = Π_{k<j} α_k. Until [j, j+1] is hit, a sample falls there with probability at least ¾ Π_j (Π_j where the
// unseen α_j is 0, as here), so w generations all miss it with probability ≤ exp(−¾ w n Π_j). Five events, together of
// probability ≤ δ, can spoil nΠ_j ≥ x_j: half of δ for α_0 (M_0 > 1−δ/(2n), Lemma F.8, else nα_0 ≥ min(n/4, δ/4));
// δ/(8J) for each k that the generation hitting [k, k+1] first hits it more than q(nΠ_k) times (Lemma F.7), δ/(8J) that
// so few points have a maximum above 1 − δ/(8J q) (else α_k ≥ δ/(16 J q) < ¼); and δ/(4J) for each wait. x ↦ x/q(x)
// increases, so lower bounds propagate. The sample of generation t_J(δ), counted from 0, is the last that is needed.
//
// Errors: *estimators.RangeError for J < 1 or δ outside (0, 1).
func WaitingTime(level int, delta float64) (tower.Number, error) {
	if level < 1 {
		return tower.Number{}, &estimators.RangeError{What: "J", Value: float64(level), Accept: "J ≥ 1"}
	}
	if !(delta > 0 && delta < 1) {
		return tower.Number{}, &estimators.RangeError{What: "δ", Value: delta, Accept: "0 < δ < 1"}
	}
	return waitingTime(level, delta), nil
}

// waitingTime is t_J(δ) for J ≥ 1 and 0 < δ < 1.
func waitingTime(level int, delta float64) tower.Number {
	J := float64(level)
	sum := tower.Of(0)
	logX := math.Log(delta / 4)
	for range level {
		logWait := math.Log(4./3*math.Log(4*J/delta)) - logX
		if logWait < 36 {
			sum = sum.Plus(tower.Of(math.Ceil(math.Exp(logWait))))
		} else {
			// Above 2^51 the ceiling is lost in the rounding: one more part in 10^14 is more than it adds.
			sum = sum.Plus(tower.Of(logWait + 1e-14*logWait).Exp())
		}
		q := 2 + math.Exp(2+logX) + 2*math.Log(8*J/delta)
		logX += math.Log(delta / (16 * J * q))
	}
	return sum
}

// LevelTime is ψ(J) = t_{J−1}(1/J), J ≥ 2: the generation by which a spike over [J−1, J] has been asked for with
// probability ≥ 1 − 1/J.
func LevelTime(J int) tower.Number { return waitingTime(J-1, 1/float64(J)) }
