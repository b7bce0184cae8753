package certify

import (
	"errors"
	"math"
	"testing"

	"itermle/estimators"
)

// What Natural refuses, Approximate refuses, and tolerances that are none.
func TestApproximateErrors(t *testing.T) {
	for name, spoil := range map[string]func(q *Request, tolerance *float64){
		"δ=0":       func(q *Request, _ *float64) { q.Delta = 0 },
		"T=0":       func(q *Request, _ *float64) { q.Generations = 0 },
		"r=Inf":     func(q *Request, _ *float64) { q.Radius = math.Inf(1) },
		"λ0=NaN":    func(q *Request, _ *float64) { q.Constants.Lambda0 = math.NaN() },
		"n=0":       func(q *Request, _ *float64) { q.Schedule = estimators.ConstantSchedule(0) },
		"ε=-1e-300": func(_ *Request, tolerance *float64) { *tolerance = -1e-300 },
		"ε=Inf":     func(_ *Request, tolerance *float64) { *tolerance = math.Inf(1) },
		"ε=NaN":     func(_ *Request, tolerance *float64) { *tolerance = math.NaN() },
	} {
		q, tolerance := bernoulliRequest(1e6, 10), 1e-6
		if found, err := Approximate(q, tolerance); err != nil || !found.Certified {
			t.Fatalf("unspoiled: %+v, %v", found, err)
		}
		spoil(&q, &tolerance)
		var out *estimators.RangeError
		if _, err := Approximate(q, tolerance); !errors.As(err, &out) {
			t.Errorf("%s: %v is no RangeError", name, err)
		}
	}
}
