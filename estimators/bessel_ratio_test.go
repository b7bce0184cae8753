package estimators

import (
	"math"
	"testing"

	"itermle/internal/quadrature"
)

// The integral definitions are the oracle: with weight e^{κ(cos t − 1)} on (0, π),
//
//	I₀e^{−κ} = mean weight,  1−A = E(1−cos t),  A′ = Var cos t,  A″ = third central moment of cos t
func TestBesselRatioAgainstIntegrals(t *testing.T) {
	grid := func(end float64) []float64 {
		points := make([]float64, 33)
		for i := range points {
			points[i] = end * float64(i) / 32
		}
		return points
	}
	for _, kappa := range []float64{1e-8, 1e-4, 0.1, 0.5, 0.999999, 1, 1.5, 3, 7, 12, 19.99, 20.01, 30, 100, 1e4, 1e8} {
		moment := func(f func(versine float64) float64) float64 {
			// In s = 2 sin(t/2)·√κ the weight is e^{−s²/2}, with dt = ds/√(κ − s²/4).
			top := 2 * math.Sqrt(kappa)
			end := math.Min(top, 14)
			var value, bound float64
			var err error
			if end < top {
				integrand := func(s float64) float64 {
					return math.Exp(-s*s/2) * f(s*s/2/kappa) / math.Sqrt(kappa-s*s/4)
				}
				value, bound, err = quadrature.Integrate(integrand, grid(end), math.MaxFloat64)
			} else {
				integrand := func(u float64) float64 {
					s := math.Sin(u / 2)
					return math.Exp(-2*kappa*s*s) * f(2*s*s)
				}
				value, bound, err = quadrature.Integrate(integrand, grid(math.Pi), math.MaxFloat64)
			}
			if err != nil || !(bound <= 5e-13*math.Abs(value)+1e-300) {
				t.Fatalf("κ=%v: oracle %v ± %v: %v", kappa, value, bound, err)
			}
			return value
		}
		mass := moment(func(float64) float64 { return 1 })
		complement := moment(func(v float64) float64 { return v }) / mass
		variance := moment(func(v float64) float64 { return (v - complement) * (v - complement) }) / mass
		got := newBesselRatio(kappa)
		floor := 1.0 // the oracle's logarithm of a number next to 1
		if kappa > 1 {
			floor = 0
		}
		for _, row := range []struct {
			name      string
			got, want float64
			tolerance float64 // relative
		}{
			{"log I₀e^{−κ}", got.logScaled, math.Log(mass / math.Pi), 1e-12},
			{"1−A", got.complement, complement, 1e-12},
			{"A′", got.first, variance, 1e-12},
		} {
			if !(math.Abs(row.got-row.want) <= row.tolerance*math.Abs(row.want)+4e-16*floor) {
				t.Errorf("κ=%v: %s = %v, the integral gives %v", kappa, row.name, row.got, row.want)
			}
		}
		// The skewness of cos t changes sign nowhere, but its integrand does: a looser oracle.
		third := 0.0
		if kappa <= 1e4 && kappa >= 1e-2 {
			h := 1e-3 * kappa
			third = (newBesselRatio(kappa+h).first - newBesselRatio(kappa-h).first) / (2 * h)
			if !(math.Abs(got.second-third) <= 1e-5*math.Abs(third)) {
				t.Errorf("κ=%v: A″ = %v, differences give %v", kappa, got.second, third)
			}
		}
	}
}

// The three ranges meet: each quantity is continuous across the seams to the accuracy it claims.
func TestBesselRatioSeams(t *testing.T) {
	for _, seam := range []float64{smallBessel, largeBessel} {
		below, above := newBesselRatio(math.Nextafter(seam, 0)), newBesselRatio(math.Nextafter(seam, 100))
		for _, row := range [][3]float64{{below.ratio, above.ratio, 1e-14}, {below.complement, above.complement, 1e-14},
			{below.first, above.first, 1e-12}, {below.second, above.second, 1e-9},
			{below.logScaled, above.logScaled, 1e-14}} {
			if !(math.Abs(row[0]-row[1]) <= row[2]*math.Abs(row[0])) {
				t.Errorf("κ=%v: %v below, %v above", seam, row[0], row[1])
			}
		}
	}
}

// Small-κ and large-κ limits: A ≈ κ/2, A″ ≈ −3κ/8; 1−A ≈ 1/2κ, A′ ≈ 1/2κ², A″ ≈ −1/κ³.
func TestBesselRatioLimits(t *testing.T) {
	near := func(name string, got, want, tolerance float64) {
		if !(math.Abs(got/want-1) <= tolerance) {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	for _, kappa := range []float64{1e-300, 1e-100, 1e-8} {
		r := newBesselRatio(kappa)
		near("A", r.ratio, kappa/2, 1e-15)
		near("A′", r.first, 0.5, 1e-15)
		near("A″", r.second, -3*kappa/8, 1e-15)
	}
	for _, kappa := range []float64{1e8, 1e50, 1e100} {
		r := newBesselRatio(kappa)
		near("1−A", r.complement, 1/(2*kappa), 1e-8)
		near("A′", r.first, 1/(2*kappa*kappa), 1e-7)
		near("A″", r.second, -1/(kappa*kappa*kappa), 1e-7)
	}
}

func TestInverseBesselRatio(t *testing.T) {
	for exponent := -8.0; exponent <= 8; exponent += 0.25 {
		kappa := math.Pow(10, exponent)
		r := newBesselRatio(kappa)
		if got := inverseBesselRatio(r.ratio, r.complement); !(math.Abs(got/kappa-1) <= 2e-14) {
			t.Errorf("κ=%v comes back as %v", kappa, got)
		}
	}
}

func BenchmarkBesselRatio(b *testing.B) {
	for _, row := range []struct {
		name  string
		kappa float64
	}{{"kappa=0.1", 0.1}, {"kappa=5", 5}, {"kappa=1e4", 1e4}} {
		b.Run(row.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				newBesselRatio(row.kappa)
			}
		})
	}
}
