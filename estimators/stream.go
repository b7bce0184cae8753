package estimators

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"

	"itermle/internal/philox"
)

// Stream is the randomness of one scenario: a family of independent generators, one for each pair
// (replicate, generation). The key is a hash of the suite seed and the names that lead to the scenario;
// the pair is the counter of Philox4x64-10, so no two pairs of one scenario ever share a block and two
// scenarios share a key with probability 2^-128. A Stream serves one goroutine.
type Stream struct {
	source philox.Source
	random *rand.Rand
}

// NewStream returns the stream of a suite seed and a path of names, such as claim ID and scenario. The names
// are hashed with their lengths: ("a", "bc") and ("ab", "c") are different paths.
func NewStream(seed uint64, path ...string) *Stream {
	key := StreamKey(seed, path...)
	s := &Stream{source: *philox.New(key)}
	s.random = rand.New(&s.source)
	return s
}

// StreamKey is the 128-bit key of a seed and a path: the first 16 bytes of
//
//	SHA-256(seed, len(path[0]), path[0], len(path[1]), path[1], …)
//
// with all integers as 8 bytes, little-endian.
func StreamKey(seed uint64, path ...string) [2]uint64 {
	message := binary.LittleEndian.AppendUint64(nil, seed)
	for _, name := range path {
		message = binary.LittleEndian.AppendUint64(message, uint64(len(name)))
		message = append(message, name...)
	}
	sum := sha256.Sum256(message)
	return [2]uint64{binary.LittleEndian.Uint64(sum[0:]), binary.LittleEndian.Uint64(sum[8:])}
}

// At moves to the start of the generator of (replicate, generation) and returns it. The generator is valid
// until the next call of At.
func (s *Stream) At(replicate, generation uint64) *rand.Rand {
	s.source.Seek(generation, replicate, 0)
	return s.random
}

// wordsPerBlock: Philox4x64 computes four words of 64 bits at a time.
const wordsPerBlock = 4

// ErrDrawsSpent is what the generators of a Stream panic with beyond its Limit.
var ErrDrawsSpent = philox.ErrSpent

// Drawn is how many 64-bit words of randomness the generators have computed, by fours: the work of a trial in a unit
// that is the same on every machine.
func (s *Stream) Drawn() uint64 { return wordsPerBlock * s.source.Blocks() }

// Limit lets the generators draw so many words more, rounded down to fours; beyond them they panic with ErrDrawsSpent.
func (s *Stream) Limit(draws uint64) { s.source.Limit(draws / wordsPerBlock) }
