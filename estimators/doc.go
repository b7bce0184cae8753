// Package estimators holds the parametric families and Algorithm 1, iterative maximum likelihood, of
// D. Barzilai and O. Shamir, "When Models Don't Collapse: On the Consistency of Iterative MLE"
// (arXiv:2505.19046).
//
// The opinion of the package: an estimator is exact or says by how much it is not; whatever cannot be
// estimated is an error with a type, never a NaN; and every random number comes from a stream whose key
// is written down.
//
// Notation, here and in all packages that import this one:
//
//	symbol      Go name        meaning
//	Θ, d        Theta, Dim     parameter space in R^d and its dimension
//	θ*          truth          the parameter of the real data, θ^(0)
//	θ^(t)       theta          the parameter of generation t
//	n_t         Schedule.Size  samples drawn by generation t
//	N_t         —              n_0 + … + n_t, samples in the pool after generation t
//	X^(≤t)      Pool           the pool: all samples that θ^(t+1) is fitted to
//	T           Generations    number of fits; θ^(T) is the last model
//	p_θ         LogDensity     log-density, in nats
//	I(θ)        FisherInformation   per sample, d×d, row-major
//
// A family embeds a Description, and MeanStatistic or Averages where its statistic is an average; FitByStatistic,
// Maximise, MergeMoments and the samplers are what the zoo itself is made of. An experiment is a Setup, its replicates
// are Trials.
//
// Samples are n×m row-major, m = SampleDim. Derivatives of log p_θ(x) in θ are d, d×d and d×d×d row-major.
package estimators
