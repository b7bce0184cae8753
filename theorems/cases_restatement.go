package theorems

import (
	"fmt"
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/theorems/certify"
)

// term names one term of a restatement, and what a mutant multiplies it by.
type term struct {
	name   string
	factor float64
}

const printGivesNoConstant = "ours: print gives no constant"

// altered is what a restatement multiplies by something else than 1: a mutant's term, and the numbers that the
// certificate moves outward by more than rounding, by 1 + outward. The zero value alters nothing.
type altered struct {
	term
	outward float64
}

func (a altered) at(name string, value float64) float64 {
	if a.name == name {
		return a.factor * value
	}
	return value
}

// restated is a certificate read literally from its derivation: ρ_0, …, ρ_T, and the balls that certify it, those with
// least < r < most.
type restated struct {
	rho         []float64
	least, most float64
}

// never is the restatement of what no ball certifies.
func never() restated { return restated{least: math.Inf(1), most: math.Inf(1)} }

// restatement compares one of the certificates with its restatement, term by term and on both sides,
//
//	ρ_t(1 + 2^−51) ≤ certified ρ_t ≤ ρ⁺_t(1 + 10^−12) for all t ≤ T,  KL = K2 ρ_T²/2,  TV = min(1, √K2 ρ_T/2),
//
// and the balls that it certifies with those of the restatement, at r(1 ± ends) about their ends. The restatement
// rounds to nearest, and errs by a few 2^−53 (inner, where it integrates); every certificate rounds up twice by 2^−50,
// which leaves more than 2^−51 when its own roundings are taken off: whoever rounds the other way is seen. ρ⁺ is
// restated with the numbers that the certificate moves outward, beyond rounding, moved by outer.
type restatement struct {
	certify      func(certify.Request) (certify.Certificate, error)
	literal      func(q certify.Request, a altered) restated
	request      func(choose Chooser) certify.Request
	requests     int
	inner, outer float64
	ends         float64
	terms        []term // the mutants
}

// numbered makes the choices behind the requests of a fixed list, each from its own number.
type numbered struct{ *rand.Rand }

func (c numbered) Choose(_ string, n int) int { return c.IntN(n) }

// firstRequests are the requests 0, …, count−1 of such a list.
func firstRequests(count int, request func(Chooser) certify.Request) []certify.Request {
	requests := make([]certify.Request, count)
	for i := range requests {
		requests[i] = request(numbered{rand.New(rand.NewPCG(uint64(i), 0))})
	}
	return requests
}

// drawRequest draws a request with constants of all sizes and any schedule, T ≤ 12; r = 1.
func drawRequest(choose Chooser) certify.Request {
	generations := 1 + choose.Choose("T", 12)
	return certify.Request{
		Constants: estimators.Constants{K1: DrawLog(choose, "K1", 0.3, 2), K2: DrawLog(choose, "K2", 0.25, 2),
			K3: DrawLog(choose, "K3", 0.02, 0.5), Lambda0: DrawLog(choose, "λ0", 0.2, 1),
			Lipschitz: DrawLog(choose, "L_I", 0.02, 2)},
		Dim: 1 + choose.Choose("d", 5), Radius: 1, Generations: generations, Trajectory: true,
		Schedule: DrawSchedule(choose, DrawSize(choose, "n", 100, 100_000_000), generations),
		Delta:    DrawLog(choose, "δ", 1e-6, 0.5),
	}
}

// requestName spells a request.
func requestName(q certify.Request) string {
	c := q.Constants
	name := fmt.Sprintf("K1=%g K2=%g K3=%g λ0=%g L_I=%g d=%d r=%g %s T=%d δ=%g", c.K1, c.K2, c.K3, c.Lambda0,
		c.Lipschitz, q.Dim, q.Radius, q.Schedule, q.Generations, q.Delta)
	if q.Diameter > 0 {
		name += fmt.Sprintf(" D=%g", q.Diameter)
	}
	if q.Bounds != nil {
		name += fmt.Sprintf(" bounds=%+v", *q.Bounds)
	}
	return name
}

func (r restatement) scenario(name string, requests []certify.Request, a altered) Scenario {
	if a.name != "" {
		name += fmt.Sprintf(" %s×%g", a.name, a.factor)
	}
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		certified, least, most := 0, math.Inf(1), 0.0
		for i, q := range requests {
			want := r.literal(q, a)
			lower, upper := want, want
			if r.inner > 0 {
				lower = r.literal(q, altered{a.term, -r.inner})
			}
			if r.outer > 0 {
				upper = r.literal(q, altered{a.term, r.outer})
			}
			for _, end := range []struct {
				radius float64
				inside bool
			}{{want.least * (1 + r.ends), want.least*(1+2*r.ends) < want.most}, {want.least * (1 - r.ends), false},
				{q.Radius, want.least < q.Radius && q.Radius < want.most},
				{want.most * (1 - r.ends), want.least < want.most*(1-2*r.ends)}, {want.most * (1 + r.ends), false}} {
				if !(end.radius > 0) || math.IsInf(end.radius, 1) {
					continue
				}
				q.Radius = end.radius
				found, err := r.certify(q)
				if err != nil {
					return out, err
				}
				if !out.Check(found.Certified == end.inside, "request %d: certified %v on r = %.17g: %s", i,
					found.Certified, end.radius, found.Reason) || !found.Certified {
					continue
				}
				certified++
				for t := 1; t < len(want.rho); t++ {
					low, high := a.at("ρ_t", lower.rho[t]), math.Inf(1)
					if upper.rho != nil {
						high = a.at("ρ_t", upper.rho[t])
					}
					rho := found.Trajectory[t]
					least, most = math.Min(least, rho/want.rho[t]), math.Max(most, rho/want.rho[t])
					out.Check(rho >= low*(1+0x1p-51) && rho <= high*(1+1e-12), "request %d: ρ_%d is %.17g, restated "+
						"from %.17g to %.17g", i, t, rho, low, high)
				}
				kl, tv := q.Constants.K2*found.Rho*found.Rho/2, math.Min(1, math.Sqrt(q.Constants.K2)*found.Rho/2)
				out.Check(found.Rho == found.Trajectory[q.Generations] && math.Abs(found.KL/kl-1) <= 1e-14 &&
					math.Abs(found.TV/tv-1) <= 1e-14, "request %d: KL %g, TV %g for ρ_T = %g", i, found.KL, found.TV,
					found.Rho)
			}
		}
		out.Check(3*certified >= len(requests), "only %d of %d requests are certified", certified, len(requests))
		out.Evidence = fmt.Sprintf("certified over restated ρ_t from 1%+.1e to 1%+.1e on %d certified balls; "+
			"%d comparisons", least-1, most-1, certified, out.Cases)
		if out.Verdict == Refuted {
			out.Evidence = out.Counterexample
		}
		return out, nil
	}}}
}

// claim is the comparison on the first requests, and on drawn ones that some ball certifies.
func (r restatement) claim(c Claim) Claim {
	c.Expect, c.Deviation = Supported, printGivesNoConstant
	first := func(a altered) Scenario {
		return r.scenario(fmt.Sprintf("requests 0 to %d", r.requests-1), firstRequests(r.requests, r.request), a)
	}
	c.Fixed = func(Profile) []Scenario { return []Scenario{first(altered{})} }
	c.Draw = func(choose Chooser) Scenario {
		q := r.request(choose)
		s := r.scenario(requestName(q), []certify.Request{q}, altered{})
		if want := r.literal(q, altered{}); !(want.least < want.most) {
			s.Unmet = "not certified: n too small"
		}
		return s
	}
	c.Mutants = func() []Mutant {
		var mutants []Mutant
		for _, a := range append(r.terms, term{"ρ_t", 1.05}, term{"ρ_t", 1 - 2*r.outer - 4e-12},
			term{"ρ_t", 1 + max(0x1p-48, 2*r.inner+2*r.outer)}) {
			mutants = append(mutants, Mutant{fmt.Sprintf("%s×%.17g", a.name, a.factor), first(altered{term: a})})
		}
		return mutants
	}
	return c
}
