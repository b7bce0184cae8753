package construction2

import (
	"itermle/internal/random"
	"math"
	"math/rand/v2"
)

// LevelGrowth is what log τ_J grows by with J, in the mean.
const LevelGrowth = 2*math.Ln2 + 0.5

// HittingProcess is the limit n → ∞ of the hitting times τ_J of [J, J+1], for the h's alone (derived here).
//
// λ_1 = nα_0 is half an exponential variable. While [j, j+1] has not been hit, a generation puts Poisson(λ_j) samples
// beyond j, all of them into [j, j+1], because α_j = 0 there. The generation that hits first leaves the gap x = 1−M_j
// of K ~ Poisson(λ_j) given K ≥ 1 uniform points and α_j = min(¼, x/2) for good, so λ_{j+1} = λ_j α_j, and the next
// wait is geometric with 1 − e^{−λ_{j+1}}. Once λ_j is small K = 1 and x = U is uniform, so that −log λ_J is a random
// walk with independent steps S = −log min(¼, U/2) = log 4 + B·E, B a fair coin and E exponential:
//
//	E S = 2 log 2 + ½ = 1.8863,   Var S = ½ E E² − ¼ = ¾
//
// and τ_J is 1/λ_J up to a factor that does not grow. Hence (1/J) log τ_J → 2 log 2 + ½ almost surely, and the median
// of τ_J grows by a factor of e^{E S} = 4√e = 6.594 a level (the median and the mean of the walk differ by a constant):
// 2, 19, 121, 775, 5001, 3.2·10⁴, 2.1·10⁵, 1.4·10⁶ for J = 1 … 8, and (4√e)^J times a constant near 0.36 beyond.
type HittingProcess struct {
	// Argmax is α̂_j as a function of the gap, as Pool has it; nil stands for min(¼, gap/2).
	Argmax func(gap float64) float64
}

// Run draws τ_1, …, τ_J and −log α_1, …, −log α_J in O(J), whatever τ_J is. For J ≤ 300 they are float64: τ_J is below
// e^{600} but with probability 10^-5. Times beyond 2^53 are rounded.
func (p HittingProcess) Run(times, steps []float64, r *rand.Rand) {
	alpha := p.Argmax
	if alpha == nil {
		alpha = func(gap float64) float64 { return math.Min(0.25, gap/2) }
	}
	lambda, t := random.Exponential(r)/2, 0.0
	for j := range times {
		// ⌈E/λ⌉ is geometric: it exceeds w with probability e^{−λw}.
		t += math.Max(1, math.Ceil(random.Exponential(r)/lambda))
		times[j] = t
		a := alpha(maximumGap(positivePoisson(lambda, r), r))
		steps[j] = -math.Log(a)
		lambda *= a
	}
}

// positivePoisson is Poisson(λ) given that it is not 0, by inversion from 1 upwards; λ is half an exponential, so walks
// are short.
func positivePoisson(lambda float64, r *rand.Rand) int64 {
	k, u := int64(1), r.Float64()
	for p := lambda / math.Expm1(lambda); u >= p && p > 0; p *= lambda / float64(k) {
		u -= p
		k++
	}
	return k
}
