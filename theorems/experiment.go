package theorems

import "itermle/estimators"

// Experiment is what decides a scenario: a Rate, a Law, a Mean or a Deterministic. Package properties decides these
// four; a fifth is a file here and one there.
type Experiment interface {
	// Kind is the word for it in a report.
	Kind() string
}

// Rate claims P(bad) ≤ Allowed; the check must be able to tell it from P(bad) ≥ Tolerated.
// Claims "P(event) ≥ p" have bad = not event.
type Rate struct {
	Allowed, Tolerated float64 // 0 ≤ Allowed < Tolerated ≤ 1
	// New makes one worker's trial. A trial is a function of the stream and the replicate alone.
	New estimators.Trials[bool]
	// Ratio stands in place of New where the claim is a bound, L ≤ R but for probability Allowed: a trial is L/R, and
	// bad where that is above 1. Its (1−Allowed)-quantile, of max(0, L/R), is how tight the bound is.
	Ratio estimators.Trials[float64]
	// Exact encloses that quantile where the law is known; nil: it is estimated from the trials.
	Exact func() (Tightness, error)
}

// Kind is "rate".
func (Rate) Kind() string { return "rate" }

// Law claims that a real statistic has the distribution function CDF; the check must be able to tell it from every law
// at Kolmogorov distance ≥ Distance.
type Law struct {
	CDF      func(x float64) float64 // P(X ≤ x)
	CDFLeft  func(x float64) float64 // P(X < x); nil where CDF is continuous
	Distance float64                 // in (0, 1)
	New      estimators.Trials[float64]
}

// Kind is "law".
func (Law) Kind() string { return "law" }

// Mean claims E X = Value; the check must be able to tell it from |E X − Value| ≥ Tolerance. Either X lies in
// [Lower, Upper], or Lower = Upper = 0 and Variance bounds Var X under the claim.
type Mean struct {
	Value, Tolerance float64
	Lower, Upper     float64
	Variance         float64
	Unit             string // of X, for the evidence, such as "× its exact value"; empty where X is a plain number
	New              estimators.Trials[float64]
}

// Kind is "mean".
func (Mean) Kind() string { return "mean" }
