package properties

import (
	"fmt"
	"math"
	"slices"

	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/theorems"
)

// cdfError is how far a claim's distribution function may be off; both thresholds of D_n give way by it.
const cdfError = 1e-9

// lookShare and levels: a law is looked at after n/16, n/4, 0.55 n and n replicates. The first two looks are there to
// refute wrong laws early, the third to support early, which it usually does, because D_n under the claim is far below
// the critical value of the last look. Shares of α and β over looks; both sum to 1.
var (
	lookShare  = [...]float64{1. / 16, 1. / 4, 0.55, 1}
	alphaShare = [...]float64{1. / 8, 1. / 8, 1. / 4, 1. / 2}
	betaShare  = [...]float64{0, 0, 1. / 2, 1. / 2}
)

// kolmogorovTest decides a theorems.Law from D_n = sup_x |F_n(x) − F(x)| at a few fixed n:
//
//	refuted     D_n ≥ c(n, α_k)                       P ≤ α_k under the claim
//	supported   D_n ≤ Distance − √(log(1/β_k)/(2n))   P ≤ β_k under any law at that distance
//
// The last n is the smallest at which one of the two must happen, about (√log(4/α) + √log(2/β))²/(2 Distance²). If
// MaxReplicates is below it the last look comes at MaxReplicates and may leave the law undecided; both error rates hold
// all the same.
type kolmogorovTest struct {
	law     theorems.Law
	looks   []look
	next    int // the look to come
	values  []float64
	largest float64 // D_n at the last look taken
	at      int     // its n
}

type look struct {
	n               int
	refute, support float64 // thresholds of D_n
}

func init() {
	decidesInOrder(newKolmogorovTest, func(e theorems.Law) estimators.Trials[float64] { return e.New })
}

func newKolmogorovTest(e theorems.Law, design Design) (*kolmogorovTest, error) {
	if !(e.Distance > 0 && e.Distance < 1) {
		return nil, &estimators.RangeError{What: "law: Distance", Value: e.Distance, Accept: "0 < Distance < 1"}
	}
	if e.CDF == nil {
		return nil, fmt.Errorf("law without CDF")
	}
	last := len(lookShare) - 1
	alpha, beta := design.Alpha*alphaShare[last], design.Beta*betaShare[last]
	root := (math.Sqrt(math.Log(2/alpha)) + math.Sqrt(math.Log(1/beta))) / (e.Distance - 2*cdfError)
	needed := math.Ceil(root * root / 2)
	if e.Distance <= 2*cdfError || !(needed <= float64(design.MaxReplicates)) {
		needed = float64(design.MaxReplicates)
	}
	k := &kolmogorovTest{law: e}
	for i, part := range lookShare {
		n := max(1, int(math.Ceil(needed*part)))
		if len(k.looks) > 0 && n == k.looks[len(k.looks)-1].n {
			continue
		}
		l := look{n: n, refute: criticalOf(n, design.Alpha*alphaShare[i]) + cdfError, support: -1}
		if betaShare[i] > 0 {
			l.support = kolmogorovPower(n, e.Distance, design.Beta*betaShare[i]) - cdfError
		}
		k.looks = append(k.looks, l)
	}
	return k, nil
}

func (k *kolmogorovTest) observe(value float64) (theorems.Verdict, error) {
	if math.IsNaN(value) {
		return theorems.Undecided, notData(value)
	}
	k.values = append(k.values, value)
	if k.next == len(k.looks) || len(k.values) < k.looks[k.next].n {
		return theorems.Undecided, nil
	}
	now := k.looks[k.next]
	k.next++
	slices.Sort(k.values)
	distance, err := KolmogorovDistance(k.values, k.law.CDF, k.law.CDFLeft)
	if err != nil {
		return theorems.Undecided, err
	}
	k.largest, k.at = distance, now.n
	switch {
	case distance >= now.refute:
		return theorems.Refuted, nil
	case distance <= now.support:
		return theorems.Supported, nil
	}
	return theorems.Undecided, nil
}

func (k *kolmogorovTest) horizon() int {
	if k.next == len(k.looks) {
		return 1
	}
	return k.looks[k.next].n - len(k.values)
}

func (k *kolmogorovTest) describe(report *ScenarioReport) {
	report.Estimate, report.Claimed, report.Tolerated = k.largest, 0, k.law.Distance
	report.margin = (k.law.Distance - k.largest) / k.law.Distance
	if k.at == 0 {
		report.Evidence = fmt.Sprintf("%d values, too few for the first look at %d", len(k.values), k.looks[0].n)
		return
	}
	// The distance of the true law from F is within the 99% half-width of D_n.
	half := math.Sqrt(math.Log(2/0.01) / (2 * float64(k.at)))
	report.Interval = [2]float64{math.Max(0, k.largest-half), math.Min(1, k.largest+half)}
	now := k.looks[k.next-1]
	report.refutes = now.refute
	if report.Verdict == theorems.Supported {
		report.Detectable = k.detectable()
	}
	report.Evidence = fmt.Sprintf("Kolmogorov distance %.4g of %d values, refuted from %.4g, would see %.4g",
		k.largest, k.at, now.refute, k.law.Distance)
}

// detectable is the smallest Kolmogorov distance that the looks taken so far would have supported with probability at
// most 0.01: Σ_k exp(−2n_k(d − c_k)²) ≤ 0.01 over looks that can support, by the proof at kolmogorovPower.
func (k *kolmogorovTest) detectable() float64 {
	missed := func(d float64) bool {
		sum := 0.0
		for _, l := range k.looks[:k.next] {
			if l.support < 0 {
				continue
			}
			if d <= l.support {
				return true
			}
			sum += math.Exp(-2 * float64(l.n) * (d - l.support) * (d - l.support))
		}
		return sum > missProbability
	}
	if missed(1) {
		return 1
	}
	high := 1.0
	if !missed(k.law.Distance) {
		high = k.law.Distance
	}
	return bisect.Within(high, 0, 1.5*0x1p-50*high, func(d float64) bool { return !missed(d) })
}

// KolmogorovDistance is sup_x |F_n(x) − F(x)| for sorted values. cdf is P(X ≤ x); left is P(X < x), nil where F is
// continuous. Between two values F_n is constant and F monotone, so F_n − F is largest at a value and F − F_n just
// before one. It is an error if F leaves [0, 1], falls, or is NaN.
func KolmogorovDistance(sorted []float64, cdf, left func(float64) float64) (float64, error) {
	n := float64(len(sorted))
	if left == nil {
		left = cdf
	}
	largest, before := 0.0, 0.0
	for i := 0; i < len(sorted); {
		end := i + 1
		for end < len(sorted) && sorted[end] == sorted[i] {
			end++
		}
		x := sorted[i]
		below, at := left(x), cdf(x)
		if !(below >= before-cdfError && at >= below-cdfError && at <= 1+cdfError) {
			return 0, fmt.Errorf("the claimed distribution function is none: F(x−) = %g, F(x) = %g at x = %g after %g",
				below, at, x, before)
		}
		largest = math.Max(largest, math.Max(below-float64(i)/n, float64(end)/n-at))
		before, i = at, end
	}
	return largest, nil
}
