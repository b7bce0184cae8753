package random

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"itermle/internal/saddlepoint"
)

// atoms normalises weights given by the ratios p(x+1)/p(x) over [0, size], in 200-bit arithmetic: an independent
// computation of a probability function.
func atoms(size int, ratio func(x float64) float64) []float64 {
	weights := make([]*big.Float, size+1)
	weight := new(big.Float).SetPrec(200).SetInt64(1)
	total := new(big.Float).SetPrec(200)
	for x := range weights {
		weights[x] = new(big.Float).Set(weight)
		total.Add(total, weight)
		weight.Mul(weight, new(big.Float).SetFloat64(ratio(float64(x))))
	}
	list := make([]float64, size+1)
	for x := range list {
		list[x], _ = new(big.Float).Quo(weights[x], total).Float64()
	}
	return list
}

func binomialAtoms(n int, p float64) []float64 {
	return atoms(n, func(x float64) float64 { return (float64(n) - x) / (x + 1) * (p / (1 - p)) })
}

func poissonAtoms(mean float64) []float64 {
	return atoms(int(mean+40*math.Sqrt(mean)+60), func(x float64) float64 { return mean / (x + 1) })
}

func negativeBinomialAtoms(k, mean float64) []float64 {
	size := int(mean + 60*math.Sqrt(mean+mean*mean/k) + 60)
	return atoms(size, func(x float64) float64 { return (x + k) / (x + 1) * (mean / (k + mean)) })
}

// The saddle-point form against the independent atoms: relative 1e-12 for probabilities above 1e-250.
func TestLogProbabilities(t *testing.T) {
	compare := func(name string, list []float64, log func(x float64) float64) {
		t.Helper()
		for x, want := range list {
			if got := math.Exp(log(float64(x))); want > 1e-250 && !(math.Abs(got-want) <= 1e-12*want) {
				t.Errorf("%s at %d: %g, want %g", name, x, got, want)
				return
			}
		}
	}
	for _, c := range []struct {
		n int
		p float64
	}{{1, 0.25}, {2, 0.5}, {20, 0.0625}, {300, 0.5}, {300, 0.0078125}, {3000, 0.90625}} {
		n := float64(c.n)
		compare(fmt.Sprintf("binomial %+v", c), binomialAtoms(c.n, c.p), func(x float64) float64 {
			return saddlepoint.LogBinomial(n, x, n*c.p, n*(1-c.p), x-n*c.p)
		})
	}
	for _, mean := range []float64{0.125, 1, 9.75, 300} {
		compare(fmt.Sprintf("poisson %g", mean), poissonAtoms(mean), func(x float64) float64 {
			return saddlepoint.LogPoisson(x, mean, x-mean)
		})
	}
	for _, c := range [][2]float64{{0.125, 3}, {1, 0.25}, {2.5, 40}, {1e6, 10}} {
		compare(fmt.Sprintf("negative binomial %v", c), negativeBinomialAtoms(c[0], c[1]), func(x float64) float64 {
			return saddlepoint.LogNegativeBinomial(x, c[0], c[1])
		})
	}
}

// hatDominates verifies what makes transformed rejection exact, atom by atom: over the interval of u that floor(G(u))
// = k comes from, f(k)·G′(u)/α stays at or below 1, and at or above the squeeze where ½−|u| ≥ 0.07. G′ grows with
// |u|, so the ends of the interval decide. shift is G(0) and log is log f, both relative to mode.
func hatDominates(t reporter, name string, h hat, shift, from, to float64, log func(step float64) float64) {
	t.Helper()
	place := func(y float64) float64 { // G(u) = y, by bisection
		low, high := -0.5, 0.5
		for range 60 {
			u := (low + high) / 2
			if (2*h.a/(0.5-math.Abs(u))+h.b)*u+shift < y {
				low = u
			} else {
				high = u
			}
		}
		return low
	}
	slope := func(u float64) float64 { rest := 0.5 - math.Abs(u); return h.a/(rest*rest) + h.b }
	u := place(from)
	for step := from; step <= to; step++ {
		v := place(step + 1)
		far, near := math.Max(math.Abs(u), math.Abs(v)), math.Min(math.Abs(u), math.Abs(v))
		if u < 0 && v > 0 {
			near = 0
		}
		f := math.Exp(log(step))
		if accepted := f * slope(far) / h.alpha; !(accepted <= 1+1e-9) {
			t.Errorf("%s: at step %g from the mode the hat is exceeded: %.9g", name, step, accepted)
			return
		}
		if near <= 0.43 {
			if accepted := f * slope(near) / h.alpha; !(accepted >= h.squeeze-1e-9) {
				t.Errorf("%s: at step %g from the mode the squeeze is wrong: %.9g < %.9g", name, step, accepted,
					h.squeeze)
				return
			}
		}
		u = v
	}
}

// Every atom within 12 standard deviations, for means from the threshold 10 to 10^5 and all kinds of skewness;
// beyond that the shape, and with it the constants, are Gaussian. Outside 12 standard deviations f falls faster than
// the hat.
func TestHatsDominate(t *testing.T) {
	check := func(mean float64) {
		for _, p := range []float64{0.5, 0.4, 0.2, 0.01, 1e-9} {
			n := math.Ceil(mean / p)
			np := n * p
			deviation := math.Sqrt(np * (1 - p))
			mode := math.Floor(np + p)
			log := func(step float64) float64 {
				return saddlepoint.LogBinomial(n, mode+step, np, n-np, mode+step-np)
			}
			atMode := log(0)
			hatDominates(t, fmt.Sprintf("binomial n=%g p=%g", n, p), binomialHat(deviation, p), np-mode+0.5,
				math.Max(-mode, -math.Ceil(12*deviation)), math.Min(n-mode, math.Ceil(12*deviation)),
				func(step float64) float64 { return log(step) - atMode })
		}
		mode := math.Floor(mean)
		deviation := math.Sqrt(mean)
		hatDominates(t, fmt.Sprintf("poisson mean=%g", mean), poissonHat(mean), mean-mode+0.43,
			math.Max(-mode, -math.Ceil(12*deviation)), math.Ceil(12*deviation),
			func(step float64) float64 { return saddlepoint.LogPoisson(mode+step, mean, mode+step-mean) })
	}
	for mean := 10.0; mean < 200; mean *= 1.02 {
		check(mean)
	}
	for _, mean := range []float64{700, 3000.5, 1e5} {
		check(mean)
	}
}

// The hat that is tangent to a binomial law of the wrong variance, and Hörmann's own Poisson constants, must be caught.
func TestHatsDominateKillsMutants(t *testing.T) {
	printed := func(mean float64) hat {
		h := poissonHat(mean)
		h.alpha /= 1.006
		return h
	}
	exceeded := func(h hat) string {
		record := &recorder{}
		mean := 14.03
		hatDominates(record, "poisson", h, mean-14+0.43, -14, 45,
			func(step float64) float64 { return saddlepoint.LogPoisson(14+step, mean, 14+step-mean) })
		return record.failed
	}
	greedy := poissonHat(14.03)
	greedy.squeeze += 0.1
	for name, h := range map[string]hat{"printed α": printed(14.03), "greedy squeeze": greedy} {
		if exceeded(h) == "" {
			t.Errorf("%s passes", name)
		}
	}
	if found := exceeded(poissonHat(14.03)); found != "" {
		t.Errorf("the hat itself: %s", found)
	}
}

// recorder takes the place of *testing.T where a failure is wanted.
type recorder struct{ failed string }

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, arguments ...any) {
	r.failed = fmt.Sprintf(format, arguments...)
}

// reporter is what a check needs of *testing.T.
type reporter interface {
	Helper()
	Errorf(format string, arguments ...any)
}
