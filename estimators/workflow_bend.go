package estimators

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"itermle/internal/random"
	"itermle/internal/selection"
)

// TemperedFamily knows the member of itself with the density p_θ^{1/τ}, normalised: τ < 1 sharpens, τ → 0 leaves the
// mode, τ > 1 flattens.
type TemperedFamily interface {
	Family
	// Temper stores its parameter in dst, which may be θ itself.
	Temper(dst, theta []float64, temperature float64)
}

// bendingPool can draw from something else than p_θ*, p_θ(t): what the workflows that select, sharpen or smooth need.
type bendingPool interface {
	MixingPool
	// bends says whether the pool can run the workflow.
	bends(w Workflow) error
	// drawOf adds n samples of p_θ, at any θ.
	drawOf(theta []float64, n int64, weight float64, random *rand.Rand) error
	// sharpen stores the parameter of p_θ(t)^{1/τ} and returns it.
	sharpen(temperature float64) []float64
	// drawBent adds n samples of the current model as change leaves them: x (k×m) has new samples, change may alter
	// them, and moves those to be kept to the front; it returns how many these are. Rounds go on until n are added,
	// or once is true.
	drawBent(n int64, once bool, random *rand.Rand, change func(family Family, theta, x []float64) int64) error
}

// bend draws generation t ≥ 1 of a workflow that bends the model.
func (w Workflow) bend(pool bendingPool, share float64, n int64, r *rand.Rand) error {
	switch w.kind {
	case "sharpened":
		return pool.drawOf(pool.sharpen(w.low), n, 1, r)
	case "central", "largest":
		return pool.drawBent(n, true, r, func(family Family, theta, x []float64) int64 {
			value := family.LogDensity
			if w.kind == "largest" {
				value = func(_, x []float64) float64 { return x[0] }
			}
			return keepBest(x, family.SampleDim(), int64(math.Ceil(share*float64(n))),
				func(x []float64) float64 { return value(theta, x) })
		})
	case "verified":
		pool.Clear()
		return pool.drawBent(n, false, r, func(_ Family, _, x []float64) int64 {
			kept := 0
			for _, v := range x {
				if v >= w.low && v <= w.high {
					x[kept], kept = v, kept+1
				}
			}
			return int64(kept)
		})
	default: // smoothed
		return pool.drawBent(n, true, r, func(family Family, _, x []float64) int64 {
			for i := range x {
				x[i] += w.low * random.Normal(r)
			}
			return n
		})
	}
}

// keepBest moves the samples of largest value to the front, in the order in which they were drawn; of equals the first
// are kept, and of all at least one.
func keepBest(x []float64, m int, keep int64, value func(x []float64) float64) int64 {
	values := make([]float64, len(x)/m)
	for i := range values {
		values[i] = value(x[i*m : (i+1)*m])
	}
	kept := int(min(max(keep, 1), int64(len(values))))
	least := selection.Ranks(values, len(values)-kept)[0]
	equals := kept
	for _, v := range values {
		if v > least {
			equals--
		}
	}
	at := 0
	for i, v := range values {
		if v == least {
			equals--
		}
		if v > least || v == least && equals >= 0 {
			copy(x[at*m:(at+1)*m], x[i*m:])
			at++
		}
	}
	return int64(kept)
}

// mostRejected is how many samples in a row a verifier may refuse.
const mostRejected = 1_000_000

// bends refuses what p_θ(t) cannot be bent to.
func (p *samplePool) bends(w Workflow) error { return w.checkBending(p.family, p.encodes) }

// checkBending refuses a family whose samples, y(x) where it encodes them, the workflow cannot bend.
func (w Workflow) checkBending(family Family, encodes bool) error {
	_, tempered := family.(TemperedFamily)
	support, known := family.(interface{ CheckSamples(x []float64) error })
	m := family.SampleDim()
	refuse := func(accept string) error {
		return &UnsupportedError{What: family.Name(), Action: "workflow " + w.String(), Accept: accept}
	}
	switch {
	case w.kind == "sharpened" && !tempered:
		return refuse("a family that holds the powers of its own densities")
	case (w.kind == "verified" || w.kind == "largest") && (m != 1 || encodes):
		return refuse("a family of real samples that the pool holds as they are")
	case w.kind == "smoothed":
		everywhere := slices.Repeat([]float64{-1e6 - 0.5}, m)
		if encodes || !known || support.CheckSamples(everywhere) != nil {
			return refuse("a family whose samples are all of R^m")
		}
	}
	return nil
}

func (p *samplePool) sharpen(temperature float64) []float64 {
	p.family.(TemperedFamily).Temper(p.next, p.theta, temperature)
	return p.next
}

func (p *samplePool) drawBent(n int64, once bool, random *rand.Rand,
	change func(family Family, theta, x []float64) int64) error {
	m := p.family.SampleDim()
	return bentRounds(p.family, n, once, func(n int64) (kept int64, err error) {
		before := len(p.data.X)
		if err := p.DrawFrom(false, n, 1, random); err != nil {
			return 0, err
		}
		kept = change(p.family, p.theta, p.data.X[before:])
		p.data.X = p.data.X[:before+int(kept)*m]
		p.data.W = p.data.W[:min(len(p.data.W), len(p.data.X)/m)]
		return kept, nil
	})
}

// bentRounds draws what is left of n samples, of which a round keeps so many, until none is left, or once.
func bentRounds(family Family, n int64, once bool, round func(n int64) (kept int64, err error)) error {
	for rejected := int64(0); n > 0; {
		kept, err := round(n)
		if err != nil || once {
			return err
		}
		if rejected += n; kept > 0 {
			rejected = 0
		}
		if n -= kept; rejected > mostRejected {
			return &NoMLEError{Family: family.Name(), Reason: "the verifier refuses what the model draws"}
		}
	}
	return nil
}

// bends of a pool that draws the statistic itself allows what needs no samples.
func (p *statisticPool) bends(w Workflow) error {
	if w.needsRaw() && p.sampler != nil {
		return &UnsupportedError{What: p.family.Name(), Action: "workflow " + w.String(), Accept: "path raw"}
	}
	return w.checkBending(p.family, p.encodes)
}

func (p *statisticPool) sharpen(temperature float64) []float64 {
	p.family.(TemperedFamily).Temper(p.next, p.theta, temperature)
	return p.next
}

func (p *statisticPool) drawBent(n int64, once bool, random *rand.Rand,
	change func(family Family, theta, x []float64) int64) error {
	m := p.family.SampleDim()
	return bentRounds(p.family, n, once, func(n int64) (kept int64, err error) {
		if err := cmp.Or(p.checkDraw(p.theta, n, 1), checkHeld(p.family, float64(n))); err != nil {
			return 0, err
		}
		p.bent = extend(p.bent[:0], int(n)*m)
		p.sample(p.bent, p.theta, random)
		if kept = change(p.family, p.theta, p.bent); kept > 0 {
			p.family.Summarize(p.batch, p.bent[:int(kept)*m])
			p.add(float64(kept))
		}
		return kept, nil
	})
}
