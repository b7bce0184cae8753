package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
)

// hessianDriftInstance is Lemma C.2 along iterative MLE in one dimension.
type hessianDriftInstance struct {
	curvedFamily
	n           int
	generations int // t+1
	delta       float64
	third       float64 // of K3: 1, or a mutant's
	noise       float64 // of 2K2√(…): 1, or a mutant's
}

// hessianOffsets are the η − θ* at which the Hessian is taken, beside θ^(t) itself.
var hessianOffsets = []float64{-3, -2, -1, -0.3, 0, 0.1, 0.5, 1, 1.5, 2, 2.3, 3}

// scenario is the rate P(|Σ_{j≤t} [∇²ℓ_j(η) − I(θ^(j))]| > K3 Σ_{j≤t} |η − θ^(j)| + 2K2 √(8(t+1) log(2/δ)/n) for some
// η) ≤ δ. The constants of curvedFamilies hold for all θ, so η need not stay in a ball.
func (h hessianDriftInstance) scenario(suffix string) Scenario {
	count := float64(h.generations)
	noise := h.noise * 2 * h.constants.K2 * math.Sqrt(8*count*math.Log(2/h.delta)/float64(h.n))
	s := Scenario{Name: fmt.Sprintf("%s n=%d t=%d δ=%g%s", h.name(), h.n, h.generations-1, h.delta, suffix)}
	s.Experiment = Rate{Allowed: h.delta, Tolerated: h.delta + 0.05, New: func() (estimators.Trial[bool], error) {
		pooled, visited := make([]float64, 0, h.n*h.generations), make([]float64, h.generations)
		theta, information, loss := make([]float64, 1), make([]float64, 1), newMeanLoss(h.family)
		return func(s *estimators.Stream, replicate uint64) (bool, error) {
			pooled = pooled[:0]
			copy(theta, h.truth)
			expected := 0.0
			for t := range h.generations {
				if t > 0 {
					if err := h.family.Fit(theta, theta, estimators.Data{X: pooled}); err != nil {
						return false, err
					}
				}
				pooled = pooled[:len(pooled)+h.n]
				h.family.Sample(pooled[len(pooled)-h.n:], theta, s.At(replicate, uint64(t)))
				h.family.FisherInformation(information, theta)
				expected += information[0]
				visited[t] = theta[0]
			}
			outside := func(eta float64) bool {
				travelled := 0.0
				for _, v := range visited {
					travelled += math.Abs(eta - v)
				}
				loss.evaluate([]float64{eta}, pooled) // equal batches: (t+1) times the mean over the pool
				return !(math.Abs(count*loss.hessian[0]-expected) <= h.third*h.constants.K3*travelled+noise)
			}
			if outside(theta[0]) {
				return true, nil
			}
			for _, offset := range hessianOffsets {
				if outside(h.truth[0] + offset) {
					return true, nil
				}
			}
			return false, nil
		}, nil
	}}
	return s
}

// lemmaC2 is Lemma C.2 of arXiv:2505.19046. Its proof needs nothing of θ^(t), so the claim is about every η at once.
func lemmaC2() Claim {
	return Claim{
		ID: "lemma-C.2", Statement: "lemma-C.2", Title: "the pool's Hessian against the informations of its models",
		Expect: Supported,
		Says: "P(‖Σ_{j≤t} [∇²ℓ_j(η) − I(θ^(j))]‖ ≤ K3 Σ_{j≤t} ‖η − θ^(j)‖ + 2K2 √(8(t+1) log(2d/δ)/n) for all " +
			"η) ≥ 1 − δ",
		Deviation: "explicit constants; for every η, print has η = θ^(t)",
		Fixed: func(Profile) []Scenario {
			return each(curvedFamilies(), func(family curvedFamily) Scenario {
				return hessianDriftInstance{family, 200, 3, 0.05, 1, 1}.scenario("")
			})
		},
		Draw: func(choose Chooser) Scenario {
			families := curvedFamilies()
			return hessianDriftInstance{Pick(choose, "family", families...),
				Pick(choose, "n", 100, 300),
				Pick(choose, "t+1", 1, 2, 4), Pick(choose, "δ", 0.05, 0.1, 0.01), 1,
				1}.scenario("")
		},
		Mutants: func() []Mutant {
			// κ = 10: at η − θ = 2.3 the Hessian is off by κA(1 − cos 2.3) = 15.8, against 11.5 + 2.0 with half of K3.
			return []Mutant{
				{"K3-halved", hessianDriftInstance{vonMisesAt(10), 3000, 1, 0.05, 0.5, 1}.scenario(" K3-halved")},
				{"no-noise", hessianDriftInstance{vonMisesAt(1), 200, 1, 0.05, 1, 0}.scenario(" no-noise")},
			}
		},
	}
}
