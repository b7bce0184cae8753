// Package laws has the exact laws of iterative MLE, derived here, that the bounds of arXiv:2505.19046 are measured
// against: moments of the mean in Morris' six families, whole laws of scale families and of Bernoulli pools, and the
// errors behind the figures of Appendix G.
//
// The opinion of the package: what can be a rational is one, as an oracle for the same law in float64. The schedule is
// any; the workflow is accumulation, or replacement where a function takes replace.
//
// Notation: μ* is the mean of the real data, μ_T the estimate after T generations, n_t the sizes and N_t their sums,
//
//	c_t = n_t/N_t²  (1/n_t under replacement),   V(μ) = V0 + V1 μ + V2 μ²,
//
// and P_T = Π_{t<T}(1 + w_t(G_t − 1)) is ScaleProduct, with w_t = n_t/N_t and Gamma means G_t.
package laws
