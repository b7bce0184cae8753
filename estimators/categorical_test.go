package estimators

import (
	"errors"
	"math"
	"testing"

	"itermle/internal/suiteseed"
)

// A category without a sample stays without one over 2000 generations of 10¹⁵ samples, though averaging moves the sum
// of the other shares by a rounding each generation: a probability of 2^-50 left over would bring it back.
func TestLostCategoryStaysLost(t *testing.T) {
	for _, c := range []struct {
		family string
		truth  []float64
	}{{"categorical", []float64{0.3, 0.7}}, {"categorical:6", []float64{0.1, 0.2, 0.05, 0.25, 0.4}}} {
		family, err := ParseFamily(c.family)
		if err != nil {
			t.Fatal(err)
		}
		pool, err := NewPool(family, StatisticPath, Accumulate())
		if err != nil {
			t.Fatal(err)
		}
		it := Iteration{Pool: pool, Truth: c.truth, Schedule: ConstantSchedule(1e15), Generations: 2000}
		if err := it.Run(NewStream(suiteseed.Seed(), t.Name()), 0, func(generation int, theta []float64) bool {
			if last := family.(*Categorical).last(theta); last != 0 {
				t.Errorf("%s: generation %d gives the lost category the probability %g", c.family, generation, last)
				return false
			}
			return true
		}); err != nil {
			t.Error(err)
		}
	}
}

// The constants of the softmax are bounds: no θ of the ball exceeds them. Directions of the second and third derivative
// are drawn, which is a lower bound of the norms; at the uniform law of three categories λ0 is attained.
func TestCategoricalSoftmaxConstants(t *testing.T) {
	stream := NewStream(suiteseed.Seed(), t.Name())
	for _, truth := range [][]float64{{0, 0}, {1, -2}, {0.5, 0, 2, -1}} {
		d := len(truth)
		f, err := NewCategoricalSoftmax(d + 1)
		if err != nil {
			t.Fatal(err)
		}
		const r = 0.7
		constants, err := f.AssumptionConstants(truth, r)
		if err != nil {
			t.Fatal(err)
		}
		random := stream.At(uint64(d), uint64(math.Float64bits(truth[0])))
		theta, v := make([]float64, d), make([]float64, d)
		information, third, score := make([]float64, d*d), make([]float64, d*d*d), make([]float64, d)
		direction := func(dst []float64) {
			norm := 0.0
			for i := range dst {
				dst[i] = random.NormFloat64()
				norm = math.Hypot(norm, dst[i])
			}
			for i := range dst {
				dst[i] /= norm
			}
		}
		for range 3000 {
			direction(v)
			for i := range theta {
				theta[i] = truth[i] + r*v[i]*math.Sqrt(random.Float64())
			}
			direction(v)
			f.FisherInformation(information, theta)
			f.ThirdDerivative(third, theta, []float64{0})
			second, cubic := 0.0, 0.0
			for i := range d {
				for j := range d {
					second += v[i] * information[i*d+j] * v[j]
					for l := range d {
						cubic += v[i] * v[j] * v[l] * third[(i*d+j)*d+l]
					}
				}
			}
			if !(second <= constants.K2 && second >= constants.Lambda0 && math.Abs(cubic) <= constants.K3) {
				t.Fatalf("θ=%v: information %g and third derivative %g along %v exceed %+v", theta, second, cubic, v,
					constants)
			}
			for x := range d + 1 {
				f.Score(score, theta, []float64{float64(x)})
				norm := 0.0
				for _, s := range score {
					norm = math.Hypot(norm, s)
				}
				// P(‖score‖ ≥ norm) is at least p_x and at most 1: the bound must not fall below 1 on the largest.
				if !(2*math.Exp(-norm*norm/(2*constants.K1*constants.K1)) >= 1) {
					t.Fatalf("θ=%v: a score of norm %g exceeds K1 = %g", theta, norm, constants.K1)
				}
			}
		}
	}
}

// On a tiny ball the least information is that of the uniform law; the log-rate of a Poisson law has no constants.
func TestConstantsOfCountsAtOnePoint(t *testing.T) {
	f, _ := NewCategoricalSoftmax(3)
	constants, err := f.AssumptionConstants([]float64{0, 0}, 1e-9)
	if err != nil || !(math.Abs(constants.Lambda0-1.0/9) < 1e-8) {
		t.Errorf("λ0 = %g at the uniform law, want 1/9", constants.Lambda0)
	}
	var violated *AssumptionError
	if _, err := NewPoissonLog().AssumptionConstants([]float64{0}, 1); !errors.As(err, &violated) ||
		violated.Assumption != "2A" {
		t.Errorf("poisson-log: %v, want a violation of 2A", err)
	}
}
