package properties_test

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"itermle/estimators"
	"itermle/properties"
	"itermle/theorems"
)

// sixes is the share of throws of a die that are bad, of which 1/6 is claimed.
func sixes(faces int) theorems.Rate {
	return theorems.Rate{
		Allowed: 1. / 6, Tolerated: 1. / 3,
		New: func() (estimators.Trial[bool], error) {
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				return s.At(replicate, 0).IntN(faces) == 0, nil
			}, nil
		},
	}
}

func Example() {
	registry := properties.Registry{
		Statements: []theorems.Statement{{ID: "die", Reference: "de Méré 1654"}},
		Claims: []theorems.Claim{{
			ID: "die-six", Statement: "die", Title: "a six is seldom", Says: "P(six) ≤ 1/6", Expect: theorems.Supported,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{{Name: "one throw", Experiment: sixes(6)}}
			},
			Mutants: func() []theorems.Mutant {
				return []theorems.Mutant{{Name: "two faces",
					Scenario: theorems.Scenario{Name: "coin", Experiment: sixes(2)}}}
			},
		}},
	}
	summary, err := properties.Run(registry, properties.Options{Seed: 1}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(summary.Reports[0].Claim, summary.Reports[0].Verdict)
	fmt.Println(summary.ExpectedFlakeRate() <= properties.SuiteAlpha+properties.SuiteBeta)
	// Output:
	// die-six supported
	// true
}

// A claim of a statement that nobody knows is a mistake of the registry, found before anything runs.
func ExampleRegistry_Check() {
	suite := properties.Suite()
	suite.Claims = append(suite.Claims, theorems.Claim{ID: "mine", Statement: "theorem-9.9", Title: "mine",
		Says:   "all is well",
		Expect: theorems.Supported, Fixed: func(theorems.Profile) []theorems.Scenario { return nil },
		Mutants: func() []theorems.Mutant { return nil }})
	err := suite.Check()
	var mistake *properties.RegistryError
	fmt.Println(errors.As(err, &mistake))
	fmt.Println(err)
	// Output:
	// true
	// claim mine: statement "theorem-9.9" is not in the registry
}

// A record that cannot be gone on with says where it is damaged; one that ends amid a line can.
func ExampleOpenRecord() {
	folder, err := os.MkdirTemp("", "record")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "run.jsonl")
	for _, text := range []string{"{\"key\":\"5a", "no line\n{\"key\":\"5a"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			fmt.Println(err)
			return
		}
		record, err := properties.OpenRecord(path, true)
		var damage *properties.RecordError
		if errors.As(err, &damage) {
			fmt.Println("damaged in line", damage.Line)
		} else {
			fmt.Println("lines dropped:", len(record.Warnings))
		}
	}
	// Output:
	// lines dropped: 1
	// damaged in line 1
}

func ExampleDecide() {
	design := properties.Design{Alpha: 1e-9, Beta: 1e-9, MaxReplicates: 100_000}
	report, err := properties.Decide("loaded", theorems.Scenario{Name: "coin", Experiment: sixes(2)}, design, 1, 1)
	fmt.Println(report.Verdict, report.LogERefute >= properties.LogE(-math.Log(design.Alpha)), err)
	// Output: refuted true <nil>
}

// How many bad trials of 1000 refute P(bad) ≤ 1%, and how many replicates support it when none is bad?
func ExampleRateRule() {
	rule, err := properties.NewRateRule(0.01, 0.02, 1e-6, 1e-6)
	if err != nil {
		fmt.Println(err)
		return
	}
	refute, _ := rule.Boundaries(1000)
	fmt.Println(refute[1000], rule.SupportTime(1, 0, 10_000))
	// Output: 33 720
}

// Three values, and the distance from the uniform law that would refute it at level 1%.
func ExampleKolmogorovDistance() {
	uniform := func(x float64) float64 { return max(0, min(1, x)) }
	distance, err := properties.KolmogorovDistance([]float64{0.1, 0.2, 0.3}, uniform, nil)
	fmt.Printf("%.2f %.2f %v\n", distance, properties.KolmogorovCritical(3, 0.01), err)
	// Output: 0.70 0.83 <nil>
}

// A gambler who bets that a coin's mean exceeds ½ grows rich on heads alone.
func ExampleCapital() {
	capital := properties.NewBoundedCapital(0.5, +1, []float64{1})
	for range 10 {
		capital.Observe(1)
	}
	fmt.Printf("%.3f\n", math.Exp(capital.LogE())) // 1.5^10
	// Output: 57.665
}

// Without bounds on X it takes one on its variance: bets of λ = ¼ against a mean ≤ 0, with values of 2.
func ExampleNewVarianceCapital() {
	capital := properties.NewVarianceCapital(0, +1, 1, []float64{0.25})
	for range 10 {
		capital.Observe(2)
	}
	fmt.Printf("%.2f\n", math.Exp(capital.LogE())) // ((1 + ½ + ⅛)/(1 + 1/32))^10
	// Output: 94.38
}
