package familytest

import (
	"errors"
	"math"
	"slices"

	"itermle/estimators"
)

// fits draws n samples of p_θ and checks Fit on them: no other parameter is likelier, the score vanishes, and the
// result depends on the data as a weighted set only.
func (c *conformance) fits(theta []float64, n int) {
	d, m := c.Family.Dim(), c.Family.SampleDim()
	x := c.samples(theta, n)
	data := estimators.Data{X: x}
	fitted, from := make([]float64, d), slices.Clone(theta)
	kept := slices.Clone(x)
	err := c.Family.Fit(fitted, from, data)
	c.require(slices.Equal(kept, x) && slices.Equal(from, theta), "fit keeps its arguments",
		"θ=%v: Fit changed the data or the start", theta)
	if err != nil {
		c.noFit(theta, data, err)
		return
	}
	c.require(c.Family.Check(fitted) == nil, "fit", "θ=%v n=%d: Fit returned %v, outside Θ", theta, n, fitted)
	if c.Family.Check(fitted) != nil {
		return
	}
	c.unbeaten(theta, fitted, data)
	c.stationary(fitted, data)

	unit := c.unit(fitted)
	same := func(check string, other []float64, err error) {
		worst := 0.0
		for j := range fitted {
			worst = math.Max(worst, math.Abs(other[j]-fitted[j])/(unit[j]+1e-5*math.Abs(fitted[j])))
		}
		// 1e-8 of one sample's standard deviation, or 1e-13 relative: the certificate of Maximise, ten times over.
		c.require(err == nil && worst <= 1e-8, check, "θ=%v n=%d: %v (%v) instead of %v", theta, n, other, err, fitted)
	}
	other := make([]float64, d)

	shuffled := slices.Clone(x)
	c.random.Shuffle(n, func(i, j int) {
		for k := range m {
			shuffled[i*m+k], shuffled[j*m+k] = shuffled[j*m+k], shuffled[i*m+k]
		}
	})
	err = c.Family.Fit(other, theta, estimators.Data{X: shuffled})
	same("fit permutes", other, err)

	err = c.Family.Fit(other, fitted, data)
	same("fit from itself", other, err)

	weights, repeated := make([]float64, n), []float64(nil)
	for i := range weights {
		weights[i] = float64(1 + c.random.IntN(3))
		for range int(weights[i]) {
			repeated = append(repeated, x[i*m:(i+1)*m]...)
		}
	}
	weighted := make([]float64, d)
	errWeighted := c.Family.Fit(weighted, theta, estimators.Data{X: x, W: weights})
	errRepeated := c.Family.Fit(other, theta, estimators.Data{X: repeated})
	copy(fitted, weighted)
	if c.require((errWeighted == nil) == (errRepeated == nil), "fit weighs",
		"θ=%v: %v with weights, %v with repeated data", theta, errWeighted, errRepeated) && errWeighted == nil {
		same("fit weighs", other, errRepeated)
		c.unbeaten(theta, weighted, estimators.Data{X: x, W: weights})
	}
	c.fitsStatistic(theta, data)
}

// noFit checks that an error is of the right kind: the estimate does not exist, and indeed the numerical maximiser
// finds none that it can certify.
func (c *conformance) noFit(theta []float64, data estimators.Data, err error) {
	var none *estimators.NoMLEError
	c.require(errors.As(err, &none), "fit", "θ=%v: Fit of %v fails: %v", theta, data.X, err)
	if found := make([]float64, len(theta)); c.Family.Check(theta) == nil && c.interior(theta) {
		numeric := estimators.Maximise(c.Family, found, theta, data)
		c.require(numeric != nil, "no MLE", "θ=%v: Fit says %v, but %v is a maximum", theta, err, found)
	}
}

// logLikelihood is the mean log-likelihood by the dumbest of loops.
func (c *conformance) logLikelihood(theta []float64, data estimators.Data) float64 {
	m := c.Family.SampleDim()
	sum, total := 0.0, 0.0
	for i := range len(data.X) / m {
		w := 1.0
		if data.W != nil {
			w = data.W[i]
		}
		sum += w * c.Family.LogDensity(theta, data.X[i*m:(i+1)*m])
		total += w
	}
	return sum / total
}

// unbeaten requires that no parameter of a grid of directions and distances about θ̂, nor θ* itself, nor what Maximise
// finds, is likelier than θ̂ by more than the rounding noise of the likelihood.
func (c *conformance) unbeaten(theta, fitted []float64, data estimators.Data) {
	d := len(fitted)
	best := c.logLikelihood(fitted, data)
	unit, moved := c.unit(fitted), slices.Clone(fitted)
	tolerance := 1e-14 * (1 + math.Abs(best))
	if c.interior(fitted) && c.Smooth == nil { // a kink is not noise
		for j := range d {
			along := func(h float64) float64 {
				moved[j] = fitted[j] + h
				value := c.logLikelihood(moved, data)
				moved[j] = fitted[j]
				return value
			}
			tolerance = math.Max(tolerance, 10*noise(along, c.reach(fitted, unit, j)))
		}
	}
	try := func(name string, candidate []float64) {
		if c.Family.Check(candidate) != nil {
			return
		}
		value := c.logLikelihood(candidate, data)
		rounding := 0.0 // a candidate far out is itself rounded
		for j, v := range candidate {
			rounding += 0x1p-52 * math.Abs(v) / unit[j]
		}
		c.require(!(value > best+tolerance+rounding), "fit",
			"data %v (weights %v): θ̂=%v has mean log-likelihood %v, %s %v has %v",
			data.X, data.W, fitted, best, name, candidate, value)
	}
	direction := make([]float64, d)
	for k := range 2*d + 6 {
		for j := range d {
			switch {
			case k < 2*d && k/2 == j:
				direction[j] = float64(1 - 2*(k%2))
			case k < 2*d:
				direction[j] = 0
			default:
				direction[j] = c.random.NormFloat64()
			}
		}
		for _, distance := range []float64{1e-3, 1e-2, 0.03, 0.1, 0.3, 1, 3, 10, 30} {
			for j := range d {
				moved[j] = fitted[j] + distance*unit[j]*direction[j]
			}
			try("the grid's", moved)
		}
	}
	try("the truth", theta)
	for _, start := range [][]float64{theta, fitted} {
		if c.interior(start) && estimators.Maximise(c.Family, moved, start, data) == nil {
			c.counts["numerical maximum"]++
			try("the numerical maximum", moved)
		}
	}
}

// stationary requires a vanishing mean score at an interior θ̂: below 1e-7 units of 1/√I, relative to the terms summed.
func (c *conformance) stationary(fitted []float64, data estimators.Data) {
	if !c.interior(fitted) || c.Smooth != nil {
		return
	}
	d, m := c.Family.Dim(), c.Family.SampleDim()
	unit := c.unit(fitted)
	score, sum, absolute := make([]float64, d), make([]float64, d), make([]float64, d)
	n := len(data.X) / m
	for i := range n {
		c.Family.Score(score, fitted, data.X[i*m:(i+1)*m])
		for j, s := range score {
			sum[j] += s
			absolute[j] += math.Abs(s)
		}
	}
	for j := range d {
		relative := math.Abs(sum[j]) / (float64(n)/unit[j] + absolute[j])
		c.require(relative <= 1e-7, "stationary", "θ̂=%v: the score's coordinate %d is %v units", fitted, j, relative)
	}
}
