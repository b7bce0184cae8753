package theorems

import (
	"math"
)

// bentLogit is finding-4's family: two atoms, P_θ(1) = logistic(η), η = a + θ − κθ², with κ = A‴(a)/(6A″(a)), A = log(1
// + e^η). With the derivatives η′ = 1 − 2κθ, η″ = −2κ, η‴ = 0,
//
//	∂³ log p_θ(x) = −3A″η′η″ − A‴η′³ for x = 0 and 1 alike,  I(θ) = A″η′²,
//
// so that at θ = 0 the third derivative is 6κA″ − A‴ = 0, while I′(0) = A‴ − 4κA″ = A‴(a)/3.
type bentLogit struct{ a, kappa float64 }

// cumulants are A″, A‴ of a coin with logit η.
func cumulants(eta float64) (second, third float64) {
	p, q := 1/(1+math.Exp(-eta)), 1/(1+math.Exp(eta))
	return p * q, p * q * (q - p)
}

func newBentLogit(a float64) bentLogit {
	second, third := cumulants(a)
	return bentLogit{a, third / (6 * second)}
}

func (f bentLogit) at(theta float64) (information, third, hessian, score float64) {
	slope, bend := 1-2*f.kappa*theta, -2*f.kappa
	eta := f.a + theta - f.kappa*theta*theta
	p, q := 1/(1+math.Exp(-eta)), 1/(1+math.Exp(eta))
	second, cubic := cumulants(eta)
	third = -3*second*slope*bend - cubic*slope*slope*slope
	// ∇²log p = (x−p)η″ − A″η′²: the larger of its two values; E‖score‖ = 2pq|η′|.
	hessian = math.Max(math.Abs(q*bend-second*slope*slope), math.Abs(-p*bend-second*slope*slope))
	return second * slope * slope, third, hessian, 2 * second * math.Abs(slope)
}

var bentInstances = []struct{ a, r float64 }{{1, 0.01}, {1, 0.1}, {-2, 0.01}, {0.5, 0.05}, {3, 0.001}}
