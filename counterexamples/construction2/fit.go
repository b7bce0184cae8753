package construction2

import (
	"math"
	"slices"

	"itermle/estimators"
	"itermle/internal/tower"
)

// Fit replaces the model by the maximum likelihood estimate of the pool over the whole family, found among finitely
// many candidates. Let c_j samples lie in [j, j+1), L be the last interval with c_L > 0, N = Σ c_j.
//
// The h's. log-likelihood(h_α) = Σ_j [c_j log((1−α_j)/(1−2α_j)) + (Σ_{k>j} c_k) log α_j], −∞ unless α_j ≤ ½(1−M_j) for
// every occupied j. Each summand is increasing in its own α_j, so the maximiser is α_j = min(¼, ½(1−M_j)) for occupied
// j, ¼ for an empty one below L (only g's leave such), and free above L: there the current value is nearest. The
// likelihood is ≥ 1, that of h_0, if L = 0.
//
// The g's. The density is 1/(2J) on [0, J] plus 1/(2f) on the spike [b, b+f], J−1 ≤ b ≤ J, f < ½, so the likelihood is
// (2J)^{−N} (1+J/f)^k if the k points of the spike include all that lie above J, else 0 (1/(2f) alone, not
// 1/(2J)+1/(2f), for those above J).
//   - J ≥ L+2: no point reaches the spike, which starts at J−1 ≥ L+1: (2J)^{−N}, below the J = L+1 candidate, or, for L
//     = 0, below h_0.
//   - J = L+1 ≥ 2: k is the number of points of interval L in the spike, any window of width f that starts in [L, L+1].
//     The best k is found by sliding a window whose left end is a point.
//   - J = L ≥ 2: all points of interval L must lie in the spike, so M_L ≤ f; the best is b = L + M_L − f, which of all
//     admissible b reaches furthest down into interval L−1.
//   - J < L: the points of interval L are out of reach, because b + f < J + ½ < L.
//
// Of equally good windows the one with β nearest to the current β is taken. Errors: estimators.ErrEmptyPool, and
// *estimators.UnsupportedError where the answer depends on points that were too many to hold.
func (p *Pool) Fit() error {
	if p.last < 0 {
		return estimators.ErrEmptyPool
	}
	best := p.fitWide()
	if !p.wideOnly {
		for J := max(2, p.last); J <= p.last+1; J++ {
			candidate, err := p.fitNarrow(J, best)
			if err != nil {
				return err
			}
			if c := candidate.compare(best); c > 0 || c == 0 && p.narrow &&
				(!best.narrow || candidate.spike.J == p.spike.J) {
				best = candidate
			}
		}
	}
	if p.narrow = best.narrow; p.narrow {
		p.spike = best.spike
		if p.collapsed < 0 {
			p.collapsed = p.generation - 1
		}
	} else {
		p.alpha = append(p.alpha[:0], p.fitted...)
	}
	p.publish()
	return nil
}

// likelihood is a candidate with its log-likelihood huge + moderate, in nats: huge = k log(1/(2f)) need not be a
// float64.
type likelihood struct {
	huge     tower.Number
	moderate float64
	narrow   bool
	spike    spike
}

// impossible is the log of likelihood 0.
var impossible = likelihood{moderate: math.Inf(-1)}

func (l *likelihood) compare(m likelihood) int {
	a, b := l.huge.Float64(), m.huge.Float64()
	if math.IsInf(a, 1) && math.IsInf(b, 1) {
		// Two that are both > 1e300 differ by their huge parts or not at all: the moderate parts are below 1e23.
		switch {
		case l.huge.Less(m.huge):
			return -1
		case m.huge.Less(l.huge):
			return 1
		}
		a, b = 0, 0
	}
	switch a, b = a+l.moderate, b+m.moderate; {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// fitWide stores the best α in p.fitted.
func (p *Pool) fitWide() likelihood {
	p.fitted = append(p.fitted[:0], p.alpha...)
	for len(p.fitted) <= p.last {
		p.fitted = append(p.fitted, 0)
	}
	log, beyond := 0.0, 0.0
	for j := p.last; j >= 0; j-- {
		a, count := 0.25, p.intervals[j].count
		if count > 0 {
			if gap := p.intervals[j].gap; p.Argmax != nil {
				a = p.Argmax(gap)
			} else {
				a = math.Min(a, gap/2)
			}
			log += count * math.Log1p(a/(1-2*a))
		}
		if beyond > 0 {
			log += beyond * math.Log(a)
		}
		p.fitted[j] = a
		beyond += count
	}
	return likelihood{moderate: log}
}

// narrowLikelihood is (2J)^{−N} (1+J/f)^k with (1 + J/f) replaced by J/f for those of the k that lie above J.
func (p *Pool) narrowLikelihood(s *spike, k, above float64) likelihood {
	J, y := float64(s.J), s.width.narrowness
	// log(1 + J/f) = y + log 2J + log(1 + f/J), y = log(1/(2f)).
	perPoint := math.Log(2 * J)
	moderate := k*perPoint - p.total*perPoint + (k-above)*math.Log1p(s.width.Float64/J)
	return likelihood{huge: y.Times(tower.Of(k)), moderate: moderate, narrow: true, spike: *s}
}

// fitNarrow is the best g of level J ∈ {L, L+1}, or impossible if it cannot beat rival.
func (p *Pool) fitNarrow(J int, rival likelihood) (likelihood, error) {
	s := p.spikeAt(J)
	top := &p.intervals[p.last]
	if J == p.last && 1-top.gap > s.width.Float64+0x1p-50 {
		return impossible, nil
	}
	// More points than these two intervals hold cannot be in the spike. Unless that many decide, no window is looked
	// for.
	most := top.fullest + (top.count - top.scanned)
	if J == p.last {
		most = top.count + p.intervals[p.last-1].count
	}
	if bound := p.narrowLikelihood(&s, most, 0); bound.compare(rival) < 0 {
		return impossible, nil
	}
	if J == p.last {
		below := &p.intervals[p.last-1]
		if !top.complete || !below.complete || p.cluster > 0 {
			return likelihood{}, p.crowded()
		}
		k, reachable := s.cover(top.points, below.points, &p.spike)
		if !reachable {
			return impossible, nil
		}
		return p.narrowLikelihood(&s, float64(k), top.count), nil
	}
	if p.cluster > 0 && p.clustered.J == J && p.cluster > top.count-p.cluster {
		// The spike's own points outnumber all others of the interval, and no other point is near (drawNarrow).
		return p.narrowLikelihood(&p.clustered, p.cluster, 0), nil
	}
	if !top.complete || p.cluster > 0 && p.clustered.J != J {
		return likelihood{}, p.crowded()
	}
	if p.cluster > 0 {
		for _, u := range top.points {
			if inside, near := p.clustered.holds(u); inside || near {
				return likelihood{}, p.crowded()
			}
		}
	}
	slices.SortFunc(top.points, offset.compare)
	k := float64(s.slide(top.points, &p.spike))
	top.scanned, top.fullest = top.count, math.Max(k, p.cluster)
	if p.cluster >= k {
		return p.narrowLikelihood(&p.clustered, p.cluster, 0), nil
	}
	return p.narrowLikelihood(&s, k, 0), nil
}

// slide places the spike on the sorted points of interval J−1 so that it holds as many as possible, nearest to the
// current model, and returns that number.
func (s *spike) slide(points []offset, current *spike) int {
	most, end, nearest := 0, 0, math.Inf(1)
	for i := range points {
		for end < len(points) {
			if span, _ := points[end].minus(points[i]); s.units.less(span) {
				break
			}
			end++
		}
		if end-i < most {
			continue
		}
		if end-i > most {
			most, nearest = end-i, math.Inf(1)
		}
		// Every start from the last point − f, or the interval's end, to the first point holds the same points.
		lowest, below := points[end-1].minus(s.units)
		if below == 1 {
			lowest = offset{}
		}
		start, distance := nearestStart(lowest, points[i], current)
		if distance < nearest {
			nearest = distance
			s.interval, s.start = s.J-1, start
		}
	}
	return most
}

// nearestStart is the start in [lowest, highest] ⊆ [J−1, J) whose β is nearest to that of the current model, and how
// near it is.
func nearestStart(lowest, highest offset, current *spike) (offset, float64) {
	// The same β at another J is the same offset within its interval.
	beta, wanted := current.beta(), current.start
	switch {
	case current.interval == current.J || highest.less(wanted):
		return highest, highest.gap() - beta
	case wanted.less(lowest):
		return lowest, beta - lowest.gap()
	}
	return wanted, 0
}

// cover places the spike so that it holds all points of interval J, above it, and as many as possible of interval J−1,
// and returns how many it holds. It is false where f is too narrow for the points above.
func (s *spike) cover(above, below []offset, current *spike) (k int, reachable bool) {
	var highest offset
	for _, u := range above {
		if highest.less(u) {
			highest = u
		}
	}
	depth, short := s.units.minus(highest) // how far below J the spike can reach
	if short == 1 {
		return 0, false
	}
	// In interval J−1 a point u is 1−u below J; the largest start that still holds what is reachable is the lowest such
	// u.
	k = len(above)
	lowest, _ := offset{}.minus(depth)
	s.interval, s.start = s.J, offset{}
	first, any := offset{}, false
	for _, u := range below {
		distance, _ := offset{}.minus(u)
		if u == (offset{}) || depth.less(distance) {
			continue
		}
		k++
		if !any || u.less(first) {
			first, any = u, true
		}
	}
	if !any && current.interval == current.J || depth == (offset{}) {
		return k, true // β = 0: the spike starts at J
	}
	if !any {
		// The start may be anywhere up to J itself.
		first, _ = offset{}.minus(offset{low: 1})
	}
	s.interval = s.J - 1
	s.start, _ = nearestStart(lowest, first, current)
	return k, true
}
