package alphabet

import "testing"

// What is no family is an error and a nil interface, not one that holds a nil *Family.
func TestReadRefuses(t *testing.T) {
	for _, text := range []string{"", "nonsense", "1/0", "0/0,x"} {
		if f, err := read(text); err == nil || f != nil {
			t.Errorf("%q: %v, %v", text, f, err)
		}
	}
	if f, err := read("0/0,1"); err != nil || f == nil {
		t.Errorf("the family of the registry: %v", err)
	}
}
