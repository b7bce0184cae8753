package estimators

import (
	"math/rand/v2"

	variates "itermle/internal/random"
)

// Path says how a pool of a StatisticFamily obtains the statistic of a batch.
type Path int

const (
	AutoPath      Path = iota // StatisticPath where the family has one, else RawPath
	RawPath                   // draw every sample, keep only the statistic where there is one
	StatisticPath             // draw the statistic itself, in O(1)
)

// ParsePath reads auto, raw or stat.
func ParsePath(text string) (Path, error) {
	for i, name := range pathNames {
		if text == name {
			return Path(i), nil
		}
	}
	return 0, &SyntaxError{What: "path", Value: text, Accept: "auto, raw or stat"}
}

var pathNames = [...]string{"auto", "raw", "stat"}

func (p Path) String() string { return pathNames[p] }

// chunkSamples is how many samples the raw path holds at once: small enough for the first-level cache.
const chunkSamples = 512

// NewPool returns the pool that runs a family under a workflow: O(d) memory wherever the family has a statistic and the
// workflow does not need the samples themselves, and those of one generation where it chooses among them.
func NewPool(family Family, path Path, workflow Workflow) (Pool, error) {
	sampler, direct := encoded(family).(StatisticSampler)
	if path == StatisticPath && (!direct || workflow.needsRaw()) {
		return nil, &UnsupportedError{What: family.Name(), Action: "path stat with workflow " + workflow.String(),
			Accept: "path raw or auto"}
	}
	statistic, summarized := encoded(family).(StatisticFamily)
	if !summarized || workflow.holdsSamples() {
		return newSamplePool(family), nil
	}
	_, encodes := family.(EncodedFamily)
	family = statistic
	d := family.Dim()
	p := &statisticPool{family: statistic, encodes: encodes, theta: make([]float64, d), next: make([]float64, d),
		truth: make([]float64, d)}
	p.limited, _ = family.(SamplingFamily)
	k := statistic.StatisticDim()
	buffer := make([]float64, 4*k)
	p.pooled, p.batch, p.first, p.chunk = buffer[:k:k], buffer[k:2*k:2*k], buffer[2*k:3*k:3*k], buffer[3*k:]
	if direct && path != RawPath && !workflow.needsRaw() {
		p.sampler = sampler
	} else {
		p.samples = make([]float64, chunkSamples*family.SampleDim())
	}
	return p, nil
}

// statisticPool keeps the statistic of the pool and nothing else, but what a workflow chooses from.
type statisticPool struct {
	family      StatisticFamily
	sampler     StatisticSampler // nil on the raw path
	limited     SamplingFamily   // nil where every θ can be sampled
	truth       []float64
	theta, next []float64
	pooled      []float64 // statistic of the pool, of total weight weight
	weight      float64
	first       []float64 // statistic of X^(0), of weight firstWeight; 0 before the first draw
	firstWeight float64
	batch       []float64
	chunk       []float64 // statistic of samples, raw path
	samples     []float64 // raw path
	bent        []float64 // what drawBent draws
	encodes     bool      // the samples are y(x) of an EncodedFamily
	stream      *Stream   // of the last Step, nil before the first
}

func (p *statisticPool) Start(truth []float64) error {
	if err := p.family.Check(truth); err != nil {
		return err
	}
	copy(p.truth, truth)
	copy(p.theta, truth)
	p.weight, p.firstWeight = 0, 0
	return nil
}

func (p *statisticPool) Theta() []float64 { return p.theta }
func (p *statisticPool) Clear()           { p.weight = 0 }

func (p *statisticPool) KeepFirst() {
	copy(p.pooled, p.first)
	p.weight = p.firstWeight
}

func (p *statisticPool) Draw(n int64, random *rand.Rand) error {
	return p.DrawFrom(false, n, 1, random)
}

func (p *statisticPool) DrawFrom(real bool, n int64, weight float64, random *rand.Rand) error {
	theta := p.theta
	if real {
		theta = p.truth
	}
	return p.drawOf(theta, n, weight, random)
}

func (p *statisticPool) drawOf(theta []float64, n int64, weight float64, random *rand.Rand) error {
	if err := p.checkDraw(theta, n, weight); err != nil {
		return err
	}
	if p.sampler != nil {
		p.sampler.SampleStatistic(p.batch, theta, n, random)
	} else {
		p.summarize(theta, n, random)
	}
	p.add(weight * float64(n))
	return nil
}

// add merges the batch, of a total weight, into the pool.
func (p *statisticPool) add(weight float64) {
	p.family.Merge(p.pooled, p.weight, p.batch, weight)
	p.weight += weight
	if p.firstWeight == 0 {
		copy(p.first, p.pooled)
		p.firstWeight = p.weight
	}
}

// checkDraw refuses what DrawFrom cannot add, and a θ that float64 cannot draw from.
func (p *statisticPool) checkDraw(theta []float64, n int64, weight float64) error {
	if err := checkDraw(p.family, n, weight); err != nil {
		return err
	}
	if p.limited != nil {
		if err := p.limited.CheckSampling(theta, 1); err != nil {
			return &UnresolvedError{err}
		}
	}
	return nil
}

// checkSampling is asked by Iteration.Check.
func (p *statisticPool) checkSampling(truth []float64, n int64) error {
	if p.family.Check(truth) != nil {
		return nil // Start refuses it
	}
	return checkSampling(p.family, truth, n)
}

// summarize draws n samples in chunks and leaves their statistic in p.batch.
func (p *statisticPool) summarize(theta []float64, n int64, random *rand.Rand) {
	m := int64(p.family.SampleDim())
	for done := int64(0); done < n; {
		k := min(n-done, chunkSamples)
		x := p.samples[:k*m]
		p.sample(x, theta, random)
		if done == 0 {
			p.family.Summarize(p.batch, x)
		} else {
			p.family.Summarize(p.chunk, x)
			p.family.Merge(p.batch, float64(done), p.chunk, float64(k))
		}
		done += k
	}
}

// sample is Sample of the family, without a call for each number where the source of the generator is at hand. The
// types are those of the zoo alone: a family that embeds one of them may have another Sample.
func (p *statisticPool) sample(x, theta []float64, random *rand.Rand) {
	if p.stream != nil && p.stream.random == random {
		switch p.family.(type) {
		case *Gaussian:
			variates.Normals(x, theta[0], theta[1], &p.stream.source, random)
			return
		case *Exponential:
			variates.Exponentials(x, theta[0], &p.stream.source, random)
			return
		}
	}
	p.family.Sample(x, theta, random)
}

func (p *statisticPool) Fit() error {
	if p.weight == 0 {
		return ErrEmptyPool
	}
	if err := p.family.FitStatistic(p.next, p.theta, p.pooled); err != nil {
		return err
	}
	p.theta, p.next = p.next, p.theta
	return nil
}

func (p *statisticPool) FitSubsample(size int64, _ bool, _ *rand.Rand) error {
	return &UnsupportedError{What: p.family.Name(), Action: "subsampling a sufficient statistic", Accept: "path raw"}
}
