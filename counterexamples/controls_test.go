package counterexamples

import (
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/quadrature"
	"itermle/internal/suiteseed"
)

// integral is ∫ e^{log density} over the pieces between the points.
func integral(t *testing.T, logDensity func(x float64) float64, points ...float64) float64 {
	t.Helper()
	value, _, err := quadrature.Integrate(func(x float64) float64 { return math.Exp(logDensity(x)) }, points, 1e-8)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestControlsAreDensities(t *testing.T) {
	for _, theta := range []float64{0.125, 0.25, 0.375, 0.5} {
		f := ferguson{truth: theta}
		width := (1 - theta) * math.Exp(-logPeak(theta))
		got := integral(t, func(x float64) float64 { return f.logDensity(theta, x) }, -1, theta-width, theta,
			theta+width, 1)
		if !(math.Abs(got-1) <= 1e-7) { // the quadrature's own tolerance, ten times
			t.Errorf("ferguson θ = %g: integral %.12g", theta, got)
		}
	}
	ends, err := bahadur{level: 0.5}.ends()
	if err != nil {
		t.Fatal(err)
	}
	for k := 1; k <= 4; k++ {
		f := bahadur{truth: k, level: 0.5}
		points := []float64{0, ends[k], ends[k-1]}
		if k > 1 {
			points = append(points, 1)
		}
		// Each end was found to 1e-9 in mass; four of them add up.
		if got := integral(t, func(x float64) float64 { return f.logDensity(k, x, ends) },
			points...); !(math.Abs(got-1) <= 1e-7) {
			t.Errorf("bahadur k = %d: integral %.12g", k, got)
		}
	}
}

// The share of samples in the peak is a binomial proportion: 20,000 samples leave it by 6.5 standard deviations, at
// most 0.023, with probability below 1e-9 (Hoeffding: 2 exp(−2·20000·0.023²) = 1.3e-9 at σ = ½, less for the shares
// here).
func TestControlSamplersFillTheirPeaks(t *testing.T) {
	const n = 20_000
	stream := estimators.NewStream(suiteseed.Seed(), "controls")
	x := make([]float64, n)
	f := ferguson{truth: 0.25}
	f.sample(x, stream.At(0, 0))
	width := (1 - f.truth) * math.Exp(-logPeak(f.truth))
	inside := 0
	for _, v := range x {
		if math.Abs(v-f.truth) < width/2 {
			inside++
		}
	}
	// The triangle has ¾ of its mass within half of its width, the uniform part width/2.
	if want := 0.75*(1-f.truth) + f.truth*width/2; !(math.Abs(float64(inside)/n-want) <= 0.023) {
		t.Errorf("ferguson: share %g, want %g", float64(inside)/n, want)
	}
	ends, err := bahadur{level: 0.5}.ends()
	if err != nil {
		t.Fatal(err)
	}
	for k := 1; k <= 4; k++ {
		b := bahadur{truth: k, level: 0.5}
		b.sample(x, ends, stream.At(uint64(k), 0))
		middle := (ends[k] + ends[k-1]) / 2
		inside := 0
		for _, v := range x {
			if v > ends[k] && v <= middle {
				inside++
			}
		}
		want := integral(t, func(x float64) float64 { return b.logDensity(k, x, ends) }, ends[k], middle)
		if !(math.Abs(float64(inside)/n-want) <= 0.023) {
			t.Errorf("bahadur k = %d: share %g, want %g", k, float64(inside)/n, want)
		}
	}
}
