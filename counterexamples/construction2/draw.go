package construction2

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/random"
)

// explicitPoints is how many points of one interval are held one by one. Before the collapse the intervals ≥ 1 receive
// n α_0 = O(1) points a generation (Lemma F.8), so only a truth far from h_0, or a spike so wide that its neighbourhood
// is crowded, ever asks for more.
const explicitPoints = 1 << 17

// drawWide adds n samples of h_α. Those that go beyond interval j are Binomial(those that reach it, α_j).
func (p *Pool) drawWide(n int64, r *rand.Rand) {
	for j := 0; n > 0; j++ {
		a, beyond := p.Alpha(j), int64(0)
		if a > 0 {
			beyond = random.Binomial(n, a, 1-a, r)
		}
		if n > beyond {
			p.addUniform(j, n-beyond, 2*a, r)
		}
		n = beyond
	}
}

// occupy adds count samples to interval j, the largest of them at 1 − gap.
func (p *Pool) occupy(j int, count int64, gap float64) *occupation {
	for len(p.intervals) <= j {
		p.intervals = append(p.intervals, occupation{gap: 1, complete: true})
	}
	for len(p.hits) <= j {
		p.hits = append(p.hits, -1)
	}
	if p.hits[j] < 0 {
		p.hits[j] = p.generation
	}
	o := &p.intervals[j]
	o.count += float64(count)
	o.gap = math.Min(o.gap, gap)
	p.total += float64(count)
	p.last = max(p.last, j)
	return o
}

// addUniform adds count points of U[j, j+1−cut].
func (p *Pool) addUniform(j int, count int64, cut float64, r *rand.Rand) {
	if p.explicit(j, count) {
		o := p.occupy(j, count, 1)
		for range count {
			// At least half of the proposals are kept, because cut ≤ ½.
			u := uniformOffset(r)
			for u.gap() < cut {
				u = uniformOffset(r)
			}
			o.add(u)
		}
		return
	}
	// The maximum of c points of U[0, 1] is U^{1/c}; its gap without cancellation, U in (0, 1].
	gap := cut + (1-cut)*maximumGap(count, r)
	p.occupy(j, count, gap).forget()
}

// maximumGap is 1 − the maximum of count points of U[0, 1].
func maximumGap(count int64, r *rand.Rand) float64 {
	for {
		if gap := -math.Expm1(math.Log(1-r.Float64()) / float64(count)); gap > 0 {
			return gap
		}
	}
}

// explicit says whether count more points of interval j are to be held one by one.
func (p *Pool) explicit(j int, count int64) bool {
	if p.wideOnly || j == 0 || j < p.last-1 || count > explicitPoints {
		return false
	}
	if j >= len(p.intervals) {
		return true
	}
	o := &p.intervals[j]
	return o.complete && int64(len(o.points))+count <= explicitPoints
}

func (o *occupation) add(u offset) {
	o.points = append(o.points, u)
	o.gap = math.Min(o.gap, u.gap())
}

// forget gives up the points for good: from now on there is only their number.
func (o *occupation) forget() { o.points, o.complete = o.points[:0], false }

// drawNarrow adds n samples of g_{β,J}: Binomial(n, ½) in the spike, the others uniform on [0, J].
//
// Where all points around the spike are few and the spike is at least 2^-64 wide, its points are held one by one in
// units of 2^-128. Else they are a count: enough, as long as no other point is within f of the spike, because then a
// window holds all of them and nothing else, or fewer of them and nothing else, or none. A uniform point is that near
// with probability ≤ 3f/J; the first one that is ends the run with an error, it is never ignored.
func (p *Pool) drawNarrow(n int64, r *rand.Rand) error {
	s := &p.spike
	inside := random.Binomial(n, 0.5, 0.5, r)
	outside := n - inside
	explicit := s.units.high > 0 && p.cluster == 0 && p.explicit(s.J-1, n)
	if !explicit {
		if err := p.startCluster(); err != nil {
			return err
		}
		near := math.Min(1, 3*s.width.Float64/float64(s.J))
		if random.Binomial(outside, near, 1-near, r) > 0 {
			return p.crowded()
		}
	}
	if p.cluster > 0 {
		// Each sample adds 1 to the lead of the spike's points over the others of its interval with probability ½ and
		// takes 1 away with probability ≤ ¼: a lead of 1024 is lost with probability ≤ 2^-1024, so the others need not
		// be held.
		for j := max(0, s.J-2); j < s.J && j < len(p.intervals); j++ {
			if o := &p.intervals[j]; o.complete && p.cluster > 1024+(p.intervals[s.J-1].count-p.cluster) {
				o.forget()
			}
		}
	}
	left := outside
	for j := s.J - 1; j >= 0 && left > 0; j-- { // from the top: points below the last two intervals are never held
		rest := float64(j + 1)
		count := random.Binomial(left, 1/rest, (rest-1)/rest, r)
		if count > 0 {
			p.addUniform(j, count, 0, r)
		}
		left -= count
	}
	if inside == 0 {
		return nil
	}
	if !explicit {
		end := s.start.gap() - s.width.Float64
		p.occupy(s.J-1, inside, end+s.width.Float64*maximumGap(inside, r))
		p.cluster += float64(inside)
		return nil
	}
	for range inside {
		u, carry := s.start.plus(uniformOffset(r).scaled(s.units))
		j := s.interval + int(carry)
		o := p.occupy(j, 1, 1)
		if !o.complete {
			return p.crowded()
		}
		o.add(u)
	}
	return nil
}

// startCluster turns the points inside the spike from a list into a count.
func (p *Pool) startCluster() error {
	s := &p.spike
	if p.cluster > 0 {
		if p.clustered != *s {
			return p.crowded()
		}
		return nil
	}
	p.clustered = *s
	if s.interval == s.J || s.start.gap() <= s.width.Float64 {
		// The spike reaches beyond J. Its start is a sample of [J−1, J): probability ≤ points·f.
		return p.crowded()
	}
	if s.J-1 >= len(p.intervals) {
		return nil
	}
	o := &p.intervals[s.J-1]
	if !o.complete {
		return p.crowded()
	}
	kept := o.points[:0]
	for _, u := range o.points {
		switch inside, near := s.holds(u); {
		case inside:
			p.cluster++
		case near:
			return p.crowded()
		default:
			kept = append(kept, u)
		}
	}
	o.points = kept
	return nil
}

// holds says whether the point u of interval J−1 is in the spike, and if not, whether it is within its width of it.
func (s *spike) holds(u offset) (inside, near bool) {
	above, below := u.minus(s.start)
	if below == 1 {
		above, _ = s.start.minus(u)
		return false, !s.units.less(above)
	}
	if !s.units.less(above) {
		return true, false
	}
	above, _ = above.minus(s.units)
	return false, !s.units.less(above)
}

func (p *Pool) crowded() error {
	return &estimators.UnsupportedError{What: "construction2", Action: "points too many to hold, or a count, within " +
		"f of a spike of width " +
		p.width.String(), Accept: "a smaller n, fewer generations, or a narrower f"}
}
