package audit

import (
	"math"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// estimate fills a report for a family about which nothing is proved: largest values over samples and points of the
// ball. None is certified: a supremum over samples is a lower bound of the supremum, and K1 from the largest score says
// nothing of the tail.
func (a *Report) estimate(family estimators.Family) error {
	const perPoint = 64
	a.ProblemRadius, a.Problem = math.NaN(), "nothing is proved of this family"
	d, m := family.Dim(), family.SampleDim()
	score, hessian, third, information := make([]float64, d), make([]float64, d*d), make([]float64, d*d*d),
		make([]float64, d*d)
	x := make([]float64, perPoint*m)
	stream := estimators.NewStream(0, "audit", family.Name())
	largest := [3]float64{}
	least, scores := math.Inf(1), 0.0
	for i, theta := range geometry.BallPoints(a.Theta, a.Radius) {
		if err := family.Check(theta); err != nil {
			return &estimators.RangeError{What: family.Name() + ": r", Value: a.Radius,
				Accept: "a ball inside Θ, but " + err.Error()}
		}
		family.Sample(x, theta, stream.At(uint64(i), 0))
		for j := range perPoint {
			sample := x[j*m : (j+1)*m]
			family.Score(score, theta, sample)
			family.Hessian(hessian, theta, sample)
			family.ThirdDerivative(third, theta, sample)
			length := 0.0
			for _, v := range score {
				length = math.Hypot(length, v)
			}
			_, second := geometry.Spectrum(hessian, d)
			largest[0], largest[1] = math.Max(largest[0], length), math.Max(largest[1], second)
			largest[2] = math.Max(largest[2], frobenius(third))
			scores = math.Max(scores, length)
		}
		family.FisherInformation(information, theta)
		lowest, _ := geometry.Spectrum(information, d)
		least = math.Min(least, lowest)
	}
	const reason = "an estimate: the extreme over samples and points of the ball, not over the ball"
	values := []float64{largest[0] / math.Sqrt(2*math.Ln2), largest[1], largest[2], least,
		largest[2] + largest[1]*scores}
	for i, c := range a.All() {
		c.Value, c.Reason = values[i], reason
	}
	return nil
}

func frobenius(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum = math.Hypot(sum, v)
	}
	return sum
}
