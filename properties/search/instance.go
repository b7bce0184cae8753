package search

import (
	"errors"
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/parallel"
	"itermle/theorems"
)

// Found is an instance with the ratio L/R of its bound, in JSON as it stands here: exact, or the (1−δ)-quantile over
// held-out replicates.
type Found struct {
	Claim    string  `json:"claim"`
	Instance string  `json:"instance"`
	Ratio    float64 `json:"ratio"`
	// Low and High hold the ratio with confidence 99%, or enclose it where it is exact; High is nil where the
	// replicates are too few for an end.
	Low         float64  `json:"low"`
	High        *float64 `json:"high"`
	Evaluations int      `json:"evaluations"`       // of the search that found it
	Choices     Choices  `json:"choices,omitempty"` // nil of a fixed scenario
}

// instance is a scenario with the choices behind it and what is known of its ratio.
type instance struct {
	theorems.Scenario
	choices Choices // nil of a fixed scenario
	ratio   float64 // of a Deterministic or an exact Rate as it is, else the (1−δ)-quantile of the replicates so far
	exact   bool
	low     float64 // its enclosure where exact
	high    float64
	err     error // of a trial, or a panic

	draws  uint64  // the limit of its trials
	level  float64 // 1 − δ
	values []float64
	trial  estimators.Trial[float64]
	stream *estimators.Stream
}

// How many words the trials of one instance may draw in a search, and of one that is reported. Where every sample is
// fitted by iteration a word costs up to 0.3 μs: a second, and some seconds.
const drawLimit, heldDrawLimit = 1 << 22, 1 << 24

// errNoRatio is an experiment that is no bound: a law, a mean, a rate of an event.
var errNoRatio = errors.New("no bound with a ratio")

var errNotANumber = errors.New("the ratio is not a finite number")

// guarded calls work; a panic is an error.
func guarded(work func() error) error {
	failure := (parallel.Loop{N: 1, Workers: 1}).Do(func(_, _ int) error { return work() })
	switch {
	case failure == nil:
		return nil
	case errors.Is(failure, estimators.ErrDrawsSpent):
		return estimators.ErrDrawsSpent
	}
	return failure.Brief()
}

func drawInstance(claim theorems.Claim, player *Player) *instance {
	x := &instance{draws: drawLimit}
	x.err = guarded(func() error {
		x.Scenario = claim.Draw(player)
		x.choices = player.Played
		return nil
	})
	return x
}

// measure decides a Deterministic, or makes the replicates of a Rate up to so many or as many as its draws allow, and
// updates the ratio.
func (x *instance) measure(replicates int, key func() *estimators.Stream) {
	if x.exact || x.err != nil || x.Unmet != "" {
		return
	}
	x.err = guarded(func() error {
		switch e := x.Experiment.(type) {
		case theorems.Deterministic:
			outcome, err := e.Decide()
			if err != nil {
				return err
			}
			if outcome.Tightness == nil {
				return errNoRatio
			}
			x.exact, x.ratio = true, outcome.Tightness.Ratio
			x.low, x.high = x.ratio, x.ratio
		case theorems.Rate:
			if e.Exact == nil {
				return x.replicate(e, replicates, key)
			}
			tightness, err := e.Exact()
			x.exact, x.ratio, x.low, x.high = true, tightness.Ratio, tightness.Low, tightness.High
			return err
		default:
			return errNoRatio
		}
		return nil
	})
	if errors.Is(x.err, estimators.ErrDrawsSpent) && len(x.values) >= first {
		x.err = nil
	}
	switch {
	case x.err != nil:
		return
	case !x.exact:
		x.ratio = quantile(sorted(x.values), x.level)
	}
	if math.IsNaN(x.ratio) || math.IsInf(x.ratio, 0) || x.exact && !(x.high-x.low < math.Inf(1)) {
		x.err = errNotANumber
	}
}

func (x *instance) replicate(e theorems.Rate, replicates int, key func() *estimators.Stream) (err error) {
	if e.Ratio == nil {
		return errNoRatio
	}
	if x.trial == nil {
		x.stream, x.level = key(), 1-e.Allowed
		if x.trial, err = e.Ratio(); err != nil {
			return err
		}
		x.stream.Limit(x.draws)
	}
	for len(x.values) < replicates {
		value, err := x.trial(x.stream, uint64(len(x.values)))
		if err == nil && math.IsNaN(value) {
			err = errNotANumber
		}
		if err != nil {
			return fmt.Errorf("replicate %d: %w", len(x.values), err)
		}
		x.values = append(x.values, value)
	}
	return nil
}

// Replicates that are held out: as many as have heldBad bad ones at P(bad) = δ, within the two others.
const heldBad, heldLeast, heldMost = 40, 8000, 100_000

// heldOut measures the ratio on streams that no search has seen.
func (x *instance) heldOut(claim string, seed uint64) (*Found, error) {
	found := &Found{Claim: claim, Instance: x.Name, Ratio: x.ratio, Low: x.low, High: &x.high, Choices: x.choices}
	if x.exact {
		return found, nil
	}
	fresh := instance{Scenario: x.Scenario, draws: heldDrawLimit}
	replicates := int(min(max(heldBad/(1-x.level), heldLeast), heldMost))
	fresh.measure(replicates, func() *estimators.Stream {
		return estimators.NewStream(seed, claim, x.Name, "held out")
	})
	if fresh.err != nil {
		return nil, fresh.err
	}
	low, high := quantileInterval(sorted(fresh.values), x.level, 0.01)
	found.Ratio, found.Low, found.High = fresh.ratio, max(low, 0), nil
	if !math.IsInf(high, 1) {
		found.High = &high
	}
	return found, nil
}
