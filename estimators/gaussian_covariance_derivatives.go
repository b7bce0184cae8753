package estimators

import "math"

// Derivatives of the Gaussian log-density in (μ, Σ). Write y = x−μ, P = Σ⁻¹, z = P y, and E for the direction of one
// coordinate of Σ: e_i e_iᵀ, or e_i e_jᵀ + e_j e_iᵀ off the diagonal. From D_E P = −P E P and D_E z = −P E z (derived
// here):
//
//	∂μ                z
//	∂E                ½ zᵀE z − ½ tr(P E)
//	∂μ∂μ              −P
//	∂μ∂E              −P E z
//	∂E∂F              ½ tr(P E P F) − zᵀE P F z
//	∂μ∂μ∂E            P E P
//	∂μ∂E∂F            (P F P E + P E P F) z
//	∂E∂F∂G            −tr(P E P F P G) + zᵀ(E P F P G + F P G P E + G P E P F) z
//
// and zᵀF P G P E z etc. are the three orders up to transposition. A direction is the sum of one or two ordered pairs
// (a, b) for e_a e_bᵀ, so that every trace is a short sum of products of entries of P and z.

// precision stores P (d×d) and z.
func (f *GaussianCovariance) precision(theta, x []float64) (p, z []float64) {
	d := f.dim
	l, inverse := make([]float64, d*d), make([]float64, d*d)
	mustCholesky(l, theta[d:], d)
	inverseLower(inverse, l, d)
	p, z = make([]float64, d*d), make([]float64, d)
	for i := range d {
		for j := range d {
			for k := max(i, j); k < d; k++ {
				p[i*d+j] += inverse[k*d+i] * inverse[k*d+j]
			}
		}
		if x != nil {
			z[i] = x[i] - theta[i]
		}
	}
	solveLower(l, z)
	solveUpper(l, z)
	return p, z
}

// inUnits is θ and x (if not nil) in units of 2^{k_i} of coordinate i, where Σ_ii is between ¼ and 1, and for each
// coordinate of θ the exponent of its unit. A nil exponents says that no power of Σ comes near the ends of float64 as
// it is.
func (f *GaussianCovariance) inUnits(theta, x []float64) (moved, at []float64, exponents []int) {
	d := f.dim
	k, far := make([]int, d), false
	for i := range d {
		v := theta[d+packed(i, i)]
		k[i] = (exponent(v) + 1) >> 1
		far = far || v < 0x1p-250 || v > 0x1p250
	}
	if !far {
		return theta, x, nil
	}
	for i := range d {
		moved, exponents = append(moved, math.Ldexp(theta[i], -k[i])), append(exponents, k[i])
	}
	for i := range d {
		for j := range i + 1 {
			unit := k[i] + k[j]
			moved = append(moved, math.Ldexp(theta[d+packed(i, j)], -unit))
			exponents = append(exponents, unit)
		}
	}
	for i, v := range x {
		at = append(at, math.Ldexp(v, -k[i]))
	}
	return moved, at, exponents
}

// backToUnits divides derivatives of the given order by the units of their coordinates.
func backToUnits(dst []float64, exponents []int, order int) {
	if exponents == nil {
		return
	}
	dim := len(exponents)
	for at := range dst {
		power := 0
		rest := at
		for range order {
			power += exponents[rest%dim]
			rest /= dim
		}
		dst[at] = math.Ldexp(dst[at], -power)
	}
}

// directions lists, for every coordinate of Σ, its ordered pairs.
func (f *GaussianCovariance) directions() [][][2]int {
	var all [][][2]int
	for i := range f.dim {
		for j := range i {
			all = append(all, [][2]int{{i, j}, {j, i}})
		}
		all = append(all, [][2]int{{i, i}})
	}
	return all
}

func (f *GaussianCovariance) Score(dst, theta, x []float64) {
	d := f.dim
	theta, x, units := f.inUnits(theta, x)
	defer func() { backToUnits(dst[:f.Dim()], units, 1) }()
	p, z := f.precision(theta, x)
	copy(dst, z)
	for e, pairs := range f.directions() {
		sum := 0.0
		for _, ab := range pairs {
			sum += (z[ab[0]]*z[ab[1]] - p[ab[0]*d+ab[1]]) / 2
		}
		dst[d+e] = sum
	}
}

func (f *GaussianCovariance) Hessian(dst, theta, x []float64) {
	d, dim := f.dim, f.Dim()
	theta, x, units := f.inUnits(theta, x)
	defer func() { backToUnits(dst[:dim*dim], units, 2) }()
	p, z := f.precision(theta, x)
	for i := range d {
		for j := range d {
			dst[i*dim+j] = -p[i*d+j]
		}
	}
	all := f.directions()
	for e, first := range all {
		for k := range d {
			sum := 0.0
			for _, ab := range first {
				sum -= p[k*d+ab[0]] * z[ab[1]]
			}
			dst[k*dim+d+e], dst[(d+e)*dim+k] = sum, sum
		}
		for g, second := range all {
			sum := 0.0
			for _, ab := range first {
				for _, ce := range second {
					sum += p[ab[1]*d+ce[0]] * (p[ce[1]*d+ab[0]]/2 - z[ab[0]]*z[ce[1]])
				}
			}
			dst[(d+e)*dim+d+g] = sum
		}
	}
}

func (f *GaussianCovariance) FisherInformation(dst, theta []float64) {
	d, dim := f.dim, f.Dim()
	theta, _, units := f.inUnits(theta, nil)
	defer func() { backToUnits(dst[:dim*dim], units, 2) }()
	p, _ := f.precision(theta, nil)
	clear(dst[:dim*dim])
	for i := range d {
		for j := range d {
			dst[i*dim+j] = p[i*d+j]
		}
	}
	all := f.directions()
	for e, first := range all {
		for g, second := range all {
			sum := 0.0
			for _, ab := range first {
				for _, ce := range second {
					sum += p[ab[1]*d+ce[0]] * p[ce[1]*d+ab[0]] / 2
				}
			}
			dst[(d+e)*dim+d+g] = sum
		}
	}
}

func (f *GaussianCovariance) ThirdDerivative(dst, theta, x []float64) {
	d, dim := f.dim, f.Dim()
	theta, x, units := f.inUnits(theta, x)
	defer func() { backToUnits(dst[:dim*dim*dim], units, 3) }()
	p, z := f.precision(theta, x)
	all := f.directions()
	put := func(a, b, c int, value float64) {
		for _, at := range [6][3]int{{a, b, c}, {a, c, b}, {b, a, c}, {b, c, a}, {c, a, b}, {c, b, a}} {
			dst[(at[0]*dim+at[1])*dim+at[2]] = value
		}
	}
	clear(dst[:dim*dim*dim])
	for e, first := range all {
		for i := range d {
			for j := range i + 1 {
				sum := 0.0
				for _, ab := range first {
					sum += p[i*d+ab[0]] * p[ab[1]*d+j]
				}
				put(i, j, d+e, sum)
			}
		}
		for g := range e + 1 {
			for k := range d {
				put(k, d+g, d+e, chain2(p, z, d, k, first, all[g])+chain2(p, z, d, k, all[g], first))
			}
			for h := range g + 1 {
				put(d+h, d+g, d+e, cycle3(p, z, d, first, all[g], all[h]))
			}
		}
	}
}

// chain2 is (P E P F z)_k.
func chain2(p, z []float64, d, k int, e, f [][2]int) float64 {
	sum := 0.0
	for _, ab := range e {
		for _, ce := range f {
			sum += p[k*d+ab[0]] * p[ab[1]*d+ce[0]] * z[ce[1]]
		}
	}
	return sum
}

// cycle3 is −tr(P E P F P G) + zᵀ(E P F P G + F P G P E + G P E P F) z.
func cycle3(p, z []float64, d int, e, f, g [][2]int) float64 {
	sum := 0.0
	for _, a := range e {
		for _, b := range f {
			for _, c := range g {
				ef, fg, ge := p[a[1]*d+b[0]], p[b[1]*d+c[0]], p[c[1]*d+a[0]]
				sum += -ef*fg*ge + z[a[0]]*ef*fg*z[c[1]] + z[b[0]]*fg*ge*z[a[1]] + z[c[0]]*ge*ef*z[b[1]]
			}
		}
	}
	return sum
}
