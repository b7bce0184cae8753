// Package quadrature integrates functions of one real variable and bounds its own error.
//
// The opinion of the package: the caller knows where its integrand has kinks, peaks and ends, and says so; between
// those points the integrand is smooth, and there the difference of two rules of very different order bounds the
// error of the better one. A result is a value with its bound, or an error; never a value alone.
package quadrature

import (
	"fmt"
	"math"
	"sort"

	"itermle/internal/rounding"
)

// NotConvergedError says that the bound could not be brought below the tolerance.
type NotConvergedError struct {
	Value, Bound, Tolerance float64
	Panels                  int
}

func (e *NotConvergedError) Error() string {
	return fmt.Sprintf("the integral is %g ± %g after %d panels: want an error of at most %g",
		e.Value, e.Bound, e.Panels, e.Tolerance)
}

// maxPanels bounds the work: 30 evaluations a panel.
const maxPanels = 4000

// evaluation is what one evaluation of an integrand of elementary functions, its weight and its place in the sum may
// lose relative to |f|: a few units in the last place of exp and log, the argument's own rounding apart.
const evaluation = 32 * rounding.Unit

type panel struct{ a, b, value, bound, absolute float64 }

func (p panel) halves(f func(float64) float64) (left, right panel) {
	middle := p.a + (p.b-p.a)/2
	left, right = kronrod(f, p.a, middle), kronrod(f, middle, p.b)
	change := math.Abs(p.value-left.value-right.value) / 2
	left.bound += change
	right.bound += change
	return left, right
}

// Integrate is ∫ f over [points[0], points[last]] by adaptive bisection with the Gauss–Kronrod pair (G7, K15), with
//
//	|true value − value| ≤ bound ≤ tolerance.
//
// Between two neighbouring points f should be smooth: every kink, jump and peak narrower than its panel belongs
// among the points, which must increase. The bound of a panel is |K15 − G7|, plus half of what bisecting its parent
// changed, plus 32 units in the last place of ∫|f|. |K15 − G7| is the error of G7 up to that of K15; for an integrand
// analytic near the panel G7 errs like ρ^{-14} and K15 like ρ^{-23} in the Bernstein ellipse's ρ, so the difference
// overstates the error of the value returned by orders of magnitude wherever it is small. At an unnamed kink the two
// rules can agree by accident, which the parent's change nearly always sees; a kink closer to a panel's end than its
// last node (0.4% of the panel) no rule can see. That is a defensible bound, not a proof by
// interval arithmetic.
// Infinite values of f at end points are never evaluated; a value that is not finite inside is an error.
func Integrate(f func(float64) float64, points []float64, tolerance float64) (value, bound float64, err error) {
	return integrate(f, points, tolerance, 0)
}

// Relative is Integrate with the tolerance relative·∫|f|, whose size nobody need know beforehand.
func Relative(f func(float64) float64, points []float64, relative float64) (value, bound float64, err error) {
	return integrate(f, points, math.SmallestNonzeroFloat64, relative)
}

// integrate is Integrate with the tolerance least + relative·∫|f|.
func integrate(f func(float64) float64, points []float64, least, relative float64) (value, bound float64, err error) {
	if len(points) < 2 || !sort.Float64sAreSorted(points) || math.IsNaN(points[0]) {
		return 0, math.Inf(1), fmt.Errorf("quadrature: points %v do not increase", points)
	}
	if !(least > 0 && relative >= 0) {
		return 0, math.Inf(1), fmt.Errorf("quadrature: tolerance %g + %g·∫|f| is not positive", least, relative)
	}
	var panels []panel
	for i := 1; i < len(points); i++ {
		if points[i] > points[i-1] {
			left, right := kronrod(f, points[i-1], points[i]).halves(f)
			panels = append(panels, left, right)
		}
	}
	for {
		value, bound = 0, 0 // summed in an order fixed by the panels alone
		tolerance := least
		for _, p := range panels {
			value += p.value
			bound += p.bound
			tolerance += relative * p.absolute
		}
		if math.IsNaN(bound) || math.IsInf(bound, 0) {
			return 0, math.Inf(1), fmt.Errorf("quadrature: the integrand is not finite on [%g, %g]",
				points[0], points[len(points)-1])
		}
		if bound <= tolerance {
			return value, bound, nil
		}
		// Every panel with more than its fair share is halved, so that the order of the work, and with it
		// the last bit of the result, depends on nothing but the arguments.
		fair, split := tolerance/float64(2*len(panels)), false
		old := len(panels)
		for i := range old {
			p := panels[i]
			middle := p.a + (p.b-p.a)/2
			if p.bound-evaluation*p.absolute <= fair || !(p.a < middle && middle < p.b) {
				continue
			}
			left, right := p.halves(f)
			panels[i], split = left, true
			panels = append(panels, right)
		}
		if !split || len(panels) > maxPanels {
			return value, bound, &NotConvergedError{value, bound, tolerance, len(panels)}
		}
	}
}

// The Gauss–Kronrod pair on [−1, 1]: QUADPACK's QK15 (Piessens et al. 1983).
var (
	kronrodNodes = [8]float64{0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
		0.864864423359769072789712788640926, 0.741531185599394439863864773280788, 0.586087235467691130294144691693013,
		0.405845151377397166906606412076961, 0.207784955007898467600689403773245, 0}
	kronrodWeights = [8]float64{0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
		0.104790010322250183839876322541518, 0.140653259715525918745189590510238, 0.169004726639267902826583426598550,
		0.190350578064785409913256402421014, 0.204432940075298892414161999234649, 0.209482141084727828012999174891714}
	gaussWeights = [8]float64{1: 0.129484966168869693270611432679082, 3: 0.279705391489276667901467771423780,
		5: 0.381830050505118944950369775488975, 7: 0.417959183673469387755102040816327}
)

func kronrod(f func(float64) float64, a, b float64) panel {
	center, half := a+(b-a)/2, (b-a)/2
	fc := f(center)
	k, g, absolute := kronrodWeights[7]*fc, gaussWeights[7]*fc, kronrodWeights[7]*math.Abs(fc)
	for i := range 7 {
		offset := half * kronrodNodes[i]
		lower, upper := f(center-offset), f(center+offset)
		k += kronrodWeights[i] * (lower + upper)
		g += gaussWeights[i] * (lower + upper)
		absolute += kronrodWeights[i] * (math.Abs(lower) + math.Abs(upper))
	}
	return panel{a, b, half * k, half * (math.Abs(k-g) + evaluation*absolute), half * absolute}
}
