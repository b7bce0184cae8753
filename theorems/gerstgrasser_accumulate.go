package theorems

import (
	"fmt"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// gerstgrasserAccumulate is regression without a ridge on an accumulating pool of copies of one design: from
//
//	ŵ_n = w* + (X'X)^{−1}X' Σ_{i≤n} E_i/i
//
// the error given X is σ² tr (X'X)^{−1} Σ_{k≤n} 1/k², and for Gaussian rows E tr (X'X)^{−1} = d/(T−d−1), T ≥ d + 2.
// Checked as a map of the noises, each entry, against the normal equations of the stacked design.
func gerstgrasserAccumulate() Claim {
	second := func(n int64) *big.Rat { return harmonicNumber(n, 2) }
	pathwise := func(r ridgeless, weight func(i int64) *big.Rat) Scenario {
		return exactly(fmt.Sprintf("ridgeless X=%v n=%d %s, each noise", r.designs, r.generations, r.workflow),
			func() Outcome {
				maps := r.maps()
				var pairs []equality
				rows := len(r.designs[0])
				for j, first := range maps[0] {
					for c := range r.generations * rows {
						want := rational.Mul(first[c%rows], weight(int64(c/rows)+1))
						pairs = append(pairs, equality{fmt.Sprintf("weight %d of noise %d", j, c),
							maps[r.generations-1][j][c], want})
					}
				}
				return identical(pairs...)
			})
	}
	inverse := func(i int64) *big.Rat { return big.NewRat(1, i) }
	three := [][][]int64{{{1, 0}, {2, 1}, {-1, 3}}}
	return Claim{
		ID: "gerstgrasser-accumulate", Statement: "gerstgrasser-accumulate", Expect: Supported,
		Title: "ridgeless regression, accumulating: error × Σ 1/k², noise by noise",
		Says: "With one design reused, accumulation gives ŵ_n = w* + X⁺ Σ_{i≤n} E_i/i, so that the test error given " +
			"X is the first generation's times Σ_{k≤n} 1/k² < π²/6.",
		Deviation: "read in a secondary source",
		Fixed: func(Profile) []Scenario {
			return []Scenario{pathwise(ridgeless{three, 4, "accumulate"}, inverse),
				ridgeless{three, 5, "accumulate"}.scenario(second)}
		},
		Draw: func(choose Chooser) Scenario {
			if r := drawRidgeless(choose, "accumulate"); choose.Choose("error", 2) == 1 {
				return r.scenario(second)
			} else {
				return pathwise(r, inverse)
			}
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"replace", ridgeless{three, 3, "replace"}.scenario(second)},
				{"several-batches", ridgeless{three, 3, "multiple"}.scenario(second)},
				{"equal-weights", pathwise(ridgeless{three, 3, "accumulate"},
					func(int64) *big.Rat { return big.NewRat(1, 3) })},
			}
		},
	}
}

// gerstgrasserDesign is the other factor: of a Gaussian design with T rows and d columns 1/[(X'X)^{−1}]_{11} is
// χ² with T − d + 1 degrees of freedom (the squared distance of a column from the span of the others), whose inverse
// has mean 1/(T−d−1); the d diagonal entries together give d/(T−d−1).
func gerstgrasserDesign() Claim {
	scenario := func(rows, dim int, size, degrees float64) Scenario {
		return Scenario{
			Name: fmt.Sprintf("Gaussian design T=%d d=%d σ=%g degrees of freedom %g", rows, dim, size, degrees),
			Experiment: Law{CDF: distuv.ChiSquared{K: degrees}.CDF, Distance: 0.06,
				New: func() (estimators.Trial[float64], error) {
					x := make([]float64, rows*dim)
					design := mat.NewDense(rows, dim, x)
					var gram mat.SymDense
					var cholesky mat.Cholesky
					var inverse mat.SymDense
					return func(s *estimators.Stream, replicate uint64) (float64, error) {
						random := s.At(replicate, 0)
						for i := range x {
							x[i] = size * random.NormFloat64()
						}
						gram.SymOuterK(1, design.T())
						if !cholesky.Factorize(&gram) {
							return 0, fmt.Errorf("the design of replicate %d has no full rank", replicate)
						}
						if err := cholesky.InverseTo(&inverse); err != nil {
							return 0, err
						}
						return 1 / inverse.At(0, 0) / (size * size), nil
					}, nil
				}},
		}
	}
	return Claim{
		ID: "gerstgrasser-design", Statement: "gerstgrasser-accumulate", Expect: Supported,
		Title: "a Gaussian design: 1/[(X'X)^{−1}]_{11} ~ χ²_{T−d+1}",
		Says: "For T×d normal entries of variance σ² the inverse of σ²[(X'X)^{−1}]_{jj} is χ² with T − d + 1 degrees " +
			"of freedom, so E tr " +
			"(X'X)^{−1} = d/(σ²(T−d−1)).",
		Deviation: "the law is ours; print has its mean",
		Fixed:     func(Profile) []Scenario { return []Scenario{scenario(6, 3, 1, 4)} },
		Draw: func(choose Chooser) Scenario {
			dim := 1 + choose.Choose("d−1", 6)
			rows := dim + 2 + choose.Choose("T−d−2", 40)
			return scenario(rows, dim, DrawLog(choose, "σ", 0.01, 100), float64(rows-dim+1))
		},
		Mutants: func() []Mutant {
			return []Mutant{{"one-degree-fewer", scenario(6, 3, 1, 3)}, {"one-degree-more", scenario(6, 3, 1, 5)},
				{"rows-for-degrees", scenario(6, 3, 1, 6)}}
		},
	}
}
