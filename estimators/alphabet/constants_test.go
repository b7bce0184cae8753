package alphabet

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"testing"

	"itermle/estimators"
)

// direction is a random unit vector.
func direction(d int, random *rand.Rand) []float64 {
	v, norm := make([]float64, d), 0.0
	for i := range v {
		v[i] = random.NormFloat64()
		norm = math.Hypot(norm, v[i])
	}
	for i := range v {
		v[i] /= norm
	}
	return v
}

// form is A[u, v, …] for a tensor A.
func form(a []float64, vectors ...[]float64) float64 {
	if len(vectors) == 0 {
		return a[0]
	}
	d, sum := len(vectors[0]), 0.0
	for i, u := range vectors[0] {
		sum += u * form(a[i*len(a)/d:(i+1)*len(a)/d], vectors[1:]...)
	}
	return sum
}

// nearness is how near the points that were looked at came to the constants: the largest ratio of a value to its bound
// for K1, K2, K3, λ0 and L_I. A ratio above 1 beats the constant.
type nearness [5]float64

var constantNames = [5]string{"K1", "K2", "K3", "λ0", "L_I"}

func (r *nearness) raise(constant int, ratio float64) {
	if !(ratio <= r[constant]) {
		r[constant] = ratio
	}
}

// beaten says which constant the points contradict.
func (r *nearness) beaten() string {
	for c, ratio := range r {
		if !(ratio <= 1+1e-9) { // rounding of the derivatives
			return fmt.Sprintf("%s is beaten by the factor %g", constantNames[c], ratio)
		}
	}
	return ""
}

// visit takes one random point of the ball, by derivatives in floating point.
func (r *nearness) visit(i Instance, c estimators.Constants, random *rand.Rand) {
	f, d := i.Family, i.Family.Dim()
	theta, eta := i.everywhere(random), i.everywhere(random)
	u, v, w := direction(d, random), direction(d, random), direction(d, random)
	type letter struct{ norm, p float64 }
	var letters []letter
	score, hessian, third := make([]float64, d), make([]float64, d*d), make([]float64, d*d*d)
	information, other := make([]float64, d*d), make([]float64, d*d)
	for k := range f.Letters() {
		x := []float64{float64(k)}
		f.Score(score, theta, x)
		letters = append(letters, letter{math.Sqrt(form(score, score)), math.Exp(f.LogDensity(theta, x))})
		f.Hessian(hessian, theta, x)
		f.ThirdDerivative(third, theta, x)
		r.raise(1, math.Abs(form(hessian, u, u))/c.K2)
		if value := math.Abs(form(third, u, v, w)); value > 0 {
			r.raise(2, value/c.K3)
		}
	}
	sort.Slice(letters, func(a, b int) bool { return letters[a].norm > letters[b].norm })
	tail := 0.0
	for _, l := range letters {
		tail = math.Min(1, tail+l.p) // P(‖s‖ ≥ R) ≤ 2 exp(−R²/(2K1²))
		r.raise(0, l.norm/(c.K1*math.Sqrt(2*math.Log(2/tail))))
	}
	f.FisherInformation(information, theta)
	f.FisherInformation(other, eta)
	r.raise(3, c.Lambda0/form(information, u, u))
	distance := 0.0
	for j := range theta {
		distance = math.Hypot(distance, theta[j]-eta[j])
	}
	for e := range other {
		other[e] -= information[e]
	}
	// 10^-13 for the cancellation of the two informations.
	if value := math.Abs(form(other, u, u)) - 1e-13; value > 0 {
		r.raise(4, value/(c.Lipschitz*distance))
	}
}

// No random point of the ball beats a constant of a random family; how near they come is in the log. With
// ITERMLE_VOLUME=full there are 10,000 families (minutes). Each constant moved by a third is beaten: the mutants.
func TestConstants(t *testing.T) {
	refused, certain, want := 0, 0, volume(60, 10_000)
	search := Search{Slack: 0.05, Work: 40_000}
	var nearest nearness
	var at [5]string
	instances(t, want, 6, nil, func(t *testing.T, i Instance, random *rand.Rand) {
		c, err := i.Family.Constants(i.Truth, i.Radius, search)
		var assumption *estimators.AssumptionError
		if errors.As(err, &assumption) {
			refused++
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		certain++
		var near nearness
		for range 100 {
			near.visit(i, c, random)
		}
		if what := near.beaten(); what != "" {
			t.Error(what)
		}
		for constant, ratio := range near {
			if ratio > nearest[constant] {
				nearest[constant], at[constant] = ratio,
					fmt.Sprintf("%s at %v ± %g", i.Family.Name(), i.Truth, i.Radius)
			}
		}
	})
	for constant, name := range constantNames {
		t.Logf("%s: %.6f of the bound, %s", name, nearest[constant], at[constant])
		if !(nearest[constant] > 2./3) {
			t.Errorf("%s: at most %g of the bound: a bound off by a third would pass", name, nearest[constant])
		}
	}
	t.Logf("%d families, λ0 > 0 not shown for %d", want, refused)
	if certain < want/2 {
		t.Errorf("%d of %d have constants, %d are refused", certain, want, refused)
	}
}

// In one dimension the constants are within the slack of the best: a dense grid comes as near. Each of the five,
// taken 3% beyond its slack, is beaten: the mutants that this test must be able to see.
func TestConstantsAreTight(t *testing.T) {
	instances(t, 25, 5, dims(1), func(t *testing.T, i Instance, _ *rand.Rand) {
		c, err := i.Family.AssumptionConstants(i.Truth, i.Radius)
		if err != nil {
			return
		}
		found := estimators.Constants{Lambda0: math.Inf(1)}
		f, previous := i.Family, 0.0
		const cells = 4000
		score, hessian, third, information := []float64{0}, []float64{0}, []float64{0}, []float64{0}
		for s := range cells + 1 {
			theta := []float64{i.Truth[0] + i.Radius*(2*float64(s)/cells-1)}
			type letter struct{ norm, p float64 }
			var letters []letter
			for k := range f.Letters() {
				x := []float64{float64(k)}
				f.Score(score, theta, x)
				f.Hessian(hessian, theta, x)
				f.ThirdDerivative(third, theta, x)
				letters = append(letters, letter{math.Abs(score[0]), math.Exp(f.LogDensity(theta, x))})
				found.K2 = math.Max(found.K2, math.Abs(hessian[0]))
				found.K3 = math.Max(found.K3, math.Abs(third[0]))
			}
			sort.Slice(letters, func(a, b int) bool { return letters[a].norm > letters[b].norm })
			tail := 0.0
			for _, l := range letters {
				tail += l.p
				found.K1 = math.Max(found.K1, l.norm/math.Sqrt(2*math.Log(2/math.Min(1, tail))))
			}
			f.FisherInformation(information, theta)
			found.Lambda0 = math.Min(found.Lambda0, information[0])
			if s > 0 {
				found.Lipschitz = math.Max(found.Lipschitz, math.Abs(information[0]-previous)/(2*i.Radius/cells))
			}
			previous = information[0]
		}
		near := func(what string, bound, value float64) {
			if !(bound >= value*(1-1e-9) && bound <= value*1.02) {
				t.Errorf("%s = %g, the grid has %g", what, bound, value)
			}
		}
		near("K1", c.K1, found.K1)
		near("K2", c.K2, found.K2)
		near("K3", c.K3, found.K3)
		near("1/λ0", 1/c.Lambda0, 1/found.Lambda0)
		near("L_I", c.Lipschitz, found.Lipschitz)
	})
}
