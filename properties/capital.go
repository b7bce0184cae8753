package properties

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"itermle/internal/rounding"
)

// Capital is an e-process against a one-sided null on a mean, the wealth of a gambler who starts with 1, splits it
// evenly over stakes λ, and bets with each on X going the other way. A nil *Capital has won already: its null is
// impossible.
//
// Bounded X (Waudby-Smith and Ramdas, JRSS-B 2024): against E X ≤ m one step multiplies a part by
//
//	1 + λ(X − m),   0 < λ < 1/(m − Lower)
//
// of mean 1 + λ(E X − m) ≤ 1, whatever the law of X. Against E X ≥ m the signs of X − m are reversed.
//
// Unbounded X with Var X ≤ v (Wang and Ramdas 2022, after Catoni 2012): with φ(y) = log(1 + y + y²/2) for y ≥ 0 and
// −log(1 − y + y²/2) for y < 0, against E X ≤ m it multiplies by
//
//	exp(φ(λ(X − m))) / (1 + λ²v/2)
//
// of mean ≤ 1 on the whole null: φ(y) ≤ log(1 + y + y²/2) everywhere, so at E X = m the numerator's mean is at most 1 +
// λ²v/2; and a law of mean m − c is one of mean m moved down by c, which only lowers the increasing φ (derived here).
//
// Parts are kept as plain products. An underflow to 0 or the cap at 1e300 only lowers the wealth; a factor has a
// relative rounding error of at most 2^-47 (bounded: it is at least 0.05 and the difference from 1 at most 1024·2), for
// which LogE gives way by n·2^-46.
type Capital struct {
	null, sign float64
	variance   float64 // 0: bounded
	lambda     []float64
	part       []float64
	n          int
}

// NewBoundedCapital bets on X > null (sign +1) or X < null (sign −1); every 1 + λ·sign·(X − null) must be positive.
func NewBoundedCapital(null, sign float64, lambda []float64) *Capital {
	return NewVarianceCapital(null, sign, 0, lambda)
}

// NewVarianceCapital bets on E X > null (sign +1) or E X < null (sign −1) for any X with Var X ≤ variance.
func NewVarianceCapital(null, sign, variance float64, lambda []float64) *Capital {
	c := &Capital{null: null, sign: sign, variance: variance, lambda: lambda, part: make([]float64, len(lambda))}
	for i := range c.part {
		c.part[i] = rounding.Down(1/float64(len(lambda)), 1<<13)
	}
	return c
}

// Observe bets on the next value.
func (c *Capital) Observe(x float64) {
	if c == nil {
		return
	}
	c.n++
	for i, lambda := range c.lambda {
		y := lambda * c.sign * (x - c.null)
		factor := 1 + y
		if c.variance > 0 {
			factor = catoni(y) / (1 + lambda*lambda*c.variance/2)
		}
		c.part[i] = math.Min(c.part[i]*factor, 1e300)
	}
}

// catoni is exp(φ(y)).
func catoni(y float64) float64 {
	if y >= 0 {
		y = math.Min(y, 1e100) // a smaller win is a safe win, and 0·∞ is none
		return 1 + y + y*y/2
	}
	return 1 / (1 - y + y*y/2)
}

// LogE is a lower bound for the log of the wealth.
func (c *Capital) LogE() float64 {
	if c == nil {
		return math.Inf(1)
	}
	sum := 0.0
	for _, part := range c.part {
		sum += part
	}
	return math.Log(sum) - float64(c.n+1)*(1<<7)*rounding.Unit
}

// LogGrowth bounds the log of the factor by which the expected wealth has grown at most after n steps when E X lies h ≥
// 0 beyond the null, on the gambler's side:
//
//	Σ_i w_i (1 + λ_i h)^n,   or with a variance   Σ_i w_i ((1 + λ_i h + λ_i²(v + h²)/2) / (1 + λ_i²v/2))^n
func (c *Capital) LogGrowth(h float64, n int) float64 {
	terms := make([]float64, len(c.lambda))
	for i, lambda := range c.lambda {
		factor := lambda * h
		if c.variance > 0 {
			factor = (lambda*h + lambda*lambda*h*h/2) / (1 + lambda*lambda*c.variance/2)
		}
		terms[i] = float64(n) * math.Log1p(factor)
	}
	return floats.LogSumExp(terms) - math.Log(float64(len(terms)))
}
