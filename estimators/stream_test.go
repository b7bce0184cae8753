package estimators

import (
	"itermle/internal/suiteseed"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// The streams must never change: every recorded verdict depends on them. The words were computed by a second
// implementation of SHA-256 keys and Philox4x64-10, in another language.
func TestStreamGoldens(t *testing.T) {
	for _, row := range []struct {
		seed                  uint64
		path                  []string
		replicate, generation uint64
		want                  [6]uint64
	}{
		{1, []string{"a", "bc"}, 0, 0, [6]uint64{0x8a3698e9b64f7e6d, 0x6e4c347d52bc9a1a, 0xd909a967b3e846ce,
			0x4eb6cc841de2163, 0xa33e332eedf02e46, 0x72ef570d3a5f8030}},
		{1, []string{"ab", "c"}, 0, 0, [6]uint64{0x4545204f7970eeb6, 0x107ff17f9d1d0c02, 0x9494219b2878a930,
			0x43c5685806ec8ce9, 0x8f598244d77ec8bf, 0x9b76718a9a9b5076}},
		{2, []string{"a", "bc"}, 0, 0, [6]uint64{0x2b74751c44b14fc1, 0x2277ce41522044e3, 0xc28e76c675c594eb,
			0xf57d9f678641940d, 0x472d17f7bdf37103, 0xcc6ff404b86a419c}},
		{1, []string{"a", "bc"}, 1, 0, [6]uint64{0x287f8a63f1dac114, 0x353efca317c37d31, 0xaac1f0dd8dd00424,
			0x82eab80a31742950, 0xeb07ef26de48489a, 0x80e1651e509b1878}},
		{1, []string{"a", "bc"}, 0, 1, [6]uint64{0x77999b7f07f1b7ab, 0x2e7335893293f100, 0xb0c84c97bcfb0e03,
			0x8a42dea2c4d1918b, 0x871773690239c8b5, 0x27dfa4e23392852f}},
		{1 << 63, []string{"theorem-4.1", "n=100 T=10"}, 12345, 678, [6]uint64{0x60a11d96b9efa723, 0x9c954357f00c6201,
			0x7472c4c35d59800, 0xf4dfeb21b67c4579, 0x89ba7dcd20186355, 0x98833e3d09e9466f}},
		{0, nil, 0, 0, [6]uint64{0xcaacbcb7997fc6d3, 0x5dfd0fbb0d9426e4, 0xc07813e297cd3495,
			0xb4dad7b7ccceaa4c, 0x7b59c6bb4a5023a4, 0x653464b7b7237d0b}},
	} {
		s := NewStream(row.seed, row.path...)
		s.At(99, 99).Uint64() // where the stream was before must not matter
		random := s.At(row.replicate, row.generation)
		for i, want := range row.want {
			if got := random.Uint64(); got != want {
				t.Errorf("seed %d path %q (%d, %d): word %d is %#x, want %#x", row.seed, row.path, row.replicate,
					row.generation, i, got, want)
			}
		}
	}
}

// Keys of distinct seeds and paths are distinct, also where the concatenated names agree.
func TestStreamKeysAreDistinct(t *testing.T) {
	seen := map[[2]uint64]string{}
	add := func(seed uint64, path ...string) {
		name := strconv.FormatUint(seed, 10)
		for _, p := range path {
			name += "|" + strconv.Itoa(len(p)) + p
		}
		key := StreamKey(seed, path...)
		if other, found := seen[key]; found {
			t.Fatalf("%q and %q share the key %x", name, other, key)
		}
		seen[key] = name
	}
	for seed := range uint64(50) {
		add(seed)
		add(seed, "")
		add(seed, "", "")
		for claim := range 20 {
			for scenario := range 20 {
				add(seed, "claim "+strconv.Itoa(claim), "n="+strconv.Itoa(scenario))
			}
		}
		for _, path := range [][]string{{"abc"}, {"a", "bc"}, {"ab", "c"}, {"a", "b", "c"}, {"", "abc"}, {"abc", ""}} {
			add(seed, path...)
		}
	}
}

// correlation is the mean of 12(u−½)(v−½), in [−3, 3] with mean 0 for independent uniforms, of the first words of two
// generators over 10^5 replicates. Hoeffding: |mean| > 3√(2 log(2/α)/R) has probability at most α; for α = 1e-12 that
// is 0.071. Identical generators have 1, antithetic ones −1.
func correlation(a, b func(replicate uint64) *rand.Rand) float64 {
	const replicates = 100000
	sum := 0.0
	for r := range uint64(replicates) {
		u := a(r).Float64()
		sum += 12 * (u - 0.5) * (b(r).Float64() - 0.5)
	}
	return sum / replicates
}

func TestStreamsAreUncorrelated(t *testing.T) {
	limit := 3 * math.Sqrt(2*math.Log(2/1e-12)/100000)
	s, other := NewStream(suiteseed.Seed(), "uncorrelated"), NewStream(suiteseed.Seed()+1, "uncorrelated")
	at := func(s *Stream, shift, generation uint64) func(uint64) *rand.Rand {
		return func(r uint64) *rand.Rand { return s.At(r+shift, generation) }
	}
	for name, c := range map[string]float64{
		"generations 0 and 1":        correlation(at(s, 0, 0), at(s, 0, 1)),
		"generations 1 and 1000":     correlation(at(s, 0, 1), at(s, 0, 1000)),
		"neighbouring replicates":    correlation(at(s, 0, 0), at(s, 1, 0)),
		"replicate and generation":   correlation(at(s, 0, 7), func(r uint64) *rand.Rand { return s.At(7, r) }),
		"neighbouring suite seeds":   correlation(at(s, 0, 0), at(other, 0, 0)),
		"generations far apart":      correlation(at(s, 0, 0), at(s, 0, 1<<40)),
		"replicates far apart":       correlation(at(s, 0, 0), at(s, 1<<40, 0)),
		"both, shifted against each": correlation(at(s, 1, 2), at(s, 2, 1)),
	} {
		if !(math.Abs(c) <= limit) {
			t.Errorf("%s: correlation %v, at most %v allowed", name, c, limit)
		}
	}
	// The mutant: generation 1 reuses the stream of generation 0.
	if c := correlation(at(s, 0, 0), at(s, 0, 0)); math.Abs(c) <= limit {
		t.Errorf("a reused stream has correlation %v and is not seen", c)
	}
}
