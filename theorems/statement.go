package theorems

// Kind is what a numbered statement is.
type Kind string

const (
	Definition  Kind = "definition"
	Assumption  Kind = "assumption"
	Theorem     Kind = "theorem"
	Proposition Kind = "proposition"
	Lemma       Kind = "lemma"
	Corollary   Kind = "corollary"
	Remark      Kind = "remark"
	Figure      Kind = "figure"
	ExactLaw    Kind = "exact law" // ours: not in the paper
	Finding     Kind = "finding"   // ours: where print and computation part
)

// Statement is one numbered statement of the paper, or one of ours that the paper's are measured against.
type Statement struct {
	ID         string // such as "theorem-4.1", "lemma-F.2", "assumption-2A", "figure-1"
	Reference  string // such as "arXiv:2505.19046, Theorem 4.1"
	Kind       Kind
	Text       string // the statement, in words and formulas
	Hypotheses []string
	// Open is why no Claim checks it yet; empty where one does. A test fails when the two disagree.
	Open string
}
