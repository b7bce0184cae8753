package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"

	"gonum.org/v1/gonum/mat"
)

// dohmatobNoiseFree is regression of least norm without noise, fewer rows than columns, on a fresh Gaussian design each
// generation and the last model's labels: ŵ_n = P_n ŵ_{n−1} with P_n the projection onto T uniform directions of R^d.
// E P = (T/d) I gives, ours,
//
//	E‖ŵ_n‖² = (T/d)^n ‖w*‖²,   E‖ŵ_n − w*‖² = (1 − (T/d)^n) ‖w*‖²:
//
// exponential forgetting though there is no noise.
func dohmatobNoiseFree() Claim {
	scenario := func(rows, dim, generations int, size, power float64) Scenario {
		claimed := math.Pow(float64(rows)/float64(dim), power)
		trials := func() (estimators.Trial[float64], error) {
			x := make([]float64, rows*dim)
			design := mat.NewDense(rows, dim, x)
			var gram mat.SymDense
			var cholesky mat.Cholesky
			weights, labels := mat.NewVecDense(dim, nil), mat.NewVecDense(rows, nil)
			return func(s *estimators.Stream, replicate uint64) (float64, error) {
				random := s.At(replicate, 0)
				weights.Zero()
				weights.SetVec(0, size)
				for range generations {
					for i := range x {
						x[i] = random.NormFloat64()
					}
					gram.Reset()
					gram.SymOuterK(1, design)
					labels.MulVec(design, weights)
					if !cholesky.Factorize(&gram) {
						return 0, fmt.Errorf("the design of replicate %d has no full rank", replicate)
					}
					if err := cholesky.SolveVecTo(labels, labels); err != nil {
						return 0, err
					}
					weights.MulVec(design.T(), labels)
				}
				return mat.Dot(weights, weights) / (size * size), nil
			}, nil
		}
		return Scenario{Name: fmt.Sprintf("T=%d d=%d n=%d ‖w*‖=%g share=%.6g", rows, dim, generations, size, claimed),
			Experiment: Mean{Value: claimed, Tolerance: 0.04, Upper: 1, New: trials}}
	}
	return Claim{
		ID: "dohmatob-noise-free", Statement: "dohmatob-noise-free", Expect: Supported,
		Title: "noise-free regression with T < d, replacing: E‖ŵ_n‖² = (T/d)^n ‖w*‖²",
		Says: "Least-norm regression on a fresh isotropic design of T < d rows and the last model's noise-free " +
			"labels keeps the share (T/d)^n of ‖w*‖²: exponential forgetting without noise.",
		Deviation: "the exact value is ours: print's abstract says exponentially fast",
		Fixed:     func(Profile) []Scenario { return []Scenario{scenario(3, 4, 3, 1, 3)} },
		Draw: func(choose Chooser) Scenario {
			dim := 2 + choose.Choose("d−2", 40)
			n := 1 + choose.Choose("n−1", 20)
			rows := 1 + choose.Choose("T−1", min(dim-1, 6))
			return scenario(rows, dim, n, DrawLog(choose, "‖w*‖", 0.01, 100), float64(n))
		},
		Mutants: func() []Mutant {
			return []Mutant{{"one-generation-fewer", scenario(3, 4, 3, 1, 2)}, {"one-more", scenario(3, 4, 3, 1, 4)},
				{"nothing-lost", scenario(3, 4, 3, 1, 0)}}
		},
	}
}
