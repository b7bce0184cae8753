package theorems

import (
	"slices"
)

// Statements lists every numbered statement of arXiv:2505.19046 in the paper's order (sections 3, 4, 5, appendices A,
// B, C, E, F, G), after them ours, exact laws and findings, and those of neighbouring papers. Numbers are those of v2,
// whose prose is public; its displays are not in it: formulas were rebuilt from the surrounding prose and re-derived,
// so constants may differ from print: a Text gives the form that is meant here.
func Statements() []Statement {
	return slices.Concat(consistencyStatements, collapseStatements, likelihoodStatements, concentrationStatements,
		proofStatements, constructionStatements, experimentStatements, lawStatements, scaleStatements,
		neighbourStatements,
		findingStatements, relatedStatements)
}
