package theorems

import (
	"math"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
)

// squaredDeviation is E(s/N − p)² of the law of a count s of N.
func squaredDeviation(law []*big.Rat, p *big.Rat) *big.Rat {
	sum, whole := new(big.Rat), int64(len(law)-1)
	for s, mass := range law {
		d := rational.Sub(rational.Of(int64(s), whole), p)
		sum.Add(sum, d.Mul(d, d).Mul(d, mass))
	}
	return sum
}

// gaussianFreshScenario is the law of θ^(T) − θ* of N(θ, 1) under a workflow that mixes, N(0, variance), by simulation.
func gaussianFreshScenario(theta float64, workflow estimators.Workflow, schedule estimators.Schedule, generations int,
	variance float64, flaws ...flaw) Scenario {
	run := iteratedEstimate{family: "gaussian-mean", truth: []float64{theta}, schedule: schedule,
		generations: generations, workflow: workflow}.with(flaws...)
	return Scenario{
		Name: instanceName("gaussian-mean", number(theta), schedule, generations) + " " + workflow.String(),
		Experiment: Law{CDF: normalCDF(0, 1), Distance: 0.05,
			New: iterated(run, standardized(theta, math.Sqrt(variance)))},
	}
}

// drawShare draws a rational from 1/128 to 127/128.
func drawShare(choose Chooser, label string) *big.Rat {
	return rational.Of(1+int64(choose.Choose(label, 127)), 128)
}

func ignoringShare(workflow estimators.Workflow) flaw {
	return func(run *iteratedEstimate) { run.workflow = workflow }
}

func logGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// logChoose is log C(n, k).
func logChoose(n, k int64) float64 {
	return logGamma(float64(n)+1) - logGamma(float64(k)+1) - logGamma(float64(n-k)+1)
}

func normalDensity(x float64) float64 { return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) }

// binomialMasses are P(Bin(n, p) = k), k = 0 … n, 0 < p < 1.
func binomialMasses(n int, p float64) []float64 {
	law := make([]float64, n+1)
	for k := range law {
		law[k] = math.Exp(logChoose(int64(n), int64(k)) + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
	}
	return law
}
