// Package nested holds points of the unit interval [2, 3] exactly, inside intervals that may be far narrower than the
// smallest float64 and lie inside one another: the spikes of Construction 1 of arXiv:2505.19046 and the samples in
// them.
package nested
