package audit

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"itermle/estimators"
	"itermle/internal/binomial"
)

const traceBound = "K1² ≥ tr I/(2(1 + log 2))"

// tail notes lower bounds of K1 at θ: from P_θ(‖score‖ ≥ u) ≥ p follows
//
//	K1 ≥ u/√(2 log(2/p))
//
// On R p is a sum of the density over cells beyond u, and elsewhere, or where a score is dear, the exact lower limit of
// a binomial probability.
func (s *searcher) tail(theta []float64, random *rand.Rand) {
	if s.family.SampleDim() == 1 && s.scores > 2*wholeCells {
		if cells, mass := s.cells(theta); 0.9 <= mass && mass <= 1+1e-9 {
			s.noteTail(theta, cells)
			return
		}
	}
	s.sampledTail(theta, random)
}

// cell is a set of samples of at least a probability, of which each has a score of at least a size.
type cell struct{ x, score, logMass float64 }

// wholeCells is how many whole numbers on either side of the middle are cells at most.
const wholeCells = 1 << 10

// cells cuts R, from the middle of the samples by 1/32 of their spread up to 32 spreads and by ever more up to 10^4,
// and takes for the density and the score in each cell the least of its ends and its middle. Samples that are whole are
// cells of their own, up to 256 from the middle each, and beyond that some of them. mass is the sum: it is not near 1
// where the reference measure is neither length nor number.
func (s *searcher) cells(theta []float64) (all []cell, mass float64) {
	add := func(width float64, x ...float64) {
		c := cell{x[0], math.Inf(1), math.Inf(1)}
		for _, v := range x {
			at := []float64{v}
			if !s.holds(theta, at) {
				return
			}
			c.logMass = math.Min(c.logMass, s.family.LogDensity(theta, at))
			c.score = math.Min(c.score, s.size(theta, at))
		}
		if c.logMass += math.Log(width); finite([]float64{c.logMass, c.score}) {
			all, mass = append(all, c), mass+math.Exp(c.logMass)
		}
	}
	if s.whole {
		add(1, s.middle[0])
	}
	for _, sign := range []float64{1, -1} {
		for k := 0; s.whole && k < wholeCells; k++ {
			add(1, s.middle[0]+sign*math.Ceil(math.Max(float64(k+1), math.Expm1(float64(k-256)/32))))
		}
		for t := 0.0; !s.whole && t < 1e4; {
			next := t + math.Max(1./32, (t-32)/20)
			low, high := s.middle[0]+sign*t*s.spread[0], s.middle[0]+sign*next*s.spread[0]
			if t = next; low != high {
				add(math.Abs(high-low), low, low/2+high/2, high)
			}
		}
	}
	return all, mass
}

// size is ‖∇ log p_θ(x)‖.
func (s *searcher) size(theta, x []float64) float64 { return scoreSize(s.family, s.score, theta, x) }

// scoreSize is ‖∇ log p_θ(x)‖, by way of a score.
func scoreSize(family estimators.Family, score, theta, x []float64) (length float64) {
	family.Score(score, theta, x)
	for _, v := range score {
		length = math.Hypot(length, v)
	}
	return length
}

// noteTail adds the cells from the largest score down. 10^-9 is for the rounding of density and score.
func (s *searcher) noteTail(theta []float64, cells []cell) {
	slices.SortStableFunc(cells, func(a, b cell) int { return cmp.Compare(b.score, a.score) })
	logSum, best := math.Inf(-1), Witness{}
	for _, c := range cells {
		top := math.Max(logSum, c.logMass)
		logSum = math.Min(0, top+math.Log(math.Exp(logSum-top)+math.Exp(c.logMass-top)))
		bound := logSum - 1e-9*(1+math.Abs(logSum))
		if value := c.score * (1 - 1e-9) / math.Sqrt(2*(math.Ln2-bound)); value > best.Value {
			best = Witness{Value: value, X: []float64{c.x},
				Says: fmt.Sprintf("log P(‖score‖ ≥ %.6g) ≥ %.6g by the log-density", c.score, bound)}
		}
	}
	s.note(0, best.Value, theta, best.X, best.Says)
}

// tailError is the probability that any of the sampled statements about a tail is wrong: each has a share.
const tailError = 1e-9

// sampledTail counts scores: that the k-th largest of n is u bounds P(‖score‖ ≥ u), for k = 1, 2, 4, …, by the exact
// lower limit of Clopper and Pearson, which holds at the k-th largest as at a fixed u.
func (s *searcher) sampledTail(theta []float64, random *rand.Rand) {
	const most, powers = 1 << 14, 15
	n := min(most, max(1, s.scores))
	m := s.family.SampleDim()
	x, lengths := make([]float64, n*m), make([]float64, n)
	s.family.Sample(x, theta, random)
	for i := range lengths {
		lengths[i] = s.size(theta, x[i*m:(i+1)*m])
	}
	slices.SortFunc(lengths, func(a, b float64) int { return cmp.Compare(b, a) })
	const each = tailError / powers / searchPoints
	for k := int64(1); k <= int64(n); k *= 2 {
		u, p := lengths[k-1], binomial.LowerLimit(k, int64(n), each)
		s.note(0, u/math.Sqrt(2*math.Log(2/p)), theta, nil, fmt.Sprintf(
			"P(‖score‖ ≥ %.6g) ≥ %.6g by %d of %d samples, at an error of %.1g", u, p, k, n, each))
	}
}
