package theorems_test

import (
	"fmt"

	"itermle/theorems"
)

// The registry holds what was checked and what was not, with the reason.
func ExampleStatements() {
	count, open := map[theorems.Kind]int{}, 0
	for _, s := range theorems.Statements() {
		count[s.Kind]++
		if s.Open != "" {
			open++
		}
	}
	for _, kind := range []theorems.Kind{theorems.Definition, theorems.Assumption, theorems.Theorem,
		theorems.Proposition, theorems.Lemma, theorems.Corollary, theorems.Remark, theorems.Figure,
		theorems.ExactLaw, theorems.Finding} {
		fmt.Println(count[kind], kind)
	}
	fmt.Println(open, "open")
	// Output:
	// 5 definition
	// 8 assumption
	// 42 theorem
	// 6 proposition
	// 28 lemma
	// 1 corollary
	// 1 remark
	// 4 figure
	// 37 exact law
	// 31 finding
	// 6 open
}
