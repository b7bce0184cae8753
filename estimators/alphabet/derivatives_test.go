package alphabet

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

const precision = 600

func bigFloat(v float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(v) }

// bigExp is e^x by 60 terms after halving x forty times.
func bigExp(x *big.Float) *big.Float {
	reduced := new(big.Float).SetPrec(precision).SetMantExp(x, -40)
	sum, term := bigFloat(1), bigFloat(1)
	for k := 1; k <= 30; k++ {
		term.Mul(term, reduced)
		term.Quo(term, bigFloat(float64(k)))
		sum.Add(sum, term)
	}
	for range 40 {
		sum.Mul(sum, sum)
	}
	return sum
}

// bigLog is log x by Newton's iteration on exp from the float64.
func bigLog(x *big.Float) *big.Float {
	f, _ := x.Float64()
	y := bigFloat(math.Log(f))
	for range 5 { // digits double from 50 bits
		e := bigExp(new(big.Float).Neg(y))
		e.Mul(e, x)
		y.Add(y, e.Sub(e, bigFloat(1)))
	}
	return y
}

// bigLogDensity is log p_θ(x) in 600 bits, from the polynomials that the family was made of.
func bigLogDensity(f *Family, theta []*big.Float, x int) *big.Float {
	sum := bigFloat(0)
	var own *big.Float
	for k, g := range f.polynomials() {
		value := bigFloat(0)
		for _, m := range g {
			term := bigFloat(m.Coefficient)
			for i, e := range m.Powers {
				for range e {
					term.Mul(term, theta[i])
				}
			}
			value.Add(value, term)
		}
		if k == x {
			own = value
		}
		sum.Add(sum, bigExp(value))
	}
	return own.Sub(own, bigLog(sum))
}

// difference is the central difference of bigLogDensity along the axes, of step 2^-60: its error is of order 2^-120
// h⁻⁰, that of the values 2^-590/2^-180.
func difference(f *Family, theta []float64, x int, axes ...int) float64 {
	total := bigFloat(0)
	for signs := range 1 << len(axes) {
		at := make([]*big.Float, len(theta))
		for i, v := range theta {
			at[i] = bigFloat(v)
		}
		odd := false
		for b, axis := range axes {
			step := bigFloat(0x1p-60)
			if signs>>b&1 == 1 {
				step.Neg(step)
				odd = !odd
			}
			at[axis].Add(at[axis], step)
		}
		value := bigLogDensity(f, at, x)
		if odd {
			value.Neg(value)
		}
		total.Add(total, value)
	}
	for range axes {
		total.Quo(total, bigFloat(0x1p-59))
	}
	v, _ := total.Float64()
	return v
}

// Score, Hessian and ThirdDerivative are the differences of the log-density in 600 bits; the Fisher information is
// the covariance of the score, and minus the mean Hessian.
func TestDerivatives(t *testing.T) {
	instances(t, 30, 4, dims(3), func(t *testing.T, i Instance, random *rand.Rand) {
		f, d := i.Family, i.Family.Dim()
		theta := i.everywhere(random)
		x := random.IntN(f.Letters())
		sample := []float64{float64(x)}
		score, hessian, third := make([]float64, d), make([]float64, d*d), make([]float64, d*d*d)
		f.Score(score, theta, sample)
		f.Hessian(hessian, theta, sample)
		f.ThirdDerivative(third, theta, sample)
		check := func(what string, got float64, axes ...int) {
			want := difference(f, theta, x, axes...)
			if !(math.Abs(got-want) <= 1e-10*(1+math.Abs(want))) {
				t.Errorf("%s %v at θ = %v, x = %d: %.17g, want %.17g", what, axes, theta, x, got, want)
			}
		}
		check("log-density", f.LogDensity(theta, sample))
		for a := range d {
			check("score", score[a], a)
			for b := range d {
				check("Hessian", hessian[a*d+b], a, b)
				for c := range d {
					check("third derivative", third[(a*d+b)*d+c], a, b, c)
				}
			}
		}
		information, covariance, mean := make([]float64, d*d), make([]float64, d*d), make([]float64, d*d)
		f.FisherInformation(information, theta)
		for k := range f.Letters() {
			p := math.Exp(f.LogDensity(theta, []float64{float64(k)}))
			f.Score(score, theta, []float64{float64(k)})
			f.Hessian(hessian, theta, []float64{float64(k)})
			for e := range covariance {
				covariance[e] += p * score[e/d] * score[e%d]
				mean[e] -= p * hessian[e]
			}
		}
		for e, v := range information {
			if !(math.Abs(v-covariance[e]) <= 1e-10*(1+math.Abs(v))) || !(math.Abs(v-mean[e]) <= 1e-9*(1+math.Abs(v))) {
				t.Errorf("information %d at %v: %g, covariance %g, −E∇² %g", e, theta, v, covariance[e], mean[e])
			}
		}
	})
}

// Divergences hold the sums in 600 bits.
func TestDivergences(t *testing.T) {
	instances(t, 100, 6, nil, func(t *testing.T, i Instance, random *rand.Rand) {
		theta, eta := i.everywhere(random), i.everywhere(random)
		if random.IntN(2) == 0 { // near each other, where a difference of logarithms cancels
			for j := range eta {
				eta[j] = theta[j] + (eta[j]-theta[j])*1e-7
			}
		}
		wide := func(v []float64) []*big.Float {
			at := make([]*big.Float, len(v))
			for j := range v {
				at[j] = bigFloat(v[j])
			}
			return at
		}
		kl, tv := bigFloat(0), bigFloat(0)
		for k := range i.Family.Letters() {
			a, b := bigLogDensity(i.Family, wide(theta), k), bigLogDensity(i.Family, wide(eta), k)
			p, q := bigExp(a), bigExp(b)
			kl.Add(kl, new(big.Float).Mul(p, new(big.Float).Sub(a, b)))
			p.Sub(p, q)
			tv.Add(tv, p.Abs(p))
		}
		gotKL, _ := i.Family.KL(theta, eta)
		gotTV, _ := i.Family.TotalVariation(theta, eta)
		wantKL, _ := kl.Float64()
		wantTV, _ := tv.Float64()
		wantTV /= 2
		if !(math.Abs(gotKL.Value-wantKL) <= gotKL.Error) || !(gotKL.Error <= 1e-12*(wantKL+math.Sqrt(wantKL))) {
			t.Errorf("KL(%v, %v) = %+v, want %.17g", theta, eta, gotKL, wantKL)
		}
		if !(math.Abs(gotTV.Value-wantTV) <= gotTV.Error) || !(gotTV.Error <= 1e-12) {
			t.Errorf("TV(%v, %v) = %+v, want %.17g", theta, eta, gotTV, wantTV)
		}
	})
}
