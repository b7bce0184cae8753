// Package familytest decides whether a family is what estimators.Family and its extensions promise, as testing/fstest
// does for file systems. The test of a family is its parameters and one call:
//
//	familytest.Test(t, family, []float64{0, 1}, []float64{1, 2})
//
// The opinion of the package: every promise has a second, dumber implementation. Score, Hessian and ThirdDerivative are
// held against differences; the information, CDF, KL, total variation and Morris's variance function against integrals
// of the density; Fit against grids, numerical maximisation, permuted and repeated data; the statistic against the
// samples behind it; what is drawn against the density, and what is drawn directly against what it stands for.
//
// # False alarms
//
// Comparisons are exact up to derived rounding, except those with samples. These have a budget of 1e-7 a run of a
// hundred cases, so 1e-9 a case. A case makes at most a thousand such decisions: 190 with d = m = 1 and eight points,
// 700 with d = m = 2 and eight points, 900 with d = 9, m = 3 and two points. So a decision has the level 1e-12, the
// constant level. Random numbers come from streams of the suite seed (ITERMLE_SEED, by default 1) under the family's
// name: what failed fails again.
//
// Decisions are exact at every sample size (bets, whose wealth exceeds 1/level with probability at most level under the
// law claimed; the Dvoretzky–Kiefer–Wolfowitz–Massart distance; Hoeffding's inequality) but for standardised means of
// samples in several dimensions: sampledExpectations and KL in sampledDivergences, which say what they rest on.
//
// # Power
//
// At each point a sampler whose scale is 5% off, or whose mean is 0.05 standard deviations off, is refuted with
// probability 0.99 and more, as is a SampleStatistic of 5 samples whose standard deviation is 5% off, its law being
// near the normal.
package familytest

// level is the false-alarm probability of one decision about samples.
const level = 1e-12
