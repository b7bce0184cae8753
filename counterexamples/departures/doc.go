// Package departures holds families that break one assumption of Theorem 4.1 of arXiv:2505.19046 at a time, or as few
// as can be, as pools of Algorithm 1.
//
//	1A  θ* inside Θ           2A  sub-Gaussian score     3  information positive
//	1B  identifiability       2B  bounded Hessian
//	1C  common support        2C  bounded third derivative
//
// All lists them, with a strength ε where the violation is approached; Departure.Bad is the trial "the loss exceeds
// three times its size in a regular family", in θ, KL in nats or TV. The opinion: what a violation does is a
// probability, to be decided as every other; and a family is as small as the assumption allows, so that its law is
// known exactly: every pool keeps the sufficient statistic of its family and draws that. SpikedGaussian is apart: it
// breaks no assumption, and Theorem 4.1 fails for its global maximum. Violations that a finite alphabet can show are
// alphabet.Dials.
package departures
