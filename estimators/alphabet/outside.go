package alphabet

import (
	"math"
	"math/big"
	"slices"
	"strconv"

	"itermle/estimators"
	"itermle/internal/rounding"
)

// rationalModel is a Model whose MLE is a rational function of the counts, as long as all samples weigh the same.
type rationalModel interface {
	rational(counts []int, total int64, truth []*big.Rat) []*big.Rat
}

// Outside is P(‖θ^(T) − θ*‖ > ρ). A distance that may equal ρ, so that no enclosure can tell, is compared exactly where
// the MLE is a share of counts, with θ* and ρ read as the shortest decimals that float64 takes for them: 0.5 is not
// farther than 0.2 from 0.3. Where Θ is a ball about θ* no distance exceeds its radius.
func (law *Law) Outside(rho float64) estimators.Certified {
	furthest := math.Inf(1)
	if f, ok := law.model.(*atlas); ok && f.radius > 0 && slices.Equal(f.centre, law.truth) {
		furthest = f.radius
	}
	return certified(law.above(func(atom Atom) enclosure {
		distance := law.Distance(atom.Box)
		distance.Hi = math.Min(distance.Hi, furthest)
		if distance.Lo > rho || distance.Hi <= rho {
			return distance
		}
		switch order, known := law.compare(atom, rho); {
		case known && order > 0:
			distance.Lo = rounding.Above(rho)
		case known:
			distance.Hi = rho
		}
		return distance
	}, rho))
}

// compare is the order of ‖θ − θ*‖ and ρ at an atom; known is false where the MLE is not rational.
func (law *Law) compare(atom Atom, rho float64) (order int, known bool) {
	model, ok := law.model.(rationalModel)
	if !ok || law.weighted {
		return 0, false
	}
	counts, total := make([]int, len(atom.Newer)), int64(0)
	for k := range counts {
		if counts[k] = atom.Newer[k]; atom.Older != nil {
			counts[k] += atom.Older[k]
		}
		total += int64(counts[k])
	}
	truth := make([]*big.Rat, len(law.truth))
	for i, v := range law.truth {
		truth[i] = decimal(v)
	}
	square := new(big.Rat)
	for i, v := range model.rational(counts, total, truth) {
		difference := v.Sub(v, truth[i])
		square.Add(square, new(big.Rat).Mul(difference, difference))
	}
	radius := decimal(rho)
	return square.Cmp(radius.Mul(radius, radius)), true
}

// decimal is the shortest decimal that float64 rounds to v.
func decimal(v float64) *big.Rat {
	exact, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64)) // a finite number is always one
	return exact
}
