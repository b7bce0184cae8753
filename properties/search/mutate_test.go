package search

import (
	"math/rand/v2"
	"testing"

	"itermle/internal/suiteseed"
)

// A mutation stays in the grid, and from the middle of one it can lead anywhere.
func TestMutateStaysInTheGrid(t *testing.T) {
	random := rand.New(rand.NewPCG(suiteseed.Seed(), 0x6d7574))
	const of = 11
	reached := map[int]bool{}
	for _, start := range []int{0, of / 2, of - 1} {
		for range 2000 {
			c := Choices{{Label: "a", Of: of, At: start}, {Label: "b", Of: 1}}
			mutate(c, random)
			if !(c[0].At >= 0 && c[0].At < of && c[1].At == 0) {
				t.Fatalf("from %d of %d to %d, from 0 of 1 to %d", start, of, c[0].At, c[1].At)
			}
			if start == of/2 {
				reached[c[0].At] = true
			}
		}
	}
	// The rarest target has a probability of about 1/100 a mutation: (1 − 1/100)^2000 is 2·10^-9.
	if len(reached) != of {
		t.Errorf("2000 mutations of %d reach %v only", of/2, reached)
	}
}
