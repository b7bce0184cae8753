package variation

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"

	"itermle/internal/rounding"
)

const (
	points     = 16  // Gauss–Legendre points a panel
	ellipse    = 6   // ρ of the Bernstein ellipse: ρ^-30 = 5e-24
	longest    = 0.5 // half-length of a panel at most: the ellipse stays within |Im w| < 1.46 < π/2
	negligible = 46  // e^-46 = 1e-20 of the peak: tails beyond are bounded, not summed
)

var nodes, weights = func() (x, w [points]float64) {
	quad.Legendre{}.FixedLocations(x[:], w[:], -1, 1)
	return x, w
}()

// integrate is ∫ f(w) dw from start to to with a bound on its error: quadrature, tails left out, and rounding.
func integrate(f density, start, to float64) (value, bound float64) {
	mode, width := f.mode()
	peak, _ := f.at(math.Max(start, math.Min(mode, to)))
	from, bound := clip(f, mode, -width, start, peak)
	end, beyond := clip(f, mode, width, to, peak)
	bound += beyond
	half := math.Min(width, longest)
	panels := math.Max(1, math.Ceil((end-from)/(2*half)))
	half = (end - from) / (2 * panels)
	const (
		semiReal      = (ellipse + 1.0/ellipse) / 2
		semiImaginary = (ellipse - 1.0/ellipse) / 2
	)
	// Trefethen, Theorem 19.3: 64/15 M ρ^{−2(points−1)}/(1 − ρ^−2) on [−1, 1].
	remainder := 64.0 / 15 / (1 - 1.0/(ellipse*ellipse)) * math.Pow(ellipse, -2*(points-1))
	for i := 0.0; i < panels; i++ {
		centre := from + (2*i+1)*half
		for j, node := range nodes {
			w := centre + half*node
			log, slope := f.at(w)
			term := half * weights[j] * math.Exp(log)
			value += term
			// The deviances cost 16 units of their size, w a few units times the slope; the rest are constants.
			bound += term * rounding.Unit * (32*(peak-log) + 8*math.Abs(slope)*(1+math.Abs(w)) + 8*math.Abs(log) + 64)
		}
		bound += half * remainder * math.Exp(f.supremum(centre-semiReal*half, centre+semiReal*half, semiImaginary*half))
	}
	// The length of the interval carries 4 units, the sums one a panel.
	return value, bound + value*rounding.Unit*(16+panels)
}

// clip moves from the mode in steps of the given sign until f is negligible or limit is reached, and bounds the mass
// beyond by the tangent there: a log-concave f lies below it.
func clip(f density, mode, step, limit, peak float64) (end, mass float64) {
	inside := func(w float64) bool { return step < 0 && w > limit || step > 0 && w < limit }
	for w := mode + step; inside(w); w += step {
		if log, slope := f.at(w); log < peak-negligible {
			return w, math.Exp(log) / math.Abs(slope)
		}
		step *= 1.25
	}
	return limit, 0
}
