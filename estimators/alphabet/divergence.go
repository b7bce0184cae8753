package alphabet

import (
	"math"

	"itermle/estimators"
	"itermle/internal/interval"
)

// certified is the middle of an enclosure with its half width.
func certified(a enclosure) estimators.Certified {
	if a.Lo == a.Hi {
		return estimators.Certified{Value: a.Lo}
	}
	middle := a.Middle()
	return estimators.Certified{Value: middle, Error: math.Max(interval.Point(a.Hi).Sub(interval.Point(middle)).Hi,
		interval.Point(middle).Sub(interval.Point(a.Lo)).Hi)}
}

// KL is Σ_k q_k φ(δ_k) with δ = log(p/q) and φ(δ) = δe^δ − e^δ + 1 ≥ 0, since Σ(p − q) = 0: no cancellation near θ = η.
func (f *Family) KL(theta, eta []float64) (estimators.Certified, error) {
	return certified(f.kl(points(theta), points(eta))), nil
}

// kl encloses KL(p_θ‖p_η) for all θ and η of two boxes.
func (f *Family) kl(theta, eta []enclosure) enclosure {
	sum := interval.Point(0)
	_, q := f.odds0(eta)
	for k, delta := range f.logRatios(theta, eta) {
		sum = sum.Add(q[k].Mul(deviance(delta)))
	}
	return enclosure{Lo: math.Max(0, sum.Lo), Hi: sum.Hi}
}

// TotalVariation is ½ Σ_k |p_k − q_k|.
func (f *Family) TotalVariation(theta, eta []float64) (estimators.Certified, error) {
	return certified(f.totalVariation(points(theta), points(eta))), nil
}

func (f *Family) totalVariation(theta, eta []enclosure) enclosure {
	_, p := f.odds0(theta)
	_, q := f.odds0(eta)
	sum := interval.Point(0)
	for k := range p {
		sum = sum.Add(p[k].Sub(q[k]).Abs())
	}
	return meet(sum.Times(0.5), enclosure{Lo: 0, Hi: 1})
}

// odds0 encloses log p_k and p_k over a box.
func (f *Family) odds0(box []enclosure) (logs, p []enclosure) {
	e := f.expand(box, 0)
	for k := range f.letters {
		logs = append(logs, e.log(k)[0])
	}
	return logs, e.p
}

// logRatios encloses log p_θ(k) − log p_η(k).
func (f *Family) logRatios(theta, eta []enclosure) []enclosure {
	a, _ := f.odds0(theta)
	b, _ := f.odds0(eta)
	for k := range a {
		a[k] = a[k].Sub(b[k])
	}
	return a
}

// deviance encloses φ(δ) = δe^δ − e^δ + 1. For |δ| ≤ 1 it is δ² Σ_m δ^m/(m!(m+2)): after m = 15 the rest is below
// |δ|^16/10^14.
func deviance(delta enclosure) enclosure {
	if !(delta.Abs().Hi <= 1) {
		// φ falls before 0 and rises behind it.
		at := func(v float64) enclosure {
			d := interval.Point(v)
			if v == 0 {
				return enclosure{}
			}
			e := d.Exp()
			return d.Mul(e).Sub(e).Add(interval.Point(1))
		}
		low, high := at(delta.Lo), at(delta.Hi)
		hull := low.Hull(high)
		if delta.Lo <= 0 && delta.Hi >= 0 {
			hull.Lo = 0
		}
		return enclosure{Lo: math.Max(0, hull.Lo), Hi: hull.Hi}
	}
	sum, term := interval.Point(0), interval.Point(1)
	for m := range 16 {
		sum = sum.Add(term.Div(interval.Point(float64(m + 2))))
		term = term.Mul(delta).Div(interval.Point(float64(m + 1)))
	}
	// The factor is ∫₀¹ s e^{sδ} ds > 0.
	sum = sum.Add(enclosure{Lo: -1e-14, Hi: 1e-14}.Mul(power(delta, 16)))
	return delta.Square().Mul(sum)
}
