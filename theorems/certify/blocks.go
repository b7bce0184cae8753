package certify

import (
	"math"

	"itermle/estimators"
)

// block is the generations first ≤ t < first+count: what a recursion over generations needs of them.
type block struct {
	first, count int
	samples      float64 // Σ n_t
	least, most  float64 // N_t of the first and of the last
	before       float64 // V_first, to rounding
	variance     float64 // V_t behind the last, rounded up
	growth       float64 // Σ n_t/N_t, or a bound
	roots, root  float64 // Σ √n_t/N_t, or a bound, and the largest of them
}

// last is its last generation.
func (b *block) last() int { return b.first + b.count - 1 }

// Each of the first singles generations is a block of its own; later ones share a block while t and N_t grow by less
// than 1/singles in it. A sum Σ_{j≤t} (n_j/N_t) f_j is wrong by that share at most when it is taken over blocks.
const singles = 128

// blocks cuts 0 ≤ t < T into some singles·(1 + log(T/singles)), by closed forms where the generations are equal, else
// in O(T).
func blocks(schedule estimators.Schedule, generations int) []block {
	var (
		all             []block
		equal           = schedule.Equal()
		total, variance float64
	)
	for t := 0; t < generations; {
		b := block{first: t, before: variance}
		limit, most := min(generations, t+1+t/singles), math.Inf(1)
		if equal && t >= singles {
			n := float64(schedule.Size(0))
			b.count = limit - t
			b.samples, b.least, b.most = n*float64(b.count), n*float64(t+1), n*float64(limit)
			b.root = math.Sqrt(n) / b.least
			b.roots = b.root * float64(b.count)
			variance = equalVariance(n, limit)
		} else {
			for t+b.count < limit {
				n := float64(schedule.Size(t + b.count))
				if total+n > most {
					break
				}
				total += n
				if b.count == 0 {
					b.least, most = total, total*(1+1.0/singles)
				}
				root := math.Sqrt(n) / total
				b.count, b.samples, b.most = b.count+1, b.samples+n, total
				b.roots, b.root = up(b.roots+root), max(b.root, root)
				variance = up(variance + n/total/total)
			}
		}
		// Σ n_t/N_t = −Σ (1 − N_{t−1}/N_t) is at most the logarithm of what N_t grows by.
		if b.growth = b.samples / b.least; b.count > 1 {
			b.growth = up(math.Log1p(b.samples / (b.most - b.samples)))
		}
		b.variance, total = variance, b.most
		all = append(all, b)
		t += b.count
	}
	return all
}

// basel is Σ_{k≤m} 1/k², to a few units in the last place: beyond 256 terms by Euler and Maclaurin's formula for what
// is missing to π²/6, whose error is below 1/(42m⁷) < 2^−60.
func basel(m int) float64 {
	rest := func(m int) float64 {
		x := 1 / float64(m)
		return x * (1 - x*(0.5-x*(1.0/6-x*x/30)))
	}
	sum := 0.0
	for k := 1; k <= min(m, 256); k++ {
		sum += 1 / float64(k*k)
	}
	if m > 256 {
		sum += rest(256) - rest(m)
	}
	return sum
}

// equalVariance is V_m for n samples a generation, rounded up past the 256 roundings of basel.
func equalVariance(n float64, m int) float64 { return up(basel(m) * (1 + 0x1p-44) / n) }

// varianceSum is V_T, rounded up. (Schedule.VarianceSum is the same sum, rounded to nearest.)
func varianceSum(schedule estimators.Schedule, generations int) float64 {
	if generations > singles && schedule.Equal() {
		return equalVariance(float64(schedule.Size(0)), generations)
	}
	sum, total := 0.0, 0.0
	for t := range generations {
		n := float64(schedule.Size(t))
		total += n
		sum = up(sum + n/total/total)
	}
	return sum
}
