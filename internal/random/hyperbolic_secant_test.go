package random

import (
	"fmt"
	"math"
	"testing"
)

// secantDefect checks what secantLaw proves, on a grid: squeeze ≤ f/hat − 1 ≤ 0, and that logHat is the density of
// draw up to the constant. The proof is for real arithmetic; this ties it to the code. It returns what fails, and the
// share of draws accepted.
func secantDefect(h secantLaw) (defect string, accepted float64) {
	const grid = 2000
	from, to := h.reach+30*h.deviation, 9*h.deviation
	mass, hatMass, step := 0.0, 0.0, (from+to)/grid
	for i := range grid + 1 {
		z := -from + step*float64(i)
		log, logHat := h.log(z, h.gap(z)), h.logHat(z)
		// log f is exact within the rounding of nD and of z, on which it depends with slope at most n(e^|z|−1).
		tolerance := 1e-12 + 8*0x1p-53*(math.Abs(log)+h.n*math.Expm1(math.Abs(z))*math.Abs(z))
		if !(log <= logHat+tolerance) {
			return fmt.Sprintf("log f exceeds the hat by %g at %g", log-logHat, z), 0
		}
		if squeeze := h.squeeze(z, logHat); !(squeeze <= math.Expm1(log-logHat)+tolerance) {
			return fmt.Sprintf("the squeeze exceeds f/hat − 1 by %g at %g", squeeze-math.Expm1(log-logHat), z), 0
		}
		mass += math.Exp(log) * step
		hatMass += math.Exp(logHat) * step
	}
	// The grid's sum is good to 1e-3: the hat bends once, at reach, where it has e^-8 of its height.
	gaussian := h.deviation * math.Sqrt(2*math.Pi) * math.Exp(h.logConstant)
	if want := gaussian * (0.5*math.Erfc(-cut/math.Sqrt2) + tailShare); !(math.Abs(hatMass/want-1) <= 1e-3) {
		return fmt.Sprintf("the hat has mass %g, its pieces have %g", hatMass, want), 0
	}
	return "", mass / hatMass
}

var (
	secantSizes = []float64{1.001, 1.5, 2, 5, 19.9, 20, 100, 1e3, 1e9, 1e15}
	secantMeans = []float64{0, 1e-9, 0.3, 2, 50, 1e6, 1e100}
)

func TestSecantHatDominates(t *testing.T) {
	for _, n := range secantSizes {
		for _, mean := range secantMeans {
			defect, accepted := secantDefect(newSecantLaw(n, mean))
			if defect != "" {
				t.Errorf("n=%g mean=%g: %s", n, mean, defect)
			} else if !(accepted > 0.25) || n >= 100 && !(accepted > 0.9) {
				t.Errorf("n=%g mean=%g: accepted with probability %g only", n, mean, accepted)
			}
		}
	}
}

// Every constant of the hat counts: with one of them wrong the check above fails for some n and mean.
func TestSecantHatMutants(t *testing.T) {
	for name, mutate := range map[string]func(h *secantLaw){
		"Gaussian as narrow as the law": func(h *secantLaw) {
			h.deviation = 1 / math.Sqrt(h.n)
			h.reach = cut * h.deviation
		},
		"Gaussian 2% too narrow":             func(h *secantLaw) { h.deviation *= 0.98; h.reach *= 0.98 },
		"without Binet's function":           func(h *secantLaw) { h.logConstant = 0 },
		"skewness twice that of the law":     func(h *secantLaw) { h.beta *= 2 },
		"without skewness in law or squeeze": func(h *secantLaw) { h.beta = 0 },
		"variance without the mean":          func(h *secantLaw) { h.scale = 1 },
	} {
		died := false
		for _, n := range secantSizes {
			for _, mean := range secantMeans {
				h := newSecantLaw(n, mean)
				mutate(&h)
				defect, _ := secantDefect(h)
				died = died || defect != ""
			}
		}
		if !died {
			t.Errorf("%s: not found", name)
		}
	}
}

// Binet's function against log Γ on the real line, and against the closed forms of |Γ(½+iy)| and |Γ(1+iy)| off it.
func TestBinet(t *testing.T) {
	for _, x := range []float64{0.5, 0.75, 1, 2.25, 9.99, 10, 30} {
		for _, y := range []float64{0, 0.1, 1, 5, 9.9, 11, 40} {
			var logGamma float64
			switch {
			case y == 0:
				logGamma, _ = math.Lgamma(x)
			case x == 0.5:
				logGamma = (math.Log(2*math.Pi) - math.Pi*y - math.Log1p(math.Exp(-2*math.Pi*y))) / 2
			case x == 1:
				logGamma = (math.Log(2*math.Pi*y) - math.Pi*y - math.Log1p(-math.Exp(-2*math.Pi*y))) / 2
			default:
				continue
			}
			w := complex(x, y)
			want := logGamma - stirling(w) - math.Log(2*math.Pi)/2
			if got := binet(w); !(math.Abs(got-want) <= 2e-13) || !(got > 0 && got <= 1/(12*x)*(1+1e-9)) {
				t.Errorf("binet(%g) = %g, want %g, between 0 and %g", w, got, want, 1/(12*x))
			}
		}
	}
}
