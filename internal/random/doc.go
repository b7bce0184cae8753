// Package random draws from the laws that Algorithm 1 needs, each in time that does not depend on the sample
// size behind it: the statistic of n samples is one draw, whether n is 10² or 2^53.
//
// The opinion of the package: every sampler is exact, never an approximation that sets in beyond some size. Exact means
// that an ideal supply of uniform numbers and real arithmetic would give the named law; what float64 costs is bounded
// where it is not a few units in the last place. Rejection is by a hat that dominates: proved for real laws, and for
// the two transformed rejections of counts checked by the tests over every atom on a ladder of arguments. Whatever
// can cancel is computed as a difference from the mode, in the deviance form of C. Loader, "Fast and accurate
// computation of binomial probabilities" (2000).
//
// Arguments are trusted: a shape, a mean or a size outside the documented range panics, since it is a caller's bug.
// All randomness comes from the *rand.Rand passed in; no function allocates.
package random

import "math/rand/v2"

// uniform is a uniform number on (0, 1] with relative, not absolute, resolution: it is below 2^-k with probability
// 2^-k for every k ≤ 1000, so a comparison with a probability of 1e-30 means what it says.
func uniform(random *rand.Rand) float64 {
	word := random.Uint64()
	if word >= 1<<53 {
		return float64(int64(word>>1)) * 0x1p-63
	}
	return smallUniform(word, random)
}

// smallUniform continues a uniform number whose first 64 bits are the given word.
func smallUniform(word uint64, random *rand.Rand) float64 {
	scale := 0x1p-64
	for word == 0 && scale > 0x1p-900 {
		word = random.Uint64()
		scale *= 0x1p-64
	}
	return (float64(word) + float64(random.Uint64()|1)*0x1p-64) * scale
}

// Event happens with probability p ∈ [0, 1], exactly, however small p is: a uniform number of 53 bits is compared with
// p, and where its cell holds p, the place of p within the cell decides by the next 53 bits.
func Event(p float64, random *rand.Rand) bool {
	for {
		above := p - random.Float64() // exact within the cell
		if !(above > 0 && above < 0x1p-53) {
			return above > 0
		}
		p = above * 0x1p53
	}
}
