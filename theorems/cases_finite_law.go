package theorems

import (
	"fmt"
	"math"
	"math/big"

	"itermle/internal/geometry"
)

// finiteLaw is a law on points of Z^d with probabilities weight/Σ weights, of mean 0.
type finiteLaw struct {
	name    string
	points  [][]int64
	weights []int64
}

// Laws of mean 0: three that are skew, and one that is symmetric.
var (
	skewLine     = twoPoints(2, 1)
	skewPlane    = finiteLaw{"triangle in the plane", [][]int64{{2, 0}, {-1, 1}, {-1, -1}}, []int64{1, 1, 1}}
	skewSpace    = finiteLaw{"tetrahedron in space", [][]int64{{3, 0, 0}, {-1, 1, 0}, {-1, -1, 1}, {-1, 0, -1}}, []int64{1, 1, 1, 1}}
	symmetricLaw = finiteLaw{"±(1, 2) and ±(3, 0)", [][]int64{{1, 2}, {-1, -2}, {3, 0}, {-3, 0}}, []int64{1, 1, 2, 2}}
)

// twoPoints is a with probability b/(a+b), −b with a/(a+b): 2 with 1/3 and −1 with 2/3 for (2, 1).
func twoPoints(a, b int64) finiteLaw {
	return finiteLaw{fmt.Sprintf("%d with weight %d, −%d with weight %d", a, b, b, a), [][]int64{{a}, {-b}}, []int64{b, a}}
}

func (l finiteLaw) dim() int { return len(l.points[0]) }

// oddMoment is Σ weight · Y^power, an exact multiple of E Y^power.
func (l finiteLaw) oddMoment(power int) []*big.Int {
	m := l.dim() + 1
	sum := dilation(make([]int64, m-1))
	for i, z := range l.points {
		y, product := dilation(z), dilation(z)
		for range power - 1 {
			next := dilation(make([]int64, m-1))
			for a := range m {
				for b := range m {
					for c := range m {
						next[a*m+b].Add(next[a*m+b], new(big.Int).Mul(product[a*m+c], y[c*m+b]))
					}
				}
			}
			product = next
		}
		for k := range sum {
			sum[k].Add(sum[k], new(big.Int).Mul(big.NewInt(l.weights[i]), product[k]))
		}
	}
	return sum
}

// momentScenario decides E Y^{2p+1} = 0 for p ≤ 4 in integers, given that it is so for p = 0, which is E z = 0.
func (l finiteLaw) momentScenario(suffix string) Scenario {
	s := exactly(l.name+suffix, func() Outcome {
		out := Outcome{Verdict: Supported, Evidence: "all odd moments up to 9 are 0"}
		total := int64(0)
		for _, w := range l.weights {
			total += w
		}
		for p := 1; p <= 4; p++ {
			out.Cases++
			if moment := l.oddMoment(2*p + 1); largestInteger(moment).Sign() != 0 && out.Verdict == Supported {
				out.Verdict = Refuted
				out.Evidence = fmt.Sprintf("E Y^%d has the entry ±%s", 2*p+1, new(big.Rat).SetFrac(largestInteger(moment), big.NewInt(total)).RatString())
			}
		}
		return out
	})
	if largestInteger(l.oddMoment(1)).Sign() != 0 {
		s.Unmet = "E z is not 0"
	}
	return s
}

// scale is the least σ with P(‖z‖ ≥ u) ≤ 2 exp(−u²/(2σ²)) for all u: the tail only matters at the norms of the points.
func (l finiteLaw) scale() float64 {
	total := 0.0
	for _, w := range l.weights {
		total += float64(w)
	}
	sigma := 0.0
	for _, z := range l.points {
		tail := 0.0
		for i, y := range l.points {
			if euclidean(y) >= euclidean(z) {
				tail += float64(l.weights[i])
			}
		}
		sigma = math.Max(sigma, euclidean(z)/math.Sqrt(2*math.Log(2*total/tail)))
	}
	return sigma
}

func euclidean(z []int64) float64 {
	sum := 0.0
	for _, v := range z {
		sum += float64(v * v)
	}
	return math.Sqrt(sum)
}

// logTransform is log λ_max(E e^{λY}), e^{λY} = 1 + (sinh λR/R) Y + ((cosh λR − 1)/R²) Y² with R = ‖z‖.
func (l finiteLaw) logTransform(lambda float64) float64 {
	m := l.dim() + 1
	sum, total := make([]float64, m*m), 0.0
	for i, z := range l.points {
		weight, r := float64(l.weights[i]), euclidean(z)
		total += weight
		first, second := math.Sinh(lambda*r)/r, (math.Cosh(lambda*r)-1)/(r*r)
		for a := range m {
			sum[a*m+a] += weight
			for b := range m {
				switch { // Y² is ‖z‖² in the corner and zzᵀ elsewhere
				case a == 0 && b == 0:
					sum[0] += weight * second * r * r
				case a == 0 || b == 0:
					sum[a*m+b] += weight * first * float64(z[max(a, b)-1])
				default:
					sum[a*m+b] += weight * second * float64(z[a-1]*z[b-1])
				}
			}
		}
	}
	_, norm := geometry.Spectrum(sum, m) // positive definite: the norm is the largest eigenvalue
	return math.Log(norm / total)
}

func (l finiteLaw) transformScenario(c, sigmas float64) Scenario {
	sigma := l.scale() * sigmas
	return transformScenario(l.name, c, func(s float64) float64 { return l.logTransform(s / sigma) })
}
