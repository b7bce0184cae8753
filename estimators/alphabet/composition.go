package alphabet

import "math"

// compositions are the vectors of K counts ≥ 0 that add up to n, ranked in lexicographic order.
type compositions struct {
	letters, n int
	choose     [][]int // choose[j][m] = C(m+j, j): the compositions of m into j+1 parts
}

// compositionCount is C(n+K−1, K−1), rounded.
func compositionCount(letters, n int) float64 {
	count := 1.0
	for j := 1; j < letters; j++ {
		count = count * (float64(n) + float64(j)) / float64(j)
	}
	return math.Round(count)
}

// newCompositions takes n and K whose count fits an int.
func newCompositions(letters, n int) *compositions {
	c := &compositions{letters: letters, n: n, choose: make([][]int, letters)}
	for j := range c.choose {
		c.choose[j] = make([]int, n+1)
		for m := range c.choose[j] {
			switch {
			case j == 0 || m == 0:
				c.choose[j][m] = 1
			default:
				c.choose[j][m] = c.choose[j-1][m] + c.choose[j][m-1]
			}
		}
	}
	return c
}

func (c *compositions) count() int { return c.choose[c.letters-1][c.n] }

// skip is how many vectors of the letters i, i+1, … with sum left have a first count below v.
func (c *compositions) skip(i, left, v int) int {
	j := c.letters - 1 - i
	if v == 0 {
		return 0
	}
	return c.choose[j][left] - c.choose[j][left-v]
}

// at is the vector of a rank.
func (c *compositions) at(dst []int, rank int) {
	left := c.n
	for i := range c.letters - 1 {
		v := 0
		for v < left && c.skip(i, left, v+1) <= rank {
			v++
		}
		rank -= c.skip(i, left, v)
		dst[i] = v
		left -= v
	}
	dst[c.letters-1] = left
}

// multinomial walks over start + b for b ~ Multinomial(n, p), as a chain of binomials: b_i of what is left, with odds
// p_i : p_{i+1} + … + p_{K−1}.
type multinomial struct {
	to    *compositions
	n     int
	odds  []float64
	mass  [][][]float64 // mass[i][left] is the law of Binomial(left, odds[i]), nil until asked for
	start []int
	visit func(rank int, probability float64)
}

// set takes the probabilities; n stays.
func (m *multinomial) set(p []float64) {
	letters := m.to.letters
	m.odds = make([]float64, letters-1)
	m.mass = make([][][]float64, letters-1)
	rest := p[letters-1]
	for i := letters - 2; i >= 0; i-- {
		m.odds[i] = p[i] / rest
		if p[i] == 0 {
			m.odds[i] = 0
		}
		rest += p[i]
		m.mass[i] = make([][]float64, m.n+1)
	}
}

// walk visits the ranks of start + b with their probabilities times scale.
func (m *multinomial) walk(start []int, scale float64) {
	m.start = start
	m.descend(0, 0, m.n, m.to.n, scale)
}

func (m *multinomial) descend(i, rank, draws, left int, scale float64) {
	law := m.mass[i][draws]
	if law == nil {
		law = binomialLaw(draws, m.odds[i])
		m.mass[i][draws] = law
	}
	if i == len(m.odds)-1 {
		for b, p := range law {
			m.visit(rank+m.start[i]+b, scale*p)
		}
		return
	}
	for b, p := range law {
		v := m.start[i] + b
		m.descend(i+1, rank+m.to.skip(i, left, v), draws-b, left-v, scale*p)
	}
}

// binomialLaw is P(b) ∝ C(n, b) odds^b for b ≤ n, by ratios from the mode: a relative error of (4n+4) units of 2^-53
// beside that of n·log odds, and an absolute one below 2^-1000. odds may be 0 or +∞.
func binomialLaw(n int, odds float64) []float64 {
	law := make([]float64, n+1)
	mode := n
	if !math.IsInf(odds, 1) {
		mode = min(n, int(float64(n+1)*(odds/(1+odds))))
	}
	law[mode] = 1
	for b := mode; b < n && law[b] > 0; b++ {
		law[b+1] = law[b] * (float64(n-b) / float64(b+1) * odds)
	}
	for b := mode; b > 0 && law[b] > 0; b-- {
		law[b-1] = law[b] * (float64(b) / float64(n-b+1) / odds)
	}
	sum := 0.0
	for _, v := range law {
		sum += v
	}
	for b := range law {
		law[b] /= sum
	}
	return law
}
