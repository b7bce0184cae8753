package estimators

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/num/hyperdual"
)

// DensityDescription is a family as a user has it at hand. FromLogDensity makes a Family of it.
type DensityDescription struct {
	Name      string
	Symbols   []string // of the d ≥ 1 coordinates of θ
	SampleDim int      // m, 1 ≤ m ≤ 32768
	// Value is log p_θ(x) in nats.
	Value func(theta, x []float64) float64
	// Dual is log p_θ(x) once more in gonum's hyperdual numbers, from which first and second derivatives come without
	// truncation. nil: finite differences of Value.
	Dual func(theta []hyperdual.Number, x []float64) hyperdual.Number
	// Score is ∇ log p_θ(x), better than differences of Value; the Hessian then comes from differences of it. nil:
	// none.
	Score func(dst, theta, x []float64)
	// Sample fills dst (k×m) with k samples of p_θ.
	Sample func(dst, theta []float64, random *rand.Rand)
	// Check returns an error for θ outside Θ; nil: Θ = R^d.
	Check func(theta []float64) error
}

// FromLogDensity is the family of a log-density and a sampler. What it computes carries no proof, and no Audit
// certifies it:
//
//	Score, Hessian     from Dual, to a few units of rounding; else by central differences of orders 6 and 2, wrong by
//	                   about 1e-18 and 1e-6 of the derivatives six and two orders up, beside the rounding of Value over
//	                   the steps 2e-3 and 4e-6
//	ThirdDerivative    central differences of the Hessian, with an error about 1e-5 of the fifth derivative
//	FisherInformation  the mean of score·scoreᵀ over 4096 samples of a fixed stream, to a few per cent; it panics with
//	                   a *SampleError if Sample gives one that is not finite
//	Fit                Maximise: one interior local maximum, warm-started; that it is global is the user's to know
//	KL, TotalVariation *UnsupportedError
//
// Steps are relative to max(1, |θ_i|), at most 1% of it, or to |θ_i| where the former leave Θ: θ must lie that far
// inside Θ. Errors: *SyntaxError for a description that lacks something, *RangeError for too large an m. A Score that a
// struct defines which embeds the family does not reach the family's own Fit: it belongs in the description.
func FromLogDensity(d DensityDescription) (Family, error) {
	missing := func(what string) error { return &SyntaxError{What: "log-density", Value: d.Name, Accept: what} }
	switch {
	case d.Name == "":
		return nil, missing("a name")
	case len(d.Symbols) == 0:
		return nil, missing("a symbol for each coordinate of θ")
	case d.SampleDim < 1:
		return nil, missing("SampleDim ≥ 1")
	case d.SampleDim > maxSampleDim:
		return nil, &RangeError{What: d.Name + ": SampleDim", Value: float64(d.SampleDim), Accept: "at most 32768"}
	case d.Value == nil:
		return nil, missing("Value, the log-density")
	case d.Sample == nil:
		return nil, missing("Sample, a sampler")
	}
	return &describedFamily{described: d, d: len(d.Symbols)}, nil
}

// maxSampleDim keeps the samples behind FisherInformation within 1 GiB.
const maxSampleDim = 1 << 15

type describedFamily struct {
	described DensityDescription
	d         int
}

func (f *describedFamily) Name() string      { return f.described.Name }
func (f *describedFamily) Dim() int          { return f.d }
func (f *describedFamily) SampleDim() int    { return f.described.SampleDim }
func (f *describedFamily) Symbols() []string { return append([]string(nil), f.described.Symbols...) }

func (f *describedFamily) Check(theta []float64) error {
	if len(theta) != f.d {
		return &DimensionError{What: f.Name() + ": θ", Got: len(theta), Want: f.d}
	}
	for i, v := range theta {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return &ParameterError{Family: f.Name(), Name: f.described.Symbols[i], Value: v, Accept: "a finite number"}
		}
	}
	if f.described.Check == nil {
		return nil
	}
	return f.described.Check(theta)
}

func (f *describedFamily) Sample(dst, theta []float64, random *rand.Rand) {
	f.described.Sample(dst, theta, random)
}

func (f *describedFamily) LogDensity(theta, x []float64) float64 { return f.described.Value(theta, x) }

// Relative steps. Central differences of order six err by h⁶/140 of the seventh derivative and by 2^-52/h of the value,
// h = 2e-3, three steps to a side; those of the second derivative by about h² and 2^-53/h², h = 2e-3; the Hessian's own
// by h² and its error over h, h = 5e-3.
const (
	scoreStep   = 2e-3
	hessianStep = 2e-3
	thirdStep   = 5e-3
	reach       = 0.0101 // of all of them, thirdStep being followed by hessianStep
)

var sixthOrder = fd.Formula{Derivative: 1, Step: scoreStep, Stencil: []fd.Point{
	{Loc: -3, Coeff: -1.0 / 60}, {Loc: -2, Coeff: 3.0 / 20}, {Loc: -1, Coeff: -3.0 / 4},
	{Loc: 1, Coeff: 3.0 / 4}, {Loc: 2, Coeff: -3.0 / 20}, {Loc: 3, Coeff: 1.0 / 60}}}

// steps are the units of the relative steps at θ.
func (f *describedFamily) steps(theta []float64) []float64 {
	scale := make([]float64, f.d)
	for i, v := range theta {
		scale[i] = math.Max(1, math.Abs(v))
	}
	if f.described.Check == nil {
		return scale
	}
	at := slices.Clone(theta)
	for i, v := range theta {
		for _, sign := range []float64{-reach, reach} {
			if at[i] = v + sign*scale[i]; v != 0 && f.described.Check(at) != nil {
				scale[i] = math.Abs(v)
			}
		}
		at[i] = v
	}
	return scale
}

// scaled is the log-density as a function of z, θ_i = θ0_i + scale_i z_i.
func (f *describedFamily) scaled(theta, x []float64) (value func(z []float64) float64, scale []float64) {
	at, scale := make([]float64, f.d), f.steps(theta)
	return func(z []float64) float64 {
		for i, v := range theta {
			at[i] = v + scale[i]*z[i]
		}
		return f.described.Value(at, x)
	}, scale
}

func (f *describedFamily) Score(dst, theta, x []float64) {
	if f.described.Score != nil {
		f.described.Score(dst, theta, x)
		return
	}
	if f.described.Dual != nil {
		for i := range dst[:f.d] {
			dst[i] = f.dual(theta, x, i, i).E1mag
		}
		return
	}
	value, scale := f.scaled(theta, x)
	fd.Gradient(dst[:f.d], value, make([]float64, f.d), &fd.Settings{Formula: sixthOrder, Step: scoreStep})
	for i := range dst[:f.d] {
		dst[i] /= scale[i]
	}
}

// dual is log p with ε₁ on θ_i and ε₂ on θ_j.
func (f *describedFamily) dual(theta, x []float64, i, j int) hyperdual.Number {
	at := make([]hyperdual.Number, f.d)
	for k, v := range theta {
		at[k].Real = v
	}
	at[i].E1mag, at[j].E2mag = 1, 1
	return f.described.Dual(at, x)
}

func (f *describedFamily) Hessian(dst, theta, x []float64) {
	if f.described.Dual != nil {
		for i := range f.d {
			for j := range i + 1 {
				dst[i*f.d+j] = f.dual(theta, x, i, j).E1E2mag
				dst[j*f.d+i] = dst[i*f.d+j]
			}
		}
		return
	}
	if f.described.Score != nil {
		f.differenceScore(dst, theta, x)
		return
	}
	value, scale := f.scaled(theta, x)
	hessian := mat.NewSymDense(f.d, nil)
	fd.Hessian(hessian, value, make([]float64, f.d), &fd.Settings{Formula: fd.Central, Step: hessianStep})
	for i := range f.d {
		for j := range f.d {
			dst[i*f.d+j] = hessian.At(i, j) / scale[i] / scale[j]
		}
	}
}

// differenceScore is the symmetric part of the Jacobian of Score.
func (f *describedFamily) differenceScore(dst, theta, x []float64) {
	at, score := slices.Clone(theta), make([]float64, f.d)
	scale := f.steps(theta)
	clear(dst[:f.d*f.d])
	for j, v := range theta {
		for _, p := range sixthOrder.Stencil {
			at[j] = v + p.Loc*scoreStep*scale[j]
			f.described.Score(score, at, x)
			for i, s := range score {
				entry := p.Coeff * s / (scoreStep * scale[j]) / 2
				dst[i*f.d+j] += entry
				dst[j*f.d+i] += entry
			}
		}
		at[j] = v
	}
}

// ThirdDerivative differences the Hessian along each coordinate and averages over the three ways to order the indices.
func (f *describedFamily) ThirdDerivative(dst, theta, x []float64) {
	d := f.d
	before, after, at := make([]float64, d*d), make([]float64, d*d), append([]float64(nil), theta...)
	clear(dst[:d*d*d])
	scale := f.steps(theta)
	for k, v := range theta {
		step := thirdStep * scale[k]
		at[k] = v + step
		f.Hessian(after, at, x)
		at[k] = v - step
		f.Hessian(before, at, x)
		at[k] = v
		for i := range d {
			for j := range d {
				third := (after[i*d+j] - before[i*d+j]) / (2 * step) / 3
				dst[(i*d+j)*d+k] += third
				dst[(i*d+k)*d+j] += third
				dst[(k*d+i)*d+j] += third
			}
		}
	}
}

// informationSamples estimate the information: 4096 of them leave 1/64 of a standard deviation.
const informationSamples = 4096

func (f *describedFamily) FisherInformation(dst, theta []float64) {
	d, m := f.d, f.described.SampleDim
	x, score := make([]float64, informationSamples*m), make([]float64, d)
	f.Sample(x, theta, NewStream(0, "fisher-information", f.Name()).At(0, 0))
	if err := checkSamples(f, x); err != nil {
		panic(err)
	}
	clear(dst[:d*d])
	for i := range informationSamples {
		f.Score(score, theta, x[i*m:(i+1)*m])
		for j, u := range score {
			for k, v := range score {
				dst[j*d+k] += u * v / informationSamples
			}
		}
	}
}

// Precision is how far, relative to the natural size Π √I_jj and to the value itself, derivatives and the information
// may be off at points where log p_θ varies on the scale max(1, |θ_i|): FromLogDensity's errors with room for the
// derivatives that multiply them. An information of 4096 samples is within a half by eight standard deviations of a
// product of Gaussian scores.
func (f *describedFamily) Precision() (score, hessian, third, information float64) {
	if !f.differenced() {
		return 1e-11, 1e-10, 1e-2, 0.5
	}
	return 1e-7, 1e-3, 1e-2, 0.5
}

// differenced says whether the score is a difference of values.
func (f *describedFamily) differenced() bool {
	return f.described.Dual == nil && f.described.Score == nil
}

func (f *describedFamily) Fit(dst, from []float64, data Data) error {
	return Maximise(f, dst, from, data)
}

func (f *describedFamily) KL(_, _ []float64) (Certified, error) {
	return Certified{}, &UnsupportedError{What: f.Name(), Action: "KL",
		Accept: "a family with a certified integral, not a bare log-density"}
}

func (f *describedFamily) TotalVariation(_, _ []float64) (Certified, error) {
	return Certified{}, &UnsupportedError{What: f.Name(), Action: "total variation",
		Accept: "a family with a certified integral, not a bare log-density"}
}
