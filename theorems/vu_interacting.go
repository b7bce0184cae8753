package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// interacting are K models that train on each other: model k's next batch is r fresh real samples and s of each of the
// K models, n = r + Ks, and its mean is the batch's. Every model starts from n real samples.
type interacting struct {
	models, real, each int64
	p                  *big.Rat
	generations        int
}

func (a interacting) size() int64 { return a.real + a.models*a.each }

func (a interacting) String() string {
	return fmt.Sprintf("K=%d r=%d s=%d p*=%s T=%d", a.models, a.real, a.each, a.p.RatString(), a.generations)
}

// convolved is the law of the sum of two counts.
func convolved(a, b []*big.Rat) []*big.Rat {
	sum := zeros(len(a) + len(b) - 1)
	for i, x := range a {
		for j, y := range b {
			sum[i+j].Add(sum[i+j], rational.Mul(x, y))
		}
	}
	return sum
}

// batch is the law of a model's next count given the counts of all.
func (a interacting) batch(counts []int64) []*big.Rat {
	law := binomialLaw(a.real, a.p)
	for _, s := range counts {
		law = convolved(law, binomialLaw(a.each, big.NewRat(s, a.size())))
	}
	return law
}

// moments are E(θ_1 − p)² and E(θ_1 − p)(θ_2 − p) of Bernoulli samples, over all counts: those of the models are
// independent given the counts before.
func (a interacting) moments() (square, product *big.Rat) {
	size := a.size()
	states := map[string]*big.Rat{}
	counts := map[string][]int64{}
	spread := func(law []*big.Rat, mass *big.Rat) { // K independent draws of the law
		var add func(prefix []int64, mass *big.Rat)
		add = func(prefix []int64, mass *big.Rat) {
			if int64(len(prefix)) == a.models {
				key := fmt.Sprint(prefix)
				if states[key] == nil {
					states[key], counts[key] = new(big.Rat), prefix
				}
				states[key].Add(states[key], mass)
				return
			}
			for s, q := range law {
				if q.Sign() != 0 {
					add(append(prefix[:len(prefix):len(prefix)], int64(s)), rational.Mul(mass, q))
				}
			}
		}
		add(nil, mass)
	}
	spread(binomialLaw(size, a.p), big.NewRat(1, 1))
	for range a.generations - 1 {
		before, at := states, counts
		states, counts = map[string]*big.Rat{}, map[string][]int64{}
		for key, mass := range before {
			spread(a.batch(at[key]), mass)
		}
	}
	square, product = new(big.Rat), new(big.Rat)
	for key, mass := range states { // exact: the order does not matter
		d := rational.Sub(big.NewRat(counts[key][0], size), a.p)
		square.Add(square, rational.Mul(mass, rational.Mul(d, d)))
		if a.models > 1 {
			other := rational.Sub(big.NewRat(counts[key][1], size), a.p)
			product.Add(product, rational.Mul(mass, rational.Mul(d, other)))
		}
	}
	return square, product
}

// step is, with v2 of the variance function and in units of V,
//
//	B′ = (α²/K)(A + (K−1)B),   A′ = B′ + (1 + α v2 A)/n,   α = Ks/n
//
// for A = E(θ_1 − μ*)² and B = E(θ_1 − μ*)(θ_2 − μ*): given the models, the next have the same mean, α times the
// average error, and independent noise.
func (a interacting) step(v2, square, product *big.Rat) (nextSquare, nextProduct *big.Rat) {
	alpha := big.NewRat(a.models*a.each, a.size())
	nextProduct = rational.Add(square, rational.Mul(big.NewRat(a.models-1, 1), product))
	nextProduct.Mul(nextProduct, rational.Mul(alpha, alpha)).Mul(nextProduct, big.NewRat(1, a.models))
	noise := rational.Mul(alpha, rational.Mul(v2, square))
	noise.Add(noise, big.NewRat(1, 1)).Mul(noise, big.NewRat(1, a.size()))
	return noise.Add(noise, nextProduct), nextProduct
}

// vuInteracting is K models that train on each other's output, the share α of each batch being synthetic. The
// condition ρ(Q) < 1 is α < 1 here, Q = (α/K)11ᵀ, and for v2 = 0 the limit is, ours,
//
//	A = (V/n) (1 + α²/(K(1 − α²))):
//
// at one synthetic share more models lose less, and α = 1 loses V/(Kn) more every generation.
func vuInteracting() Claim {
	type step func(a interacting, v2, square, product *big.Rat) (*big.Rat, *big.Rat)
	scenario := func(a interacting, next step, models int64) Scenario { // models: of the limit, K but for a mutant
		return exactly(a.String(), func() Outcome {
			square, product := big.NewRat(1, a.size()), new(big.Rat)
			for range a.generations - 1 {
				square, product = next(a, big.NewRat(-1, 1), square, product)
			}
			variance := rational.Mul(a.p, rational.Sub(big.NewRat(1, 1), a.p))
			gotSquare, gotProduct := a.moments()
			pairs := []equality{{"E(θ_1 − p*)²", gotSquare, rational.Mul(square, variance)}}
			if a.models > 1 {
				pairs = append(pairs, equality{"E(θ_1 − p*)(θ_2 − p*)", gotProduct, rational.Mul(product, variance)})
			}
			alpha := big.NewRat(a.models*a.each, a.size())
			rest := rational.Sub(big.NewRat(1, 1), rational.Mul(alpha, alpha))
			if rest.Sign() > 0 {
				// B = (α²/K)/(1 − α²)/n and A = B + 1/n are fixed for v2 = 0.
				limit := rational.Quo(rational.Mul(alpha, alpha), rest)
				limit.Mul(limit, big.NewRat(1, models*a.size()))
				above := rational.Add(limit, big.NewRat(1, a.size()))
				fixed, both := next(a, new(big.Rat), above, limit)
				pairs = append(pairs, equality{"the limit of B", both, limit}, equality{"the limit of A", fixed, above})
			}
			return identical(pairs...)
		})
	}
	third := big.NewRat(1, 3)
	two := interacting{2, 1, 1, third, 3}
	return Claim{
		ID: "vu-interacting", Statement: "vu-interacting", Expect: Supported,
		Title: "K models on each other's output: error (V/n)(1 + α²/(K(1−α²)))",
		Says: "Where K models each train on a share 1 − α of fresh real samples and α of all models' output, A = " +
			"E(θ_k − μ*)² and B = E(θ_j − μ*)(θ_k − μ*) follow B′ = (α²/K)(A + (K−1)B), A′ = B′ + (V + αv2A)/n; " +
			"for v2 = 0 A → (V/n)(1 + α²/(K(1−α²))).",
		Deviation: "read in a secondary source, which has the convergence for ρ(Q) < 1; the values are ours",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(two, interacting.step, 2), scenario(interacting{3, 1, 1, third, 2},
				interacting.step, 3),
				scenario(interacting{2, 0, 1, third, 4}, interacting.step, 2)}
		},
		Draw: func(choose Chooser) Scenario {
			a := interacting{1 + int64(choose.Choose("K−1", 2)), int64(choose.Choose("r", 3)),
				1 + int64(choose.Choose("s−1", 2)), drawShares(choose, 2, 99)[0], 1 + choose.Choose("T−1", 3)}
			return scenario(a, interacting.step, a.models)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"limit-of-one-model", scenario(two, interacting.step, 1)},
				{"models-apart", scenario(two, func(a interacting, v2, square, _ *big.Rat) (*big.Rat, *big.Rat) {
					return a.step(v2, square, new(big.Rat))
				}, 2)},
				{"one-model", scenario(two, func(a interacting, v2, square, product *big.Rat) (*big.Rat, *big.Rat) {
					return a.step(v2, square, square)
				}, 2)},
				{"v2-forgotten", scenario(two, func(a interacting, _, square, product *big.Rat) (*big.Rat, *big.Rat) {
					return a.step(new(big.Rat), square, product)
				}, 2)},
				{"all-synthetic", scenario(two, func(a interacting, v2, square, product *big.Rat) (*big.Rat, *big.Rat) {
					a.real = 0
					return a.step(v2, square, product)
				}, 2)},
			}
		},
	}
}
