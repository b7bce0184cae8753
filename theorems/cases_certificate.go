package theorems

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"itermle/estimators"
	"itermle/internal/geometry"
	"itermle/theorems/certify"
)

// certificateMethod is one of the explicit forms of Theorem 4.1.
type certificateMethod struct {
	name    string
	certify func(certify.Request) (certify.Certificate, error)
}

// The general recursion uses nothing of the family but the constants of Assumptions 2 and 3, as the theorem does; the
// other two use that the family is exponential.
var (
	generalMethod  = certificateMethod{"general", certify.General}
	naturalMethod  = certificateMethod{"natural", certify.Natural}
	chernoffMethod = certificateMethod{"chernoff", certify.Chernoff}
)

// certifiedInstance is one instance of Theorem 4.1: a family, θ*, a schedule, T and δ. A method other than the general
// one needs a natural exponential family.
type certifiedInstance struct {
	family      estimators.RegularFamily
	truth       []float64
	schedule    estimators.Schedule
	generations int
	delta       float64
	method      certificateMethod
}

func (c certifiedInstance) name() string {
	coordinates := make([]string, len(c.truth))
	for i, v := range c.truth {
		coordinates[i] = strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprintf("%s θ*=%s %s T=%d δ=%g %s", c.family.Name(), strings.Join(coordinates, ","), c.schedule,
		c.generations, c.delta, c.method.name)
}

// radii are the balls that are tried: the constants grow with r, the condition that the trajectory stays inside
// weakens. The theorem holds for each, so the best may be taken: r is not chosen from data.
var radii = []float64{1, 0.5, 0.25, 0.125, 2, 4, 0.0625}

// certificate is the smallest ρ_T over the radii. Where no ball certifies, unmet says why, with the smallest n that
// would do.
func (c certifiedInstance) certificate(trajectory bool) (best certify.Certificate, unmet string) {
	best.Rho = math.Inf(1)
	reason, smallest := "", int64(0)
	for _, r := range radii {
		constants, err := c.family.AssumptionConstants(c.truth, r)
		if err != nil {
			if reason == "" {
				reason = err.Error()
			}
			continue
		}
		q := certify.Request{Constants: constants, Dim: c.family.Dim(), Radius: r, Schedule: c.schedule,
			Generations: c.generations, Delta: c.delta, Trajectory: trajectory}
		found, err := c.method.certify(q)
		switch {
		case err != nil:
			return best, err.Error()
		case found.Certified && found.Rho < best.Rho:
			best = found
		case !found.Certified && !best.Certified:
			if n, err := certify.SmallestSampleSize(q, c.method.certify); err == nil && n > 0 &&
				(smallest == 0 || n < smallest) {
				reason, smallest = found.Reason, n
			} else if reason == "" {
				reason = found.Reason
			}
		}
	}
	if best.Certified {
		return best, ""
	}
	if smallest > 0 {
		reason += fmt.Sprintf(" (equal batches: the smallest n is %d)", smallest)
	}
	return best, "not certified: " + reason
}

// tightness is ρ over the (1−δ)-quantile of ‖θ^(T) − θ*‖ in the normal limit, exact for a Gaussian mean of d ≤ 2.
func (c certifiedInstance) tightness(rho float64) (float64, error) {
	quantile, ok := certify.NormalQuantile(c.family, c.truth, c.schedule, c.generations, c.delta)
	if !ok {
		return 0, fmt.Errorf("%s: no quantile of the normal limit for d > 2", c.name())
	}
	return rho / quantile, nil
}

// conclusion is what a claim says of θ^(T) on the certificate's event.
type conclusion struct {
	simultaneous bool // about every t ≤ T
	// fails is whether the estimate θ of generation t falls outside the bound, given the one before it. It must be true
	// for NaN.
	fails func(c certifiedInstance, bound *certify.Certificate, t int, before, theta []float64) (bool, error)
}

var (
	withinRho = conclusion{fails: func(c certifiedInstance, bound *certify.Certificate, _ int,
		_, theta []float64) (bool, error) {
		return !(geometry.Distance(theta, c.truth) <= bound.Rho), nil
	}}
	withinTrajectory = conclusion{simultaneous: true,
		fails: func(c certifiedInstance, bound *certify.Certificate, t int, _, theta []float64) (bool, error) {
			return !(geometry.Distance(theta, c.truth) <= bound.Trajectory[t]), nil
		}}
	withinStep = conclusion{simultaneous: true,
		fails: func(_ certifiedInstance, bound *certify.Certificate, t int, before, theta []float64) (bool, error) {
			return !(geometry.Distance(theta, before) <= bound.Steps[t]), nil
		}}
	// A divergence is counted as too large only where its certified error leaves no doubt.
	withinKL = conclusion{fails: func(c certifiedInstance, bound *certify.Certificate, _ int,
		_, theta []float64) (bool, error) {
		kl, err := c.family.KL(c.truth, theta)
		return !(kl.Value-kl.Error <= bound.KL), err
	}}
	withinTV = conclusion{fails: func(c certifiedInstance, bound *certify.Certificate, _ int,
		_, theta []float64) (bool, error) {
		tv, err := c.family.TotalVariation(c.truth, theta)
		return !(tv.Value-tv.Error <= bound.TV), err
	}}
)

// variant is how a mutant, or the contrast with replacement, departs from the instance. The zero value departs in
// nothing.
type variant struct {
	name     string
	bound    func(c certifiedInstance, b *certify.Certificate)
	workflow estimators.Workflow
	run      runner
	pool     func(p estimators.Pool, c certifiedInstance) estimators.Pool
}

// scenario is the rate P(the conclusion fails) ≤ δ. The check must tell it from δ + 0.05: certificates are loose, so
// that the true rate is near 0 and some three hundred replicates decide.
func (c certifiedInstance) scenario(says conclusion, v variant) Scenario {
	s := Scenario{Name: c.name()}
	if v.name != "" {
		s.Name += " " + v.name
	}
	bound, unmet := c.certificate(says.simultaneous)
	if unmet != "" {
		s.Unmet = unmet
		return s
	}
	if v.bound != nil {
		v.bound(c, &bound)
	}
	s.Experiment = Rate{Allowed: c.delta, Tolerated: math.Min(1, c.delta+0.05),
		New: func() (estimators.Trial[bool], error) { return c.trial(says, bound, v) }}
	return s
}

func (c certifiedInstance) trial(says conclusion, bound certify.Certificate,
	v variant) (estimators.Trial[bool], error) {
	it, err := estimators.Setup[estimators.Pool]{Truth: c.truth, Schedule: c.schedule, Workflow: v.workflow,
		Generations: c.generations, NewPool: func() (estimators.Pool, error) {
			pool, err := estimators.NewPool(c.family, estimators.AutoPath, v.workflow)
			if err == nil && v.pool != nil {
				pool = v.pool(pool, c)
			}
			return pool, err
		}}.Worker()
	if err != nil {
		return nil, err
	}
	run := v.run
	if run == nil {
		run = (*estimators.Iteration).Run
	}
	before := make([]float64, len(c.truth))
	return func(s *estimators.Stream, replicate uint64) (bool, error) {
		copy(before, c.truth)
		var (
			bad   bool
			fault error
			visit func(int, []float64) bool
		)
		if says.simultaneous {
			visit = func(t int, theta []float64) bool {
				bad, fault = says.fails(c, &bound, t, before, theta)
				copy(before, theta)
				return !bad && fault == nil
			}
		}
		err := run(it, s, replicate, visit)
		// No MLE is no estimate within any distance: the failure that the theorem bounds.
		if absent := (*estimators.NoMLEError)(nil); errors.As(err, &absent) {
			return true, nil
		}
		if err != nil || fault != nil || bad {
			return bad, errors.Join(err, fault)
		}
		if !says.simultaneous {
			return says.fails(c, &bound, c.generations, nil, it.Pool.Theta())
		}
		return false, nil
	}, nil
}
