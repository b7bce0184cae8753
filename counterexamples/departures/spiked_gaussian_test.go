package departures

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// A density on R: its integral is 1 for θ on each of the three pieces. w = e^{−10} here, so a grid resolves the spike.
func TestSpikedGaussianIsADensity(t *testing.T) {
	family := SpikedGaussian{LogWidth: -10}
	for _, theta := range []float64{-1, 0.3, 1, 1.1, 1.5, 1.9, 2, 2.3, 2.5, 2.97, 3} {
		// The trapezoidal rule is exponentially accurate for both Gaussians: steps of σ/4 for the bulk, over ±9, and of
		// w/4 for the spike, over ±9w. Each part is integrated on its own grid by splitting the density.
		w, m := math.Exp(family.LogWidth), spikeMean(theta)
		sum := 0.0
		for k := -40; k <= 40; k++ {
			x := m + float64(k)*w/4
			total, bulk := math.Exp(family.logDensity(theta, x)), 0.0
			if theta <= 1 {
				continue
			}
			step := smoothStep(theta - 1)
			bulk = (1-step)*math.Exp(logNormal(x-theta)) + step*math.Exp(logNormal(x))/2
			sum += (total - bulk) * w / 4
		}
		for k := -60; k <= 60; k++ {
			x := float64(k)/4 + 0.1
			if math.Abs(x-m) < 10*w {
				t.Fatalf("the bulk's grid meets the spike at %g", m)
			}
			sum += math.Exp(family.logDensity(theta, x)) / 4
		}
		// Tail beyond ±12 and discretisation are below 1e-20; 121 + 81 roundings, the spike's total − bulk costs no
		// digit because the spike is e^10 times as high.
		if !(math.Abs(sum-1) <= 1e-12) {
			t.Errorf("θ = %g: integral %.15g, want 1", theta, sum)
		}
	}
}

// Excess is a lower bound of the true difference, evaluated directly where float64 still holds every term.
func TestExcessIsALowerBound(t *testing.T) {
	stream := estimators.NewStream(suiteseed.Seed(), "excess")
	for replicate := range uint64(200) {
		n := int64(1 + replicate%5)
		family := SpikedGaussian{LogWidth: -10 * float64(n)}
		x := make([]float64, n)
		family.SampleTruth(x, stream.At(replicate, 0))
		likelihood := func(theta float64) float64 {
			sum := 0.0
			for _, v := range x {
				sum += family.logDensity(theta, v)
			}
			return sum
		}
		ball := math.Inf(-1)
		for k := -2000; k <= 2000; k++ {
			ball = math.Max(ball, likelihood(float64(k)/2000))
		}
		outside := math.Inf(-1)
		for _, v := range x {
			if math.Abs(v) > 1 {
				continue
			}
			sum := 0.0
			for _, u := range x {
				sum += floats.LogSumExp([]float64{logNormal(u), family.logSpike(u, v)}) - math.Ln2
			}
			outside = math.Max(outside, sum)
		}
		got := family.Excess(x)
		if math.IsInf(outside, -1) {
			if !math.IsInf(got, -1) {
				t.Errorf("%v: excess %g without a sample in [−1, 1]", x, got)
			}
			continue
		}
		// The ball's grid is short of its maximum by at most n(1/4000)²/2 < 2e-7; rounding is far below.
		if !(got <= outside-ball+1e-12) || !(got >= outside-ball-2e-7-1e-12) && n == 1 {
			t.Errorf("%v: excess %.12g, directly %.12g", x, got, outside-ball)
		}
		if !(got > 0) {
			t.Errorf("%v: excess %g, want > 0: 10n nats buy more than n log 2 + n/2", x, got)
		}
	}
}

// The join is flat: difference quotients of order k vanish faster than u^j at the ends.
func TestSmoothStepIsFlatAtItsEnds(t *testing.T) {
	for _, u := range []float64{0.02, 0.01, 0.005} {
		// s(u) < exp(1/(1−u) − 1/u) exactly; the exponent is at most 200 with an error of 200·2^-52 < 1e-13.
		if s := smoothStep(u); !(s > 0 && s <= math.Exp(1/(1-u)-1/u)*(1+1e-13)) {
			t.Errorf("s(%g) = %g", u, s)
		}
		if s := smoothStep(u) + smoothStep(1-u); !(math.Abs(s-1) <= 1e-15) {
			t.Errorf("s(u) + s(1−u) = %g at u = %g", s, u)
		}
	}
	last := -1.0
	for k := 0; k <= 1000; k++ {
		m := spikeMean(2 + float64(k)/1000)
		if k > 2 && k < 998 && !(m > last) && m > -1 && m < 1 {
			t.Errorf("m is not increasing at %d/1000", k)
		}
		last = m
	}
}

// logNormal is log φ(x).
func logNormal(x float64) float64 { return -x*x/2 - math.Log(2*math.Pi)/2 }

// smoothStep is s(u), 0 below 0 and 1 above 1.
func smoothStep(u float64) float64 {
	switch {
	case u <= 0:
		return 0
	case u >= 1:
		return 1
	}
	return 1 / (1 + math.Exp(1/u-1/(1-u)))
}

// spikeMean is m(θ), from −1 at θ = 2 to 1 at θ = 3.
func spikeMean(theta float64) float64 { return 2*smoothStep(theta-2) - 1 }

// logSpike is log φ((x−m)/w)/w.
func (f SpikedGaussian) logSpike(x, m float64) float64 {
	if x == m {
		return logNormal(0) - f.LogWidth
	}
	// ((x−m)/w)² = exp(2 log|x−m| − 2 log w), whose overflow is the right limit: a density of 0.
	return logNormal(0) - f.LogWidth - math.Exp(2*(math.Log(math.Abs(x-m))-f.LogWidth))/2
}

// logDensity is log p_θ(x) in nats, θ ∈ [−1, 3].
func (f SpikedGaussian) logDensity(theta, x float64) float64 {
	if theta <= 1 {
		return logNormal(x - theta)
	}
	spiked := floats.LogSumExp([]float64{logNormal(x), f.logSpike(x, spikeMean(theta))}) - math.Ln2
	step := smoothStep(theta - 1)
	return floats.LogSumExp([]float64{math.Log1p(-step) + logNormal(x-theta), math.Log(step) + spiked})
}
