package properties

import (
	"errors"
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/theorems"
)

func init() { decidesInOrder(newRateCount, rateTrials) }

// rateTrials are the ratios of a bound's trials, of which those above 1 are bad; a trial without is 2 or 0.
func rateTrials(e theorems.Rate) estimators.Trials[float64] {
	if e.New == nil {
		return e.Ratio
	}
	return func() (estimators.Trial[float64], error) {
		t, err := e.New()
		if err != nil {
			return nil, err
		}
		return func(s *estimators.Stream, replicate uint64) (value float64, err error) {
			bad, err := t(s, replicate)
			if bad {
				value = 2
			}
			return value, err
		}, nil
	}
}

// rateCount counts bad trials for a RateRule.
type rateCount struct {
	*RateRule
	n, bad, limit int
	ratios        *boundedRatios // nil where no trial gives one
	exact         func() (theorems.Tightness, error)
	supportTime   int // no support is possible before this n at the present count
	supportBad    int // the count that supportTime was computed for
}

func newRateCount(e theorems.Rate, design Design) (*rateCount, error) {
	if e.New != nil && e.Ratio != nil {
		return nil, errors.New("a rate has New or Ratio, not both")
	}
	r, err := NewRateRule(e.Allowed, e.Tolerated, design.Alpha, design.Beta)
	if err != nil {
		return nil, err
	}
	c := &rateCount{RateRule: r, limit: design.MaxReplicates, exact: e.Exact}
	c.supportTime = r.SupportTime(1, 0, design.MaxReplicates)
	if e.Ratio != nil {
		c.ratios, err = newBoundedRatios(e.Allowed, e.Tolerated, design.MaxReplicates)
	}
	return c, err
}

// observe looks at e₁ after a bad trial only, since a good one lowers it, and at e₂ when so many trials have been seen
// that the present count could support: more bad trials only defer that moment.
func (c *rateCount) observe(value float64) (theorems.Verdict, error) {
	if math.IsNaN(value) {
		return theorems.Undecided, errors.New("the ratio of the trial is not a number")
	}
	if c.n++; c.ratios != nil {
		c.ratios.observe(value)
	}
	if value > 1 {
		c.bad++
		if c.Refutes(c.n, c.bad) {
			return theorems.Refuted, nil
		}
	}
	if c.n < c.supportTime {
		return theorems.Undecided, nil
	}
	if c.bad != c.supportBad {
		c.supportBad = c.bad
		if c.supportTime = c.SupportTime(c.n, c.bad, c.limit); c.n < c.supportTime {
			return theorems.Undecided, nil
		}
	}
	return theorems.Supported, nil
}

func (c *rateCount) horizon() int { return c.supportTime - c.n }

func (c *rateCount) describe(report *ScenarioReport) {
	report.Bad, report.Claimed, report.Tolerated = c.bad, c.Allowed, c.Tolerated
	refute, support := c.LogE(c.n, c.bad)
	report.LogERefute, report.LogESupport = LogE(refute), LogE(support)
	report.Interval = rateInterval(c.n, c.bad, 0.01)
	if c.n > 0 {
		report.Estimate = float64(c.bad) / float64(c.n)
	}
	report.margin = (c.Tolerated - report.Estimate) / (c.Tolerated - c.Allowed)
	if report.Verdict == theorems.Supported {
		report.Detectable = c.Detectable(c.n)
	}
	if c.ratios != nil {
		report.Tightness = c.ratios.tightness()
	}
	report.Evidence = fmt.Sprintf("%d bad of %d, P(bad) in [%.3g, %.3g], claimed ≤ %.4g, would see %.4g",
		c.bad, c.n, report.Interval[0], report.Interval[1], c.Allowed, c.Tolerated)
	if c.exact == nil {
		return
	}
	if exact, err := c.exact(); err != nil {
		report.fail("the exact tightness is not known: ", err)
	} else {
		report.Tightness = &exact
	}
}

// rateInterval is a confidence sequence for P(bad): the rates p whose likelihood is not beaten by 1/level by the
// mixture with uniform weights, ∫ u^s (1−u)^(n−s) du = B(s+1, n−s+1). By Ville's inequality it misses the truth at any
// time at all with probability at most level (Robbins 1970).
func rateInterval(n, s int, level float64) [2]float64 {
	a, b := float64(s), float64(n-s)
	floor := logGamma(a+1) + logGamma(b+1) - logGamma(a+b+2) + math.Log(level)
	covered := func(p float64) bool { return scaled(s, math.Log(p))+scaled(n-s, math.Log1p(-p)) > floor }
	mode := 0.5
	if n > 0 {
		mode = a / (a + b)
	}
	interval := [2]float64{0, 1}
	for side, end := range interval {
		if covered(end) {
			continue
		}
		interval[side] = bisect.Within(end, mode, 1.5*0x1p-60*math.Abs(end-mode), func(p float64) bool {
			return !covered(p)
		})
	}
	return interval
}
