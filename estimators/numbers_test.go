package estimators

import (
	"errors"
	"testing"
)

// Specifications hold numbers in base 10 alone.
func TestNumbersAreDecimal(t *testing.T) {
	family := func(text string) error { _, err := ParseFamily(text); return err }
	schedule := func(text string) error { _, err := ParseSchedule(text); return err }
	workflow := func(text string) error { _, err := ParseWorkflow(text); return err }
	for _, c := range []struct {
		read         func(text string) error
		right, wrong string
	}{
		{family, "gaussian-mean:16", "gaussian-mean:0x1p4"},
		{family, "gaussian-mixture:0,1.5", "gaussian-mixture:0,0x1.8p0"},
		{family, "gaussian-vector:10", "gaussian-vector:0X_Ap0"},
		{schedule, "geom:10,1.5", "geom:10,0x1.8p0"},
		{schedule, "const:16", "const:0x10"},
		{schedule, "list:10,20", "list:10,2_0"},
		{workflow, "fresh:0.5", "fresh:0x1p-1"},
		{workflow, "subsample:16", "subsample:0x10"},
	} {
		if err := c.read(c.right); err != nil {
			t.Error(err)
		}
		var syntax *SyntaxError
		if err := c.read(c.wrong); !errors.As(err, &syntax) {
			t.Errorf("%s: %v, want a *SyntaxError", c.wrong, err)
		}
	}
}
