package alphabet

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"

	"itermle/estimators"
	"itermle/internal/interval"
)

// Monomial is Coefficient · Π_i θ_i^Powers[i].
type Monomial struct {
	Coefficient float64
	Powers      []int
}

// Polynomial is a sum of monomials; none is 0.
type Polynomial []Monomial

const (
	maxLetters        = 30
	maxNaturalLetters = 100_000
	maxDim            = 4
	maxDegree         = 8
	maxLogWeight      = 700 // |g_k| over Θ, so that no e^{g_k} overflows
)

// Family is the family of the log-weights g_k on Θ. It is immutable.
type Family struct {
	name  string
	space Space
	// centre and radius are those of the ball that Θ is; radius 0 where it is none.
	centre    []float64
	radius    float64
	letters   int
	monomials [][]int     // exponents of φ_m, m < M
	c         []float64   // K×M
	odds      []enclosure // K×M: c_km − c_0m, the coefficients of g_k − g_0
	degree    int         // largest exponent of one coordinate
	natural   bool        // no g_k − g_0 has a degree above 1
	channel   *channel    // nil: the letters are seen as they are
	line      *oddsLine   // nil: the maximum needs a search
}

// New is the family of the log-weights on Θ. Errors: *estimators.RangeError for K, d or a degree beyond the limits
// and for log-weights that leave ±700 on Θ, *estimators.DimensionError, and an *estimators.AssumptionError (1B) where
// θ moves no density along some curve through every point: the d gradients of the log-odds do not span R^d at any of
// three points in general position.
func New(space Space, weights ...Polynomial) (*Family, error) {
	if len(space.Centre) == 1 && space.Low == nil {
		space = Ball(space.Centre, space.Radius)
	}
	f := &Family{space: space, letters: len(weights)}
	d := space.dim()
	if d < 1 || d > maxDim {
		return nil, &estimators.RangeError{What: "alphabet: d", Value: float64(d), Accept: "1 ≤ d ≤ 4"}
	}
	if len(space.Low) != len(space.High) || space.isBall() == (space.Low != nil) || !space.valid() {
		return nil, &estimators.RangeError{What: "alphabet: Θ", Value: space.Radius,
			Accept: "a box with low < high or a ball with radius > 0, within ±10^6"}
	}
	if err := f.collect(weights, d); err != nil {
		return nil, err
	}
	limit, accept := maxLetters, "2 ≤ K ≤ 30, or ≤ 100000 where all log-weights have degree ≤ 1"
	if f.natural {
		limit = maxNaturalLetters
	}
	if f.letters < 2 || f.letters > limit {
		return nil, &estimators.RangeError{What: "alphabet: K", Value: float64(f.letters), Accept: accept}
	}
	for k, g := range f.weightsOver(space.hull()) {
		if size := g.Abs().Hi; !(size <= maxLogWeight) {
			return nil, &estimators.RangeError{What: "alphabet: log-weight " + strconv.Itoa(k) + " on Θ", Value: size,
				Accept: "a bound of at most 700"}
		}
	}
	f.name, f.line = f.specification(), newOddsLine(f)
	return f, f.checkIdentifiable()
}

// collect finds the monomials and fills the coefficients.
func (f *Family) collect(weights []Polynomial, d int) error {
	index := map[string]int{}
	key := func(powers []int) string { return fmt.Sprint(powers) }
	for k, g := range weights {
		name := "log-weight " + strconv.Itoa(k)
		for _, m := range g {
			total := 0
			for _, e := range m.Powers {
				total += e
				if e < 0 {
					total = math.MaxInt32
				}
			}
			switch {
			case len(m.Powers) != d:
				return &estimators.DimensionError{What: "alphabet: powers of " + name, Got: len(m.Powers), Want: d}
			case total > maxDegree:
				return &estimators.RangeError{What: "alphabet: a degree of " + name, Value: float64(total),
					Accept: "0 ≤ degree ≤ 8"}
			case math.IsNaN(m.Coefficient) || math.IsInf(m.Coefficient, 0):
				return &estimators.RangeError{What: "alphabet: a coefficient of " + name, Value: m.Coefficient,
					Accept: "a finite number"}
			}
			if _, known := index[key(m.Powers)]; !known {
				index[key(m.Powers)] = len(f.monomials)
				f.monomials = append(f.monomials, append([]int(nil), m.Powers...))
			}
		}
	}
	m := len(f.monomials)
	f.c = make([]float64, len(weights)*m)
	f.odds = make([]enclosure, len(f.c))
	for k, g := range weights {
		for _, term := range g {
			f.c[k*m+index[key(term.Powers)]] += term.Coefficient
		}
	}
	f.natural = true
	for i, c := range f.c {
		difference := interval.Point(0)
		if base := f.c[i%m]; c != base {
			difference = interval.Point(c).Sub(interval.Point(base))
			if base == 0 {
				difference = interval.Point(c)
			}
			total := 0
			for _, e := range f.monomials[i%m] {
				total += e
				f.degree = max(f.degree, e)
			}
			f.natural = f.natural && total <= 1
		}
		f.odds[i] = difference
	}
	for _, powers := range f.monomials {
		for _, e := range powers {
			f.degree = max(f.degree, e)
		}
	}
	return nil
}

// checkIdentifiable asks for rank d of the Jacobian of the log-odds, in exact rationals, at one of three points of Θ.
func (f *Family) checkIdentifiable() error {
	for _, shares := range [][]float64{{0.59375, 0.40625, 0.71875, 0.34375}, {0.28125, 0.84375, 0.15625, 0.65625},
		{0.90625, 0.21875, 0.53125, 0.78125}} {
		theta := make([]float64, f.Dim())
		for i, side := range f.space.hull() {
			theta[i] = side.Lo + shares[i]*(side.Hi-side.Lo)
		}
		f.space.project(theta, theta)
		if f.channel != nil && f.expand(points(theta), 2).least().Lo > 0 || f.channel == nil &&
			f.rank(theta) == f.Dim() {
			return nil
		}
	}
	return &estimators.AssumptionError{Family: "alphabet", Assumption: "1B",
		Reason: "θ is not identifiable: the gradients of the log-odds do not span R^d at any of three points of Θ"}
}

// rank is that of the gradients of g_k − g_0 at θ, by elimination in rationals.
func (f *Family) rank(theta []float64) int {
	d, m := f.Dim(), len(f.monomials)
	var pivots [][]*big.Rat // reduced rows; row i leads in column leads[i]
	var leads []int
	for k := 1; k < f.letters && len(pivots) < d; k++ {
		row := make([]*big.Rat, d)
		for i := range row {
			row[i] = new(big.Rat)
			for j, powers := range f.monomials {
				c := new(big.Rat).Sub(rational(f.c[k*m+j]), rational(f.c[j]))
				if powers[i] == 0 || c.Sign() == 0 {
					continue
				}
				for l, e := range powers {
					if l == i {
						c.Mul(c, big.NewRat(int64(e), 1))
						e--
					}
					for range e {
						c.Mul(c, rational(theta[l]))
					}
				}
				row[i].Add(row[i], c)
			}
		}
		for p, pivot := range pivots {
			factor := new(big.Rat).Quo(row[leads[p]], pivot[leads[p]])
			for i := range row {
				row[i].Sub(row[i], new(big.Rat).Mul(factor, pivot[i]))
			}
		}
		for i, v := range row {
			if v.Sign() != 0 {
				pivots, leads = append(pivots, row), append(leads, i)
				break
			}
		}
	}
	return len(pivots)
}

func rational(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }

func (f *Family) Name() string   { return f.name }
func (f *Family) Dim() int       { return f.space.dim() }
func (f *Family) SampleDim() int { return 1 }

// Letters is K.
func (f *Family) Letters() int { return f.letters }

// sources is the number of letters before the channel.
func (f *Family) sources() int {
	if f.channel != nil {
		return len(f.channel.rows)
	}
	return f.letters
}

// Natural says whether all log-odds have degree ≤ 1: θ is then a natural parameter, and the log-likelihood concave.
func (f *Family) Natural() bool { return f.natural }

// Space is Θ.
func (f *Family) Space() Space { return f.space }

func (f *Family) Symbols() []string {
	if f.Dim() == 1 {
		return []string{"θ"}
	}
	return []string{"θ0", "θ1", "θ2", "θ3"}[:f.Dim()]
}

func (f *Family) Check(theta []float64) error {
	if len(theta) != f.Dim() {
		return &estimators.DimensionError{What: f.name + ": θ", Got: len(theta), Want: f.Dim()}
	}
	for i, side := range f.space.hull() {
		if v := theta[i]; !(v >= side.Lo && v <= side.Hi) {
			return &estimators.ParameterError{Family: f.name, Name: f.Symbols()[i], Value: v,
				Accept: fmt.Sprintf("a number from %g to %g", side.Lo, side.Hi)}
		}
	}
	if !f.space.holds(theta) {
		return &estimators.ParameterError{Family: f.name, Name: f.Symbols()[0], Value: theta[0],
			Accept: fmt.Sprintf("‖θ − %v‖ ≤ %g", f.space.Centre, f.space.Radius)}
	}
	return nil
}

// Within is the family with Θ = B_r(truth): its MLE is the MLE over the ball, which Theorem 4.1 is about. It returns a
// *estimators.RangeError where the ball leaves Θ.
func (f *Family) Within(truth []float64, r float64) (*Family, error) {
	if err := f.checkBall(truth, r); err != nil {
		return nil, err
	}
	within := *f
	within.centre, within.radius = append([]float64(nil), truth...), r
	within.space = Ball(within.centre, r)
	within.name, within.line = within.specification(), newOddsLine(&within)
	return &within, nil
}

func (f *Family) checkBall(truth []float64, r float64) error {
	if err := f.Check(truth); err != nil {
		return err
	}
	if !(r > 0) || !f.space.contains(truth, r) {
		return &estimators.RangeError{What: "alphabet: r", Value: r, Accept: "r > 0 and B_r(θ*) inside Θ"}
	}
	return nil
}

// polynomials is what New was given, terms collected and in order.
func (f *Family) polynomials() []Polynomial {
	weights := make([]Polynomial, f.sources())
	for i, c := range f.c {
		if m := len(f.monomials); c != 0 {
			weights[i/m] = append(weights[i/m], Monomial{c, f.monomials[i%m]})
		}
	}
	for _, g := range weights {
		slices.SortFunc(g, ascending)
	}
	return weights
}
