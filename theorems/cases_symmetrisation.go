package theorems

import (
	"fmt"
	"math"
	"math/big"
)

// drawCentredLaw draws a law on up to five points of Z^d, d ≤ 3: all but one have a positive first coordinate, and the
// last, of weight 1, makes the mean 0.
func drawCentredLaw(choose Chooser) (l finiteLaw) {
	last := make([]int64, 1+choose.Choose("d", 3))
	for range 1 + choose.Choose("points", 4) {
		z, weight := make([]int64, len(last)), 1+int64(choose.Choose("weight", 9))
		for k := range z {
			if k == 0 {
				z[k] = 1 + int64(choose.Choose("z", 20))
			} else {
				z[k] = int64(choose.Choose("z", 21)) - 10
			}
			last[k] -= weight * z[k]
		}
		l.points, l.weights = append(l.points, z), append(l.weights, weight)
	}
	l.points, l.weights = append(l.points, last), append(l.weights, 1)
	l.name = fmt.Sprintf("points %v with weights %v", l.points, l.weights)
	return l
}

// symmetrisedScenario is steps 1 to 4 on one law: the moments p ≤ 8 of z and z − z′ (the first comparison in integers),
// and the step E cosh‖x + λz‖ ≤ e^{exponent·λ²σ²} cosh‖x‖ at λσ = 0.02, 0.04, …, 2 and at x = 0 and multiples of the
// points, along which a drift would show. Sums of fewer than 20 positive terms: 10^−12 relative is far above their
// rounding.
func (l finiteLaw) symmetrisedScenario(suffix string, moment, exponent float64) Scenario {
	return exactly(fmt.Sprintf("%s, moments 2·p!·(%gσ²)^p%s", l.name, moment, suffix), func() Outcome {
		const rounding = 1e-12
		var out Outcome
		sigma, total := l.scale(), int64(0)
		for _, w := range l.weights {
			total += w
		}
		largestMoment, largestStep := 0.0, 0.0
		factorial, four := 1.0, big.NewInt(1)
		for p := int64(1); p <= 8; p++ {
			factorial *= float64(p)
			single, double := new(big.Int), new(big.Int)
			for i, z := range l.points {
				addMoment(single, l.weights[i]*total, z, make([]int64, len(z)), p)
				for j, other := range l.points {
					addMoment(double, l.weights[i]*l.weights[j], z, other, p)
				}
			}
			four.Mul(four, big.NewInt(4))
			out.Check(double.Cmp(new(big.Int).Mul(single, four)) <= 0, "E‖z−z′‖^%d > 4^%d E‖z‖^%d", 2*p, p, 2*p)
			for _, c := range []struct {
				sum   *big.Int
				scale float64
			}{{single, 2}, {double, moment}} {
				value, _ := new(big.Float).SetInt(c.sum).Float64()
				ratio := value / float64(total*total) / (2 * factorial * math.Pow(c.scale*sigma*sigma, float64(p)))
				largestMoment = math.Max(largestMoment, ratio)
				out.Check(ratio <= 1+rounding, "moment %d is %g of its bound", 2*p, ratio)
			}
		}
		x := make([]float64, l.dim())
		for _, direction := range l.points {
			for _, length := range []float64{0, 0.1, 0.5, 1, 3} {
				for k := range x {
					x[k] = length * float64(direction[k]) / euclidean(direction)
				}
				for i := 1; i <= 100; i++ {
					s, mean := float64(i)/50, 0.0
					for j, z := range l.points {
						sum := 0.0
						for k, v := range z {
							shifted := x[k] + s/sigma*float64(v)
							sum += shifted * shifted
						}
						mean += float64(l.weights[j]) / float64(total) * math.Cosh(math.Sqrt(sum))
					}
					growth := math.Log(mean / math.Cosh(length))
					largestStep = math.Max(largestStep, growth/(s*s))
					out.Check(growth <= exponent*s*s+rounding, "log growth %g at λσ = %g, ‖x‖ = %g", growth, s, length)
				}
			}
		}
		out.Evidence = fmt.Sprintf("moments at most %.3f of their bounds; largest log growth of cosh‖x+λz‖ %.3f(λσ)² "+
			"against %g; %d comparisons", largestMoment, largestStep, exponent, out.Cases)
		return out
	})
}

// addMoment adds weight·‖a − b‖^{2p}.
func addMoment(sum *big.Int, weight int64, a, b []int64, p int64) {
	square := int64(0)
	for k := range a {
		square += (a[k] - b[k]) * (a[k] - b[k])
	}
	power := new(big.Int).Exp(big.NewInt(square), big.NewInt(p), nil)
	sum.Add(sum, power.Mul(power, big.NewInt(weight)))
}
