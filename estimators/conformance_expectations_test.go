package estimators

import (
	"math"
	"sort"
)

// expectations checks what holds on average under p_θ: total mass 1, E score = 0, I(θ) = Cov(score) = −E Hessian
// (Lemmas A.1 and A.2), and that Sample and CDF have the law that LogDensity says.
func (c *conformance) expectations(theta []float64) {
	if q := c.measureAt(theta); q != nil {
		c.exactExpectations(q)
		c.law(q)
		return
	}
	c.sampledExpectations(theta)
}

func (c *conformance) exactExpectations(q *measure) {
	d := c.family.Dim()
	theta := q.theta
	expect := func(check string, want, natural float64, g func(x []float64) float64) {
		at := make([]float64, 1)
		value, bound, err := q.integrate(func(x, log float64) float64 {
			p := math.Exp(log)
			if p == 0 {
				return 0
			}
			at[0] = x
			return p * g(at)
		}, 1e-8*natural)
		tolerance := bound + 1e-8*natural
		c.require(err == nil && math.Abs(value-want) <= tolerance, check, "θ=%v: %v ± %.1g (%v), want %v", theta, value, tolerance, err, want)
	}
	expect("normalised", 1, 1, func([]float64) float64 { return 1 })
	if !c.interior(theta) {
		return
	}
	unit := c.unit(theta)
	score, hessian, information := make([]float64, d), make([]float64, d*d), make([]float64, d*d)
	c.family.FisherInformation(information, theta)
	for j := range d {
		expect("score mean", 0, 1/unit[j], func(x []float64) float64 {
			c.family.Score(score, theta, x)
			return score[j]
		})
		for k := range j + 1 {
			natural := 1 / (unit[j] * unit[k])
			c.require(math.Abs(information[j*d+k]-information[k*d+j]) <= 1e-13*natural, "fisher symmetric", "θ=%v: %v", theta, information)
			expect("fisher", information[j*d+k], natural, func(x []float64) float64 {
				c.family.Score(score, theta, x)
				return score[j] * score[k]
			})
			if c.noSecondBartlett {
				c.family.Hessian(hessian, theta, c.samples(theta, 1))
				c.require(hessian[j*d+k] != -information[j*d+k], "second Bartlett fails", "θ=%v: the exemption is not needed", theta)
				continue
			}
			expect("fisher by Hessian", -information[j*d+k], natural, func(x []float64) float64 {
				c.family.Hessian(hessian, theta, x)
				return hessian[j*d+k]
			})
		}
	}
}

// law compares the empirical distribution of Sample, and CDF, with the integral of the density.
//
// Kolmogorov's distance of N samples from their law exceeds √(log(2/α)/2N) with probability at most α for every N
// (Dvoretzky, Kiefer, Wolfowitz; Massart 1990): 0.044 here. A sampler at a distance of 0.09 fails.
func (c *conformance) law(q *measure) {
	const n = 8000
	distribution, _ := c.family.(Distribution)
	x := c.samples(q.theta, n)
	sort.Float64s(x)
	empirical := func(at float64) float64 {
		return float64(sort.Search(n, func(i int) bool { return x[i] > at })) / n
	}
	compare := func(at, mass, bound float64) {
		distance := math.Abs(empirical(at) - mass)
		c.require(distance <= dkw(n)+bound, "sampler", "θ=%v: P(X ≤ %v) is %v by the density, %v in %d samples", q.theta, at, mass, empirical(at), n)
		if distribution != nil {
			value := distribution.CDF(q.theta, at)
			c.require(math.Abs(value-mass) <= 1e-8+bound, "cdf", "θ=%v: CDF(%v) = %v, the density integrates to %v", q.theta, at, value, mass)
		}
	}
	mass, bound := 0.0, 1e-10
	if q.discrete {
		for i, l := range q.logs {
			mass += math.Exp(l)
			compare(q.first+float64(i), mass, bound)
		}
		return
	}
	whole := q.points
	left, right := q.hardLeft, q.hardRight
	defer func() { q.points, q.hardLeft, q.hardRight = whole, left, right }()
	for i := 1; i < len(whole); i++ {
		q.points = whole[i-1 : i+1]
		q.hardLeft, q.hardRight = left && i == 1, right && i == len(whole)-1
		if q.hardLeft || q.hardRight {
			// integrate keeps a regular panel beside a singular one.
			middle := whole[i-1] + (whole[i]-whole[i-1])/2
			q.points = []float64{whole[i-1], middle, whole[i]}
			if q.hardLeft && q.hardRight {
				q.points = []float64{whole[i-1], middle, middle + (whole[i]-middle)/2, whole[i]}
			}
		}
		v, b, err := q.integrate(func(_, log float64) float64 { return math.Exp(log) }, 1e-10)
		if err != nil {
			c.fail("cdf", "θ=%v: %v", q.theta, err)
			return
		}
		mass, bound = mass+v, bound+b
		compare(whole[i], mass, bound)
	}
}

// dkw is the Dvoretzky–Kiefer–Wolfowitz–Massart distance at conformanceLevel.
func dkw(n int) float64 { return math.Sqrt(math.Log(2/conformanceLevel) / float64(2*n)) }

// sampledExpectations is exactExpectations by 40,000 samples. The standardised means of scores and of their products
// are within 8.5 of zero but for 2e-17 under the normal law; for the summands here, polynomials of degree ≤ 4 in
// Gaussian variables standardised by their own sample (a self-normalised sum, whose tails are no heavier than a
// constant times the normal's in this range, Shao 1999), 1e-13 leaves a factor of 5000. Detectable: 17/√40000 = 0.085
// standard deviations of the summand with probability ½ and more.
func (c *conformance) sampledExpectations(theta []float64) {
	if !c.interior(theta) {
		return
	}
	const n, limit = 40000, 8.5
	d, m := c.family.Dim(), c.family.SampleDim()
	x := c.samples(theta, n)
	score, hessian, information := make([]float64, d), make([]float64, d*d), make([]float64, d*d)
	c.family.FisherInformation(information, theta)
	size := d + 2*d*d
	sum, square := make([]float64, size), make([]float64, size)
	add := func(i int, v float64) {
		sum[i] += v
		square[i] += v * v
	}
	for i := range n {
		at := x[i*m : (i+1)*m]
		c.family.Score(score, theta, at)
		c.family.Hessian(hessian, theta, at)
		for j := range d {
			add(j, score[j])
			for k := range d {
				add(d+j*d+k, score[j]*score[k]-information[j*d+k])
				add(d+d*d+j*d+k, hessian[j*d+k]+information[j*d+k])
			}
		}
	}
	unit := c.unit(theta)
	natural := func(i int) float64 {
		if i < d {
			return 1 / unit[i]
		}
		i = (i - d) % (d * d)
		return 1 / (unit[i/d] * unit[i%d])
	}
	names := []string{"score mean", "fisher", "fisher by Hessian"}
	for i := range size {
		check := names[min((i+d*d-d)/(d*d), 2)]
		mean := sum[i] / n
		deviation := math.Sqrt(math.Max(0, square[i]/n-mean*mean) / n)
		c.require(math.Abs(mean) <= limit*deviation+1e-11*natural(i), check, "θ=%v: entry %d is off by %v, %.1f standard errors", theta, i, mean, mean/deviation)
	}
	// Of the box B of the middle halves of 1000 other samples' coordinates, E 1{x ∈ B}/p_θ(x) is the volume.
	box, volume := c.samples(theta, 1000), 0.0
	lower, upper, column := make([]float64, m), make([]float64, m), make([]float64, 1000)
	for k := range m {
		for i := range column {
			column[i] = box[i*m+k]
		}
		sort.Float64s(column)
		lower[k], upper[k] = column[250], column[750]
		volume += math.Log(upper[k] - lower[k])
	}
	mass, squares := 0.0, 0.0
	for i := range n {
		at, inside := x[i*m:(i+1)*m], true
		for k, v := range at {
			inside = inside && v >= lower[k] && v <= upper[k]
		}
		if inside {
			ratio := math.Exp(-c.family.LogDensity(theta, at) - volume)
			mass += ratio / n
			squares += ratio * ratio / n
		}
	}
	deviation := math.Sqrt((squares - mass*mass) / n)
	c.require(math.Abs(mass-1) <= limit*deviation, "normalised", "θ=%v: a box holds %v ± %v of its volume", theta, mass, deviation)
}

// divergences compares KL and TotalVariation with their integrals, and with each other: KL ≥ 0, TV ∈ [0,1], TV symmetric,
// Pinsker's TV ≤ √(KL/2), both 0 at θ = η.
func (c *conformance) divergences(theta, eta []float64) {
	kl, err := c.family.KL(theta, eta)
	tv, err2 := c.family.TotalVariation(theta, eta)
	mirrored, err3 := c.family.TotalVariation(eta, theta)
	if err != nil || err2 != nil || err3 != nil {
		c.fail("divergence", "θ=%v η=%v: %v, %v, %v", theta, eta, err, err2, err3)
		return
	}
	c.require(kl.Value >= -kl.Error && kl.Error >= 0, "KL", "θ=%v η=%v: KL = %v", theta, eta, kl)
	c.require(tv.Value >= -tv.Error && tv.Value <= 1+tv.Error && tv.Error >= 0 && tv.Error <= 1, "TV", "θ=%v η=%v: TV = %v", theta, eta, tv)
	c.require(math.Abs(tv.Value-mirrored.Value) <= tv.Error+mirrored.Error, "TV", "θ=%v η=%v: TV is %v one way and %v the other", theta, eta, tv, mirrored)
	c.require(tv.Value-tv.Error <= math.Sqrt(math.Max(0, kl.Value+kl.Error)/2)+1e-15, "Pinsker", "θ=%v η=%v: TV = %v, KL = %v", theta, eta, tv, kl)
	same := true
	for j := range theta {
		same = same && theta[j] == eta[j]
	}
	if same {
		c.require(math.Abs(kl.Value) <= kl.Error+1e-15 && math.Abs(tv.Value) <= tv.Error+1e-15, "KL", "θ=η=%v: KL = %v, TV = %v", theta, kl, tv)
		return
	}
	if q := c.measureAt(theta, eta); q != nil {
		c.exactDivergences(q, eta, kl, tv)
	} else {
		c.sampledDivergences(theta, eta, kl, tv)
	}
}

func (c *conformance) exactDivergences(q *measure, eta []float64, kl, tv Certified) {
	ratio := func(x, log float64) float64 { return log - c.family.LogDensity(eta, []float64{x}) }
	infinite := false
	value, bound, err := q.integrate(func(x, log float64) float64 {
		if log < -700 || !q.discrete && math.Abs(x) < 1e-300 {
			return 0 // no mass, or x itself is rounded: a singular end
		}
		r := ratio(x, log)
		infinite = infinite || math.IsInf(r, 1)
		// p log(p/q) + q − p ≥ 0 integrates to the same, without cancellation where p ≈ q.
		if math.Abs(r) < 1 {
			return math.Exp(log) * (r + math.Expm1(-r))
		}
		return math.Exp(log)*(r-1) + math.Exp(log-r)
	}, 1e-10*(1+math.Abs(kl.Value)))
	if math.IsInf(kl.Value, 1) || infinite {
		c.require(math.IsInf(kl.Value, 1) && infinite, "KL", "θ=%v η=%v: KL = %v, but p_θ charges what p_η does not: %v", q.theta, eta, kl, infinite)
	} else {
		// The mass of p_η where p_θ is negligible is missing from the integral.
		outside, uncertain := c.massOutside(q, eta)
		value += outside
		tolerance := kl.Error + bound + uncertain + 1e-9*math.Abs(kl.Value) + 1e-14
		c.require(err == nil && math.Abs(value-kl.Value) <= tolerance, "KL", "θ=%v η=%v: KL = %v, the integral is %v ± %.1g (%v)", q.theta, eta, kl, value, tolerance, err)
		c.require(kl.Error <= 1e-6*(1+math.Abs(kl.Value)), "KL", "θ=%v η=%v: the error of KL = %v is useless", q.theta, eta, kl)
	}
	// TV = ∫ (p_θ − p_η)⁺: only where p_θ has mass.
	q.splitAt(func(x float64) float64 { return ratio(x, q.log(x)) })
	value, bound, err = q.integrate(func(x, log float64) float64 {
		if log < -700 {
			return 0
		}
		return math.Exp(log) * math.Max(0, -math.Expm1(-ratio(x, log)))
	}, 1e-10)
	tolerance := tv.Error + bound + 1e-9*tv.Value + 1e-14
	c.require(err == nil && math.Abs(value-tv.Value) <= tolerance, "TV", "θ=%v η=%v: TV = %v, the integral is %v ± %.1g (%v)", q.theta, eta, tv, value, tolerance, err)
	c.require(tv.Error <= 1e-6, "TV", "θ=%v η=%v: the error of TV = %v is useless", q.theta, eta, tv)
}

// massOutside is 1 minus the mass of p_η where exactDivergences integrates, with its error.
func (c *conformance) massOutside(q *measure, eta []float64) (mass, uncertain float64) {
	value, bound, err := q.integrate(func(x, log float64) float64 {
		if log < -700 || !q.discrete && math.Abs(x) < 1e-300 {
			return 0
		}
		return math.Exp(c.family.LogDensity(eta, []float64{x}))
	}, 1e-10)
	if err != nil {
		return 0, 1
	}
	return 1 - value, bound
}

// sampledDivergences: TV = E_θ (1 − p_η/p_θ)⁺ ∈ [0,1] by Hoeffding at conformanceLevel, KL by a standardised mean as in
// sampledExpectations.
func (c *conformance) sampledDivergences(theta, eta []float64, kl, tv Certified) {
	const n = 20000
	m := c.family.SampleDim()
	x := c.samples(theta, n)
	sum, square, overlap := 0.0, 0.0, 0.0
	for i := range n {
		at := x[i*m : (i+1)*m]
		r := c.family.LogDensity(theta, at) - c.family.LogDensity(eta, at)
		sum += r
		square += r * r
		overlap += math.Max(0, -math.Expm1(-r))
	}
	mean := sum / n
	deviation := math.Sqrt(math.Max(0, square/n-mean*mean) / n)
	c.require(math.Abs(mean-kl.Value) <= 8.5*deviation+kl.Error+1e-9*math.Abs(kl.Value), "KL", "θ=%v η=%v: KL = %v, mean log-ratio %v ± %v", theta, eta, kl, mean, deviation)
	c.require(math.Abs(overlap/n-tv.Value) <= dkw(n)+tv.Error, "TV", "θ=%v η=%v: TV = %v, %v in %d samples", theta, eta, tv, overlap/n, n)
}
