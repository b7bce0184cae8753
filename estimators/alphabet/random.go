package alphabet

import "math"

// Chooser decides one number in {0, …, n−1} at a time; 0 is the simplest. It is the interface of claims' instances.
type Chooser interface {
	Choose(label string, n int) int
}

// Instance is a family with a truth and a radius: B_r(θ*) ⊆ Θ.
type Instance struct {
	Family *Family
	Truth  []float64
	Radius float64
}

// grid is the step of all random numbers: they print in two digits.
const grid = 0.05

// signed is the choice 0, 1, 2, 3, … as 0, 1, −1, 2, … steps of the grid, up to ±limit.
func signed(choose Chooser, label string, limit float64) float64 {
	most := int(math.Round(limit / grid))
	i := choose.Choose(label, 2*most+1)
	if i%2 == 1 {
		return round(float64(i+1) / 2 * grid)
	}
	return 0 - round(float64(i)/2*grid)
}

// round is the float64 nearest to a multiple of the grid: 3·0.05 is not 0.15.
func round(v float64) float64 { return math.Round(v/grid) / (1 / grid) }

// Random draws a family with K ≤ letters letters, a truth and a radius. With every choice 0 it is the Bernoulli logit
// at 0. Letter k ≤ d has the term θ_{k−1} beside what is drawn, so that few draws are not identifiable; those are the
// errors of New.
func Random(choose Chooser, letters int) (Instance, error) {
	k := 2 + choose.Choose("K", letters-1)
	d := 1 + choose.Choose("d", min(maxDim, k-1))
	degree := 1 + choose.Choose("degree", 4)
	weights := make([]Polynomial, k)
	for i := range weights[1:] {
		weights[i+1] = randomWeight(choose, i, d, degree)
	}
	space := Box(repeated(-1, d), repeated(1, d))
	limit := 0.9
	if d > 1 && choose.Choose("Θ", 2) == 1 {
		space = Ball(repeated(0, d), 1)
		limit = round(0.9/math.Sqrt(float64(d)) - grid/2)
	}
	truth, norm, size := make([]float64, d), 0.0, 0.0
	for i := range truth {
		truth[i] = signed(choose, "θ*", limit)
		norm, size = math.Hypot(norm, truth[i]), math.Max(size, math.Abs(truth[i]))
	}
	room := 1 - size
	if space.isBall() {
		room = 1 - norm
	}
	radius := round(grid * float64(1+choose.Choose("r", max(1, int(room/grid*(1-1e-9))))))
	f, err := New(space, weights...)
	return Instance{f, truth, radius}, err
}

// randomWeight is a polynomial of the degree: all powers in one variable, in several a constant, a linear part and up
// to three products, with smaller coefficients the more there are, so that maxima over Θ can be certified.
func randomWeight(choose Chooser, letter, d, degree int) Polynomial {
	var g Polynomial
	add := func(c float64, powers []int) {
		if c != 0 {
			g = append(g, Monomial{c, powers})
		}
	}
	powers := func(i, e int) []int {
		p := make([]int, d)
		p[i] = e
		return p
	}
	add(signed(choose, "coefficient", 3), powers(0, 0))
	for i := range d {
		base := 0.0
		if i == letter {
			base = 1
		}
		add(round(base+signed(choose, "coefficient", 8/float64(d))), powers(i, 1))
	}
	if d == 1 {
		for e := 2; e <= degree; e++ {
			add(signed(choose, "coefficient", 8), powers(0, e))
		}
		return g
	}
	if degree == 1 {
		return g
	}
	for range choose.Choose("products", 4) {
		p := make([]int, d)
		for range 2 + choose.Choose("factors", degree-1) {
			p[choose.Choose("factor", d)]++
		}
		add(signed(choose, "coefficient", 4/float64(d)), p)
	}
	return g
}

func repeated(v float64, d int) []float64 {
	values := make([]float64, d)
	for i := range values {
		values[i] = v
	}
	return values
}
