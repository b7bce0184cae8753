package alphabet

import (
	"math"
	"sort"

	"itermle/estimators"
	"itermle/internal/interval"
)

// Functional encloses a function of θ over a box.
type Functional func(box []enclosure) enclosure

// Distance is ‖θ − θ*‖, SquaredDistance its square.
func (law *Law) Distance(box []enclosure) enclosure {
	square := law.SquaredDistance(box)
	return square.Sqrt()
}

// SquaredDistance is ‖θ − θ*‖².
func (law *Law) SquaredDistance(box []enclosure) enclosure {
	_, square := offset(box, law.truth)
	return enclosure{Lo: math.Max(0, square.Lo), Hi: square.Hi}
}

// KL is KL(p_θ*‖p_θ) in nats, +Inf where a letter is lost.
func (law *Law) KL(box []enclosure) enclosure {
	p, q := law.model.probabilitiesOver(points(law.truth)), law.model.probabilitiesOver(box)
	sum := interval.Point(0)
	for k := range p {
		if p[k].Hi == 0 {
			continue
		}
		if p[k].Lo > 0 && q[k].Hi == 0 {
			return interval.Point(math.Inf(1))
		}
		sum = sum.Add(p[k].Mul(p[k].Div(q[k]).Log()))
	}
	return enclosure{Lo: math.Max(0, sum.Lo), Hi: sum.Hi}
}

// TotalVariation is TV(p_θ, p_θ*).
func (law *Law) TotalVariation(box []enclosure) enclosure {
	p, q := law.model.probabilitiesOver(points(law.truth)), law.model.probabilitiesOver(box)
	sum := interval.Point(0)
	for k := range p {
		sum = sum.Add(p[k].Sub(q[k]).Abs())
	}
	return meet(sum.Times(0.5), enclosure{Lo: 0, Hi: 1})
}

// up and down carry a sum of masses past all of its rounding; the masses add up to 1.
func (law *Law) up(mass float64) float64 {
	if bound := mass*math.Exp(law.slack())*(1+4*unit) + absolute; bound < 1 {
		return bound
	}
	return 1 // also for 0·∞
}

func (law *Law) down(mass float64) float64 {
	return math.Max(0, mass*math.Exp(-law.slack())*(1-4*unit)-absolute)
}

// slack is Log with the roundings of a sum over all atoms.
func (law *Law) slack() float64 { return law.Log + float64(len(law.Atoms)+4)*unit }

// probability encloses P(E) from the masses of the atoms where E holds for certain, may hold, may fail, and fails for
// certain.
func (law *Law) probability(certain, possible, doubtful, excluded float64) enclosure {
	return enclosure{Lo: math.Max(law.down(certain), 1-law.up(doubtful)-unit),
		Hi: math.Min(law.up(possible), 1-law.down(excluded)+unit)}
}

// above encloses the probability of a value above the level.
func (law *Law) above(of func(atom Atom) enclosure, level float64) enclosure {
	certain, possible, fails, excluded := 0.0, 0.0, 0.0, 0.0
	for _, atom := range law.Atoms {
		value := of(atom)
		if value.Lo > level {
			certain += atom.Mass
		} else {
			fails += atom.Mass
		}
		if value.Hi > level {
			possible += atom.Mass
		} else {
			excluded += atom.Mass
		}
	}
	return law.probability(certain, possible, fails, excluded)
}

// Above is P(of(θ^(T)) > level).
func (law *Law) Above(of Functional, level float64) estimators.Certified {
	return certified(law.above(func(atom Atom) enclosure { return of(atom.Box) }, level))
}

// Extinct is the probability that no sample behind θ^(T) is the letter.
func (law *Law) Extinct(letter int) estimators.Certified {
	gone, left := 0.0, 0.0
	for _, atom := range law.Atoms {
		if atom.Newer[letter] == 0 && (atom.Older == nil || atom.Older[letter] == 0) {
			gone += atom.Mass
		} else {
			left += atom.Mass
		}
	}
	return certified(law.probability(gone, gone, left, left))
}

// Mean is E of(θ^(T)) for a functional that is ≥ 0.
func (law *Law) Mean(of Functional) estimators.Certified {
	sum := enclosure{}
	for _, atom := range law.Atoms {
		sum = sum.Add(of(atom.Box).Times(atom.Mass))
	}
	grow := law.slack()
	high := sum.Hi*math.Exp(grow)*(1+4*unit) + 1e50*absolute
	if math.IsNaN(high) {
		high = math.Inf(1)
	}
	return certified(enclosure{Lo: math.Max(0, sum.Lo*math.Exp(-grow)*(1-4*unit)), Hi: high})
}

// Quantile is the least x with P(of(θ^(T)) ≤ x) ≥ q. It returns a *estimators.RangeError for q outside (0, 1).
func (law *Law) Quantile(of Functional, q float64) (estimators.Certified, error) {
	if !(q > 0 && q < 1) {
		return estimators.Certified{}, &estimators.RangeError{What: "quantile", Value: q, Accept: "0 < q < 1"}
	}
	type end struct{ value, mass float64 }
	low, high := make([]end, len(law.Atoms)), make([]end, len(law.Atoms))
	for i, atom := range law.Atoms {
		value := of(atom.Box)
		low[i], high[i] = end{value.Lo, atom.Mass}, end{value.Hi, atom.Mass}
	}
	find := func(ends []end, reached func(mass float64) bool) float64 {
		sort.Slice(ends, func(a, b int) bool { return ends[a].value < ends[b].value })
		sum := 0.0
		for _, e := range ends {
			if sum += e.mass; reached(sum) {
				return e.value
			}
		}
		return ends[len(ends)-1].value
	}
	return certified(enclosure{
		Lo: find(low, func(mass float64) bool { return law.up(mass) >= q }),
		Hi: find(high, func(mass float64) bool { return law.down(mass) >= q })}), nil
}
