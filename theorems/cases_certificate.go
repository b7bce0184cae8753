package theorems

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/internal/geometry"
	"itermle/theorems/certify"
)

// The general recursion uses nothing of the family but the constants of Assumptions 2 and 3, as the theorem does; the
// other two use that the family is exponential.
var (
	generalMethod  = certify.Certifier{Name: "general", Certify: certify.General}
	naturalMethod  = certify.Certifier{Name: "natural", Certify: certify.Natural}
	chernoffMethod = certify.Certifier{Name: "chernoff", Certify: certify.Chernoff}
	everyMethod    = []certify.Certifier{naturalMethod, generalMethod, chernoffMethod}
)

// certifiedInstance is one instance of Theorem 4.1: a family, θ*, a schedule, T and δ. A method other than the general
// one needs a natural exponential family.
type certifiedInstance struct {
	family      estimators.RegularFamily
	truth       []float64
	schedule    estimators.Schedule
	generations int
	delta       float64
	method      certify.Certifier
	radius      float64 // of the only ball to try; 0 where the best of radii is taken
}

func (c certifiedInstance) name() string {
	coordinates := make([]string, len(c.truth))
	for i, v := range c.truth {
		coordinates[i] = strconv.FormatFloat(v, 'g', -1, 64)
	}
	name := fmt.Sprintf("%s θ*=%s %s T=%d δ=%g %s", c.family.Name(), strings.Join(coordinates, ","), c.schedule,
		c.generations, c.delta, c.method.Name)
	if c.radius > 0 {
		name += fmt.Sprintf(" r=%g", c.radius)
	}
	return name
}

// radii are the balls that are tried: the constants grow with r, the condition that the trajectory stays inside
// weakens. The theorem holds for each, so the best may be taken: r is not chosen from data.
var radii = []float64{1, 0.5, 0.25, 0.125, 2, 4, 0.0625}

// requests are those of the balls whose constants are known; err is the first reason why one's are not.
func (c certifiedInstance) requests() (requests []certify.Request, err error) {
	balls := radii
	if c.radius > 0 {
		balls = []float64{c.radius}
	}
	for _, r := range balls {
		q, _, fault := certify.Sharpest(c.family, c.truth, r)
		if err = cmp.Or(err, fault); fault == nil {
			q.Schedule, q.Generations, q.Delta, q.Trajectory = c.schedule, c.generations, c.delta, true
			requests = append(requests, q)
		}
	}
	return requests, err
}

// smallest is the least n that is certified in equal batches on one of the balls, as the search finds it; 0 where none
// is.
func (c certifiedInstance) smallest(search func(certify.Request,
	func(certify.Request) (certify.Certificate, error)) (int64, error)) (least int64) {
	requests, _ := c.requests()
	for _, q := range requests {
		if n, err := search(q, c.method.Certify); err == nil && n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	return least
}

// nearlySmallest is certify.SmallestSampleSize among the powers of 2^(1/16), in a fifth of the time.
func nearlySmallest(q certify.Request, method func(certify.Request) (certify.Certificate, error)) (int64, error) {
	q.Trajectory = false
	size := func(i int64) int64 { return int64(math.Ceil(math.Exp2(float64(i) / 16))) }
	works := func(i int64) (bool, error) {
		q.Schedule = estimators.ConstantSchedule(size(i))
		found, err := method(q)
		return found.Certified, err
	}
	const most = 16 * 50
	if ok, err := works(most); err != nil || !ok {
		return 0, err
	}
	i, err := bisect.TryInt(most, -1, works)
	return size(i), err
}

// certificate is the smallest ρ_T over the balls. Where none certifies, unmet says why, with the smallest n that would
// do.
func (c certifiedInstance) certificate() (best certify.Certificate, unmet string) {
	best.Rho = math.Inf(1)
	requests, err := c.requests()
	for _, q := range requests {
		found, fault := c.method.Certify(q)
		switch {
		case fault != nil:
			return best, fault.Error()
		case found.Certified && found.Rho < best.Rho:
			best = found
		case unmet == "":
			unmet = "not certified: " + found.Reason
		}
	}
	if best.Certified {
		return best, ""
	}
	if n := c.smallest(certify.SmallestSampleSize); n > 0 {
		unmet += fmt.Sprintf(" (equal batches: the smallest n is %d)", n)
	} else if unmet == "" && err != nil {
		unmet = err.Error()
	}
	return best, unmet
}

// conclusion is what a claim says of θ^(T) on the certificate's event.
type conclusion struct {
	simultaneous bool // about every t ≤ T
	// ratio is what the claim bounds over its bound, at the estimate θ of generation t, given the one before it.
	ratio func(c certifiedInstance, bound *certify.Certificate, t int, before, theta []float64) (float64, error)
}

var (
	withinRho = conclusion{ratio: func(c certifiedInstance, bound *certify.Certificate, _ int,
		_, theta []float64) (float64, error) {
		return geometry.Distance(theta, c.truth) / bound.Rho, nil
	}}
	withinTrajectory = conclusion{simultaneous: true,
		ratio: func(c certifiedInstance, bound *certify.Certificate, t int, _, theta []float64) (float64, error) {
			return geometry.Distance(theta, c.truth) / bound.Trajectory[t], nil
		}}
	withinStep = conclusion{simultaneous: true,
		ratio: func(_ certifiedInstance, bound *certify.Certificate, t int, before, theta []float64) (float64, error) {
			return geometry.Distance(theta, before) / bound.Steps[t], nil
		}}
	// A divergence is counted as too large only where its certified error leaves no doubt.
	withinKL = conclusion{ratio: func(c certifiedInstance, bound *certify.Certificate, _ int,
		_, theta []float64) (float64, error) {
		kl, err := c.family.KL(c.truth, theta)
		return math.Max(0, kl.Value-kl.Error) / bound.KL, err
	}}
	withinTV = conclusion{ratio: func(c certifiedInstance, bound *certify.Certificate, _ int,
		_, theta []float64) (float64, error) {
		tv, err := c.family.TotalVariation(c.truth, theta)
		return math.Max(0, tv.Value-tv.Error) / bound.TV, err
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

// scenario is the rate P(the conclusion fails) ≤ δ, by the ratio of what is bounded to its bound. The check must tell
// it from δ + 0.05: certificates are loose, so that the true rate is near 0 and some three hundred replicates decide.
func (c certifiedInstance) scenario(says conclusion, v variant) Scenario {
	s := Scenario{Name: strings.TrimSuffix(c.name()+" "+v.name, " ")}
	bound, unmet := c.certificate()
	if s.Unmet = unmet; unmet == "" {
		s.Experiment = c.rate(says, bound, v)
	}
	return s
}

func (c certifiedInstance) rate(says conclusion, bound certify.Certificate, v variant) Rate {
	if v.bound != nil {
		v.bound(c, &bound)
	}
	return Rate{Allowed: c.delta, Tolerated: math.Min(1, c.delta+0.05),
		Ratio: func() (estimators.Trial[float64], error) { return c.trial(says, bound, v) }}
}

func (c certifiedInstance) trial(says conclusion, bound certify.Certificate,
	v variant) (estimators.Trial[float64], error) {
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
	return func(s *estimators.Stream, replicate uint64) (worst float64, err error) {
		copy(before, c.truth)
		var fault error
		err = run(it, s, replicate, func(t int, theta []float64) bool {
			if says.simultaneous || t == c.generations {
				var ratio float64
				ratio, fault = says.ratio(c, &bound, t, before, theta)
				worst = math.Max(worst, ratio) // NaN stays
			}
			copy(before, theta)
			return fault == nil
		})
		// No MLE is no estimate within any distance: the failure that the theorem bounds.
		if absent := (*estimators.NoMLEError)(nil); errors.As(err, &absent) {
			return math.Inf(1), nil
		}
		return worst, errors.Join(err, fault)
	}, nil
}
