package properties

import (
	"math"
	"sync"

	"itermle/internal/bisect"
	"itermle/internal/rounding"
)

// oneSidedKolmogorov is an upper bound, tight to about 1e-9 relative, for P(D_n⁺ ≥ d), D_n⁺ = sup_x (F_n(x) − F(x)) of
// n i.i.d. samples with continuous F, by Birnbaum and Tingey (Ann. Math. Statist. 22, 1951, 592–596):
//
//	P(D_n⁺ ≥ d) = d Σ_{j=0}^{⌊n(1−d)⌋} C(n, j) (d + j/n)^{j−1} (1 − d − j/n)^{n−j}
//
// All terms are positive and summed in logarithms, so nothing cancels in the far tail, where the usual signed series
// fails. A log-term is at most n log n in size, so for n ≤ 2^13 its error is below 2^13·10·2^-50 < 1e-10.
// Special cases: 1 for d ≤ 0, 0 for d > 1.
func oneSidedKolmogorov(n int, d float64) float64 {
	if d <= 0 {
		return 1
	}
	if d > 1 {
		return 0
	}
	size, sum := float64(n), 0.0
	logN := logGamma(size + 1)
	for j := 0; j <= int(size*(1-d)); j++ {
		k := float64(j)
		rest := 1 - d - k/size
		if rest < 0 {
			break
		}
		sum += math.Exp(logN - logGamma(k+1) - logGamma(size-k+1) + (k-1)*math.Log(d+k/size) + scaled(n-j,
			math.Log(rest)))
	}
	return math.Min(1, d*sum*(1+1e-9))
}

func logGamma(x float64) float64 {
	value, _ := math.Lgamma(x) // the sign, + for x > 0
	return value
}

// massartExact is up to which n critical values use the exact law of D_n⁺; beyond it Massart's bound is
// within 1/n of them, and a sum of n terms would cost more than it saves.
const massartExact = 1 << 12

// criticals holds KolmogorovCritical by (n, α): the claims of a run share few designs.
var criticals sync.Map

// criticalOf is KolmogorovCritical, computed once for each n and α.
func criticalOf(n int, alpha float64) float64 {
	type design struct {
		n     int
		alpha float64
	}
	key := design{n, alpha}
	if known, ok := criticals.Load(key); ok {
		return known.(float64)
	}
	critical := KolmogorovCritical(n, alpha)
	criticals.Store(key, critical)
	return critical
}

// KolmogorovCritical is a c with P(D_n ≥ c) ≤ α for n i.i.d. samples of F: twice the one-sided tail bounds the
// two-sided one. It starts from Massart's P(D_n ≥ c) ≤ 2 exp(−2nc²) (Ann. Probab. 18, 1990) and, for n ≤ 4096, is
// lowered as far as the exact tail allows. For F with jumps D_n is stochastically smaller, since X = F⁻¹(U) gives
// D_n(F) ≤ D_n(U): the level holds and is conservative.
func KolmogorovCritical(n int, alpha float64) float64 {
	high := math.Sqrt(math.Log(2/alpha) / (2 * float64(n)))
	if n > massartExact {
		return high
	}
	// P(D_n ≥ 1) = 0 for continuous F, but n = 1, 2 need c near 1, beyond which nothing is refuted.
	high = math.Min(high, rounding.Above(1))
	low := math.Max(0, high-2/float64(n))
	return bisect.Within(high, low, 1.5*0x1p-12*(high-low), func(c float64) bool {
		return 2*oneSidedKolmogorov(n, c) <= alpha
	})
}

// kolmogorovPower is the largest threshold c such that n samples of a law at Kolmogorov distance ≥ distance have
// D_n ≤ c with probability at most β; negative if there is none.
//
// Proof (derived here). Let G be at distance ≥ d from F. For ε > 0 some x has |G(x) − F(x)| ≥ d − ε (or so with left
// limits), and D_n ≤ c forces |F_n(x) − G(x)| ≥ d − ε − c in one known direction. n F_n(x) is Binomial(n, G(x)), so
// Hoeffding bounds the probability by exp(−2n(d − ε − c)²) for every ε.
func kolmogorovPower(n int, distance, beta float64) float64 {
	return distance - math.Sqrt(math.Log(1/beta)/(2*float64(n)))
}
