package construction1

import (
	"cmp"
	"math"

	"itermle/estimators"
)

// Family is the family of Construction 1 of arXiv:2505.19046 for a fixed N: θ = (α, μ) in
//
//	Θ = {α ∈ [0, ¼], μ ∈ [2, 3 − f(α)]},  θ* = (0, 2),
//	p_θ = ½ U[0,1] + ½(1−α) U[0,1−2α] + (α/4) U[2,3] + (α/4) U[μ, μ+f(α)].
//
// The density is g(α) = 1 + α/(2−4α) on [0, 1−2α], ½ on (1−2α, 1], (α/4)(1 + 1/f(α)) on the closed spike and α/4 on the
// rest of [2, 3]. The four weights add up to ½ + ½(1−α) + α/4 + α/4 = 1. The width of the spike is
//
//	log f(α) = −log 39                on [0, 1/10],
//	log f(α) = −log 39 − Decay·N     at 1/8,
//	log f(α) = −log 39 − Depth·N     at ¼, 0 standing for 6·Decay,
//
// and linear between: continuous and non-increasing for Depth ≥ Decay. The proof of Theorem 5.1 needs
// Decay > NeededDecay where N samples are drawn a generation; the paper's family has Decay 8, and a log f linear on
// [1/10, ¼]. It is kept as its logarithm: f(¼) = e^(−48N)/39.
//
// TV(p_θ, p_θ*) = α for every θ (derived here): against U[0,1], p_θ is larger by α/(2−4α) on [0, 1−2α], a mass of
// α/2, and by all of its mass α/2 on [2, 3]; it is smaller by ½ on (1−2α, 1], a mass of α.
type Family struct {
	N            int64
	Decay, Depth float64
}

const (
	LargestAlpha = 0.25
	plateauAlpha = 0.1   // f is constant up to here
	eighthAlpha  = 0.125 // where f is prescribed
	PaperDecay   = 8
)

var logPlateauWidth = -math.Log(39)

// NeededDecay is 2(log 32 + log(17/16)) = 7.0528…
var NeededDecay = 2 * math.Log(34)

// Paper is the paper's family for N = n samples a generation.
func Paper(n int64) Family { return Family{N: n, Decay: PaperDecay, Depth: 6 * PaperDecay} }

func (f Family) depth() float64 { return cmp.Or(f.Depth, 6*f.Decay) }

// slope is −d log f/dα on [1/8, ¼].
func (f Family) slope() float64 {
	return (f.depth() - f.Decay) * float64(f.N) / (LargestAlpha - eighthAlpha)
}

// LogWidth is log f(α).
func (f Family) LogWidth(alpha float64) float64 {
	switch {
	case alpha <= plateauAlpha:
		return logPlateauWidth
	case alpha <= eighthAlpha:
		return logPlateauWidth - f.Decay*float64(f.N)*((alpha-plateauAlpha)/(eighthAlpha-plateauAlpha))
	}
	return logPlateauWidth - f.Decay*float64(f.N) - f.slope()*(alpha-eighthAlpha)
}

// alphaOfLogWidth is the largest α ≤ ¼ with log f(α) ≥ log w, for w ≤ 1/39.
func (f Family) alphaOfLogWidth(log float64) float64 {
	drop, eighth := max(0, logPlateauWidth-log), f.Decay*float64(f.N)
	if drop <= eighth {
		return plateauAlpha + (eighthAlpha-plateauAlpha)*(drop/eighth)
	}
	return min(LargestAlpha, eighthAlpha+(drop-eighth)/f.slope())
}

// Check returns a *estimators.DimensionError or *estimators.ParameterError if θ = (α, μ) is not in Θ.
func (f Family) Check(theta []float64) error {
	if len(theta) != 2 {
		return &estimators.DimensionError{What: "construction1: θ", Got: len(theta), Want: 2}
	}
	alpha, mu := theta[0], theta[1]
	if !(alpha >= 0 && alpha <= LargestAlpha) {
		return &estimators.ParameterError{Family: "construction1", Name: "α", Value: alpha, Accept: "0 ≤ α ≤ 1/4"}
	}
	// 3 − f(α) is not a float64: what rounds to it is moved to it by Start.
	if !(mu >= 2 && mu <= min(3, 3-math.Exp(f.LogWidth(alpha))+0x1p-50)) {
		return &estimators.ParameterError{Family: "construction1", Name: "μ", Value: mu, Accept: "2 ≤ μ ≤ 3 − f(α)"}
	}
	return nil
}

// logLikelihood is log of the product of p_θ over a pool of which `inside` points lie in [0, 1−2α], `dropped` in
// (1−2α, 1], `high` in [2, 3], and `covered` of those in a spike of width e^logWidth:
//
//	inside·log g(α) − dropped·log 2 + high·log(α/4) + covered·log(1 + 1/f(α)).
func logLikelihood(alpha float64, inside, dropped int64, high, covered int, logWidth float64) float64 {
	sum := float64(inside)*math.Log1p(alpha/(2-4*alpha)) - float64(dropped)*math.Ln2
	if high > 0 {
		sum += float64(high) * math.Log(alpha/4)
		sum += float64(covered) * (math.Log1p(math.Exp(logWidth)) - logWidth)
	}
	return sum
}

// LastCollapse is the largest number of pooled generations of N samples at which one sample in [2, 3] still collapses
// the model, log f(¼) against the cost of α = ¼, if Depth ≥ 2.3·Decay (derived with the claim theorem-5.1-too-late).
func (f Family) LastCollapse() int { return int(2 * f.depth() / math.Log(8./5)) }
