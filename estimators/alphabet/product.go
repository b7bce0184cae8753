package alphabet

import (
	"slices"

	"itermle/estimators"
)

// Product is p_θ × q_η with the parameter (θ, η): a sample is a pair of letters (k, l), numbered k·L + l, d = d₁ + d₂.
// Derivatives and information are block-diagonal, and a ball of radius r projects onto both balls of radius r, so
//
//	K2 = max(K2₁, K2₂),   K3 = max,   λ0 = min,   L_I = max,
//	max(K1₁, K1₂) ≤ K1 ≤ √(2(K1₁² + K1₂²)) :
//
// ‖s‖² = ‖s₁‖² + ‖s₂‖² ≥ u² needs ‖s_i‖² ≥ u² K1_i²/(K1₁² + K1₂²) for some i, so that with x = u²/(2(K1₁² + K1₂²)) P ≤
// min(1, 4e^{−x}) ≤ 2e^{−x/2}, equal to 1 at x = 2 log 2. The MLE is the pair of MLEs.
//
// Errors: *estimators.UnsupportedError unless both Θ are boxes, those of New: K ≤ 30 and d ≤ 4.
func Product(f, g *Family) (*Family, error) {
	if f.space.isBall() || g.space.isBall() {
		return nil, &estimators.UnsupportedError{What: "alphabet: a product of balls", Action: "a box or a ball as Θ",
			Accept: "families on boxes"}
	}
	d := f.Dim() + g.Dim()
	space := Box(slices.Concat(f.space.Low, g.space.Low), slices.Concat(f.space.High, g.space.High))
	return joint(f, g, space, moved(f.polynomials(), 0, d), moved(g.polynomials(), f.Dim(), d))
}

// Copies is the family of m independent letters of the same p_θ as one sample, numbered in base K, the first letter the
// most significant. Scores and their derivatives add up, and are all equal where all letters are, so
//
//	K2 = m K2₁,   K3 = m K3₁,   λ0 = m λ0₁,   L_I = m L_I₁,   K1 ≤ m √(1 + log₂ m) K1₁ :
//
// one of m scores is ≥ u/m, so that with x = u²/(2m²K1₁²) P ≤ min(1, 2m e^{−x}) ≤ 2e^{−x/c} for c = log₂(2m), equal to
// 1 at x = log(2m). n samples of m letters have the MLE of nm letters.
//
// Errors: *estimators.RangeError for m < 1, those of New: K^m ≤ 30.
func Copies(f *Family, m int) (*Family, error) {
	if !(m >= 1 && m <= 4) { // 2⁵ > 30
		return nil, &estimators.RangeError{What: "alphabet: copies", Value: float64(m), Accept: "m ≥ 1 with K^m ≤ 30"}
	}
	all := f
	for range m - 1 {
		next, err := joint(all, f, f.space, all.polynomials(), f.polynomials())
		if err != nil {
			return nil, err
		}
		all = next
	}
	return all, nil
}

// joint is the family of pairs on a Θ that both log-weights are polynomials on.
func joint(f, g *Family, space Space, a, b []Polynomial) (*Family, error) {
	if letters := len(a) * len(b); letters > maxLetters {
		return nil, &estimators.RangeError{What: "alphabet: K of a product", Value: float64(letters), Accept: "K ≤ 30"}
	}
	if d := space.dim(); d > maxDim {
		return nil, &estimators.RangeError{What: "alphabet: d", Value: float64(d), Accept: "1 ≤ d ≤ 4"}
	}
	var weights []Polynomial
	for _, first := range a {
		for _, second := range b {
			weights = append(weights, Polynomial(slices.Concat(first, second)).expand().rounded(space.dim()))
		}
	}
	pair, err := New(space, weights...)
	if err != nil || f.channel == nil && g.channel == nil {
		return pair, err
	}
	return pair.Through(kronecker(f.seen(), g.seen()))
}

// seen is the channel that the family is seen through.
func (f *Family) seen() [][]float64 {
	if f.channel == nil {
		return identity(f.letters)
	}
	return f.channel.rows
}

// moved are the polynomials in d variables, of which the first of theirs is number offset.
func moved(weights []Polynomial, offset, d int) []Polynomial {
	wide := make([]Polynomial, len(weights))
	for k, g := range weights {
		for _, m := range g {
			powers := make([]int, d)
			copy(powers[offset:], m.Powers)
			wide[k] = append(wide[k], Monomial{m.Coefficient, powers})
		}
	}
	return wide
}
