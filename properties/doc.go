// Package properties decides claims about randomness.
//
// The opinion of the package: a verdict is supported, refuted or undecided, and undecided is the zero value; its two
// error rates are stated before the first sample is drawn, hold at whatever moment the sampling stops, and add
// up to one budget for the whole run; a pass without power is not a pass; and no verdict depends on how
// many workers found it.
//
// Notation of this package:
//
//	symbol     Go name          meaning
//	α          Alpha            probability that a true claim is refuted
//	β          Beta             probability that a claim violated by the stated tolerance is supported
//	δ, δ′      Allowed, Tolerated   the claimed bound on P(bad), and the violation that must be seen
//	n, s       Replicates, Bad  trials so far, and bad ones among them
//	e          LogE...          e-process: non-negative, E e ≤ 1 at every stopping time under its null
//
// Words of this package:
//
//	statement    what the paper asserts under a number, or we beside it
//	claim        a checked form of a statement: what must be true, on which scenarios, and how it could be false
//	instance     the parameters that a claim is about: family, θ*, n_t, T, δ, workflow
//	scenario     an instance with the experiment that decides it; its name keys its streams
//	experiment   what is performed and what is claimed of it: a rate, a law, a mean, or nothing left to chance
//	trial        one worker's function that performs the experiment once
//	replicate    one performance of the trial, numbered from 0; it has a stream of its own
//	generation   one round t < T of Algorithm 1 within a replicate
//	mutant       a false variant of a claim or of the code, which the check must expose
//	departure    a claim about an instance outside one assumption, beside one where it is restored
//	control      a classical result of known truth, which shows that the check can tell
//
// What the error rates rest on is Ville's inequality: a non-negative supermartingale that starts at 1 ever
// reaches 1/α with probability at most α. So an e-process may be looked at after every replicate.
package properties
