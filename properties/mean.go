package properties

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/internal/rounding"
	"itermle/theorems"
)

// meanTest decides a theorems.Mean with four capital processes, each a mixture of bets on a one-sided null:
//
//	refuted     ½ (bets against E X ≤ Value + bets against E X ≥ Value) ≥ 1/α
//	supported   bets against E X ≥ Value + Tolerance and bets against E X ≤ Value − Tolerance both ≥ 1/β
//
// Refutation is valid because under E X = Value both processes are supermartingales, so is their average. Support is
// valid because |E X − Value| ≥ Tolerance is one of the two nulls, and each is wrongly rejected with probability at
// most β at any time. The bets are those of Capital: on a bounded X nothing else is assumed, on an unbounded one both
// nulls include Var X ≤ Variance, without which no test of a mean exists.
type meanTest struct {
	e                     theorems.Mean
	design                Design
	up, down, over, under *Capital // against E X ≤ Value, ≥ Value, ≥ Value+Tolerance, ≤ Value−Tolerance
	n                     int
	mean, squares         float64 // Welford
}

func init() {
	decidesInOrder(newMeanTest, func(e theorems.Mean) estimators.Trials[float64] { return e.New })
}

func newMeanTest(e theorems.Mean, design Design) (*meanTest, error) {
	finite := func(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
	refuse := func(what string, value float64, accept string) (*meanTest, error) {
		return nil, &estimators.RangeError{What: "mean: " + what, Value: value, Accept: accept}
	}
	if !finite(e.Value) {
		return refuse("Value", e.Value, "a finite number")
	}
	if !(e.Tolerance > 0) || !finite(e.Tolerance) {
		return refuse("Tolerance", e.Tolerance, "a finite Tolerance > 0")
	}
	t := &meanTest{e: e, design: design}
	if e.Lower == 0 && e.Upper == 0 {
		if !(e.Variance > 0) || !finite(e.Variance) {
			return refuse("Variance", e.Variance, "a finite Variance > 0, or bounds Lower < Upper")
		}
		// log-growth λΔ − λ²v/2 is largest at λ = Δ/v; larger Δ than the tolerance belong to wrong code.
		support := []float64{e.Tolerance / e.Variance}
		refute := geometric(e.Tolerance/e.Variance, 16*e.Tolerance/e.Variance)
		t.up = NewVarianceCapital(e.Value, +1, e.Variance, refute)
		t.down = NewVarianceCapital(e.Value, -1, e.Variance, refute)
		t.over = NewVarianceCapital(e.Value+e.Tolerance, -1, e.Variance, support)
		t.under = NewVarianceCapital(e.Value-e.Tolerance, +1, e.Variance, support)
		return t, nil
	}
	if !(e.Lower < e.Upper) || !finite(e.Upper-e.Lower) {
		return refuse("Upper", e.Upper, fmt.Sprintf("a finite Upper > Lower = %g", e.Lower))
	}
	if !(e.Value >= e.Lower && e.Value <= e.Upper) {
		return refuse("Value", e.Value, fmt.Sprintf("Lower = %g ≤ Value ≤ Upper = %g", e.Lower, e.Upper))
	}
	t.up = newBoundedLadder(e.Value, +1, e)
	t.down = newBoundedLadder(e.Value, -1, e)
	t.over = newBoundedLadder(e.Value+e.Tolerance, -1, e)
	t.under = newBoundedLadder(e.Value-e.Tolerance, +1, e)
	return t, nil
}

// newBoundedLadder bets λ = λ_min, 2λ_min, … against a null mean m. The best λ at a shift Δ is about Δ/(Var X + Δ²),
// and Var X ≤ (Upper−Lower)²/4, so λ_min is Tolerance/(range²/4 + Tolerance²); the largest bet loses 95% of the capital
// at worst. nil if X cannot have such a mean at all.
func newBoundedLadder(m, sign float64, e theorems.Mean) *Capital {
	if m < e.Lower || m > e.Upper {
		return nil
	}
	room := m - e.Lower // how far X can go against the bet
	if sign < 0 {
		room = e.Upper - m
	}
	width := e.Upper - e.Lower
	least := e.Tolerance / (width*width/4 + e.Tolerance*e.Tolerance)
	most := 1024 / width // where X cannot go against the bet, any λ is safe
	if room > 0 {
		most = math.Min(most, 0.95/room)
	}
	return NewBoundedCapital(m, sign, geometric(math.Min(least, most), most))
}

// geometric is low, 2 low, 4 low, … up to high, and high itself.
func geometric(low, high float64) []float64 {
	var ladder []float64
	for x := low; x < high*(1-0x1p-20); x *= 2 {
		ladder = append(ladder, x)
	}
	return append(ladder, high)
}

// largestValue is the largest size of data whose squares can be added up.
const largestValue = 1e150

func (t *meanTest) observe(x float64) (theorems.Verdict, error) {
	if !(math.Abs(x) <= largestValue) {
		return theorems.Undecided, notData(x)
	}
	if t.e.Lower < t.e.Upper && !(x >= t.e.Lower && x <= t.e.Upper) {
		return theorems.Undecided, fmt.Errorf("the value %g is outside [%g, %g]", x, t.e.Lower, t.e.Upper)
	}
	t.n++
	step := x - t.mean
	t.mean += step / float64(t.n)
	t.squares += step * (x - t.mean)
	for _, c := range [...]*Capital{t.up, t.down, t.over, t.under} {
		c.Observe(x)
	}
	if math.Max(t.up.LogE(), t.down.LogE()) >= -math.Log(t.design.Alpha) &&
		logMean(t.up.LogE(), t.down.LogE()) >= -math.Log(t.design.Alpha) {
		return theorems.Refuted, nil
	}
	if math.Min(t.over.LogE(), t.under.LogE()) >= -math.Log(t.design.Beta) {
		return theorems.Supported, nil
	}
	return theorems.Undecided, nil
}

// logMean is log ½(e^a + e^b).
func logMean(a, b float64) float64 {
	high, low := math.Max(a, b), math.Min(a, b)
	if math.IsInf(high, 0) {
		return high
	}
	return high + math.Log1p(math.Exp(low-high)) - math.Ln2
}

// horizon is a tenth more of what has been seen: nobody knows when a bet will pay off.
func (t *meanTest) horizon() int { return 64 + t.n/10 }

func (t *meanTest) describe(report *ScenarioReport) {
	report.Estimate, report.Claimed, report.Tolerated = t.mean, t.e.Value, t.e.Tolerance
	report.margin = 1 - math.Abs(t.mean-t.e.Value)/t.e.Tolerance
	report.LogERefute = LogE(logMean(t.up.LogE(), t.down.LogE()))
	report.LogESupport = LogE(math.Min(t.over.LogE(), t.under.LogE()))
	deviation := 0.0
	if t.n > 1 {
		deviation = math.Sqrt(t.squares / float64(t.n-1) / float64(t.n))
	}
	// What the verdict asserts: the mean lies on one side of Value, or within the tolerance.
	low, high := -math.MaxFloat64, math.MaxFloat64
	if t.e.Lower < t.e.Upper {
		low, high = t.e.Lower, t.e.Upper
	}
	switch report.Verdict {
	case theorems.Supported:
		low, high = math.Max(low, t.e.Value-t.e.Tolerance), math.Min(high, t.e.Value+t.e.Tolerance)
		report.Detectable = t.detectable()
	case theorems.Refuted:
		if t.up.LogE() >= t.down.LogE() {
			low = t.e.Value
		} else {
			high = t.e.Value
		}
	}
	report.Interval = [2]float64{low, high}
	unit := ""
	if t.e.Unit != "" {
		unit = " " + t.e.Unit
	}
	report.Evidence = fmt.Sprintf("mean %.6g%s (s.e. %.2g) of %d values, claimed %.6g, would see ± %.3g",
		t.mean, unit, deviation, t.n, t.e.Value, t.e.Tolerance)
}

// detectable is the smallest distance of E X from Value that would have been supported by now with probability at most
// 0.01. At E X = Value + Tolerance − h the bets of t.over grow on average by at most LogGrowth(h, n), so by Ville they
// have ever reached 1/β with probability at most β e^LogGrowth(h, n). On a side without bets only means that X cannot
// have are safe from support.
func (t *meanTest) detectable() float64 {
	distance := 0.0
	for side, c := range [...]*Capital{t.over, t.under} {
		if c == nil {
			room := [...]float64{t.e.Upper - t.e.Value, t.e.Value - t.e.Lower}[side]
			distance = math.Max(distance, math.Min(rounding.Above(room), t.e.Tolerance))
			continue
		}
		bound := math.Log(missProbability / t.design.Beta)
		if c.LogGrowth(0, t.n) > bound {
			return math.MaxFloat64
		}
		h := bisect.Within(0, t.e.Tolerance, 1.5*0x1p-50*t.e.Tolerance, func(h float64) bool {
			return c.LogGrowth(h, t.n) <= bound
		})
		distance = math.Max(distance, t.e.Tolerance-h)
	}
	return distance
}
