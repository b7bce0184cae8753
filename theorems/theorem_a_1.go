package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/estimators/alphabet"
)

// zooInstance is a family at a parameter.
type zooInstance struct {
	family estimators.Family
	theta  []float64
}

// zooEntry is a family of the registry with its defaults and the points that it lists.
type zooEntry struct {
	estimators.Family
	points [][]float64
}

func zoo() (all []zooEntry) {
	for _, entry := range estimators.Families() {
		if family, err := entry.New(nil); err == nil {
			all = append(all, zooEntry{family, entry.Points})
		}
	}
	return all
}

// scenario is the mean E_θ[u·∇log p_θ(x)] = 0, u the diagonal of the cube, presuming the variance uᵀI(θ)u. A bias of a
// quarter of a standard deviation is seen. shift takes the score at θ + shift standard errors of one sample, for
// mutants.
func (z zooInstance) scenario(suffix string, shift float64) Scenario {
	d := z.family.Dim()
	s := Scenario{Name: fmt.Sprintf("%s θ=%v%s", z.family.Name(), z.theta, suffix)}
	information := make([]float64, d*d)
	z.family.FisherInformation(information, z.theta)
	variance := 0.0
	for _, v := range information {
		variance += v / float64(d)
	}
	if !(variance > 0) || math.IsInf(variance, 1) {
		s.Unmet = "the Fisher information is not finite and positive there"
		return s
	}
	s.Experiment = Mean{Value: 0, Tolerance: 0.25 * math.Sqrt(variance), Variance: variance,
		New: func() (estimators.Trial[float64], error) {
			x, score, at := make([]float64, z.family.SampleDim()), make([]float64, d),
				append([]float64(nil), z.theta...)
			for k := range at {
				at[k] += shift / math.Sqrt(information[k*d+k])
			}
			if err := z.family.Check(at); err != nil {
				return nil, err
			}
			return func(s *estimators.Stream, replicate uint64) (float64, error) {
				z.family.Sample(x, z.theta, s.At(replicate, 0))
				z.family.Score(score, at, x)
				sum := 0.0
				for _, v := range score {
					sum += v
				}
				return sum / math.Sqrt(float64(d)), nil
			}, nil
		}}
	return s
}

// theoremA1 is E_θ[∇log p_θ(x)] = 0 (arXiv:2505.19046, Theorem A.1), for every family of the zoo.
func theoremA1() Claim {
	return Claim{
		ID: "theorem-A.1", Statement: "theorem-A.1", Title: "the score has mean zero", Expect: Supported,
		Says:      "E_θ[u·∇log p_θ(x)] = 0, tested with the variance uᵀI(θ)u",
		Deviation: "that Cov_θ(∇log p_θ) = I(θ) is presumed here: the families' own tests integrate it",
		Fixed: func(Profile) []Scenario {
			return each(zoo(), func(e zooEntry) Scenario { return zooInstance{e.Family, e.points[0]}.scenario("", 0) })
		},
		Draw: func(choose Chooser) Scenario {
			if choose.Choose("alphabet", 3) == 2 {
				drawn, err := alphabet.Random(choose, 10)
				if err != nil {
					return Scenario{Name: err.Error(), Unmet: err.Error()}
				}
				return zooInstance{drawn.Family, drawn.Truth}.scenario("", 0)
			}
			entry := Pick(choose, "family", zoo()...)
			return zooInstance{entry.Family, DrawTheta(choose, entry, entry.points...)}.scenario("", 0)
		},
		Mutants: func() []Mutant {
			gaussian := standardGaussian()
			return []Mutant{{"score-at-a-wrong-parameter",
				zooInstance{gaussian.family, gaussian.points[0]}.scenario(" score-at-a-wrong-parameter", 0.3)}}
		},
	}
}
