package familytest

import (
	"math"
	"sort"
)

// standardErrors is how far a standardised mean of samples may be from its expectation: 8.5, 2e-17 under the normal
// law. For the summands here, polynomials of degree ≤ 4 in Gaussian variables or log-ratios of densities, standardised
// by their own sample (a self-normalised sum, whose tails are no heavier than a constant times the normal's in this
// range, Shao 1999), level leaves a factor of 50,000.
const standardErrors = 8.5

// sampledExpectations is exactExpectations by 40,000 samples: the standardised means of scores and of their products.
// Detectable: 17/√40000 = 0.085 standard deviations of the summand with probability ½ and more.
func (c *conformance) sampledExpectations(theta []float64) {
	if !c.interior(theta) {
		return
	}
	const n = 40000
	d, m := c.Family.Dim(), c.Family.SampleDim()
	x := c.samples(theta, n)
	score, hessian, information := make([]float64, d), make([]float64, d*d), c.informationAt(theta)
	size := d + 2*d*d
	sum, square := make([]float64, size), make([]float64, size)
	add := func(i int, v float64) {
		sum[i] += v
		square[i] += v * v
	}
	for i := range n {
		at := x[i*m : (i+1)*m]
		c.Family.Score(score, theta, at)
		c.Family.Hessian(hessian, theta, at)
		for j := range d {
			add(j, score[j])
			for k := range d {
				add(d+j*d+k, score[j]*score[k]-information[j*d+k])
				add(d+d*d+j*d+k, hessian[j*d+k]+information[j*d+k])
			}
		}
	}
	unit := c.unit(theta)
	natural := func(i int) float64 {
		if i < d {
			return 1 / unit[i]
		}
		i = (i - d) % (d * d)
		return 1 / (unit[i/d] * unit[i%d])
	}
	precision := []float64{c.precision.score, c.precision.information, c.precision.information + c.precision.hessian}
	names := []string{"score mean", "fisher", "fisher by Hessian"}
	for i := range size {
		check := names[min((i+d*d-d)/(d*d), 2)]
		mean := sum[i] / n
		deviation := math.Sqrt(math.Max(0, square[i]/n-mean*mean) / n)
		tolerance := standardErrors*deviation + (1e-11+precision[min((i+d*d-d)/(d*d), 2)])*natural(i)
		c.require(math.Abs(mean) <= tolerance, check,
			"θ=%v: entry %d is off by %v, %.1f standard errors", theta, i, mean, mean/deviation)
	}
	c.boxes(theta, x)
}

// boxes checks the total mass with samples x of p_θ: of the box B of the middle halves of 1000 other samples'
// coordinates, E 1{x ∈ B}/p_θ(x) is the volume, or the number of its points on the integers.
func (c *conformance) boxes(theta, x []float64) {
	m := c.Family.SampleDim()
	n := len(x) / m
	box, volume := c.samples(theta, 1000), 0.0
	lattice := whole(box)
	lower, upper, column := make([]float64, m), make([]float64, m), make([]float64, 1000)
	for k := range m {
		for i := range column {
			column[i] = box[i*m+k]
		}
		sort.Float64s(column)
		lower[k], upper[k] = column[250], column[750]
		side := upper[k] - lower[k]
		if lattice {
			side++
		}
		volume += math.Log(side)
	}
	mass, squares := 0.0, 0.0
	for i := range n {
		at, inside := x[i*m:(i+1)*m], true
		for k, v := range at {
			inside = inside && v >= lower[k] && v <= upper[k]
		}
		if inside {
			ratio := math.Exp(-c.Family.LogDensity(theta, at) - volume)
			mass += ratio / float64(n)
			squares += ratio * ratio / float64(n)
		}
	}
	deviation := math.Sqrt((squares - mass*mass) / float64(n))
	c.require(math.Abs(mass-1) <= standardErrors*deviation, "normalised",
		"θ=%v: a box holds %v ± %v of its volume", theta, mass, deviation)
}
