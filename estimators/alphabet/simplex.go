package alphabet

import (
	"math/big"
	"strconv"

	"itermle/estimators"
	"itermle/internal/interval"
)

// Simplex is the Model of all laws on K letters, θ = (p_0, …, p_{K−2}), Θ the closed simplex: categorical, and for K
// = 2 Bernoulli, with the probability of 1 as p_0. The MLE is the shares, and a letter that is lost stays lost.
type Simplex int

// Name is categorical:K.
func (s Simplex) Name() string { return "categorical:" + strconv.Itoa(int(s)) }

// Dim is K−1, Letters is K.
func (s Simplex) Dim() int     { return int(s) - 1 }
func (s Simplex) Letters() int { return int(s) }

// Check returns a *estimators.ParameterError unless all p ≥ 0 and Σp ≤ 1.
func (s Simplex) Check(theta []float64) error {
	if int(s) < 2 || len(theta) != s.Dim() {
		return &estimators.DimensionError{What: s.Name() + ": θ", Got: len(theta), Want: max(1, s.Dim())}
	}
	sum := 0.0
	for i, p := range theta {
		if sum += p; !(p >= 0 && sum <= 1) {
			return &estimators.ParameterError{Family: s.Name(), Name: "p" + strconv.Itoa(i), Value: p,
				Accept: "p ≥ 0 of sum at most 1"}
		}
	}
	return nil
}

// rational is the share of each letter but the last.
func (s Simplex) rational(counts []int, total int64, _ []*big.Rat) []*big.Rat {
	theta := make([]*big.Rat, s.Dim())
	for i := range theta {
		theta[i] = big.NewRat(int64(counts[i]), total)
	}
	return theta
}

// A box of the simplex has K sides where it encloses a maximiser: p_{K−1} beside θ, for 1 − Σθ is not 0 after
// rounding where a letter is lost.

func (s Simplex) probabilitiesOver(box []enclosure) []enclosure {
	if len(box) == s.Letters() {
		return box
	}
	last := interval.Point(1)
	for _, p := range box {
		last = last.Sub(p)
	}
	return append(append([]enclosure(nil), box...), meet(last, enclosure{Lo: 0, Hi: 1}))
}

func (s Simplex) maxima(weights []enclosure) ([][]enclosure, error) {
	total := enclosure{}
	for _, w := range weights {
		if w != (enclosure{}) {
			total = total.Add(w)
		}
	}
	if !(total.Lo > 0) {
		return nil, estimators.ErrEmptyPool
	}
	box := make([]enclosure, s.Letters())
	for i := range box {
		if weights[i] != (enclosure{}) {
			box[i] = meet(weights[i].Div(total), enclosure{Lo: 0, Hi: 1})
		}
	}
	return [][]enclosure{box}, nil
}
