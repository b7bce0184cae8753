package theorems

import (
	"fmt"

	"itermle/estimators"
)

// curvedFamily is a family whose Hessian ∇²log p_θ(x) depends on x, with the constants of Assumptions 2 and 3 on
// B_1(θ*): what the lemmas on Hessians need to say anything.
type curvedFamily struct {
	family    estimators.Family
	truth     []float64
	constants estimators.Constants
}

// curvedFamilies are the logistic location and two von Mises locations. Their constants do not depend on the ball, and
// I not on θ: L_I = 0.
func curvedFamilies() []curvedFamily {
	return []curvedFamily{curvedAt("logistic-location", 0), vonMisesAt(1), vonMisesAt(10)}
}

func vonMisesAt(kappa float64) curvedFamily {
	return curvedAt(fmt.Sprintf("von-mises-location:%g", kappa), 0)
}

// curvedAt panics for a family that cannot be read or has no constants on B_1(θ*).
func curvedAt(specification string, truth ...float64) curvedFamily {
	c := fixedInstance(specification, truth, "const:1", 1, 0.05, generalMethod)
	constants, err := c.family.AssumptionConstants(truth, 1)
	if err != nil {
		panic("theorems: " + err.Error())
	}
	return curvedFamily{c.family, truth, constants}
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

// logitAt is the Bernoulli logit at θ*, where K3 is reached inside the ball: the family of the mutants that change K3.
func logitAt(truth float64) naturalEntry {
	c := fixedInstance("bernoulli-logit", []float64{truth}, "const:1", 1, 0.05, naturalMethod)
	return naturalEntry{c.family.(estimators.NaturalFamily), [][]float64{c.truth}}
}
