package cmd

import (
	"math"
	"math/rand/v2"
	"slices"

	"itermle/estimators"
	"itermle/internal/binomial"
	"itermle/internal/parallel"
)

// goodness says how well a family fits a sample: the Kolmogorov distance of the empirical distribution function from
// the fitted one, and the share of parametric bootstrap samples, fitted anew each, whose distance is as large (Stute,
// González Manteiga and Presedo Quindimil 1993). The p-value of a simulated test, (1 + #)/(1 + B), is at most p with
// probability ≤ p where the statistic does not depend on θ, and nearly so elsewhere.
type goodness struct {
	Statistic float64 `json:"kolmogorov"`
	PValue    float64 `json:"p_value"`
	// Low and High hold the p-value that infinitely many bootstrap samples would give, with confidence 99%.
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Rows      int     `json:"rows"` // of a uniform subsample, where the data have more than the test takes
	Bootstrap int     `json:"bootstrap"`
}

// bootstrapSamples is B: p is resolved to a quarter of a percent.
const bootstrapSamples = 399

// The test takes so many rows; fewer where a fit reads every sample. Beyond, small departures that matter to nobody are
// all that more rows would find.
const goodnessRows, goodnessRowsRaw = 10_000, 1000

// reservoir is a uniform subsample of what it is offered (Algorithm R, Vitter 1985).
type reservoir struct {
	kept    []float64
	size    int
	offered int64
	random  *rand.Rand
}

func (r *reservoir) offer(x []float64) {
	for _, v := range x {
		r.offered++
		if len(r.kept) < r.size {
			r.kept = append(r.kept, v)
		} else if at := r.random.Int64N(r.offered); at < int64(r.size) {
			r.kept[at] = v
		}
	}
}

// fitQuality tests a subsample against the family, fitted from θ on.
func fitQuality(family estimators.Distribution, from, x []float64, workers int, seed uint64) (*goodness, error) {
	fitted := make([]float64, family.Dim())
	observed, err := kolmogorovDistance(family, fitted, from, slices.Clone(x))
	if err != nil {
		return nil, err
	}
	distances := make([]float64, bootstrapSamples)
	failure := parallel.Loop{N: bootstrapSamples, Workers: workers}.Do(func(_, b int) (err error) {
		sample := make([]float64, len(x))
		random := estimators.NewStream(seed, "plan", "goodness", family.Name()).At(uint64(b), 0)
		family.Sample(sample, fitted, random)
		distances[b], err = kolmogorovDistance(family, make([]float64, family.Dim()), fitted, sample)
		return err
	})
	if failure != nil {
		return nil, failure.Brief()
	}
	larger := int64(0)
	for _, d := range distances {
		if d >= observed {
			larger++
		}
	}
	return &goodness{Statistic: observed, PValue: float64(1+larger) / (1 + bootstrapSamples), Rows: len(x),
		Low:  binomial.LowerLimit(larger, bootstrapSamples, 0.005),
		High: binomial.UpperLimit(larger, bootstrapSamples, 0.005), Bootstrap: bootstrapSamples}, nil
}

// kolmogorovDistance fits the sample, leaves θ̂ in dst, sorts the sample, and returns sup |F_n − F_θ̂|: the supremum is
// approached at a sample or from its left, where a step of F ends.
func kolmogorovDistance(family estimators.Distribution, dst, from, x []float64) (float64, error) {
	if err := family.Fit(dst, from, estimators.Data{X: x}); err != nil {
		return 0, err
	}
	slices.Sort(x)
	n, largest := float64(len(x)), 0.0
	for i := 0; i < len(x); {
		next := i + 1
		for next < len(x) && x[next] == x[i] {
			next++
		}
		left := family.CDF(dst, math.Nextafter(x[i], math.Inf(-1)))
		largest = max(largest, math.Abs(left-float64(i)/n), math.Abs(family.CDF(dst, x[i])-float64(next)/n))
		i = next
	}
	return largest, nil
}
