// Package counterexamples holds the claims of arXiv:2505.19046, sections 5, E and F, about the families that drop an
// assumption of Theorem 4.1 and collapse, and claims of this suite about them. Each statement has a file named after
// its ID; what claims of several statements share stands in a file cases_*.go. The families are packages of their own:
// construction1, construction2 and departures.
//
// The opinion of the package: the maximiser of a discontinuous likelihood is found by looking at every candidate,
// never by an assumed closed form, and no quantity is held in a form that can underflow or tie by rounding. A claim
// stands beside its mutants: wrong constants, wrong workflows, engines made wrong from outside, each of which the check
// must see.
package counterexamples
