package claimtest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/theorems"
)

// TestDecideInput: an input is wrong if its scenario has no name, a false rate, a trial that fails, or a design that no
// checker takes; the bytes choose which, and the instance.
func TestDecideInput(t *testing.T) {
	coin := func(name string, p, allowed float64, fault error) theorems.Claim {
		return theorems.Claim{ID: "coin", Expect: theorems.Supported, Draw: func(c theorems.Chooser) theorems.Scenario {
			if name != "" {
				name = fmt.Sprint("k=", c.Choose("k", 9))
			}
			return theorems.Scenario{Name: name, Experiment: theorems.Rate{Allowed: allowed, Tolerated: 0.5,
				New: func() (estimators.Trial[bool], error) {
					return func(s *estimators.Stream, replicate uint64) (bool, error) {
						return s.At(replicate, 0).Float64() < p, fault
					}, nil
				}}}
		}}
	}
	claims := []theorems.Claim{coin("k", 0.05, 0.1, nil), coin("", 0.05, 0.1, nil), coin("k", 0.9, 0.1, nil),
		coin("k", 0.05, 0.1, errors.New("a fault")), coin("k", 0.05, 0.7, nil)}
	for i, want := range []string{"", "without a name", "k=7: refuted, want supported", "a fault", "coin, k=7"} {
		err := decideInput(claims, []byte{byte(i), 7})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("input %d: %v, want %q", i, err, want)
		}
	}
}
