package estimators

import (
	"math"

	"itermle/internal/rounding"
	"itermle/internal/saddlepoint"
)

// changes calls visit for every category with q = p_η(i), c = log p_θ(i)/p_η(i), bounds on the error of c and on the
// relative one of q and p, each log-probability being rounded by a few units and the k of its normaliser. For Δ = θ−η
//
//	c_i = Δ_i − log Σ_j q_j e^{Δ_j} = Δ_i − log(1 + Σ_j q_j (e^{Δ_j} − 1))
//
// where no |Δ_j| is above ½: then c is wrong by some units of max |Δ_j|, not of the logits, since Σ q|log q| ≤ log k.
func (f *CategoricalSoftmax) changes(theta, eta []float64, visit func(q, c, slack, relative float64)) {
	topA, logA := normaliser(theta)
	topB, logB := normaliser(eta)
	widest, excess := 0.0, 0.0
	for j, v := range eta {
		change := theta[j] - v
		widest = math.Max(widest, math.Abs(change))
		excess += math.Exp(v-topB-logB) * math.Expm1(change)
	}
	for i := range f.k {
		a, b := logit(theta, i)-topA-logA, logit(eta, i)-topB-logB
		relative := (float64(8+f.k) + 4*(math.Abs(a)+math.Abs(b))) * rounding.Unit
		c, slack := a-b, relative
		if widest < 0.5 {
			c = logit(theta, i) - logit(eta, i) - math.Log1p(excess)
			slack = float64(32+4*f.k) * rounding.Unit * widest
		}
		visit(math.Exp(b), c, slack, relative)
	}
}

// KL is Σ p log(p/q), a sum of deviances q φ(e^c − 1) ≥ 0, whose derivative in c is p c.
func (f *CategoricalSoftmax) KL(theta, eta []float64) (Certified, error) {
	sum, lost := 0.0, 0.0
	f.changes(theta, eta, func(q, c, slack, relative float64) {
		p := q * math.Exp(c)
		gap := p - q
		if math.Abs(c) < 0.5 {
			gap = q * math.Expm1(c)
		}
		deviance := saddlepoint.Deviance(q, gap)
		sum += deviance
		lost += slack*(p+q)*(math.Abs(c)+slack) + relative*deviance
	})
	return divergence(sum, float64(64+f.k)*rounding.Unit*sum+lost), nil
}

// TotalVariation is ½ Σ |p − q| = ½ Σ q|e^c − 1|.
func (f *CategoricalSoftmax) TotalVariation(theta, eta []float64) (Certified, error) {
	sum, lost := 0.0, 0.0
	f.changes(theta, eta, func(q, c, slack, relative float64) {
		gap := q * math.Abs(math.Expm1(c))
		sum += gap
		lost += slack*(2*q+gap) + relative*gap
	})
	return distance(sum/2, float64(8+f.k)*rounding.Unit*sum+lost), nil
}
