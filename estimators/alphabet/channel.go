package alphabet

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/interval"
)

// channel is how K letters are seen as others: W(k,y) = rows[k][y].
type channel struct {
	rows  [][]float64
	from  [][]int       // the letters k with W(k,y) > 0, for each y
	logs  [][]enclosure // their log W(k,y)
	paths int           // pairs with W(k,y) > 0
}

// observe is the series of log Σ_k W(k,y) e^{v_k} for all y.
func (c *channel) observe(s *shape, rows [][]enclosure) [][]enclosure {
	seen := make([][]enclosure, len(c.from))
	for y, letters := range c.from {
		list := make([][]enclosure, len(letters))
		for i, k := range letters {
			list[i] = rows[k]
		}
		seen[y], _ = s.logSum(list, c.logs[y])
	}
	return seen
}

// Through is the family seen through a channel, W(k,y) = P(y | k) in W[k][y] with rows that add up to 1:
//
//	p′_θ(y) ∝ Σ_k p_θ(k) W(k,y),
//
// k a latent variable: the likelihood is in general not concave, nor of an exponential family. (∝ for what rounding
// leaves of the sums of rows.) Through of Through is Through of the product of the matrices.
//
// With s, H, T the derivatives of log p_θ(k) and E_y, Cov_y, κ_y those of the law of k given y, Fisher's identity and
// its derivatives are s′(y) = E_y s, H′ = E_y H + Cov_y(s), T′ = E_y T + 3 Cov_y(H, s) symmetrised + κ_y(s). So, with
// ‖s‖ ≤ S,
//
//	K2′ ≤ K2 + S²,   K3′ ≤ K3 + 3 K2 S + 2S³  (times √d for the bounds that Constants gives),   I′(θ) ≼ I(θ)
//
// hence λ0′ ≤ λ0; and K1′ ≤ √3 K1: by 2A E e^{‖s‖²/(6K1²)} ≤ 1 + ∫ 2λu e^{λu²} 2e^{−u²/(2K1²)} du = 2 for λ =
// 1/(6K1²), by Jensen's inequality E e^{λ‖s′‖²} ≤ E e^{λ‖s‖²}, and by Markov's P(‖s′‖ ≥ u) ≤ 2e^{−λu²}. An injective
// channel, whose rows have disjoint supports, changes no s, H or T, and so no constant, and no MLE.
//
// Errors: *estimators.DimensionError, *estimators.RangeError, and New's *estimators.AssumptionError (1B) where the
// information behind the channel is not shown to be positive at any of three points.
func (f *Family) Through(w [][]float64) (*Family, error) {
	if len(w) != f.letters {
		return nil, &estimators.DimensionError{What: "alphabet: rows of a channel", Got: len(w), Want: f.letters}
	}
	letters := len(w[0])
	for k, row := range w {
		sum := 0.0
		for _, v := range row {
			if sum += v; !(v >= 0) {
				sum = math.NaN()
			}
		}
		if len(row) != letters {
			return nil, &estimators.DimensionError{What: "alphabet: a row of a channel", Got: len(row), Want: letters}
		}
		if !(math.Abs(sum-1) <= 0x1p-40) {
			return nil, &estimators.RangeError{What: fmt.Sprintf("alphabet: row %d of a channel", k), Value: sum,
				Accept: "probabilities that add up to 1"}
		}
	}
	if f.letters > maxLetters || letters < 2 || letters > maxLetters {
		return nil, &estimators.RangeError{What: "alphabet: K of a channel", Value: float64(max(letters, f.letters)),
			Accept: "2 ≤ K ≤ 30"}
	}
	if f.channel != nil {
		w = matrixProduct(f.channel.rows, w)
	}
	c := &channel{rows: w, from: make([][]int, letters), logs: make([][]enclosure, letters)}
	for y := range letters {
		for k, row := range w {
			if row[y] > 0 {
				c.from[y] = append(c.from[y], k)
				c.logs[y] = append(c.logs[y], interval.Point(row[y]).Log())
				c.paths++
			}
		}
		if len(c.from[y]) == 0 {
			return nil, &estimators.RangeError{What: fmt.Sprintf("alphabet: column %d of a channel", y),
				Accept: "a letter that some other is seen as"}
		}
	}
	seen := *f
	seen.channel, seen.letters, seen.natural, seen.line = c, letters, false, nil
	seen.name = seen.specification()
	return &seen, seen.checkIdentifiable()
}

func matrixProduct(a, b [][]float64) [][]float64 {
	product := make([][]float64, len(a))
	for i, row := range a {
		product[i] = make([]float64, len(b[0]))
		for j, v := range row {
			for l, u := range b[j] {
				product[i][l] += v * u
			}
		}
	}
	return product
}

// kronecker is the channel of two letters, each through its own.
func kronecker(a, b [][]float64) [][]float64 {
	var product [][]float64
	for _, rowA := range a {
		for _, rowB := range b {
			var row []float64
			for _, v := range rowA {
				for _, u := range rowB {
					row = append(row, v*u)
				}
			}
			product = append(product, row)
		}
	}
	return product
}

// identity is the channel that shows letters as they are.
func identity(letters int) [][]float64 {
	rows := make([][]float64, letters)
	for k := range rows {
		rows[k] = make([]float64, letters)
		rows[k][k] = 1
	}
	return rows
}

// Contaminated is (1−ε)p_θ + εq for a known law q on the same letters: the channel (1−ε)δ_ky + εq(y). Beside what holds
// behind any channel, I′ = Σ_y ((1−ε)p)² s sᵀ/p′ gives
//
//	(1−ε)²/(1 − ε + εc) I ≼ I′ ≼ (1−ε) I   where q ≤ c p_θ on the ball,
//
// since (1−ε)p ≤ p′ ≤ (1 − ε + εc)p. Errors: those of Through, for 0 ≤ ε < 1.
func (f *Family) Contaminated(epsilon float64, q []float64) (*Family, error) {
	if !(epsilon >= 0 && epsilon < 1) {
		return nil, &estimators.RangeError{What: "alphabet: ε", Value: epsilon, Accept: "0 ≤ ε < 1"}
	}
	if len(q) != f.letters {
		return nil, &estimators.DimensionError{What: "alphabet: letters of q", Got: len(q), Want: f.letters}
	}
	rows := identity(f.letters)
	for k := range rows {
		for y, v := range q {
			rows[k][y] = (1-epsilon)*rows[k][y] + epsilon*v
		}
	}
	return f.Through(rows)
}

// Beside is p_θ × q for a known law q > 0: a sample is a pair of letters (k, l), numbered k·L + l. It is an injective
// channel, so all constants are f's.
func (f *Family) Beside(q []float64) (*Family, error) {
	return f.Through(kronecker(identity(f.letters), [][]float64{q}))
}
