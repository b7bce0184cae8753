package departures

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"

	"itermle/estimators"
	"itermle/internal/random"
)

// SpikedGaussian meets Assumptions 1–3 of Theorem 4.1 on B_1(0), with the constants of N(θ, 1), and yet its global
// maximum likelihood estimate leaves that ball on real data. Θ = [−1, 3], θ* = 0, and with φ the standard normal
// density,
//
//	p_θ(x) = φ(x−θ)                                                        −1 ≤ θ ≤ 1
//	p_θ(x) = (1−s(θ−1)) φ(x−θ) + s(θ−1) [½ φ(x) + ½ φ((x−m(2))/w)/w]         1 ≤ θ ≤ 2
//	p_θ(x) = ½ φ(x) + ½ φ((x−m(θ))/w)/w,   m(θ) = 2s(θ−2) − 1,  w = e^{−10n}   2 ≤ θ ≤ 3
//
// where s(u) = e^{−1/u}/(e^{−1/u} + e^{−1/(1−u)}) rises from 0 to 1, flat to every order at both ends. So θ ↦ p_θ(x) is
// C^∞ on the connected Θ, every p_θ has full support, and the densities are distinct (θ is the mean, then the spike's
// weight, then its place). The theorem assumes nothing outside the ball, and there the likelihood has a spike at every
// sample.
type SpikedGaussian struct {
	LogWidth float64 // log w = −10 n, for n samples a generation
}

// Excess is a lower bound of
//
//	sup_{θ>1} Σ_i log p_θ(x_i) − max_{θ∈B_1(0)} Σ_i log p_θ(x_i),
//
// so that where it is positive every global maximiser is at a distance > 1 from θ* = 0, whichever it is. The maximum
// over the ball is at the sample mean x̄ clamped to [−1, 1]. On the right it takes the one θ ∈ [2, 3] whose spike
// stands on the sample x_k of largest modulus in [−1, 1]: x_k gains log(½φ(0)/w + ½φ(x_k)) − log φ(x_k) against φ, and
// every other sample loses at most log 2. It is −∞ where no sample lies in [−1, 1].
func (f SpikedGaussian) Excess(x []float64) float64 {
	sum, reach := 0.0, -1.0
	for _, v := range x {
		sum += v
		if size := math.Abs(v); size <= 1 {
			reach = max(reach, size)
		}
	}
	if reach < 0 {
		return math.Inf(-1)
	}
	n := float64(len(x))
	inBall := min(1, max(-1, sum/n))
	ball := inBall*sum - n*inBall*inBall/2 // against φ
	spike := floats.LogSumExp([]float64{-f.LogWidth + reach*reach/2, 0}) - n*math.Ln2
	return spike - ball
}

// BallGaussian is N(θ, 1) with the maximum likelihood estimate over B_1(0): SpikedGaussian as Theorem 4.1 can be saved.
type BallGaussian struct {
	*estimators.GaussianMean
}

// FitStatistic is the sample mean clamped to [−1, 1], where the concave likelihood is largest on the ball.
func (f BallGaussian) FitStatistic(dst, _, statistic []float64) error {
	dst[0] = min(1, max(-1, statistic[0]))
	return nil
}

func (f BallGaussian) Fit(dst, from []float64, data estimators.Data) error {
	if err := f.GaussianMean.Fit(dst, from, data); err != nil {
		return err
	}
	return f.FitStatistic(dst, from, dst[:1])
}

// SampleTruth fills dst with samples of p_θ* = N(0, 1).
func (f SpikedGaussian) SampleTruth(dst []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = random.Normal(r)
	}
}
