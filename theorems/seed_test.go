package theorems

import (
	"os"
	"strconv"
	"testing"
)

// suiteSeed is the seed of all randomness of these tests.
func suiteSeed(t testing.TB) uint64 {
	text, found := os.LookupEnv("ITERMLE_SEED")
	if !found {
		return 1
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("ITERMLE_SEED: %v", err)
	}
	return seed
}
