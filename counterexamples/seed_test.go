package counterexamples

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"testing"
)

// suiteSeed is the seed of every random choice of these tests: ITERMLE_SEED, default 1. Each assertion about
// randomness is designed for a false-alarm probability of at most 1e-9, whatever the seed.
var suiteSeed = uint64(1)

// TestMain reads the seed and hands it to rapid too, unless the command line names another for rapid.
func TestMain(m *testing.M) {
	if text := os.Getenv("ITERMLE_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			fmt.Fprintf(os.Stderr, "ITERMLE_SEED %q: want a whole number from 0 to 2^64−1\n", text)
			os.Exit(2)
		}
		suiteSeed = seed
	}
	flag.Parse()
	if f := flag.Lookup("rapid.seed"); f != nil && f.Value.String() == "0" {
		// rapid takes 0 for "random".
		if err := f.Value.Set(strconv.FormatUint(max(1, suiteSeed), 10)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
	os.Exit(m.Run())
}

// The seed is read before the tests start, where the test cache does not see it; read again here, a change of
// ITERMLE_SEED runs the tests anew.
func TestSuiteSeed(t *testing.T) {
	if text := os.Getenv("ITERMLE_SEED"); text != "" && strconv.FormatUint(suiteSeed, 10) != text {
		t.Errorf("suite seed %d, ITERMLE_SEED=%s", suiteSeed, text)
	}
}
