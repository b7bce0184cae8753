package construction1

import (
	"math"
	"math/rand/v2"

	"itermle/internal/random"
)

// LimitProcess is Construction 1 while [2, 3] has not been hit, in the limit n → ∞, without a pool (derived here).
//
// The points u = n(1−x) of generation 0 are a Poisson process of rate 1. With G_k the limit of 2n·α^(k), those of
// generation k are one of rate ½ below G_k and of rate 1 above it, and with k generations pooled the log-likelihood of
// α = u/(2n) becomes k·u/4 − log 2·N_k(u), N_k the points below u: G_k is where that is largest, which is at a point.
// Generation k hits [2, 3] with probability 1 − e^{−G_k/4}, so
//
//	P(generations 1 … T hit nothing) → E exp(−¼ Σ_{k≤T} G_k).
//
// Beyond 40, or 700/k if that is less, no point is drawn. P(G_1 > 40) is 4·10^-7 (LimitSurvival); later maxima are
// smaller, as the log-likelihood falls by 0.44k a unit beyond the maxima so far: of 2.8·10⁶, 19 were beyond half of it.
type LimitProcess struct{ points, fresh, merged []float64 }

// Run draws G_1, …, G_T.
func (p *LimitProcess) Run(G []float64, r *rand.Rand) {
	p.points = p.points[:0]
	previous := 0.0
	for k := 1; k <= len(G); k++ {
		horizon := min(40, 700/float64(k))
		p.fresh = p.fresh[:0]
		// A gap of rate ½ up to the previous maximum, of rate 1 beyond it: an exponential variable on that clock.
		for clock := random.Exponential(r); ; clock += random.Exponential(r) {
			u := 2 * clock
			if u > previous {
				u = previous + clock - previous/2
			}
			if u > horizon {
				break
			}
			p.fresh = append(p.fresh, u)
		}
		p.merge(horizon)
		best := math.Inf(-1)
		for i, u := range p.points {
			if value := float64(k)*u/4 - float64(i)*math.Ln2; value > best {
				best, G[k-1] = value, u
			}
		}
		previous = G[k-1]
	}
}

// merge adds the fresh points to the others, and forgets those beyond the horizon.
func (p *LimitProcess) merge(horizon float64) {
	p.merged = p.merged[:0]
	rest := p.fresh
	for _, u := range p.points {
		for len(rest) > 0 && rest[0] < u {
			p.merged, rest = append(p.merged, rest[0]), rest[1:]
		}
		if u > horizon {
			break
		}
		p.merged = append(p.merged, u)
	}
	p.points, p.merged = append(p.merged, rest...), p.points
}
