// The command rayleigh adds a family, the same from its log-density alone, and a claim to the commands of itermle.
package main

import (
	"fmt"
	"math"
	"os"

	"itermle/cmd"
	"itermle/estimators"
	"itermle/theorems"
	"itermle/theorems/certify"
)

func main() {
	registry := cmd.Suite()
	registry.Families = append(registry.Families, entry("rayleigh", newRayleigh(), nil), entry(described()))
	registry.Statements = append(registry.Statements, statement)
	registry.Claims = append(registry.Claims, claim)
	os.Exit(cmd.Main(registry))
}

func described() (name string, family estimators.Family, err error) {
	f := newRayleigh()
	family, err = estimators.FromLogDensity(estimators.DensityDescription{Name: "rayleigh-density",
		Symbols: []string{"λ"}, SampleDim: 1, Value: f.LogDensity, Sample: f.Sample, Check: f.Check})
	return "rayleigh-density", family, err
}

func entry(name string, family estimators.Family, err error) estimators.Entry {
	return estimators.Entry{Name: name, Syntax: name, Summary: "2λx e^{−λx²} on x > 0", Points: [][]float64{{1}, {3}},
		New: func([]float64) (estimators.Family, error) { return family, err }}
}

var statement = theorems.Statement{ID: "rayleigh-1", Reference: "arXiv:2505.19046, Theorem 4.1", Kind: theorems.Finding,
	Text: "P(|λ_T − λ*| ≤ ρ_T) ≥ 1 − δ under accumulation, with the certificate's ρ_T"}

var claim = theorems.Claim{ID: "rayleigh-certificate", Statement: "rayleigh-1", Expect: theorems.Supported,
	Title: "Theorem 4.1 for the Rayleigh law", Says: "P(|λ_T − 1| > ρ_T) ≤ 0.05 at λ* = 1, wherever ρ_T is certified",
	Draw: func(c theorems.Chooser) theorems.Scenario {
		return within(theorems.DrawSize(c, "n", 20_000, 1e12), 100, 1)
	},
	Mutants: func() []theorems.Mutant {
		return []theorems.Mutant{{Name: "tenth", Scenario: within(100_000, 100, 0.1)}}
	},
}

// within claims a multiple of the certified radius: the ratio of a trial is |λ_T − 1| over it.
func within(n int64, generations int, factor float64) theorems.Scenario {
	name, schedule := fmt.Sprintf("n=%d T=%d factor=%g", n, generations, factor), estimators.ConstantSchedule(n)
	request, certifier, err := certify.Sharpest(newRayleigh(), []float64{1}, 0.5)
	if err != nil {
		return theorems.Scenario{Name: name, Unmet: err.Error()}
	}
	request.Schedule, request.Generations, request.Delta = schedule, generations, 0.05
	certificate, _ := certifier.Certify(request)
	return theorems.Scenario{Name: name, Unmet: certificate.Reason, Experiment: theorems.Rate{Allowed: 0.05,
		Tolerated: 0.1, Ratio: estimators.After(estimators.Setup[estimators.Pool]{Truth: []float64{1},
			Generations: generations, Schedule: schedule,
			NewPool: estimators.FamilyPool(newRayleigh(), estimators.AutoPath, estimators.Accumulate())},
			func(pool estimators.Pool) (float64, error) {
				return math.Abs(pool.Theta()[0]-1) / (factor * certificate.Rho), nil
			})}}
}
