package estimators

import (
	"errors"
	"math"
	"slices"
)

// Fit is the global maximum by branch and bound over [min x, max x], outside which the likelihood falls. An interval [c−h, c+h] is
// dropped where the upper bound −mean log(1 + max(0, |x−c|−h)²) lies below the best value seen, or where the score keeps one sign; where
// the log-likelihood is concave on it, Newton's method finishes. Of maxima closer than rounding in their values the nearest to
// from is taken.
func (f *CauchyLocation) Fit(dst, from []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := checkFinite(f, data.X); err != nil {
		return err
	}
	search := newCauchySearch(f, data)
	search.consider(from[0])
	if median := []float64{0}; NewLaplaceLocationUnit().Fit(median, from, data) == nil {
		search.consider(median[0])
	}
	low, high := slices.Min(data.X), slices.Max(data.X)
	if err := search.interval(low, high); err != nil {
		return err
	}
	dst[0] = search.nearest(from[0])
	return nil
}

// cauchySearch is one search for the global maximum of the mean log-likelihood L.
type cauchySearch struct {
	family *CauchyLocation
	data   Data
	total  float64
	best   float64   // the largest value of L seen anywhere
	maxima []float64 // local maxima found, with their values
	values []float64
}

func newCauchySearch(f *CauchyLocation, data Data) *cauchySearch {
	s := &cauchySearch{family: f, data: data, best: math.Inf(-1)}
	for i := range data.X {
		s.total += s.weight(i)
	}
	return s
}

func (s *cauchySearch) weight(i int) float64 {
	if s.data.W == nil {
		return 1
	}
	return s.data.W[i]
}

// value is L(θ) up to a constant, a fixed-order sum.
func (s *cauchySearch) value(theta float64) float64 {
	sum := 0.0
	for i, x := range s.data.X {
		sum -= s.weight(i) * logSquarePlusOne(x-theta)
	}
	return sum / s.total
}

// slack is how far two sums of logarithms may be apart by rounding alone: 1e-13 of their size.
func (s *cauchySearch) slack() float64 { return 1e-13 * (1 + math.Abs(s.best)) }

func (s *cauchySearch) consider(theta float64) { s.best = math.Max(s.best, s.value(theta)) }

// interval finds the local maxima in [low, high] that can be global.
func (s *cauchySearch) interval(low, high float64) error {
	c := low + (high-low)/2
	h := math.Max(c-low, high-c)
	upper, slope, steepest, concave := 0.0, 0.0, 0.0, 0.0
	for i, x := range s.data.X {
		w, z := s.weight(i), math.Abs(x-c)
		near := math.Max(0, z-h)
		upper -= w * logSquarePlusOne(near)
		cosine, sine := cosines(x - c)
		slope += w * 2 * sine * cosine
		most, least := cauchyCurvature(near, z+h)
		concave += w * most
		steepest += w * math.Max(math.Abs(most), math.Abs(least))
	}
	s.consider(c)
	switch {
	case upper/s.total < s.best-s.slack():
		return nil
	case math.Abs(slope) > steepest*h+1e-12*s.total && h > 0:
		// No stationary point inside; the ends of the whole range are none either, or the slope would vanish there.
		return nil
	case concave < 0 || !(low < c && c < high):
		return s.climb(low, c, high, 1e-13) // the rounding of a mean of n scores ≤ 1
	case (math.Abs(slope)+steepest*h)*h <= s.slack()*s.total:
		// L is flat to rounding and its curvature may vanish, as for the samples −1 and 1 at 0: the sign of the score decides.
		return s.climb(low, c, high, 0)
	}
	// The better half first: it raises the bar for the other.
	if slope < 0 {
		return errors.Join(s.interval(low, c), s.interval(c, high))
	}
	return errors.Join(s.interval(c, high), s.interval(low, c))
}

// cauchyCurvature is the largest and smallest ∂²log p for |z| in [near, far]: −2(1−z²)/(1+z²)² rises from −2 at 0 to ¼ at √3 and falls
// to 0.
func cauchyCurvature(near, far float64) (most, least float64) {
	at := func(z float64) float64 {
		c, s := cosines(z)
		return -2 * (c - s) * (c + s) * c * c
	}
	a, b := at(near), at(far)
	most, least = math.Max(a, b), math.Min(a, b)
	if near <= math.Sqrt(3) && far >= math.Sqrt(3) {
		most = 0.25
	}
	return most, least
}

// climb records the maximum of a stretch where the score falls through 0 up to rounding: by bisection, after twelve steps by Maximise, and
// where the information is too small for its certificate by bisection to the last digit.
func (s *cauchySearch) climb(low, c, high, rounding float64) error {
	score := func(theta float64) float64 {
		sum := 0.0
		for i, x := range s.data.X {
			cosine, sine := cosines(x - theta)
			sum += s.weight(i) * 2 * sine * cosine
		}
		return sum / s.total
	}
	if score(low) < -rounding || score(high) > rounding {
		return nil // the maximum of this stretch is at its end: no stationary point
	}
	bisect := func(steps int) {
		for ; steps > 0 && low < c && c < high; steps-- {
			if score(c) > 0 {
				low = c
			} else {
				high = c
			}
			c = low + (high-low)/2
		}
	}
	bisect(12)
	top := []float64{c}
	if err := Maximise(s.family, top, top, s.data); err != nil {
		var stopped *NotConvergedError
		if math.IsInf(c, 0) || !errors.As(err, &stopped) {
			return err
		}
		bisect(1100) // neighbours in float64 end it before
		top[0] = c
	}
	value := s.value(top[0])
	s.best = math.Max(s.best, value)
	s.maxima, s.values = append(s.maxima, top[0]), append(s.values, value)
	return nil
}

// nearest is the maximiser nearest to from among those whose values differ by rounding only.
func (s *cauchySearch) nearest(from float64) float64 {
	least := math.Inf(1)
	nearest := from
	for i, theta := range s.maxima {
		if s.values[i] >= s.best-s.slack() && math.Abs(theta-from) < least {
			least, nearest = math.Abs(theta-from), theta
		}
	}
	return nearest
}
