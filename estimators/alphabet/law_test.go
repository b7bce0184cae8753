package alphabet

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"itermle/estimators"
)

// enumeration is Algorithm 1 taken literally: every sequence of samples of every generation, one at a time, in rational
// arithmetic. The pool is the list of its samples with their weights.
type enumeration struct {
	t        *testing.T
	f        *Family
	truth    []float64
	schedule estimators.Schedule
	kind     string
	share    func(t int) float64
	last     int
	outcome  func(theta []float64, counts []int, p *big.Rat)
	fits     map[string][]float64
}

func (e *enumeration) probabilities(theta []float64) []*big.Rat {
	p, exact := make([]float64, e.f.Letters()), make([]*big.Rat, e.f.Letters())
	e.f.probabilities(p, theta)
	sum := new(big.Rat)
	for k, v := range p {
		exact[k] = rational(v)
		sum.Add(sum, exact[k])
	}
	for _, v := range exact {
		v.Quo(v, sum)
	}
	return exact
}

// fit is memoised by what it is given.
func (e *enumeration) fit(weights, from []float64) []float64 {
	key := fmt.Sprint(weights, from)
	theta, known := e.fits[key]
	if !known {
		theta = make([]float64, e.f.Dim())
		if err := e.f.FitStatistic(theta, from, weights); err != nil {
			e.t.Fatal(err)
		}
		e.fits[key] = theta
	}
	return theta
}

// draw visits every sequence of n letters; counts are restored.
func draw(n int, p []*big.Rat, counts []int, mass *big.Rat, visit func(mass *big.Rat)) {
	if n == 0 {
		visit(mass)
		return
	}
	for k, v := range p {
		counts[k]++
		draw(n-1, p, counts, new(big.Rat).Mul(mass, v), visit)
		counts[k]--
	}
}

// generation t from the model θ, with X^(0) = real and the pool's counts.
func (e *enumeration) generation(t int, theta []float64, real, pool []int, mass *big.Rat) {
	if t == e.last {
		e.outcome(theta, pool, mass)
		return
	}
	letters := e.f.Letters()
	n, first := int(e.schedule.Size(t)), int(e.schedule.Size(0))
	fresh, batch := make([]int, letters), make([]int, letters)
	truth, model := e.probabilities(e.truth), e.probabilities(theta)
	next := func(mass *big.Rat) {
		weights, kept, held := make([]float64, letters), make([]int, letters), real
		if t == 0 {
			held = append([]int(nil), batch...)
		}
		for k := range weights {
			a, b := float64(fresh[k]), float64(batch[k])
			switch {
			case e.kind == "accumulate":
				kept[k] = pool[k] + fresh[k] + batch[k]
				weights[k] = float64(kept[k])
			case t == 0 || e.kind == "replace" || e.kind == "fresh":
				kept[k] = fresh[k] + batch[k]
				weights[k] = a + b
			case e.kind == "original":
				kept[k] = real[k] + batch[k]
				weights[k] = float64(real[k]) + float64(first)*(1-e.share(t))/(e.share(t)*float64(n))*b
			case e.kind == "weighted":
				kept[k] = fresh[k] + batch[k]
				weights[k] = e.share(t)/float64(first)*a + (1-e.share(t))/float64(n)*b
			}
		}
		e.generation(t+1, e.fit(weights, theta), held, kept, mass)
	}
	reals := 0
	switch {
	case t == 0:
	case e.kind == "fresh" || e.kind == "accumulate":
		reals = int(math.Round(e.share(t) * float64(n)))
		n -= reals
	case e.kind == "weighted":
		reals = first
	}
	draw(reals, truth, fresh, mass, func(mass *big.Rat) { draw(n, model, batch, mass, next) })
}

func float(v *big.Rat) float64 {
	f, _ := v.Float64()
	return f
}

var testedWorkflows = []struct {
	workflow estimators.Workflow
	kind     string
	share    func(t int) float64
}{
	{estimators.Accumulate(), "accumulate", always(0)}, {estimators.Replace(), "replace", always(0)},
	{estimators.MixFresh(0.5), "fresh", always(0.5)},
	{estimators.MixOriginal(0.25), "original", always(0.25)}, {estimators.WeightedReal(0.5), "weighted", always(0.5)},
	{estimators.AccumulateFresh(0.5), "accumulate", always(0.5)},
	{estimators.AccumulateFresh(0.75).Decaying(1), "accumulate", func(t int) float64 { return 0.75 / float64(t) }},
	{estimators.MixFresh(1).Decaying(2), "fresh", func(t int) float64 { return 1 / float64(t*t) }},
	{estimators.MixOriginal(1).Listed(0.5, 0.25), "original", func(t int) float64 { return 0.5 / float64(t) }},
	{estimators.WeightedReal(1).Listed(0.5, 0.75), "weighted", func(t int) float64 { return 0.25 + 0.25*float64(t) }},
}

func always(share float64) func(int) float64 { return func(int) float64 { return share } }

// agrees says whether a certified number holds the rational: p_θ in the enumeration is rounded, by 10^-14 a factor,
// and at a θ^(t) rounded to 10^-12 at worst.
func agrees(c estimators.Certified, exact *big.Rat, scale float64) bool {
	return math.Abs(c.Value-float(exact)) <= c.Error+1e-11*scale
}

// compare holds the exact law against the enumeration; sabotage changes the law, for the mutants.
func compare(t *testing.T, i Instance, random *rand.Rand, fraction int, sabotage func(*Law)) (differs string) {
	within, err := i.Family.Within(i.Truth, i.Radius)
	if err != nil {
		t.Fatal(err)
	}
	way := testedWorkflows[random.IntN(len(testedWorkflows))]
	samples := map[int]int{2: 6, 3: 4, 4: 3}[i.Family.Letters()]
	generations := 1 + random.IntN(3)
	var sizes []int64
	for range generations {
		sizes = append(sizes, 1+int64(random.IntN(max(1, fraction*samples/generations-1))))
	}
	schedule := estimators.ListSchedule(sizes...)
	law, err := ExactLaw(within, i.Truth, schedule, generations, way.workflow, Budget{})
	if err != nil {
		t.Fatalf("%v, %v: %v", schedule, way.workflow, err)
	}
	if sabotage != nil {
		sabotage(law)
	}
	rho := i.Radius * (0.1 + 0.8*random.Float64())
	outside, square, extinct, total := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
	e := &enumeration{t: t, f: within, truth: i.Truth, schedule: schedule, kind: way.kind, share: way.share,
		last: generations, fits: map[string][]float64{}}
	e.outcome = func(theta []float64, counts []int, p *big.Rat) {
		distance := 0.0
		for j, v := range theta {
			distance += (v - i.Truth[j]) * (v - i.Truth[j])
		}
		total.Add(total, p)
		square.Add(square, new(big.Rat).Mul(p, rational(distance)))
		if math.Sqrt(distance) > rho {
			outside.Add(outside, p)
		}
		if counts[0] == 0 {
			extinct.Add(extinct, p)
		}
	}
	e.generation(0, i.Truth, nil, make([]int, within.Letters()), big.NewRat(1, 1))
	if total.Cmp(big.NewRat(1, 1)) != 0 {
		t.Fatalf("the enumeration's masses add up to %v", total)
	}
	says := func(what string, c estimators.Certified, exact *big.Rat, scale float64) {
		if !agrees(c, exact, scale) || !(c.Error <= 1e-6) {
			differs = fmt.Sprintf("%v, %v, T = %d: %s %+v, enumerated %.17g", schedule, way.workflow, generations,
				what, c, float(exact))
		}
	}
	says("P(outside)", law.Outside(rho), outside, 1)
	says("E‖θ−θ*‖²", law.Mean(law.SquaredDistance), square, 1)
	says("P(letter 0 extinct)", law.Extinct(0), extinct, 1)
	return differs
}

func small(i Instance) bool { return i.Family.Letters() <= 4 && i.Family.Dim() <= 2 }

// The exact law is that of the literal enumeration, for 1,000 random alphabets, schedules and workflows.
func TestLawAgainstEnumeration(t *testing.T) {
	instances(t, 1000, 4, func(i Instance) bool { return small(i) && (i.Family.Dim() == 1 || i.Family.Natural()) },
		func(t *testing.T, i Instance, random *rand.Rand) {
			if differs := compare(t, i, random, 1, nil); differs != "" {
				t.Error(differs)
			}
		})
}

// A law that lost an atom, one with two masses exchanged, one about another truth, one with a mass that is off by 10^-9
// of itself: the enumeration sees each.
func TestLawMutants(t *testing.T) {
	mutants := map[string]func(*Law){
		"lost atom":     func(l *Law) { l.Atoms = l.Atoms[1:] },
		"swapped":       func(l *Law) { a := l.Atoms; a[0].Mass, a[len(a)-1].Mass = a[len(a)-1].Mass, a[0].Mass },
		"moved":         func(l *Law) { l.truth = []float64{l.truth[0] + 0.01, 0, 0, 0}[:len(l.truth)] },
		"one part in 9": func(l *Law) { l.Atoms[0].Mass *= 1 + 1e-9 },
	}
	for name, sabotage := range mutants {
		caught := 0
		instances(t, 20, 3, dims(1), func(t *testing.T, i Instance, random *rand.Rand) {
			if compare(t, i, random, 1, sabotage) != "" {
				caught++
			}
		})
		if caught < 5 {
			t.Errorf("%s: seen in %d of 20", name, caught)
		}
	}
}

// TestPlanHoldsMemory: what a law of 25,000 states keeps is no more than half of what was planned: the rest is for the
// collector.
func TestPlanHoldsMemory(t *testing.T) {
	family, err := estimators.ParseFamily("categorical:10")
	if err != nil {
		t.Fatal(err)
	}
	truth := slices.Repeat([]float64{0.1}, 9)
	model, err := ModelOf(family, truth, 0)
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	law, err := ExactLaw(model, truth, estimators.ConstantSchedule(4), 2, estimators.Accumulate(), Budget{})
	runtime.GC()
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	held := float64(after.HeapAlloc) - float64(before.HeapAlloc)
	if !(held <= law.Plan.Bytes/2 && held >= law.Plan.Bytes/8) {
		t.Errorf("%d atoms hold %.0f bytes of %.0f planned", len(law.Atoms), held, law.Plan.Bytes)
	}
}
