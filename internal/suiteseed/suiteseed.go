// Package suiteseed gives the tests of this module their one seed: the environment variable ITERMLE_SEED. Only tests
// import it.
package suiteseed

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"testing"
)

// Seed is ITERMLE_SEED, a whole number from 0 to 2^64−1, by default 1: the key of every random choice of a test. It
// is read anew by every call, so that the test cache sees which tests depend on it. Anything else ends the program with
// one line.
func Seed() uint64 {
	seed, err := parse()
	if err != nil {
		exit(err)
	}
	return seed
}

func exit(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}

func parse() (uint64, error) {
	text := os.Getenv("ITERMLE_SEED")
	if text == "" {
		return 1, nil
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("ITERMLE_SEED %q: want a whole number from 0 to 2^64−1", text)
	}
	return seed, nil
}

// Main is the TestMain of a package that uses rapid: rapid draws from the suite seed, unless the command line names
// another, and leaves no fail files, which a later check of the same test would replay: seed and test name repeat a
// failure.
func Main(m *testing.M) {
	seed, err := parse()
	flag.Parse()
	set := func(name, otherwise, value string) {
		if f := flag.Lookup(name); err == nil && f != nil && f.Value.String() == otherwise {
			err = f.Value.Set(value)
		}
	}
	set("rapid.seed", "0", strconv.FormatUint(max(1, seed), 10)) // rapid takes 0 for "random"
	set("rapid.nofailfile", "false", "true")
	if err != nil {
		exit(err)
	}
	os.Exit(m.Run())
}
