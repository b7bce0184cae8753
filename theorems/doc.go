// Package theorems states what arXiv:2505.19046 claims, as data: every numbered statement with its hypotheses, and for
// those that can be checked a Claim, that is, the random scenarios on which the statement must hold.
//
// The opinion of the package: a claim about randomness has one of three forms, a rate P(bad) ≤ δ, a law, a mean, or it
// is deterministic; it names its own tolerance; and what decides it (package properties) knows nothing of what it is
// about.
//
// The files stand on three floors. The words are claim.go, experiment.go, outcome.go, statement.go and the statements;
// the cases (cases_*.go) are instances, runs and scenarios that several claims share; every other file holds the claims
// of one statement and has its ID for a name, lemma_c_3.go those of lemma-C.3. A file uses those of the floors below,
// and claims.go lists what there is. Engines are packages of their own: certify, audit and laws.
package theorems
