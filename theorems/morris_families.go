package theorems

import (
	"math/big"
	"strconv"

	"itermle/estimators"
)

// morrisCase is a family of package estimators with its exact description and readable means.
type morrisCase struct {
	family string // specification for estimators.ParseFamily
	kind   morrisKind
	shape  *big.Rat // σ², m or k
	means  []string // exact values of μ*
}

// morrisCases covers the six families, simplest first; the choices of scenarios index it.
var morrisCases = []morrisCase{
	{"bernoulli", binomialKind, big.NewRat(1, 1), []string{"1/2", "1/10", "7/8", "1/1000"}},
	{"gaussian-mean", normalKind, big.NewRat(1, 1), []string{"0", "1", "-3"}},
	{"exponential", gammaKind, big.NewRat(1, 1), []string{"1", "1/10", "20"}},
	{"poisson", poissonKind, nil, []string{"1", "1/4", "10"}},
	{"geometric", negativeBinomialKind, big.NewRat(1, 1), []string{"1", "1/4", "10"}},
	{"hyperbolic-secant", hyperbolicSecantKind, nil, []string{"0", "1", "-2"}},
	{"binomial:3", binomialKind, big.NewRat(3, 1), []string{"3/2", "1/2", "5/2"}},
	{"negative-binomial:2.5", negativeBinomialKind, big.NewRat(5, 2), []string{"1", "1/2", "8"}},
	{"gamma:0.5", gammaKind, big.NewRat(1, 2), []string{"1", "1/10", "20"}},
	{"gamma:4", gammaKind, big.NewRat(4, 1), []string{"1", "1/10", "20"}},
	{"gaussian-mean:2", normalKind, big.NewRat(4, 1), []string{"0", "1", "-3"}},
}

// variance is the family's variance function, from the table of Morris (1982).
func (c morrisCase) variance() RationalVariance {
	zero, one := new(big.Rat), big.NewRat(1, 1)
	switch c.kind {
	case normalKind:
		return RationalVariance{c.shape, zero, zero}
	case poissonKind:
		return RationalVariance{zero, one, zero}
	case binomialKind:
		inverse := new(big.Rat).Inv(c.shape)
		return RationalVariance{zero, one, inverse.Neg(inverse)}
	case gammaKind:
		return RationalVariance{zero, zero, new(big.Rat).Inv(c.shape)}
	case negativeBinomialKind:
		return RationalVariance{zero, one, new(big.Rat).Inv(c.shape)}
	}
	return RationalVariance{one, zero, one} // hyperbolic secant
}

// chooseMorris draws a family, μ* and sizes n_0, …, n_{T−1} that enumeration can bear.
func chooseMorris(choose Chooser) (c morrisCase, mean string, sizes []int64) {
	c = morrisCases[choose.Choose("family", len(morrisCases))]
	mean = c.means[choose.Choose("μ*", len(c.means))]
	sizes = make([]int64, 1+choose.Choose("T−1", 6))
	for t := range sizes {
		sizes[t] = []int64{1, 2, 3, 5, 8, 4, 20}[choose.Choose("n_t", 7)]
	}
	return c, mean, sizes
}

// rational reads an exact number of the tables of this package.
func rational(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("theorems: not a rational: " + text)
	}
	return r
}

// scheduleSizes are n_0, …, n_{T−1}.
func scheduleSizes(schedule estimators.Schedule, generations int) []int64 {
	sizes := make([]int64, generations)
	for t := range sizes {
		sizes[t] = schedule.Size(t)
	}
	return sizes
}

// instance names one run of Algorithm 1 in full.
func instance(family, mean string, schedule estimators.Schedule, generations int) string {
	return family + " μ*=" + mean + " " + schedule.String() + " T=" + strconv.Itoa(generations)
}
