package alphabet

import (
	"math"
	"math/big"

	"itermle/estimators"
	"itermle/internal/interval"
)

// ModelOf is the family as a Model whose MLE is sought over B_r(truth), or over all of Θ where r is 0:
//
//	*Family              itself, or Within(truth, r)
//	bernoulli            letters 0 and 1; binomial:m likewise, with m letters a sample
//	categorical:k        the simplex; only over all of Θ unless k = 2
//	bernoulli-logit      log p(1) − log p(0) = θ over B_r, which must be given: over R the MLE may not exist
//	categorical-softmax  the same for k letters, k ≤ 5
//
// Errors: *estimators.UnsupportedError for another family, those of Family.Within and of Check.
func ModelOf(family estimators.Family, truth []float64, r float64) (Model, error) {
	if err := family.Check(truth); err != nil {
		return nil, err
	}
	if !(r >= 0) || math.IsInf(r, 1) {
		return nil, &estimators.RangeError{What: "r", Value: r, Accept: "r > 0, or 0 for all of Θ"}
	}
	unsupported := func(accept string) error {
		return &estimators.UnsupportedError{What: family.Name(), Action: "an exact law", Accept: accept}
	}
	switch f := family.(type) {
	case *Family:
		if r == 0 {
			return f, nil
		}
		return f.Within(truth, r)
	case *estimators.Bernoulli:
		return newCoin(f.Name(), 1, truth[0], r), nil
	case *estimators.Binomial:
		return newCoin(f.Name(), int(f.Trials()), truth[0], r), nil
	case *estimators.Categorical:
		if k := f.Dim() + 1; k > 2 && r > 0 && r*r < 2 { // the simplex has diameter √2
			return nil, unsupported("categorical over all of Θ: leave --r out")
		} else if k > 2 {
			return Simplex(k), nil
		}
		return newCoin(f.Name(), 1, truth[0], r).swapped(), nil
	case *estimators.BernoulliLogit, *estimators.CategoricalSoftmax:
		if r == 0 {
			return nil, unsupported("r > 0: over all of R^d the MLE may not exist")
		}
		return softmax(f.Dim(), truth, r)
	}
	return nil, unsupported("an alphabet, bernoulli, binomial, categorical, or one of their logits")
}

// softmax is the natural family θ ↦ (e^0, e^θ_1, …, e^θ_d)/Σ on B_r(truth).
func softmax(d int, truth []float64, r float64) (Model, error) {
	weights := make([]Polynomial, d+1)
	for i := range d {
		powers := make([]int, d)
		powers[i] = 1
		weights[i+1] = Polynomial{{1, powers}}
	}
	f, err := New(Ball(truth, r), weights...)
	if err != nil {
		return nil, err
	}
	f.centre, f.radius = truth, r
	return f, nil
}

// coin is the Model of a share p of ones over [low, high] ∩ [0, 1]: the MLE is the share, moved to the nearer end
// where it lies outside, for the likelihood rises before it and falls after it.
type coin struct {
	name      string
	ones      int // the letter that is a one: 1, or 0 for categorical:2
	copies    int // letters a sample
	low, high enclosure
	radius    *big.Rat // nil: [0, 1]
}

func newCoin(name string, copies int, p, r float64) coin {
	c := coin{name: name, ones: 1, copies: copies, high: interval.Point(1)}
	if low := interval.Point(p).Sub(interval.Point(r)); r > 0 && low.Hi > 0 {
		c.low = low
	}
	if high := interval.Point(p).Add(interval.Point(r)); r > 0 && high.Lo < 1 {
		c.high = high
	}
	if r > 0 {
		c.radius = decimal(r)
	}
	return c
}

// swapped has θ as the probability of letter 0.
func (c coin) swapped() coin {
	c.ones = 0
	return c
}

func (c coin) Name() string        { return c.name }
func (c coin) Dim() int            { return 1 }
func (c coin) Letters() int        { return 2 }
func (c coin) lettersASample() int { return c.copies }

// Check returns a *estimators.ParameterError unless θ lies in [low, high].
func (c coin) Check(theta []float64) error {
	if len(theta) != 1 {
		return &estimators.DimensionError{What: c.name + ": θ", Got: len(theta), Want: 1}
	}
	if p := theta[0]; !(p >= c.low.Lo && p <= c.high.Hi) {
		return &estimators.ParameterError{Family: c.name, Name: "p", Value: p, Accept: "a share of the ball"}
	}
	return nil
}

func (c coin) probabilitiesOver(box []enclosure) []enclosure {
	p := make([]enclosure, 2)
	p[c.ones] = box[0]
	p[1-c.ones] = meet(interval.Point(1).Sub(box[0]), enclosure{Lo: 0, Hi: 1})
	if box[0] == interval.Point(1) { // a letter that is lost stays lost
		p[1-c.ones] = enclosure{}
	}
	return p
}

func (c coin) maxima(weights []enclosure) ([][]enclosure, error) {
	ones, others := weights[c.ones], weights[1-c.ones]
	share := enclosure{}
	switch zero := (enclosure{}); {
	case ones == zero && others == zero:
		return nil, estimators.ErrEmptyPool
	case others == zero:
		share = interval.Point(1)
	case ones != zero:
		share = meet(ones.Div(ones.Add(others)), enclosure{Lo: 0, Hi: 1})
	}
	return [][]enclosure{{{
		Lo: math.Max(c.low.Lo, math.Min(c.high.Lo, share.Lo)),
		Hi: math.Max(c.low.Hi, math.Min(c.high.Hi, share.Hi))}}}, nil
}

// rational is the share of ones, moved to the nearer end of the ball.
func (c coin) rational(counts []int, total int64, truth []*big.Rat) []*big.Rat {
	share := big.NewRat(int64(counts[c.ones]), total)
	if c.radius == nil {
		return []*big.Rat{share}
	}
	if low := new(big.Rat).Sub(truth[0], c.radius); share.Cmp(low) < 0 {
		return []*big.Rat{low}
	}
	if high := new(big.Rat).Add(truth[0], c.radius); share.Cmp(high) > 0 {
		return []*big.Rat{high}
	}
	return []*big.Rat{share}
}
