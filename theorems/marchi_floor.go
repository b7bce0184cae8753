package theorems

import (
	"fmt"
	"math"
)

// temperedFlow is θ′ = τ(θ) − θ + μ(θ_0 − θ) + ε, with the perturbation that is worst for the first coordinate: −η
// there and η in all at the others.
type temperedFlow struct {
	start, human    []float64 // θ(0), θ_0
	temperature, mu float64
	eta             float64
}

// after visits θ(t) by the classical method of Runge and Kutta.
func (f temperedFlow) after(step float64, steps int, visit func(t float64, theta []float64)) {
	size := len(f.start)
	theta, at, share := append([]float64(nil), f.start...), make([]float64, size), make([]float64, size)
	var slopes [4][]float64
	for k := range slopes {
		slopes[k] = make([]float64, size)
	}
	for s := range steps {
		for k := range slopes {
			copy(at, theta)
			if k > 0 {
				reach := step / 2
				if k == 3 {
					reach = step
				}
				for i := range at {
					at[i] += reach * slopes[k-1][i]
				}
			}
			tempered(share, at, f.temperature)
			for i := range at {
				push := f.eta / float64(size-1)
				if i == 0 {
					push = -f.eta
				}
				slopes[k][i] = share[i] - at[i] + f.mu*(f.human[i]-at[i]) + push
			}
		}
		for i := range theta {
			theta[i] += step / 6 * (slopes[0][i] + 2*slopes[1][i] + 2*slopes[2][i] + slopes[3][i])
		}
		visit(step*float64(s+1), theta)
	}
}

// marchiFloor is Lemma 1: with a human ratio μ and δ = min θ_0, θ_i′ ≥ −(1+μ)θ_i + μδ − η gives
//
//	θ_i(t) ≥ κ(μδ − η)/(1 + μ)   for t ≥ log(1/(1−κ))/(1+μ),
//
// that is with κ = 1 − e^{−(1+μ)t} at every t, whatever the temperature.
func marchiFloor() Claim {
	scenario := func(f temperedFlow, kappa func(mu, t float64) float64, factor float64) Scenario {
		name := fmt.Sprintf("T=%g μ=%g η=%.4g θ(0)=%.4g θ_0=%.4g", f.temperature, f.mu, f.eta, f.start, f.human)
		return exactly(name, func() Outcome {
			var out Outcome
			delta, least := math.Inf(1), math.Inf(1)
			for _, x := range f.human {
				delta = math.Min(delta, x)
			}
			f.after(0.01, 300, func(t float64, theta []float64) {
				floor := factor * kappa(f.mu, t) * (f.mu*delta - f.eta) / (1 + f.mu)
				for i, x := range theta {
					least = math.Min(least, x-floor)
					out.reaches(floor / x)
					// The method's error is of order 0.01⁴ of a coordinate whose share is smooth and small.
					out.Check(x >= floor*(1-1e-6)-1e-12, "θ_%d(%.4g) = %.9g < %.9g", i+1, t, x, floor)
				}
			})
			out.Evidence = out.Counterexample
			if out.Evidence == "" {
				out.Evidence = fmt.Sprintf("least distance from the floor %.4g", least)
			}
			return out
		})
	}
	grown := func(mu, t float64) float64 { return -math.Expm1(-(1 + mu) * t) }
	cold := temperedFlow{start: []float64{0, 1}, human: []float64{0.3, 0.7}, temperature: 0.2, mu: 0.5}
	pushed := cold
	pushed.eta = 0.05
	return Claim{
		ID: "marchi-floor", Statement: "marchi-floor", Expect: Supported,
		Title: "human data at a ratio μ keep every token: θ_i(t) ≥ κ(μδ − η)/(1 + μ)",
		Says: "Of θ′ = τ(θ) − θ + μ(θ_0 − θ) + ε, ‖ε‖_∞ ≤ η, θ_i(t) ≥ (1 − e^{−(1+μ)t})(μδ − η)/(1 + μ), δ = min " +
			"θ_0, at every temperature.",
		Fixed: func(Profile) []Scenario {
			hot := cold
			hot.temperature = 5
			return []Scenario{scenario(cold, grown, 1), scenario(pushed, grown, 1), scenario(hot, grown, 1)}
		},
		Draw: func(choose Chooser) Scenario {
			size := 2 + choose.Choose("tokens−2", 4)
			f := temperedFlow{start: make([]float64, size), human: make([]float64, size),
				temperature: DrawLog(choose, "T", 0.2, 5), mu: DrawLog(choose, "μ", 0.01, 3)}
			total := 0.0
			for i := range f.human {
				f.human[i] = DrawLog(choose, "θ_0", 0.01, 1)
				total += f.human[i]
			}
			delta := 1.0
			for i := range f.human {
				f.human[i] /= total
				delta = math.Min(delta, f.human[i])
			}
			f.start[choose.Choose("start", size)] = 1
			f.eta = DrawReal(choose, "η/μδ", 0, 0.9) * f.mu * delta
			return scenario(f, grown, 1)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"at-once", scenario(cold, func(_, _ float64) float64 { return 1 }, 1)},
				{"factor-1+μ-forgotten", scenario(cold, grown, 1+cold.mu)},
				{"noise-forgotten", scenario(pushed, grown, 0.15/(0.15-0.05))}}
		},
	}
}
