// Package philox is the counter-based generator Philox4x64-10 of Salmon, Moraes, Dror and Shaw,
// "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), as a math/rand/v2 Source.
//
// A block of four words is a bijection of a 256-bit counter under a 128-bit key. Two different
// counters under one key therefore never give the same block, and moving to another counter costs nothing.
package philox

import (
	"errors"
	"math/bits"
)

const (
	multiplier0 = 0xD2E7470EE14C6C93
	multiplier1 = 0xCA5A826395121157
	weyl0       = 0x9E3779B97F4A7C15
	weyl1       = 0xBB67AE8584CAA73B
	rounds      = 10
)

// words is the length of a block.
const words = 4

// Source is one stream: words (0, a, b, c), (1, a, b, c), … of the counter under a key. The zero value is
// the stream of key 0 at counter 0.
//
// Blocks are computed two at a time: the rounds of one block wait for each other, those of two overlap. Beside the
// first block of the stream (a, b, c) it is that of (a, b+1, c), for replicates that take turns; later it is the next.
type Source struct {
	key     [2]uint64
	counter [4]uint64
	ready   [2 * words]uint64
	at, end int // words ready[at:end] are computed and not yet handed out

	beside  [words]uint64 // the first block of the stream besides
	besides [3]uint64
	held    bool // beside holds it

	blocks, limit uint64 // computed for this stream and those before, and the number of the first that may not be
}

// ErrSpent is what Uint64 panics with at a limit.
var ErrSpent = errors.New("the budget of draws is spent")

// New returns the stream of a key, at counter 0.
func New(key [2]uint64) *Source { return &Source{key: key} }

// Seek moves to the start of the stream (a, b, c): the words that follow depend on key, a, b, c alone.
func (s *Source) Seek(a, b, c uint64) {
	s.blocks -= s.ahead()
	s.counter = [4]uint64{0, a, b, c}
	s.at, s.end = 0, 0
	if s.held && s.besides == [3]uint64{a, b, c} && s.blocks+1 != s.limit {
		*(*[words]uint64)(s.ready[:]) = s.beside
		s.computed(words)
	}
}

// ahead is how many blocks have been computed of which no word has been handed out.
func (s *Source) ahead() uint64 { return uint64(s.end-s.at) / words }

// Blocks is how many blocks of four words have been drawn from.
func (s *Source) Blocks() uint64 { return s.blocks - s.ahead() }

// Limit admits so many blocks more, less than 2^64−1.
func (s *Source) Limit(more uint64) {
	ahead := s.ahead() // computed again, within the limit
	s.end -= int(ahead) * words
	s.blocks -= ahead
	s.counter[0] -= ahead
	s.limit = s.blocks + more + 1
}

// Uint64 returns the next word. It panics with ErrSpent where that would take a block beyond the limit.
func (s *Source) Uint64() uint64 {
	if s.at == s.end {
		s.compute()
	}
	word := s.ready[s.at%len(s.ready)]
	s.at++
	return word
}

// Ready are the words that Uint64 would return next, as many as are computed and at least one, valid until the next
// call of a method but Skip. It panics as Uint64 does.
func (s *Source) Ready() []uint64 {
	if s.at == s.end {
		s.compute()
	}
	return s.ready[s.at:s.end]
}

// Skip hands out the first so many of the words that are ready.
func (s *Source) Skip(count int) { s.at += count }

// compute makes the next words ready.
func (s *Source) compute() {
	if s.blocks+1 == s.limit {
		panic(ErrSpent)
	}
	first, second := (*[words]uint64)(s.ready[:]), (*[words]uint64)(s.ready[words:])
	switch {
	case s.counter[0] == 0:
		s.held, s.besides = true, [3]uint64{s.counter[1], s.counter[2] + 1, s.counter[3]}
		pair(first, &s.beside, &s.counter, &[4]uint64{0, s.besides[0], s.besides[1], s.besides[2]}, s.key)
		s.computed(words)
	case s.blocks+2 == s.limit:
		pair(first, second, &s.counter, &s.counter, s.key)
		s.computed(words)
	default:
		pair(first, second, &s.counter, &[4]uint64{s.counter[0] + 1, s.counter[1], s.counter[2], s.counter[3]}, s.key)
		s.computed(2 * words)
	}
}

// computed is that so many words, whole blocks, are ready.
func (s *Source) computed(count int) {
	s.at, s.end = 0, count
	s.blocks += uint64(count / words)
	s.counter[0] += uint64(count / words)
}

// pair stores the ten-round Philox4x64 bijection of the counters c and d under a key.
func pair(first, second *[words]uint64, c, d *[4]uint64, key [2]uint64) {
	c0, c1, c2, c3 := c[0], c[1], c[2], c[3]
	d0, d1, d2, d3 := d[0], d[1], d[2], d[3]
	k0, k1 := key[0], key[1]
	for range rounds {
		high0, low0 := bits.Mul64(multiplier0, c0)
		high1, low1 := bits.Mul64(multiplier1, c2)
		c0, c1, c2, c3 = high1^c1^k0, low1, high0^c3^k1, low0
		high0, low0 = bits.Mul64(multiplier0, d0)
		high1, low1 = bits.Mul64(multiplier1, d2)
		d0, d1, d2, d3 = high1^d1^k0, low1, high0^d3^k1, low0
		k0 += weyl0
		k1 += weyl1
	}
	first[0], first[1], first[2], first[3] = c0, c1, c2, c3
	second[0], second[1], second[2], second[3] = d0, d1, d2, d3
}
