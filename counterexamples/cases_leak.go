package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/leak"
	"itermle/estimators"
	"itermle/theorems"
)

// leaks is a leak with accumulation: one real generation, then T synthetic ones.
type leaks struct {
	leak.Family
	schedule  estimators.Schedule
	synthetic int  // T
	fresh     bool // real data in place of synthetic: the control
}

// drawLeak draws κ, schedule and T; ε is 0. n ≥ 10^6 keeps the distance from the limit, O(1/n), below 10^-4.
func drawLeak(c theorems.Chooser) leaks {
	l := leaks{Family: leak.Family{Kappa: drawKappa(c)}, synthetic: int(theorems.DrawSize(c, "T", 1, 30))}
	l.schedule = theorems.DrawSchedule(c, theorems.DrawSize(c, "n", 1_000_000, 1_000_000_000_000), l.synthetic+1)
	return l
}

// drawKappa draws κ from [0.02, 0.5], to four digits; the first choice is ½.
func drawKappa(c theorems.Chooser) float64 {
	return math.Round(1e4*(0.5-theorems.DrawReal(c, "½−κ", 0, 0.48))) / 1e4
}

func (l leaks) name() string {
	name := fmt.Sprintf("κ=%g ", l.Kappa)
	if l.Epsilon > 0 {
		name += fmt.Sprintf("ε=%.6g ", l.Epsilon)
	}
	name += fmt.Sprintf("n=%s T=%d", l.schedule, l.synthetic)
	if l.fresh {
		name += " fresh"
	}
	return name
}

// collapse is P(collapse by fit T+1) = value within the tolerance, or Unmet where the schedule has no limit law.
func (l leaks) collapse(value func() (float64, error), tolerance float64) theorems.Scenario {
	s := theorems.Scenario{Name: l.name()}
	p, err := value()
	if err != nil {
		s.Unmet = err.Error()
		return s
	}
	s.Experiment = theorems.Mean{Value: p, Tolerance: tolerance, Lower: 0, Upper: 1, New: l.trials()}
	return s
}

// limit is 1 − Π_{t≤T}(1−ε)^{n_t} times the limit of P(no leak).
func (l leaks) limit() (float64, error) {
	survival, err := l.LimitSurvival(l.schedule, l.synthetic)
	samples := 0.0
	for t := range l.synthetic + 1 {
		samples += float64(l.schedule.Size(t))
	}
	return 1 - math.Exp(samples*math.Log1p(-l.Epsilon))*survival, err
}

// trials are 1 where the replicate has collapsed by fit T+1.
func (l leaks) trials() estimators.Trials[float64] {
	collapsed := func(pool *leak.Pool) float64 {
		if pool.Collapse() > 0 {
			return 1
		}
		return 0
	}
	if !l.fresh {
		return after(estimators.Setup[*leak.Pool]{NewPool: func() (*leak.Pool, error) { return leak.New(l.Family) },
			Truth: leak.Truth(), Schedule: l.schedule, Generations: l.synthetic + 1}, collapsed)
	}
	return func() (estimators.Trial[float64], error) {
		pool, err := leak.New(l.Family)
		return func(s *estimators.Stream, replicate uint64) (float64, error) {
			err := pool.Start(leak.Truth())
			for t := 0; t <= l.synthetic && err == nil; t++ {
				if err = pool.DrawFrom(true, l.schedule.Size(t), 1, s.At(replicate, uint64(t))); err == nil {
					err = pool.Fit()
				}
			}
			return collapsed(pool), err
		}, err
	}
}

// letters is accumulation with n samples a generation on the leak's alphabet: one real generation, T synthetic ones.
type letters struct {
	leak.Letters
	n         int64
	synthetic int // T
	fresh     bool
}

func drawLetters(c theorems.Chooser, most int64) letters {
	return letters{Letters: leak.Letters{Family: leak.Family{Kappa: drawKappa(c)}},
		n: theorems.DrawSize(c, "n", 1, most), synthetic: int(theorems.DrawSize(c, "T", 1, 6))}
}

func (l letters) String() string {
	name := fmt.Sprintf("κ=%g ε=%g n=%d T=%d", l.Kappa, l.Epsilon, l.n, l.synthetic)
	if l.fresh {
		name += " fresh"
	}
	return name
}

// law is the exact law of all T generations.
func (l letters) law(reach float64) ([]leak.Generation, error) {
	return l.Law(estimators.ConstantSchedule(l.n), l.synthetic, reach)
}
