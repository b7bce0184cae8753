package theorems

import "math"

// meanUnder is E_p u = Σ p(x) u(x).
func meanUnder(p, u []float64) float64 {
	sum := 0.0
	for x := range p {
		sum += p[x] * u[x]
	}
	return sum
}

// tempered is the law of a model at temperature T, τ_i ∝ θ_i^{1/T}, into dst.
func tempered(dst, theta []float64, temperature float64) {
	total := 0.0
	for i, x := range theta {
		dst[i] = math.Pow(math.Max(0, x), 1/temperature)
		total += dst[i]
	}
	for i := range dst {
		dst[i] /= total
	}
}
