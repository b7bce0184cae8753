package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"

	"gonum.org/v1/gonum/mat"
)

// wishartChain is the fully synthetic loop in R^d with unbiased mean and covariance of n samples of N(μ_{t−1},
// λΣ_{t−1}), from μ_0 = 0 and Σ_0 diagonal.
type wishartChain struct {
	variances   []float64 // the diagonal of Σ_0
	n           int64
	generations int
	lambda      float64
}

func (w wishartChain) String() string {
	return fmt.Sprintf("Σ_0=%v n=%d t=%d λ=%g", w.variances, w.n, w.generations, w.lambda)
}

// trace is tr Σ_0, and squares are E(tr Σ_j)²/λ^{2j}, j = 0, …, t: of a Wishart matrix of mean Σ and ν = n − 1 degrees
// of freedom E(tr W)² = (tr Σ)² + 2 tr Σ²/ν and E tr W² = tr Σ² + (tr Σ² + (tr Σ)²)/ν.
func (w wishartChain) moments() (trace float64, squares []float64) {
	power, nu := 0.0, float64(w.n-1)
	for _, v := range w.variances {
		trace += v
		power += v * v
	}
	square := trace * trace
	squares = append(squares, square)
	for range w.generations {
		square, power = square+2*power/nu, power+(power+square)/nu
		squares = append(squares, square)
	}
	return trace, squares
}

// chain makes trials that see A_t with Σ_t = A_t A_t' and μ_t: samples are μ + √λ A z, z standard normal.
func (w wishartChain) chain(visit func(factor *mat.Dense, mean *mat.VecDense) float64) estimators.Trials[float64] {
	return func() (estimators.Trial[float64], error) {
		dim, n := len(w.variances), int(w.n)
		data := make([]float64, n*dim)
		z, factor, next := mat.NewDense(n, dim, data), mat.NewDense(dim, dim, nil), mat.NewDense(dim, dim, nil)
		mean, average, step := mat.NewVecDense(dim, nil), mat.NewVecDense(dim, nil), mat.NewVecDense(dim, nil)
		covariance := mat.NewSymDense(dim, nil)
		var cholesky mat.Cholesky
		var lower mat.TriDense
		return func(s *estimators.Stream, replicate uint64) (float64, error) {
			random := s.At(replicate, 0)
			factor.Zero()
			mean.Zero()
			for j, v := range w.variances {
				factor.Set(j, j, math.Sqrt(v))
			}
			for range w.generations {
				average.Zero()
				for i := range data {
					data[i] = random.NormFloat64()
					average.SetVec(i%dim, average.AtVec(i%dim)+data[i]/float64(n))
				}
				for i := range data {
					data[i] -= average.AtVec(i % dim)
				}
				covariance.SymOuterK(1/float64(n-1), z.T())
				if !cholesky.Factorize(covariance) {
					return 0, fmt.Errorf("replicate %d: a covariance of no full rank", replicate)
				}
				cholesky.LTo(&lower)
				step.MulVec(factor, average)
				mean.AddScaledVec(mean, math.Sqrt(w.lambda), step)
				next.Mul(factor, &lower)
				factor.Scale(math.Sqrt(w.lambda), next)
			}
			return visit(factor, mean), nil
		}, nil
	}
}

// mean is the scenario that a statistic, in units of what is claimed of it, has mean 1 and the given variance at most.
func (w wishartChain) mean(what string, claimed, spread float64,
	visit func(factor *mat.Dense, mean *mat.VecDense) float64) Scenario {
	return Scenario{Name: fmt.Sprintf("%v %s=%.6g", w, what, claimed), Experiment: Mean{Value: 1,
		Tolerance: 0.08 * math.Sqrt(spread), Variance: spread, Unit: "× its exact value", New: w.chain(
			func(factor *mat.Dense, mean *mat.VecDense) float64 { return visit(factor, mean) / claimed })}}
}

// trace is E tr Σ_t = λ^power tr Σ_0.
func (w wishartChain) trace(power float64) Scenario {
	trace, squares := w.moments()
	spread := squares[w.generations]/squares[0] - 1
	return w.mean("E tr Σ_t", trace*math.Pow(w.lambda, power), spread, func(factor *mat.Dense,
		_ *mat.VecDense) float64 {
		norm := mat.Norm(factor, 2)
		return norm * norm
	})
}

// drift is E‖μ_t‖² = factor tr Σ_0 Σ_{j≤t} λ^j/n. Given the covariances μ_t is normal, so that E‖μ_t‖⁴ ≤ 3 E(tr Cov)²,
// and that is at most the square of Σ λ^j √(E(tr Σ_{j−1})²/λ^{2(j−1)})/n by Minkowski.
func (w wishartChain) drift(factor float64) Scenario {
	trace, squares := w.moments()
	sum, most := 0.0, 0.0
	for j := range w.generations {
		share := math.Pow(w.lambda, float64(j+1)) / float64(w.n)
		sum += trace * share
		most += math.Sqrt(squares[j]) * share
	}
	return w.mean("E‖μ_t‖²", factor*sum, 3*most*most/sum/sum-1, func(_ *mat.Dense, mean *mat.VecDense) float64 {
		return mat.Dot(mean, mean)
	})
}

// determinant is E det Σ_t = det Σ_0 (λ^d Π_{i<d} (1 − i/ν))^power, ν = n − 1: det W/det Σ is a product of independent
// χ²_{ν−i}/ν, of second moments (ν−i)(ν−i+2)/ν².
func (w wishartChain) determinant(power float64) Scenario {
	start, share, spread, nu := 1.0, 1.0, 1.0, float64(w.n-1)
	for i, v := range w.variances {
		start *= v
		share *= w.lambda * (1 - float64(i)/nu)
		spread *= 1 + 2/(nu-float64(i))
	}
	spread = math.Pow(spread, float64(w.generations)) - 1
	return w.mean("E det Σ_t", start*math.Pow(share, power), spread, func(factor *mat.Dense, _ *mat.VecDense) float64 {
		d := mat.Det(factor)
		return d * d
	})
}

// alemohammadWishart is the fully synthetic loop of section 3.1, Σ_t ~ Wishart_d(λΣ_{t−1}/(n−1), n−1), with its
// moments,
//
//	E tr Σ_t = λ^t tr Σ_0,   E‖μ_t − μ_0‖² = tr Σ_0 Σ_{j≤t} λ^j/n,
//	E det Σ_t = det Σ_0 (λ^d Π_{i<d} (1 − i/(n−1)))^t:
//
// for λ < 1 the mean drifts by λ tr Σ_0/(n(1−λ)) in all; for λ = 1 the trace is a martingale, and the volume still
// falls geometrically in d > 1.
func alemohammadWishart() Claim {
	fixed := wishartChain{[]float64{1, 4}, 8, 3, 0.8}
	whole := func(w wishartChain) float64 { return float64(w.generations) }
	return Claim{
		ID: "alemohammad-wishart", Statement: "alemohammad-wishart", Expect: Supported,
		Title: "Gaussians in R^d, fully synthetic: E tr Σ_t = λ^t tr Σ_0, drift and volume exactly",
		Says: "With unbiased mean and covariance of n samples of N(μ, λΣ) E tr Σ_t = λ^t tr Σ_0, E‖μ_t − μ_0‖² = " +
			"tr Σ_0 Σ_{j≤t} λ^j/n and E det Σ_t = det Σ_0 (λ^d Π_{i<d}(1 − i/(n−1)))^t.",
		Deviation: "drift and volume are ours; print's appendix A calls the trace a submartingale: for λ ≤ 1 it is a " +
			"supermartingale",
		Fixed: func(Profile) []Scenario {
			return []Scenario{fixed.trace(whole(fixed)), fixed.drift(1), fixed.determinant(whole(fixed))}
		},
		Draw: func(choose Chooser) Scenario {
			w := wishartChain{make([]float64, 1+choose.Choose("d−1", 3)), DrawSize(choose, "n", 6, 20),
				1 + choose.Choose("t−1", 4), DrawReal(choose, "λ", 0.2, 1)}
			for j := range w.variances {
				w.variances[j] = DrawLog(choose, "Σ_jj", 0.1, 10)
			}
			switch choose.Choose("statistic", 3) {
			case 1:
				return w.drift(1)
			case 2:
				return w.determinant(whole(w))
			}
			return w.trace(whole(w))
		},
		Mutants: func() []Mutant {
			narrow, free := fixed, fixed
			narrow.generations, free.lambda = 1, 1
			return []Mutant{{"trace-kept", fixed.trace(0)}, {"one-generation-fewer", fixed.trace(2)},
				{"drift-of-the-truth", narrow.drift(1 / 0.8)}, {"volume-kept", free.determinant(0)},
				{"volume-one-more", fixed.determinant(4)}}
		},
	}
}
