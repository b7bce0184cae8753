package certify

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"itermle/estimators"
)

// Blocks hold each generation once; their sums are those of the generations, V_t to rounding and never below.
func TestBlocks(t *testing.T) {
	for _, text := range []string{"const:1000", "list:1000", "slow:100000,7", "geom:5,1.01", "poly:100,-0.7",
		"poly:3,2", "list:9,1000000,1"} {
		schedule := estimators.MustSchedule(text)
		const generations = 3000
		all, next, total, variance := blocks(schedule, generations), 0, 0.0, new(big.Float)
		for _, b := range all {
			before, growth, samples, least := total, 0.0, 0.0, 0.0
			if exact, _ := variance.Float64(); !(math.Abs(b.before-exact) <= 1e-11*exact) {
				t.Errorf("%s: V_%d = %.17g, want %.17g", text, b.first, b.before, exact)
			}
			for s := range b.count {
				n := float64(schedule.Size(b.first + s))
				total, samples, growth = total+n, samples+n, growth+n/(total+n)
				if s == 0 {
					least = total
				}
				term := new(big.Float).SetPrec(120).SetFloat64(n)
				square := new(big.Float).SetPrec(120).SetFloat64(total)
				variance.Add(variance, term.Quo(term, square.Mul(square, square)))
			}
			exact, _ := variance.Float64()
			if b.first != next || b.count < 1 || b.count > 1 && (b.first < singles ||
				b.last()-b.first > b.first/singles || total > before+samples || total > least*(1+1.0/singles)) {
				t.Fatalf("%s: block %+v behind %d", text, b, next)
			}
			if b.samples != samples || b.least != least || b.most != total || !(b.growth >= growth*(1-1e-15)) ||
				!(b.growth <= growth*1.01) || b.count == 1 && b.growth != samples/total || !(b.variance >= exact) ||
				!(b.variance <= exact*(1+1e-11)) {
				t.Errorf("%s: block %+v, want N from %g to %g, V = %.17g, growth %g", text, b, least, total, exact,
					growth)
			}
			next += b.count
		}
		if v := varianceSum(schedule, generations); next != generations || !(v >= all[len(all)-1].variance*(1-1e-12)) {
			t.Errorf("%s: %d generations, V_T = %g", text, next, v)
		}
	}
	if all := blocks(estimators.ConstantSchedule(1), 1e6); len(all) > 1400 {
		t.Errorf("10^6 equal generations in %d blocks", len(all))
	}
}

// Σ 1/k² by rational arithmetic.
func TestBasel(t *testing.T) {
	sum, next := new(big.Float).SetPrec(200), 1
	for _, m := range []int{1, 2, 255, 256, 257, 1000, 100_000} {
		for ; next <= m; next++ {
			k := new(big.Float).SetPrec(200).SetInt64(int64(next) * int64(next))
			sum.Add(sum, k.Quo(big.NewFloat(1), k))
		}
		exact, _ := sum.Float64()
		if got := basel(m); !(math.Abs(got-exact) <= 4e-15) || !(equalVariance(1, m) >= exact) {
			t.Errorf("m=%d: %.17g, want %.17g", m, got, exact)
		}
	}
}

// Blocks cost little: between the radius that each generation by itself gives and 2% more, at every t.
func TestBlocksCostLittle(t *testing.T) {
	unit := Request{Constants: estimators.Constants{K1: 1, K2: 1, K3: 0.5, Lambda0: 0.5, Lipschitz: 1}, Dim: 1,
		Radius: 0.3, Generations: 3000, Delta: 0.05, Information: []float64{0.5}, Trajectory: true,
		Bounds: &estimators.ScoreBounds{Score: 1, Information: 0.5, Variance: 0.55, HessianVariance: 0.5,
			HessianDeviation: 1, ThirdMean: 0.1, ThirdSquare: 0.1, Fourth: 0.3}}
	for name, certify := range map[string]func(Request, []block) Certificate{"general": general,
		"smooth": func(q Request, all []block) Certificate { return smallestBall(all, smoothOn(q)) },
		"vector": func(q Request, all []block) Certificate {
			on, _ := vectorOn(q, *q.Bounds, q.Information)
			return smallestBall(all, on)
		}} {
		for _, text := range []string{"const:1000000", "slow:100000000,1000", "geom:1000000,1.002", "poly:1000000,-0.7",
			"poly:100000,1.5", "list:1000000,1"} {
			q := unit
			if q.Schedule = estimators.MustSchedule(text); name == "general" {
				q.Schedule = estimators.MustSchedule(strings.Replace(text, "0,", "00000,", 1)) // it asks for more
			}
			found := certify(q, blocks(q.Schedule, q.Generations))
			alone := certify(q, newHistory(q.Schedule, q.Generations).singly())
			if !found.Certified || !alone.Certified {
				t.Fatalf("%s %s: %s %s", name, text, found.Reason, alone.Reason)
			}
			for at, rho := range found.Trajectory {
				if least := alone.Trajectory[at]; !(rho >= least*(1-1e-9)) || !(rho <= 1.02*least) {
					t.Fatalf("%s %s: ρ_%d = %g, generation by generation %g", name, text, at, rho, least)
				}
			}
		}
	}
}
