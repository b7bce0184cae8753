package counterexamples

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/internal/quadrature"
	"itermle/theorems"
)

// bahadur refutes "the maximum likelihood estimate of a countable parameter is consistent" (R. R. Bahadur, Sankhyā 20,
// 1958). It drops one hypothesis: domination of log p_k in k. On (0, 1], with 0 < c < 1, h(x) = e^{1/x²} and 1 = a_0 >
// a_1 > a_2 > … → 0,
//
//	p_k(x) = c off (a_k, a_{k−1}], h(x) on it,   ∫_{a_k}^{a_{k−1}} (h(x) − c) dx = 1 − c,   k = 1, 2, …
//
// Whatever k* is, k̂ → ∞: the interval of the smallest sample m alone gains log h(m) = m^{−2}, about n², against n
// log(1/c). Restricted to k ≤ K the densities are bounded and k̂ = k* eventually.
type bahadur struct {
	truth int
	n     int
	level float64 // c
}

// ends are a_0, …, a_4, by bisection of the quadrature of h − c: its mass is at most 1 − c, short of it by 10^-9.
func (f bahadur) ends() ([]float64, error) {
	ends := []float64{1}
	for range 4 {
		right := ends[len(ends)-1]
		var failure error
		ends = append(ends, bisect.Within(right, right/2, 1e-11, func(left float64) bool {
			mass, off, err := quadrature.Integrate(func(x float64) float64 { return math.Exp(1/(x*x)) - f.level },
				[]float64{left, right}, 1e-9)
			failure = cmp.Or(failure, err)
			return mass+off <= 1-f.level
		}))
		if failure != nil {
			return nil, failure
		}
	}
	return ends, nil
}

// sample fills dst with samples of p_k*, by rejection from the uniform law under the bound h(a_k) on the density.
func (f bahadur) sample(dst, ends []float64, random *rand.Rand) {
	left, right := ends[f.truth], ends[f.truth-1]
	inside := 1 - f.level*(1-(right-left)) // mass of (a_k, a_{k−1}]
	bound := 1 / (left * left)
	for i := range dst {
		if random.Float64() >= inside {
			// Uniform on the rest of (0, 1].
			x := (1 - random.Float64()) * (1 - (right - left))
			if x > left {
				x += right - left
			}
			dst[i] = x
			continue
		}
		for {
			x := left + (1-random.Float64())*(right-left)
			if math.Log(1-random.Float64()) <= 1/(x*x)-bound {
				dst[i] = x
				break
			}
		}
	}
}

// logDensity is log p_k(x).
func (f bahadur) logDensity(k int, x float64, ends []float64) float64 {
	if x > ends[k] && x <= ends[k-1] {
		return 1 / (x * x)
	}
	return math.Log(f.level)
}

// excess is a lower bound of sup_{k>4} Σ log p_k(x_i) − max_{k≤4} Σ log p_k(x_i), −∞ if no sample is below a_4: on the
// left the interval of the smallest sample m, which gains m^{−2} and costs at most log(1/c) for each other.
func (f bahadur) excess(x, ends []float64) float64 {
	smallest := 1.0
	for _, v := range x {
		smallest = min(smallest, v)
	}
	if smallest > ends[4] {
		return math.Inf(-1)
	}
	inner := math.Inf(-1)
	for k := 1; k <= 4; k++ {
		inner = max(inner, f.likelihood(k, x, ends))
	}
	return 1/(smallest*smallest) + float64(len(x)-1)*math.Log(f.level) - inner
}

func (f bahadur) likelihood(k int, x, ends []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += f.logDensity(k, v, ends)
	}
	return sum
}

// scenario is P(k̂ is wrong) ≤ allowed: over all k, bad where every maximiser exceeds 4, or over k ≤ 4, bad where k* is
// not the maximiser.
func (f bahadur) scenario(restricted bool) theorems.Scenario {
	name := fmt.Sprintf("k*=%d n=%d c=%g", f.truth, f.n, f.level)
	if restricted {
		name += " k≤4"
	}
	return theorems.Scenario{Name: name, Experiment: theorems.Rate{Allowed: 0.05, Tolerated: 0.25,
		New: func() (estimators.Trial[bool], error) {
			ends, err := f.ends()
			x := make([]float64, f.n)
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				f.sample(x, ends, s.At(replicate, 0))
				if !restricted {
					return f.excess(x, ends) > 0, nil
				}
				for k := 1; k <= 4; k++ {
					if k != f.truth && !(f.likelihood(k, x, ends) < f.likelihood(f.truth, x, ends)) {
						return true, nil
					}
				}
				return false, nil
			}, err
		}}}
}

// drawBahadur draws k*, n and c.
func drawBahadur(c theorems.Chooser, least, most int64) bahadur {
	return bahadur{theorems.Pick(c, "k*", 1, 2, 3, 4), int(theorems.DrawSize(c, "n", least, most)),
		theorems.DrawReal(c, "c", 0.3, 0.7)}
}

func controlBahadur() theorems.Claim {
	return theorems.Claim{
		ID: "control-bahadur", Statement: "control-bahadur",
		Title:  "Bahadur's family: k̂ of real data is k*: false, it runs to ∞",
		Says:   "k̂ ≤ 4 with probability ≥ 0.95 for k* ≤ 4 and n ≥ 500 real samples.",
		Expect: theorems.Refuted, Contrast: true,
		Fixed:   always(bahadur{1, 500, 0.5}.scenario(false), bahadur{2, 5000, 0.5}.scenario(false)),
		Draw:    func(c theorems.Chooser) theorems.Scenario { return drawBahadur(c, 500, 5000).scenario(false) },
		Mutants: mutants{{Name: "restricted-to-k<=4", Scenario: bahadur{1, 500, 0.5}.scenario(true)}}.all,
	}
}

func controlBahadurBounded() theorems.Claim {
	return theorems.Claim{
		ID: "control-bahadur-bounded", Statement: "control-bahadur",
		Title:  "… and is consistent over k ≤ 4",
		Says:   "Among k ≤ 4 the likelihood of n ≥ 100 samples is largest at k* with probability ≥ 0.95.",
		Expect: theorems.Supported,
		Fixed:  always(bahadur{1, 100, 0.5}.scenario(true), bahadur{3, 500, 0.5}.scenario(true)),
		Draw:   func(c theorems.Chooser) theorems.Scenario { return drawBahadur(c, 100, 1000).scenario(true) },
		Mutants: mutants{{Name: "all-k", Scenario: bahadur{1, 1000, 0.5}.scenario(false)},
			{Name: "one-sample", Scenario: bahadur{1, 1, 0.5}.scenario(true)}}.all,
	}
}
