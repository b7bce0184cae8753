package estimators

import (
	"errors"
	"math"
	"math/rand/v2"
	"strconv"

	"itermle/internal/quadrature"
	"itermle/internal/random"
)

// GaussianMixture is the mixture of two known normal laws with unknown weight, θ = w ∈ [0, 1]:
//
//	p_w(x) = w φ(x−a) + (1−w) φ(x−b)
//
// With D = a−b and log φ(x−a)/φ(x−b) = ρ = D (x − (a+b)/2), the score is (φ_a − φ_b)/p_w, the Hessian its negative square:
// the log-likelihood is concave. The MLE is 0 or 1 where the mean score does not change sign inside, else
// its root; if all ρ are 0 every w is as good and from is taken. Θ is closed: w = 0 and 1 are absorbing. Inside (0,1)
// |score| ≤ 1/min(w, 1−w), so Assumptions 1–3 hold on every ball inside, with no sufficient statistic of fixed size.
type GaussianMixture struct{ a, b float64 }

// maxMixtureDistance keeps e^{D²}, which bounds the information at the boundary, finite; maxMixtureMean keeps the rounding of ρ
// below 1e-12 and the panels of quadrature apart.
const (
	maxMixtureDistance = 20
	maxMixtureMean     = 1000
)

// NewGaussianMixture returns the family with the given means, |a|, |b| ≤ 1000 and 0 < |a−b| ≤ 20.
func NewGaussianMixture(a, b float64) (*GaussianMixture, error) {
	if m := math.Max(math.Abs(a), math.Abs(b)); m > maxMixtureMean {
		return nil, &RangeError{What: "gaussian-mixture: max(|a|, |b|)", Value: m, Accept: "|a|, |b| ≤ 1000"}
	}
	if d := math.Abs(a - b); !(d > 0 && d <= maxMixtureDistance) {
		return nil, &RangeError{What: "gaussian-mixture: |a−b|", Value: d, Accept: "0 < |a−b| ≤ 20"}
	}
	return &GaussianMixture{a: a, b: b}, nil
}

var gaussianMixtureEntry = Entry{
	Name:    "gaussian-mixture",
	Syntax:  "gaussian-mixture[:a,b]",
	Summary: "w N(a,1) + (1−w) N(b,1) on R, unknown weight w in [0,1], known means (default 0, 2)",
	New: func(arguments []float64) (Family, error) {
		switch len(arguments) {
		case 0:
			return NewGaussianMixture(0, 2)
		case 2:
			return NewGaussianMixture(arguments[0], arguments[1])
		}
		return nil, &SyntaxError{What: "family", Value: strconv.Itoa(len(arguments)) + " arguments", Accept: "gaussian-mixture[:a,b]"}
	},
	Points: [][]float64{{0.5}, {0.25}, {0.9}, {0}, {1}},
}

func (f *GaussianMixture) Name() string {
	if f.a == 0 && f.b == 2 {
		return "gaussian-mixture"
	}
	return "gaussian-mixture:" + strconv.FormatFloat(f.a, 'g', -1, 64) + "," + strconv.FormatFloat(f.b, 'g', -1, 64)
}

// Means are a and b.
func (f *GaussianMixture) Means() (a, b float64) { return f.a, f.b }

func (*GaussianMixture) Dim() int          { return 1 }
func (*GaussianMixture) SampleDim() int    { return 1 }
func (*GaussianMixture) Symbols() []string { return []string{"w"} }

func (*GaussianMixture) Check(theta []float64) error {
	if len(theta) != 1 {
		return &DimensionError{What: "gaussian-mixture: θ", Got: len(theta), Want: 1}
	}
	if !(theta[0] >= 0 && theta[0] <= 1) {
		return &ParameterError{Family: "gaussian-mixture", Name: "w", Value: theta[0], Accept: "0 ≤ w ≤ 1"}
	}
	return nil
}

func (f *GaussianMixture) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		mean := f.b
		if r.Float64() < theta[0] {
			mean = f.a
		}
		dst[i] = mean + random.Normal(r)
	}
}

// likelier splits p_w(x) into the larger component's log-density and what the other adds to its weight:
//
//	log p = top + log(weight + (1−weight) e^{−|ρ|}),  sign = ±1 where that component is a or b
func (f *GaussianMixture) likelier(w, x float64) (top, weight, ratio, sign float64) {
	rho := (f.a - f.b) * (x - f.a/2 - f.b/2)
	if rho >= 0 {
		return -(x-f.a)*(x-f.a)/2 - logSqrt2Pi, w, -rho, 1
	}
	return -(x-f.b)*(x-f.b)/2 - logSqrt2Pi, 1 - w, rho, -1
}

func (f *GaussianMixture) LogDensity(theta, x []float64) float64 {
	top, weight, ratio, _ := f.likelier(theta[0], x[0])
	if weight == 0 {
		return top + ratio
	}
	return top + math.Log(weight+(1-weight)*math.Exp(ratio))
}

// Score is infinite where the only possible component is e^{−745} times less likely than the other.
func (f *GaussianMixture) Score(dst, theta, x []float64) {
	_, weight, ratio, sign := f.likelier(theta[0], x[0])
	dst[0] = -sign * math.Expm1(ratio) / (weight + (1-weight)*math.Exp(ratio))
}

func (f *GaussianMixture) Hessian(dst, theta, x []float64) {
	f.Score(dst, theta, x)
	dst[0] *= -dst[0]
}

func (f *GaussianMixture) ThirdDerivative(dst, theta, x []float64) {
	f.Score(dst, theta, x)
	dst[0] = 2 * dst[0] * dst[0] * dst[0]
}

// FisherInformation is ∫ (φ_a − φ_b)²/p_w by quadrature to about 1e-12 relative; e^{D²} − 1 at w = 0 and 1.
func (f *GaussianMixture) FisherInformation(dst, theta []float64) {
	if theta[0] == 0 || theta[0] == 1 {
		dst[0] = math.Expm1((f.a - f.b) * (f.a - f.b))
		return
	}
	var x, score [1]float64
	integrand := func(v float64) float64 {
		x[0] = v
		f.Score(score[:], theta, x[:])
		return math.Exp(f.LogDensity(theta, x[:])) * score[0] * score[0]
	}
	// χ² of the components bounds the information from below by 4·TV², a size for the tolerance.
	tv := math.Erf(math.Abs(f.a-f.b) / (2 * math.Sqrt2))
	dst[0], _, _ = quadrature.Integrate(integrand, f.panels(), 1e-12*tv*tv)
}

// panels cover all but e^{-72} of both components and of φ_a²/φ_b, in steps of at most 2.
func (f *GaussianMixture) panels() []float64 {
	lower, upper := math.Min(f.a, f.b), math.Max(f.a, f.b)
	span := 12 + upper - lower
	var points []float64
	for x := lower - span; x < upper+span; x += 2 {
		points = append(points, x)
	}
	return append(points, upper+span)
}

func (f *GaussianMixture) logDerivatives(score, hessian, theta, x []float64) float64 {
	top, weight, ratio, sign := f.likelier(theta[0], x[0])
	e := math.Exp(ratio)
	p := weight + (1-weight)*e
	score[0] = -sign * math.Expm1(ratio) / p
	hessian[0] = -score[0] * score[0]
	return top + math.Log(p)
}

func (f *GaussianMixture) Fit(dst, from []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := checkFinite(f, data.X); err != nil {
		return err
	}
	atZero, atOne := meanScore(f, 0, data), meanScore(f, 1, data)
	switch {
	case atZero == 0 && atOne == 0:
		dst[0] = from[0] // all ρ are 0: the likelihood is flat
		return nil
	case atZero <= 0:
		dst[0] = 0
		return nil
	case atOne >= 0:
		dst[0] = 1
		return nil
	}
	start := from[0]
	if start == 0 || start == 1 {
		start = 0.5
	}
	err := Maximise(f, dst, []float64{start}, data)
	var stopped *NotConvergedError
	if !errors.As(err, &stopped) {
		return err
	}
	// Next to the boundary a Newton step may leave Θ; the mean score falls strictly from atZero to atOne.
	lower, upper := 0.0, 1.0
	for {
		middle := (lower + upper) / 2
		if middle == lower || middle == upper {
			dst[0] = middle
			return nil
		}
		if meanScore(f, middle, data) > 0 {
			lower = middle
		} else {
			upper = middle
		}
	}
}

// meanScore is the score of one-dimensional data and parameter, averaged.
func meanScore(f Family, at float64, data Data) float64 {
	theta, score := []float64{at}, []float64{0}
	sum, total := 0.0, 0.0
	for i := range data.X {
		weight := 1.0
		if data.W != nil {
			weight = data.W[i]
		}
		f.Score(score, theta, data.X[i:i+1])
		sum += weight * score[0]
		total += weight
	}
	return sum / total
}

// KL is ∫ p (r + e^{−r} − 1), r = log p_w/p_v: the integrand is never negative.
func (f *GaussianMixture) KL(theta, eta []float64) (Certified, error) {
	if theta[0] == eta[0] {
		return Certified{}, nil
	}
	var at [1]float64
	integrand := func(x float64) float64 {
		at[0] = x
		log := f.LogDensity(theta, at[:])
		other := f.LogDensity(eta, at[:])
		if other-log > 1 { // the exponential of the difference may overflow
			return math.Exp(other) - math.Exp(log)*(1+other-log)
		}
		return math.Exp(log) * expRemainder(other-log)
	}
	tv, _ := f.TotalVariation(theta, eta)
	// KL ≥ 2 TV² by Pinsker, so the tolerance is relative; LogDensity's own rounding, 1e-15 of logs up to 1e3, enters
	// through the derivative of r + e^{−r} − 1, which is of the size of r.
	value, bound, err := quadrature.Integrate(integrand, f.panels(), 1e-9*tv.Value*tv.Value+1e-15)
	return Certified{Value: value, Error: bound + 1e-12*tv.Value + 1e-30}, err
}

// TotalVariation is |w−v| TV(N(a,1), N(b,1)) = |w−v| erf(|a−b|/(2√2)).
func (f *GaussianMixture) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedForm(math.Abs(theta[0]-eta[0]) * math.Erf(math.Abs(f.a-f.b)/(2*math.Sqrt2))), nil
}

func (f *GaussianMixture) CDF(theta []float64, x float64) float64 {
	return theta[0]*math.Erfc((f.a-x)/math.Sqrt2)/2 + (1-theta[0])*math.Erfc((f.b-x)/math.Sqrt2)/2
}
