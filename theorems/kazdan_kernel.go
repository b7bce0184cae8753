package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// kernelPool is a pool of whole numbers that grows by batches drawn from its own kernel density estimate of bandwidth
// h: a pool point, moved by h or −h. Any kernel of variance h² has the same second moments.
type kernelPool struct {
	real      []int64
	bandwidth int64
	batches   []int64
	replace   bool
}

func (k kernelPool) String() string {
	return fmt.Sprintf("kernel real=%v h=%d batches=%v replace=%v", k.real, k.bandwidth, k.batches, k.replace)
}

// secondMoment is the expected mean of squares of the last pool, over all draws.
func (k kernelPool) secondMoment() *big.Rat {
	var ways, sum, size int64
	var grow func(pool []int64, t int)
	grow = func(pool []int64, t int) {
		if t == len(k.batches) {
			ways, size = ways+1, int64(len(pool))
			for _, x := range pool {
				sum += x * x
			}
			return
		}
		next := append([]int64(nil), pool...)
		if k.replace {
			next = nil
		}
		var draw func(next []int64, left int64)
		draw = func(next []int64, left int64) {
			if left == 0 {
				grow(next, t+1)
				return
			}
			for _, x := range pool {
				for _, step := range []int64{-k.bandwidth, k.bandwidth} {
					draw(append(next[:len(next):len(next)], x+step), left-1)
				}
			}
		}
		draw(next, k.batches[t])
	}
	grow(k.real, 0)
	return rational.Mul(big.NewRat(sum, ways), big.NewRat(1, size))
}

// kazdanKernel is kernel density estimates with a fixed bandwidth, ours: a synthetic sample has the pool's second
// moment and h² more, so that
//
//	accumulating   E Q_T = Q_1 + h² Σ_{t≥1} n_t/N_t,  which is Q_1 + h² Σ_{2≤k≤T} 1/k for equal batches
//	replacing      E Q_T = Q_1 + (T − 1) h²
//
// Accumulation is slower, not stable: the sum diverges like log T.
func kazdanKernel() Claim {
	formula := func(k kernelPool) *big.Rat {
		value, size := new(big.Rat), int64(len(k.real))
		for _, x := range k.real {
			value.Add(value, big.NewRat(x*x, size))
		}
		for _, n := range k.batches {
			if size += n; k.replace {
				size = n
			}
			value.Add(value, rational.Mul(big.NewRat(k.bandwidth*k.bandwidth, 1), big.NewRat(n, size)))
		}
		return value
	}
	scenario := func(k kernelPool, claimed *big.Rat) Scenario {
		return exactly(k.String(), func() Outcome {
			return identical(equality{"E Q_T", k.secondMoment(), claimed})
		})
	}
	accumulating := kernelPool{[]int64{-1, 1}, 1, []int64{1, 2, 1}, false}
	replacing := kernelPool{[]int64{-1, 1}, 1, []int64{2, 2, 2}, true}
	return Claim{
		ID: "kazdan-kernel", Statement: "kazdan-kernel", Expect: Supported,
		Title: "kernel density estimates of fixed bandwidth: accumulation widens by h² Σ n_t/N_t, like log T",
		Says: "With a fixed bandwidth h the pool's expected second moment grows by h² n_t/N_t a generation under " +
			"accumulation, h² Σ 1/k for equal batches, and by h² under replacement: neither is bounded.",
		Deviation: "ours: print, read as an abstract and code, says that losses under accumulation do not diverge",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(accumulating, formula(accumulating)), scenario(replacing, formula(replacing))}
		},
		Draw: func(choose Chooser) Scenario {
			k := kernelPool{bandwidth: 1 + int64(choose.Choose("h−1", 50)), replace: choose.Choose("replace", 2) == 1}
			for range 1 + choose.Choose("n_0−1", 3) {
				k.real = append(k.real, int64(choose.Choose("x+50", 101))-50)
			}
			for range 1 + choose.Choose("T−2", 3) {
				k.batches = append(k.batches, 1+int64(choose.Choose("n_t−1", 2)))
			}
			return scenario(k, formula(k))
		},
		Mutants: func() []Mutant {
			other := accumulating
			other.replace = true
			narrow := accumulating
			narrow.bandwidth = 0
			return []Mutant{{"replace", scenario(other, formula(accumulating))},
				{"no-bandwidth", scenario(accumulating, formula(narrow))},
				{"h²-a-generation", scenario(accumulating, formula(other))}}
		},
	}
}
