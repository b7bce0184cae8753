package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// hessianInstance is an instance of the lemmas on the Hessians of equal batches along iterative MLE.
type hessianInstance struct {
	familyOnBall
	n           int64
	generations int
	delta       float64
	information float64 // of I: 1, or a mutant's
	third       float64 // of K3: 1, or a mutant's
	noise       float64 // of 2K2 √(8T log(2d/δ)/n): 1, or a mutant's
}

func newHessianInstance(f familyOnBall, n int64, generations int, delta float64) hessianInstance {
	return hessianInstance{f, n, generations, delta, 1, 1, 1}
}

// noiseBound is 2K2 √(8T log(2d/δ)/n).
func (h hessianInstance) noiseBound() float64 {
	return h.noise * 2 * h.constants.K2 *
		math.Sqrt(8*float64(h.generations)*math.Log(2*float64(h.family.Dim())/h.delta)/float64(h.n))
}

// scenario is the rate P(of > 1) ≤ δ of a ratio to its bound.
func (h hessianInstance) scenario(of func(hessianInstance, trajectory) float64, suffix string) Scenario {
	return Scenario{
		Name: fmt.Sprintf("%s n=%d T=%d δ=%g%s", h.name(), h.n, h.generations, h.delta, suffix),
		Experiment: Rate{Allowed: h.delta, Tolerated: h.delta + 0.05,
			Ratio: trajectories(h.familyOnBall, estimators.ConstantSchedule(h.n), h.generations,
				func(seen trajectory) float64 { return of(h, seen) })},
	}
}

// own is ‖Σ_{t<T} [∇²ℓ_t(θ^(t)) − I(θ^(t))]‖/(2K2 √(8T log(2d/δ)/n)); ℓ is the negative log-likelihood, so that ∇²ℓ
// averages I.
func (h hessianInstance) own(seen trajectory) float64 {
	d := h.family.Dim()
	sum, information, loss := make([]float64, d*d), make([]float64, d*d), newMeanLoss(h.family)
	for t, x := range seen.batches {
		loss.evaluate(seen.models[t], x)
		h.family.FisherInformation(information, seen.models[t])
		for k := range sum {
			sum[k] += loss.hessian[k] - h.information*information[k]
		}
	}
	_, norm := geometry.Spectrum(sum, d)
	return norm / h.noiseBound()
}

// anywhere is the largest of
//
//	‖Σ_{j≤t} [∇²ℓ_j(η) − I(θ^(j))]‖/(K3 Σ_{j≤t} ‖η − θ^(j)‖ + 2K2 √(8(t+1) log(2d/δ)/n))
//
// over η = θ^(t) and points of the ball, 0 where the models leave it.
func (h hessianInstance) anywhere(seen trajectory) (worst float64) {
	expected, information := make([]float64, h.family.Dim()*h.family.Dim()),
		make([]float64, h.family.Dim()*h.family.Dim())
	for _, theta := range seen.models[:len(seen.batches)] {
		h.family.FisherInformation(information, theta)
		for k, v := range information {
			expected[k] += v
		}
	}
	for _, eta := range append(geometry.BallPoints(h.truth, h.r), seen.models[len(seen.batches)-1]) {
		worst = math.Max(worst, h.apart(seen, eta, expected, 0))
	}
	return worst
}

// atTruth is
//
//	‖Σ_{j≤t} ∇²ℓ_j(θ^(t)) − (t+1) I(θ*)‖/(K3 Σ_{j≤t} ‖θ^(t) − θ^(j)‖ + L_I Σ_{j≤t} ‖θ^(j) − θ*‖ + 2K2 √(8(t+1)
//	log(2d/δ)/n)),
//
// 0 where the models leave the ball.
func (h hessianInstance) atTruth(seen trajectory) float64 {
	expected := make([]float64, h.family.Dim()*h.family.Dim())
	h.family.FisherInformation(expected, h.truth)
	for k := range expected {
		expected[k] *= float64(h.generations)
	}
	return h.apart(seen, seen.models[len(seen.batches)-1], expected, h.constants.Lipschitz)
}

// apart is ‖Σ_{j≤t} ∇²ℓ_j(η) − expected‖ over K3 Σ ‖η − θ^(j)‖ + slope Σ ‖θ^(j) − θ*‖ + noiseBound, 0 where the models
// left the ball before t.
func (h hessianInstance) apart(seen trajectory, eta, expected []float64, slope float64) float64 {
	if len(seen.batches) < h.generations {
		return 0
	}
	bound, loss := h.noiseBound(), newMeanLoss(h.family)
	for _, theta := range seen.models[:len(seen.batches)] {
		bound += h.third*h.constants.K3*geometry.Distance(eta, theta) + slope*geometry.Distance(theta, h.truth)
	}
	loss.evaluate(eta, seen.batches...)
	for k := range loss.hessian { // of equal batches the sum is t+1 times the mean over the pool
		loss.hessian[k] = float64(h.generations)*loss.hessian[k] - expected[k]
	}
	_, norm := geometry.Spectrum(loss.hessian, h.family.Dim())
	return norm / bound
}

// drawHessian draws an instance with T ≤ longest. With fewer than 30 samples the noise term alone covers every
// deviation.
func drawHessian(choose Chooser, longest int64, of func(hessianInstance, trajectory) float64) Scenario {
	f, err := drawCurved(choose)
	if err != nil {
		return Scenario{Name: err.Error(), Unmet: err.Error()}
	}
	n, generations := f.drawLength(choose, longest, 30)
	return newHessianInstance(f, n, generations, DrawLog(choose, "δ", 0.01, 0.5)).scenario(of, "")
}

// hessianClaim is Lemma B.3 with T ≤ longest.
func hessianClaim(claim Claim, longest int64) Claim {
	claim.Expect = Supported
	h := newHessianInstance(curvedFamilies()[0], 500, int(longest), 0.05)
	claim.Fixed = func(Profile) []Scenario { return []Scenario{h.scenario(hessianInstance.own, "")} }
	claim.Draw = func(choose Chooser) Scenario { return drawHessian(choose, longest, hessianInstance.own) }
	claim.Mutants = func() []Mutant {
		// T/3 against 5.43 √(T/n): the mean Hessian itself, not its deviation, for n = 500.
		flawed := h
		flawed.information = 0
		return []Mutant{{"deviation-from-zero", flawed.scenario(hessianInstance.own, " deviation-from-zero")}}
	}
	return claim
}
