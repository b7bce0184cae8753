// Package departures holds families that break one assumption of Theorem 4.1 of arXiv:2505.19046 at a time, or as few
// as can be, as pools of Algorithm 1, and measures what becomes of iterative MLE without it.
//
//	1A  θ* inside Θ           2A  sub-Gaussian score     3  information positive
//	1B  identifiability       2B  bounded Hessian
//	1C  common support        2C  bounded third derivative
//
// All lists them; Measure runs each under accumulation and replacement, and fits error ≈ C·n^a for ‖θ−θ*‖, KL in nats
// and TV. The opinion: an error is a quantile over replicates with its sampling error, never a mean, which may not
// exist; and a family is as small as the assumption allows, so that its law is known exactly: every pool keeps the
// sufficient statistic of its family and draws that. SpikedGaussian is apart: it breaks no assumption, and Theorem 4.1
// fails for its global maximum.
package departures
