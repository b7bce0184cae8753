package counterexamples

import (
	"cmp"
	"fmt"
	"math"
	"sync"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/internal/tower"
	"itermle/theorems"
)

// hitting makes trials that end with the first hit of [J, J+1] and return a function of its generation, −1 if none hit.
func hitting[R any](i estimators.Setup[*construction2.Pool], J int, of func(t int) R) estimators.Trials[R] {
	return estimators.Along(i, func(pool *construction2.Pool, run runner) (R, error) {
		err := run(func(int, []float64) bool { _, hit := pool.HittingTime(J); return !hit })
		t, _ := pool.HittingTime(J)
		return of(t), err
	})
}

// firstVisit follows Algorithm 1 on the h's alone up to the generation that first hits [J, J+1], but for at most
// `limit` generations.
type firstVisit struct {
	J     int
	n     int64
	limit int
}

func (v firstVisit) String() string { return fmt.Sprintf("J=%d/n=%d/limit=%d", v.J, v.n, v.limit) }

// visited is what a replicate finds: λ_J = n·Π_{k<J} α_k, the generation before which it was first known, and the
// generation that hit.
type visited struct {
	hit      bool
	lambda   float64
	from, at int
	count    float64 // samples of that generation in [J, J+1]
	alpha    float64 // α_J afterwards
}

// visiting makes trials that return a function of what a replicate finds.
func visiting[R any](v firstVisit, of func(visited) R) estimators.Trials[R] {
	return estimators.Along(wide(v.n, v.limit), func(pool *construction2.Pool, run runner) (R, error) {
		err := run(func(int, []float64) bool { _, hit := pool.HittingTime(v.J); return !hit })
		found := visited{lambda: float64(v.n)}
		for k := range v.J {
			found.lambda *= pool.Alpha(k)
		}
		before, known := pool.HittingTime(v.J - 1)
		found.from = before + 1
		if !known {
			found.lambda = 0
		}
		if found.at, found.hit = pool.HittingTime(v.J); found.hit {
			found.count, found.alpha = pool.Count(v.J), pool.Alpha(v.J)
		}
		return of(found), err
	})
}

// bound claims that what a replicate finds is at most 1 but for a probability.
func (v firstVisit) bound(delta, allowed, tolerated float64, ratio func(visited) float64) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("%v/delta=%g", v, delta),
		Experiment: theorems.Rate{Allowed: allowed, Tolerated: tolerated, Ratio: visiting(v, ratio)}}
}

// waitingTime is t_J(δ), or NaN, which no comparison survives, outside of 0 < δ < 1 ≤ J.
func waitingTime(J int, delta float64) tower.Number {
	t, err := construction2.WaitingTime(J, delta)
	if err != nil {
		return tower.Of(math.NaN())
	}
	return t
}

// hittingCase is one instance of "min(τ_J, cap) has the exact law", simulated with an engine that may be wrong. The cap
// keeps a replicate short: P(τ_1 ≥ cap) = 2/(cap+1).
type hittingCase struct {
	J         int
	n         int64 // of the law
	cap       int
	simulated int64 // of the simulation, if not n
	shift     int   // added to what is observed
	argmax    func(gap float64) float64
}

// limitSample is the n from which on the limit law of τ_2 stands for its own: cap generations of λ²/n, E λ² = ½.
const limitSample = 1e9

func (c hittingCase) scenario() theorems.Scenario {
	survival := sync.OnceValues(func() ([]float64, error) {
		table := make([]float64, c.cap)
		for t := range table {
			p, err := construction2.SecondHittingSurvival(t)
			if c.J == 1 {
				p, err = construction2.HittingSurvival(float64(c.n), t)
			}
			if err != nil {
				return nil, err
			}
			table[t] = p.Value
		}
		return table, nil
	})
	below := func(t float64) float64 { // P(min(τ, cap) ≤ t), t whole
		table, err := survival()
		switch {
		case err != nil:
			return math.NaN()
		case t < 0:
			return 0
		case t >= float64(c.cap):
			return 1
		}
		return 1 - table[int(t)]
	}
	return theorems.Scenario{Name: fmt.Sprintf("J=%d/n=%d/cap=%d", c.J, c.n, c.cap), Experiment: theorems.Law{
		CDF:      func(x float64) float64 { return below(math.Floor(x)) },
		CDFLeft:  func(x float64) float64 { return below(math.Ceil(x) - 1) },
		Distance: 0.06,
		New: func() (estimators.Trial[float64], error) {
			if _, err := survival(); err != nil {
				return nil, err
			}
			i := wide(cmp.Or(c.simulated, c.n), c.cap+1)
			i.NewPool = argmaxOf(i.NewPool, c.argmax)
			return hitting(i, c.J, func(t int) float64 {
				if t < 0 {
					t = c.cap
				}
				return float64(min(t+c.shift, c.cap))
			})()
		},
	}}
}

// hittingProcess makes trials that return a function of τ_1, …, τ_J and −log α_1, …, −log α_J of the limit process.
func hittingProcess[R any](process construction2.HittingProcess, J int, of func(times, steps []float64) R,
) estimators.Trials[R] {
	return func() (estimators.Trial[R], error) {
		times, steps := make([]float64, J), make([]float64, J)
		return func(s *estimators.Stream, replicate uint64) (R, error) {
			process.Run(times, steps, s.At(replicate, 0))
			return of(times, steps), nil
		}, nil
	}
}

// hittingMedian is "P(τ_J ≤ factor·e^{growth·J}) ≤ ½", or > where above, of the limit process or, if n > 0, of the
// engine.
func hittingMedian(J int, factor float64, above bool, growth float64, n int64) theorems.Scenario {
	deadline := math.Floor(factor * math.Exp(growth*float64(J)))
	name := fmt.Sprintf("J=%d/median≤%.6g/n=%d", J, deadline, n)
	if !above {
		name = fmt.Sprintf("J=%d/median>%.6g/n=%d", J, deadline, n)
	}
	rate := theorems.Rate{Allowed: 0.5, Tolerated: 0.55}
	if n == 0 {
		rate.New = hittingProcess(construction2.HittingProcess{}, J, func(times, _ []float64) bool {
			return (times[J-1] > deadline) == above
		})
	} else { // generations 0 … deadline are deadline+1 fits
		rate.New = hitting(wide(n, int(deadline)+1), J, func(t int) bool { return (t >= 0) != above })
	}
	return theorems.Scenario{Name: name, Experiment: rate}
}
