package alphabet

import (
	"math"

	"itermle/estimators"
	"itermle/internal/interval"
)

// Model is what the exact law needs of a family with finitely many outcomes: *Family, and the simplex of all laws.
type Model interface {
	Name() string
	Dim() int
	Letters() int
	Check(theta []float64) error
	// probabilities encloses p_θ(k) for all θ of the box.
	probabilitiesOver(box []enclosure) []enclosure
	// maxima is the maximisers of Σ_k w_k log p_θ(k) over Θ, as Family.Maxima.
	maxima(weights []enclosure) ([][]enclosure, error)
}

func (f *Family) probabilitiesOver(box []enclosure) []enclosure {
	return f.expand(box, 0).p
}

// Law is the law of θ^(T): finitely many atoms. The mass of each is known to a factor e^{±Log} beside an absolute
// error that is below 10^-200 for all together.
type Law struct {
	Atoms []Atom
	Log   float64
	Plan  Plan
	model Model
	truth []float64
	// weighted: samples do not all weigh the same.
	weighted bool
}

// Atom is a value of θ^(T), enclosed by a box, with the counts behind it.
type Atom struct {
	Older, Newer []int // the samples of a and b; Older is nil where the workflow has none
	Box          []enclosure
	Mass         float64
}

// absolute bounds what underflow takes from all masses together.
const absolute = 1e-200

// site is one count vector: its maximisers and the masses of having come to each.
type site struct {
	maxima [][]enclosure
	mass   []float64
}

// level is the law of the counts after a generation: sites by rank of a, then of b.
type level struct {
	step         step
	older, newer *compositions
	sites        []site
}

// ExactLaw is the law of θ^(T) under Algorithm 1 from θ^(0) = θ*, by dynamic programming over count vectors; family's
// Θ is where the MLE is sought, see Family.Within. Errors: *BudgetError before anything is computed, those of the
// MLE, *estimators.UnsupportedError for a workflow that is no Markov chain in counts, *estimators.RangeError,
// *estimators.ParameterError.
//
// Rounding. Masses are sums of products of positive numbers, so each carries a relative error alone: e^{±Log}. A step
// adds (K−1)(n(η + 4u) + 4u) for the binomials of n draws, whose log odds are known to η (twice the relative width of
// p_θ over the box of θ, and K+3 roundings), K u for the products and u for each term of a sum, u = 2^-53 doubled.
func ExactLaw(model Model, truth []float64, schedule estimators.Schedule, generations int,
	workflow estimators.Workflow, budget Budget) (*Law, error) {
	if err := model.Check(truth); err != nil {
		return nil, err
	}
	list, err := steps(model, schedule, generations, workflow)
	if err != nil {
		return nil, err
	}
	if budget == (Budget{}) {
		budget = Budget{States: 1e6, Transitions: 4e9}
	}
	if f, many := model.(*Family); many {
		model = f.atlas()
	}
	budget.States /= math.Max(1, float64(model.Letters())/maxLetters) // a maximisation is a sum over the letters
	law := &Law{Plan: plan(model.Letters(), list), model: model, truth: truth}
	if !(law.Plan.States <= budget.States && law.Plan.Transitions <= budget.Transitions) {
		return nil, &BudgetError{What: model.Name(), Plan: law.Plan, Budget: budget}
	}
	origin := site{maxima: [][]enclosure{points(truth)}, mass: []float64{1}}
	empty := newCompositions(model.Letters(), 0)
	current := &level{older: empty, newer: empty, sites: []site{origin}}
	for _, s := range list {
		one := interval.Point(1)
		law.weighted = law.weighted || s.olderWeight != one || s.newWeight != one
		if current, err = law.advance(current, s); err != nil {
			return nil, err
		}
	}
	law.collect(current)
	return law, nil
}

// unit is 2u.
const unit = 0x1p-52

// advance is the level after one more step.
func (law *Law) advance(from *level, s step) (*level, error) {
	letters := law.model.Letters()
	to := &level{step: s, older: newCompositions(letters, s.older), newer: newCompositions(letters, s.newer)}
	if err := law.fit(to); err != nil {
		return nil, err
	}
	truth, slack := law.probabilities(points(law.truth))
	reals, real := newCompositions(letters, s.real), law.table(s.real, truth)
	width := to.newer.count()
	place, theta := 0, []float64(nil)
	kernel := &multinomial{to: to.newer, n: s.draws}
	kernel.visit = func(rank int, probability float64) {
		target := &to.sites[place+rank]
		branch := 0
		if len(target.maxima) > 1 {
			branch = nearest(target.maxima, theta)
		}
		target.mass[branch] += probability
	}
	older, newer, start := make([]int, letters), make([]int, letters), make([]int, letters)
	terms := 0
	for rank := range from.sites {
		source := &from.sites[rank]
		from.older.at(older, rank/from.newer.count())
		from.newer.at(newer, rank%from.newer.count())
		for branch, mass := range source.mass {
			if mass == 0 {
				continue
			}
			p, spread := law.probabilities(source.maxima[branch])
			slack = math.Max(slack, spread)
			theta = middle(source.maxima[branch])
			kernel.set(p)
			terms += len(real)
			clear(start)
			switch s.kind {
			case "accumulate":
				place = 0
				for rank, probability := range real {
					reals.at(start, rank)
					for k, count := range newer {
						start[k] += count
					}
					kernel.walk(start, mass*probability)
				}
			case "original":
				held := older
				if from.step.kind == "replace" {
					held = newer
				}
				place = width * to.older.rank(held)
				kernel.walk(start, mass)
			default: // replace: real is the empty vector alone
				for rank, probability := range real {
					if place = 0; s.kind == "weighted" {
						place = width * rank
					} else {
						reals.at(start, rank)
					}
					kernel.walk(start, mass*probability)
				}
			}
		}
	}
	n := float64(s.draws + s.real)
	eta := 2*slack + float64(letters+3)*unit
	law.Log += 2*float64(letters-1)*(n*(eta+4*unit)+4*unit) + float64(2*letters+terms)*unit
	return to, nil
}

// rank is the inverse of at.
func (c *compositions) rank(v []int) int {
	rank, left := 0, c.n
	for i := range c.letters - 1 {
		rank += c.skip(i, left, v[i])
		left -= v[i]
	}
	return rank
}

// table is the law of Multinomial(n, p) by rank.
func (law *Law) table(n int, p []float64) []float64 {
	to := newCompositions(law.model.Letters(), n)
	masses := make([]float64, to.count())
	kernel := &multinomial{to: to, n: n, visit: func(rank int, probability float64) { masses[rank] = probability }}
	kernel.set(p)
	kernel.walk(make([]int, to.letters), 1)
	return masses
}

// probabilities are p_θ for a θ of the box, with the largest relative width.
func (law *Law) probabilities(box []enclosure) (p []float64, slack float64) {
	for _, a := range law.model.probabilitiesOver(box) {
		p = append(p, a.Middle())
		if a.Hi > 0 {
			slack = math.Max(slack, (a.Hi-a.Lo)/a.Lo)
		}
	}
	return p, slack
}

// fit finds the maximisers of all count vectors of a level.
func (law *Law) fit(to *level) error {
	letters := law.model.Letters()
	older, newer, weights := make([]int, letters), make([]int, letters), make([]enclosure, letters)
	to.sites = make([]site, to.older.count()*to.newer.count())
	for rank := range to.sites {
		to.older.at(older, rank/to.newer.count())
		to.newer.at(newer, rank%to.newer.count())
		for k := range weights {
			weights[k] = enclosure{}
			if older[k] > 0 {
				weights[k] = interval.Point(float64(older[k])).Mul(to.step.olderWeight)
			}
			switch part := interval.Point(float64(newer[k])); {
			case newer[k] == 0:
			case older[k] > 0:
				weights[k] = weights[k].Add(part.Mul(to.step.newWeight))
			case to.step.newWeight == interval.Point(1):
				weights[k] = part
			default:
				weights[k] = part.Mul(to.step.newWeight)
			}
		}
		maxima, err := law.model.maxima(weights)
		if err != nil {
			return err
		}
		to.sites[rank] = site{maxima, make([]float64, len(maxima))}
	}
	return nil
}

// collect makes atoms of the sites.
func (law *Law) collect(last *level) {
	letters := law.model.Letters()
	for rank, s := range last.sites {
		atom := Atom{Newer: make([]int, letters)}
		if last.older.n > 0 {
			atom.Older = make([]int, letters)
			last.older.at(atom.Older, rank/last.newer.count())
		}
		last.newer.at(atom.Newer, rank%last.newer.count())
		for branch, mass := range s.mass {
			if mass > 0 {
				atom.Box, atom.Mass = s.maxima[branch], mass
				law.Atoms = append(law.Atoms, atom)
			}
		}
	}
}
