package counterexamples

import (
	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

func assumption1C() theorems.Claim {
	uniform := newDeparture("uniform-scale", 1, 1000, 20, func() estimators.Pool { return departures.NewUniform() })
	shifted := newDeparture("shifted-exponential", 3, 1e15, 20,
		func() estimators.Pool { return departures.NewShiftedExponential() })
	// n_0 e ~ Gamma(shape) for the end that has moved by e.
	extreme := func(d departure, shape float64) theorems.Scenario {
		return d.law(gammaLaw(shape), func(pool estimators.Pool) float64 {
			return float64(size(d.Setup)) * pool.(*departures.ExtremePool).Inside()
		})
	}
	return theorems.Claim{
		ID: "assumption-1C-support", Statement: "assumption-1C",
		Title: "U[0,θ] and θ+Exp(1): the model freezes, n·error ~ Exp(1) for every T; Gamma(T) under replacement",
		Says: "With accumulation θ^(T) = θ^(1), whatever the later n_t: −n_0 log(θ^(T)/θ*) ~ Exp(1) for U[0,θ] and " +
			"n_0(θ^(T)−θ*) ~ Exp(1) for the shifted exponential, TV = 1 − e^{−e} at rate 1/n and KL(p_θ*‖p_θ) = ∞. " +
			"With replacement and equal batches Exp(1) becomes Gamma(T).",
		Deviation: "Ours: no rate n^{-1/2}, but a better one, and no growth at all; only KL is lost.",
		Expect:    theorems.Supported,
		Fixed:     always(extreme(uniform, 1), extreme(shifted, 1), extreme(uniform.with(estimators.Replace()), 20)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			r := uniform
			if theorems.Pick(c, "family", "uniform", "shifted exponential") == "uniform" {
				r.Truth = []float64{theorems.DrawLog(c, "θ*", 1e-3, 1e3)}
			} else {
				r = shifted
				r.Truth = []float64{theorems.DrawReal(c, "θ*", -10, 10)}
			}
			if theorems.Pick(c, "workflow", "accumulate", "replace") == "replace" {
				r = r.with(estimators.Replace()).equal(c, 1, 1e12)
				return extreme(r, float64(r.Generations))
			}
			return extreme(r.drawn(c, 1, 1e12), 1)
		},
		Mutants: mutants{
			{Name: "accumulate-to-replace", Scenario: extreme(uniform.with(estimators.Replace()), 1)},
			{Name: "replace-to-accumulate", Scenario: extreme(shifted, 20)},
			{Name: "off-by-one-generation", Scenario: extreme(uniform.with(estimators.Replace()).longer(), 20)},
		}.all,
	}
}
