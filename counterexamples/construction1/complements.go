package construction1

import (
	"math/rand/v2"
	"slices"

	"itermle/internal/random"
)

// complements is a pool of points of [0, 1] of which only the order statistics near 1 will ever be asked for. It
// holds s = 1−x, exactly where it matters, and counts where it does not: [0, ½) in s is cut into intervals of which
// only the number of points is known so far, and single points that have been looked at.
//
// Points that come from uniform laws on intervals are, given the counts, independent and uniform within each
// interval of a partition that no end of those laws cuts. So an interval can be cut later, by a binomial split, and its
// points can be drawn when they are needed: the law of everything that is asked for is the same as if all points had
// been drawn at once (the principle of deferred decisions). A pool of n points costs O(log n), not O(n).
type complements struct {
	pieces []piece // tile [0, ½) from left to right
	beyond int64   // points with s ≥ ½, x ≤ ½
	total  int64   // all points
}

// piece is an interval [left, right) with the number of its points, or one point left = right.
type piece struct {
	left, right float64
	count       int64
}

func (c *complements) reset() {
	c.pieces = append(c.pieces[:0], piece{left: 0, right: 0.5})
	c.beyond, c.total = 0, 0
}

// add draws n points uniform on s ∈ [low, 1], low ≤ ½. Going down from 1, each interval takes its binomial share of
// the points that are left; once none are left the narrow intervals near 0 cost nothing.
func (c *complements) add(n int64, low float64, r *rand.Rand) {
	c.total += n
	end := c.cut(low, r)
	inside := random.Binomial(n, (0.5-low)/(1-low), 0.5/(1-low), r)
	c.beyond += n - inside
	for i := len(c.pieces) - 1; i >= end && inside > 0; i-- {
		p := &c.pieces[i]
		if p.left == p.right {
			continue
		}
		k := inside
		if p.left > low {
			k = random.Binomial(inside, (p.right-p.left)/(p.right-low), (p.left-low)/(p.right-low), r)
		}
		p.count += k
		inside -= k
	}
}

// compact joins neighbouring empty intervals: to know that both are empty is to know that their union is.
func (c *complements) compact() {
	kept := c.pieces[:0]
	for _, p := range c.pieces {
		if k := len(kept) - 1; k >= 0 && p.count == 0 && kept[k].count == 0 {
			kept[k].right = p.right
			continue
		}
		kept = append(kept, p)
	}
	c.pieces = kept
}

// cut makes s the left end of a piece, or ½, and returns the index of the first piece at or right of s.
func (c *complements) cut(s float64, r *rand.Rand) int {
	for i := range c.pieces {
		p := c.pieces[i]
		if p.left >= s {
			return i
		}
		if s < p.right {
			below := int64(0)
			if p.count > 0 {
				below = random.Binomial(p.count, (s-p.left)/(p.right-p.left), (p.right-s)/(p.right-p.left), r)
			}
			c.pieces = append(c.pieces, piece{})
			copy(c.pieces[i+2:], c.pieces[i+1:])
			c.pieces[i] = piece{p.left, s, below}
			c.pieces[i+1] = piece{s, p.right, p.count - below}
			return i + 1
		}
	}
	return len(c.pieces)
}

// below is the number of points with complement < s, for s ≤ ½.
func (c *complements) below(s float64, r *rand.Rand) int64 {
	count := int64(0)
	for _, p := range c.pieces[:c.cut(s, r)] {
		count += p.count
	}
	return count
}

// holds says whether there is a point at s among those that have been looked at.
func (c *complements) holds(s float64) bool {
	return slices.ContainsFunc(c.pieces, func(p piece) bool { return p.left == s && p.right == s && p.count > 0 })
}

// look draws the points of [from, to), ½ ≥ to, one by one and appends them to dst in increasing order.
func (c *complements) look(dst []float64, from, to float64, r *rand.Rand) []float64 {
	first := c.cut(from, r)
	last := c.cut(to, r)
	for i := first; i < last; i++ {
		p := c.pieces[i]
		if p.count == 0 {
			continue
		}
		if p.right > p.left {
			// Replace the interval by its sorted points with empty intervals between them.
			k := int(p.count)
			c.pieces = append(c.pieces, make([]piece, 2*k)...)
			copy(c.pieces[i+1+2*k:], c.pieces[i+1:])
			opened := c.pieces[i : i+1+2*k]
			for j := range k {
				s := p.left + (p.right-p.left)*r.Float64()
				at := 2*j + 1
				for ; at > 1 && opened[at-2].left > s; at -= 2 {
					opened[at] = opened[at-2]
				}
				opened[at] = piece{s, s, 1}
			}
			left := p.left
			for j := 0; j <= 2*k; j += 2 {
				right := p.right
				if j < 2*k {
					right = opened[j+1].left
				}
				opened[j] = piece{left, right, 0}
				left = right
			}
			last += 2 * k
			p = c.pieces[i]
		}
		if p.left == p.right {
			for range p.count {
				dst = append(dst, p.left)
			}
		}
	}
	return dst
}
