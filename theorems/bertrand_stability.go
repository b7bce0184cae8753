package theorems

import (
	"fmt"
	"math"
)

// mixedObjective is a family on four letters, p_θ = u + θv + θ²w, and a real law P, whose likelihood has θ* = 0 as a
// stationary point: Σ P v/u = 0. It does not contain P.
type mixedObjective struct {
	u, v, w, real [4]float64
	lambda        float64
}

// newMixedObjective takes v to (s, 1−s, −t, −(1−t)) and w to a bend of sum 0, both in units of the least of u, scales
// the real masses on the sides of v to Σ P v/u = 0, and lessens the bend where A would be below Σ P v²/u² / 10.
func newMixedObjective(u, real [4]float64, split [2]float64, bend [3]float64, lambda float64) mixedObjective {
	o := mixedObjective{lambda: lambda}
	total, least := 0.0, math.Inf(1)
	for _, x := range u {
		total += x
	}
	for i, x := range u {
		o.u[i] = x / total
		least = math.Min(least, o.u[i])
	}
	o.v = [4]float64{split[0] * least, (1 - split[0]) * least, -split[1] * least, (split[1] - 1) * least}
	o.w = [4]float64{bend[0] / 3 * least, bend[1] / 3 * least, bend[2] / 3 * least,
		-(bend[0] + bend[1] + bend[2]) / 3 * least}
	above := real[0]*o.v[0]/o.u[0] + real[1]*o.v[1]/o.u[1]
	below := -real[2]*o.v[2]/o.u[2] - real[3]*o.v[3]/o.u[3]
	o.real = [4]float64{real[0] * below, real[1] * below, real[2] * above, real[3] * above}
	total = o.real[0] + o.real[1] + o.real[2] + o.real[3]
	square, curved := 0.0, 0.0
	for x := range o.real {
		o.real[x] /= total
		square += o.real[x] * o.v[x] * o.v[x] / o.u[x] / o.u[x]
		curved += 2 * o.real[x] * o.w[x] / o.u[x]
	}
	if curved > 0.9*square {
		for x := range o.w {
			o.w[x] *= 0.9 * square / curved
		}
	}
	return o
}

// curvature and information are A = −E_P ∂² log p = Σ P (v²/u² − 2w/u) and I = Σ v²/u at θ*.
func (o mixedObjective) curvature() (a, information float64) {
	for x, u := range o.u {
		a += o.real[x] * (o.v[x]*o.v[x]/u/u - 2*o.w[x]/u)
		information += o.v[x] * o.v[x] / u
	}
	return a, information
}

// next maximises E_P log p_θ′ + λ E_{p_θ} log p_θ′ in θ′ by Newton's method from a start nearby.
func (o mixedObjective) next(theta, start float64) float64 {
	for range 50 {
		slope, bend := 0.0, 0.0
		for x, u := range o.u {
			p := u + start*o.v[x] + start*start*o.w[x]
			first, second := o.v[x]+2*start*o.w[x], 2*o.w[x]
			mass := o.real[x] + o.lambda*(u+theta*o.v[x]+theta*theta*o.w[x])
			slope += mass * first / p
			bend += mass * (second/p - first*first/p/p)
		}
		start -= slope / bend
	}
	return start
}

// bertrandStability is local stability at a maximum θ* of the real likelihood, in or out of the model, ours. θ* is a
// fixed point, since E_{p_θ*} of the score is 0, and the derivative of the map there is
//
//	J = (A + λI)^{−1} λI,   A = −E_real ∂² log p,   I the Fisher information,
//
// for which 0 ≤ v'λIv < v'(A + λI)v puts every eigenvalue into [0, 1) wherever A > 0: θ* is locally stable for every λ,
// however far the data are from the model. Theorem 1 asks λ(1 + Lε/α) < ½, since it bounds the second derivative of the
// synthetic term and does not use that it is −I.
func bertrandStability() Claim {
	scenario := func(o mixedObjective, claimed func(a, information, lambda float64) float64) Scenario {
		name := fmt.Sprintf("u=%.4g v=%.4g w=%.4g P=%.4g λ=%g", o.u, o.v, o.w, o.real, o.lambda)
		return exactly(name, func() Outcome {
			const step = 1e-5
			a, information := o.curvature()
			j := claimed(a, information, o.lambda)
			slope := (o.next(step, j*step) - o.next(-step, -j*step)) / (2 * step)
			var out Outcome
			// v/u and w/u are at most 1: third derivatives are below 100, times step².
			out.Check(math.Abs(slope-j) <= 1e-7, "the map's derivative is %.9g, claimed %.9g", slope, j)
			out.Check(slope >= 0 && slope < 1, "the map's derivative is %.9g", slope)
			out.Evidence = fmt.Sprintf("A = %.5g, I = %.5g, J = %.6g at λ = %g", a, information, slope, o.lambda)
			return out
		})
	}
	right := func(a, information, lambda float64) float64 { return lambda * information / (a + lambda*information) }
	fixed := newMixedObjective([4]float64{1, 2, 3, 4}, [4]float64{4, 1, 1, 1}, [2]float64{0.3, 0.6},
		[3]float64{-1, 0.5, 0.2}, 2)
	return Claim{
		ID: "bertrand-stability", Statement: "bertrand-stability", Expect: Supported,
		Title: "fixed points of iterative retraining: stable for every λ, J = (A + λI)^{−1}λI",
		Says: "At a maximum θ* of E_real log p, A = −E_real ∂² log p > 0, the map to argmax E_real log p + λ " +
			"E_{p_θ} log p has the derivative (A + λI)^{−1}λI, with eigenvalues in [0, 1) for every λ and every " +
			"distance to the model.",
		Deviation: "ours: Theorem 1, as quoted by a secondary source, has the sufficient condition λ(1 + Lε/α) < ½",
		Fixed: func(Profile) []Scenario {
			far := fixed
			far.lambda = 1000
			return []Scenario{scenario(fixed, right), scenario(far, right)}
		},
		Draw: func(choose Chooser) Scenario {
			var u, real [4]float64
			for i := range u {
				u[i], real[i] = float64(1+choose.Choose("u−1", 20)), float64(1+choose.Choose("P−1", 50))
			}
			split := [2]float64{DrawReal(choose, "s", 0.1, 0.9), DrawReal(choose, "t", 0.1, 0.9)}
			bend := [3]float64{DrawReal(choose, "w_1", -1, 1), DrawReal(choose, "w_2", -1, 1),
				DrawReal(choose, "w_3", -1, 1)}
			return scenario(newMixedObjective(u, real, split, bend, DrawLog(choose, "λ", 0.01, 1000)), right)
		},
		Mutants: func() []Mutant {
			least := fixed // a minimum of the likelihood: A < 0 < A + λI
			for x := range least.w {
				least.w[x] *= -0.6
			}
			return []Mutant{
				{"not-a-maximum", scenario(least, right)},
				{"well-specified", scenario(fixed, func(_, _, lambda float64) float64 {
					return lambda / (1 + lambda)
				})},
				{"synthetic-curvature-forgotten", scenario(fixed, func(a, information, lambda float64) float64 {
					return lambda * information / a
				})},
				{"share-for-its-complement", scenario(fixed, func(a, information, lambda float64) float64 {
					return 1 - right(a, information, lambda)
				})},
			}
		},
	}
}
