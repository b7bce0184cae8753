package theorems

import "math/big"

// gerstgrasserReplace is ridgeless regression under replacement, ŵ_n = w* + X⁺ Σ_{i≤n} E_i: the error grows like n.
// Print attributes it to Dohmatob and others.
func gerstgrasserReplace() Claim {
	linear := func(n int64) *big.Rat { return big.NewRat(n, 1) }
	three := [][][]int64{{{1, 0}, {2, 1}, {-1, 3}}}
	return Claim{
		ID: "gerstgrasser-replace", Statement: "gerstgrasser-replace", Expect: Supported,
		Title:     "ridgeless regression, replacing: error × n",
		Says:      "With one design reused, replacement multiplies the first generation's test error given X by n.",
		Deviation: "read in a secondary source",
		Fixed:     func(Profile) []Scenario { return []Scenario{ridgeless{three, 6, "replace"}.scenario(linear)} },
		Draw:      func(choose Chooser) Scenario { return drawRidgeless(choose, "replace").scenario(linear) },
		Mutants: func() []Mutant {
			return []Mutant{
				{"accumulate", ridgeless{three, 2, "accumulate"}.scenario(linear)},
				{"several-batches", ridgeless{three, 2, "multiple"}.scenario(linear)},
				{"off-by-one-generation", ridgeless{three, 3, "replace"}.scenario(func(n int64) *big.Rat {
					return big.NewRat(n-1, 1)
				})},
			}
		},
	}
}
