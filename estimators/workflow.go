package estimators

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"itermle/internal/numeral"
	variates "itermle/internal/random"
)

// WorkflowSyntax is what ParseWorkflow accepts.
const WorkflowSyntax = "accumulate[:SHARE], replace, subsample:SIZE, bootstrap:SIZE, fresh:SHARE, mixture:SHARE, " +
	"original:SHARE, weighted:W, central:Q, largest:Q, verified:LOW,HIGH, sharpened:TEMPERATURE or " +
	"smoothed:DEVIATION with SIZE ≥ 1, 0 < SHARE < 1, 0 < W ≤ 1, 0 < Q ≤ 1, LOW < HIGH; in place of SHARE, W " +
	"and Q also S/t or S/t^P, which is min(1, S/t^P) at generation t, and a list s_1,s_2,… from 0 to 1 whose last " +
	"entry holds for all later t"

// Workflow is the rule by which generation t turns the pool and n_t new samples into the training set of
// θ^(t+1). The zero value is accumulate, the paper's Algorithm 1.
//
//	accumulate      X^(≤t), every sample ever drawn
//	accumulate:s    likewise, round(s n_t) of the n_t new samples fresh from p_θ*; t=0 is all real
//	replace         X^(t) only
//	subsample:m     a uniform subsample of min(m, N_t) samples of X^(≤t), without replacement
//	bootstrap:m     m uniform draws with replacement from X^(≤t)
//	fresh:s         n_t samples, round(s n_t) of them fresh from p_θ*, the others from p_θ(t); t=0 is all real
//	mixture:s       n_t samples of the mixture s p_θ* + (1−s) p_θ(t): of fresh:s with Binomial(n_t, s) real ones
//	original:s      the n_0 real samples X^(0) and n_t samples of p_θ(t), weighted so that the real
//	                share of the likelihood is s; t=0 is X^(0) alone
//	weighted:w      n_0 fresh real samples of total weight w and n_t samples of p_θ(t) of total weight 1−w
//	                (He, Xu and Cheng, arXiv:2502.18049); t=0 is X^(0) alone
//	central:q       accumulate, of n_t new samples those ⌈q n_t⌉ kept where p_θ(t) is largest; t=0 is all kept
//	largest:q       accumulate, of n_t new samples the ⌈q n_t⌉ largest kept; t=0 is all kept
//	verified:a,b    n_t samples of p_θ(t) that lie in [a, b], alone; t=0 is X^(0) as it comes
//	sharpened:τ     accumulate, n_t samples of the density p_θ(t)^{1/τ}, normalised, for a TemperedFamily; t=0 is real
//	smoothed:h      accumulate, n_t samples of p_θ(t) with noise of N(0, h²) on each number, on R^m; t=0 is real
//
// The shares s, w and q may be schedules: s_t = min(1, S/t^P), or a list.
type Workflow struct {
	kind  string
	size  int64
	share shares
	// of verified: its interval; of sharpened and smoothed: low is τ or h
	low, high float64
}

// Accumulate, Replace, … are the workflows by name.
func Accumulate() Workflow                   { return Workflow{} }
func AccumulateFresh(share float64) Workflow { return shared("accumulate", share) }
func Replace() Workflow                      { return Workflow{kind: "replace"} }
func Subsample(size int64) Workflow          { return Workflow{kind: "subsample", size: size} }
func Bootstrap(size int64) Workflow          { return Workflow{kind: "bootstrap", size: size} }
func MixFresh(share float64) Workflow        { return shared("fresh", share) }
func MixAtRandom(share float64) Workflow     { return shared("mixture", share) }
func MixOriginal(share float64) Workflow     { return shared("original", share) }
func WeightedReal(weight float64) Workflow   { return shared("weighted", weight) }
func KeepCentral(share float64) Workflow     { return shared("central", share) }
func KeepLargest(share float64) Workflow     { return shared("largest", share) }
func Verified(low, high float64) Workflow    { return Workflow{kind: "verified", low: low, high: high} }
func Sharpened(temperature float64) Workflow { return Workflow{kind: "sharpened", low: temperature} }
func Smoothed(deviation float64) Workflow    { return Workflow{kind: "smoothed", low: deviation} }
func shared(kind string, s float64) Workflow { return Workflow{kind: kind, share: shares{first: s}} }

// ParseWorkflow reads a workflow in the syntax of WorkflowSyntax; String prints it back.
func ParseWorkflow(text string) (Workflow, error) {
	kind, argument, found := strings.Cut(text, ":")
	w := Workflow{kind: kind}
	valid := !found
	switch {
	case !found && kind == "accumulate":
		w.kind = ""
	case !found:
		valid = kind != ""
	case kind == "subsample" || kind == "bootstrap":
		size, err := strconv.ParseInt(argument, 10, 64)
		w.size, valid = size, err == nil
	case kind == "verified":
		low, high, two := strings.Cut(argument, ",")
		w.low, valid = number(low)
		if valid = valid && two; valid {
			w.high, valid = number(high)
		}
	case kind == "sharpened" || kind == "smoothed":
		w.low, valid = number(argument)
	default:
		w.share, valid = parseShares(argument)
	}
	if !valid || !w.valid() {
		return Workflow{}, &SyntaxError{What: "workflow", Value: text, Accept: WorkflowSyntax}
	}
	return w, nil
}

func number(text string) (float64, bool) {
	v, err := numeral.Float(text)
	return v, err == nil
}

// valid says whether the workflow is one of those above, with an argument in its range.
func (w Workflow) valid() bool {
	switch w.kind {
	case "", "replace":
		return w == Workflow{kind: w.kind}
	case "subsample", "bootstrap":
		return w.size >= 1
	case "accumulate", "fresh", "mixture":
		return w.share.valid(false, false)
	case "original":
		return w.share.valid(true, false)
	case "weighted", "central", "largest":
		return w.share.valid(true, true)
	case "verified":
		return w.low < w.high
	case "sharpened", "smoothed":
		return w.low > 0 && w.low <= math.MaxFloat64
	}
	return false
}

// String is the workflow in the syntax that ParseWorkflow reads.
func (w Workflow) String() string {
	switch w.kind {
	case "":
		return "accumulate"
	case "replace":
		return w.kind
	case "subsample", "bootstrap":
		return w.kind + ":" + strconv.FormatInt(w.size, 10)
	case "verified":
		return w.kind + ":" + shortest(w.low) + "," + shortest(w.high)
	case "sharpened", "smoothed":
		return w.kind + ":" + shortest(w.low)
	}
	return w.kind + ":" + w.share.String()
}

// needsRaw says whether the workflow needs the samples themselves: a draw of a sufficient statistic can neither be
// subsampled nor chosen from.
func (w Workflow) needsRaw() bool {
	switch w.kind {
	case "central", "largest", "verified", "smoothed":
		return true
	}
	return w.holdsSamples()
}

// holdsSamples says whether it needs those of earlier generations too.
func (w Workflow) holdsSamples() bool { return w.kind == "subsample" || w.kind == "bootstrap" }

// clears says whether the workflow forgets the pool, and with it X^(0).
func (w Workflow) clears() bool {
	switch w.kind {
	case "replace", "fresh", "mixture", "weighted", "verified":
		return true
	}
	return false
}

// check refuses a workflow that ParseWorkflow would not have made, or that the pool cannot run.
func (w Workflow) check(pool Pool) error {
	if !w.valid() {
		return &SyntaxError{What: "workflow", Value: w.String(), Accept: WorkflowSyntax}
	}
	refuse := func() error { // made only where it is returned: Run asks for each replicate, and allocates nothing
		return &UnsupportedError{What: "this pool", Action: "workflow " + w.String(), Accept: "accumulate or replace"}
	}
	switch w.kind {
	case "", "replace":
		return nil
	case "central", "largest", "verified", "smoothed", "sharpened":
		bending, able := pool.(bendingPool)
		if !able {
			return refuse()
		}
		return bending.bends(w)
	}
	if _, mixing := pool.(MixingPool); !mixing {
		return refuse()
	}
	return nil
}

// generation draws generation t's samples and fits θ^(t+1).
func (w *Workflow) generation(pool Pool, t int, schedule *Schedule, random *rand.Rand) error {
	n := schedule.Size(t)
	switch w.kind {
	case "replace":
		pool.Clear()
		fallthrough
	case "":
		if err := pool.Draw(n, random); err != nil {
			return err
		}
		return pool.Fit()
	}
	mixing := pool.(MixingPool)
	if t == 0 && w.kind != "subsample" && w.kind != "bootstrap" {
		if err := mixing.DrawFrom(true, n, 1, random); err != nil {
			return err
		}
		return mixing.Fit()
	}
	var err error
	share := w.share.first
	if w.share.list != "" || w.share.power != 0 {
		share = w.Share(t)
	}
	switch w.kind {
	case "subsample", "bootstrap":
		if err = mixing.Draw(n, random); err != nil {
			return err
		}
		return mixing.FitSubsample(w.size, w.kind == "bootstrap", random)
	case "accumulate":
		real := int64(math.Round(share * float64(n)))
		err = drawBoth(mixing, real, 1, n-real, 1, random)
	case "fresh":
		pool.Clear()
		real := int64(math.Round(share * float64(n)))
		err = drawBoth(mixing, real, 1, n-real, 1, random)
	case "mixture":
		pool.Clear()
		real := variates.Binomial(n, share, 1-share, random)
		err = drawBoth(mixing, real, 1, n-real, 1, random)
	case "original":
		mixing.KeepFirst()
		if share < 1 {
			// The n_0 real samples have weight 1 each, so s/(1−s) = n_0/(n_t v) for the weight v of the others.
			real := float64(schedule.Size(0))
			err = mixing.DrawFrom(false, n, real*(1-share)/(share*float64(n)), random)
		}
	case "weighted":
		pool.Clear()
		real := schedule.Size(0)
		synthetic := n
		if share == 1 {
			synthetic = 0
		}
		err = drawBoth(mixing, real, share/float64(real), synthetic, (1-share)/float64(n), random)
	default:
		err = w.bend(pool.(bendingPool), share, n, random)
	}
	if err != nil {
		return err
	}
	return mixing.Fit()
}

func drawBoth(pool MixingPool, real int64, realWeight float64, synthetic int64, weight float64,
	random *rand.Rand) error {
	if real > 0 {
		if err := pool.DrawFrom(true, real, realWeight, random); err != nil {
			return err
		}
	}
	if synthetic > 0 {
		return pool.DrawFrom(false, synthetic, weight, random)
	}
	return nil
}
