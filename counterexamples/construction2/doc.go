// Package construction2 is the family of Construction 2 (arXiv:2505.19046, section 5.2 and appendix F), which is
// TV-consistent on real data and yet collapses within φ(n) generations, φ growing as slowly as one likes:
//
//	h_α     = Σ_j (Π_{k<j} α_k)(1−α_j) U[j, j+1−2α_j],   α_j ∈ [0, ¼], finitely many of them not 0
//	g_{β,J} = ½ U[0, J] + ½ U[J−β, J−β+f(J)],            J ≥ 2, β ∈ [0, 1]
//
//	α_j       Pool.Alpha(j)       weight of what lies beyond [j, j+1]
//	1−M_j     Pool.Gap(j)         M_j the largest offset of a sample in [j, j+1)
//	τ_J       Pool.HittingTime    first generation, counted from 0, with a sample in [J, J+1)
//	f(J)      SpikeWidth          held as log(1/(2f)) in nats, a tower of exponentials for the canonical f
//	φ         Growth              by which the collapse is promised
//	t_J(δ)    WaitingTime         generations within which [J, J+1] is hit with probability ≥ 1−δ
//	ψ(J)      LevelTime           t_{J−1}(1/J)
//
// The opinion: Fit compares every h and g that can be the maximum, likelihoods as sums of a huge and a moderate part;
// points that decide are held in units of 2^-128. Where a count in place of points would have to guess, the pool
// returns an error. Reference is the family once more, in rationals and by trying everything; HittingSurvival,
// HittingExcess, SecondHittingSurvival and HittingProcess are the laws of the hitting times without simulation of a
// pool.
package construction2
