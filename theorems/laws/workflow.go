package laws

import (
	"math"
	"strconv"
	"strings"

	"itermle/estimators"
)

// WorkflowVariance is E(μ_T − μ*)² of a Morris family under the workflows that are linear in the data: accumulate,
// replace, subsample, bootstrap, fresh, mixture, original and weighted, with their shares. As V is quadratic and
// E μ_t = μ*, the mean of n samples of p_μ(t) has the variance (V + V2 M_t)/n about μ_t, V = V(μ*), and with
// M_t = E(μ_t − μ*)² (derived here):
//
//	replace     M₊ = M + (V + V2 M)/n
//	fresh       M₊ = (1−r/n)² M + (r V + (n−r)(V + V2 M))/n²,  r = round(s n) of n samples real
//	mixture     M₊ = (1−s)² M + (V + (1−s) V2 M + s(1−s) M)/n
//	original    M₊ = s² M_1 + (1−s)²(M + (V + V2 M)/n) + 2s(1−s) K,  K₊ = s M_1 + (1−s) K,  K = E(μ_t−μ*)(μ_1−μ*)
//	weighted    M₊ = w² V/n_0 + (1−w)²(M + (V + V2 M)/n)
//
// With a pool of N samples whose errors have the sum S and the sum of squares Q, and r real ones among n new,
//
//	E S²₊ = E S² + 2(n−r) E S²/N + (n−r)² M + r V + (n−r)(V + V2 M),   E Q₊ = E Q + r V + (n−r)(V + V2 M + M)
//
// and M = E S²/N² under accumulation; a subsample of k adds (N−k)/(N−1) of (E Q/N − E S²/N²)/k, a bootstrap all of it.
//
// Errors: those of Check, *estimators.UnsupportedError for other workflows.
func WorkflowVariance(v VarianceFunction, mu float64, workflow estimators.Workflow, schedule estimators.Schedule,
	generations int) (float64, error) {
	if err := schedule.Check(generations); err != nil {
		return 0, err
	}
	kind, argument, _ := strings.Cut(workflow.String(), ":")
	size, _ := strconv.ParseFloat(argument, 64) // of a subsample, as ParseWorkflow reads it
	l := spread{kind: kind, v: v.At(mu), v2: v.V2, first: float64(schedule.Size(0)), size: size}
	for t := range generations {
		share := 0.0
		if t > 0 {
			share = workflow.Share(t)
		}
		if !l.next(float64(schedule.Size(t)), share) {
			return 0, &estimators.UnsupportedError{What: "the variance of a Morris family",
				Action: "workflow " + workflow.String(), Accept: "a workflow that is linear in the data"}
		}
		if t == 0 {
			l.once, l.mixed = l.square, l.square
		}
	}
	return l.square, nil
}

// spread is what WorkflowVariance propagates.
type spread struct {
	kind         string
	v, v2, first float64
	size         float64
	square       float64 // M
	once, mixed  float64 // M_1 and K of original
	n, sum, all  float64 // N, E S² and E Q of the pool
}

// next is one generation; false for a workflow that is none of these.
func (l *spread) next(n, share float64) bool {
	model, rest := l.v+l.v2*l.square, 1-share // E V(μ_t)
	real := math.Round(share * n)
	switch l.kind {
	case "accumulate", "subsample", "bootstrap":
		l.pool(n, real, model)
		mean := l.sum / l.n / l.n
		within, k := l.all/l.n-mean, math.Min(l.size, l.n)
		switch {
		case l.kind == "bootstrap":
			mean += within / l.size
		case l.kind == "subsample" && k < l.n:
			mean += (l.n - k) / (l.n - 1) * within / k
		}
		l.square = mean
	case "replace":
		l.square += model / n
	case "fresh":
		l.square = (1-real/n)*(1-real/n)*l.square + (real*l.v+(n-real)*model)/n/n
	case "mixture":
		l.square = rest*rest*l.square + (l.v+rest*l.v2*l.square+share*rest*l.square)/n
	case "original":
		l.square, l.mixed = share*share*l.once+rest*rest*(l.square+model/n)+2*share*rest*l.mixed,
			share*l.once+rest*l.mixed
	case "weighted":
		l.square = share*share*l.v/l.first + rest*rest*(l.square+model/n)
	default:
		return false
	}
	return true
}

// pool adds n samples, some of them real.
func (l *spread) pool(n, real, model float64) {
	synthetic := n - real
	if l.n > 0 {
		l.sum += 2 * synthetic * l.sum / l.n
	}
	l.sum += synthetic*synthetic*l.square + real*l.v + synthetic*model
	l.all += real*l.v + synthetic*(model+l.square)
	l.n += n
}

// GaussianReplacedSquaredError is E‖θ^(T) − θ_0‖² of the Gaussian (μ, σ) from (0, 1) under replacement: σ_{t+1}² =
// σ_t² χ²_{n−1}/n, so
//
//	E μ_T² = Σ_{t<T} E σ_t²/n_t,   E σ_T² = Π (1 − 1/n_t),   E σ_T = Π √(2/n_t) Γ(n_t/2)/Γ((n_t−1)/2)
//
// and E‖θ^(T) − (0,1)‖² = E μ_T² + E σ_T² − 2 E σ_T + 1. It needs n_t ≥ 2.
func GaussianReplacedSquaredError(schedule estimators.Schedule, generations int) float64 {
	mean, logVariance, logDeviation := 0.0, 0.0, 0.0
	for t := range generations {
		n := float64(schedule.Size(t))
		mean += math.Exp(logVariance) / n
		logVariance += math.Log1p(-1 / n)
		logDeviation += logMeanRoot(n)
	}
	return mean + math.Expm1(logVariance) - 2*math.Expm1(logDeviation)
}

// logMeanRoot is log E √(χ²_{n−1}/n): by the series of log Γ(y + ½)/(√y Γ(y)) in y = (n−1)/2 where log Γ would cancel,
// to 1e-11 of itself.
func logMeanRoot(n float64) float64 {
	if n <= 50 {
		a, _ := math.Lgamma(n / 2)
		b, _ := math.Lgamma((n - 1) / 2)
		return math.Log(2/n)/2 + a - b
	}
	m := n - 1
	return math.Log1p(-1/n)/2 - 1/(4*m) + 1/(24*m*m*m) - 1/(20*m*m*m*m*m)
}
