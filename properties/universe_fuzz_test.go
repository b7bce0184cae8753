package properties_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/properties/search"
	"itermle/theorems"
	"itermle/theorems/certify"
)

// smallBudget is that of the laws here, and smallDesign that of what runs beside them: some hundred certified maxima
// each, at tens of microseconds to a millisecond, so that an input takes less than a second.
var (
	smallBudget = alphabet.Budget{States: 400, Transitions: 1e5}
	smallDesign = properties.Design{Alpha: 1e-12, Beta: 1e-3, MaxReplicates: 250, MaxDraws: 1 << 18}
)

// chain is a family on an alphabet, with a design of which the exact law is affordable.
type chain struct {
	model       alphabet.Model
	truth       []float64
	radius      float64
	schedule    estimators.Schedule
	generations int
	workflow    estimators.Workflow
}

// drawChain draws a member of the universe, or one of the violations at a strength of its dial; ok is false where it is
// not identifiable.
func drawChain(t *testing.T, choose theorems.Chooser) (c chain, ok bool) {
	c = chain{workflow: theorems.Pick(choose, "workflow", estimators.Accumulate(), estimators.Replace(),
		estimators.WeightedReal(0.5), estimators.MixOriginal(0.5),
		estimators.AccumulateFresh(0.5))}
	if dials := alphabet.Dials(); choose.Choose("violation", 2) == 1 {
		dial := dials[choose.Choose("dial", len(dials))]
		epsilon := dial.Epsilons[0] * math.Exp2(-theorems.DrawReal(choose, "log2 ε", 0, 8))
		if dial.Whole {
			epsilon = theorems.Pick(choose, "ε", dial.Epsilons...)
		}
		model, err := dial.Model(epsilon)
		if err != nil {
			t.Fatalf("%s at %g: %v", dial.Name, epsilon, err)
		}
		c.model, c.truth = model, dial.Truth
	} else {
		drawn, err := alphabet.Random(choose, 3)
		if err != nil {
			return c, false
		}
		c.model, c.truth, c.radius = drawn.Family, drawn.Truth, drawn.Radius
	}
	c.generations = int(theorems.DrawSize(choose, "T", 1, 5))
	c.schedule = theorems.DrawSchedule(choose, theorems.DrawSize(choose, "n", 1, 30), c.generations)
	return c, true
}

// law is the exact law, nil where that is beyond the budget or a maximum cannot be certified.
func (c chain) law(t *testing.T) *alphabet.Law {
	law, err := alphabet.ExactLaw(c.model, c.truth, c.schedule, c.generations, c.workflow, smallBudget)
	var (
		budget      *alphabet.BudgetError
		unsupported *estimators.UnsupportedError
		converged   *estimators.NotConvergedError
		large       *estimators.RangeError // samples beyond what is counted at all
	)
	if errors.As(err, &budget) || errors.As(err, &unsupported) || errors.As(err, &converged) ||
		errors.As(err, &large) && large.Value > 1<<30 {
		return nil
	}
	if err != nil {
		t.Fatalf("%s at %v, %v, T = %d, %v: %v", c.model.Name(), c.truth, c.schedule, c.generations, c.workflow, err)
	}
	return law
}

// FuzzAssumptions: the exact law of Algorithm 1 is a law, with the assumptions and without, and the one that simulation
// has: P(‖θ^(T) − θ*‖ > ρ) falls in ρ from 1, and neither it nor its complement is refuted by running the algorithm.
func FuzzAssumptions(f *testing.F) {
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		choose := search.Play(nil, search.Bytes(data))
		c, ok := drawChain(t, choose)
		if !ok {
			return
		}
		law := c.law(t)
		if law == nil {
			return
		}
		name := fmt.Sprintf("%s θ*=%v %v T=%d %v", c.model.Name(), c.truth, c.schedule, c.generations, c.workflow)
		if all := law.Above(law.Distance, -1); !(math.Abs(all.Value-1) <= all.Error) {
			t.Errorf("%s: all mass is %+v", name, all)
		}
		rho := theorems.DrawLog(choose, "ρ", 1e-3, 2)
		before := estimators.Certified{Value: 1}
		for _, level := range []float64{rho / 4, rho, 4 * rho} {
			bad := law.Outside(level)
			if !(bad.Value+bad.Error >= 0 && bad.Value-bad.Error <= before.Value+before.Error) {
				t.Errorf("%s: P(distance > %g) = %+v, not at most %+v", name, level, bad, before)
			}
			before = bad
		}
		family, simulated := c.model.(*alphabet.Family)
		if !simulated {
			return
		}
		setup := estimators.Setup[estimators.Pool]{Truth: c.truth, Schedule: c.schedule, Workflow: c.workflow,
			Generations: c.generations, NewPool: estimators.FamilyPool(family, estimators.StatisticPath, c.workflow)}
		exact := law.Outside(rho)
		for _, outside := range []bool{true, false} {
			p := exact.Value
			if !outside {
				p = 1 - p
			}
			if p += exact.Error + 1e-9; p > 0.9 {
				continue
			}
			s := theorems.Scenario{Name: fmt.Sprintf("%s ρ=%g %v", name, rho, outside),
				Experiment: theorems.Rate{Allowed: p, Tolerated: (1 + p) / 2,
					New: estimators.After(setup, func(pool estimators.Pool) (bool, error) {
						distance := 0.
						for i, v := range pool.Theta() {
							distance = math.Hypot(distance, v-c.truth[i])
						}
						if math.Abs(distance-rho) <= 1e-9 {
							return false, nil // a tie, which rounding decides
						}
						return (distance > rho) == outside, nil
					})}}
			report, err := properties.Decide("exact law", s, smallDesign, suiteseed.Seed(), 1)
			if err != nil || report.Verdict == theorems.Refuted || report.Error != "" {
				t.Errorf("%s: %+v, %v", s.Name, report, err)
			}
		}
	})
}

// FuzzCertificates: ρ_T falls in n and in δ and grows with T, and by the exact law no certificate is left more often
// than with probability δ.
func FuzzCertificates(f *testing.F) {
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		choose := search.Play(nil, search.Bytes(data))
		drawn, err := alphabet.Random(choose, 3)
		if err != nil {
			return
		}
		n, generations := theorems.DrawSize(choose, "n", 1, 400), int(theorems.DrawSize(choose, "T", 1, 3))
		schedule := theorems.DrawSchedule(choose, n, generations)
		delta := theorems.DrawLog(choose, "δ", 1e-6, 0.9)
		q, certifier, err := certify.Sharpest(drawn.Family, drawn.Truth, drawn.Radius)
		if err != nil {
			return // an assumption fails
		}
		certify := theorems.Pick(choose, "certificate", certifier.Certify, certify.General)
		rho := func(schedule estimators.Schedule, generations int, delta float64) float64 {
			q.Schedule, q.Generations, q.Delta = schedule, generations, delta
			found, err := certify(q)
			if err != nil {
				t.Fatalf("%s: %v", drawn.Family.Name(), err)
			}
			if found.Certified != (found.Rho < math.Inf(1)) || found.Certified && !(found.Rho > 0 &&
				found.Rho < drawn.Radius && found.TV <= 1 && found.KL >= 0) {
				t.Errorf("%s: %+v with r = %g", drawn.Family.Name(), found, drawn.Radius)
			}
			return found.Rho
		}
		radius := rho(schedule, generations, delta)
		name := fmt.Sprintf("%s θ*=%v r=%g %v T=%d δ=%g", drawn.Family.Name(), drawn.Truth, drawn.Radius, schedule,
			generations, delta)
		const slack = 1 + 1e-3 // two certificates look for their ball by steps of their own
		equal := estimators.ConstantSchedule(n)
		if most := rho(equal, generations,
			delta) * slack; !(rho(estimators.ConstantSchedule(2*n), generations, delta) <=
			most) {
			t.Errorf("%s: twice the samples do not lower %g", name, most)
		}
		if most := radius * slack; !(rho(schedule, generations, math.Sqrt(delta)) <= most) {
			t.Errorf("%s: a δ of %g does not lower %g", name, math.Sqrt(delta), most)
		}
		if least := radius / slack; !(rho(equal, generations+1, delta)*slack >= rho(equal, generations, delta)) {
			t.Errorf("%s: another generation lowers %g", name, least)
		}
		if radius == math.Inf(1) {
			return
		}
		within, err := drawn.Family.Within(drawn.Truth, drawn.Radius)
		if err != nil {
			t.Fatal(err)
		}
		c := chain{within, drawn.Truth, drawn.Radius, schedule, generations, estimators.Accumulate()}
		if law := c.law(t); law != nil {
			if bad := law.Outside(radius); !(bad.Value-bad.Error <= delta) {
				t.Errorf("%s: P(‖θ^(T) − θ*‖ > %g) = %+v", name, radius, bad)
			}
		}
	})
}

// FuzzFamilies: at any θ of any family the derivatives are those of the log-density, KL and TV are divergences that
// Pinsker's inequality binds, and the MLE is at least as likely as the truth and as a point near it.
func FuzzFamilies(f *testing.F) {
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		choose := search.Play(nil, search.Bytes(data))
		var family estimators.Family
		var theta, eta []float64
		entries := estimators.Families()
		if at := choose.Choose("family", len(entries)+1); at < len(entries) {
			var err error
			if family, err = entries[at].New(nil); err != nil {
				t.Fatalf("%s: %v", entries[at].Name, err)
			}
			theta = theorems.DrawTheta(choose, family, entries[at].Points...)
			eta = theorems.DrawTheta(choose, family, entries[at].Points...)
		} else {
			drawn, err := alphabet.Random(choose, 4) // of more letters a maximum may take a second
			if err != nil {
				return
			}
			family, theta, eta = drawn.Family, drawn.Truth, drawn.Truth
		}
		name := fmt.Sprintf("%s θ=%v η=%v", family.Name(), theta, eta)
		random := estimators.NewStream(suiteseed.Seed(), name).At(0, 0)
		n, m, d := 20, family.SampleDim(), family.Dim()
		x := make([]float64, n*m)
		family.Sample(x, theta, random)
		score, moved, hessian := make([]float64, d), make([]float64, d), make([]float64, d*d)
		family.Score(score, theta, x[:m])
		family.Hessian(hessian, theta, x[:m])
		information := make([]float64, d*d)
		family.FisherInformation(information, theta)
		for i := range d {
			h := 1e-4 / math.Sqrt(information[i*d+i]) // of the family's own scale
			if !(h > 0 && h < math.Inf(1)) {
				continue
			}
			up, down := append([]float64(nil), theta...), append([]float64(nil), theta...)
			up[i] += h
			down[i] -= h
			if family.Check(up) != nil || family.Check(down) != nil {
				continue
			}
			difference := (family.LogDensity(up, x[:m]) - family.LogDensity(down, x[:m])) / (2 * h)
			// The second difference is off by h² times a third derivative, and by rounding of the log-density.
			room := 1e-3*(1e-4/h+math.Abs(score[i])) +
				1e-15*(math.Abs(family.LogDensity(theta, x[:m]))+math.Abs(theta[i]))/h
			if smooth(family) && !(math.Abs(difference-score[i]) <= room) {
				t.Errorf("%s, x = %v: ∂_%d log p is %g, by differences %g", name, x[:m], i, score[i], difference)
			}
			family.Score(moved, up, x[:m])
			if before := score[i] + hessian[i*d+i]*h; smooth(family) &&
				!(math.Abs(moved[i]-before) <= 1e-3*(1e-4/h+math.Abs(score[i])+math.Abs(hessian[i*d+i])*h)) {
				t.Errorf("%s, x = %v: the score at θ + %g e_%d is %g, by the Hessian %g", name, x[:m], h, i, moved[i],
					before)
			}
		}
		divergences(t, family, theta, eta, name)
		if err := family.Fit(moved, theta, estimators.Data{X: x}); err != nil {
			var none *estimators.NoMLEError
			var converged *estimators.NotConvergedError
			_, certified := family.(*alphabet.Family) // which may refuse: its maxima are proved, or none
			if !errors.As(err, &none) && !(certified && errors.As(err, &converged)) {
				t.Errorf("%s: %v", name, err)
			}
			return
		}
		likelihood := func(at []float64) (sum float64) {
			for k := range n {
				sum += family.LogDensity(at, x[k*m:(k+1)*m])
			}
			return sum
		}
		best := likelihood(moved)
		if other := likelihood(theta); !(best >= other-1e-7*(1+math.Abs(other))) {
			t.Errorf("%s: the MLE %v has the log-likelihood %g, θ %g", name, moved, best, other)
		}
	})
}

// smooth says whether a family has the derivatives of its log-density everywhere.
func smooth(family estimators.Family) bool {
	_, regular := family.(estimators.InteriorFamily)
	_, natural := family.(estimators.NaturalFamily)
	return regular || natural
}

// divergences: KL ≥ 0, 0 at θ = η; TV in [0, 1], symmetric, and at most √(KL/2), all within the stated errors.
func divergences(t *testing.T, family estimators.Family, theta, eta []float64, name string) {
	kl, err := family.KL(theta, eta)
	tv, other := family.TotalVariation(theta, eta)
	back, again := family.TotalVariation(eta, theta)
	itself, self := family.KL(theta, theta)
	if err := errors.Join(err, other, again, self); err != nil {
		var unsupported *estimators.UnsupportedError
		if !errors.As(err, &unsupported) {
			t.Errorf("%s: %v", name, err)
		}
		return
	}
	if !(kl.Value >= 0 && kl.Error >= 0 && itself.Value <= itself.Error && tv.Value >= 0 && tv.Value <= 1 &&
		math.Abs(tv.Value-back.Value) <= tv.Error+back.Error+1e-15 &&
		tv.Value-tv.Error <= math.Sqrt((kl.Value+kl.Error)/2)+1e-15) {
		t.Errorf("%s: KL %+v, KL(θ‖θ) %+v, TV %+v and %+v", name, kl, itself, tv, back)
	}
}
