package theorems

import (
	"fmt"
	"math"
)

// temperedPool are the total variation distances ‖θ_t − goal‖, t = 0, …, T, of the pool.
func temperedPool(start, goal []float64, temperature float64, generations int) []float64 {
	theta, share := append([]float64(nil), start...), make([]float64, len(start))
	apart := func() float64 {
		sum := 0.0
		for i, x := range theta {
			sum += math.Abs(x-goal[i]) / 2
		}
		return sum
	}
	distances := []float64{apart()}
	for t := range generations {
		tempered(share, theta, temperature)
		for i := range theta {
			theta[i] += (share[i] - theta[i]) / float64(t+2)
		}
		distances = append(distances, apart())
	}
	return distances
}

// temperedGoal is the uniform law for T > 1, and the vertex of the largest token else.
func temperedGoal(start []float64, temperature float64) []float64 {
	goal, largest := make([]float64, len(start)), 0
	for i, x := range start {
		goal[i] = 1 / float64(len(start))
		if x > start[largest] {
			largest = i
		}
	}
	if temperature <= 1 {
		clear(goal)
		goal[largest] = 1
	}
	return goal
}

// temperedRate is the exponent: 1 − 1/T for T ≥ 1, and 1 else.
func temperedRate(temperature float64) float64 {
	if temperature < 1 {
		return 1
	}
	return 1 - 1/temperature
}

// drawLargestFirst draws a law on up to 5 tokens whose first is at least twice any other.
func drawLargestFirst(choose Chooser) []float64 {
	theta, total := []float64{2}, 2.0
	for range 1 + choose.Choose("tokens−2", 4) {
		x := DrawReal(choose, "θ", 0.5, 1)
		theta, total = append(theta, x), total+x
	}
	for i := range theta {
		theta[i] /= total
	}
	return theta
}

// marchiTemperature is accumulation on samples at a temperature, in the limit of large batches: the pool moves by
//
//	θ_{t+1} = θ_t + (τ(θ_t) − θ_t)/(t+1),   τ_i ∝ θ_i^{1/T}.
//
// For T > 1 it comes to the uniform law and for T < 1 to the vertex of its largest token, at rates that are ours: τ is
// 1/T times the deviation near the uniform law, and of smaller order near the vertex, so that
//
//	‖θ_t − uniform‖ ~ C t^{−(1−1/T)},   1 − max θ_t ~ C/t,
//
// which the factors Π(1 − (1 − 1/T)/(t+1)) of Γ functions give up to a sum of squares. At T = 1 nothing moves.
func marchiTemperature() Claim {
	type goal func(start []float64, temperature float64) []float64
	scenario := func(start []float64, temperature float64, to goal,
		exponent func(temperature float64) float64) Scenario {
		return exactly(fmt.Sprintf("T=%g θ=%.4g", temperature, start), func() Outcome {
			var out Outcome
			const generations, middle = 8000, 2000
			distances := temperedPool(start, to(start, temperature), temperature, generations)
			for t := 1; t <= generations; t++ {
				out.Check(distances[t] <= distances[t-1]*(1+1e-12), "distance %.9g after %.9g", distances[t],
					distances[t-1])
			}
			half, last, want := distances[middle], distances[generations], exponent(temperature)
			measured := math.Log(half/last) / math.Log(float64(generations+1)/float64(middle+1))
			// Beyond the first order a step changes by a share of the distance, or of its power 1/T − 1 at the vertex.
			width := 4 * half
			switch {
			case temperature == 1:
				width = 0
			case temperature < 1:
				width = 4 * math.Pow(float64(len(start))*half, math.Min(1, 1/temperature-1))
			}
			out.Check(math.Abs(measured-want) <= width+1e-3, "exponent %.6g, claimed %.6g within %.2g", measured, want,
				width)
			out.Evidence = out.Counterexample
			if out.Evidence == "" {
				out.Evidence = fmt.Sprintf("exponent %.6g, claimed %.6g within %.2g", measured, want, width)
			}
			return out
		})
	}
	start := []float64{0.6, 0.4}
	return Claim{
		ID: "marchi-temperature", Statement: "marchi-temperature", Expect: Supported,
		Title: "accumulation at temperature T: to a vertex like 1/t, to the uniform law like t^{−(1−1/T)}",
		Says: "In the limit of large batches a pool that samples at temperature T join comes to the uniform law like " +
			"t^{−(1−1/T)} for T > 1, and to the vertex of its largest token like 1/t for T < 1; its distance falls " +
			"all the way.",
		Deviation: "that it ends in a corner or the uniform law is as quoted from a successor paper; the rates are " +
			"ours",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(start, 2, temperedGoal, temperedRate), scenario(start, 0.5, temperedGoal,
				temperedRate), scenario(start, 1, temperedGoal, temperedRate)}
		},
		Draw: func(choose Chooser) Scenario {
			theta := drawLargestFirst(choose)
			temperature := DrawReal(choose, "T", 1.5, 6)
			if choose.Choose("cold", 2) == 1 {
				temperature = DrawReal(choose, "T below 1", 0.2, 0.6)
			}
			return scenario(theta, temperature, temperedGoal, temperedRate)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"vertex-of-the-smallest", scenario(start, 0.5, func([]float64, float64) []float64 {
					return []float64{0, 1}
				}, temperedRate)},
				{"exponent-1/T", scenario(start, 3, temperedGoal,
					func(temperature float64) float64 { return 1 / temperature })},
				{"exponent-1", scenario(start, 2, temperedGoal, func(float64) float64 { return 1 })},
				{"temperature-for-its-inverse", scenario(start, 0.5, temperedGoal, func(temperature float64) float64 {
					return temperedRate(1 / temperature)
				})},
			}
		},
	}
}
