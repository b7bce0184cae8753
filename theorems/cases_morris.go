package theorems

import (
	"math/big"
	"strconv"

	"itermle/estimators"
	"itermle/theorems/laws"
)

// morrisFamily is a family of package estimators with its exact description and readable means.
type morrisFamily struct {
	family string // specification for estimators.ParseFamily
	kind   laws.MorrisKind
	shape  *big.Rat // σ², m or k
	means  []string // exact values of μ*
}

// morrisFamilies covers the six families, simplest first; the choices of scenarios index it.
var morrisFamilies = []morrisFamily{
	{"bernoulli", laws.BinomialKind, big.NewRat(1, 1), []string{"1/2", "1/10", "7/8", "1/1000"}},
	{"gaussian-mean", laws.NormalKind, big.NewRat(1, 1), []string{"0", "1", "-3"}},
	{"exponential", laws.GammaKind, big.NewRat(1, 1), []string{"1", "1/10", "20"}},
	{"poisson", laws.PoissonKind, nil, []string{"1", "1/4", "10"}},
	{"geometric", laws.NegativeBinomialKind, big.NewRat(1, 1), []string{"1", "1/4", "10"}},
	{"hyperbolic-secant", laws.HyperbolicSecantKind, nil, []string{"0", "1", "-2"}},
	{"binomial:3", laws.BinomialKind, big.NewRat(3, 1), []string{"3/2", "1/2", "5/2"}},
	{"negative-binomial:2.5", laws.NegativeBinomialKind, big.NewRat(5, 2), []string{"1", "1/2", "8"}},
	{"gamma:0.5", laws.GammaKind, big.NewRat(1, 2), []string{"1", "1/10", "20"}},
	{"gamma:4", laws.GammaKind, big.NewRat(4, 1), []string{"1", "1/10", "20"}},
	{"gaussian-mean:2", laws.NormalKind, big.NewRat(4, 1), []string{"0", "1", "-3"}},
}

// variance is the family's variance function.
func (c morrisFamily) variance() laws.RationalVariance { return c.kind.Variance(c.shape) }

// chooseMorris draws a family, μ* and sizes n_0, …, n_{T−1} that enumeration can bear.
func chooseMorris(choose Chooser) (c morrisFamily, mean string, sizes []int64) {
	c = Pick(choose, "family", morrisFamilies...)
	mean = Pick(choose, "μ*", c.means...)
	sizes = make([]int64, 1+choose.Choose("T−1", 6))
	for t := range sizes {
		sizes[t] = Pick[int64](choose, "n_t", 1, 2, 3, 5, 8, 4, 20)
	}
	return c, mean, sizes
}

// instanceName names one run of Algorithm 1 in full.
func instanceName(family, mean string, schedule estimators.Schedule, generations int) string {
	return family + " μ*=" + mean + " " + schedule.String() + " T=" + strconv.Itoa(generations)
}
