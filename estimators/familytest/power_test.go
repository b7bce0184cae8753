package familytest

import (
	"math/rand/v2"
	"testing"

	"itermle/estimators"
)

// What is 5% off must be refuted with probability 0.99 at each point: of twelve independent runs at one point each
// mutant may survive four. At power 0.99 it survives more with probability C(12,5)·10⁻¹⁰ = 8e-8; at power 1/2 with
// probability 0.8. The right family survives the same decision.
func TestPower(t *testing.T) {
	gaussian, err := estimators.NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	exponential := estimators.NewExponential()
	law := func(c *conformance, theta []float64) { c.law(c.measureAt(theta), theta) }
	statistic := func(c *conformance, theta []float64) { c.statisticLaw(theta) }
	for _, row := range []struct {
		name   string
		decide func(c *conformance, theta []float64)
		family estimators.Family
		right  estimators.Family
	}{
		{"sampler's scale 1.05", law, stretched(gaussian, 1.05, 0), gaussian},
		{"sampler's scale 0.95", law, stretched(gaussian, 0.95, 0), gaussian},
		{"sampler's mean +0.05", law, stretched(gaussian, 1, 0.05), gaussian},
		{"sampler's mean −0.05", law, stretched(gaussian, 1, -0.05), gaussian},
		{"exponential sampler's mean 1.05", law, stretched(exponential, 1.05, 0.05), exponential},
		{"statistic's standard deviation 1.05", statistic, stretchedStatistic(gaussian, 1.05), gaussian},
		{"statistic's standard deviation 0.95", statistic, stretchedStatistic(gaussian, 0.95), gaussian},
	} {
		t.Run(row.name, func(t *testing.T) {
			theta := []float64{1}
			survived := 0
			for i := range 12 {
				c := newConformance(Case{Family: row.family})
				c.at(i)
				row.decide(c, theta)
				if c.failures == nil {
					survived++
				}
			}
			if survived > 4 {
				t.Errorf("survives %d of 12 runs", survived)
			}
			c := newConformance(Case{Family: row.right})
			c.at(13)
			if row.decide(c, theta); c.failures != nil {
				t.Error(c.failures)
			}
		})
	}
}

// stretched draws 1 + stretch·(x − 1) + shift for x of θ = 1.
func stretched(family estimators.Family, stretch, shift float64) estimators.Family {
	return &mutant{Family: family, sample: func(dst, theta []float64, random *rand.Rand) {
		family.Sample(dst, theta, random)
		for i, x := range dst {
			dst[i] = theta[0] + stretch*(x-theta[0]) + shift
		}
	}}
}

// stretchedStatistic draws a mean whose distance from θ is stretched.
func stretchedStatistic(family estimators.StatisticSampler, stretch float64) estimators.Family {
	return &mutantSampler{StatisticSampler: family, statistic: func(dst, theta []float64, n int64, random *rand.Rand) {
		family.SampleStatistic(dst, theta, n, random)
		dst[0] = theta[0] + stretch*(dst[0]-theta[0])
	}}
}
