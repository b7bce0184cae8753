package departures

import (
	"math"
	"math/rand/v2"
	"slices"

	"itermle/estimators"
	"itermle/internal/random"
)

// laplacePool is the pool of the Laplace location family, e^{−|x−θ|}/2, whose log-density has a kink at θ = x: it is
// not C¹, let alone C³, so Assumption 2 has no derivatives to speak of. The MLE is the median (of an even number, the
// point between the middle two that is nearest to θ^(t)), as in estimators.LaplaceLocation; but of the samples outside
// a window m ± c only the numbers are kept, and of those inside, the values, in buckets of equal width. A fit looks
// through the counts of the buckets and sorts one of them, so a generation of n samples costs O(n c), not O(N log N).
// The law is exactly that of Algorithm 1 as long as the median is in the window; if it is not, Fit says so with an
// error and never guesses.
type laplacePool struct {
	theta             [1]float64
	window, center    float64 // c and the middle of the window
	left, right, size int64
	buckets           [laplaceBuckets][]float64
}

const (
	laplaceBuckets = 256
	laplaceName    = "windowed-laplace"
)

// NewLaplace takes the half-width c of the window, whose middle is the model at the first draw into an empty pool: θ*
// with accumulation, θ^(t) with replacement. There the median strays by about √(π²/6n) and √(1/n); c = 12/√n leaves it
// outside with probability e^{−40} at most.
func NewLaplace(n int64) estimators.Pool { return newLaplace(n) }

// WindowedSamples is about how many of n samples such a pool of n_0 keeps: the density is ½ at most, the window 24/√n_0
// wide. No other departure keeps more.
func WindowedSamples(n, first int64) float64 {
	return math.Min(float64(n), 12*float64(n)/math.Sqrt(float64(first)))
}

func newLaplace(n int64) *laplacePool { return &laplacePool{window: 12 / math.Sqrt(float64(n))} }

func (p *laplacePool) Start(truth []float64) error {
	if err := checkTruth(laplaceName, truth, math.Inf(-1), math.Inf(1), "a finite θ"); err != nil {
		return err
	}
	p.Clear()
	p.theta[0] = truth[0]
	return nil
}

func (p *laplacePool) Clear() {
	p.left, p.right, p.size = 0, 0, 0
	for i := range p.buckets {
		p.buckets[i] = p.buckets[i][:0]
	}
}

func (p *laplacePool) Theta() []float64 { return p.theta[:] }

// Draw splits n by binomials into the samples below θ and above it, each an exponential distance from θ, and these into
// inside and outside.
func (p *laplacePool) Draw(n int64, r *rand.Rand) error {
	if err := checkSize(laplaceName, n); err != nil {
		return err
	}
	if p.size == 0 {
		p.center = p.theta[0]
	}
	p.size += n
	theta := p.theta[0]
	offset := theta - p.center
	if !(math.Abs(offset) <= p.window) {
		return p.outside()
	}
	below := random.Binomial(n, 0.5, 0.5, r)
	for _, side := range [...]struct {
		count, sign, reach float64
		outside            *int64
	}{{float64(below), -1, p.window + offset, &p.left}, {float64(n - below), 1, p.window - offset, &p.right}} {
		inside := -math.Expm1(-side.reach) // P(distance ≤ reach)
		near := random.Binomial(int64(side.count), inside, math.Exp(-side.reach), r)
		*side.outside += int64(side.count) - near
		for range near {
			x := theta - side.sign*math.Log1p(-inside*r.Float64())
			at := int((x - p.center + p.window) / (2 * p.window) * laplaceBuckets)
			at = max(0, min(laplaceBuckets-1, at))
			p.buckets[at] = append(p.buckets[at], x)
		}
	}
	return nil
}

func (p *laplacePool) Fit() error {
	if p.size == 0 {
		return estimators.ErrEmptyPool
	}
	lower, found := p.ordered((p.size - 1) / 2)
	upper, also := p.ordered(p.size / 2)
	if !found || !also {
		return p.outside()
	}
	p.theta[0] = math.Max(lower, math.Min(upper, p.theta[0]))
	return nil
}

func (p *laplacePool) outside() error {
	return &estimators.NotConvergedError{Family: laplaceName, Status: "the median is outside the window",
		At: []float64{p.theta[0]}}
}

// ordered is the sample of the given rank, from 0, if it is in the window.
func (p *laplacePool) ordered(rank int64) (float64, bool) {
	rank -= p.left
	if rank < 0 {
		return 0, false
	}
	for i := range p.buckets {
		if bucket := p.buckets[i]; rank < int64(len(bucket)) {
			slices.Sort(bucket)
			return bucket[rank], true
		}
		rank -= int64(len(p.buckets[i]))
	}
	return 0, false
}

func laplaceDeparture() Departure {
	d := familyDeparture("2", "Laplace e^{−|x−θ|}/2 at θ* = 0", estimators.NewLaplaceLocationUnit(), 1, 0)
	d.newPool = func(n int64) (estimators.Pool, error) { return NewLaplace(n), nil }
	return d
}
