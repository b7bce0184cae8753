package estimators

import (
	"math"
	"math/rand/v2"
	"testing"
)

// once is a source that gives one word first.
type once struct {
	word uint64
	used bool
	rest rand.Source
}

func (s *once) Uint64() uint64 {
	if s.used {
		return s.rest.Uint64()
	}
	s.used = true
	return s.word
}

// Inverse transforms at the ends of the uniform numbers: 1−u is 2^-54 for the last, and u for the first.
func TestInverseTransformsAtTheLastWord(t *testing.T) {
	for _, c := range []struct {
		family Family
		theta  float64
		word   uint64
		want   float64
	}{
		{NewLogisticLocation(), 1, math.MaxUint64, 38.4299477502370467},
		{NewLogisticLocation(), 1, 0, 1 - 37.4299477502370467},
		{NewCauchyLocation(), 1, math.MaxUint64, 5734161139222659.65},
		{NewCauchyLocation(), -1, 0, -5734161139222659.65},
		{NewWeibullShape(), 1, math.MaxUint64, 37.4299477502370467}, {NewWeibullShape(), 1, 0, 0x1p-54},
		{NewWeibullShape(), 0.25, math.MaxUint64, math.Pow(54*math.Ln2, 4)},
		{NewLaplaceLocationUnit(), 0, 0, -37.4299477502370467}, {NewLaplaceLocationUnit(), 0, math.MaxUint64, -0x1p-54},
		{NewLogisticLocation(), 0, 1 << 63, 0x1p-52}, {NewCauchyLocation(), 0, 1 << 63, math.Pi * 0x1p-54},
	} {
		x := []float64{math.NaN()}
		// The sign of Laplace is the parity of the next word.
		c.family.Sample(x, []float64{c.theta}, rand.New(&once{word: c.word, rest: even{}}))
		if !(math.Abs(x[0]-c.want) <= 4*0x1p-53*math.Abs(c.want)) {
			t.Errorf("%s at θ = %g, word %x: %.17g, want %.17g", c.family.Name(), c.theta, c.word, x[0], c.want)
		}
	}
}

// even gives even words.
type even struct{}

func (even) Uint64() uint64 { return 2 }

// Every family's draws are finite at the first and last words of a source.
func TestDrawsAreFiniteAtExtremeWords(t *testing.T) {
	for _, entry := range Families() {
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		x := make([]float64, 3*family.SampleDim())
		for _, theta := range entry.Points {
			for _, word := range []uint64{0, 1, 1<<53 - 1, 1 << 53, 1 << 63, math.MaxUint64 - 2047, math.MaxUint64} {
				family.Sample(x, theta, rand.New(&once{word: word, rest: rand.NewPCG(1, word)}))
				if err := checkSamples(family, x); err != nil {
					t.Errorf("at θ = %v, word %x: %v", theta, word, err)
				}
			}
		}
	}
}

// A category of tiny probability has that probability: given that a rare one is drawn, the shares are those of the
// rare.
func TestRareCategories(t *testing.T) {
	p := []float64{0.4, 1e-20, 0.6, 3e-20, 0, 0x1p-1074}
	rare := newRareCategories(p)
	if want := p[1] + p[3]; rare.sum != want {
		t.Errorf("the rare have probability %g, want %g", rare.sum, want)
	}
	random, counts := rand.New(rand.NewPCG(6, 7)), [6]int{}
	const draws = 40000
	for range draws {
		counts[int(rare.category(p, random))]++
	}
	// Binomial(40000, ¼) within seven standard deviations of 87.
	if counts[0]+counts[2]+counts[4]+counts[5] > 0 || math.Abs(float64(counts[1])-draws/4) > 7*87 {
		t.Errorf("rare categories are drawn %v times, want 1 : 3 of 1 and 3", counts)
	}
	// A uniform word of 0 and then one below 2^-60·2^53: the rare category is drawn where it should be.
	family, err := NewCategorical(3)
	if err != nil {
		t.Fatal(err)
	}
	x := []float64{math.NaN()}
	for _, c := range []struct {
		second uint64
		want   float64
	}{{0, 0}, {1 << 50, 1}} {
		family.Sample(x, []float64{0x1p-60, 1 - 0x1p-20}, rand.New(&scripted{0, c.second, 0}))
		if c.want == 0 && x[0] != 0 || c.want != 0 && x[0] == 0 {
			t.Errorf("second word %x: category %g", c.second, x[0])
		}
	}
}

// scripted gives its words, then 1<<52.
type scripted []uint64

func (s *scripted) Uint64() uint64 {
	if len(*s) == 0 {
		return 1 << 52
	}
	word := (*s)[0]
	*s = (*s)[1:]
	return word
}
