package familytest

import (
	"math"
	"slices"

	"itermle/estimators"
)

// storage requires that what stores its result in dst depends on θ and x, not on what dst held, and leaves them alone:
// a Score with θ and dst mistaken for each other does neither.
func (c *conformance) storage(theta []float64) {
	d, x := c.Family.Dim(), c.samples(theta, 1)
	c.stores("score", d, theta, x, c.Family.Score)
	c.stores("hessian", d*d, theta, x, c.Family.Hessian)
	c.stores("third derivative", d*d*d, theta, x, c.Family.ThirdDerivative)
	c.stores("fisher", d*d, theta, x, func(dst, theta, _ []float64) { c.Family.FisherInformation(dst, theta) })
	pooled, ok := c.Family.(estimators.PooledLikelihood)
	if !ok {
		return
	}
	const n = 20
	x = c.samples(theta, n)
	statistic := make([]float64, pooled.StatisticDim())
	c.stores("summarize", len(statistic), theta, x, func(dst, _, x []float64) { pooled.Summarize(dst, x) })
	pooled.Summarize(statistic, x)
	score := c.stores("mean score", d, theta, statistic, pooled.MeanScore)
	hessian := c.stores("mean Hessian", d*d, theta, statistic, pooled.MeanHessian)
	unit, m := c.unit(theta), c.Family.SampleDim()
	at, sum := make([]float64, d*d), make([]float64, d+d*d)
	for i := range n {
		one := x[i*m : (i+1)*m]
		c.Family.Score(at[:d], theta, one)
		for j, v := range at[:d] {
			sum[j] += v / n
		}
		c.Family.Hessian(at, theta, one)
		for j, v := range at {
			sum[d+j] += v / n
		}
	}
	for j := range d {
		c.require(math.Abs(score[j]-sum[j]) <= 1e-9/unit[j], "mean score",
			"θ=%v: coordinate %d is %v, of the samples %v", theta, j, score[j], sum[j])
		for k := range d {
			got, want := hessian[j*d+k], sum[d+j*d+k]
			c.require(math.Abs(got-want) <= 1e-9/(unit[j]*unit[k]), "mean Hessian",
				"θ=%v: entry (%d,%d) is %v, of the samples %v", theta, j, k, got, want)
		}
	}
}

// stores calls f on dst full of 0 and of NaN and returns what it has stored.
func (c *conformance) stores(check string, size int, theta, x []float64, f func(dst, theta, x []float64)) []float64 {
	first, second := make([]float64, size), slices.Repeat([]float64{math.NaN()}, size)
	ownTheta, ownX := slices.Clone(theta), slices.Clone(x)
	f(first, ownTheta, ownX)
	f(second, ownTheta, ownX)
	same := slices.EqualFunc(first, second, func(a, b float64) bool { return a == b || a != a && b != b })
	c.require(same && slices.Equal(theta, ownTheta) && slices.Equal(x, ownX), check+" storage",
		"θ=%v x=%v: stores %v over zeros and %v over NaN, and leaves θ=%v, x=%v", theta, x, first, second, ownTheta,
		ownX)
	return first
}

// runaways fits ten copies of one sample, the extreme ones of a few hundred among them: data at which the estimate of
// many families runs to an end of Θ. There is an estimate, or a *NoMLEError; but none at which the likelihood still
// grows, at every one of nine distances that double, along the ray from the origin or from θ through it: however little
// it grows, it is then not at a maximum.
func (c *conformance) runaways(theta []float64) {
	m := c.Family.SampleDim()
	x := c.samples(theta, 300)
	picks := [][]float64{x[:m]}
	if m == 1 {
		picks = append(picks, []float64{slices.Min(x)}, []float64{slices.Max(x)})
	}
	for _, pick := range picks {
		data, fitted := estimators.Data{X: slices.Repeat(pick, 10)}, make([]float64, c.Family.Dim())
		if err := c.Family.Fit(fitted, theta, data); err != nil {
			c.noFit(theta, data, err)
			continue
		}
		for _, origin := range [][]float64{make([]float64, len(theta)), theta} {
			c.require(!c.growsAlong(origin, fitted, data), "runaway",
				"ten copies of %v: θ̂=%v, but the likelihood grows beyond it", pick, fitted)
		}
	}
}

// growsAlong says whether the likelihood grows strictly at fitted + 2^k/1000 (fitted − origin), k = 0, …, 8, in Θ.
func (c *conformance) growsAlong(origin, fitted []float64, data estimators.Data) bool {
	last, moved := c.logLikelihood(fitted, data), slices.Clone(fitted)
	for step := 1e-3; step < 0.5; step *= 2 {
		for j, v := range fitted {
			moved[j] = v + step*(v-origin[j])
		}
		if c.Family.Check(moved) != nil {
			return false
		}
		value := c.logLikelihood(moved, data)
		if !(value > last) {
			return false
		}
		last = value
	}
	return true
}
