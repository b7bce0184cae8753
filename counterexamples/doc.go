// Package counterexamples holds the families that drop one assumption of Theorem 4.1 and collapse, and the claims of
// arXiv:2505.19046, sections 5, E and F, about them.
//
// The opinion of the package: the maximiser of a discontinuous likelihood is found by looking at every candidate,
// never by an assumed closed form, and no quantity is held in a form that can underflow or tie by rounding.
package counterexamples
