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

// Source is one stream: words (0, a, b, c), (1, a, b, c), … of the counter under a key. The zero value is
// the stream of key 0 at counter 0.
type Source struct {
	key     [2]uint64
	counter [4]uint64
	block   [4]uint64
	left    int // words of block not yet handed out

	blocks, limit uint64 // computed so far, and the number of the first that may not be
}

// ErrSpent is what Uint64 panics with at a limit.
var ErrSpent = errors.New("the budget of draws is spent")

// New returns the stream of a key, at counter 0.
func New(key [2]uint64) *Source { return &Source{key: key} }

// Seek moves to the start of the stream (a, b, c): the words that follow depend on key, a, b, c alone.
func (s *Source) Seek(a, b, c uint64) {
	s.counter = [4]uint64{0, a, b, c}
	s.left = 0
}

// Blocks is how many blocks of four words have been computed.
func (s *Source) Blocks() uint64 { return s.blocks }

// Limit admits so many blocks more, less than 2^64−1.
func (s *Source) Limit(more uint64) { s.limit = s.blocks + more + 1 }

// Uint64 returns the next word. It panics with ErrSpent where that would take a block beyond the limit.
func (s *Source) Uint64() uint64 {
	if s.left == 0 {
		if s.blocks++; s.blocks == s.limit {
			s.blocks--
			panic(ErrSpent)
		}
		s.block = block(s.counter, s.key)
		s.counter[0]++
		s.left = 4
	}
	s.left--
	return s.block[3-s.left]
}

// block is the ten-round Philox4x64 bijection of a counter under a key.
func block(counter [4]uint64, key [2]uint64) [4]uint64 {
	c0, c1, c2, c3 := counter[0], counter[1], counter[2], counter[3]
	k0, k1 := key[0], key[1]
	for range rounds {
		high0, low0 := bits.Mul64(multiplier0, c0)
		high1, low1 := bits.Mul64(multiplier1, c2)
		c0, c1, c2, c3 = high1^c1^k0, low1, high0^c3^k1, low0
		k0 += weyl0
		k1 += weyl1
	}
	return [4]uint64{c0, c1, c2, c3}
}
