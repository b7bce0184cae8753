package certify

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"itermle/estimators"
)

// drawExpansion is an expansion with numbers of all sizes behind the generations before b, and ‖e_t‖ ≤ assumed in it.
func drawExpansion(random *rand.Rand, h *history, b *block) expansion {
	c := estimators.Constants{K3: anySize(random), Lambda0: 1, Lipschitz: anySize(random)}
	x := expansion{Request: Request{Radius: 1, Constants: c}, information: 1, variance: h.v[len(h.n)],
		scoreVariance: anySize(random), scoreWeight: anySize(random), hessianVariance: anySize(random),
		hessianDeviation: anySize(random), thirdMean: anySize(random), thirdSquare: anySize(random),
		fourth: anySize(random), increments: 1, noises: 1, rounding: 1e-9, inverse: 1, radius: anySize(random)}
	x.lead = newFreedman(3, x.scoreVariance*x.variance, x.scoreWeight/h.n[0])
	x.farthest = x.lead.at(x.scoreVariance * x.variance)
	if b.first > 0 {
		x.step, x.shift = anySize(random), anySize(random)
		x.rho = x.lead.at(x.scoreVariance*b.before) + x.shift + x.step
	}
	return x
}

// The bounds of the events in a block, and what it adds to the sums, hold those of each generation in it by their
// definitions, for any ‖e_t‖ up to what is assumed.
func TestExpansionBlockHoldsItsTerms(t *testing.T) {
	histories("terms", 10, 20, func(random *rand.Rand, h *history) {
		b := h.all[random.IntN(len(h.all))]
		x := drawExpansion(random, h, &b)
		assumed, full := x.step, random.IntN(2) == 0
		if b.count > 1 {
			assumed = max(assumed, anySize(random))
		}
		next, _ := x.behind(&b, assumed)
		noise, centred := x.noise(&b)
		gap, rho, increment := next.sums.gap/b.samples, next.sums.rho/b.samples, x.increment(&b)
		shift, e := x.shift, x.step // S_{j−1} and ‖e_{j−1}‖
		for j := b.first; j < b.first+b.count; j++ {
			N, v, at := h.total[j], x.scoreVariance, float64(j)
			if j > b.first {
				if e = assumed; !full {
					e *= random.Float64()
				}
			}
			m, level := x.farthest, x.increments+math.Log(at*(at+1))
			if j > 0 {
				m = min(2*m, math.Sqrt(2*level*v*(x.variance-h.v[j]))+level*x.scoreWeight/(3*N))
			}
			level = x.noises + math.Log((at+1)*(at+2))
			E := math.Sqrt(2*x.hessianVariance*level/N) + x.hessianDeviation*level/(3*N)
			F := math.Sqrt(2*x.thirdSquare*level/N) + 2*x.Constants.K3*level/(3*N)
			fit := x.lead.at(v*h.v[j]) + shift + e // ρ_j
			if j == 0 {
				fit = 0
			}
			shift += h.n[j] / N * e // S_j
			for what, pair := range map[string][2]float64{"m_j": {m, increment}, "E_t": {E, noise}, "F_t": {F, centred},
				"ρ_j": {fit, rho}, "S_t": {shift, next.shift},
				"m_j + ‖e_{j−1}‖ − S_j": {m + e - shift, gap}} {
				if !(pair[0] <= pair[1]+1e-9*(math.Abs(pair[0])+shift)) {
					t.Fatalf("block %+v: %s ≤ %g, at %d %g", b, what, pair[1], j, pair[0])
				}
			}
		}
	})
}

// The quadratic of a block bounds ‖Y_t + Q_t‖/I of each generation in it, and hessianMove what it says, term by term
// over all generations behind, for any p_j ≥ −S_j and ρ_j.
func TestExpansionBlockHoldsItsSums(t *testing.T) {
	histories("sums", 10, 20, func(random *rand.Rand, h *history) {
		var (
			last                                 = h.all[len(h.all)-1]
			x                                    = drawExpansion(random, h, &last)
			gaps, rho                            []float64
			shift, half, third, l, noise, far, c = anySize(random), anySize(random), anySize(random), anySize(random),
				anySize(random), anySize(random), anySize(random)
			scale = random.Float64()
		)
		for range h.n {
			gap := anySize(random) * 2 * shift
			if random.IntN(2) == 0 {
				gap = -shift * (1 - anySize(random)/10)
			}
			gaps, rho = append(gaps, gap), append(rho, anySize(random))
		}
		for _, b := range h.all {
			end := b.first + b.count
			x.sums.add(b.samples, slices.Max(rho[b.first:end]), slices.Max(gaps[b.first:end]))
			share := 1 / b.least
			c0, c1, c2 := x.sums.quadratic(scale, share, b.most/b.least, shift, half, third, l, noise, far)
			move := x.hessianMove(share, noise)
			for at := b.first; at < end; at++ {
				reach, spread := far+c, 0.0
				want := noise*reach + third*reach*reach
				for j, n := range h.n[:at+1] {
					d, weight := gaps[j]+shift+c, n/h.total[at]
					want += weight * (half*d*d + l*rho[j]*d)
					spread += weight * (x.Radius + rho[j])
				}
				across := x.Radius + x.radius
				moved := min(x.Constants.K3*spread, (x.thirdMean+x.fourth*across/2)*spread+across*noise)
				if got := c0 + c*(c1+c*c2); !(scale*want <= got*(1+1e-9)) || !(moved <= move*(1+1e-12)) {
					t.Fatalf("block %+v: ‖Y_t + Q_t‖/I ≤ %g, at t = %d %g; Hessian %g, %g", b, got, at, scale*want,
						move, moved)
				}
			}
		}
	})
}

// ‖e_t‖, S_t and ρ_t behind a block are at least those behind its generations one by one, and what was assumed of ‖e_t‖
// to get them is no more than what follows; one correction of the assumption is not always enough.
func TestExpansionBlockHoldsItsGenerations(t *testing.T) {
	blocks, corrected := 0, 0
	histories("expansion", 30000, 20, func(random *rand.Rand, h *history) {
		c := estimators.Constants{K1: 1, K3: 0.4 * random.Float64(), Lambda0: 0.5, Lipschitz: 4 * random.Float64()}
		schedule := estimators.ConstantSchedule(int64(h.n[0])) // n_0 is all that is taken of it
		q := Request{Constants: c, Dim: 1, Radius: 1, Schedule: schedule, Generations: len(h.n), Delta: 0.1,
			Bounds: &estimators.ScoreBounds{Score: 1, Information: 0.5, Variance: 0.55,
				HessianVariance: anySize(random), HessianDeviation: 1, ThirdMean: anySize(random),
				ThirdSquare: anySize(random), Fourth: anySize(random), Unimodal: true}}
		on := smoothOn(q)
		if random.IntN(2) == 0 {
			if on, _ = vectorOn(q, *q.Bounds, []float64{0.5}); on == nil {
				return
			}
		}
		x := on(0.9)
		if x.unimodal {
			x.Constants.K3 *= 10
		}
		x.variance, x.rounding, x.inverse = h.v[len(h.n)], 1e-9, 2
		x.farthest = x.lead.at(x.scoreVariance * x.variance)
		for _, b := range h.all {
			next, reason := x.through(&b)
			if reason != "" {
				return
			}
			if b.count > 1 {
				blocks++
				if again, _ := x.behind(&b, next.step); !(again.step <= next.step*(1+1e-9)) {
					t.Fatalf("block %+v: ‖e_t‖ ≤ %g, of which follows %g", b, next.step, again.step)
				}
				first, _ := x.behind(&b, x.step)
				if second, _ := x.behind(&b, 1.01*first.step); second.step > 1.01*first.step {
					corrected++
				}
			}
			single := x
			for at := b.first; at < b.first+b.count; at++ {
				alone := h.block(at, 1)
				if single, reason = single.through(&alone); reason != "" {
					t.Fatalf("block %+v: at t = %d %s", b, at, reason)
				}
				for what, pair := range map[string][2]float64{"‖e_t‖": {single.step, next.step},
					"S_t": {single.shift, next.shift}, "ρ_{t+1}": {single.rho, next.rho}} {
					if !(pair[0] <= pair[1]*(1+1e-9)) {
						t.Fatalf("block %+v: %s ≤ %g, at %d %g", b, what, pair[1], at, pair[0])
					}
				}
			}
			x = next
		}
	})
	if blocks < 200 || corrected == 0 {
		t.Errorf("only %d blocks, %d of them corrected twice", blocks, corrected)
	}
}

// What 2A leaves outside 8K1, 4e^−16 K1² in all, counts where K1²/λ is large.
func TestVectorCountsTheTail(t *testing.T) {
	const k1, lambda, l, radius, d = 3000, 0.5, 0.1, 0.2, 3
	spectrum := []float64{lambda, 2 * lambda, 4 * lambda}
	q := Request{Constants: estimators.Constants{K1: k1, K2: 1, K3: 1, Lambda0: lambda, Lipschitz: l}, Dim: d,
		Radius: 1, Schedule: estimators.ConstantSchedule(1e12), Generations: 5, Delta: 0.1}
	on, reason := vectorOn(q, estimators.ScoreBounds{}, spectrum)
	if on == nil {
		t.Fatal(reason)
	}
	beyond := 4 * math.Exp(-16) * k1 * k1
	_, z, _ := mixtureRadius(d, axes(spectrum), q.level(1/leadShare))
	x, turn, trace := on(radius), 1+l*radius/lambda, (1+0.5+0.25)/lambda
	variance := turn*trace + beyond/lambda/lambda
	if !(math.Abs(x.scoreVariance/variance-1) <= 1e-12) || !(x.scoreVariance >= variance) {
		t.Errorf("E‖I⁻¹σ‖² ≤ %.17g, want %.17g", x.scoreVariance, variance)
	}
	// a is some 10^-2 here.
	if kappa := math.Pow(x.lead.fixed/z, 2) * lambda / varianceSum(q.Schedule, 5); !(kappa >= turn+beyond/lambda) ||
		!(kappa <= 1.05*(turn+beyond/lambda)) || !(beyond/lambda > turn) {
		t.Errorf("κ = %g, want a little above %g + %g", kappa, turn, beyond/lambda)
	}
}
