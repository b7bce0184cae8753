package counterexamples

import (
	"cmp"
	"fmt"
	"math/big"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems"
)

func finding2() theorems.Claim {
	tiny, wide := []float64{0x1p-20, 0x1p-21}, []float64{0.484375, 0.46875}
	exact := func(samples, intervals int, f []float64) argmaxCase {
		return argmaxCase{samples: samples, intervals: intervals, widths: f}
	}
	return theorems.Claim{
		ID: "finding-2", Statement: "finding-2",
		Title: "with the cap, α_j = min(¼, ½(1−M_{t,j})), and the argmax over all h and g is exact",
		Says: "The fit by α_j = min(¼, ½(1−M_{t,j})) and the finitely many g's of construction2.Pool.Fit has the " +
			"greatest likelihood of the whole family: equal, as a rational number, to the greatest among all " +
			"candidates of a brute-force search.",
		Deviation: "Lemma F.2 with the cap that Θ imposes.",
		Expect:    theorems.Supported,
		Fixed:     always(exact(4, 2, tiny).scenario(), exact(4, 2, wide).scenario()),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			f2, f3 := drawWidths(c)
			return exact(1+c.Choose("N", 3), 1+c.Choose("intervals", 2), []float64{f2, f3}).scenario()
		},
		Mutants: func() []theorems.Mutant {
			narrow, overhang := exact(4, 2, tiny), exact(3, 3, wide)
			narrow.engine, overhang.blind = "list:0.499", true
			capless, doubled := exact(3, 1, tiny), exact(3, 1, tiny)
			capless.argmax, doubled.argmax = dropCap, doubleAlpha
			return []theorems.Mutant{
				{Name: "cap-dropped", Scenario: capless.scenario()},
				{Name: "alpha-doubled", Scenario: doubled.scenario()},
				{Name: "f-too-wide", Scenario: narrow.scenario()},
				{Name: "spike-beyond-J-forgotten", Scenario: overhang.scenario()},
			}
		},
	}
}

// argmaxCase is an engine for the given f, or with a mutant's argmax, f or blind spot.
type argmaxCase struct {
	samples, intervals int
	widths             []float64
	argmax             func(gap float64) float64
	engine             string // the engine's f; "" for the right one
	blind              bool   // to g's with J the last occupied interval
}

// scenario is "the engine's fit has the greatest likelihood of the whole family", for random pools of up to samples
// points on a dyadic grid, decided by trying everything in rationals (construction2.Reference).
func (c argmaxCase) scenario() theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("N=1..%d/intervals=%d/f=%v", c.samples, c.intervals, c.widths),
		Experiment: theorems.Rate{Allowed: 0, Tolerated: 0.05, New: c.trial}}
}

func (c argmaxCase) trial() (estimators.Trial[bool], error) {
	f, err := construction2.ListWidth(c.widths...)
	if err != nil {
		return nil, err
	}
	pool, err := argmaxOf(on(cmp.Or(c.engine, f.String()), 1, 1).NewPool, c.argmax)()
	if err != nil {
		return nil, err
	}
	reference := &construction2.Reference{Width: func(J int) *big.Rat {
		width, _ := f.At(J) // J ≥ 2
		return rational.FromFloat(width.Float64)
	}}
	return func(s *estimators.Stream, replicate uint64) (bool, error) {
		random := s.At(replicate, 0)
		if err := pool.Start(construction2.Truth()); err != nil {
			return false, err
		}
		var pooled []*big.Rat
		for range 1 + random.IntN(c.samples) {
			j, u := random.IntN(c.intervals), float64(1+random.IntN(63))/64
			pool.Observe(j, u)
			pooled = append(pooled, rational.Add(rational.Of(int64(j), 1), rational.FromFloat(u)))
		}
		if err := pool.Fit(); err != nil {
			return false, err
		}
		greatest, _, _ := reference.Maximum(pooled)
		model := pool.Rational()
		if c.blind && model.J == pool.Occupied()-1 {
			model = construction2.Model{}
		}
		return reference.Likelihood(model, pooled).Cmp(greatest) != 0, nil
	}, nil
}
