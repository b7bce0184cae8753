package search

import (
	"math/rand/v2"
	"slices"
)

// offspring is the player of a new instance, from the sequences of the best so far, the best first: a fresh draw, a
// mutation of one, or of a crossing of two.
func offspring(random *rand.Rand, best []Choices) *Player {
	if len(best) == 0 || random.IntN(4) == 0 {
		return Play(nil, atTheEdge(random))
	}
	// The better the more often: the least of two ranks.
	parent := func() Choices { return best[min(random.IntN(len(best)), random.IntN(len(best)))] }
	child := slices.Clone(parent())
	if random.IntN(3) == 0 {
		cross(child, parent(), random)
	}
	mutate(child, random)
	return Play(child, random.IntN)
}

// atTheEdge chooses evenly, but one time in eight an end: tight instances are often at one.
func atTheEdge(random *rand.Rand) Source {
	return func(n int) int {
		switch random.IntN(16) {
		case 0:
			return 0
		case 1:
			return n - 1
		}
		return random.IntN(n)
	}
}

// cross takes each choice of a, with probability one half, as b has it.
func cross(a, b Choices, random *rand.Rand) {
	other, seen := Play(b, nil).script, map[string]int{}
	for i := range a {
		if at, known := other[numbered(a[i].Label, seen)]; known && random.IntN(2) == 0 {
			a[i].At = at
		}
	}
}

// mutate changes one choice, half of the time another too, and so on: to any other, to an end, or by a step of a size
// 1, 2, 4, … that fits, which on a fine grid is a direct search at all scales.
func mutate(c Choices, random *rand.Rand) {
	for len(c) > 0 {
		choice := &c[random.IntN(len(c))]
		switch random.IntN(6) {
		case 0:
			choice.At = random.IntN(choice.Of)
		case 1:
			choice.At = (choice.Of - 1) * random.IntN(2)
		default:
			step := 1
			for 2*step < choice.Of && random.IntN(6) > 0 {
				step *= 2
			}
			choice.At = min(max(choice.At+step*(2*random.IntN(2)-1), 0), choice.Of-1)
		}
		if random.IntN(2) == 0 {
			return
		}
	}
}
