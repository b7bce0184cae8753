package audit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// violate replaces the constants that cannot exist by witnesses. For the report each is a witness against a constant
// far above the family's own scale: K1 = 4√tr I(θ*), four standard deviations of the score, K2 and K3 = 1000 times the
// largest entry at θ*'s nearest sample, at least 1000.
func (g *regularity) violate(a *Report, family estimators.Family) {
	d := family.Dim()
	against := func(c *Constant, k float64, reason string, beats func(k float64) (Witness, bool)) {
		c.Value, c.Basis, c.Reason, c.Beats, c.Witness = math.Inf(1), Violated, reason, beats, nil
		if w, ok := beats(k); ok {
			c.Witness = &w
		}
	}
	if g.heavy != nil {
		information := make([]float64, d*d)
		family.FisherInformation(information, a.Theta)
		trace := 0.0
		for i := range d {
			trace += information[i*d+i]
		}
		against(&a.K1, 4*math.Sqrt(trace), g.heavyWhy,
			func(k float64) (Witness, bool) { return g.heavyScore(a.Theta, k) })
	}
	for order, c := range []*Constant{&a.K2, &a.K3} {
		switch {
		case g.far != nil:
			beats := func(k float64) (Witness, bool) { return g.unbounded(family, a.Theta, a.Radius, order+2, k) }
			against(c, 1000*math.Max(1, entryAt(family, a.Theta, g.far(a.Theta, 1), order+2)), g.farWhy, beats)
		case g.kink != nil:
			against(c, 1000, g.kinkReason, func(k float64) (Witness, bool) { return g.kink(a.Theta, k) })
		}
	}
}

// heavyScore looks along the tail for P(‖score‖ ≥ u) > 2 exp(−u²/(2K²)).
func (g *regularity) heavyScore(theta []float64, k float64) (Witness, bool) {
	for s := 1.0; s < 1e150; s *= 1.25 {
		x, u, logProbability := g.heavy(theta, s)
		if math.IsNaN(u) || math.IsInf(u, 0) || math.IsNaN(logProbability) || math.IsInf(logProbability, 0) {
			break
		}
		if bound := math.Ln2 - u*u/(2*k*k); logProbability > bound {
			return Witness{Theta: theta, X: x, Value: u,
				Says: fmt.Sprintf("log P(‖score‖ ≥ %.4g) ≥ %.4g, and K1 = %.4g would have it ≤ %.4g", u, logProbability,
					k, bound)}, true
		}
	}
	return Witness{}, false
}

// entryAt is the largest entry of ∇² or ∇³ log p_θ(x) in absolute value: at most the operator norm.
func entryAt(family estimators.Family, theta, x []float64, order int) float64 {
	d := family.Dim()
	if order == 2 {
		hessian := make([]float64, d*d)
		family.Hessian(hessian, theta, x)
		return geometry.LargestEntry(hessian)
	}
	third := make([]float64, d*d*d)
	family.ThirdDerivative(third, theta, x)
	return geometry.LargestEntry(third)
}

// unbounded looks along the far samples, at θ* and at a second point of the ball (a derivative may vanish identically
// at one).
func (g *regularity) unbounded(family estimators.Family, truth []float64, r float64, order int,
	k float64) (Witness, bool) {
	beside := append([]float64(nil), truth...)
	beside[0] += r / 2
	for s := 1.0; s < 1e150; s *= 2 {
		for _, theta := range [][]float64{truth, beside} {
			x := g.far(theta, s)
			if value := entryAt(family, theta, x, order); value > k && !math.IsInf(value, 1) {
				return Witness{Theta: theta, X: x, Value: value,
					Says: fmt.Sprintf("an entry of ∇%c log p is %.4g > %.4g", []rune("²³")[order-2], value, k)}, true
			}
		}
	}
	return Witness{}, false
}

// tailBetween makes heavy out of an interval of samples [x0, x1] of a unimodal density on R: there the density is at
// least that of the thinner end, and a score that is monotone beyond the mean at least the lesser of the ends'. An atom
// has x0 = x1 and the width 1. A relative 10^-9 is given away to rounding.
func tailBetween(family estimators.Family,
	ends func(theta []float64, s float64) (x0, x1 float64)) func([]float64, float64) ([]float64, float64, float64) {
	d := family.Dim()
	return func(theta []float64, s float64) ([]float64, float64, float64) {
		x0, x1 := ends(theta, s)
		logWidth := 0.0
		if x0 != x1 {
			logWidth = math.Log(math.Abs(x1 - x0))
		}
		score, size, logDensity := make([]float64, d), math.Inf(1), math.Inf(1)
		for _, x := range []float64{x0, x1} {
			at := []float64{x}
			size = math.Min(size, scoreSize(family, score, theta, at))
			logDensity = math.Min(logDensity, family.LogDensity(theta, at))
		}
		logProbability := logWidth + logDensity
		return []float64{x0}, size * (1 - 1e-9), logProbability - 1e-9*(1+math.Abs(logProbability))
	}
}

// covarianceTail is heavy for N(μ, Σ): with Y = (Σ⁻¹(x−μ))₁ ~ N(0, S), S = (Σ⁻¹)₁₁, the derivative by Σ₁₁ is (Y²−S)/2,
// so
//
//	P(‖score‖ ≥ S(z²−1)/2) ≥ P(|Y| ≥ z√S) ≥ √(2/π) e^{−z²/2} z/(1+z²)
//
// by Mills' ratio. x = μ + zΣe₁/√S has Y = z√S.
func covarianceTail(dim int) func(theta []float64, z float64) ([]float64, float64, float64) {
	return func(theta []float64, z float64) ([]float64, float64, float64) {
		sigma := mat.NewSymDense(dim, nil)
		k := dim
		for i := range dim {
			for j := range i + 1 {
				sigma.SetSym(i, j, theta[k])
				k++
			}
		}
		var inverse mat.Dense
		if err := inverse.Inverse(sigma); err != nil {
			return nil, math.NaN(), math.NaN()
		}
		s := inverse.At(0, 0)
		x := make([]float64, dim)
		for i := range x {
			x[i] = theta[i] + z/math.Sqrt(s)*sigma.At(i, 0)
		}
		const slack = 1e-6 // of the inverse
		return x, s * (z*z - 1) / 2 * (1 - slack), math.Log(math.Sqrt(2/math.Pi)*z/(1+z*z)) - z*z/2 - 1e-9
	}
}
