package estimators

// likelihood is a mean log-likelihood (1/Σw) Σ w_i log p_θ(x_i) in nats, up to a constant free of θ.
type likelihood interface {
	// evaluate returns the value at θ ∈ Θ and stores its gradient (d) and Hessian (d×d).
	evaluate(score, hessian, theta []float64) float64
}

// logDerivatives is a family that computes the log-density of one sample together with its score and Hessian.
type logDerivatives interface {
	logDerivatives(score, hessian, theta, x []float64) float64
}

// dataLikelihood averages over the samples, one by one and in their order.
type dataLikelihood struct {
	family         Family
	data           Data
	score, hessian []float64 // of one sample
}

func newDataLikelihood(family Family, data Data) *dataLikelihood {
	d := family.Dim()
	return &dataLikelihood{family: family, data: data, score: make([]float64, d), hessian: make([]float64, d*d)}
}

func (l *dataLikelihood) evaluate(score, hessian, theta []float64) float64 {
	clear(score)
	clear(hessian)
	m := l.family.SampleDim()
	together, _ := l.family.(logDerivatives)
	value, total := 0.0, 0.0
	for i := range len(l.data.X) / m {
		x, w := l.data.X[i*m:(i+1)*m], l.data.weight(i)
		if together != nil {
			value += w * together.logDerivatives(l.score, l.hessian, theta, x)
		} else {
			value += w * l.family.LogDensity(theta, x)
			l.family.Score(l.score, theta, x)
			l.family.Hessian(l.hessian, theta, x)
		}
		total += w
		for j, v := range l.score {
			score[j] += w * v
		}
		for j, v := range l.hessian {
			hessian[j] += w * v
		}
	}
	for j := range score {
		score[j] /= total
	}
	for j := range hessian {
		hessian[j] /= total
	}
	return value / total
}

// meanScore is the score of one-dimensional data and parameter, averaged.
func meanScore(f Family, at float64, data Data) float64 {
	theta, score := []float64{at}, []float64{0}
	sum, total := 0.0, 0.0
	for i := range data.X {
		weight := data.weight(i)
		f.Score(score, theta, data.X[i:i+1])
		sum += weight * score[0]
		total += weight
	}
	return sum / total
}
