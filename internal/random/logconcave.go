package random

import (
	"math"
	"math/rand/v2"
)

// tangents is the hat of a log-concave density f: a constant in the middle and an exponential tail on either side,
//
//	log hat(x) = min(top, l + s·(x − left), r − t·(x − right)).
//
// A concave function lies below each of its tangents, so the hat dominates by construction (L. Devroye, Non-Uniform Random
// Variate Generation, 1986, section VII.2). With the points about √2 standard deviations from the mode it is
// accepted with probability near 0.8.
type tangents struct {
	from, to    float64 // where the tails meet the constant
	left, right float64 // slopes s, t > 0
	top         float64 // log of the constant
}

// newTangents takes a point on either side, log f there and the slopes in absolute value, and an upper bound of log f.
func newTangents(left, logLeft, slopeLeft, right, logRight, slopeRight, top float64) tangents {
	// Where the two tails meet they bound log f themselves.
	meet := (logRight - logLeft + slopeLeft*left + slopeRight*right) / (slopeLeft + slopeRight)
	top = math.Min(top, math.Max(logLeft+slopeLeft*(meet-left), logRight-slopeRight*(meet-right)))
	h := tangents{
		from: left + (top-logLeft)/slopeLeft, to: right - (top-logRight)/slopeRight,
		left: slopeLeft, right: slopeRight, top: top,
	}
	h.to = math.Max(h.from, h.to)
	return h
}

// draw returns a point of the hat's law and the log of a uniform number times the hat: accepted if log f is not below it.
func (h *tangents) draw(random *rand.Rand) (x, logHeight float64) {
	middle, leftMass, rightMass := h.to-h.from, 1/h.left, 1/h.right
	u := random.Float64() * (middle + leftMass + rightMass)
	logHeight = h.top - Exponential(random)
	if u < middle {
		return h.from + u, logHeight
	}
	e := Exponential(random)
	if u < middle+leftMass {
		return h.from - e/h.left, logHeight - e
	}
	return h.to + e/h.right, logHeight - e
}
