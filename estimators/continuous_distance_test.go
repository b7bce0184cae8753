package estimators

import (
	"errors"
	"fmt"
	"itermle/internal/suiteseed"
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// agree requires two certified values to be one number: their error bounds must overlap.
func agree(t *testing.T, what string, a, b Certified) {
	t.Helper()
	if !(math.Abs(a.Value-b.Value) <= a.Error+b.Error) || math.IsInf(a.Error, 1) {
		t.Errorf("%s: %.17g ± %.2g and %.17g ± %.2g", what, a.Value, a.Error, b.Value, b.Error)
	}
}

func distances(t *testing.T, family Family, theta, eta []float64) (kl, tv Certified) {
	t.Helper()
	kl, err := family.KL(theta, eta)
	if err != nil {
		t.Fatal(err)
	}
	tv, err = family.TotalVariation(theta, eta)
	if err != nil {
		t.Fatal(err)
	}
	return kl, tv
}

// scaleRatios reach from scales that differ in the twelfth digit to ones further apart than float64's exponent squared.
var scaleRatios = []float64{1 + 1e-12, 1 + 1e-6, 1.01, 1.5, 2, 10, 1e6, 1e300, 0.9999, 0.3, 1e-200}

// One distance by two formulas, each certified: the error bounds must overlap.
//
//	gamma, k = 1           exponential, and power and rate at the inverse scales
//	gamma, k = ½           Gaussian variance; Gaussian (0, σ); Gaussian covariance, d = 1
//	gamma, k = d/2         N(0, I_d) against N(0, s I_d), through ‖x‖²
func TestDistancesByTwoRoutes(t *testing.T) {
	for _, ratio := range scaleRatios {
		one, other := []float64{1}, []float64{ratio}
		inverse := []float64{1 / ratio}
		kl, tv := distances(t, mustGamma(t, 1), one, other)
		for _, family := range []Family{NewExponential(), NewExponentialRate(), NewPower()} {
			to := other
			if family.Name() != "exponential" {
				to = inverse
			}
			alsoKL, alsoTV := distances(t, family, one, to)
			if math.Abs(ratio-1) > 1e-3 { // 1/ratio is rounded
				agree(t, fmt.Sprintf("TV of gamma:1 and %s at ratio %g", family.Name(), ratio), tv, alsoTV)
				agree(t, fmt.Sprintf("KL of gamma:1 and %s at ratio %g", family.Name(), ratio), widen(kl),
					widen(alsoKL))
			}
		}
		if ratio > 1e200 || ratio < 1e-100 {
			// A Cholesky factor at these scales is accurate; its error bound, relative to the entries, is not useful.
			continue
		}
		for _, d := range []int{1, 2, 3, 6, 9} {
			covariance := mustCovariance(t, d)
			theta, eta := isotropic(covariance, 1), isotropic(covariance, ratio)
			kl, tv := distances(t, mustGamma(t, float64(d)/2), one, other)
			alsoKL, alsoTV := distances(t, covariance, theta, eta)
			agree(t, fmt.Sprintf("TV of gamma:%g and covariance %d at ratio %g", float64(d)/2, d, ratio), tv, alsoTV)
			agree(t, fmt.Sprintf("KL of gamma:%g and covariance %d at ratio %g", float64(d)/2, d, ratio), kl, alsoKL)
			if wrong, _ := mustGamma(t, float64(d+1)/2).TotalVariation(one, other); math.Abs(ratio-1) > 1e-3 &&
				ratio < 100 && ratio > 0.01 &&
				math.Abs(wrong.Value-alsoTV.Value) <= wrong.Error+alsoTV.Error {
				t.Errorf("the distance of dimension %d passes for that of %d at ratio %g", d+1, d, ratio)
			}
		}
		kl, tv = distances(t, NewGaussianVariance(), one, other)
		root := math.Sqrt(ratio)
		alsoKL, alsoTV := distances(t, NewGaussian(), []float64{0, 1}, []float64{0, root})
		agree(t, fmt.Sprintf("TV of variance and Gaussian at ratio %g", ratio), tv, alsoTV)
		if math.Abs(ratio-1) > 1e-3 { // √ratio is rounded
			agree(t, fmt.Sprintf("KL of variance and Gaussian at ratio %g", ratio), widen(kl), widen(alsoKL))
		}
	}
}

// widen allows for the rounding of an inverse or root among the arguments.
func widen(c Certified) Certified {
	return Certified{Value: c.Value, Error: c.Error + 1e-12*c.Value}
}

func mustGamma(t *testing.T, shape float64) *Gamma {
	t.Helper()
	family, err := NewGamma(shape)
	if err != nil {
		t.Fatal(err)
	}
	return family
}

func isotropic(f *GaussianCovariance, variance float64) []float64 {
	theta := make([]float64, f.Dim())
	for i := range f.dim {
		theta[f.dim+packed(i, i)] = variance
	}
	return theta
}

// General pairs in d = 2 and 3: distances are symmetric in TV, unchanged by an affine map, certified to 1e-5, and no
// larger than the bound through each other.
func TestCovarianceDistancesAreInvariant(t *testing.T) {
	for _, d := range []int{1, 2, 3} {
		family := mustCovariance(t, d)
		random := NewStream(suiteseed.Seed(), "covariance distance").At(uint64(d), 0)
		for range 20 {
			theta, eta := make([]float64, family.Dim()), make([]float64, family.Dim())
			for _, p := range [][]float64{theta, eta} {
				a := make([]float64, d*d)
				for i := range a {
					a[i] = random.NormFloat64()
				}
				for i := range d {
					p[i] = random.NormFloat64()
					for j := range i + 1 {
						for k := range d {
							p[d+packed(i, j)] += a[i*d+k] * a[j*d+k]
						}
					}
					p[d+packed(i, i)] += 0.5
				}
			}
			kl, tv := distances(t, family, theta, eta)
			back, mirrored := distances(t, family, eta, theta)
			agree(t, "TV both ways", tv, mirrored)
			// x ↦ 2^k x_i by coordinates is exact in float64.
			mapped := func(p []float64) []float64 {
				q := make([]float64, len(p))
				for i := range d {
					q[i] = math.Ldexp(p[i], 7*i-3)
					for j := range i + 1 {
						q[d+packed(i, j)] = math.Ldexp(p[d+packed(i, j)], 7*i+7*j-6)
					}
				}
				return q
			}
			mappedKL, mappedTV := distances(t, family, mapped(theta), mapped(eta))
			agree(t, "TV after scaling", tv, mappedTV)
			agree(t, "KL after scaling", kl, mappedKL)
			if !(tv.Error <= 1e-5 && kl.Error <= 1e-9*(1+kl.Value)) {
				t.Errorf("d=%d: TV %v and KL %v are not certified closely", d, tv, kl)
			}
			if !(tv.Value-tv.Error <= math.Sqrt(math.Min(kl.Value, back.Value)/2)) {
				t.Errorf("d=%d: TV %v above Pinsker's bound from KL %v and %v", d, tv, kl, back)
			}
			if d == 1 {
				scalarKL, scalarTV := distances(t, NewGaussian(), []float64{theta[0], math.Sqrt(theta[1])},
					[]float64{eta[0], math.Sqrt(eta[1])})
				agree(t, "TV of covariance:1 and gaussian", tv, scalarTV)
				agree(t, "KL of covariance:1 and gaussian", widen(kl), widen(scalarKL))
			}
		}
	}
}

// A mean shift alone is the erf of its Mahalanobis length, also along a correlated direction.
func TestCovarianceMeanShift(t *testing.T) {
	family := mustCovariance(t, 2)
	for _, length := range []float64{1e-9, 0.01, 1, 6, 30} {
		// Σ = [[4, 2], [2, 5]] = L Lᵀ with L = [[2, 0], [1, 2]]: L(3/5, 4/5) = (6/5, 11/5).
		theta, eta := []float64{0, 0, 4, 2, 5}, []float64{1.2 * length, 2.2 * length, 4, 2, 5}
		_, tv := distances(t, family, theta, eta)
		agree(t, fmt.Sprintf("mean shift %g", length), tv, Certified{math.Erf(length / (2 * math.Sqrt2)), 1e-14})
	}
}

// affinity without its tail must not be believed: cut after few panels, the value lies outside the truth by more
// than what is then left of the error.
func TestAffinityNeedsItsTail(t *testing.T) {
	pair := gaussianPair{e: []float64{1, 1}, m: []float64{0, 0}}
	full := pair.affinity()
	agree(t, "N(0, I) and N(0, 2I) in the plane", full, Certified{0.75, 0})
	u := 20.0
	tail := first(pair.characteristic(u))
	if bound := math.Hypot(real(tail), imag(tail)) / (math.Pi * u); !(bound > 1e-4 && full.Error < bound/100) {
		t.Errorf("the tail beyond %g is bounded by %g, and the certified error is %g", u, bound, full.Error)
	}
}

// A unit of the hyperbolic secant is the logit of a Beta(½+λ/π, ½−λ/π) over π: its distribution function by the
// incomplete beta function.
func TestHyperbolicSecantCDF(t *testing.T) {
	family := NewHyperbolicSecant()
	for _, mu := range []float64{-20, -3, -0.01, 0, 1e-6, 1, 7} {
		upper := math.Atan2(1, -mu) / math.Pi // ½ + λ/π
		for _, x := range []float64{-30, -2, -0.3, -1e-3, 0, 1e-9, 0.1, 0.7, 4, 25} {
			got := family.CDF([]float64{mu}, x)
			want := mathext.RegIncBeta(upper, 1-upper, 1/(1+math.Exp(-math.Pi*x)))
			if x > 8 { // 1/(1+e^{−πx}) is 1 to rounding
				want = 1 - mathext.RegIncBeta(1-upper, upper, 1/(1+math.Exp(math.Pi*x)))
			}
			if !(math.Abs(got-want) <= 1e-12) {
				t.Errorf("μ=%g: P(X ≤ %g) = %.17g, by the incomplete beta function %.17g", mu, x, got, want)
			}
		}
	}
}

// The crossing formula against the difference of distribution functions at points around it: TV is their maximum.
func TestHyperbolicSecantTotalVariationIsTheSupremum(t *testing.T) {
	family := NewHyperbolicSecant()
	for _, mu := range []float64{-50, -1, 0, 2} {
		for _, nu := range []float64{-3, 0.5, 2.001, 30} {
			_, tv := distances(t, family, []float64{mu}, []float64{nu})
			best := 0.0
			for i := range 4001 {
				x := float64(i-2000) / 50
				best = math.Max(best, math.Abs(family.CDF([]float64{mu}, x)-family.CDF([]float64{nu}, x)))
			}
			// F_μ − F_ν is flat at its maximum: half a grid step of 0.02 costs less than 1e-4 of curvature at most.
			if !(best <= tv.Value+tv.Error+1e-15 && tv.Value-best <= 1e-4) {
				t.Errorf("μ=%g, ν=%g: TV %v, largest difference on the grid %g", mu, nu, tv, best)
			}
		}
	}
}

// Families whose natural form misses Assumption 2A say so; the Gaussian vector's K1 is a bound, and K1 = 1/σ in
// dimension ten would not be.
func TestContinuousAssumptionConstants(t *testing.T) {
	for _, family := range []NaturalFamily{NewExponentialRate(), NewPower()} {
		var violated *AssumptionError
		if _, err := family.AssumptionConstants([]float64{1}, 0.5); !errors.As(err, &violated) ||
			violated.Assumption != "2A" {
			t.Errorf("%s: error %v, want an *AssumptionError of 2A", family.Name(), err)
		}
	}
	exceeded := func(d int, k1 float64) bool {
		for i := 1; i < 400; i++ {
			u := float64(i) / 20
			// P(χ_d ≥ u) ≤ 2 exp(−u²/2K1²), beyond the accuracy of GammaIncRegComp.
			if mathext.GammaIncRegComp(float64(d)/2, u*u/2) > 2*math.Exp(-u*u/(2*k1*k1))*(1+1e-9) {
				return true
			}
		}
		return false
	}
	for _, d := range []int{1, 2, 3, 10, 100} {
		family, err := NewGaussianVector(d, 2)
		if err != nil {
			t.Fatal(err)
		}
		constants, err := family.AssumptionConstants(make([]float64, d), 1)
		if err != nil {
			t.Fatal(err)
		}
		if exceeded(d, 2*constants.K1) {
			t.Errorf("d=%d: K1 = %g is exceeded", d, constants.K1)
		}
		if d >= 3 && !exceeded(d, 2*constants.K1*0.6) {
			t.Errorf("d=%d: six tenths of K1 = %g is a bound too: it is looser than Chernoff explains", d, constants.K1)
		}
	}
	if !exceeded(10, 1) {
		t.Error("K1 = 1/σ passes in dimension 10")
	}
}
