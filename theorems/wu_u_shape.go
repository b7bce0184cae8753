package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// turnedDesign is regression of least norm where every generation's design is X with its columns permuted and their
// signs changed at random: X⁺X, the projection, has the mean (n/p)I over this group, as over all rotations. Generation
// 0 has real labels with noise of variance σ², and every other the labels of the last model, without noise.
type turnedDesign struct {
	design   [][]int64
	beta     []int64
	variance int64 // σ²
}

func (r turnedDesign) String() string {
	return fmt.Sprintf("X=%v β=%v σ²=%d", r.design, r.beta, r.variance)
}

// risks are E‖β̂_t − β‖², t = 0, …, T, from the mean and the second moments of β̂_t over all elements of the group.
func (r turnedDesign) risks(generations int) []*big.Rat {
	p := len(r.beta)
	inverse := pseudoInverse(r.design)
	projection, noise := times(inverse, whole(r.design)), times(inverse, transposed(inverse))
	elements := signedPermutations(p)
	average := func(of func(e signedPermutation) [][]*big.Rat) [][]*big.Rat {
		sum := make([][]*big.Rat, p)
		for _, e := range elements {
			for i, row := range of(e) {
				if sum[i] == nil {
					sum[i] = zeros(len(row))
				}
				for j, x := range row {
					sum[i][j].Add(sum[i][j], x)
				}
			}
		}
		for i := range sum {
			for j := range sum[i] {
				sum[i][j].Mul(sum[i][j], big.NewRat(1, int64(len(elements))))
			}
		}
		return sum
	}
	beta := make([][]int64, p)
	for j, b := range r.beta {
		beta[j] = []int64{b}
	}
	mean := whole(beta)
	moments := times(mean, transposed(mean))
	var risks []*big.Rat
	for t := range generations + 1 {
		before, last := mean, moments
		mean = average(func(e signedPermutation) [][]*big.Rat { return times(e.of(projection), before) })
		moments = average(func(e signedPermutation) [][]*big.Rat {
			turned := e.of(projection)
			next := times(times(turned, last), turned)
			if t == 0 {
				for i, row := range e.of(noise) {
					for j, x := range row {
						next[i][j].Add(next[i][j], rational.Mul(big.NewRat(r.variance, 1), x))
					}
				}
			}
			return next
		})
		risk := squares(whole(beta))
		for j := range p {
			risk.Add(risk, moments[j][j])
			risk.Sub(risk, rational.Mul(big.NewRat(2*r.beta[j], 1), mean[j][0]))
		}
		risks = append(risks, risk)
	}
	return risks
}

// claimed are those of the formula, with its rate and its noise.
func (r turnedDesign) claimed(generations int, rate *big.Rat) []*big.Rat {
	length := squares(whole([][]int64{r.beta}))
	noise := rational.Mul(big.NewRat(r.variance, 1), squares(pseudoInverse(r.design)))
	var risks []*big.Rat
	for t := range generations + 1 {
		power := laws.RationalPower(rate, t)
		kept := rational.Sub(big.NewRat(1, 1), rational.Mul(power, rate))
		risks = append(risks, rational.Add(rational.Mul(length, kept), rational.Mul(power, noise)))
	}
	return risks
}

// rate is n/p.
func (r turnedDesign) rate() *big.Rat { return big.NewRat(int64(len(r.design)), int64(len(r.beta))) }

// signedPermutation takes the coordinate i to sign_i times the coordinate to_i.
type signedPermutation struct{ to, sign []int }

// of is Q'AQ.
func (e signedPermutation) of(a [][]*big.Rat) [][]*big.Rat {
	turned := make([][]*big.Rat, len(a))
	for i := range a {
		turned[i] = make([]*big.Rat, len(a))
		for j := range a {
			turned[i][j] = rational.Mul(big.NewRat(int64(e.sign[i]*e.sign[j]), 1), a[e.to[i]][e.to[j]])
		}
	}
	return turned
}

// signedPermutations are all of p coordinates, of Q and −Q, which turn A alike, the one that keeps the first sign.
func signedPermutations(p int) (all []signedPermutation) {
	var extend func(to []int)
	extend = func(to []int) {
		if len(to) < p {
		next:
			for i := range p {
				for _, used := range to {
					if used == i {
						continue next
					}
				}
				extend(append(to[:len(to):len(to)], i))
			}
			return
		}
		for signs := range 1 << (p - 1) {
			e := signedPermutation{to, make([]int, p)}
			for i := range e.sign {
				e.sign[i] = 1 - 2*(signs<<1>>i&1)
			}
			all = append(all, e)
		}
	}
	extend(nil)
	return all
}

// drawTurned draws an X of n rows and p columns, a signal and a noise.
func drawTurned(choose Chooser, n, p int) turnedDesign {
	design := make([][]int64, n)
	for i := range design {
		design[i] = make([]int64, p)
		for j := range design[i] {
			switch {
			case i == j:
				design[i][j] = 1 + int64(choose.Choose("x−1", 5))
			case i < j:
				design[i][j] = int64(choose.Choose("x+5", 11)) - 5
			}
		}
	}
	return turnedDesign{design, drawWhole(choose, "β", p, 5), DrawSize(choose, "σ²", 1, 1000)}
}

// wuIsotropic is risk with fresh covariates and pseudo-labels without noise, n < p, ours: β̂_t = P_t β̂_{t−1} with
// projections of mean (n/p)I = rI, so that with τ = σ² tr (XX')^{−1}, on average σ²n/(p−n−1) for Gaussian rows,
//
//	E‖β̂_t − β‖² = ‖β‖²(1 − r^{t+1}) + r^t τ
//
// whose steps r^t(1−r)(r‖β‖² − τ) all have one sign: an isotropic design gives no U.
func wuIsotropic() Claim {
	scenario := func(r turnedDesign, generations int, rate *big.Rat) Scenario {
		return exactly(fmt.Sprintf("%v T=%d rate %s", r, generations, rate.RatString()), func() Outcome {
			risks, claimed := r.risks(generations), r.claimed(generations, rate)
			var pairs []equality
			for t := range risks {
				pairs = append(pairs, equality{fmt.Sprintf("risk %d", t), risks[t], claimed[t]})
			}
			return identical(pairs...)
		})
	}
	fixed := turnedDesign{[][]int64{{1, 0, 2}, {0, 1, -1}}, []int64{1, 2, 0}, 3}
	return Claim{
		ID: "wu-isotropic", Statement: "wu-u-shape", Expect: Supported,
		Title: "noise-free pseudo-labels, n < p, isotropic: risk ‖β‖²(1 − r^{t+1}) + r^t τ, no U",
		Says: "With fresh isotropic designs of n < p rows and noise-free labels of the last model the risk is " +
			"‖β‖²(1 − r^{t+1}) + r^t τ, r = n/p, τ that of the first fit's noise: monotone in t.",
		Deviation: "ours: print's abstract has a U, which needs directions that differ",
		Fixed:     func(Profile) []Scenario { return []Scenario{scenario(fixed, 4, fixed.rate())} },
		Draw: func(choose Chooser) Scenario {
			p := 2 + choose.Choose("p−2", 2)
			r := drawTurned(choose, 1+choose.Choose("n−1", p-1), p)
			return scenario(r, choose.Choose("T", 3), r.rate())
		},
		Mutants: func() []Mutant {
			return []Mutant{{"nothing-forgotten", scenario(fixed, 3, big.NewRat(1, 1))},
				{"one-row-more", scenario(fixed, 3, big.NewRat(1, 3))},
				{"rate-squared", scenario(fixed, 3, big.NewRat(4, 9))}}
		},
	}
}

// wuUShape is the U: two blocks of coordinates, each with a rotated design of its own, have the sum of two such risks,
// with the steps Σ_i r_i^t(1−r_i)(r_i‖β_i‖² − τ_i). With D_i the brackets and r_1 > r_2 it falls first and rises in the
// end iff D_1 > 0 and the first step is negative; and it turns once, as a sum of two powers with signs changes its sign
// once.
func wuUShape() Claim {
	step := func(r turnedDesign) *big.Rat {
		risks := r.claimed(1, r.rate())
		return rational.Sub(risks[1], risks[0])
	}
	scenario := func(slow, quick turnedDesign, generations int, expected func(slow, quick *big.Rat,
		outgrown bool) bool) Scenario {
		name := fmt.Sprintf("%v and %v T=%d", slow, quick, generations)
		return exactly(name, func() Outcome {
			a, b := slow.risks(generations), quick.risks(generations)
			after := func(t int) *big.Rat { // the step from t to t + 1
				return rational.Sub(rational.Add(a[t+1], b[t+1]), rational.Add(a[t], b[t]))
			}
			falls, rises := after(0).Sign() < 0, after(generations-1).Sign() > 0
			var out Outcome
			first, second := step(slow), step(quick)
			// After T generations the slow block's step has outgrown the other's where this product is above 1.
			growth := laws.RationalPower(rational.Quo(slow.rate(), quick.rate()), generations-1)
			outgrown := rational.Mul(growth, first).Cmp(new(big.Rat).Neg(second)) > 0
			want := expected(first, second, outgrown)
			out.Check((falls && rises) == want, "falls at first: %v, rises in the end: %v, steps %.6g and %.6g", falls,
				rises, rational.Nearest(first), rational.Nearest(second))
			out.Evidence = out.Counterexample
			if out.Evidence == "" {
				out.Evidence = fmt.Sprintf("first steps %.6g and %.6g, a U within %d generations: %v",
					rational.Nearest(first), rational.Nearest(second), generations, want)
			}
			return out
		})
	}
	right := func(slow, quick *big.Rat, outgrown bool) bool {
		return slow.Sign() > 0 && rational.Add(slow, quick).Sign() < 0 && outgrown
	}
	slow := turnedDesign{[][]int64{{1, 0, 2}, {0, 1, -1}}, []int64{6, 2, 0}, 1}
	quick := turnedDesign{[][]int64{{1, 0, 0}}, []int64{1, 0, 0}, 20}
	return Claim{
		ID: "wu-u-shape", Statement: "wu-u-shape", Expect: Supported,
		Title: "noise-free pseudo-labels: a U where slow directions carry signal and quick ones noise",
		Says: "Two blocks with n_i/p_i = r_1 > r_2 and D_i = r_i‖β_i‖² − τ_i: the risk falls first and rises in " +
			"the end iff D_1 > 0 and (1−r_1)D_1 + (1−r_2)D_2 < 0.",
		Deviation: "ours, for two blocks: print's abstract has the U",
		Fixed:     func(Profile) []Scenario { return []Scenario{scenario(slow, quick, 6, right)} },
		Draw: func(choose Chooser) Scenario {
			a, b := drawTurned(choose, 2, 3), drawTurned(choose, 1, 2+choose.Choose("p−2", 2))
			if choose.Choose("noise in the slow block", 4) > 0 {
				a.variance = 1
			}
			return scenario(a, b, 2+choose.Choose("T−2", 3), right)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"no-U", scenario(slow, quick, 6, func(_, _ *big.Rat, _ bool) bool { return false })},
				{"signal-alone", scenario(slow, turnedDesign{[][]int64{{1, 0, 0}}, []int64{1, 0, 0}, 1}, 6,
					func(slow, _ *big.Rat, _ bool) bool { return slow.Sign() > 0 })},
				{"noise-alone", scenario(turnedDesign{slow.design, []int64{1, 0, 0}, 20}, quick, 6,
					func(_, quick *big.Rat, _ bool) bool { return quick.Sign() < 0 })},
			}
		},
	}
}
