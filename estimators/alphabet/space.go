package alphabet

import (
	"math"

	"itermle/internal/interval"
)

// enclosure is an interval that holds a real number.
type enclosure = interval.Interval

// Space is Θ: the box Π [Low_i, High_i], or the ball of positive Radius about Centre.
type Space struct {
	Low    []float64 `json:"low,omitempty"`
	High   []float64 `json:"high,omitempty"`
	Centre []float64 `json:"centre,omitempty"`
	Radius float64   `json:"radius,omitempty"`
}

// Box and Ball are the two kinds of Θ. A ball in one dimension is an interval, rounded inward, and so a box.
func Box(low, high []float64) Space { return Space{Low: low, High: high} }

// Ball is B_r(c).
func Ball(centre []float64, radius float64) Space {
	if len(centre) == 1 {
		low, high := centre[0]-radius, centre[0]+radius
		if centre[0]-low > radius {
			low = math.Nextafter(low, high)
		}
		if high-centre[0] > radius {
			high = math.Nextafter(high, low)
		}
		return Box([]float64{low}, []float64{high})
	}
	return Space{Centre: centre, Radius: radius}
}

func (s Space) dim() int { return max(len(s.Low), len(s.Centre)) }

func (s Space) isBall() bool { return s.Centre != nil }

// valid says whether the space is finite and has an interior.
func (s Space) valid() bool {
	for i := range s.Low {
		if !(s.High[i]-s.Low[i] > 0 && math.Abs(s.Low[i]) <= maxCoordinate && math.Abs(s.High[i]) <= maxCoordinate) {
			return false
		}
	}
	for _, c := range s.Centre {
		if !(math.Abs(c) <= maxCoordinate) {
			return false
		}
	}
	return !s.isBall() || s.Radius > 0 && s.Radius <= maxCoordinate
}

// maxCoordinate bounds Θ, so that powers of coordinates stay finite.
const maxCoordinate = 1e6

// hull is the smallest box that holds Θ.
func (s Space) hull() []enclosure {
	box := make([]enclosure, s.dim())
	for i := range box {
		if s.isBall() {
			box[i] = interval.Point(s.Centre[i]).Add(enclosure{Lo: -s.Radius, Hi: s.Radius})
		} else {
			box[i] = enclosure{Lo: s.Low[i], Hi: s.High[i]}
		}
	}
	return box
}

// offset is θ − c for all θ of a box, and the enclosure of ‖θ − c‖²; sides beyond the length of c do not count.
func offset(box []enclosure, centre []float64) ([]enclosure, enclosure) {
	from, square := make([]enclosure, len(centre)), enclosure{}
	for i, c := range centre {
		from[i] = box[i].Sub(interval.Point(c))
		square = square.Add(from[i].Square())
	}
	return from, square
}

// holds says whether θ ∈ Θ. For a ball the rounding of ‖θ−c‖ is forgiven: 4 units in the last place.
func (s Space) holds(theta []float64) bool {
	square := 0.0
	for i, v := range theta {
		switch {
		case !s.isBall() && !(v >= s.Low[i] && v <= s.High[i]):
			return false
		case s.isBall():
			square += (v - s.Centre[i]) * (v - s.Centre[i])
		}
	}
	return !s.isBall() || math.Sqrt(square) <= s.Radius*(1+0x1p-50)+0x1p-50*largest(s.Centre)
}

// contains says whether the ball B_r(c) lies in Θ, up to one rounding.
func (s Space) contains(centre []float64, r float64) bool {
	if s.isBall() {
		_, square := offset(points(centre), s.Centre)
		return square.Sqrt().Lo+r <= s.Radius*(1+0x1p-50)
	}
	for i, c := range centre {
		if reach := 0x1p-52 * (math.Abs(c) + r); !(c-r >= s.Low[i]-reach && c+r <= s.High[i]+reach) {
			return false
		}
	}
	return true
}

// cut is a box that holds box ∩ Θ, empty (nil) where they are disjoint, and whether box ⊆ Θ.
func (s Space) cut(box []enclosure) (within []enclosure, inside bool) {
	if !s.isBall() {
		return box, true
	}
	from, square := offset(box, s.Centre)
	limit := interval.Point(s.Radius).Square()
	if square.Lo > limit.Hi {
		return nil, false
	}
	if square.Hi <= limit.Lo {
		return box, true
	}
	within = append(within, box...)
	for i := range box {
		others := interval.Point(0)
		for j := range box {
			if j != i {
				others = others.Add(from[j].Square())
			}
		}
		reach := enclosure{Lo: 0, Hi: limit.Sub(others).Hi}.Sqrt().Hi
		side := interval.Point(s.Centre[i]).Add(enclosure{Lo: -reach, Hi: reach})
		if within[i] = meet(box[i], side); within[i].Lo > within[i].Hi {
			return nil, false
		}
	}
	return within, false
}

// project is the point of Θ next to θ, for a ball a little inside of it.
func (s Space) project(dst, theta []float64) {
	copy(dst, theta)
	if !s.isBall() {
		for i, v := range theta {
			dst[i] = math.Max(s.Low[i], math.Min(v, s.High[i]))
		}
		return
	}
	square := 0.0
	for i, v := range theta {
		square += (v - s.Centre[i]) * (v - s.Centre[i])
	}
	if shrink := s.Radius * (1 - 0x1p-49) / math.Sqrt(square); shrink < 1 {
		for i, v := range theta {
			dst[i] = s.Centre[i] + shrink*(v-s.Centre[i])
		}
	}
}

// meet is a ∩ b, with Lo > Hi where it is empty.
func meet(a, b enclosure) enclosure {
	return enclosure{Lo: max(a.Lo, b.Lo), Hi: min(a.Hi, b.Hi)}
}

// points is the box {θ}.
func points(theta []float64) []enclosure {
	box := make([]enclosure, len(theta))
	for i, v := range theta {
		box[i] = interval.Point(v)
	}
	return box
}

// middle is a point of the box.
func middle(box []enclosure) []float64 {
	theta := make([]float64, len(box))
	for i, side := range box {
		theta[i] = side.Middle()
	}
	return theta
}

func largest(v []float64) float64 {
	m := 0.0
	for _, x := range v {
		m = math.Max(m, math.Abs(x))
	}
	return m
}
