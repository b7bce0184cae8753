package familytest

import (
	"math"
	"slices"
	"sort"

	"itermle/estimators"
	"itermle/internal/quadrature"
)

// measure integrates against p_θ of a family with one real observation a sample, knowing of the family nothing but
// LogDensity and where samples fall: exact summation over the integers, or quadrature with an error bound.
type measure struct {
	family estimators.Family
	theta  []float64
	// Discrete: the integers first, first+1, …, with their log-probabilities.
	discrete bool
	first    float64
	logs     []float64
	// Continuous: the breakpoints of the panels; hard ends are ends of the support.
	points              []float64
	hardLeft, hardRight bool
}

// negligible is −log of the mass (per factor e of distance from the middle) at which tails are cut: e^{-80} ≈ 2e-35.
const negligible = 80

// maxAtoms bounds the enumeration of a discrete family.
const maxAtoms = 1 << 20

// measureAt builds the measure of θ; other are further parameters whose mass must be resolved by the breakpoints too.
// nil where the family cannot be enumerated (m > 1, or too many atoms).
func (c *conformance) measureAt(theta []float64, others ...[]float64) *measure {
	if c.Family.SampleDim() != 1 {
		return nil
	}
	q := &measure{family: c.Family, theta: theta, discrete: true}
	seen := c.samples(theta, 300)
	for _, x := range seen {
		q.discrete = q.discrete && x == math.Trunc(x)
	}
	sort.Float64s(seen)
	if q.discrete {
		return q.enumerate(seen)
	}
	q.panels(seen, theta, c.Support, c.Kinks)
	for _, other := range others {
		seen = c.samples(other, 300)
		sort.Float64s(seen)
		q.panels(seen, other, c.Support, c.Kinks)
	}
	return q
}

func (q *measure) log(x float64) float64 { return q.family.LogDensity(q.theta, []float64{x}) }

func (q *measure) enumerate(seen []float64) *measure {
	highest, start := math.Inf(-1), seen[0]
	for _, x := range seen {
		if l := q.log(x); l > highest {
			highest, start = l, x
		}
	}
	var below []float64
	for x := start - 1; len(below) < maxAtoms; x-- {
		l := q.log(x)
		if !(l > highest-negligible) {
			break
		}
		below = append(below, l)
	}
	slices.Reverse(below)
	q.first, q.logs = start-float64(len(below)), below
	for x := start; len(q.logs) < maxAtoms; x++ {
		l := q.log(x)
		if !(l > highest-negligible) {
			return q
		}
		q.logs = append(q.logs, l)
	}
	return nil
}

// panels adds breakpoints that resolve p_θ: every 1/16 of its samples, and on both sides outwards until the mass is
// negligible; where the density ends at −Inf the end is found by bisection, and approached in powers of ten.
func (q *measure) panels(seen, theta, support []float64, kinks func(theta []float64) []float64) {
	log := func(x float64) float64 { return q.family.LogDensity(theta, []float64{x}) }
	for i := 0; i < len(seen); i += len(seen) / 16 {
		q.points = append(q.points, seen[i])
	}
	middle := seen[len(seen)/2]
	q.points = append(q.points, support...)
	if kinks != nil {
		q.points = append(q.points, kinks(theta)...)
	}
	spread := seen[len(seen)-1] - seen[0]
	for _, side := range []float64{-1, 1} {
		inside, step := seen[0], spread/4
		if side > 0 {
			inside = seen[len(seen)-1]
			q.points = append(q.points, inside)
		}
		for from := inside; support == nil; step *= 1.5 {
			x := from + side*step
			l := log(x)
			if math.IsInf(l, -1) {
				end := supportEnd(log, inside, x)
				q.points = append(q.points, end)
				if end == 0 { // elsewhere float64 does not reach closer
					for exponent := 0.0; exponent <= 256; exponent = math.Max(1, 2*exponent) {
						q.points = append(q.points, inside*math.Pow(10, -exponent))
					}
				}
				q.hardLeft, q.hardRight = q.hardLeft || side < 0, q.hardRight || side > 0
				break
			}
			inside = x
			q.points = append(q.points, x)
			if l+math.Log(math.Abs(x-middle)) < -negligible {
				break
			}
		}
	}
	sort.Float64s(q.points)
	q.points = slices.Compact(q.points)
}

// supportEnd bisects for the end of the support between a point inside and one outside; next to 0 it is 0.
func supportEnd(log func(float64) float64, inside, outside float64) float64 {
	if (inside > 0) != (outside > 0) && !math.IsInf(log(math.Copysign(1e-300, inside)), -1) &&
		math.IsInf(log(math.Copysign(1e-300, outside)), -1) {
		return 0
	}
	for {
		middle := inside + (outside-inside)/2
		if middle == inside || middle == outside {
			return outside
		}
		if math.IsInf(log(middle), -1) {
			outside = middle
		} else {
			inside = middle
		}
	}
}

// integrate is ∫ f dx (Σ over the atoms) over the support, f given x and log p_θ(x), with an error bound.
func (q *measure) integrate(f func(x, log float64) float64, tolerance float64) (value, bound float64, err error) {
	if q.discrete {
		absolute := 0.0
		for i, l := range q.logs {
			term := f(q.first+float64(i), l)
			value += term
			absolute += math.Abs(term)
		}
		return value, 1e-12 * absolute, nil
	}
	points, share := q.points, tolerance/3
	left, right := points[0], points[len(points)-1]
	if q.hardLeft {
		fromLeft := func(l, _ float64) float64 { return f(left+l, q.log(left+l)) }
		v, b, e := quadrature.IntegrateSingular(fromLeft, left, points[1], share)
		value, bound, err, points = value+v, bound+b, e, points[1:]
	}
	if q.hardRight && err == nil {
		last := len(points) - 2
		fromRight := func(_, r float64) float64 { return f(right-r, q.log(right-r)) }
		v, b, e := quadrature.IntegrateSingular(fromRight, points[last], right, share)
		value, bound, err, points = value+v, bound+b, e, points[:last+1]
	}
	if err != nil {
		return value, bound, err
	}
	v, b, err := quadrature.Integrate(func(x float64) float64 { return f(x, q.log(x)) }, points, share)
	return value + v, bound + b, err
}

// splitAt adds breakpoints where g changes sign.
func (q *measure) splitAt(g func(x float64) float64) {
	if q.discrete {
		return
	}
	const cells = 64
	points := slices.Clone(q.points)
	previous := q.points[0]
	for i := 1; i < len(q.points); i++ {
		a, b := q.points[i-1], q.points[i]
		for k := range cells + 1 {
			x := a + (b-a)*(float64(k)+0.5)/cells
			if a > 0 && b > 10*a { // towards a singular end at 0
				x = a * math.Pow(b/a, (float64(k)+0.5)/cells)
			}
			if k == cells {
				x = b
			}
			if left := g(previous); left > 0 && g(x) < 0 || left < 0 && g(x) > 0 {
				low, high := previous, x
				for range 60 {
					middle := low + (high-low)/2
					if (g(middle) > 0) == (left > 0) {
						low = middle
					} else {
						high = middle
					}
				}
				points = append(points, low)
			}
			previous = x
		}
	}
	sort.Float64s(points)
	q.points = slices.Compact(points)
}

// cumulate visits the atoms or the breakpoints in order with P(X ≤ at) and a bound on its error, up to the first err.
func (q *measure) cumulate(visit func(at, mass, bound float64, err error)) {
	mass, bound := 0.0, 1e-10
	if q.discrete {
		for i, l := range q.logs {
			mass += math.Exp(l)
			visit(q.first+float64(i), mass, bound, nil)
		}
		return
	}
	for i := 1; i < len(q.points); i++ {
		v, b, err := q.panel(i).integrate(func(_, log float64) float64 { return math.Exp(log) }, 1e-10)
		mass, bound = mass+v, bound+b
		visit(q.points[i], mass, bound, err)
		if err != nil {
			return
		}
	}
}

// panel is the measure between breakpoints i−1 and i, cut further where integrate keeps a regular panel beside a
// singular one.
func (q *measure) panel(i int) *measure {
	a, b, part := q.points[i-1], q.points[i], *q
	part.hardLeft, part.hardRight = q.hardLeft && i == 1, q.hardRight && i == len(q.points)-1
	middle := a + (b-a)/2
	switch {
	case part.hardLeft && part.hardRight:
		part.points = []float64{a, middle, middle + (b-middle)/2, b}
	case part.hardLeft || part.hardRight:
		part.points = []float64{a, middle, b}
	default:
		part.points = q.points[i-1 : i+1]
	}
	return &part
}
