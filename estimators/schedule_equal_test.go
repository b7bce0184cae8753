package estimators

import "testing"

func TestEqual(t *testing.T) {
	for text, want := range map[string]bool{"const:7": true, "list:7": true, "list:7,7": false, "slow:7,7": false,
		"geom:7,1": false, "poly:7,0": false} {
		if got := MustSchedule(text).Equal(); got != want {
			t.Errorf("%s: equal %v", text, got)
		}
	}
}
