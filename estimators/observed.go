package estimators

import (
	"math/rand/v2"
)

// Observed is a sample that somebody has: it grows chunk by chunk, keeps the statistic where the family has one and the
// samples where it has none or they are asked for, and is X^(0) of the pools that NewPool makes.
type Observed struct {
	family    Family
	workflow  Workflow
	summary   StatisticFamily // nil where the samples are kept
	statistic []float64
	chunk     []float64
	samples   []float64
	count     int64
}

// NewObserved returns an empty sample for a family and the workflow that will go on from it. A workflow that needs the
// samples themselves is a *UnsupportedError for an EncodedFamily: its pools hold y(x), which is not to be had of x.
func NewObserved(family Family, workflow Workflow) (*Observed, error) {
	o := &Observed{family: family, workflow: workflow}
	if _, encodes := family.(EncodedFamily); encodes && workflow.needsRaw() {
		return nil, &UnsupportedError{What: family.Name() + " on observed samples",
			Action: "workflow " + workflow.String(), Accept: "a workflow without subsamples"}
	}
	if summary, ok := family.(StatisticFamily); ok && !workflow.holdsSamples() {
		o.summary = summary
		o.statistic, o.chunk = make([]float64, summary.StatisticDim()), make([]float64, summary.StatisticDim())
	}
	return o, nil
}

// Keeps says whether the samples are held one by one: SampleDim float64 each.
func (o *Observed) Keeps() bool { return o.summary == nil }

// Size is the number of samples.
func (o *Observed) Size() int64 { return o.count }

// Add adds samples (k×m). A sample outside the support is a *SampleError, with its index in x; then none is added.
func (o *Observed) Add(x []float64) error {
	if support, ok := o.family.(interface{ CheckSamples(x []float64) error }); ok {
		if err := support.CheckSamples(x); err != nil {
			return err
		}
	}
	k := int64(len(x) / o.family.SampleDim())
	if k == 0 {
		return nil
	}
	if o.summary == nil {
		o.samples = append(o.samples, x...)
	} else {
		o.summary.Summarize(o.chunk, x)
		o.summary.Merge(o.statistic, float64(o.count), o.chunk, float64(k))
	}
	o.count += k
	return nil
}

// Fit is Family.Fit on the sample.
func (o *Observed) Fit(dst, from []float64) error {
	switch {
	case o.count == 0:
		return ErrEmptyPool
	case o.summary != nil:
		return o.summary.FitStatistic(dst, from, o.statistic)
	}
	return o.family.Fit(dst, from, Data{X: o.samples})
}

// NewPool is NewPool(family, path, workflow) with the sample in the place of X^(0): the first draw after Start must be
// of Size samples, and takes these. θ* is what real data that come later are drawn from.
func (o *Observed) NewPool(path Path) (Pool, error) {
	pool, err := NewPool(o.family, path, o.workflow)
	if err != nil {
		return nil, err
	}
	return &observedPool{MixingPool: pool.(MixingPool), sample: o}, nil
}

// observedPool puts the sample in the place of the first draw. Its model before the first fit is θ*.
type observedPool struct {
	MixingPool
	sample *Observed
	begun  bool
}

func (p *observedPool) Start(truth []float64) error {
	p.begun = false
	return p.MixingPool.Start(truth)
}

func (p *observedPool) Draw(n int64, random *rand.Rand) error { return p.DrawFrom(false, n, 1, random) }

func (p *observedPool) DrawFrom(real bool, n int64, weight float64, random *rand.Rand) error {
	if p.begun {
		return p.MixingPool.DrawFrom(real, n, weight, random)
	}
	if n != p.sample.count || weight != 1 {
		return &RangeError{What: "n_0 of an observed sample", Value: float64(n), Accept: "its size, of weight 1"}
	}
	p.begun = true
	switch pool := p.MixingPool.(type) {
	case *statisticPool:
		copy(pool.pooled, p.sample.statistic)
		copy(pool.first, p.sample.statistic)
		pool.weight, pool.firstWeight = float64(n), float64(n)
	case *samplePool:
		pool.data.X = append(pool.data.X[:0], p.sample.samples...)
		pool.first = int(n)
	}
	return nil
}
