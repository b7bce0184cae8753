package laws

import (
	"math"
	"strings"

	"itermle/estimators"
)

// GaussianWorkflowMoments are E μ_T² and E(σ_T² − 1)² of the Gaussian (μ, σ) from (0, 1) under the workflows
// accumulate, replace, fresh, original and weighted, with their shares, to rounding (derived here). A fit is a chain
// of two steps, under which the moments of (μ², σ²) up to the second close. The first draws k samples of N(μ, σ²),
// which have the share w of the pool, beside the pool itself (w = 1: without it); by Cochran's theorem, with
// independent Z and χ²,
//
//	μ₊ = μ + w √(σ²/k) Z,   σ²₊ = σ² R,   R = 1 − w + (w/k) χ²_{k−1} + (w(1−w)/k) Z²
//
// The second adds r samples of N(0, 1), mean x̄ and variance S, with the share s, to what has the mean μ and the
// variance σ²:
//
//	μ₊ = s x̄ + (1−s) μ,   σ²₊ = s S + (1−s) σ² + s(1−s)(μ − x̄)²
//
// Under original the real sample is the same in every generation: given it, ((μ − x̄)/√S, σ²/S) is the chain with
// x̄ = 0 and S = 1 (r = ∞), which does not depend on it.
//
// Errors: those of Check, *estimators.UnsupportedError for other workflows: a part of the pool, whose variance has the
// pool's fourth moments, and what is not linear in the data.
func GaussianWorkflowMoments(workflow estimators.Workflow, schedule estimators.Schedule,
	generations int) (mean, variance float64, err error) {
	if err := schedule.Check(generations); err != nil {
		return 0, 0, err
	}
	kind, _, _ := strings.Cut(workflow.String(), ":")
	first, pool := float64(schedule.Size(0)), 0.0
	m := gaussianMoments{}.real(first, 1)
	if kind == "original" {
		m = gaussianMoments{}
	}
	for t := range generations {
		n := float64(schedule.Size(t))
		if pool += n; t == 0 {
			continue
		}
		share := workflow.Share(t)
		real := math.Round(share * n)
		switch kind {
		case "accumulate":
			m = m.drawn(n-real, (n-real)/(pool-real)).real(real, real/pool)
		case "replace":
			m = m.drawn(n, 1)
		case "fresh":
			m = m.drawn(n-real, 1).real(real, real/n)
		case "original":
			m = m.drawn(n, 1).real(math.Inf(1), share)
		case "weighted":
			m = m.drawn(n, 1).real(first, share)
		default:
			return 0, 0, &estimators.UnsupportedError{What: "the second moments of the Gaussian (μ, σ)",
				Action: "workflow " + workflow.String(),
				Accept: "accumulate, replace, fresh, original or weighted"}
		}
	}
	if kind == "original" {
		m = m.about(first)
	}
	return m.a, m.uu, nil
}

// gaussianMoments are E μ², E u, E μ⁴, E μ²u and E u², u = σ² − 1: nothing cancels where they are small.
type gaussianMoments struct{ a, u, aa, au, uu float64 }

// drawn is the first step: E Z²R − 1 = E(R − 1) + 2w(1−w)/k.
func (m gaussianMoments) drawn(k, w float64) gaussianMoments {
	if k == 0 {
		return m
	}
	c := w * w / k // μ₊ − μ has the variance c σ²
	mean := -c     // E(R − 1)
	square := c*c + 2*w*w*(k-1+(1-w)*(1-w))/(k*k)
	v, uv, vv, av := 1+m.u, m.u+m.uu, 1+2*m.u+m.uu, m.a+m.au
	return gaussianMoments{
		a: m.a + c*v, u: m.u + mean*v,
		aa: m.aa + 6*c*av + 3*c*c*vv,
		au: m.au + mean*av + c*(uv+vv*(mean+2*w*(1-w)/k)),
		uu: m.uu + 2*mean*uv + square*vv,
	}
}

// real is the second step, x̄ ~ N(0, 1/r) and E(S − 1) = −1/r, E(S − 1)² = 2/r − 1/r².
func (m gaussianMoments) real(r, s float64) gaussianMoments {
	if s == 0 {
		return m
	}
	q, rest := 1/r, 1-s
	between := s * rest
	d := m.a + q                     // E(μ − x̄)²
	dd := m.aa + 6*m.a*q + 3*q*q     // E(μ − x̄)⁴
	a := s*s*q + rest*rest*m.a       // E μ₊²
	au := rest*rest*m.au + s*s*q*m.u // E μ₊²u
	ad := (s*s-4*between+rest*rest)*q*m.a + 3*s*s*q*q + rest*rest*m.aa
	return gaussianMoments{
		a: a, u: -s*q + rest*m.u + between*d,
		aa: rest*rest*rest*rest*m.aa + 6*between*between*q*m.a + 3*s*s*s*s*q*q,
		au: -s*q*a + rest*au + between*ad,
		uu: s*s*q*(2-q) + rest*rest*m.uu + between*between*dd - 2*between*q*m.u - 2*s*between*q*d +
			2*rest*between*(m.au+q*m.u),
	}
}

// about is E μ² and E u² of x̄ + √S μ and S σ², of a real sample of size r.
func (m gaussianMoments) about(r float64) gaussianMoments {
	q := 1 / r
	return gaussianMoments{a: q + (1-q)*m.a, u: -q + (1-q)*m.u, uu: q*(2-q) + 2*q*(1-q)*m.u + (1-q)*(1+q)*m.uu}
}
