package philox

import (
	"math/rand/v2"
	"testing"
)

// The known answers are those of the authors' own distribution (Random123, kat_vectors, philox4x64 10).
func TestKnownAnswers(t *testing.T) {
	const ones = ^uint64(0)
	for _, row := range []struct {
		counter [4]uint64
		key     [2]uint64
		want    [4]uint64
	}{
		{[4]uint64{}, [2]uint64{},
			[4]uint64{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}},
		{[4]uint64{ones, ones, ones, ones}, [2]uint64{ones, ones},
			[4]uint64{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}},
		{[4]uint64{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
			[2]uint64{0x452821e638d01377, 0xbe5466cf34e90c6c},
			[4]uint64{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}},
	} {
		other := [4]uint64{1, 2, 3, 4}
		first, second := blocks(row.counter, other, row.key)
		if first != row.want {
			t.Errorf("block(%x, %x) = %x, want %x", row.counter, row.key, first, row.want)
		}
		if again, swapped := blocks(other, row.counter, row.key); again != second || swapped != first {
			t.Errorf("block(%x, %x) depends on its place", row.counter, row.key)
		}
	}
}

func blocks(c, d [4]uint64, key [2]uint64) (first, second [4]uint64) {
	pair(&first, &second, &c, &d, key)
	return first, second
}

func TestSeekForgetsThePast(t *testing.T) {
	s := New([2]uint64{1, 2})
	s.Seek(3, 4, 5)
	var first [9]uint64
	for i := range first {
		first[i] = s.Uint64()
	}
	s.Seek(3, 4, 6)
	s.Uint64()
	s.Seek(3, 4, 5)
	for i, want := range first {
		if got := s.Uint64(); got != want {
			t.Fatalf("word %d after Seek = %x, want %x", i, got, want)
		}
	}
}

// TestWordsDependOnTheCounterAlone: whatever was drawn before, and in which order streams take turns, word i of the
// stream (a, b, c) is the word i mod 4 of the block (i/4, a, b, c).
func TestWordsDependOnTheCounterAlone(t *testing.T) {
	key := [2]uint64{3, 4}
	s := New(key)
	random := rand.New(rand.NewPCG(1, 2))
	a, b, c := uint64(0), uint64(0), uint64(0)
	for range 3000 {
		switch random.IntN(4) {
		case 0:
			a, b, c = random.Uint64N(3), random.Uint64N(3), random.Uint64N(3)
		case 1:
			a++
		default:
			b++
		}
		s.Seek(a, b, c)
		before, drawn := s.Blocks(), random.IntN(15)
		for i := range drawn {
			block, _ := blocks([4]uint64{uint64(i / 4), a, b, c}, [4]uint64{}, key)
			if got, want := s.Uint64(), block[i%4]; got != want {
				t.Fatalf("word %d of (%d, %d, %d) = %x, want %x", i, a, b, c, got, want)
			}
		}
		if got, want := s.Blocks()-before, uint64(drawn+3)/4; got != want {
			t.Fatalf("%d blocks for %d words", got, drawn)
		}
	}
}

func BenchmarkUint64(b *testing.B) {
	b.ReportAllocs()
	r := rand.New(New([2]uint64{1, 2}))
	for b.Loop() {
		r.Uint64()
	}
}

// TestLimit: blocks are counted over all streams of a source, and a limit admits exactly so many more.
func TestLimit(t *testing.T) {
	s := New([2]uint64{1, 2})
	draw := func(words int) (spent any) {
		defer func() { spent = recover() }()
		for range words {
			s.Uint64()
		}
		return nil
	}
	for range 3 {
		before := s.Blocks()
		s.Limit(5)
		s.Seek(7, 0, 0)
		if spent := draw(7); spent != nil { // two blocks
			t.Fatal(spent)
		}
		s.Seek(8, 0, 0)
		if spent := draw(12); spent != nil || s.Blocks() != before+5 {
			t.Fatalf("%v after %d blocks", spent, s.Blocks()-before)
		}
		for range 2 {
			if spent := draw(1); spent != ErrSpent || s.Blocks() != before+5 {
				t.Fatalf("%v after %d blocks", spent, s.Blocks()-before)
			}
		}
	}
}

// BenchmarkSeek is the cost of a stream that few words are drawn from.
func BenchmarkSeek(b *testing.B) {
	s := New([2]uint64{1, 2})
	r := rand.New(s)
	for replicate := uint64(0); b.Loop(); replicate++ {
		s.Seek(3, replicate, 0)
		r.Uint64()
		r.Uint64()
	}
}

// TestLimitIsExact: of any number of blocks, whether the first of them was computed beside another stream's or the last
// of them beside one too many, and whether blocks were ahead when the limit was set.
func TestLimitIsExact(t *testing.T) {
	s := New([2]uint64{1, 2})
	draw := func() (words int) {
		defer func() {
			if spent := recover(); spent != ErrSpent {
				t.Errorf("panic with %v", spent)
			}
		}()
		for ; ; words++ {
			s.Uint64()
		}
	}
	for more := range uint64(7) {
		for taken := range 9 {
			s.Seek(more, 4, uint64(taken))
			for range taken {
				s.Uint64()
			}
			s.Limit(more)
			if got, want := draw(), (4-taken%4)%4+4*int(more); got != want {
				t.Errorf("%d blocks more after %d words: %d words, want %d", more, taken, got, want)
			}
			s.Seek(more, 5, uint64(taken))
			if got := draw(); got != 0 {
				t.Errorf("%d words of another stream beyond the limit", got)
			}
			s.Limit(1 << 40)
		}
	}
}
