package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// ridgeLoop is ridge regression with the penalty λ on a design of orthogonal columns, direction j having the Gram entry
// s_j and the signal β_j; a weight w on fresh real labels and 1 − w on labels of the last model; noise of variance 1.
type ridgeLoop struct {
	gram, beta []int64
	lambda     int64
}

// limit is lim E‖β̂_t − β‖², with h = s/(s+λ) by direction: β̂_t = h(wβ + (1−w)β̂_{t−1}) + noise of variance (h²/s)(w²
// + (1−w)²), so that
//
//	Σ_j β_j² ((1−h)/(1−h(1−w)))² + (h²/s)(w² + (1−w)²)/(1 − h²(1−w)²).
func (r ridgeLoop) limit(w *big.Rat) *big.Rat {
	one, sum := big.NewRat(1, 1), new(big.Rat)
	rest := rational.Sub(one, w)
	both := rational.Add(rational.Mul(w, w), rational.Mul(rest, rest))
	for j, s := range r.gram {
		h := big.NewRat(s, s+r.lambda)
		lost := rational.Quo(rational.Sub(one, h), rational.Sub(one, rational.Mul(h, rest)))
		sum.Add(sum, rational.Mul(big.NewRat(r.beta[j]*r.beta[j], 1), rational.Mul(lost, lost)))
		squared := rational.Mul(h, h)
		noise := rational.Mul(rational.Mul(squared, big.NewRat(1, s)), both)
		sum.Add(sum, noise.Quo(noise, rational.Sub(one, rational.Mul(squared, rational.Mul(rest, rest)))))
	}
	return sum
}

// after is E‖β̂_T − β‖² after the given generations from the truth, by the normal equations (s + λ)β̂_t = Σ x y: the
// error in a direction is (s(1−w) e_{t−1} − λβ + noise of variance s(w² + (1−w)²))/(s + λ), and the start is forgotten
// like (h(1−w))^T.
func (r ridgeLoop) after(w float64, generations int) float64 {
	sum := 0.0
	for j := range r.gram {
		s, total := float64(r.gram[j]), float64(r.gram[j]+r.lambda)
		kept, pull := s*(1-w), -float64(r.lambda*r.beta[j])
		mean, square := 0.0, 0.0
		for range generations {
			square = (kept*kept*square + 2*kept*pull*mean + pull*pull + s*(w*w+(1-w)*(1-w))) / (total * total)
			mean = (kept*mean + pull) / total
		}
		sum += square
	}
	return sum
}

// gargRidge is what a ridge does to the best weight, at every n and spectrum and for all penalties. Both terms of the
// limit are log-convex in w on [0, 1], and fall up to ½ at least: (1 − h + hw)^{−2} does, log(2w² − 2w + 1) has the
// second derivative 8w(1−w)/(…)² ≥ 0, and −log(1 − h²u²) is convex in u. A sum of log-convex functions is one, so that
// the best weight is unique and lies in (½, 1].
func gargRidge() Claim {
	scenario := func(r ridgeLoop, low, high *big.Rat, limit, shape func(r ridgeLoop, w *big.Rat) *big.Rat) Scenario {
		name := fmt.Sprintf("s=%v β=%v λ=%d w=%s,%s", r.gram, r.beta, r.lambda, low.RatString(), high.RatString())
		return exactly(name, func() Outcome {
			var out Outcome
			half := big.NewRat(1, 2)
			first, last := shape(r, low), shape(r, high)
			middle := shape(r, rational.Mul(half, rational.Add(low, high)))
			reached, want := r.after(rational.Nearest(high), 400), rational.Nearest(limit(r, high))
			// (1 − 1/8)^400 of the start is left, and rounding is forgotten as well.
			out.Check(reached-want <= 1e-9*want && want-reached <= 1e-9*want, "after 400 generations %.12g, limit "+
				"%.12g",
				reached, want)
			out.Check(rational.Mul(middle, middle).Cmp(rational.Mul(first, last)) <= 0, "not log-convex: %.9g, "+
				"%.9g, %.9g",
				rational.Nearest(first), rational.Nearest(middle), rational.Nearest(last))
			left, right := rational.Mul(low, half), half
			out.Check(shape(r, left).Cmp(shape(r, right)) > 0, "R(%s) = %.9g ≤ R(½) = %.9g", left.RatString(),
				rational.Nearest(shape(r, left)), rational.Nearest(shape(r, right)))
			out.Evidence = out.Counterexample
			if out.Evidence == "" {
				out.Evidence = fmt.Sprintf("R = %.6g, %.6g, %.6g", rational.Nearest(first), rational.Nearest(middle),
					want)
			}
			return out
		})
	}
	right := func(r ridgeLoop, w *big.Rat) *big.Rat { return r.limit(w) }
	fixed, quarter, most := ridgeLoop{[]int64{1, 6}, []int64{2, 1}, 3}, big.NewRat(1, 4), big.NewRat(7, 8)
	return Claim{
		ID: "garg-ridge", Statement: "garg-ridge", Expect: Supported,
		Title: "ridge regression with weight w on fresh labels: risk log-convex, best weight in (½, 1]",
		Says: "With a ridge the limiting risk is Σ β_j²((1−h)/(1−h(1−w)))² + (h²/s)(w²+(1−w)²)/(1−h²(1−w)²), h = " +
			"s/(s+λ): log-convex in w, falling up to ½.",
		Deviation: "as quoted from Theorems 3.2–3.4 by a secondary source, for n, p → ∞; here at every spectrum, for " +
			"orthogonal columns, to which a rotation brings every design",
		Fixed: func(Profile) []Scenario { return []Scenario{scenario(fixed, quarter, most, right, right)} },
		Draw: func(choose Chooser) Scenario {
			r := ridgeLoop{make([]int64, 1+choose.Choose("d−1", 3)), nil, DrawSize(choose, "λ", 1, 1000)}
			for j := range r.gram {
				r.gram[j] = DrawSize(choose, "s", 1, 1000)
			}
			r.beta = drawWhole(choose, "β", len(r.gram), 20)
			low := 1 + int64(choose.Choose("128 w−1", 126))
			return scenario(r, big.NewRat(low, 128), big.NewRat(max(low, 15)+1+int64(choose.Choose("128 above−1",
				int(128-max(low, 15)))), 128), right, right)
		},
		Mutants: func() []Mutant {
			mutant := func(shape func(r ridgeLoop, w *big.Rat) *big.Rat) Scenario {
				return scenario(fixed, quarter, most, right, shape)
			}
			return []Mutant{
				{"no-ridge", scenario(fixed, quarter, most, func(r ridgeLoop, w *big.Rat) *big.Rat {
					r.lambda = 0
					return r.limit(w)
				}, right)},
				{"weight-of-synthetic", mutant(func(r ridgeLoop, w *big.Rat) *big.Rat {
					return r.limit(rational.Sub(big.NewRat(1, 1), w))
				})},
				{"reciprocal", mutant(func(r ridgeLoop, w *big.Rat) *big.Rat { return new(big.Rat).Inv(r.limit(w)) })},
			}
		},
	}
}
