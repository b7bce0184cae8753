package theorems

import (
	"math/big"
	"strconv"
	"strings"

	"itermle/estimators"
	"itermle/internal/rational"
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

// drawMorris draws a family, where it has a shape with that of its kind at random, and an exact μ*.
func drawMorris(choose Chooser) (c morrisFamily, mean string) {
	c = Pick(choose, "family", morrisFamilies...)
	name, _, shaped := strings.Cut(c.family, ":")
	switch {
	case shaped && c.kind == laws.BinomialKind:
		m := DrawSize(choose, "m", 2, 12)
		c = morrisFamily{name + ":" + strconv.FormatInt(m, 10), c.kind, big.NewRat(m, 1),
			[]string{big.NewRat(m, 2).RatString()}}
	case shaped:
		shape := number(DrawLog(choose, "shape", 0.3, 8))
		c.family, c.shape = name+":"+shape, rational.Parse(shape)
		if c.kind == laws.NormalKind {
			c.shape = rational.Mul(c.shape, c.shape)
		}
	}
	family, err := estimators.ParseFamily(c.family)
	if err != nil {
		panic("theorems: " + err.Error())
	}
	var points [][]float64
	for _, m := range c.means[:min(3, len(c.means))] {
		points = append(points, []float64{rational.Nearest(rational.Parse(m))})
	}
	return c, number(DrawTheta(choose, family, points...)[0])
}

// drawSizes draws T ≤ longest and log-uniform sizes n_0, …, n_{T−1} from least on.
func drawSizes(choose Chooser, longest int, least, most int64) []int64 {
	sizes := make([]int64, 1+choose.Choose("T−1", longest))
	for t := range sizes {
		sizes[t] = DrawSize(choose, "n_t", least, most)
	}
	return sizes
}

// number is x in the fewest digits that tell it from other float64s.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// instanceName names one run of Algorithm 1 in full.
func instanceName(family, mean string, schedule estimators.Schedule, generations int) string {
	return family + " μ*=" + mean + " " + schedule.String() + " T=" + strconv.Itoa(generations)
}
