package alphabet

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"itermle/estimators"
)

// Dial is a family with a strength ε that loses one hypothesis of Theorem 4.1 as ε → 0, and keeps the others with
// constants that do not depend on ε.
type Dial struct {
	Name       string
	Assumption string
	Holds      string // what is kept
	Fails      string // what is lost at ε = 0
	// Epsilons are the strengths of a diagram that names none, falling.
	Epsilons []float64
	// Whole says that only the Epsilons have a family: nothing lies between two of them.
	Whole bool
	Truth []float64
	// Information is I(θ*) of the family at the first of the Epsilons, roughly: (nI)^{−½} is the regular scale.
	Information float64
	family      func(epsilon float64) (Model, error)
}

// Model is the family of strength ε, on its whole Θ. It returns a *estimators.RangeError unless 0 < ε ≤ the greatest of
// the Epsilons, and for a Whole dial unless ε is one of them.
func (d Dial) Model(epsilon float64) (Model, error) {
	if !(epsilon > 0 && epsilon <= d.Epsilons[0]) || d.Whole && !slices.Contains(d.Epsilons, epsilon) {
		return nil, &estimators.RangeError{What: d.Name + ": ε", Value: epsilon,
			Accept: fmt.Sprintf("0 < ε ≤ %g, or one of %g", d.Epsilons[0], d.Epsilons)}
	}
	return d.family(epsilon)
}

// line is the family of the log-weights on [low, high], coefficients ascending.
func line(low, high float64, weights ...[]float64) (Model, error) {
	polynomials := make([]Polynomial, len(weights))
	for k, coefficients := range weights {
		for e, c := range coefficients {
			polynomials[k] = append(polynomials[k], Monomial{c, []int{e}})
		}
	}
	f, err := New(Box([]float64{low}, []float64{high}), polynomials...)
	if err != nil {
		return nil, err
	}
	return f, nil
}

var strengths = []float64{1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01}

// Dials are the violations that a finite alphabet can show. What it cannot: a score without moments (2A itself), a
// kink (C³ itself: the constants of 2 grow instead), and the collapse of a leak into a spike, whose likelihood a finite
// alphabet bounds; departures of continuous families have those.
func Dials() []Dial { return slices.Clone(dials) }

var dials = []Dial{
	{
		// The logit on [−ε, 1] at 0. The MLE is the one over R, moved to −ε where it lies below.
		Name: "boundary", Assumption: "1A", Truth: []float64{0}, Information: 0.25, Epsilons: strengths,
		Holds:  "1B, 1C, 2, 3 on Θ, with constants of the logit",
		Fails:  "no ball of radius > ε about θ* lies in Θ; √n(θ^(1) − θ*) is not normal in the limit",
		family: func(e float64) (Model, error) { return line(-e, 1, nil, []float64{0, 1}) },
	},
	{
		// The log-odds θ ↦ (θ² − 1, θ³ − θ) are a curve with one node: θ = ±1 have the same law, two branches cross
		// at right angles in the metric of I. Θ ends ε before the second passage.
		Name: "second sheet", Assumption: "1B", Truth: []float64{-1}, Information: 8. / 3, Epsilons: strengths,
		Holds: "1A, 1C, 2, 3 on B_½(−1); all laws differ",
		Fails: "p_{1−ε} − p_{−1} = O(ε): θ = 1 has the law of θ* = −1; in KL nothing is lost",
		family: func(e float64) (Model, error) {
			return line(-1.5, 1-e, nil, []float64{-1, 0, 1}, []float64{0, -1, 0, 1})
		},
	},
	{
		Name: "moving support", Assumption: "1C", Truth: []float64{0}, Information: 1,
		Epsilons: []float64{0.5, 0.2, 0.1, 0.05, 0.02, 0.01},
		Holds:    "1A, 1B, 3; 2 on the support, of which letter 2 is a part from θ = ε on",
		Fails:    "on balls of radius > ε about θ* = 0 the support depends on θ, and E∇log p ≠ 0",
		family:   func(e float64) (Model, error) { return support(e), nil },
	},
	{
		// log-odds θ, and log ε + θ/√ε for a third letter: a score of size ε^{−½} with probability ε. The scores of
		// a finite alphabet are bounded, so that K1 is finite for every ε; but K1² ≥ (1/ε)/(2 log(2/ε)) → ∞, and
		// K2, K3 with it, in a ball of fixed radius.
		Name: "score tail", Assumption: "2A", Truth: []float64{0}, Information: 1,
		Epsilons: []float64{0.25, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002},
		Holds:    "1A, 1B, 1C, 3",
		Fails:    "K1 → ∞, with K2 and K3, while I(θ*) stays near 1: a rare letter carries most of it",
		family: func(e float64) (Model, error) {
			return line(-1, 1, nil, []float64{0, 1}, []float64{math.Log(e), 1 / math.Sqrt(e)})
		},
	},
	{
		// Log-odds 2∫(1 + ¾T_k), T_k Chebyshev's polynomial, k = 1/ε odd: monotone, with slopes in [½, 3½].
		Name: "oscillation", Assumption: "2B, 2C", Truth: []float64{0}, Information: 1,
		Epsilons: []float64{1, 1. / 3, 1. / 5, 1. / 7}, Whole: true,
		Holds:  "1A, 1B, 1C, 2A, 3",
		Fails:  "K2 grows like k², K3 like k⁴ at the ends of Θ: the limit has no second derivative",
		family: func(e float64) (Model, error) { return line(-1, 1, nil, oscillating(int(math.Round(1/e)))) },
	},
	{
		// Log-odds εθ + θ³: I(0) = ε²/4, and monotone, so that 1B holds even at ε = 0.
		Name: "information", Assumption: "3", Truth: []float64{0}, Information: 0.25, Epsilons: strengths,
		Holds:  "1A, 1B, 1C, 2",
		Fails:  "λ0 = ε²/4 → 0: at ε = 0 the MLE errs by n^{−1/6}; in KL nothing is lost",
		family: func(e float64) (Model, error) { return line(-1, 1, nil, []float64{0, e, 0, 1}) },
	},
	{
		// Log-odds θ² − 1, and log ε − 2(1 + θ) for a third letter: but for that letter, of probability about ε/2
		// at θ* = −1 and e^{−4} of it at 1, θ and −θ are one. KL(p_{−1}‖p_1) ≈ ε.
		Name: "separation", Assumption: "global separation", Truth: []float64{-1}, Information: 1,
		Epsilons: strengths,
		Holds:    "1A, 1B, 1C, 2, 3 on B_½(−1)",
		Fails:    "inf KL(p_θ*‖p_θ) over θ outside of B_½ is O(ε), which 4.1 assumes nothing about",
		family: func(e float64) (Model, error) {
			return line(-1.5, 1.5, nil, []float64{-1, 0, 1}, []float64{math.Log(e) - 2, -2})
		},
	},
}

// oscillating are the coefficients of 2∫_0 (1 + ¾T_k).
func oscillating(k int) []float64 {
	before, t := []float64{1}, []float64{0, 1}
	for range k - 1 {
		next := make([]float64, len(t)+1)
		for i, c := range t {
			next[i+1] += 2 * c
		}
		for i, c := range before {
			next[i] -= c
		}
		before, t = t, next
	}
	integral := make([]float64, len(t)+1)
	for i, c := range t {
		integral[i+1] = 1.5 * c / float64(i+1)
	}
	integral[1] += 2
	return integral
}

// Loss is what a bad run is judged by, against three times its size in a regular family at n_0 samples, the first
// generation's: accumulation in equal batches inflates that by π/√6 at most, so that a regular run is bad with a
// probability near 0.02.
//
//	"theta"   ‖θ^(T) − θ*‖ > 3/√(n_0 I)
//	"kl"      KL(p_θ*‖p_θ(T)) > 9/(2n_0)
//	"tv"      TV > 3/(2√n_0), Pinsker's of that
type Loss string

// Losses are the three.
var Losses = []Loss{"theta", "kl", "tv"}

// Threshold is what a loss is bad beyond, for n samples of information I.
func (l Loss) Threshold(information, n float64) float64 {
	switch l {
	case "kl":
		return 4.5 / n
	case "tv":
		return 1.5 / math.Sqrt(n)
	}
	return 3 / math.Sqrt(n*information)
}

func (l Loss) of(law *Law) Functional {
	switch l {
	case "kl":
		return law.KL
	case "tv":
		return law.TotalVariation
	}
	return law.Distance
}

func (l Loss) check() error {
	if !slices.Contains(Losses, l) {
		return &estimators.SyntaxError{What: "loss", Value: strconv.Quote(string(l)), Accept: "theta, kl or tv"}
	}
	return nil
}
