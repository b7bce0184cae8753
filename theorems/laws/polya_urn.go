package laws

import (
	"math"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
)

// Count is the law of a whole number: mass[s] = P(S = s), with its running sums.
type Count struct{ below []float64 } // below[s] = P(S < s)

func NewCount(mass []float64) Count {
	below := make([]float64, len(mass)+1)
	for s, p := range mass {
		below[s+1] = below[s] + p
	}
	return Count{below}
}

func (l Count) at(k float64) float64 { // P(S < k) for whole k
	switch {
	case k <= 0:
		return 0
	case k >= float64(len(l.below)-1):
		return 1
	}
	return l.below[int(k)]
}

// CDF is P(S ≤ x), CDFLeft is P(S < x).
func (l Count) CDF(x float64) float64 { return l.at(math.Floor(x) + 1) }

func (l Count) CDFLeft(x float64) float64 { return l.at(math.Ceil(x)) }

// binomialMass are the probabilities of Binomial(n, p), from logarithms of factorials.
func binomialMass(n int64, p float64) []float64 {
	mass := make([]float64, n+1)
	if p <= 0 || p >= 1 {
		if p <= 0 {
			mass[0] = 1
		} else {
			mass[n] = 1
		}
		return mass
	}
	logP, logQ := math.Log(p), math.Log1p(-p)
	whole, _ := math.Lgamma(float64(n) + 1)
	for k := range mass {
		a, _ := math.Lgamma(float64(k) + 1)
		b, _ := math.Lgamma(float64(n) - float64(k) + 1)
		mass[k] = math.Exp(whole - a - b + float64(k)*logP + (float64(n)-float64(k))*logQ)
	}
	return mass
}

// BernoulliCounts is enumerateBinomial for m = 1 in float64: P(count = s) for the pool after the generations of the
// schedule. The work is Σ_t N_{t−1} n_t.
func BernoulliCounts(p float64, schedule estimators.Schedule, generations int, replace bool) []float64 {
	law, base := []float64{1}, int64(0)
	for t := range generations {
		n := schedule.Size(t)
		kept := base
		if replace {
			kept = 0
		}
		next := make([]float64, kept+n+1)
		for s, weight := range law {
			if weight == 0 {
				continue
			}
			success := p
			if t > 0 {
				success = float64(s) / float64(base)
			}
			offset := 0
			if !replace {
				offset = s
			}
			for j, mass := range binomialMass(n, success) {
				next[offset+j] += weight * mass
			}
		}
		law, base = next, kept+n
	}
	return law
}

// PolyaCount is the exact P(S_T = s) of Bernoulli accumulation with n_0 = n and n_t = 1 afterwards. A synthetic sample
// is a draw from the pool that is put back with a copy: Pólya's urn, so that given S_0 = i of n the k = T−1 later
// successes have
//
//	P(j successes) = C(k, j) i^(j) (n−i)^(k−j) / n^(k),    x^(j) = x(x+1)…(x+j−1)
//
// and S_0 ~ Binomial(n, p*) (derived here; as T → ∞ the share given S_0 tends to Beta(S_0, n − S_0)).
func PolyaCount(n, k int64, p *big.Rat) []*big.Rat {
	rising := func(x, j int64) *big.Int {
		r := big.NewInt(1)
		for i := range j {
			r.Mul(r, big.NewInt(x+i))
		}
		return r
	}
	mass := make([]*big.Rat, n+k+1)
	for s := range mass {
		mass[s] = new(big.Rat)
	}
	q := new(big.Rat).Sub(big.NewRat(1, 1), p)
	for i := int64(0); i <= n; i++ {
		first := new(big.Rat).SetInt(new(big.Int).Binomial(n, i))
		first.Mul(first, RationalPower(p, int(i))).Mul(first, RationalPower(q, int(n-i)))
		for j := int64(0); j <= k; j++ {
			numerator := new(big.Int).Binomial(k, j)
			numerator.Mul(numerator, rising(i, j)).Mul(numerator, rising(n-i, k-j))
			term := new(big.Rat).SetFrac(numerator, rising(n, k))
			mass[i+j].Add(mass[i+j], term.Mul(term, first))
		}
	}
	return mass
}

// NearestCount rounds an exact law to a Count.
func NearestCount(mass []*big.Rat) Count {
	rounded := make([]float64, len(mass))
	for s, p := range mass {
		rounded[s] = rational.Nearest(p)
	}
	return NewCount(rounded)
}
