package alphabet

import "math"

// logWeights stores g_k and returns L = log Σ e^{g_k}.
func (f *Family) logWeights(dst, theta []float64) float64 {
	f.derivatives(dst, theta)
	top, sum := math.Inf(-1), 0.0
	for _, g := range dst {
		top = math.Max(top, g)
	}
	for _, g := range dst {
		sum += math.Exp(g - top)
	}
	return top + math.Log(sum)
}

// probabilities stores p_θ(k).
func (f *Family) probabilities(dst, theta []float64) {
	normaliser := f.logWeights(dst, theta)
	sum := 0.0
	for k, g := range dst {
		dst[k] = math.Exp(g - normaliser)
		sum += dst[k]
	}
	for k := range dst {
		dst[k] /= sum
	}
}

// letter is the index of the sample, or −1.
func (f *Family) letter(x float64) int {
	if !(x >= 0 && x < float64(f.letters)) || x != math.Trunc(x) {
		return -1
	}
	return int(x)
}

func (f *Family) LogDensity(theta, x []float64) float64 {
	k := f.letter(x[0])
	if k < 0 {
		return math.Inf(-1)
	}
	g := make([]float64, f.letters)
	normaliser := f.logWeights(g, theta)
	return g[k] - normaliser
}

// cumulants are the weights of all letters with their derivatives at one θ, centred by their means.
type cumulants struct {
	f        *Family
	theta, p []float64
	gradient [][]float64 // ∂_i g_k − E ∂_i g: d×K
}

func (f *Family) cumulants(theta []float64) *cumulants {
	c := &cumulants{f: f, theta: theta, p: make([]float64, f.letters)}
	f.probabilities(c.p, theta)
	for i := range f.Dim() {
		c.gradient = append(c.gradient, c.centred(i))
	}
	return c
}

// centred is ∂_axes g_k − E ∂_axes g.
func (c *cumulants) centred(axes ...int) []float64 {
	v := make([]float64, len(c.p))
	c.f.derivatives(v, c.theta, axes...)
	mean := c.mean(v)
	for k := range v {
		v[k] -= mean
	}
	return v
}

// mean is E Π v.
func (c *cumulants) mean(v ...[]float64) float64 {
	sum := 0.0
	for k, p := range c.p {
		for _, factor := range v {
			p *= factor[k]
		}
		sum += p
	}
	return sum
}

// Score is ∇g_x − E∇g.
func (f *Family) Score(dst, theta, x []float64) {
	c := f.cumulants(theta)
	for i := range dst {
		dst[i] = c.gradient[i][f.letter(x[0])]
	}
}

// Hessian is ∇²g_x − E∇²g − Cov(∇g).
func (f *Family) Hessian(dst, theta, x []float64) {
	c, d := f.cumulants(theta), f.Dim()
	for i := range d {
		for j := range i + 1 {
			value := c.centred(i, j)[f.letter(x[0])] - c.mean(c.gradient[i], c.gradient[j])
			dst[i*d+j], dst[j*d+i] = value, value
		}
	}
}

// ThirdDerivative is ∇³g_x − E∇³g − Cov(∇²g, ∇g), thrice, − κ₃(∇g).
func (f *Family) ThirdDerivative(dst, theta, x []float64) {
	c, d := f.cumulants(theta), f.Dim()
	second := make([][]float64, d*d)
	for i := range second {
		second[i] = c.centred(i/d, i%d)
	}
	for i := range d {
		for j := range d {
			for l := range d {
				g := c.gradient
				dst[(i*d+j)*d+l] = c.centred(i, j, l)[f.letter(x[0])] - c.mean(second[i*d+j], g[l]) -
					c.mean(second[i*d+l], g[j]) - c.mean(second[j*d+l], g[i]) - c.mean(g[i], g[j], g[l])
			}
		}
	}
}

// FisherInformation is Cov(∇g).
func (f *Family) FisherInformation(dst, theta []float64) {
	c, d := f.cumulants(theta), f.Dim()
	for i := range d {
		for j := range d {
			dst[i*d+j] = c.mean(c.gradient[i], c.gradient[j])
		}
	}
}
