package estimators

import (
	"math/rand/v2"
	"slices"

	"itermle/internal/random"
)

// samplePool keeps every sample: for families without a sufficient statistic and for workflows that subsample.
type samplePool struct {
	family      Family
	truth       []float64
	theta, next []float64
	data        Data  // W is empty while all weights are 1
	first       int   // samples of X^(0); 0 before the first draw
	real        Data  // a copy of X^(0), made when Clear would forget it
	chosen      Data  // FitSubsample's training set
	order       []int // 0, 1, 2, … between calls
	swaps       []int
	counts      []int64 // bootstrap: how often each sample is drawn; 0 between calls
	encodes     bool    // data hold y(x) of an EncodedFamily
}

func newSamplePool(family Family) *samplePool {
	_, encodes := family.(EncodedFamily)
	family, d := encoded(family), family.Dim()
	return &samplePool{family: family, encodes: encodes, truth: make([]float64, d), theta: make([]float64, d),
		next: make([]float64, d)}
}

func (p *samplePool) Start(truth []float64) error {
	if err := p.family.Check(truth); err != nil {
		return err
	}
	copy(p.truth, truth)
	copy(p.theta, truth)
	p.first, p.real.X, p.real.W = 0, p.real.X[:0], p.real.W[:0]
	p.Clear()
	return nil
}

func (p *samplePool) Theta() []float64 { return p.theta }

func (p *samplePool) Clear() {
	if p.first > 0 && len(p.real.X) == 0 {
		p.real.X = append(p.real.X, p.data.X[:p.first*p.family.SampleDim()]...)
		p.real.W = append(p.real.W, p.data.W[:min(p.first, len(p.data.W))]...)
	}
	p.data.X, p.data.W = p.data.X[:0], p.data.W[:0]
}

func (p *samplePool) KeepFirst() {
	if len(p.real.X) > 0 {
		p.data.X, p.data.W = append(p.data.X[:0], p.real.X...), append(p.data.W[:0], p.real.W...)
		return
	}
	p.data.X = p.data.X[:p.first*p.family.SampleDim()]
	p.data.W = p.data.W[:min(p.first, len(p.data.W))]
}

func (p *samplePool) Draw(n int64, random *rand.Rand) error { return p.DrawFrom(false, n, 1, random) }

func (p *samplePool) DrawFrom(real bool, n int64, weight float64, random *rand.Rand) error {
	theta := p.theta
	if real {
		theta = p.truth
	}
	return p.drawOf(theta, n, weight, random)
}

func (p *samplePool) drawOf(theta []float64, n int64, weight float64, random *rand.Rand) error {
	if err := checkDraw(p.family, n, weight); err != nil {
		return err
	}
	m := p.family.SampleDim()
	old := len(p.data.X) / m
	if err := checkHeld(p.family, float64(old)+float64(n)); err != nil {
		return err
	}
	if err := checkSampling(p.family, theta, 1); err != nil {
		return &UnresolvedError{err}
	}
	p.data.X = extend(p.data.X, int(n)*m)
	p.family.Sample(p.data.X[old*m:], theta, random)
	if weight != 1 || len(p.data.W) > 0 {
		for len(p.data.W) < old {
			p.data.W = append(p.data.W, 1)
		}
		for range n {
			p.data.W = append(p.data.W, weight)
		}
	}
	if p.first == 0 {
		p.first = int(n)
	}
	return nil
}

// checkHeld keeps a mistyped schedule or workflow from exhausting the machine silently.
func checkHeld(family Family, samples float64) error {
	if samples > 1<<31 {
		return &RangeError{What: family.Name() + ": samples held in memory", Value: samples,
			Accept: "at most 2^31 samples where no sufficient statistic is used"}
	}
	return nil
}

// checkSampling is asked by Iteration.Check.
func (p *samplePool) checkSampling(truth []float64, n int64) error {
	if p.family.Check(truth) != nil {
		return nil // Start refuses it
	}
	return checkSampling(p.family, truth, n)
}

func extend(x []float64, k int) []float64 {
	if need := len(x) + k; need > cap(x) {
		grown := make([]float64, len(x), max(need, 2*cap(x)))
		copy(grown, x)
		x = grown
	}
	return x[:len(x)+k]
}

func (p *samplePool) Fit() error { return p.fit(p.data) }

func (p *samplePool) fit(data Data) error {
	if len(data.W) == 0 {
		data.W = nil
	}
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := p.family.Fit(p.next, p.theta, data); err != nil {
		return err
	}
	p.theta, p.next = p.next, p.theta
	return nil
}

func (p *samplePool) FitSubsample(size int64, replacement bool, random *rand.Rand) error {
	m := p.family.SampleDim()
	n := len(p.data.X) / m
	if n == 0 || !replacement && int64(n) <= size {
		return p.Fit()
	}
	p.chosen.X, p.chosen.W = p.chosen.X[:0], p.chosen.W[:0]
	take := func(i int, count int64) {
		p.chosen.X = append(p.chosen.X, p.data.X[i*m:(i+1)*m]...)
		switch {
		case len(p.data.W) > 0:
			p.chosen.W = append(p.chosen.W, float64(count)*p.data.W[i])
		case replacement:
			p.chosen.W = append(p.chosen.W, float64(count))
		}
	}
	if replacement {
		p.count(size, n, random)
		for i, count := range p.counts {
			if count > 0 {
				take(i, count)
				p.counts[i] = 0
			}
		}
		return p.fit(p.chosen)
	}
	// The first size steps of a Fisher–Yates shuffle of the indices, then undone: O(size), not O(n).
	for i := len(p.order); i < n; i++ {
		p.order = append(p.order, i)
	}
	p.swaps = p.swaps[:0]
	for i := range int(size) {
		j := i + random.IntN(n-i)
		p.swaps = append(p.swaps, j)
		p.order[i], p.order[j] = p.order[j], p.order[i]
		take(p.order[i], 1)
	}
	for i, j := range slices.Backward(p.swaps) {
		p.order[i], p.order[j] = p.order[j], p.order[i]
	}
	return p.fit(p.chosen)
}

// count draws size of n samples with replacement and keeps how often each is drawn: O(n) memory, and O(min(size, n))
// variates whatever the size.
func (p *samplePool) count(size int64, n int, r *rand.Rand) {
	if len(p.counts) < n {
		p.counts = make([]int64, cap(p.data.X)/p.family.SampleDim())
	}
	p.counts = p.counts[:cap(p.counts)]
	if size <= int64(n) {
		for range size {
			p.counts[r.IntN(n)]++
		}
		return
	}
	// Multinomial, each count conditional on those before it.
	for i := range n {
		rest := float64(n - i)
		p.counts[i] = size
		if i < n-1 {
			p.counts[i] = random.Binomial(size, 1/rest, (rest-1)/rest, r)
		}
		size -= p.counts[i]
	}
}

// PoolNeed is what one replicate needs of the pool that NewPool makes: bytes held, and numbers drawn, with those that
// fits of raw samples read. The schedule must have passed its Check for T = generations.
func PoolNeed(family Family, path Path, workflow Workflow, schedule Schedule, generations int) (memory, draws float64) {
	m := float64(family.SampleDim())
	drawn, held, read := workflow.samples(schedule, generations)
	statistic, summarised := family.(StatisticFamily)
	if !summarised || workflow.holdsSamples() {
		// The samples, twice as many places for them and a fit's own copy; an index, a count and a weight for each. A
		// workflow that clears its pool has a copy of X^(0) beside it.
		memory = 8 * held * (4*m + 3)
		if workflow.clears() {
			memory += 8 * float64(schedule.Size(0)) * (m + 1)
		}
		return memory, (drawn + read) * m
	}
	k := float64(statistic.StatisticDim())
	if workflow.needsRaw() {
		largest := 0.0
		for t := range generations {
			largest = max(largest, float64(schedule.Size(t)))
		}
		// The samples of a generation, with their values twice and a copy of those kept.
		return 8 * (6*k + chunkSamples*m + largest*(m+2)), drawn * m
	}
	if _, direct := family.(StatisticSampler); direct && path != RawPath {
		return 8 * 6 * k, float64(generations) * k
	}
	return 8 * (6*k + chunkSamples*m), drawn * m
}

// samples are how many samples a run of the workflow draws, holds at most, and reads in its fits, where all are held
// one by one.
func (w Workflow) samples(schedule Schedule, generations int) (drawn, held, read float64) {
	first, pool, last := float64(schedule.Size(0)), 0.0, 0.0
	for t := range generations {
		n := float64(schedule.Size(t))
		pool += n
		drawn += n
		switch w.kind {
		case "replace", "fresh", "mixture", "verified":
			last = n
		case "original":
			last = first + n
		case "weighted":
			drawn += first
			last = first + n
		case "subsample", "bootstrap":
			last = min(pool, float64(w.size))
			held = pool
		default:
			last = pool
		}
		held, read = max(held, last), read+last
	}
	return drawn, held, read
}
