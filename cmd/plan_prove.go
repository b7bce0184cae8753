package cmd

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/bisect"
	"itermle/theorems/certify"
	"itermle/theorems/laws"
)

// proved is a bound on, or the value of, the (1−δ)-quantile of ‖θ^(T) − θ*‖.
type proved struct {
	Quantile float64 `json:"quantile"`
	Error    float64 `json:"error"`
	How      string  `json:"how"`
}

// planStates is what the exact law of a plan may take: about a second.
const planStates = 2e5

// prove fills in what does not rest on simulation.
func (p *planned) prove(c *course, workflow estimators.Workflow) error {
	p.Exact = p.exactQuantile(c, workflow)
	for _, found := range []*proved{p.certificate(c, workflow), p.byMoments(c, workflow),
		p.bySecondMoments(c, workflow)} {
		if found != nil && (p.Certificate == nil || found.Quantile < p.Certificate.Quantile) {
			p.Certificate = found
		}
	}
	return nil
}

// anew says of which truth and sample a number speaks.
const anew = " at θ* = θ̂, real sample drawn anew"

// normalWorkflows give θ^(T) as a fixed linear form of the samples: of a Gaussian mean it is normal.
var normalWorkflows = []string{"accumulate", "replace", "fresh", "original", "weighted"}

// exactQuantile is the quantile by an exact law; nil where there is none that takes a second.
func (p *planned) exactQuantile(c *course, workflow estimators.Workflow) *proved {
	kind, _, _ := strings.Cut(workflow.String(), ":")
	_, normal := c.family.(estimators.NormalLaw)
	square, known := p.meanSquare(c, workflow)
	switch {
	case normal && known && slices.Contains(normalWorkflows, kind):
		outside := func(x float64) float64 { return math.Erfc(x / math.Sqrt2) }
		return &proved{math.Sqrt(square) * certify.QuantileOutside(outside, p.Delta), 0, "exact law" + anew}
	case normal && kind == workflow.String() && kind == "accumulate":
		if quantile, ok := certify.NormalQuantile(c.family, c.fitted, c.schedule, p.Generations, p.Delta); ok {
			return &proved{quantile, 0, "exact law" + anew}
		}
	}
	model, err := alphabet.ModelOf(c.family, c.fitted, 0)
	if err != nil {
		return nil
	}
	law, err := alphabet.ExactLaw(model, c.fitted, c.schedule, p.Generations, workflow,
		alphabet.Budget{States: planStates, Transitions: 1000 * planStates})
	if err != nil {
		return nil
	}
	q, err := law.Quantile(law.Distance, 1-p.Delta)
	if err != nil {
		return nil
	}
	return &proved{q.Value, q.Error, "exact law" + anew}
}

// meanSquare is E(μ_T − μ*)² of a Morris family, under the workflows for which it is known.
func (p *planned) meanSquare(c *course, workflow estimators.Workflow) (float64, bool) {
	morris, ok := c.family.(estimators.MorrisFamily)
	if !ok {
		return 0, false
	}
	v0, v1, v2 := morris.VarianceFunction()
	square, err := laws.WorkflowVariance(laws.VarianceFunction{V0: v0, V1: v1, V2: v2}, c.fitted[0], workflow,
		c.schedule, p.Generations)
	return square, err == nil
}

// certificate is Theorem 4.1's; nil where it does not hold.
func (p *planned) certificate(c *course, workflow estimators.Workflow) *proved {
	if workflow.String() != estimators.Accumulate().String() {
		return nil
	}
	found := sharpestBall(c.family, c.fitted, c.schedule, p.Generations, p.Delta)
	if found == nil {
		return nil
	}
	return &proved{found.Rho, 0, fmt.Sprintf(
		"certificate (%s) at θ* = θ̂, MLE over the ball of radius %g, all generations at once", found.Name,
		found.Radius)}
}

// byMoments is the bound that an exact moment gives: P(‖θ^(T) − θ*‖ > ρ) ≤ E‖·‖^k/ρ^k, for k = 2 (Chebyshev) or 4; nil
// where no moment is known.
func (p *planned) byMoments(c *course, workflow estimators.Workflow) *proved {
	second, fourth := math.Inf(1), math.Inf(1)
	if square, ok := p.meanSquare(c, workflow); ok {
		second = square
	}
	whole := workflow.String()
	replaced := whole == estimators.Replace().String()
	if plain := replaced || whole == estimators.Accumulate().String(); plain {
		if morris, ok := c.family.(estimators.MorrisFamily); ok {
			v0, v1, v2 := morris.VarianceFunction()
			_, fourth = laws.Morris{Variance: laws.VarianceFunction{V0: v0, V1: v1, V2: v2}, Mean: c.fitted[0],
				Schedule: c.schedule, Replace: replaced}.CentralMoments(p.Generations)
		}
		if c.twoMoments(p.Generations) {
			scale := c.fitted[1] // of the law from (0, 1)
			second = scale * scale * laws.GaussianReplacedSquaredError(c.schedule, p.Generations)
			if !replaced {
				second = scale * scale * laws.GaussianSquaredError(c.schedule, p.Generations)[p.Generations-1]
				fourth = math.Pow(scale, 4) * laws.GaussianFourthError(c.schedule, p.Generations)
			}
		}
	}
	chebyshev, higher := math.Sqrt(second/p.Delta), math.Sqrt(math.Sqrt(fourth/p.Delta))
	switch {
	case higher < chebyshev:
		return &proved{higher, 0, "certificate (exact fourth moment)" + anew}
	case !math.IsInf(chebyshev, 1) && !math.IsNaN(chebyshev):
		return &proved{chebyshev, 0, "certificate (exact variance, Chebyshev)" + anew}
	}
	return nil
}

// twoMoments says whether the family is the Gaussian (μ, σ) and every fit surely exists with a finite E‖θ^(t)‖²: of one
// sample alone there is none.
func (c *course) twoMoments(generations int) bool {
	_, ok := c.family.(*estimators.Gaussian)
	for t := 0; ok && t < generations; t++ {
		ok = c.schedule.Size(t) >= 2
	}
	return ok && c.schedule.Size(0) >= 3
}

// bySecondMoments is the bound that E μ² and E(σ² − 1)² of the Gaussian from (0, 1) give, in units of its σ: where
// ‖(μ, σ−1)‖ > ρ, with c = max(1, 2−ρ),
//
//	μ² + (σ²−1)²/c² > ρ²,   so P(‖·‖ > ρ) ≤ (E μ² + E(σ²−1)²/c²)/ρ²
//
// by Markov: if |σ−1| ≤ ρ then σ+1 ≥ c, and else |σ²−1| > ρc. So it loses what Chebyshev does, and up to 2/c where ρ is
// no small part of σ. It is nil where no moments are known: of a part of the pool, of a random number of real samples,
// and of what is not linear in the data.
func (p *planned) bySecondMoments(c *course, workflow estimators.Workflow) *proved {
	if !c.twoMoments(p.Generations) {
		return nil
	}
	mean, spread, err := laws.GaussianWorkflowMoments(workflow, c.schedule, p.Generations)
	if err != nil {
		return nil
	}
	rho := bisect.Float(math.Inf(1), 0, func(rho float64) bool {
		root := math.Max(1, 2-rho)
		return (mean+spread/(root*root))/(rho*rho) <= p.Delta
	})
	return &proved{c.fitted[1] * rho, 0, "certificate (exact second moments, Chebyshev)" + anew}
}
