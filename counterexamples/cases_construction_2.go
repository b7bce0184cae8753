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

var growths52 = []string{"loglog", "sqrtlog", "log", "power:0.1"}

// drawGrowth draws a φ under which level 2 decides for every n ≤ 10¹⁵: ψ(3)^{1/0.3} is above that.
func drawGrowth(c theorems.Chooser) string {
	if phi := theorems.Pick(c, "phi", "loglog", "sqrtlog", "log", "power"); phi != "power" {
		return phi
	}
	return fmt.Sprintf("power:%g", theorems.DrawReal(c, "exponent", 0.01, 0.3))
}

// drawWidth draws an f of any kind.
func drawWidth(c theorems.Chooser) string {
	switch kind := theorems.Pick(c, "f", "canonical", "exp", "power", "list"); kind {
	case "canonical":
		return "canonical:" + drawGrowth(c)
	case "list":
		f2, f3 := drawWidths(c)
		return fmt.Sprintf("list:%g,%g", f2, f3)
	default:
		return fmt.Sprintf("%s:%g", kind, theorems.DrawLog(c, "rate", 0.01, 1000))
	}
}

// drawWidths draws f(2) and f(3), log-uniform, or on the grid of 1/64 where windows are as wide as samples lie apart.
func drawWidths(c theorems.Chooser) (f2, f3 float64) {
	if c.Choose("on the grid", 4) < 3 {
		f2 = theorems.DrawLog(c, "f(2)", 1e-9, 0.49)
		return f2, f2 * theorems.DrawReal(c, "f(3)/f(2)", 0.001, 0.999)
	}
	k := 2 + c.Choose("64 f(2)", 30)
	return float64(k) / 64, float64(1+c.Choose("64 f(3)", k-1)) / 64
}

// firstSample is the least n that the scenarios of Theorem 5.2 use: log log (n+1) is negative at n = 1.
const firstSample = 2

func draw52(make func(phi string, n int64, delta float64) collapse2) func(theorems.Chooser) theorems.Scenario {
	return func(c theorems.Chooser) theorems.Scenario {
		n := theorems.DrawSize(c, "n", firstSample, 1e15)
		return make(drawGrowth(c), n, theorems.DrawLog(c, "delta", 0.01, 0.5)).scenario()
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
