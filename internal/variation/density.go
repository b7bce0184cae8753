package variation

import (
	"math"

	"itermle/internal/saddlepoint"
)

// density is a log-concave density on the line as a function of w, the distance from a base point.
type density interface {
	// at is log f(w) and (log f)′(w).
	at(w float64) (log, slope float64)
	// mode is the w of the maximum and width the standard deviation of a Gaussian of equal curvature there.
	mode() (w, width float64)
	// supremum bounds log |f| on the rectangle from ≤ Re w ≤ to, |Im w| ≤ height < π/2.
	supremum(from, to, height float64) float64
}

// gammaDensity is the density of log G, G ~ Gamma(a), at log base + w:
//
//	f = s^a e^{−s}/Γ(a),  s = base·e^w.
type gammaDensity struct {
	a, base float64
}

func (f *gammaDensity) at(w float64) (log, slope float64) {
	// a − s, the derivative of log f, from differences of like size.
	slope = (f.a - f.base) - f.base*math.Expm1(w)
	return f.peak() - saddlepoint.Deviance(f.base*math.Exp(w), slope), slope
}

// peak is log f at the mode, s = a.
func (f *gammaDensity) peak() float64 { return saddlepoint.LogGammaPeak(f.a) }

func (f *gammaDensity) mode() (w, width float64) { return math.Log(f.a / f.base), 1 / math.Sqrt(f.a) }

// supremum: |f(u+iv)| = exp(au − e^u cos v)/Γ(a) in u = Re log s, increasing in |v| and concave in u, with
// its maximum over u at e^u = a/cos v.
func (f *gammaDensity) supremum(from, to, height float64) float64 {
	cosine := math.Cos(height)
	top := math.Log(f.a / (f.base * cosine))
	w := math.Max(from, math.Min(top, to))
	s := f.base * math.Exp(w)
	return f.peak() + f.a*(math.Log(s/f.a)+1) - s*cosine
}

// betaDensity is the density of the log-odds of B ~ Beta(a, b) at log(odds/against) + w:
//
//	f = p^a q^b/B(a, b),  p : q = odds·e^w : against.
type betaDensity struct {
	a, b, odds, against float64
}

// probabilities is p and q, each with its relative precision.
func (f *betaDensity) probabilities(w float64) (p, q float64) {
	up := f.odds * math.Exp(w)
	return up / (up + f.against), f.against / (up + f.against)
}

func (f *betaDensity) at(w float64) (log, slope float64) {
	p, q := f.probabilities(w)
	n := f.a + f.b
	// aq − bp, the derivative of log f.
	up := f.odds * math.Exp(w)
	slope = ((f.a*f.against - f.b*f.odds) - f.b*f.odds*math.Expm1(w)) / (up + f.against)
	return f.peak() - saddlepoint.Deviance(n*p, slope) - saddlepoint.Deviance(n*q, -slope), slope
}

// peak is log f at the mode, p = a/(a+b).
func (f *betaDensity) peak() float64 {
	n := f.a + f.b
	return 0.5*math.Log(f.a*(f.b/n)/(2*math.Pi)) +
		saddlepoint.StirlingError(n) - saddlepoint.StirlingError(f.a) - saddlepoint.StirlingError(f.b)
}

func (f *betaDensity) mode() (w, width float64) {
	return math.Log(f.a/f.odds) - math.Log(f.b/f.against), 1 / math.Sqrt(f.a*(f.b/(f.a+f.b)))
}

// supremum: |1 + ye^{iv}|² = (1+y)² (1 − 4pq sin²(v/2)) for the odds y = p/q, so |f(u+iv)| = f(u)·(1 − 4pq
// sin²(v/2))^{−(a+b)/2}, which increases in |v|. Its logarithm has the sign of a + (a−b)y cos v − by² for its
// derivative in u, so it rises up to the positive root y and falls from there.
func (f *betaDensity) supremum(from, to, height float64) float64 {
	tilt := (f.a - f.b) * math.Cos(height)
	root := math.Hypot(tilt, 2*math.Sqrt(f.a)*math.Sqrt(f.b))
	odds := 0.0
	if tilt > 0 {
		odds = (root + tilt) / (2 * f.b)
	} else {
		odds = 2 * f.a / (root - tilt)
	}
	w := math.Max(from, math.Min(math.Log(odds)+math.Log(f.against)-math.Log(f.odds), to))
	log, _ := f.at(w)
	p, q := f.probabilities(w)
	sine := math.Sin(height / 2)
	return log - (f.a+f.b)/2*math.Log1p(-4*p*q*sine*sine)
}
