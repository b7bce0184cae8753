package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
)

// curvedFamily is a family whose Hessian ∇²log p_θ(x) depends on x, with the constants of Assumptions 2 and 3 on B_1(θ*): what the
// lemmas on Hessians need to say anything.
type curvedFamily struct {
	family    estimators.Family
	truth     []float64
	constants estimators.Constants
}

// curvedFamilies are the logistic location and two von Mises locations. The latter's derivatives are κ sin, −κ cos and −κ sin of x − μ,
// so K2 = K3 = κ, and K1 = κ/√(2 log 2) because the score is bounded by κ. In a location family I does not depend on θ: L_I = 0.
func curvedFamilies() []curvedFamily {
	families := make([]curvedFamily, 0, 3)
	logistic := estimators.NewLogisticLocation()
	constants, err := logistic.AssumptionConstants([]float64{0}, 1)
	if err != nil {
		panic("theorems: " + err.Error())
	}
	families = append(families, curvedFamily{logistic, []float64{0}, constants})
	for _, kappa := range []float64{1, 10} {
		families = append(families, vonMisesAt(kappa))
	}
	return families
}

func vonMisesAt(kappa float64) curvedFamily {
	family, err := estimators.NewVonMisesLocation(kappa)
	if err != nil {
		panic("theorems: " + err.Error())
	}
	var information [1]float64
	family.FisherInformation(information[:], []float64{0})
	return curvedFamily{family, []float64{0}, estimators.Constants{K1: up(kappa / math.Sqrt(2*math.Ln2)), K2: kappa, K3: kappa,
		Lambda0: down(information[0])}}
}

func (c curvedFamily) name() string { return fmt.Sprintf("%s θ*=%v", c.family.Name(), c.truth) }

// meanLoss stores the gradient and the Hessian of ℓ(θ) = −(1/n) Σ log p_θ(x_i) over the samples x; d and d×d.
type meanLoss struct {
	family                  estimators.Family
	gradient, hessian       []float64
	oneGradient, oneHessian []float64
}

func newMeanLoss(family estimators.Family) *meanLoss {
	d := family.Dim()
	return &meanLoss{family, make([]float64, d), make([]float64, d*d), make([]float64, d), make([]float64, d*d)}
}

func (l *meanLoss) evaluate(theta, x []float64) {
	clear(l.gradient)
	clear(l.hessian)
	m := l.family.SampleDim()
	n := float64(len(x) / m)
	for ; len(x) > 0; x = x[m:] {
		l.family.Score(l.oneGradient, theta, x[:m])
		l.family.Hessian(l.oneHessian, theta, x[:m])
		for k, v := range l.oneGradient {
			l.gradient[k] -= v / n
		}
		for k, v := range l.oneHessian {
			l.hessian[k] -= v / n
		}
	}
}
