package construction1

import (
	"math"

	"itermle/internal/nested"
)

// The maximiser over Θ.
//
// Write d(α) for the points of [0, 1] above 1−2α, W(α) for the most points of [2, 3] that a closed interval of width
// f(α) covers, h for the points of [2, 3] and m for those of [0, 1]. The spike may lie anywhere in [2, 3], so for
// given α the best μ gives
//
//	L(α) = (m − d(α))·log g(α) − d(α)·log 2 + h·log(α/4) + W(α)·log(1 + 1/f(α)).
//
// d is non-decreasing, constant on the intervals (s/2, s′/2] between neighbouring complements s = 1−x, closed on the
// right because U[0, 1−2α] includes its end; W is non-increasing, constant between neighbouring α_w = f⁻¹(w_k), closed
// on the right because a window may be exactly as wide as its points, w_k the smallest width that covers k of them.
// Where both are constant L is non-decreasing in α: g′(α) = 2/(2−4α)² > 0, log(α/4) increases, f does not increase. So
// L attains its maximum, and attains it at a right end: at α = s/2, at α = α_w or at α = ¼. Those are the candidates.
//
// There are many; branch and bound looks at the few that matter. On [a, b]
//
//	L ≤ (m − d(a))·log g(b) − d(a)·log 2 + h·log(b/4) + W(a)·log(1 + 1/f(b)),
//
// and an interval whose bound is below the best value seen is dropped unseen: the random points inside are then never
// even drawn. Where d and W do not change on [a, b] the maximum is at b; where they change a few times the candidates
// are enumerated; else the interval is halved. Values differ between candidates by continuous random amounts; they are
// computed to a few units in the last place of their largest term, so two candidates are confused with probability of
// about 10^−15 times that term.

// candidate is a value of α with all that L(α) depends on.
type candidate struct {
	alpha   float64
	dropped int64
	covered int
	size    nested.Width // f(α)
	value   float64
}

// node is an interval of the search, with d and W at both ends.
type node struct {
	low, high candidate
	bound     float64
}

// search is the scratch space of argmax.
type search struct {
	stack []node
	seen  []float64
	best  candidate
}

// enumerable is the number of changes of d, and of W, from which an interval is enumerated.
const enumerable = 6

func (c *Pool) argmax() candidate {
	s := &c.search
	s.stack = s.stack[:0]
	if c.clustered() {
		alpha, size := c.top()
		s.best = c.evaluateWidth(alpha, size)
		c.push(c.evaluate(eighthAlpha), s.best) // all that highCluster leaves
	} else {
		bottom := candidate{size: nested.Width{Log: logPlateauWidth},
			covered: c.covers(nested.Width{Log: logPlateauWidth})}
		bottom.value = c.value(bottom)
		top := c.evaluate(LargestAlpha)
		s.best = top
		c.consider(bottom)
		if len(c.high.Points) == 0 {
			c.push(bottom, top)
		} else {
			edge := c.evaluate(plateauAlpha)
			c.consider(edge)
			// Small α first: from 200 generations on L is nearly flat over [1/10, ¼], far below its maximum.
			c.push(edge, top)
			c.push(bottom, edge)
		}
	}
	for len(s.stack) > 0 {
		node := s.stack[len(s.stack)-1]
		s.stack = s.stack[:len(s.stack)-1]
		if node.bound < s.best.value {
			continue
		}
		a, b := node.low, node.high
		drops, losses := b.dropped-a.dropped, a.covered-b.covered
		middle := a.alpha + (b.alpha-a.alpha)/2
		switch {
		case drops == 0 && losses == 0:
		case drops <= enumerable && losses <= enumerable || middle <= a.alpha || middle >= b.alpha:
			c.enumerate(a, b)
		default:
			half := c.evaluate(middle)
			c.consider(half)
			c.push(half, b)
			c.push(a, half) // looked at first: the maximum is usually near 0
		}
	}
	return s.best
}

// covers is W for intervals of the given width.
func (c *Pool) covers(size nested.Width) int {
	if c.clustered() {
		return int(c.cluster.inside) // 1/8 ≤ α ≤ top
	}
	if len(c.high.Points) <= 1 {
		return len(c.high.Points)
	}
	return c.high.Most(size)
}

// evaluate is L at an α that need not be a candidate.
func (c *Pool) evaluate(alpha float64) candidate {
	return c.evaluateWidth(alpha, nested.Width{Log: c.family.LogWidth(alpha)})
}

// evaluateWidth is evaluate where f(α) is known to more digits than α.
func (c *Pool) evaluateWidth(alpha float64, size nested.Width) candidate {
	at := candidate{alpha: alpha, dropped: c.low.below(2*alpha, &c.reserve), covered: c.covers(size), size: size}
	at.value = c.value(at)
	return at
}

func (c *Pool) value(at candidate) float64 {
	return logLikelihood(at.alpha, c.low.total-at.dropped, at.dropped, c.highCount(), at.covered, at.size.Log)
}

// consider keeps the larger value; of equal ones that nearer to the current model.
func (c *Pool) consider(at candidate) {
	best := &c.search.best
	if at.value > best.value ||
		at.value == best.value && math.Abs(at.alpha-c.parameter[0]) < math.Abs(best.alpha-c.parameter[0]) {
		*best = at
	}
}

func (c *Pool) push(a, b candidate) {
	bound := candidate{alpha: b.alpha, dropped: a.dropped, covered: a.covered, size: b.size}
	if value := c.value(bound); !(value < c.search.best.value) {
		c.search.stack = append(c.search.stack, node{a, b, value})
	}
}

// enumerate considers every candidate in [a, b].
func (c *Pool) enumerate(a, b candidate) {
	s := &c.search
	s.seen = c.low.look(s.seen[:0], 2*a.alpha, 2*b.alpha, &c.reserve)
	for i, complement := range s.seen {
		if i > 0 && complement == s.seen[i-1] {
			continue
		}
		at := candidate{alpha: complement / 2, dropped: a.dropped + int64(i), covered: a.covered}
		at.size = nested.Width{Log: c.family.LogWidth(at.alpha)}
		if a.covered != b.covered {
			at.covered = c.covers(at.size)
		}
		at.value = c.value(at)
		c.consider(at)
	}
	for k := b.covered + 1; k <= a.covered; k++ {
		size := c.high.Narrowest(k)
		c.consider(c.evaluateWidth(min(max(c.family.alphaOfLogWidth(size.Log), a.alpha), b.alpha), size))
	}
}
