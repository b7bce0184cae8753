package leak

import (
	"math"

	"itermle/estimators"
	"itermle/internal/bisect"
)

// Letters is the leak on the alphabet {0, 1, leak}, on which everything is a finite sum: for θ ∈ [−1, 1]
//
//	p_θ(leak) = m(θ) = ε + κθ²,   p_θ(1) = (1−m(θ))/(1+e^{−2θ}),   p_θ(0) = (1−m(θ))/(1+e^{2θ})
//
// so that the score of the letters 0 and 1 has variance 1 at θ* = 0, as that of N(θ, 1), and LimitSurvival is the limit
// of both. What the spikes are is left open: the first leak letter is the collapse.
type Letters struct{ Family }

// Fit is the MLE over [−1, 1] of a pool with the share f of ones and no leak letter: the likelihood is concave, and its
// derivative has the sign of (f − 1/(1+e^{−2θ}))(1−m(θ)) − κθ.
func (l Letters) Fit(share float64) float64 {
	size := math.Abs(share - 0.5)
	rises := func(theta float64) bool {
		return (0.5+size-1/(1+math.Exp(-2*theta)))*(1-l.Mass(theta))-l.Kappa*theta >= 0
	}
	theta := 1.0
	if !rises(1) {
		theta = bisect.Float(0, 1, rises)
	}
	return math.Copysign(theta, share-0.5)
}

// Generation is what one synthetic generation does, given that no leak letter was drawn before it.
type Generation struct {
	Survival float64 // P(no leak letter up to and with this generation)
	Hit      float64 // P(no leak letter before, |θ^(t)| ≤ reach, a leak letter in it)
	Samples  int64   // n_t
}

// Law is the exact law of accumulation before its first leak letter, by dynamic programming over the number of ones:
// generations 1, …, T, where generation 0 is real and the pool behind it has no leak letter with probability (1−ε)^n_0,
// which is the first factor of every Survival. Each number is a sum of products of positive ones: N_T·n_T terms of a
// relative error below 10^-11 each.
func (l Letters) Law(schedule estimators.Schedule, generations int, reach float64) ([]Generation, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	if err := schedule.Check(generations + 1); err != nil {
		return nil, err
	}
	mass := []float64{1} // of s ones in the pool, on no leak letter so far
	law := make([]Generation, 0, generations)
	for t := range generations + 1 {
		n := schedule.Size(t)
		next := make([]float64, int64(len(mass))+n)
		one := Generation{Samples: n}
		for s, m := range mass {
			theta := 0.0
			if t > 0 {
				theta = l.Fit(float64(s) / float64(len(mass)-1))
			}
			stays := math.Exp(float64(n) * math.Log1p(-l.Mass(theta)))
			if math.Abs(theta) <= reach {
				one.Hit += m * -math.Expm1(float64(n)*math.Log1p(-l.Mass(theta)))
			}
			for k, p := range binomialMasses(n, theta) {
				next[s+k] += m * stays * p
			}
		}
		for _, m := range next {
			one.Survival += m
		}
		if mass = next; t > 0 {
			law = append(law, one)
		}
	}
	return law, nil
}

// binomialMasses are P(k ones among n), k = 0 … n, each one with probability 1/(1+e^{−2θ}): C(n, k) e^{2θk} over its
// sum, from the largest term outwards by ratios.
func binomialMasses(n int64, theta float64) []float64 {
	masses, odds := make([]float64, n+1), math.Exp(2*theta)
	mode := min(n, int64(float64(n+1)*odds/(1+odds)))
	masses[mode] = 1
	sum := 1.0
	for k := mode; k < n; k++ {
		masses[k+1] = masses[k] * odds * float64(n-k) / float64(k+1)
		sum += masses[k+1]
	}
	for k := mode; k > 0; k-- {
		masses[k-1] = masses[k] * float64(k) / (odds * float64(n-k+1))
		sum += masses[k-1]
	}
	for k := range masses {
		masses[k] /= sum
	}
	return masses
}
