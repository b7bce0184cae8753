package estimators

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/integrate/quad"

	"itermle/internal/rounding"
)

// KL is ½ Σ_i (e_i − log(1+e_i)) + ½‖m‖² in the coordinates of gaussianPair with η as the standard one. Its error has
// the rounding of e, through the derivative e/(1+e), that of m, and of the sum.
func (f *GaussianCovariance) KL(theta, eta []float64) (Certified, error) {
	pair := newGaussianPair(theta, eta, f.dim)
	size := norm(pair.m)
	delta := pair.rounding * norm(pair.e)
	value, slack := size*size/2, size*size*pair.rounding
	for _, e := range pair.e {
		value += logRemainder(e) / 2
		slack += delta * (math.Abs(e) + delta) / 2 / positive(1+e-delta)
	}
	if math.IsNaN(value) || math.IsInf(value, 1) {
		return Certified{}, &RangeError{What: f.Name() + ": KL", Value: value, Accept: "scales that are less far apart"}
	}
	return divergence(value, slack+float64(f.dim+32)*rounding.Unit*value), nil
}

// positive makes a bound infinite where rounding has eaten its denominator.
func positive(x float64) float64 { return math.Max(x, 0) }

// TotalVariation is certified by the tightest of two enclosures. In the coordinates of gaussianPair both laws are
// products, so the marginal distances v_i give max v_i ≤ TV ≤ 1 − Π(1 − v_i), equal where a single coordinate differs
// (d = 1 above all); otherwise affinity integrates. Perturbing e and m by their rounding moves TV by at most that of
// the coordinates.
func (f *GaussianCovariance) TotalVariation(theta, eta []float64) (Certified, error) {
	pair := newGaussianPair(theta, eta, f.dim)
	lower, complement := 0.0, 1.0
	for i, e := range pair.e {
		v := gaussianTotalVariation(0, 1, pair.m[i], math.Sqrt(1+e))
		lower = math.Max(lower, v.Value-v.Error)
		complement *= math.Max(0, 1-v.Value-v.Error) * (1 - 0x1p-52)
	}
	upper := 1 - complement
	lower = math.Max(lower, 0)
	if upper-lower > 0x1p-44 {
		if overlap := pair.affinity(); overlap.Error < (upper-lower)/2 {
			lower = math.Max(lower, 1-overlap.Value-overlap.Error)
			upper = math.Min(upper, 1-overlap.Value+overlap.Error)
		}
	}
	delta := pair.rounding * norm(pair.e)
	slack := 0x1p-52
	for i, e := range pair.e {
		least := positive(1 + e - delta)
		slack += float64(f.dim)*delta/least + pair.rounding*math.Abs(pair.m[i])/math.Sqrt(least)
	}
	return distance((lower+upper)/2, (upper-lower)/2+slack), nil
}

// gaussianPair is two Gaussians in coordinates where one is N(0, I) and the other N(m, diag(1+e)).
type gaussianPair struct {
	e, m []float64
	// rounding bounds the relative error of e and m as a whole: |δe_i| ≤ rounding·‖e‖, ‖δm‖ ≤ rounding·‖m‖.
	rounding float64
}

// newGaussianPair takes N(ν, Ω) for N(0, I) and N(μ, Σ) for the other: with Ω = L Lᵀ, the eigenvalues of L⁻¹(Σ−Ω)L⁻ᵀ
// are e, so close covariances keep their digits. The Cholesky factor has |L Lᵀ − Ω| ≤ (d+1)u |L||Lᵀ| and a triangular
// solve (L+δL)x = b with |δL| ≤ d u |L| (Higham, Accuracy and Stability of Numerical Algorithms, theorems 10.3 and
// 8.5), u = 2^-53; with c = ‖|L⁻¹||L|‖_F each moves e and m relatively by at most d u c² at a time: 16(d+2) u c² covers
// them and Jacobi.
func newGaussianPair(theta, eta []float64, d int) gaussianPair {
	l, inverse := make([]float64, d*d), make([]float64, d*d)
	mustCholesky(l, eta[d:], d)
	inverseLower(inverse, l, d)
	condition := 0.0
	for i := range d {
		for j := range d {
			sum := 0.0
			for k := range d {
				sum += math.Abs(inverse[i*d+k] * l[k*d+j])
			}
			condition += sum * sum
		}
	}
	m, a, column := make([]float64, d), make([]float64, d*d), make([]float64, d)
	for i := range d {
		m[i] = theta[i] - eta[i]
	}
	solveLower(l, m)
	// First L⁻¹D by columns, stored as rows; then L⁻¹ of the columns of its transpose.
	for pass := range 2 {
		for j := range d {
			for i := range d {
				if pass == 0 {
					column[i] = theta[d+packed(i, j)] - eta[d+packed(i, j)]
				} else {
					column[i] = inverse[i*d+j]
				}
			}
			solveLower(l, column)
			if pass == 0 {
				copy(a[j*d:], column)
			} else {
				for i := range d {
					a[i*d+j] = column[i]
				}
			}
		}
		copy(inverse, a)
	}
	for i := range d {
		for j := range i {
			mean := (a[i*d+j] + a[j*d+i]) / 2
			a[i*d+j], a[j*d+i] = mean, mean
		}
	}
	symmetricEigen(a, m)
	e := make([]float64, d)
	for i := range d {
		e[i] = a[i*d+i]
	}
	return gaussianPair{e: e, m: m, rounding: 16 * float64(d+2) * 0x1p-53 * condition}
}

// affinity is 1 − TV = ∫ min(p, q) by Fourier inversion (derived here). With L = log(p/q), min(p, q) = √(pq)
// e^{−|L|/2}, and e^{−|L|/2} = (1/2π)∫ e^{iuL}/(u²+¼) du, so
//
//	1 − TV = (1/π) ∫_0^∞ Re M(u)/(u²+¼) du,   M(u) = ∫ p^{½+iu} q^{½−iu}.
//
// For p = N(0, I), q = N(m, diag(1+e)) M is a product over coordinates, with w = 1 + e/2 + iue,
//
//	log M_i(u) = (½+iu) ½ log(1+e) − ½ log w − ½ (u²+¼) m²/w.
//
// |M_i| falls as u grows (the factor |w|^{−1/2} does; Re[(u²+¼)/w] rises, as (1+e/2)² − e²/4 = 1+e > 0), so the
// integral beyond U is at most |M(U)|/(πU). Panels [c−h, c+h] are Gauss–Legendre of m points with the proved bound
// (64/15) S h ρ^{2−2m}/(1 − ρ^{−2}), S = sup |integrand| on the Bernstein ellipse ρ = 4, where |Re u − c| ≤ 17h/8 and
// |Im u| ≤ 15h/8 (Trefethen, Approximation Theory and Approximation Practice, Theorem 19.3): log M is analytic and has
// slope at most D on that box, so |M| ≤ |M(center)| e^{D·17h/8} there.
func (g gaussianPair) affinity() Certified {
	const bound = 64.0 / 15 * 16 / 15 / math.Pi
	decay := math.Exp2(-4 * float64(legendrePoints-1))
	sum := Certified{}
	u, h, carry := 0.0, 0.1, 0.0
	for panel := 0; ; panel++ {
		tail := math.Inf(1)
		if u > 0 {
			tail = cmplx.Abs(first(g.characteristic(u))) / (math.Pi * u)
		}
		if tail <= 0x1p-54 || panel == maxAffinityPanels {
			sum.Error += tail
			return sum
		}
		for h *= 2; ; h /= 2 {
			if !(h > 0x1p-40) { // scales so far apart that no panel is short enough
				sum.Error += 1
				return sum
			}
			kernel := math.Max(u+h-2.125*h, 0.5-1.875*h)
			if !(kernel > 0) {
				continue
			}
			center := cmplx.Abs(first(g.characteristic(u + h)))
			err := bound * decay * h * center * math.Exp(2.125*h*g.slope(u+h, h)) / kernel / kernel
			if err <= 0x1p-60*math.Max(h, 1)/(1+u) {
				sum.Error += err
				break
			}
		}
		part := 0.0
		for i, node := range legendreNodes {
			at := u + h*(1+node)
			m, size := g.characteristic(at)
			weight := h * legendreWeights[i] / (math.Pi * (at*at + 0.25))
			part += weight * real(m)
			// Every term of log M may lose 4 units of 2^-53; 40 are for the kernel, the weights and the 24 sums.
			sum.Error += weight * cmplx.Abs(m) * (40 + 4*size) * 0x1p-53
		}
		// The panels are summed with the rounding carried along (Kahan).
		step := part - carry
		total := sum.Value + step
		carry = (total - sum.Value) - step
		sum.Value = total
		u += 2 * h
	}
}

// maxAffinityPanels bounds the work of affinity; the rest is in the error.
const maxAffinityPanels = 200

// legendrePoints is m.
const legendrePoints = 24

var legendreNodes, legendreWeights = func() (nodes, weights [legendrePoints]float64) {
	quad.Legendre{}.FixedLocations(nodes[:], weights[:], -1, 1)
	return nodes, weights
}()

func first(m complex128, _ float64) complex128 { return m }

// characteristic is M(u), with the sum of the sizes of the terms of log M.
func (g gaussianPair) characteristic(u float64) (m complex128, size float64) {
	log := complex(0, 0)
	for i, e := range g.e {
		w := complex(1+e/2, u*e)
		scale, root := math.Log1p(e)/2, cmplx.Log(w)/2
		shift := complex((u*u+0.25)*g.m[i]*g.m[i]/2, 0) / w
		log += complex(scale/2, u*scale) - root - shift
		size += math.Abs(scale)*(1+u) + cmplx.Abs(root) + cmplx.Abs(shift)
	}
	return cmplx.Exp(log), size
}

// slope bounds |d log M/du| on the box |Re u − c| ≤ 17h/8, |Im u| ≤ 15h/8.
func (g gaussianPair) slope(center, h float64) float64 {
	left, right, up := math.Max(0, center-2.125*h), center+2.125*h, 1.875*h
	far := math.Hypot(right, up)
	sum := 0.0
	for i, e := range g.e {
		near := math.Hypot(math.Max(0, 1+e/2-up*math.Abs(e)), left*e)
		sum += math.Abs(math.Log1p(e))/2 + math.Abs(e)/(2*near) +
			g.m[i]*g.m[i]/2*(2*far+(0.25+far*far)*math.Abs(e)/near)/near
	}
	return sum
}
