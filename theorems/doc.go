// Package theorems states what arXiv:2505.19046 claims, as data: every numbered statement with its hypotheses, and for
// those that can be checked a Claim, that is, the random scenarios on which the statement must hold.
//
// The opinion of the package: a claim about randomness has one of three forms, a rate P(bad) ≤ δ, a law, a
// mean, or it is deterministic; it names its own tolerance; and what decides it (package properties) knows
// nothing of what it is about.
package theorems
