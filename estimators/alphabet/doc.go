// Package alphabet holds the parametric families on a finite alphabet whose log-weights are polynomials,
//
//	log p_θ(k) = g_k(θ) − L(θ),  L = log Σ_j e^{g_j},  k = 0, …, K−1,  θ ∈ Θ ⊆ R^d,
//
// with everything that Theorem 4.1 of arXiv:2505.19046 speaks of: exact or enclosed, never estimated.
//
// The opinion of the package: on a finite alphabet there is no excuse for an approximation. Derivatives are cumulants;
// constants over a ball are interval bounds; the maximum likelihood estimate is the global one, with a certificate or
// an error; the law of Algorithm 1 is a sum over count vectors, with a bound on its rounding.
//
// Notation:
//
//	symbol    Go name      meaning
//	K, d      Letters, Dim size of the alphabet (≤ 30, or ≤ 10^5 where all g_k have degree ≤ 1), dimension of Θ (≤ 4)
//	Θ         Space        a box or a ball, compact
//	φ_m       monomials    the monomials of all g_k together; g_k = Σ_m c_km φ_m, c row-major K×M
//	X         box          a box of parameters, an interval for each coordinate
//	∂^α/α!    series       Taylor coefficients about every θ of a box at once, multi-indices by total degree
//	a | b     law          the counts behind a fit: an older part a and a newer part b
//
// Data flow, one subject a file:
//
//	syntax ─ family ─ monomials ─ derivatives, statistic, divergence     what estimators.Family asks
//	           ├ space            Θ
//	           └ channel, product, polynomial     families made of families, with what that does to the constants
//	shape, series ─ expansion ─ symmetric ─ constants                    K1, K2, K3, λ0, L_I over a ball
//	                └ likelihood ─ contraction ─ maximum                 the MLE over Θ, all of its ties
//	                     newton, zone, screen                            so that there is little left to search
//	                     composition, plan ─ law ─ functional            Algorithm 1 without Monte Carlo
//	                     simplex                                         categorical, Bernoulli: another Model
//	random                                                               families, truths and radii that shrink
//
// Tied maxima. Maximisers whose likelihoods, in nats per sample, cannot be told apart by interval arithmetic (about
// K·10^-15) count as tied, and the one nearest to the current model is taken (Algorithm 1). Ties by symmetry are
// exact ties.
package alphabet
