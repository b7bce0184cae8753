package theorems

import (
	"testing"

	"itermle/estimators"
	"itermle/theorems/certify"
)

// Item 5 of certify.Vector counts how far the estimates have moved, Σ_j (n_j/N_t) ρ_j, which decides where K3 r is all
// but λ0: there the certificate refuses, as its restatement does unless that term is left out. No request of the claim
// certificate-vector is so near the edge.
func TestVectorCountsTheMovedHessian(t *testing.T) {
	q := certify.Request{Constants: estimators.Constants{K1: 1, K2: 1, K3: 0.5, Lambda0: 0.5, Lipschitz: 0.5}, Dim: 1,
		Schedule: estimators.ConstantSchedule(1e8), Generations: 10, Delta: 0.1, Trajectory: true,
		Information: []float64{0.5}, Bounds: &estimators.ScoreBounds{HessianVariance: 1e-8, HessianDeviation: 1e-4}}
	without := altered{term: term{"ρ_j of the Hessian", 0}}
	for _, row := range []struct {
		radius         float64
		want, whenLeft bool
	}{{0.9, true, true}, {0.9999, false, true}, {1, false, false}} {
		q.Radius = row.radius
		found, err := certify.Vector(q)
		if err != nil || found.Certified != row.want {
			t.Errorf("r = %g: certified %v, want %v: %s %v", row.radius, found.Certified, row.want, found.Reason, err)
		}
		if got := literalVector(q, altered{}).rho != nil; got != row.want {
			t.Errorf("r = %g: restatement %v", row.radius, got)
		}
		if got := literalVector(q, without).rho != nil; got != row.whenLeft {
			t.Errorf("r = %g: without the term %v, want %v", row.radius, got, row.whenLeft)
		}
	}
}
