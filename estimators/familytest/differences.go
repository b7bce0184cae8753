package familytest

import (
	"math"
	"slices"
)

// ridders is the derivative at 0 of f by central differences at steps h, h/1.4, … extrapolated to step 0 (Ridders
// 1982), with the tableau's own error estimate. at is the argument's offset, whose rounding changes the steps.
func ridders(f func(float64) float64, at, h float64) (estimate, uncertainty float64) {
	const rows, factor = 10, 1.4
	var table [rows][rows]float64
	uncertainty = math.Inf(1)
	for i := range rows {
		up, down := at+h, at-h
		table[0][i] = (f(h) - f(-h)) / (up - down)
		power := factor * factor
		for j := 1; j <= i; j++ {
			table[j][i] = (table[j-1][i]*power - table[j-1][i-1]) / (power - 1)
			power *= factor * factor
			value := table[j][i]
			if e := math.Max(math.Abs(value-table[j-1][i]), math.Abs(value-table[j-1][i-1])); e < uncertainty {
				estimate, uncertainty = value, e
			}
		}
		h /= factor
	}
	return estimate, uncertainty
}

// noise is the rounding noise of f near 0 by the difference table of Hamming and of Moré and Wild (ECNoise, 2011):
// σ_k² = (k!)²/(2k)! · mean of the squared k-th differences, whose smooth part at step 1e-4·reach is below 1e-16.
func noise(f func(float64) float64, reach float64) float64 {
	var table [9]float64
	for i := range table {
		table[i] = f(1e-4 * reach * float64(i-4))
	}
	floor := 0x1p-53 * math.Abs(table[4])
	factorial, sigma := 1.0, 0.0
	for k := 1; k <= 6; k++ {
		for i := 0; i < len(table)-k; i++ {
			table[i] = table[i+1] - table[i]
		}
		factorial *= float64(k) / float64(2*(2*k-1)) // (k!)²/(2k)!
		if k < 4 {
			continue
		}
		sum := 0.0
		for i := 0; i < len(table)-k; i++ {
			sum += table[i] * table[i]
		}
		sigma = math.Max(sigma, math.Sqrt(factorial*sum/float64(len(table)-k)))
	}
	return math.Max(sigma, floor)
}

// reach is how far θ_j may move both ways inside Θ, at most a fifth of a unit, and not so far that the information
// changes by a factor of 2: where it falls off within less than a unit, as in the tails of a logit, larger steps see a
// constant.
func (c *conformance) reach(theta, unit []float64, j int) float64 {
	moved, d := slices.Clone(theta), len(theta)
	at := func(theta []float64) float64 { return c.informationAt(theta)[j*d+j] }
	here := at(theta)
	like := func() bool {
		if c.Family.Check(moved) != nil {
			return false
		}
		there := at(moved)
		return !(there > 2*here || there < here/2)
	}
	for h := unit[j] / 5; ; h /= 2 {
		moved[j] = theta[j] + h
		up := like()
		moved[j] = theta[j] - h
		if up && like() {
			return h
		}
		if h < 1e-6*unit[j] {
			return h
		}
	}
}
