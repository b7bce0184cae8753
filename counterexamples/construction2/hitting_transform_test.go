package construction2

import (
	"itermle/estimators"
	"itermle/internal/suiteseed"
	"math"
	"math/cmplx"
	"testing"
)

// transformedSurvival is P(τ_J > t) for the limit process, J ≥ 1, t ≥ 1, without simulation: a second way to the law
// that HittingProcess draws. The wait at λ has the generating function g(λ) = pz/(1−(1−p)z), p = 1−e^{−λ}, the gap x of
// the first hit density λe^{−λx}/(1−e^{−λ}), and the next λ is λ·min(¼, x/2). So with u_J = g and
//
//	u_j(λ) = g(λ)·[F_{j+1}(λ/4) + u_{j+1}(λ/4)·(e^{−λ/2}−e^{−λ})]/(1−e^{−λ}),   F_j(y) = ∫_0^y u_j(v) 2e^{−2v} dv
//
// (y = λx/2), E z^{τ_J} = F_1(∞). On a grid of log y of step log 4/m, λ/4 is m points below λ; F is summed by Simpson's
// rule on halves, an error of O(m^{−4}). Σ_t P(τ_J > t) z^t = (1 − E z^{τ_J})/(1−z) is inverted on a circle,
//
//	P(τ_J > t) ≈ Σ_{k=1}^{2t} (−1)^k Re H(re^{iπk/t})/(2t r^t),
//
// with an error of at most r^{2t}/(1−r^{2t}) = 10^-9 for a sequence in [0, 1] (Abate and Whitt 1992).
func transformedSurvival(J, t, m int) float64 {
	const low, high = -26, 4 // E z^τ from below e^{−26}: 10^-11; beyond e^4, e^{−109}
	h := math.Log(4) / float64(m)
	points := int((high-low)/h) + 1
	y := make([]float64, points)
	for i := range y {
		y[i] = math.Exp(low + h*float64(i))
	}
	u, next, integral := make([]complex128, points), make([]complex128, points), make([]complex128, points)
	radius := math.Pow(1e-9, 1/float64(2*t))
	sum := 0.0
	for k := 0; k <= t; k++ {
		z := cmplx.Rect(radius, math.Pi*float64(k)/float64(t))
		for i := range u {
			u[i] = 1
		}
		for level := J; level >= 1; level-- {
			for i, lambda := range y {
				p := -math.Expm1(-lambda)
				next[i] = complex(p, 0) * z / (1 - complex(1-p, 0)*z)
				if level < J {
					below, left := complex128(0), complex128(0)
					if i >= m {
						below, left = u[i-m], integral[i-m]
					}
					next[i] *= (left + below*complex(math.Exp(-lambda/2)-math.Exp(-lambda), 0)) / complex(p, 0)
				}
			}
			u, next = next, u
			f := func(i int) complex128 { return u[i] * complex(2*math.Exp(-2*y[i])*y[i], 0) }
			integral[0] = f(0) // below the grid u is as good as proportional to y: ∫ = u(y)·y
			for i := 1; i < points; i++ {
				// the cubic through four neighbours
				a, b, c, d := f(max(i-2, 0)), f(i-1), f(i), f(min(i+1, points-1))
				integral[i] = integral[i-1] + complex(h/24, 0)*(13*(b+c)-a-d)
			}
		}
		tail := real((1 - integral[points-1]) / (1 - z))
		switch {
		case k%2 == 1:
			tail = -tail
		}
		if k == 0 || k == t {
			tail /= 2
		}
		sum += tail
	}
	return sum / (float64(t) * math.Pow(radius, float64(t)))
}

// TestTransformedSurvival holds the transform against the closed form and the double integral.
func TestTransformedSurvival(t *testing.T) {
	for _, at := range []int{1, 2, 10, 19, 100} {
		second, err := SecondHittingSurvival(at)
		if err != nil {
			t.Fatal(err)
		}
		for J, want := range map[int]float64{1: 2 / (float64(at) + 2), 2: second.Value} {
			if got := transformedSurvival(J, at, 64); !(math.Abs(got-want) <= 1e-7) {
				t.Errorf("P(τ_%d > %d) = %.10f by the transform, %.10f", J, at, got, want)
			}
		}
	}
}

// TestMedians pins the numbers that lemma-F.6-median and -looseness print: the least t with P(τ_J > t) ≤ δ.
//
// Those beyond J = 5 are drawn 400,000 times by HittingProcess, and held to within 4%: a share is within
// √(log(2e10)/(8e5)) = 0.0055 of its probability but with probability 10^-10.
func TestMedians(t *testing.T) {
	for _, row := range []struct {
		J     int
		delta float64
		t     int
	}{{2, 0.5, 19}, {3, 0.5, 121}, {4, 0.5, 775}, {5, 0.5, 5001}, {2, 0.1, 196}, {2, 0.01, 3088}} {
		// By comparison with m = 64, m = 32 moves P by less than 10^-7 and m = 16 by less than 2·10^-6.
		points, slack := 32, 1e-7
		if row.J == 5 {
			points, slack = 16, 2e-6
		}
		before, at := transformedSurvival(row.J, row.t-1, points), transformedSurvival(row.J, row.t, points)
		if !(before > row.delta+slack && at <= row.delta-slack) {
			t.Errorf("J = %d: P(τ > %d) = %.8f, P(τ > %d) = %.8f", row.J, row.t-1, before, row.t, at)
		}
	}
	const runs = 400_000
	tail := math.Sqrt(math.Log(2e10) / (2 * runs))
	stream := estimators.NewStream(suiteseed.Seed(), "medians")
	times, steps := make([]float64, 8), make([]float64, 8)
	ranges := [][2]float64{{3.1e4, 3.4e4}, {2.05e5, 2.18e5}, {1.34e6, 1.44e6}}
	var below, until [3]float64
	for i := range uint64(runs) {
		HittingProcess{}.Run(times, steps, stream.At(i, 0))
		for k, r := range ranges {
			if times[5+k] <= r[0] {
				below[k]++
			}
			if times[5+k] <= r[1] {
				until[k]++
			}
		}
	}
	for k := range ranges {
		if !(below[k]/runs < 0.5+tail && until[k]/runs > 0.5-tail) {
			t.Errorf("J = %d: P(τ ≤ %g) = %.4f, P(τ ≤ %g) = %.4f", 6+k, ranges[k][0], below[k]/runs, ranges[k][1],
				until[k]/runs)
		}
	}
}
