package random

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mathext"

	"itermle/internal/saddlepoint"
)

// row is one sampler at one argument: the draw's bin test, empty if it agrees.
type row struct {
	name string
	test func(r *rand.Rand) string
}

func countRows() []row {
	var rows []row
	add := func(name string, first float64, probabilities []float64, draw func(r *rand.Rand) float64) {
		rows = append(rows, row{name, func(r *rand.Rand) string {
			return counted(first, probabilities, func() float64 { return draw(r) })
		}})
	}
	// Near the threshold between inversion and rejection, both halves of p, few and many trials.
	for _, c := range []struct {
		n int
		p float64
	}{{1, 0.25}, {3, 0.5}, {19, 0.5}, {20, 0.5}, {21, 0.5}, {40, 0.25}, {100, 0.125}, {1000, 0.0009765625},
		{33, 0.96875}, {200, 0.9375}, {2000, 0.4375}} {
		add(fmt.Sprintf("binomial n=%d p=%g", c.n, c.p), 0, binomialAtoms(c.n, c.p), func(r *rand.Rand) float64 {
			return float64(Binomial(int64(c.n), c.p, 1-c.p, r))
		})
	}
	// For n = 2^53 and np fixed the law is Poisson(np) up to np²/n.
	for _, mean := range []float64{0.5, 9.5, 12, 150} {
		add(fmt.Sprintf("binomial n=2^53 np=%g", mean), 0, poissonAtoms(mean), func(r *rand.Rand) float64 {
			return float64(Binomial(1<<53, mean*0x1p-53, 1-mean*0x1p-53, r))
		})
		add(fmt.Sprintf("binomial n=2^53 nq=%g", mean), 0, poissonAtoms(mean), func(r *rand.Rand) float64 {
			return float64(1<<53 - Binomial(1<<53, 1-mean*0x1p-53, mean*0x1p-53, r))
		})
	}
	for _, mean := range []float64{1e-3, 0.5, 4, 9.99, 10, 14.03, 28.4, 100, 1000} {
		add(fmt.Sprintf("poisson mean=%g", mean), 0, poissonAtoms(mean),
			func(r *rand.Rand) float64 { return Poisson(mean, r) })
	}
	for _, c := range [][2]float64{{0.0625, 1}, {0.5, 4}, {1, 1}, {2.5, 20}, {1e6, 30}, {1e15, 3}} {
		add(fmt.Sprintf("negative binomial k=%g mean=%g", c[0], c[1]), 0, negativeBinomialAtoms(c[0], c[1]),
			func(r *rand.Rand) float64 { return NegativeBinomial(c[0], c[1], r) })
	}
	for _, mean := range []float64{0.125, 1, 30} {
		add(fmt.Sprintf("geometric mean=%g", mean), 0, negativeBinomialAtoms(1, mean),
			func(r *rand.Rand) float64 { return Geometric(mean, r) })
	}
	return rows
}

// gaussianRows are laws of so many samples that they are Gaussian within 1e-4 in Kolmogorov distance.
func gaussianRows() []row {
	var rows []row
	add := func(name string, mean, variance float64, draw func(r *rand.Rand) float64) {
		rows = append(rows, row{name, func(r *rand.Rand) string {
			return uniformly(func() float64 { return gaussian((draw(r) - mean) / math.Sqrt(variance)) })
		}})
	}
	for _, n := range []int64{1e12, 1 << 53} {
		for _, p := range []float64{0.5, 0.25, 0.9375} {
			size := float64(n)
			add(fmt.Sprintf("binomial n=%d p=%g", n, p), size*p, size*p*(1-p), func(r *rand.Rand) float64 {
				return float64(Binomial(n, p, 1-p, r))
			})
		}
	}
	for _, mean := range []float64{1e10, 1e15, 1e20} {
		add(fmt.Sprintf("poisson mean=%g", mean), mean, mean, func(r *rand.Rand) float64 { return Poisson(mean, r) })
		add(fmt.Sprintf("gamma shape=%g", mean), mean, mean, func(r *rand.Rand) float64 { return Gamma(mean, r) })
		add(fmt.Sprintf("negative binomial k=%g", mean), mean, 2*mean,
			func(r *rand.Rand) float64 { return NegativeBinomial(mean, mean, r) })
		for _, unit := range []float64{0, 1.5, -40} {
			add(fmt.Sprintf("hyperbolic secant n=%g mean=%g", mean, unit), mean*unit, mean*(1+unit*unit),
				func(r *rand.Rand) float64 { return HyperbolicSecantMean(mean, unit, r) })
		}
	}
	return rows
}

func realRows() []row {
	var rows []row
	add := func(name string, draw func(r *rand.Rand) float64) {
		rows = append(rows,
			row{name, func(r *rand.Rand) string { return uniformly(func() float64 { return draw(r) }) }})
	}
	for _, shape := range []float64{0.1, 0.5, 0.99, 1, 1.5, 10, 300} {
		add(fmt.Sprintf("gamma shape=%g", shape),
			func(r *rand.Rand) float64 { return mathext.GammaIncReg(shape, Gamma(shape, r)) })
	}
	for _, shape := range []float64{1e-12, 1e-4} {
		// P(log G ≤ y) → e^{shape·y} as the shape vanishes; the error is of order shape.
		add(fmt.Sprintf("log-gamma shape=%g", shape),
			func(r *rand.Rand) float64 { return math.Exp(math.Min(0, shape*logGamma(shape, r))) })
	}
	add("log-gamma shape=3", func(r *rand.Rand) float64 { return mathext.GammaIncReg(3, math.Exp(logGamma(3, r))) })
	add("chi-square k=3", func(r *rand.Rand) float64 { return mathext.GammaIncReg(1.5, ChiSquare(3, r)/2) })
	for _, mean := range []float64{0, 2, -0.5} {
		cdf := secantUnitCDF(mean)
		add(fmt.Sprintf("hyperbolic secant n=1 mean=%g", mean),
			func(r *rand.Rand) float64 { return cdf(HyperbolicSecantMean(1, mean, r)) })
		for _, n := range []int{2, 3, 4, 7, 25} {
			cdf := secantCDF(n, mean)
			add(fmt.Sprintf("hyperbolic secant n=%d mean=%g", n, mean), func(r *rand.Rand) float64 {
				return cdf(HyperbolicSecantMean(float64(n), mean, r))
			})
		}
	}
	// μ → ∞: x/μ becomes Gamma(n), within 1/μ.
	for _, n := range []float64{1, 2, 30} {
		add(fmt.Sprintf("hyperbolic secant n=%g mean=1e9", n), func(r *rand.Rand) float64 {
			return mathext.GammaIncReg(n, math.Max(0, HyperbolicSecantMean(n, 1e9, r)/1e9))
		})
	}
	for _, kappa := range []float64{0, 1e-30, 0.01, 1, 20, 1000} {
		cdf := vonMisesCDF(kappa)
		add(fmt.Sprintf("von mises kappa=%g", kappa), func(r *rand.Rand) float64 { return cdf(VonMises(0, kappa, r)) })
	}
	for _, kappa := range []float64{1e8, 1e16, 1e100} {
		add(fmt.Sprintf("von mises kappa=%g", kappa),
			func(r *rand.Rand) float64 { return gaussian(VonMises(0, kappa, r) * math.Sqrt(kappa)) })
	}
	return append(rows, wishartRows()...)
}

func TestSamplers(t *testing.T) {
	for _, rows := range [][]row{countRows(), gaussianRows(), realRows(), zigguratRows()} {
		for _, row := range rows {
			t.Run(row.name, func(t *testing.T) {
				t.Parallel()
				if found := row.test(stream(t)); found != "" {
					t.Error(found)
				}
			})
		}
	}
}

// mutants are wrong samplers, each with the law it claims to have: the test that passes the right ones must reject
// them.
func mutants() []row {
	var rows []row
	count := func(name string, probabilities []float64, draw func(r *rand.Rand) float64) {
		rows = append(rows, row{name, func(r *rand.Rand) string {
			return counted(0, probabilities, func() float64 { return draw(r) })
		}})
	}
	real := func(name string, draw func(r *rand.Rand) float64) {
		rows = append(rows,
			row{name, func(r *rand.Rand) string { return uniformly(func() float64 { return draw(r) }) }})
	}
	count("normal approximation for binomial n=1000 np=5", binomialAtoms(1000, 0.005), func(r *rand.Rand) float64 {
		return math.Max(0, math.Round(5+math.Sqrt(5*0.995)*r.NormFloat64()))
	})
	count("normal approximation for binomial n=100 p=½", binomialAtoms(100, 0.5), func(r *rand.Rand) float64 {
		return math.Floor(50 + 5*r.NormFloat64())
	})
	count("poisson for binomial n=100 p=0.125", binomialAtoms(100, 0.125),
		func(r *rand.Rand) float64 { return Poisson(12.5, r) })
	count("n−1 for n in binomial n=30 p=½", binomialAtoms(30, 0.5),
		func(r *rand.Rand) float64 { return float64(Binomial(29, 0.5, 0.5, r)) })
	count("p and q exchanged", binomialAtoms(100, 0.48),
		func(r *rand.Rand) float64 { return float64(Binomial(100, 0.52, 0.48, r)) })
	count("α halved", poissonAtoms(12), func(r *rand.Rand) float64 {
		h := poissonHat(12)
		h.alpha /= 2
		return poissonByRejection(12, h, r)
	})
	count("squeeze accepts all", poissonAtoms(12), func(r *rand.Rand) float64 {
		h := poissonHat(12)
		h.squeeze = 1
		return poissonByRejection(12, h, r)
	})
	count("floor without the fraction of the mean", poissonAtoms(20.5),
		func(r *rand.Rand) float64 { return Poisson(20, r) })
	count("negative binomial k+½ for k", negativeBinomialAtoms(5, 20),
		func(r *rand.Rand) float64 { return NegativeBinomial(5.5, 20, r) })
	real("chi-square k−1 for k=20", func(r *rand.Rand) float64 { return mathext.GammaIncReg(10, ChiSquare(19, r)/2) })
	real("gamma without the boost", func(r *rand.Rand) float64 { return mathext.GammaIncReg(0.5, Gamma(1.5, r)) })
	real("gamma without rejection", func(r *rand.Rand) float64 {
		z := 1 + r.NormFloat64()/(3*math.Sqrt(1.0/3))
		return mathext.GammaIncReg(2.0/3, math.Max(0, z*z*z/3))
	})
	real("normal for hyperbolic secant n=2",
		func(r *rand.Rand) float64 { return secantTwo(math.Sqrt2 * r.NormFloat64()) })
	real("hyperbolic secant n+1 for n=7",
		func(r *rand.Rand) float64 { return secantSeven(HyperbolicSecantMean(8, 0, r)) })
	real("normal for von mises kappa=3",
		func(r *rand.Rand) float64 { return vonMisesThree(r.NormFloat64() / math.Sqrt(3)) })
	return rows
}

var (
	secantTwo     = secantCDF(2, 0)
	secantSeven   = secantCDF(7, 0)
	vonMisesThree = vonMisesCDF(3)
)

// poissonByRejection is the rejection half of Poisson with any hat.
func poissonByRejection(mean float64, h hat, r *rand.Rand) float64 {
	for {
		v, u := r.Float64(), r.Float64()-0.5
		rest := 0.5 - math.Abs(u)
		x := math.Floor((2*h.a/rest+h.b)*u + mean + 0.43)
		if rest >= 0.07 && v <= h.squeeze {
			return x
		}
		if x >= 0 && math.Log(v*h.alpha/(h.a/(rest*rest)+h.b)) <= saddlepoint.LogPoisson(x, mean, x-mean) {
			return x
		}
	}
}

func TestSamplersKillMutants(t *testing.T) {
	for _, row := range mutants() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if row.test(stream(t)) == "" {
				t.Error("passes the test of the law it does not have")
			}
		})
	}
}
