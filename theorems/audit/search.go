package audit

import (
	"fmt"
	"math"
	"slices"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// attained is the largest value (λ0: the least) of what each constant bounds that a search over a ball found, in the
// order of Report.All, and the share of it that the family's own functions may be off by. No constant on the other side
// of it is one; it is no bound.
type attained struct {
	witness [5]*Witness
	slack   [5]float64
}

// searchWork is how many entries of third derivatives a search computes at most, beside one point: below a second. Of
// searchPoints the tail of the score is looked at.
const (
	searchWork   = 1 << 20
	searchPoints = 7
	searchDraws  = 512
)

// searcher looks for points of a ball and samples at which a family exceeds what it states.
type searcher struct {
	attained
	family estimators.Family
	truth  []float64
	r      float64
	whole  bool      // samples are whole numbers
	middle []float64 // of each coordinate of the samples, and
	spread []float64
	scores int // that the tail at a point may take

	score, hessian, third, information, moved []float64
}

// search evaluates the family at θ* and points of the ball, at samples of a fixed stream there, and climbs from the
// largest derivatives by steps in θ and x. Errors: *estimators.RangeError where a point of the ball is not in Θ.
func search(family estimators.Family, truth []float64, r float64) (attained, error) {
	d, m := family.Dim(), family.SampleDim()
	sums := 1
	if finitely, ok := family.(interface{ Letters() int }); ok { // each derivative is a sum over the alphabet
		sums += finitely.Letters() / 32
	}
	entries := d * d * d * sums
	s := &searcher{family: family, truth: truth, r: r, scores: searchWork / searchPoints / sums,
		score: make([]float64, d), hessian: make([]float64, d*d),
		third: make([]float64, d*d*d), information: make([]float64, d*d), moved: make([]float64, d*d)}
	s.slack = slackOf(family)
	points := geometry.BallPoints(truth, r)
	points = points[:max(1, min(len(points), searchWork/entries))]
	draws := max(1, min(searchDraws, searchWork/(len(points)*entries)))
	stream, x := estimators.NewStream(0, "audit", family.Name()), make([]float64, draws*m)
	for i, theta := range points {
		if err := family.Check(theta); err != nil {
			return attained{}, &estimators.RangeError{What: family.Name() + ": r", Value: r,
				Accept: "a ball inside Θ, but " + err.Error()}
		}
		family.Sample(x, theta, stream.At(uint64(i), 0))
		if i == 0 {
			s.locate(x)
		}
		for j := range draws {
			s.derivatives(theta, x[j*m:(j+1)*m])
		}
		s.informations(theta)
		if i < searchPoints {
			s.tail(theta, stream.At(uint64(i), 1))
		}
	}
	for _, order := range []int{2, 3} {
		s.climb(order, min(400, searchWork/entries))
	}
	return s.attained, nil
}

// slackOf is what a family that differences its log-density says of their errors, and else 10^-9.
func slackOf(family estimators.Family) [5]float64 {
	if inexact, ok := family.(interface {
		Precision() (score, hessian, third, information float64)
	}); ok {
		score, hessian, third, information := inexact.Precision()
		return [5]float64{score + information, hessian, third, information, information}
	}
	return [5]float64{1e-9, 1e-9, 1e-9, 1e-9, 1e-9}
}

// locate finds where the samples x lie, whose quartiles are the scale of steps in x.
func (s *searcher) locate(x []float64) {
	m := s.family.SampleDim()
	s.whole = true
	for i := range m {
		var column []float64
		for j := i; j < len(x); j += m {
			column = append(column, x[j])
			s.whole = s.whole && x[j] == math.Trunc(x[j])
		}
		slices.Sort(column)
		n := len(column)
		spread := column[n*3/4] - column[n/4]
		if spread == 0 {
			spread = math.Max(1e-3*math.Abs(column[n/2]), column[n-1]-column[0])
		}
		if spread == 0 {
			spread = 1
		}
		s.middle, s.spread = append(s.middle, column[n/2]), append(s.spread, spread)
	}
	if described, ok := s.family.(supported); ok {
		s.whole = described.Support().Whole
	}
}

// note keeps a value of constant i if it is finite and the most extreme so far.
func (s *searcher) note(i int, value float64, theta, x []float64, says string) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return
	}
	w := s.witness[i]
	if w == nil || i == 3 && value < w.Value || i != 3 && value > w.Value {
		s.witness[i] = &Witness{Theta: slices.Clone(theta), X: slices.Clone(x), Value: value, Says: says}
	}
}

// derivatives notes the norms of ∇² and ∇³ log p_θ(x), and returns them.
func (s *searcher) derivatives(theta, x []float64) (second, third float64) {
	d := s.family.Dim()
	s.family.Hessian(s.hessian, theta, x)
	second = math.NaN()
	if finite(s.hessian) {
		_, second = geometry.Spectrum(s.hessian, d)
	}
	s.family.ThirdDerivative(s.third, theta, x)
	third = tensorNorm(s.third, d)
	s.note(1, second, theta, x, "")
	s.note(2, third, theta, x, "")
	return second, third
}

// tensorNorm is a lower bound of the operator norm of a symmetric d×d×d array T: the largest entry, and |T[u,u,u]|
// after 16 steps of u ← T[u,u,·]/‖T[u,u,·]‖ from the axis of that entry, unless there are more entries than searchWork.
// NaN where an entry is.
func tensorNorm(third []float64, d int) float64 {
	if d == 1 {
		return math.Abs(third[0])
	}
	largest, at := 0.0, 0
	for i, v := range third {
		if !(math.Abs(v) <= largest) {
			largest, at = math.Abs(v), i
		}
	}
	if len(third) > searchWork {
		return largest
	}
	u, next := make([]float64, d), make([]float64, d)
	u[at/(d*d)] = 1
	for range 16 {
		length := 0.0
		for i := range d {
			next[i] = 0
			for j := range d {
				for k := range d {
					next[i] += third[(i*d+j)*d+k] * u[j] * u[k]
				}
			}
			length = math.Hypot(length, next[i])
		}
		if !(length > 0) || math.IsInf(length, 1) {
			break
		}
		inner := 0.0
		for i := range next {
			inner += next[i] * u[i]
			u[i] = next[i] / length
		}
		largest = math.Max(largest, math.Abs(inner))
	}
	return largest
}

func finite(values []float64) bool {
	return !slices.ContainsFunc(values, func(v float64) bool { return v-v != 0 })
}

// informations notes λ_min(I(θ)), the lower bound of K1 that tr I(θ) gives (see bound), and how steeply I changes from
// θ towards θ*, and from θ* along each axis, over a share of r. 2·10^-11 of ‖I‖ are the error of an eigenvalue.
func (s *searcher) informations(theta []float64) {
	const rounding = 2e-11
	d := s.family.Dim()
	s.family.FisherInformation(s.information, theta)
	if !finite(s.information) {
		return
	}
	trace := 0.0
	for i := range d {
		trace += s.information[i*d+i]
	}
	s.note(0, math.Sqrt(trace/(2*(1+math.Ln2))), theta, nil, traceBound)
	least, size := geometry.Spectrum(s.information, d)
	s.note(3, least+rounding*size, theta, nil, "")
	away := geometry.Distance(theta, s.truth)
	if away == 0 {
		return
	}
	for _, share := range []float64{1, 0.1, 1e-2, 1e-3} {
		eta := make([]float64, d)
		for i, v := range theta {
			eta[i] = v + share*(s.truth[i]-v)
		}
		s.family.FisherInformation(s.moved, eta)
		for i := range s.moved {
			s.moved[i] -= s.information[i]
		}
		if !finite(s.moved) {
			continue
		}
		_, change := geometry.Spectrum(s.moved, d)
		s.note(4, math.Max(0, change-2*rounding*size)/geometry.Distance(theta, eta), theta, nil,
			fmt.Sprintf("‖I(θ) − I(η)‖/‖θ − η‖ with η = %v", eta))
	}
}

// climb raises the norm of a derivative from the largest so far, by steps of either sign in each coordinate of θ, in
// shares of r, and of x, in shares of its spread: doubled after a success, halved after a failure of all.
func (s *searcher) climb(order, evaluations int) {
	start := s.witness[order-1]
	if start == nil {
		return
	}
	d := s.family.Dim()
	at, best := append(slices.Clone(start.Theta), start.X...), start.Value
	for share := 0.5; share > 1e-7 && evaluations > 0; {
		improved := false
		for i := range at {
			step := share * s.r
			if i >= d {
				if step = share * s.spread[i-d]; s.whole {
					step = math.Max(1, math.Round(step))
				}
			}
			for _, signed := range []float64{step, -step} {
				trial := slices.Clone(at)
				trial[i] += signed
				theta, x := trial[:d], trial[d:]
				if i < d {
					copy(theta, inBall(theta, s.truth, s.r))
				}
				if s.family.Check(theta) != nil || !s.holds(theta, x) {
					continue
				}
				evaluations--
				second, third := s.derivatives(theta, x)
				if value := []float64{second, third}[order-2]; value > best && !math.IsInf(value, 1) {
					at, best, improved = trial, value, true
				}
			}
		}
		if share /= 2; improved {
			share = math.Min(4*share, 1e6)
		}
	}
}

// holds tells whether x is a sample of p_θ.
func (s *searcher) holds(theta, x []float64) bool {
	checked, ok := s.family.(interface{ CheckSamples(x []float64) error })
	return (!ok || checked.CheckSamples(x) == nil) && finite([]float64{s.family.LogDensity(theta, x)})
}
