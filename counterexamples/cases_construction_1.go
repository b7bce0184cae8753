package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction1"
	"itermle/estimators"
	"itermle/internal/rounding"
	"itermle/theorems"
)

// limitN is the n at which limits n → ∞ are compared with simulation. V_k(s) differs from its limit by O(u²/n + k·u/n)
// at u = n·s, and the probabilities of finding 1 by as much: about 10^−4 at the largest u that matters.
const limitN = 1_000_000

// lastGoodN is the largest n for which the printed bound of Theorem 5.1 (1) holds with the printed probability.
const lastGoodN = 168

// run1 is Algorithm 1 from θ* = (0, 2) on Construction 1: T generations of n samples.
type run1 struct {
	family construction1.Family
	n      int64
	T      int
	unmet  string
}

// paper1 is that with the paper's f for N = n.
func paper1(n int64, T int) run1 { return run1{family: construction1.Paper(n), n: n, T: T} }

// shallow1 has a wider spike at 1/8 than the paper's 8: a mutant.
func shallow1(n int64, T int, decay float64) run1 {
	return run1{family: construction1.Family{N: n, Decay: decay}, n: n, T: T}
}

// draw1 draws n and an f made for it: any slope of log f below 1/8, and a steeper one above. From a decay of
// NeededDecay down the proof of Theorem 5.1 says nothing of what synthetic data do.
func draw1(c theorems.Chooser, least, most int64, T int) run1 {
	r := run1{n: theorems.DrawSize(c, "n", least, most), T: T}
	decay := theorems.DrawReal(c, "decay", 6.8, 12)
	r.family = construction1.Family{N: r.n, Decay: decay, Depth: theorems.DrawReal(c, "depth", 4.5*decay, 8*decay)}
	if T > 1 && decay <= construction1.NeededDecay {
		r.unmet = fmt.Sprintf("decay %g ≤ 2 log 34: the spike may be too wide to win", decay)
	}
	return r
}

func (r run1) String() string {
	return fmt.Sprintf("n=%d/T=%d/decay=%g/depth=%g", r.n, r.T, r.family.Decay, r.family.Depth)
}

// setup is that, for estimators.After and Along.
func (r run1) setup() estimators.Setup[*construction1.Pool] {
	return setup(construction1.Truth(), r.n, r.T,
		func() (*construction1.Pool, error) { return construction1.NewOf(r.family), nil })
}

func (r run1) scenario(experiment theorems.Experiment) theorems.Scenario {
	return theorems.Scenario{Name: r.String(), Unmet: r.unmet, Experiment: experiment}
}

// rate claims that the last model is bad with probability at most allowed.
func (r run1) rate(allowed, tolerated float64, bad func(*construction1.Pool) bool) theorems.Scenario {
	return r.scenario(rate(r.setup(), allowed, tolerated, bad))
}

// bound claims that what the last model has exceeds a limit with probability at most allowed.
func (r run1) bound(limit, allowed, tolerated float64, of func(*construction1.Pool) float64) theorems.Scenario {
	s := r.scenario(theorems.Rate{Allowed: allowed, Tolerated: tolerated,
		Ratio: after(r.setup(), func(p *construction1.Pool) float64 { return of(p) / limit })})
	s.Name += fmt.Sprintf("/limit=%.6g", limit)
	return s
}

// tailBound claims P(TV(p_θ(T), p_θ*) > K·log n/n) ≤ 1/n.
func (r run1) tailBound(K float64) theorems.Scenario {
	size := float64(r.n)
	return r.bound(K*math.Log(size)/size, 1/size, 2/size, (*construction1.Pool).TotalVariation)
}

// exactTail decides "P(α^(1) > K·log n/n) ≤ 1/n" by an enclosure of that probability, made ten times as sharp until it
// does, and gives up where it is sharper than 10^−8 of 1/n.
func exactTail(constant float64, n int64) (theorems.Outcome, error) {
	var out theorems.Outcome
	size := float64(n)
	for width := 1e-3 / size; ; width /= 10 {
		p, err := construction1.FirstEstimatorSurvival(n, constant*math.Log(size)/size, width)
		if err != nil {
			return out, err
		}
		low, high := rounding.Down(size*p.Lo, 1), rounding.Up(size*p.Hi, 1)
		out.Evidence = fmt.Sprintf("n·P(TV > %.4g log n/n) in [%.5f, %.5f] at n = %d", constant, low, high, n)
		switch {
		case low > 1 || high <= 1:
			out.Check(high <= 1, "%s", out.Evidence)
			return out, nil
		case width < 1e-8/size:
			out.Doubt("%s", out.Evidence)
			return out, nil
		}
	}
}

func exactTailScenario(constant float64, n int64) theorems.Scenario {
	return decided(fmt.Sprintf("exact law/n=%d/K=%.6g", n, constant),
		func() (theorems.Outcome, error) { return exactTail(constant, n) })
}

// What happens after generation 2 of Construction 1 (derived here).
//
// While nothing has hit [2, 3], let u_k/n be the least complement 1−x of the k generations pooled. Each candidate for
// α^(k) is at least u_k/(2n), so generation k hits with probability at least 1 − e^{−u_k/4} as n → ∞. Its points in
// (1−2α, 1] have density ½ and u_k/n ≤ 2α^(k): below u_k they are a Poisson process of rate ½, whatever α^(k) is. So
// u_1 ~ Exp(1) and u_{k+1} = min(u_k, Exp(½)), free of what the maximiser does. If the law of u_k on "no hit before" is
// A e^{−(r−¼)x} dx, then after the generation's hits it is A e^{−rx} dx, and after its points A(1 + 1/(2r)) e^{−(r+½)x}
// dx. From r = 5/4, r grows by ¾ a generation, and
//
//	P(no hit in generations 1 … T) ≤ S_T = (4/5) Π_{k=1}^{T−1} (3k+4)/(3k+5) ~ 1.011·T^{−1/3}.
//
// A hit collapses the model while the pool is small: α = ¼ with one point in the spike gains Depth·N, and costs
// ½ log(8/5) for each of the k·n points of the pool, half of which are dropped at log 2 and half of which gain
// log(5/4). So with N = n it does up to
//
//	k* = 2·Depth/log(8/5), 96/log(8/5) = 204.25 for the paper's f,
//
// generations, and not later: on [1/8, ¼] the gain is linear and the cost convex in α, so their ratio is largest at ¼
// if it increases there, which it does for Depth ≥ 2.3·Decay. A run that has not collapsed with k* generations pooled
// never does, as two points never come near enough to each other to count twice. A collapsed run puts n/16 new points a
// generation into the spike, each worth Depth·N, and stays. So TV(p_θ(t), p_θ*) ends within 1/n of ¼ with probability
// 1−s, and else at O(1/n): for the paper's f s ≤ S_203 = 0.172, 0.093 ± 0.003 in 10⁴ runs at n = 10⁶, and, in the limit
// n → ∞, 0.0922 ± 0.0009 in 3.2·10⁴ runs of construction1.LimitProcess, which shares nothing with the engine.

// unhitBound is S_T.
func unhitBound(generations int) float64 {
	s := 4. / 5
	for k := 1; k < generations; k++ {
		s *= float64(3*k+4) / float64(3*k+5)
	}
	return s
}

// fate is when a replicate collapsed.
type fate struct {
	first     int // the first t with α^(t) > 1/10 and a point in the spike, 0 if none
	recovered bool
}

// aftermath claims that what follows generation 1 is bad with probability at most allowed. lucky counts α > 1/10 as a
// collapse also where no sample lies in the spike: a mutant.
func (r run1) aftermath(allowed, tolerated float64, lucky bool, bad func(*construction1.Pool, fate) bool,
) theorems.Scenario {
	return r.scenario(theorems.Rate{Allowed: allowed, Tolerated: tolerated,
		New: estimators.Along(r.setup(), func(p *construction1.Pool, run runner) (bool, error) {
			var f fate
			err := run(func(t int, _ []float64) bool {
				switch {
				case f.first == 0 && p.Collapsed() && (p.Covered() > 0 || lucky):
					f.first = t
				case f.first > 0 && !p.Collapsed():
					f.recovered = true
				}
				// Large samples end with the collapse: what follows is the claim theorem-5.1-for-good.
				return f.first == 0 || r.n <= 10_000
			})
			return bad(p, f), err
		})})
}
