package properties

import (
	"math"

	"itermle/internal/binomial"
	"itermle/internal/bisect"
	"itermle/theorems"
)

// FieldRow is what one rule does on one design: error rates and expected replicates by dynamic programming over the
// number of bad trials, not by simulation.
type FieldRow struct {
	Rule      string  `json:"rule"`
	Allowed   float64 `json:"allowed"`
	Tolerated float64 `json:"tolerated"`
	Level     float64 `json:"level"`      // that either error rate is to keep
	FalseFail float64 `json:"false_fail"` // P(refuted) where P(bad) = δ
	FalsePass float64 `json:"false_pass"` // P(supported) where P(bad) = δ′
	// Undecided is the probability of no verdict by replicate 25,600, the larger of those at δ and at δ′: the
	// replicates are those up to there.
	Undecided           float64 `json:"undecided"`
	ReplicatesAllowed   float64 `json:"replicates_allowed"`   // expected at δ
	ReplicatesTolerated float64 `json:"replicates_tolerated"` // expected at δ′
}

// Holds says whether both error rates keep the level.
func (r FieldRow) Holds() bool { return r.FalseFail <= r.Level && r.FalsePass <= r.Level }

// OurRule and LogRatioRule are two of the rules of Field: that of a Rate, and the quickest where P(bad) is δ or δ′.
const OurRule, LogRatioRule = "itermle", "SPRT in logarithms"

// fieldLimit is how many replicates a rule of the field is followed for: 100 times 2^8, a look of QuickCheck's.
const fieldLimit = 100 << 8

// fieldRule is one of the field's rules for a design: what P(bad) makes of it.
type fieldRule struct {
	name string
	of   func(allowed, tolerated, level float64) (func(p float64) ErrorRates, error)
}

// fieldRules are those of the tools that decide rates:
//
//	QuickCheck   checkCoverage: Wilson's interval for the share of good trials after 100, 200, 400, … trials, until it
//	             lies below 1−δ or above 1−δ′ (in print 0.9 (1−δ)), each look at the whole level
//	Hedgehog     verifiedTermination: the same every 100 trials, with the half-width divided by 1 + z²/n twice (in print
//	             against 1−δ either way, so that a label at its required rate never passes)
//	DKWM         Tensorflow Probability, and Okamoto's bound in PRISM's APMC: 2 log(2/level)/(δ′−δ)² trials, compared
//	             with the middle of δ and δ′
//	SPRT         Wald's test with bounds that Ville's inequality keeps, its ratio a quotient of products of powers in
//	             floating point, as in PRISM, or a sum of logarithms
var fieldRules = []fieldRule{
	{"QuickCheck", func(allowed, tolerated, level float64) (func(p float64) ErrorRates, error) {
		looks := func(n int) bool { return n%100 == 0 && n/100&(n/100-1) == 0 }
		return bounded(looks, wilsonRule(allowed, tolerated, level, 1)), nil
	}},
	{"Hedgehog", func(allowed, tolerated, level float64) (func(p float64) ErrorRates, error) {
		return bounded(func(n int) bool { return n%100 == 0 }, wilsonRule(allowed, tolerated, level, 2)), nil
	}},
	{"DKWM, Okamoto", func(allowed, tolerated, level float64) (func(p float64) ErrorRates, error) {
		n := math.Ceil(2 * math.Log(2/level) / ((tolerated - allowed) * (tolerated - allowed)))
		critical := int64(math.Ceil(n * (allowed + tolerated) / 2))
		return func(p float64) ErrorRates {
			return ErrorRates{Refuted: math.Exp(binomial.UpperTail(critical, int64(n), p).High),
				Supported: math.Exp(binomial.LowerTail(critical-1, int64(n), p).High), Replicates: n}
		}, nil
	}},
	{"SPRT as a product", func(allowed, tolerated, level float64) (func(p float64) ErrorRates, error) {
		power := func(p, q float64, n, s int) float64 { return math.Pow(p, float64(s)) * math.Pow(q, float64(n-s)) }
		return bounded(everyTrial, func(n, s int) theorems.Verdict {
			ratio := power(tolerated, 1-tolerated, n, s) / power(allowed, 1-allowed, n, s)
			switch {
			case ratio >= 1/level:
				return theorems.Refuted
			case ratio <= level:
				return theorems.Supported
			}
			return theorems.Undecided
		}), nil
	}},
	{LogRatioRule, func(allowed, tolerated, level float64) (func(p float64) ErrorRates, error) {
		r, err := newProbabilityRatio(allowed, tolerated, level, level)
		if err != nil {
			return nil, err
		}
		return bounded(everyTrial, func(n, s int) theorems.Verdict { return r.verdict(int64(n), int64(s)) }), nil
	}},
	{OurRule, func(allowed, tolerated, level float64) (func(p float64) ErrorRates, error) {
		r, err := NewRateRule(allowed, tolerated, level, level)
		if err != nil {
			return nil, err
		}
		refute, support := r.Boundaries(fieldLimit)
		return func(p float64) ErrorRates { return absorb(refute, support, p) }, nil
	}},
}

// everyTrial looks after every trial.
func everyTrial(int) bool { return true }

// bounded is a rule that looks after some numbers of trials; for each, what refutes is an upper set of the numbers of
// bad ones, and what supports a lower set.
func bounded(looks func(n int) bool, verdict func(n, s int) theorems.Verdict) func(p float64) ErrorRates {
	refute, support := make([]int32, fieldLimit+1), make([]int32, fieldLimit+1)
	for n := range refute {
		refute[n], support[n] = int32(n+1), -1
		if n == 0 || !looks(n) {
			continue
		}
		refute[n] = int32(bisect.Int(n+1, 0, func(s int) bool { return s > n || verdict(n, s) == theorems.Refuted }))
		support[n] = int32(bisect.Int(-1, n, func(s int) bool { return s < 0 || verdict(n, s) == theorems.Supported }))
	}
	return func(p float64) ErrorRates { return absorb(refute, support, p) }
}

// wilsonRule compares Wilson's interval for the share of good trials with 1−δ and 1−δ′; the half-width is divided by
// 1 + z²/n so many times, which once is right.
func wilsonRule(allowed, tolerated, level float64, times int) func(n, s int) theorems.Verdict {
	z := math.Sqrt2 * math.Erfcinv(level)
	return func(n, s int) theorems.Verdict {
		size := float64(n)
		good := float64(n-s) / size
		widen := 1 + z*z/size
		middle := (good + z*z/(2*size)) / widen
		half := z * math.Sqrt(good*(1-good)/size+z*z/(4*size*size)) / math.Pow(widen, float64(times))
		switch {
		case middle+half < 1-allowed:
			return theorems.Refuted
		case middle-half >= 1-tolerated:
			return theorems.Supported
		}
		return theorems.Undecided
	}
}

// fieldGrid is the designs (δ, δ′): three of QuickCheck's at required rates of 99.9%, 99% and 97%, rates that are near,
// and one so close that a product of powers underflows before it decides.
var fieldGrid = [][2]float64{{0.001, 0.1009}, {0.01, 0.109}, {0.03, 0.127}, {0.01, 0.02}, {0.05, 0.1}, {0.3, 0.35},
	{0.48, 0.52}}

// Field puts the rules of the field and ours on one grid of designs, each to keep either error rate at a level, between
// 10^-15, below which Wilson's z would be infinite, and 1.
func Field(level float64) ([]FieldRow, error) {
	var rows []FieldRow
	for _, design := range fieldGrid {
		allowed, tolerated := design[0], design[1]
		for _, rule := range fieldRules {
			rates, err := rule.of(allowed, tolerated, level)
			if err != nil {
				return nil, err
			}
			at, past := rates(allowed), rates(tolerated)
			rows = append(rows, FieldRow{rule.name, allowed, tolerated, level, at.Refuted, past.Supported,
				math.Max(at.Undecided, past.Undecided), at.Replicates, past.Replicates})
		}
	}
	return rows, nil
}
