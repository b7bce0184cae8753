package leak

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/random"
)

// Pool runs Algorithm 1 on a leak, as an estimators.MixingPool: Draw samples what the maximiser depends on exactly, and
// Fit is the exact maximiser over all of Θ. A generation costs O(1) whatever n is: of sheet 1 only count and mean are
// drawn, of sheet 2 the counts and the point that a first spike would take.
//
// The samples have weight 1 and there are no subsamples: of the workflows, accumulate, replace and fresh can be run.
type Pool struct {
	family    Family
	parameter [1]float64
	fits      int
	collapse  int // the first fit in [2, 3), 0 for none

	count, mean float64 // of sheet 1
	spiked      int64   // points of sheet 2 within the spike of the current model
	isolated    int64   // other points of sheet 2: no two are ever as near as w
	nearest     float64 // of the isolated ones, the nearest to the current model; of points drawn since the last fit
}

// New returns the pool of a leak.
func New(family Family) (*Pool, error) {
	if err := family.Check(); err != nil {
		return nil, err
	}
	return &Pool{family: family}, nil
}

// Start implements estimators.Pool; θ* is 0.
func (p *Pool) Start(truth []float64) error {
	if len(truth) != 1 {
		return &estimators.RangeError{What: "leak: coordinates of θ*", Value: float64(len(truth)), Accept: "1"}
	}
	if truth[0] != 0 {
		return &estimators.RangeError{What: "leak: θ*", Value: truth[0], Accept: "0"}
	}
	*p = Pool{family: p.family}
	return nil
}

// Clear implements estimators.Pool.
func (p *Pool) Clear() { p.count, p.mean, p.spiked, p.isolated = 0, 0, 0, 0 }

// Theta implements estimators.Pool.
func (p *Pool) Theta() []float64 { return p.parameter[:] }

// Collapse is the number of the first fit in [2, 3), 1 for that of real data; 0 if there was none.
func (p *Pool) Collapse() int { return p.collapse }

// Draw implements estimators.Pool.
func (p *Pool) Draw(n int64, r *rand.Rand) error { return p.draw(p.parameter[0], n, r) }

// DrawFrom implements estimators.MixingPool for samples of weight 1.
func (p *Pool) DrawFrom(real bool, n int64, weight float64, r *rand.Rand) error {
	if weight != 1 {
		return &estimators.UnsupportedError{What: "leak", Action: "samples of weight other than 1",
			Accept: "workflow accumulate, replace or fresh"}
	}
	if real {
		return p.draw(0, n, r)
	}
	return p.Draw(n, r)
}

// KeepFirst implements estimators.MixingPool, for no workflow whose samples have weight 1: DrawFrom refuses the rest.
func (p *Pool) KeepFirst() { p.Clear() }

// FitSubsample implements estimators.MixingPool: there is none.
func (p *Pool) FitSubsample(int64, bool, *rand.Rand) error {
	return &estimators.UnsupportedError{What: "leak", Action: "subsamples",
		Accept: "workflow accumulate, replace or fresh"}
}

// draw adds n samples of p_θ.
func (p *Pool) draw(theta float64, n int64, r *rand.Rand) error {
	if n < 1 {
		return &estimators.RangeError{What: "leak: samples to draw", Value: float64(n), Accept: "n ≥ 1"}
	}
	mass, center, width := 0.5, 0.0, 1.0
	spikes := collapsed(theta)
	if !spikes {
		mass, center = p.family.Mass(theta), theta
		if p.family.Epsilon == 0 {
			width = mass
		}
	}
	others := random.Binomial(n, mass, 1-mass, r)
	if first := float64(n - others); first > 0 {
		mean := center + random.Normal(r)/math.Sqrt(first)
		p.count += first
		p.mean += (mean - p.mean) * (first / p.count)
	}
	if spikes && others > 0 {
		spiked := random.Binomial(others, 0.5, 0.5, r)
		p.spiked += spiked
		others -= spiked
	}
	if others > 0 {
		point := p.candidate(others, width, r)
		if at := p.parameter[0] - 2; p.isolated == 0 || math.Abs(point-at) < math.Abs(p.nearest-at) {
			p.nearest = point
		}
		p.isolated += others
	}
	return nil
}

// candidate is, of k ≥ 1 uniform points on [0, width), the nearest to μ − 2 for the current model's μ: a stretch of
// length s is free of all with probability (1−s)^k, and s grows on both sides of μ − 2 until an end of [0, 1) is met.
// A model in [−1, 1] has all points on one side.
func (p *Pool) candidate(k int64, width float64, r *rand.Rand) float64 {
	free := -math.Expm1(math.Log(1-r.Float64()) / float64(k)) // 1 − U^{1/k}, U in (0, 1]
	at := p.parameter[0] - 2
	if at < 0 {
		return width * free
	}
	short := math.Min(at, 1-at)
	distance := free - short
	right := at < 0.5
	if free <= 2*short {
		distance, right = free/2, r.Uint64()&1 == 0
	}
	if right {
		return math.Min(at+distance, math.Nextafter(1, 0))
	}
	return math.Max(at-distance, 0)
}

// Fit implements estimators.Pool. A point on sheet 2 makes the spike win: over m samples of mean x̄ on sheet 1 and h on
// sheet 2, W of them in the best spike, a spike's log-likelihood exceeds that of every θ ∈ [−1, 1] by at least
//
//	WΛ − m log 2 − h log 4 − m x̄²/2,
//
// since the density of sheet 2 is at most 1 under θ ∈ [−1, 1], and −½Σ(x−θ)² + ½Σx² ≤ m x̄²/2. A pool so large that
// this is not positive is a *estimators.RangeError. Isolated points are alone in their spikes: that of the current
// model wins if it holds one, else the isolated point nearest to it does.
func (p *Pool) Fit() error {
	points := p.spiked + p.isolated
	if p.count == 0 && points == 0 {
		return estimators.ErrEmptyPool
	}
	p.fits++
	if points == 0 {
		p.parameter[0] = p.family.fit(p.mean)
		return nil
	}
	if p.spiked == 0 {
		p.spiked, p.isolated = 1, p.isolated-1
		p.parameter[0] = 2 + p.nearest
	}
	if p.collapse == 0 {
		p.collapse = p.fits
	}
	against := p.count*math.Ln2 + float64(points)*2*math.Ln2 + p.count*p.mean*p.mean/2
	if !(float64(p.spiked)*logWidth > against) {
		return &estimators.RangeError{What: "leak: samples pooled", Value: p.count + float64(points),
			Accept: "fewer than 10^17, for which the spike wins"}
	}
	return nil
}
