package estimators

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"itermle/internal/numeral"
)

// WorkflowSyntax is what ParseWorkflow accepts.
const WorkflowSyntax = "accumulate, replace, subsample:SIZE, bootstrap:SIZE, fresh:SHARE, " +
	"original:SHARE or weighted:W with SIZE ≥ 1, 0 < SHARE < 1, 0 < W ≤ 1"

// Workflow is the rule by which generation t turns the pool and n_t new samples into the training set of
// θ^(t+1). The zero value is accumulate, the paper's Algorithm 1.
//
//	accumulate      X^(≤t), every sample ever drawn
//	replace         X^(t) only
//	subsample:m     a uniform subsample of min(m, N_t) samples of X^(≤t), without replacement
//	bootstrap:m     m uniform draws with replacement from X^(≤t)
//	fresh:s         n_t samples, round(s n_t) of them fresh from p_θ*, the others from p_θ(t); t=0 is all real
//	original:s      the n_0 real samples X^(0) and n_t samples of p_θ(t), weighted so that the real
//	                share of the likelihood is s; t=0 is X^(0) alone
//	weighted:w      n_0 fresh real samples of total weight w and n_t samples of p_θ(t) of total weight 1−w
//	                (He, Xu and Cheng, arXiv:2502.18049); t=0 is X^(0) alone
type Workflow struct {
	kind  string
	size  int64
	share float64
}

// Accumulate, Replace, … are the workflows by name.
func Accumulate() Workflow                 { return Workflow{} }
func Replace() Workflow                    { return Workflow{kind: "replace"} }
func Subsample(size int64) Workflow        { return Workflow{kind: "subsample", size: size} }
func Bootstrap(size int64) Workflow        { return Workflow{kind: "bootstrap", size: size} }
func MixFresh(share float64) Workflow      { return Workflow{kind: "fresh", share: share} }
func MixOriginal(share float64) Workflow   { return Workflow{kind: "original", share: share} }
func WeightedReal(weight float64) Workflow { return Workflow{kind: "weighted", share: weight} }

// ParseWorkflow reads a workflow in the syntax of WorkflowSyntax; String prints it back.
func ParseWorkflow(text string) (Workflow, error) {
	refuse := &SyntaxError{What: "workflow", Value: text, Accept: WorkflowSyntax}
	kind, argument, found := strings.Cut(text, ":")
	w := Workflow{kind: kind}
	switch {
	case kind == "accumulate" && !found:
		return Workflow{}, nil
	case kind == "replace" && !found:
		return w, nil
	case (kind == "subsample" || kind == "bootstrap") && found:
		size, err := strconv.ParseInt(argument, 10, 64)
		if err != nil || size < 1 {
			return Workflow{}, refuse
		}
		w.size = size
		return w, nil
	case (kind == "fresh" || kind == "original" || kind == "weighted") && found:
		share, err := numeral.Float(argument)
		if err != nil || !(share > 0 && share <= 1) || share == 1 && kind != "weighted" {
			return Workflow{}, refuse
		}
		w.share = share
		return w, nil
	}
	return Workflow{}, refuse
}

// String is the workflow in the syntax that ParseWorkflow reads.
func (w Workflow) String() string {
	switch w.kind {
	case "":
		return "accumulate"
	case "subsample", "bootstrap":
		return w.kind + ":" + strconv.FormatInt(w.size, 10)
	case "fresh", "original", "weighted":
		return w.kind + ":" + strconv.FormatFloat(w.share, 'g', -1, 64)
	}
	return w.kind
}

// needsRaw says whether the workflow needs the samples themselves: a sufficient statistic cannot be subsampled.
func (w Workflow) needsRaw() bool { return w.kind == "subsample" || w.kind == "bootstrap" }

// check refuses a workflow that ParseWorkflow would not have made, or that the pool cannot run.
func (w Workflow) check(pool Pool) error {
	valid := false
	switch w.kind {
	case "", "replace":
		return nil
	case "subsample", "bootstrap":
		valid = w.size >= 1
	case "fresh", "original":
		valid = w.share > 0 && w.share < 1
	case "weighted":
		valid = w.share > 0 && w.share <= 1
	}
	if !valid {
		return &SyntaxError{What: "workflow", Value: w.String(), Accept: WorkflowSyntax}
	}
	if _, mixing := pool.(MixingPool); !mixing {
		return &UnsupportedError{What: "this pool", Action: "workflow " + w.String(), Accept: "accumulate or replace"}
	}
	return nil
}

// generation draws generation t's samples and fits θ^(t+1).
func (w Workflow) generation(pool Pool, t int, schedule Schedule, random *rand.Rand) error {
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
	if t == 0 && !w.needsRaw() {
		if err := mixing.DrawFrom(true, n, 1, random); err != nil {
			return err
		}
		return mixing.Fit()
	}
	var err error
	switch w.kind {
	case "subsample", "bootstrap":
		if err = mixing.Draw(n, random); err != nil {
			return err
		}
		return mixing.FitSubsample(w.size, w.kind == "bootstrap", random)
	case "fresh":
		pool.Clear()
		real := int64(math.Round(w.share * float64(n)))
		err = drawBoth(mixing, real, 1, n-real, 1, random)
	case "original":
		real := schedule.Size(0)
		mixing.KeepFirst()
		// The n_0 real samples have weight 1 each, so s/(1−s) = n_0/(n_t v) for the weight v of the others.
		err = mixing.DrawFrom(false, n, float64(real)*(1-w.share)/(w.share*float64(n)), random)
	case "weighted":
		pool.Clear()
		real := schedule.Size(0)
		synthetic := n
		if w.share == 1 {
			synthetic = 0
		}
		err = drawBoth(mixing, real, w.share/float64(real), synthetic, (1-w.share)/float64(n), random)
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
