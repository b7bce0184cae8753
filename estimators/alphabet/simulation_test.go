package alphabet

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"itermle/estimators"
	"itermle/internal/binomial"
	"itermle/internal/suiteseed"
)

// simulationLevel is the chance that one comparison with simulation rejects a right law.
const simulationLevel = 1e-9

// refuted says whether hits of trials contradict a certified probability: an exact binomial test on both sides.
func refuted(hits, trials int64, c estimators.Certified) bool {
	return binomial.LowerLimit(hits, trials, simulationLevel/2) > c.Value+c.Error ||
		binomial.UpperLimit(hits, trials, simulationLevel/2) < c.Value-c.Error
}

// simulate runs Algorithm 1 by its own pool and counts the runs that end outside of B_ρ(θ*).
func simulate(t *testing.T, f *Family, it estimators.Iteration, trials int64, rho float64) (hits int64) {
	pool, err := estimators.NewPool(f, estimators.AutoPath, it.Workflow)
	if err != nil {
		t.Fatal(err)
	}
	it.Pool = pool
	stream := estimators.NewStream(suiteseed.Seed(), "alphabet", "simulation", f.Name(), it.Workflow.String())
	for replicate := range trials {
		if err := it.Run(stream, uint64(replicate), nil); err != nil {
			t.Fatal(err)
		}
		square := 0.0
		for j, v := range pool.Theta() {
			square += (v - it.Truth[j]) * (v - it.Truth[j])
		}
		if math.Sqrt(square) > rho {
			hits++
		}
	}
	return hits
}

// The pool's runs and the exact law agree on P(‖θ^(T) − θ*‖ > ρ), ρ the exact median, for larger families and every
// workflow. With ITERMLE_VOLUME=full there are 200 families. A probability that is off by ½ is refuted: the mutant.
func TestLawAgainstSimulation(t *testing.T) {
	compared, mutants := 0, 0
	wide := func(i Instance) bool { return i.Family.Dim() == 1 && i.Radius >= 0.5 }
	instances(t, volume(12, 200), 3, wide, func(t *testing.T, i Instance, _ *rand.Rand) {
		f, err := i.Family.Within(i.Truth, i.Radius)
		if err != nil {
			t.Fatal(err)
		}
		way := testedWorkflows[compared%len(testedWorkflows)]
		size := int64(30)
		if f.Letters() > 2 || way.kind == "original" || way.kind == "weighted" {
			size = 10
		}
		const generations = 3
		trials := int64(volume(120, 400))
		schedule := estimators.ConstantSchedule(size)
		law, err := ExactLaw(f, i.Truth, schedule, generations, way.workflow, Budget{})
		if err != nil {
			t.Fatal(err)
		}
		median, err := law.Quantile(law.Distance, 0.5)
		if err != nil {
			t.Fatal(err)
		}
		rho := median.Value + median.Error + 1e-9
		compared++
		hits := simulate(t, f, estimators.Iteration{Truth: i.Truth, Schedule: schedule, Workflow: way.workflow,
			Generations: generations}, trials, rho)
		if outside := law.Outside(rho); refuted(hits, trials, outside) {
			t.Errorf("%v: %d of %d outside %g, exactly %+v", way.workflow, hits, trials, rho, outside)
		}
		if refuted(hits, trials, estimators.Certified{Value: math.Mod(law.Outside(rho).Value+0.5, 1)}) {
			mutants++
		}
	})
	if mutants < compared/2 {
		t.Errorf("a probability that is off by ½ is refuted in %d of %d", mutants, compared)
	}
}

// Two letters, some thousands of samples.
func TestLawOfThousands(t *testing.T) {
	f, err := Parse("alphabet:0/0,1@-4,4")
	if err != nil {
		t.Fatal(err)
	}
	law, err := ExactLaw(f, []float64{0}, estimators.ConstantSchedule(1000), 3, estimators.Accumulate(), Budget{})
	if err != nil {
		t.Fatal(err)
	}
	// nI/S_3 with I = ¼ and S_3 = 1 + ¼ + 1/9: the normal limit's 95% quantile, met to 1/√n.
	quantile, err := law.Quantile(law.Distance, 0.95)
	want := 1.959964 * math.Sqrt((1+0.25+1/9.)*4/1000)
	if err != nil || !(math.Abs(quantile.Value-want) <= 0.02*want) || !(quantile.Error <= 1e-9) {
		t.Errorf("95%% quantile %+v, %v, normal limit %g", quantile, err, want)
	}
	if outside := law.Outside(quantile.Value + 2*quantile.Error); !(outside.Error <= 1e-8) {
		t.Errorf("P(outside) = %+v", outside)
	}
}

func TestLawRefuses(t *testing.T) {
	f, err := Parse("alphabet:0/0,1/0.5,-1")
	if err != nil {
		t.Fatal(err)
	}
	law := func(theta float64, n int64, generations int, workflow estimators.Workflow) (*Law, error) {
		return ExactLaw(f, []float64{theta}, estimators.ConstantSchedule(n), generations, workflow, Budget{})
	}
	var budget *BudgetError
	if _, err := law(0, 5000, 10, estimators.Accumulate()); !errors.As(err, &budget) {
		t.Errorf("too many states: %v", err)
	} else if budget.Plan.States < 1e9 {
		t.Errorf("plan %+v", budget.Plan)
	}
	var unsupported *estimators.UnsupportedError
	for _, workflow := range []estimators.Workflow{estimators.Subsample(5), estimators.Bootstrap(5)} {
		if _, err := law(0, 5, 2, workflow); !errors.As(err, &unsupported) {
			t.Errorf("%v: %v", workflow, err)
		}
	}
	var parameter *estimators.ParameterError
	if _, err := law(3, 5, 2, estimators.Accumulate()); !errors.As(err, &parameter) {
		t.Errorf("θ* outside Θ: %v", err)
	}
	var outOfRange *estimators.RangeError
	if _, err := law(0, 5, 0, estimators.Accumulate()); !errors.As(err, &outOfRange) {
		t.Errorf("T = 0: %v", err)
	}
	if _, err := law(0, 5, 1<<62, estimators.Accumulate()); !errors.As(err, &outOfRange) {
		t.Errorf("T = 2^62: %v", err)
	}
	two, err := law(0, 5, 2, estimators.Accumulate())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := two.Quantile(two.Distance, 1); !errors.As(err, &outOfRange) {
		t.Errorf("quantile 1: %v", err)
	}
}
