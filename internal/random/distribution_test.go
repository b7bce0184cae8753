package random

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
)

// tabulated is the distribution function of an unnormalised density on [from, to] by Simpson's rule on 2^14 panels and
// linear interpolation: good to 1e-7 for the densities below, far below what the test can see.
func tabulated(from, to float64, density func(x float64) float64) func(x float64) float64 {
	const panels = 1 << 14
	step := (to - from) / panels
	cumulated := make([]float64, panels+1)
	for i := range panels {
		a := from + float64(i)*step
		cumulated[i+1] = cumulated[i] + step/6*(density(a)+4*density(a+step/2)+density(a+step))
	}
	total := cumulated[panels]
	return func(x float64) float64 {
		y := (x - from) / step
		switch {
		case y <= 0:
			return 0
		case y >= panels:
			return 1
		}
		i := int(y)
		return (cumulated[i] + (y-float64(i))*(cumulated[i+1]-cumulated[i])) / total
	}
}

func vonMisesCDF(kappa float64) func(x float64) float64 {
	reach := math.Min(math.Pi, 40/math.Sqrt(kappa))
	return tabulated(-reach, reach, func(x float64) float64 { return math.Exp(kappa * (math.Cos(x) - 1)) })
}

// secantUnitCDF is from the density itself, e^{θx} sech(πx/2).
func secantUnitCDF(mean float64) func(x float64) float64 {
	theta := math.Atan(mean)
	return tabulated(-60, 200, func(x float64) float64 {
		return math.Exp(theta*x-math.Pi/2*math.Abs(x)) / (1 + math.Exp(-math.Pi*math.Abs(x)))
	})
}

// secantCDF is from the closed forms of |Γ((n+ix)/2)|² for whole n: with y = x/2,
//
//	|Γ(1+iy)|² = πy/sinh πy,  |Γ(½+iy)|² = π/cosh πy,  |Γ(z+1)|² = |z|²|Γ(z)|².
func secantCDF(n int, mean float64) func(x float64) float64 {
	theta := math.Atan(mean)
	deviation := math.Sqrt(float64(n) * (1 + mean*mean))
	centre := float64(n) * mean
	log := func(x float64) float64 {
		y := math.Abs(x) / 2
		sum := theta*x - math.Pi*y
		start := 0.5
		if n%2 == 0 {
			start = 1
			if y > 0 {
				sum += math.Log(y) - math.Log1p(-math.Exp(-2*math.Pi*y))
			} else {
				sum += -math.Log(2 * math.Pi)
			}
		} else {
			sum -= math.Log1p(math.Exp(-2 * math.Pi * y))
		}
		for a := start; a < float64(n)/2; a++ {
			sum += math.Log(a*a + y*y)
		}
		return sum
	}
	top := log(centre)
	return tabulated(centre-30*deviation, centre+30*deviation,
		func(x float64) float64 { return math.Exp(log(x) - top) })
}

// wishartRows use two facts about S ~ W(Σ, n): cᵀSc/cᵀΣc ~ χ²_n, and cᵀΣ⁻¹c/cᵀS⁻¹c ~ χ²_{n−d+1}, for every c.
func wishartRows() []row {
	const d = 3
	cholesky := []float64{2, 9, 9, -1, 0.5, 9, 0.25, 3, 1} // what is above the diagonal must not be read
	lower := func(i, j int) float64 {
		if j > i {
			return 0
		}
		return cholesky[i*d+j]
	}
	var sigma [d * d]float64
	for i := range d {
		for j := range d {
			for k := range d {
				sigma[i*d+j] += lower(i, k) * lower(j, k)
			}
		}
	}
	quadratic := func(s []float64, c [d]float64) float64 {
		sum := 0.0
		for i := range d {
			for j := range d {
				sum += c[i] * s[i*d+j] * c[j]
			}
		}
		return sum
	}
	var rows []row
	for _, n := range []int64{2, 3, 10, 1e9} {
		for _, c := range [][d]float64{{1, 0, 0}, {0, 0, 1}, {1, -2, 0.5}} {
			rows = append(rows, row{fmt.Sprintf("wishart n=%d c=%v", n, c), func(r *rand.Rand) string {
				var s [d * d]float64
				return uniformly(func() float64 {
					Wishart(s[:], n, cholesky, r)
					if s[1] != s[3] || s[2] != s[6] || s[5] != s[7] {
						return math.NaN()
					}
					chi := quadratic(s[:], c) / quadratic(sigma[:], c)
					if n > 1e6 {
						return gaussian((chi - float64(n)) / math.Sqrt(2*float64(n)))
					}
					return mathext.GammaIncReg(float64(n)/2, chi/2)
				})
			}})
			if n < d || n > 1e6 {
				continue
			}
			rows = append(rows, row{fmt.Sprintf("wishart inverse n=%d c=%v", n, c), func(r *rand.Rand) string {
				var s [d * d]float64
				inverse := invert3(sigma)
				return uniformly(func() float64 {
					Wishart(s[:], n, cholesky, r)
					si := invert3(s)
					chi := quadratic(inverse[:], c) / quadratic(si[:], c)
					return mathext.GammaIncReg(float64(n-d+1)/2, math.Max(0, chi)/2)
				})
			}})
		}
	}
	return rows
}

// invert3 is the inverse by cofactors.
func invert3(m [9]float64) (inverse [9]float64) {
	cofactor := func(i, j int) float64 {
		a, b, c, d := (i+1)%3, (i+2)%3, (j+1)%3, (j+2)%3
		return m[a*3+c]*m[b*3+d] - m[a*3+d]*m[b*3+c]
	}
	determinant := m[0]*cofactor(0, 0) + m[1]*cofactor(0, 1) + m[2]*cofactor(0, 2)
	for i := range 3 {
		for j := range 3 {
			inverse[j*3+i] = cofactor(i, j) / determinant
		}
	}
	return inverse
}
