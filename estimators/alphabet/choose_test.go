package alphabet

import (
	"math/rand/v2"
	"os"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// chance is a Chooser that draws.
type chance struct{ *rand.Rand }

func (c chance) Choose(_ string, n int) int { return c.IntN(n) }

// first chooses 0.
type first struct{}

func (first) Choose(string, int) int { return 0 }

// dims is the acceptance of families of at most d dimensions.
func dims(d int) func(Instance) bool { return func(i Instance) bool { return i.Family.Dim() <= d } }

// volume is how many instances a test takes: the first, or with ITERMLE_VOLUME=full in the environment the second.
func volume(short, full int) int {
	if os.Getenv("ITERMLE_VOLUME") == "full" {
		return full
	}
	return short
}

// instances calls check for count random instances of at most so many letters.
func instances(t *testing.T, count, letters int, accept func(Instance) bool,
	check func(t *testing.T, i Instance, random *rand.Rand)) {
	t.Helper()
	stream := estimators.NewStream(suiteseed.Seed(), "alphabet", t.Name())
	done := 0
	for replicate := uint64(0); done < count; replicate++ {
		random := stream.At(replicate, 0)
		instance, err := Random(chance{random}, letters)
		if err != nil || accept != nil && !accept(instance) {
			continue
		}
		done++
		check(t, instance, random)
		if t.Failed() {
			t.Fatalf("%s at θ* = %v, r = %v (replicate %d)", instance.Family.Name(), instance.Truth,
				instance.Radius, replicate)
		}
	}
}

// everywhere is a random point of the ball.
func (i Instance) everywhere(random *rand.Rand) []float64 {
	for {
		theta, square := make([]float64, len(i.Truth)), 0.0
		for j, c := range i.Truth {
			v := i.Radius * (2*random.Float64() - 1)
			theta[j] = c + v
			square += v * v
		}
		if square <= i.Radius*i.Radius && i.Family.Check(theta) == nil {
			return theta
		}
	}
}

func TestRandom(t *testing.T) {
	simplest, err := Random(first{}, 5)
	if err != nil || simplest.Family.Name() != "alphabet:0/0,1" || simplest.Truth[0] != 0 || simplest.Radius != 0.05 {
		t.Errorf("every choice 0: %v %v, %v", simplest.Family.Name(), simplest, err)
	}
	seen := map[string]bool{}
	kinds := map[[3]bool]int{}
	instances(t, 400, 30, nil, func(t *testing.T, i Instance, _ *rand.Rand) {
		seen[i.Family.Name()] = true
		kinds[[3]bool{i.Family.Natural(), i.Family.Dim() > 1, i.Family.Space().isBall()}]++
		if _, err := i.Family.Within(i.Truth, i.Radius); err != nil {
			t.Errorf("ball: %v", err)
		}
		back, err := Parse(i.Family.Name())
		if err != nil || back.Name() != i.Family.Name() {
			t.Errorf("%s comes back as %v, %v", i.Family.Name(), back, err)
		}
	})
	if len(seen) < 395 || len(kinds) != 6 {
		t.Errorf("%d of 400 families are distinct, of %d kinds of 6: %v", len(seen), len(kinds), kinds)
	}
}
