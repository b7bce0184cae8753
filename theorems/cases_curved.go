package theorems

import (
	"fmt"
	"slices"

	"itermle/estimators"
)

// familyOnBall is a family with the constants of Assumptions 2 and 3 on B_r(θ*).
type familyOnBall struct {
	family    estimators.RegularFamily
	truth     []float64
	r         float64
	constants estimators.Constants
}

func newFamilyOnBall(family estimators.RegularFamily, truth []float64, r float64) (familyOnBall, error) {
	constants, err := family.AssumptionConstants(truth, r)
	return familyOnBall{family, truth, r, constants}, err
}

// curvedFamilies are the logistic location and two von Mises locations, whose Hessian ∇²log p_θ(x) depends on x: what
// the lemmas on Hessians need to say anything. Their constants do not depend on the ball, and I not on θ: L_I = 0.
func curvedFamilies() []familyOnBall {
	return []familyOnBall{curvedAt("logistic-location", 0), vonMisesAt(1), vonMisesAt(10)}
}

func vonMisesAt(kappa float64) familyOnBall {
	return curvedAt(fmt.Sprintf("von-mises-location:%g", kappa), 0)
}

// curvedAt panics for a family that cannot be read or has no constants on B_1(θ*).
func curvedAt(specification string, truth ...float64) familyOnBall {
	f, err := newFamilyOnBall(fixedInstance(specification, truth, "const:1", 1, 0.05, generalMethod).family, truth, 1)
	if err != nil {
		panic("theorems: " + err.Error())
	}
	return f
}

// drawCurved draws a location family near 0, or a random alphabet, with a ball.
func drawCurved(choose Chooser) (familyOnBall, error) {
	kind := Pick(choose, "family", "logistic", "alphabet", "von Mises")
	if kind == "alphabet" {
		return drawAlphabetOnBall(choose)
	}
	f := curvedFamilies()[0]
	if kind == "von Mises" {
		f = vonMisesAt(DrawLog(choose, "κ", 0.3, 20))
	}
	return newFamilyOnBall(f.family, []float64{DrawReal(choose, "θ*", -3, 3)}, DrawReal(choose, "r", 0.2, 3))
}

// drawNaturalOnBall draws a natural family of the zoo, or a random alphabet, with a ball.
func drawNaturalOnBall(choose Chooser) (familyOnBall, error) {
	if choose.Choose("alphabet", 3) == 2 {
		return drawAlphabetOnBall(choose)
	}
	c := drawNatural(choose)
	return newFamilyOnBall(c.family, c.truth, DrawLog(choose, "r", 0.05, 1))
}

func drawAlphabetOnBall(choose Chooser) (familyOnBall, error) {
	c, err := drawAlphabet(choose)
	if err != nil {
		return familyOnBall{}, err
	}
	return newFamilyOnBall(c.family, c.truth, c.radius)
}

func (f familyOnBall) name() string {
	return fmt.Sprintf("%s θ*=%v r=%g", f.family.Name(), f.truth, f.r)
}

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

func (l *meanLoss) evaluate(theta []float64, batches ...[]float64) {
	clear(l.gradient)
	clear(l.hessian)
	m := l.family.SampleDim()
	samples := slices.Concat(batches...)
	if m == 1 {
		slices.Sort(samples) // equal samples cost one evaluation
	}
	n := float64(len(samples) / m)
	for len(samples) > 0 {
		x, equal := samples[:m], 1
		for samples = samples[m:]; m == 1 && len(samples) > 0 && samples[0] == x[0]; samples = samples[1:] {
			equal++
		}
		l.family.Score(l.oneGradient, theta, x)
		l.family.Hessian(l.oneHessian, theta, x)
		for k, v := range l.oneGradient {
			l.gradient[k] -= v * float64(equal) / n
		}
		for k, v := range l.oneHessian {
			l.hessian[k] -= v * float64(equal) / n
		}
	}
}

// logitAt is the Bernoulli logit at θ*, where K3 is reached inside the ball: the family of the mutants that change K3.
func logitAt(truth float64) naturalEntry {
	c := fixedInstance("bernoulli-logit", []float64{truth}, "const:1", 1, 0.05, naturalMethod)
	return naturalEntry{c.family.(estimators.NaturalFamily), [][]float64{c.truth}}
}
