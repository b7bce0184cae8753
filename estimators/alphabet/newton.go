package alphabet

import (
	"math"

	"itermle/internal/interval"
)

// climb moves θ to a maximum over Θ by Newton's method along the faces or the sphere that hold it back, in floating
// point, and says whether it got there.
func (a *ascent) climb(theta []float64) bool {
	d := len(theta)
	here, there := newSlope(d), newSlope(d)
	a.look(here, theta)
	next := make([]float64, d)
	for range 50 {
		step := a.direction(here, theta)
		size := 0.0
		for i, s := range step {
			size = math.Max(size, math.Abs(s)/a.scale[i])
		}
		if size == 0 {
			return true
		}
		shrink, rose := math.Min(1, 0.5/size), false
		for range 12 {
			for i := range next {
				next[i] = theta[i] + shrink*step[i]
			}
			a.space.project(next, next)
			a.look(there, next)
			if rose = there.value > here.value || size <= 1e-7; rose {
				break
			}
			shrink /= 3
		}
		if !rose {
			return size <= 1e-4
		}
		copy(theta, next)
		here, there = there, here
		if size <= 1e-9 {
			return true
		}
	}
	return false
}

// direction is Newton's step from θ, or one uphill where ℓ is not concave.
func (a *ascent) direction(s *slope, theta []float64) []float64 {
	d := len(theta)
	var normal []float64
	var free []int
	uphill := append([]float64(nil), s.gradient...)
	multiplier := 0.0
	if a.space.isBall() {
		radial, square := 0.0, 0.0
		normal = make([]float64, d)
		for i, c := range a.space.Centre {
			normal[i] = theta[i] - c
			radial += normal[i] * s.gradient[i]
			square += normal[i] * normal[i]
		}
		if radial > 0 && math.Sqrt(square) >= a.space.Radius*(1-1e-12) {
			multiplier = radial / square
			for i, n := range normal {
				uphill[i] -= multiplier * n
			}
		} else {
			normal = nil
		}
	}
	for i, g := range uphill {
		if !a.space.isBall() && (theta[i] >= a.space.High[i] && g > 0 || theta[i] <= a.space.Low[i] && g < 0) {
			uphill[i] = 0
		} else {
			free = append(free, i)
		}
	}
	n := len(free)
	size := n
	if normal != nil {
		size++
	}
	system := make([]enclosure, size*size)
	for p, i := range free {
		for q, j := range free {
			system[p*size+q] = interval.Point(s.hessian[i*d+j])
		}
		system[p*size+p] = interval.Point(s.hessian[i*d+i] - multiplier)
		if normal != nil {
			system[p*size+n], system[n*size+p] = interval.Point(normal[i]), interval.Point(normal[i])
		}
	}
	step, rise, largest := make([]float64, d), 0.0, 0.0
	y, ok := inverse(system, size)
	for p, i := range free {
		for q, j := range free {
			if ok {
				step[i] -= y[p*size+q] * uphill[j]
			}
		}
		rise += step[i] * uphill[i]
		largest = math.Max(largest, math.Abs(uphill[i])/a.scale[i])
	}
	if !(rise > 0) && largest > 0 {
		for i, g := range uphill {
			step[i] = 0.25 * g / largest
		}
	}
	return step
}

// slope is ℓ, ∇ℓ and ∇²ℓ at a point, in floating point.
type slope struct {
	value             float64
	gradient, hessian []float64
}

func newSlope(d int) *slope {
	return &slope{gradient: make([]float64, d), hessian: make([]float64, d*d)}
}

// look fills in s at θ, by the moments of the log-odds' derivatives.
func (a *ascent) look(s *slope, theta []float64) {
	f, d, k := a.l.f, len(theta), a.l.f.letters
	m, size := len(f.monomials), 1+d+d*d
	if a.screens.odds == nil {
		a.screens.odds, a.screens.phi = make([]float64, k*size), make([]float64, size)
	}
	odds, phi := a.screens.odds, a.screens.phi
	clear(odds)
	var sum [1 + maxDim + maxDim*maxDim]float64
	for j, powers := range f.monomials {
		derivativesOf(phi, powers, theta)
		for i, v := range phi {
			sum[i] += a.l.a[j].Lo * v
		}
		for letter := range k {
			if c := f.odds[letter*m+j].Lo; c != 0 {
				for i, v := range phi {
					odds[letter*size+i] += c * v
				}
			}
		}
	}
	top, total := math.Inf(-1), 0.0
	for letter := range k {
		top = math.Max(top, odds[letter*size])
	}
	var mean [1 + maxDim + maxDim*maxDim]float64
	for letter := range k {
		row := odds[letter*size : (letter+1)*size]
		p := math.Exp(row[0] - top)
		total += p
		for i := 1; i < size; i++ {
			mean[i] += p * row[i]
		}
		for i := range d {
			for j := range d {
				mean[1+d+i*d+j] += p * row[1+i] * row[1+j]
			}
		}
	}
	weight := a.l.total.Lo
	s.value = sum[0] - weight*(top+math.Log(total))
	for i := range d {
		s.gradient[i] = sum[1+i] - weight*mean[1+i]/total
		for j := range d {
			at := 1 + d + i*d + j
			s.hessian[i*d+j] = sum[at] - weight*(mean[at]/total-mean[1+i]*mean[1+j]/total/total)
		}
	}
}

// derivativesOf stores a monomial with its first and second derivatives.
func derivativesOf(dst []float64, powers []int, theta []float64) {
	d := len(theta)
	var value, first, second [maxDim]float64
	for i, e := range powers {
		p := [3]float64{1, 0, 0}
		for range e {
			p[2] = p[2]*theta[i] + 2*p[1]
			p[1] = p[1]*theta[i] + p[0]
			p[0] *= theta[i]
		}
		value[i], first[i], second[i] = p[0], p[1], p[2]
	}
	product := func(i, j int) float64 {
		v := 1.0
		for l := range d {
			switch {
			case l == i && l == j:
				v *= second[l]
			case l == i || l == j:
				v *= first[l]
			default:
				v *= value[l]
			}
		}
		return v
	}
	dst[0] = product(-1, -1)
	for i := range d {
		dst[1+i] = product(i, -1)
		for j := range i + 1 {
			v := product(i, j)
			dst[1+d+i*d+j], dst[1+d+j*d+i] = v, v
		}
	}
}
