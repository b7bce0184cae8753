package construction2

import (
	"math"
	"math/rand/v2"
	"strconv"

	"itermle/estimators"
)

// Pool runs Algorithm 1 on the family.
//
// Θ = {(α, β, J, s)}: s = 0 selects h_α, s = 1 selects g_{β,J}. The coordinates that the chosen kind does not use stay
// where they are, being nearest to the current model. Theta is (α_0, α_1, α_2, α_3, β, J, s); Alpha gives the other
// α_j. The paper's truth is h_0 = U[0, 1], (0, 0, 0, 0, 0, 2, 0).
//
// What the argmax depends on is kept, and nothing else, so before the collapse a generation costs O(intervals
// occupied), whatever n is: of each interval [j, j+1] the count and 1 − max, of the last two occupied ones (not
// interval 0) the points. After it the spike's points are held as such, in units of 2^-128, while that can matter, and
// else as a count (see drawNarrow).
type Pool struct {
	width SpikeWidth
	// wideOnly leaves the g's out of the family: s = 0 throughout.
	wideOnly bool
	// Argmax is the maximiser α̂_j of an interval with 1 − M_j = gap; nil stands for min(¼, gap/2), the exact one.
	Argmax func(gap float64) float64

	alpha  []float64 // α_0, α_1, …; 0 beyond
	narrow bool      // s
	spike  spike     // of g_{β,J}
	theta  [dim]float64

	intervals []occupation
	last      int     // last occupied interval, −1 if none
	total     float64 // samples in the pool; beyond 2^53 rounded, which no comparison can tell

	// cluster counts the spike's points that are held as a count, all of them in spike clustered.
	cluster    float64
	clustered  spike
	generation int   // draws since Start
	hits       []int // generation in which interval j was first hit, −1 if not
	collapsed  int   // generation whose fit was the first with s = 1, −1 if none
	fitted     []float64
}

// dim is the length of Theta.
const dim = 7

// Truth is θ* of Theorem 5.2: h_0 = U[0, 1].
func Truth() []float64 { return []float64{0, 0, 0, 0, 0, 2, 0} }

// Symbols names the coordinates of Theta.
func Symbols() []string { return []string{"α_0", "α_1", "α_2", "α_3", "β", "J", "s"} }

// occupation is what the pool knows of the samples in [j, j+1).
type occupation struct {
	count    float64
	gap      float64  // 1 − M_{t,j}, M_{t,j} the largest offset seen
	points   []offset // all of them if complete
	complete bool
	// When there were scanned of them, the fullest window of width f(j+1) held fullest.
	scanned, fullest float64
}

// spike is the narrow component of g_{β,J}: the interval from start, in [J−1, J], of width f(J).
type spike struct {
	J        int
	width    Width
	units    offset // f(J) rounded down to a multiple of 2^-128
	interval int    // J−1, or J where β = 0
	start    offset // start of the spike within that interval
}

func (s *spike) beta() float64 {
	if s.interval == s.J {
		return 0
	}
	return s.start.gap()
}

// New returns the family with the given f.
func New(width SpikeWidth) (*Pool, error) {
	if width.function == nil {
		return nil, &estimators.SyntaxError{What: "width", Value: "", Accept: SpikeWidthSyntax}
	}
	return &Pool{width: width, last: -1}, nil
}

// NewWide returns the family without the g's: only the h_α, whose dynamics need no f.
func NewWide() *Pool { return &Pool{wideOnly: true, last: -1} }

// Start empties the pool and sets θ^(0). Errors: *estimators.DimensionError, *estimators.ParameterError.
func (p *Pool) Start(truth []float64) error {
	if len(truth) != dim {
		return &estimators.DimensionError{What: "construction2: θ", Got: len(truth), Want: dim}
	}
	refuse := func(i int, accept string) error {
		return &estimators.ParameterError{Family: "construction2", Name: Symbols()[i], Value: truth[i], Accept: accept}
	}
	for j, a := range truth[:4] {
		if !(a >= 0 && a <= 0.25) {
			return refuse(j, "0 ≤ α_j ≤ ¼")
		}
	}
	beta, J, s := truth[4], truth[5], truth[6]
	switch {
	case !(beta >= 0 && beta <= 1):
		return refuse(4, "0 ≤ β ≤ 1")
	case !(J >= 2 && J <= maxLevel && J == math.Trunc(J)):
		return refuse(5, "a whole number, 2 ≤ J ≤ "+strconv.Itoa(maxLevel))
	case s != 0 && s != 1:
		return refuse(6, "0 (an h) or 1 (a g)")
	case s == 1 && p.wideOnly:
		return refuse(6, "0: the g's are switched off")
	}
	p.alpha = append(p.alpha[:0], truth[:4]...)
	p.narrow = s == 1
	if !p.wideOnly {
		p.spike = p.spikeAt(int(J))
	}
	p.spike.J, p.spike.interval, p.spike.start = int(J), int(J)-1, offset{}
	switch {
	case beta == 0:
		p.spike.interval = int(J)
	case beta < 1:
		p.spike.start, _ = offset{}.minus(offsetOf(beta))
	}
	p.Clear()
	p.generation, p.collapsed, p.hits = 0, -1, p.hits[:0]
	p.publish()
	return nil
}

// maxLevel bounds J: the number of intervals that a sample of g_{β,J} is spread over.
const maxLevel = 1 << 20

// spikeAt is the spike of level J before it has a place.
func (p *Pool) spikeAt(J int) spike {
	w := p.width.function(J)
	return spike{J: J, width: w, units: offsetOf(w.Float64)}
}

// Clear forgets every sample and keeps the model.
func (p *Pool) Clear() {
	for j := range p.intervals {
		p.intervals[j] = occupation{points: p.intervals[j].points[:0], gap: 1, complete: true}
	}
	p.last, p.total, p.cluster = -1, 0, 0
}

// Theta is (α_0, α_1, α_2, α_3, β, J, s).
func (p *Pool) Theta() []float64 { return p.theta[:] }

// Alpha is α_j.
func (p *Pool) Alpha(j int) float64 {
	if j < len(p.alpha) {
		return p.alpha[j]
	}
	return 0
}

func (p *Pool) publish() {
	copy(p.theta[:4], p.alpha)
	p.theta[4], p.theta[5], p.theta[6] = p.spike.beta(), float64(p.spike.J), 0
	if p.narrow {
		p.theta[6] = 1
	}
}

// TotalVariation is TV(p_θ, U[0, 1]) of the current model, in closed form:
//
//	TV(h_α, h_0) = 2α_0,    TV(g_{β,J}, h_0) = 1 − 1/(2J)
//
// On [0, 1−2α_0] h_α is (1−α_0)/(1−2α_0) ≥ 1, on the rest of [0, 1] it is 0: ∫(h_0−h_α)⁺ = 2α_0. On [0, 1] g is 1/(2J)
// up to at most one point, because its spike starts at J−β ≥ 1: ∫(h_0−g)⁺ = 1 − 1/(2J).
func (p *Pool) TotalVariation() float64 {
	if p.narrow {
		return 1 - 1/(2*float64(p.spike.J))
	}
	return 2 * p.Alpha(0)
}

// Collapsed is the generation, counted from 0, whose fit was the first to be a g: θ^(t+1) is the first one with s = 1.
func (p *Pool) Collapsed() (t int, ok bool) { return p.collapsed, p.collapsed >= 0 }

// HittingTime is the first generation, counted from 0, with a sample in [J, J+1).
func (p *Pool) HittingTime(J int) (t int, ok bool) {
	if J < 0 || J >= len(p.hits) || p.hits[J] < 0 {
		return -1, false
	}
	return p.hits[J], true
}

// Count is the number of samples in [j, j+1), j < Occupied.
func (p *Pool) Count(j int) float64 { return p.intervals[j].count }

// Gap is 1 − M_j, M_j the largest offset of a sample in [j, j+1), j < Occupied; 1 if there is none.
func (p *Pool) Gap(j int) float64 { return p.intervals[j].gap }

// Occupied is the number of intervals up to the last one that holds a sample.
func (p *Pool) Occupied() int { return p.last + 1 }

// LargestDraw is the largest n of Draw.
func (p *Pool) LargestDraw() int64 { return 10_000_000_000_000_000 }

// Draw adds n samples of the current model, 1 ≤ n ≤ 10^16.
func (p *Pool) Draw(n int64, random *rand.Rand) error {
	if n < 1 || n > p.LargestDraw() {
		return &estimators.RangeError{What: "construction2: n", Value: float64(n), Accept: "1 ≤ n ≤ 10^16"}
	}
	defer func() { p.generation++ }()
	if p.narrow {
		return p.drawNarrow(n, random)
	}
	p.drawWide(n, random)
	return nil
}

var _ estimators.Pool = (*Pool)(nil)
