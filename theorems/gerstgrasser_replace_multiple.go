package theorems

import "math/big"

// gerstgrasserReplaceMultiple is ridgeless regression on n synthetic batches, all of the newest model: the noises of
// generation i average over i batches, and the error grows like Σ_{k≤n} 1/k, the logarithm of n.
func gerstgrasserReplaceMultiple() Claim {
	first := func(n int64) *big.Rat { return harmonicNumber(n, 1) }
	three := [][][]int64{{{1, 0}, {2, 1}, {-1, 3}}}
	return Claim{
		ID: "gerstgrasser-replace-multiple", Statement: "gerstgrasser-replace-multiple", Expect: Supported,
		Title: "ridgeless regression on n batches of the newest model: error × Σ 1/k",
		Says: "Without the real data, on as many synthetic samples as accumulation has, all of the newest model, the " +
			"test error given X is the first generation's times Σ_{k≤n} 1/k.",
		Deviation: "read in a secondary source",
		Fixed:     func(Profile) []Scenario { return []Scenario{ridgeless{three, 4, "multiple"}.scenario(first)} },
		Draw:      func(choose Chooser) Scenario { return drawRidgeless(choose, "multiple").scenario(first) },
		Mutants: func() []Mutant {
			return []Mutant{
				{"accumulate", ridgeless{three, 3, "accumulate"}.scenario(first)},
				{"replace", ridgeless{three, 3, "replace"}.scenario(first)},
				{"one-batch-too-many", ridgeless{three, 2, "multiple"}.scenario(func(n int64) *big.Rat {
					return harmonicNumber(n+1, 1)
				})},
			}
		},
	}
}
