// Package search looks for the instance of a claim on which something is largest, such as the ratio L/R of a bound
// L ≤ R, or simplest, such as a counterexample.
//
// The opinion of the package: a claim draws its instance through a theorems.Chooser, and nothing else needs to be known
// of it. An instance is the sequence of its choices; rapid, a keyed stream, the bytes of a fuzzer and this search are
// four sources of such sequences. What a search reports of its winner comes from streams that the search has not seen.
//
//	choices    the sequence, and the choosers that play it
//	shrink     towards the simplest sequence for which a condition holds
//	instance   the ratio of one instance, exact or a quantile over replicates
//	quantile   a distribution-free interval for that quantile
//	evolution  random draws, then mutation and crossing of the best
//	refine     a simplex method for the choices that are fine grids
//	tightest   the search of one claim, and its report
//	archive    what was found before: the first to be tried again
package search
