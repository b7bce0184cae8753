package theorems

import (
	"fmt"
	"math"
)

// twoPoint is a Gaussian (μ, s) fitted again and again to real samples of mean 0 and variance 1 and to synthetic ones
// of mean μ and variance λs². E μ² and E s² depend on the samples' law by these two moments alone: here every sample is
// its mean ± its deviation with probability ½ each, and the expectation is over all signs.
type twoPoint struct {
	real      int64   // real samples in every generation
	fixed     bool    // they are one set, of mean 0 and of mean square 1, and not drawn anew
	synthetic []int64 // samples of the last model, by generation
	lambda    float64
	unbiased  bool // the variance's divisor is the size less 1
}

func (c twoPoint) String() string {
	return fmt.Sprintf("real=%d fixed=%v synthetic=%v λ=%g unbiased=%v", c.real, c.fixed, c.synthetic, c.lambda,
		c.unbiased)
}

// moments are E μ_T² and E s_T² of the chain from (mean, deviation) at generation t.
func (c twoPoint) moments(mean, deviation float64, t int) (square, variance float64) {
	if t == len(c.synthetic) {
		return mean * mean, deviation * deviation
	}
	drawn, n, spread := c.real, c.synthetic[t], math.Sqrt(c.lambda)*deviation
	if c.fixed {
		drawn = 0
	}
	size := float64(c.real + n)
	divisor := size
	if c.unbiased {
		divisor--
	}
	for j := range drawn + 1 {
		for k := range n + 1 {
			weight := math.Exp(logChoose(drawn, j)+logChoose(n, k)) / math.Exp2(float64(drawn+n))
			sum := float64(2*j-drawn) + float64(n)*mean + float64(2*k-n)*spread
			squares := float64(c.real) + float64(n)*(mean*mean+spread*spread) + 2*mean*spread*float64(2*k-n)
			average := sum / size
			s := math.Sqrt(math.Max(0, (squares-sum*average)/divisor))
			a, b := c.moments(average, s, t+1)
			square += weight * a
			variance += weight * b
		}
	}
	return square, variance
}

// twoPointError bounds the relative error of moments: its few thousand positive terms are good to some 100 roundings.
const twoPointError = 1e-12

// agree checks the two moments against what is claimed of them.
func (c twoPoint) agree(out *Outcome, claimedSquare, claimedVariance float64) {
	square, variance := c.moments(0, 1, 0)
	out.Check(math.Abs(square-claimedSquare) <= twoPointError*(1+claimedSquare), "E μ_T² = %.12g over all signs, "+
		"claimed %.12g", square, claimedSquare)
	out.Check(math.Abs(variance-claimedVariance) <= twoPointError*(1+claimedVariance), "E s_T² = %.12g over all "+
		"signs, claimed %.12g", variance, claimedVariance)
	out.Evidence = out.Counterexample
	if out.Evidence == "" {
		out.Evidence = fmt.Sprintf("E μ_T² = %.9g, E s_T² = %.9g", square, variance)
	}
}
