package counterexamples

import (
	"cmp"
	"fmt"
	"math"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/theorems"
)

// collapse2 is one instance of "TV(p_θ(T), h_0) ≥ threshold for some T ≤ deadline": Algorithm 1 on Construction 2 with
// the canonical f.
type collapse2 struct {
	phi       string
	n         int64
	delta     float64
	deadline  float64 // in fits: T = 1 is the fit to real data
	threshold float64
	width     string // of another f than the canonical one: a mutant
	unmet     string
}

func (c collapse2) scenario() theorems.Scenario {
	s := theorems.Scenario{Name: fmt.Sprintf("phi=%s/n=%d/delta=%g", c.phi, c.n, c.delta), Unmet: c.unmet}
	s.Experiment = theorems.Rate{Allowed: c.delta, Tolerated: math.Min(1, 2*c.delta), New: c.trial}
	return s
}

func (c collapse2) trial() (estimators.Trial[bool], error) {
	generations := int(math.Max(1, math.Min(c.deadline, simulatedGenerations)))
	i := on(cmp.Or(c.width, "canonical:"+c.phi), c.n, generations)
	return estimators.Along(i, func(pool *construction2.Pool, run runner) (bool, error) {
		reached := false
		err := run(func(int, []float64) bool {
			reached = pool.TotalVariation() >= c.threshold
			return !reached
		})
		return !reached, err
	})()
}

// simulatedGenerations is where a replicate that has not collapsed is given up and counted as bad, which can only
// speak against the claim. While no g is taken P(τ > t) ≤ 2/(t+2) + 1/(5n): it costs 10^-4.
const simulatedGenerations = 20000

var (
	growths52 = []string{"loglog", "sqrtlog", "log", "power:0.1"}
	sizes52   = []int64{10, 100, 1000, 10_000, 1e6, 1e8, 1e10, 1e12, 1e15, 2}
	deltas52  = []float64{0.1, 0.2, 0.05, 0.02, 0.01}
)

func draw52(make func(phi string, n int64, delta float64) collapse2) func(theorems.Chooser) theorems.Scenario {
	return func(c theorems.Chooser) theorems.Scenario {
		phi := theorems.Pick(c, "phi", growths52...)
		n := theorems.Pick(c, "n", sizes52...)
		return make(phi, n, theorems.Pick(c, "delta", deltas52...)).scenario()
	}
}

// on is Algorithm 1 from h_0 with the given f.
func on(width string, n int64, generations int) estimators.Setup[*construction2.Pool] {
	return setup(construction2.Truth(), n, generations, func() (*construction2.Pool, error) {
		f, err := construction2.ParseSpikeWidth(width)
		if err != nil {
			return nil, err
		}
		return construction2.New(f)
	})
}

// onCanonical is that with the canonical f of φ.
func onCanonical(phi string, n int64, generations int) estimators.Setup[*construction2.Pool] {
	return on("canonical:"+phi, n, generations)
}

// wide is Algorithm 1 on the h's alone, whose dynamics need no f.
func wide(n int64, generations int) estimators.Setup[*construction2.Pool] {
	return setup(construction2.Truth(), n, generations,
		func() (*construction2.Pool, error) { return construction2.NewWide(), nil })
}

// argmaxOf is the pool with another maximiser of the h's: a mutant, but for nil.
func argmaxOf(pool func() (*construction2.Pool, error),
	argmax func(gap float64) float64) func() (*construction2.Pool, error) {
	return func() (*construction2.Pool, error) {
		p, err := pool()
		if err == nil {
			p.Argmax = argmax
		}
		return p, err
	}
}

// dropCap is α_j = ½(1−M_j), also where that is above ¼, but below ½.
func dropCap(gap float64) float64 { return math.Min(gap/2, math.Nextafter(0.5, 0)) }

// doubleAlpha is α_j = 1−M_j with the cap.
func doubleAlpha(gap float64) float64 { return math.Min(0.25, gap) }
