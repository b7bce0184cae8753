package estimators

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync/atomic"

	"itermle/internal/quadrature"
	"itermle/internal/random"
	"itermle/internal/rounding"
)

// VonMises is the von Mises law on the circle, θ = (μ, κ), |μ| ≤ 10^9 a direction in radians, 0 < κ ≤ 10^100 the
// concentration:
//
//	log p_θ(x) = κ cos(x−μ) − log 2π I₀(κ)
//
// Samples are drawn in (−π, π]; any finite x is read as an angle. μ and μ + 2π are the same law (Assumption 1B holds on
// every ball of radius < π): the estimate takes the representative nearest to from. The MLE is μ̂ = the mean
// direction and A(κ̂) = R̄, the mean resultant length, A = I₁/I₀; it does not exist where R̄ is 0 (every μ is as good)
// or 1 (all samples equal: κ → ∞). The log-likelihood is that of an exponential family in (κ cos μ, κ sin μ), strictly
// concave there, so the stationary point is the maximum. The law of the resultant of n samples has no closed form:
// there is no path that draws the statistic.
type VonMises struct {
	Description
	last *atomic.Pointer[besselAt] // of LogDensity and its derivatives, which many samples ask for one κ
}

// besselAt is the besselRatio of a κ.
type besselAt struct {
	kappa float64
	besselRatio
}

func (f *VonMises) bessel(kappa float64) *besselAt {
	if r := f.last.Load(); r != nil && r.kappa == kappa {
		return r
	}
	r := &besselAt{kappa, newBesselRatio(kappa)}
	f.last.Store(r)
	return r
}

// NewVonMises returns the family.
func NewVonMises() *VonMises {
	return &VonMises{Description: Describe("von-mises", Reals(1), directionCoordinate,
		Coordinate{"κ", math.SmallestNonzeroFloat64, maxConcentration, "0 < κ ≤ 10^100"}),
		last: new(atomic.Pointer[besselAt])}
}

var vonMisesEntry = plainEntry("von-mises",
	"exp(κ cos(x−μ))/(2π I₀(κ)) on the circle, unknown direction μ and concentration κ > 0",
	NewVonMises, [][]float64{{0, 1}, {1, 5}, {-2, 0.3}, {3, 50}, {0.5, 1e4}})

// maxConcentration keeps A′ ≈ 1/2κ² and its like inside float64.
const maxConcentration = 1e100

// maxDirection is an angle that float64 holds to 10^-7 radians.
const maxDirection = 1e9

var directionCoordinate = Coordinate{"μ", -maxDirection, maxDirection, "|μ| ≤ 10^9"}

// sameLaw is the edge of balls that are too wide for the circle.
const sameLaw = "the ball holds μ and μ + 2π, one law (Assumption 1B)"

// Reach is κ, but at most π.
func (*VonMises) Reach(truth []float64) (radius float64, edge string) {
	if truth[1] > math.Pi {
		return math.Pi, sameLaw
	}
	return truth[1], "κ reaches 0, where the direction is not identified"
}

func (*VonMises) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = random.VonMises(theta[0], theta[1], r)
	}
}

func (f *VonMises) CheckSampling(theta []float64, n int64) error {
	return f.resolved(theta, 0, 1/math.Sqrt(theta[1]), n)
}

// LogDensity is κ(cos(x−μ) − 1) − log 2π I₀(κ)e^{−κ}: neither term grows with κ where the density does not vanish.
func (f *VonMises) LogDensity(theta, x []float64) float64 {
	s := math.Sin((x[0] - theta[0]) / 2)
	return -2*theta[1]*s*s - f.bessel(theta[1]).logScaled - math.Log(2*math.Pi)
}

func (f *VonMises) Score(dst, theta, x []float64) {
	half := math.Sin((x[0] - theta[0]) / 2)
	dst[0] = theta[1] * math.Sin(x[0]-theta[0])
	dst[1] = f.bessel(theta[1]).complement - 2*half*half
}

func (f *VonMises) Hessian(dst, theta, x []float64) {
	sine, cosine := math.Sincos(x[0] - theta[0])
	dst[0], dst[1], dst[2], dst[3] = -theta[1]*cosine, sine, sine, -f.bessel(theta[1]).first
}

func (f *VonMises) ThirdDerivative(dst, theta, x []float64) {
	sine, cosine := math.Sincos(x[0] - theta[0])
	clear(dst)
	dst[0] = -theta[1] * sine
	dst[1], dst[2], dst[4] = -cosine, -cosine, -cosine // μμκ and its permutations; μκκ is 0
	dst[7] = -f.bessel(theta[1]).second
}

// FisherInformation is diag(κA(κ), A′(κ)).
func (*VonMises) FisherInformation(dst, theta []float64) {
	r := newBesselRatio(theta[1])
	dst[0], dst[1], dst[2], dst[3] = theta[1]*r.ratio, 0, 0, r.first
}

func (f *VonMises) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

// StatisticDim: the statistic is (C, S, 1−R̄), C and S the means of cos x and sin x, R̄ = √(C²+S²). The third keeps
// the digits that C and S lose when all samples are close: 1−R̄ ≈ 1/2κ.
func (*VonMises) StatisticDim() int { return 3 }

// Summarize sums about the first sample: with a = mean(1 − cos(x−x₀)) and b = mean sin(x−x₀),
//
//	1 − R̄² = 2a − a² − b²,   1 − R̄ = (1−R̄²)/(1+R̄)
func (*VonMises) Summarize(dst, x []float64) {
	a, b := 0.0, 0.0
	for _, v := range x {
		sine, cosine := math.Sincos((v - x[0]) / 2)
		a += 2 * sine * sine
		b += 2 * sine * cosine
	}
	n := float64(len(x))
	a, b = a/n, b/n
	sine, cosine := math.Sincos(x[0])
	dst[0] = (1-a)*cosine - b*sine
	dst[1] = (1-a)*sine + b*cosine
	square := math.Max(0, 2*a-a*a-b*b)
	dst[2] = square / (1 + math.Hypot(1-a, b))
}

// Merge averages C and S. For shares p and q = 1−p of resultants R₁, R₂ at an angle Δ, and D = 1−R,
//
//	1 − R̄² = d(2−d) + 4pq R₁R₂ sin²(Δ/2),   d = p D₁ + q D₂
func (*VonMises) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	if poolWeight == 0 {
		copy(pool, batch)
		return
	}
	q := batchWeight / (poolWeight + batchWeight)
	p := poolWeight / (poolWeight + batchWeight)
	cross := pool[0]*batch[1] - pool[1]*batch[0]
	dot := pool[0]*batch[0] + pool[1]*batch[1]
	half := math.Sin(math.Atan2(cross, dot) / 2)
	d := p*pool[2] + q*batch[2]
	square := d*(2-d) + 4*p*q*(1-pool[2])*(1-batch[2])*half*half
	pool[0] += q * (batch[0] - pool[0])
	pool[1] += q * (batch[1] - pool[1])
	pool[2] = square / (1 + math.Hypot(pool[0], pool[1]))
}

func (f *VonMises) FitStatistic(dst, from, statistic []float64) error {
	ratio, complement := math.Hypot(statistic[0], statistic[1]), statistic[2]
	if complement > 0.5 {
		complement = 1 - ratio
	} else {
		ratio = 1 - complement
	}
	switch {
	case !(ratio > 0):
		return f.noMLE("the samples have no mean direction: their resultant is 0")
	case !(complement > 0.5/maxConcentration): // 1−A(κ) > 1/2κ
		return f.noMLE("all samples are equal, so κ runs to +∞, or κ exceeds 10^100")
	}
	dst[0] = meanDirection(statistic, from[0])
	dst[1] = inverseBesselRatio(ratio, complement)
	return nil
}

// meanDirection is the direction of (C, S), of its representatives in Θ the nearest to from.
func meanDirection(statistic []float64, from float64) float64 {
	mu := math.Atan2(statistic[1], statistic[0])
	turns := math.Round((from - mu) / (2 * math.Pi))
	if math.Abs(mu+2*math.Pi*turns) > maxDirection {
		turns -= math.Copysign(1, turns)
	}
	return mu + 2*math.Pi*turns
}

// KL is Aκ'(1−cos Δ) − (1−A)(κ−κ') + log I₀(κ')e^{−κ'} − log I₀(κ)e^{−κ}, A = A(κ), Δ = μ−μ', primes for η.
func (*VonMises) KL(theta, eta []float64) (Certified, error) {
	r, s := newBesselRatio(theta[1]), newBesselRatio(eta[1])
	half := math.Sin((theta[0] - eta[0]) / 2)
	turn := r.ratio * eta[1] * 2 * half * half
	change := r.complement * (theta[1] - eta[1])
	value := turn - change + s.logScaled - r.logScaled
	// Each term is good to 64 units in the last place; the argument of the sine to one of |μ|+|μ'|.
	size := turn + math.Abs(change) + math.Abs(s.logScaled) + math.Abs(r.logScaled)
	angle := 0x1p-52 * (math.Abs(theta[0]) + math.Abs(eta[0])) * eta[1] * math.Abs(half)
	return divergence(value, 64*rounding.Unit*size+angle), nil
}

// TotalVariation is ∫(p_θ − p_η) over the one arc where p_θ > p_η: with κ ≥ κ' and z = R e^{iψ} = κe^{iμ} − κ'e^{iμ'},
//
//	log p_θ/p_η = R cos(x−ψ) − c,   c = log I₀(κ) − log I₀(κ'),   half-width w: sin²(w/2) = (R−c)/2R
//
// The integrand vanishes at both ends, so their rounding enters squared.
func (f *VonMises) TotalVariation(theta, eta []float64) (Certified, error) {
	if theta[1] < eta[1] {
		theta, eta = eta, theta
	}
	kappa, other := theta[1], eta[1]
	logs := newBesselRatio(kappa).logScaled - newBesselRatio(other).logScaled
	delta := math.Remainder(eta[0]-theta[0], 2*math.Pi)
	half := math.Sin(delta / 2)
	// z e^{−iμ} = (κ−κ') + 2κ' sin²(Δ/2) − iκ' sin Δ, and R − c without cancellation.
	turn := 2 * other * half * half
	re, im := kappa-other+turn, -other*math.Sin(delta)
	radius := math.Hypot(re, im)
	if radius <= 0x1p-50 { // |log p_θ/p_η| ≤ R + |c| ≤ 2R
		return distance(0, 2*radius), nil
	}
	excess := im*im/(radius+re) + turn - logs
	width := 2 * math.Asin(math.Sqrt(math.Min(1, math.Max(0, excess/(2*radius)))))
	center := math.Atan2(im, re)
	points := aroundPeaks(center-width, center+width, kappa, 0, delta)
	logPeak := -math.Log(2*math.Pi) - f.bessel(kappa).logScaled
	integrand := func(y float64) float64 {
		a, b := math.Sin(y/2), math.Sin((y-delta)/2)
		ratio := -2*kappa*a*a + 2*other*b*b - logs
		return -math.Expm1(-ratio) * math.Exp(logPeak-2*kappa*a*a)
	}
	value, bound, err := quadrature.Integrate(integrand, points, 1e-11)
	if err != nil {
		return Certified{}, err
	}
	lost := 1e-14 + 4*rounding.Unit*math.Sqrt(kappa)*(math.Abs(theta[0])+math.Abs(eta[0])+math.Pi)
	return distance(value, bound+lost), nil
}

// CDF is P(−π < X ≤ x) by quadrature about μ, where a density of any κ is resolved, NaN where that fails.
func (f *VonMises) CDF(theta []float64, x float64) float64 {
	if x <= -math.Pi {
		return 0
	}
	if x >= math.Pi {
		return 1
	}
	mu, origin := math.Remainder(theta[0], 2*math.Pi), []float64{0, theta[1]}
	density := func(y float64) float64 { return math.Exp(f.LogDensity(origin, []float64{y})) }
	value, _, err := quadrature.Integrate(density, aroundPeaks(-math.Pi-mu, x-mu, theta[1], 0), 1e-12)
	if err != nil {
		return math.NaN()
	}
	return math.Max(0, math.Min(1, value))
}

// aroundPeaks are breakpoints of [low, high], in order, for densities of concentration ≤ κ that peak at the given
// angles, in three turns.
func aroundPeaks(low, high, kappa float64, peaks ...float64) []float64 {
	points := []float64{low, high}
	for _, peak := range peaks {
		for turns := -1.0; turns <= 1; turns++ {
			at := peak + 2*math.Pi*turns
			points = append(points, at)
			for offset := 1 / math.Sqrt(kappa+1); offset < 4; offset *= 2 {
				points = append(points, at-offset, at+offset)
			}
		}
	}
	points = slices.DeleteFunc(points, func(x float64) bool { return !(x >= low && x <= high) })
	slices.Sort(points)
	return slices.Compact(points)
}
