package cmd

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/chart"
	"itermle/internal/site"
	"itermle/theorems/certify"
)

// certificates compares Theorem 4.1's certificate with the quantile that it bounds and the limit of that for T → ∞,
// against n, T and δ in turn.
func certificates() ([]site.Chart, error) {
	var all []site.Chart
	for _, row := range []struct {
		id, label, caption string
		generations        []int
		at                 func(x float64, generations int) certificateAt
		from, to, step     float64 // of log10 x
	}{
		{"certificate-n", "samples a generation n", "δ = 0.05.", []int{10, 10_000},
			func(x float64, t int) certificateAt {
				return certificateAt{int64(math.Round(x)), t, 0.05}
			}, 1, 9, 0.25},
		{"certificate-t", "generations T", "n = 10⁶, δ = 0.05.", []int{0}, func(x float64, _ int) certificateAt {
			return certificateAt{1_000_000, int(math.Round(x)), 0.05}
		}, 0, 5, 0.25},
		{"certificate-delta", "probability of failure δ", "n = 10⁶.", []int{10, 10_000},
			func(x float64, t int) certificateAt { return certificateAt{1_000_000, t, x} }, -12, -0.5, 0.5},
	} {
		f := chart.Figure{Title: "Theorem 4.1: its certificate against " + row.label, LogX: true,
			Text:   "The certificate is within a small factor of the exact quantile.",
			XLabel: row.label, YLabel: "√n ρ with P(‖θ^(T) − θ*‖ > ρ) ≤ δ"}
		for _, generations := range row.generations {
			bound, exact, limit := chart.Series{Name: "certificate"}, chart.Series{Name: "quantile"},
				chart.Series{Name: "its limit, T → ∞", Style: chart.Reference}
			if generations > 0 {
				bound.Name = fmt.Sprintf("certificate, T=%d", generations)
				exact.Name = fmt.Sprintf("quantile, T=%d", generations)
			}
			for e := row.from; e <= row.to+1e-9; e += row.step {
				x := math.Pow(10, e)
				rho, quantile, asymptote, err := row.at(x, generations).compute()
				if err != nil {
					return nil, err
				}
				bound.Add(x, rho)
				exact.Add(x, quantile)
				limit.Add(x, asymptote)
			}
			f.Series = append(f.Series, bound, exact)
			if generations == row.generations[len(row.generations)-1] {
				f.Series = append(f.Series, limit)
			}
		}
		all = append(all, newChart(row.id, "Gaussian mean, r = 1, "+row.caption+
			" A gap: nothing is certified there.", f))
	}
	return all, nil
}

// certificateAt is where a certificate of the Gaussian mean is computed.
type certificateAt struct {
	n           int64
	generations int
	delta       float64
}

// compute is √n times the certificate (NaN where nothing is certified), the exact quantile, and √(π²/6) that of one
// fit: the limit of the quantile for T → ∞ under equal batches.
func (at certificateAt) compute() (rho, quantile, limit float64, err error) {
	family, err := estimators.ParseFamily("gaussian-mean")
	if err != nil {
		return 0, 0, 0, err
	}
	truth := []float64{0}
	request, certifier, err := certify.Sharpest(family, truth, 1)
	if err != nil {
		return 0, 0, 0, err
	}
	request.Schedule, request.Generations = estimators.ConstantSchedule(at.n), at.generations
	request.Delta = at.delta
	found, err := certifier.Certify(request)
	if err != nil {
		return 0, 0, 0, err
	}
	quantile, _ = certify.NormalQuantile(family, truth, request.Schedule, at.generations, at.delta)
	limit, _ = certify.NormalQuantile(family, truth, request.Schedule, 1, at.delta)
	rho = math.NaN()
	root := math.Sqrt(float64(at.n))
	if found.Certified {
		rho = root * found.Rho
	}
	return rho, root * quantile, root * limit * math.Pi / math.Sqrt(6), nil
}

// The columns of the maps of certificates.
var (
	mapSizes       = []int64{1_000, 10_000, 100_000, 1_000_000, 10_000_000}
	mapSizeNames   = []string{"10³", "10⁴", "10⁵", "10⁶", "10⁷"}
	mapGenerations = []int{1, 3, 10, 30, 100}
)

// certificateMaps are how tight Theorem 4.1's certificate is over the zoo: the normal quantile of ‖θ^(T) − θ*‖ over
// ρ_T, which is exact for n → ∞.
func (c charts) certificateMaps() ([]site.Chart, error) {
	bySize := chart.Map{Title: "How tight the certificate is, family by family and n by n", XLabel: "samples n",
		YLabel: "family (θ*)", Text: "The ratio of the quantile to its certificate grows with n.",
		Columns: mapSizeNames}
	byTime := chart.Map{Title: "How tight the certificate is, family by family and T by T", XLabel: "fits T",
		YLabel: "family (θ*)", Text: "The ratio of the quantile to its certificate hardly falls with T."}
	for _, t := range mapGenerations {
		byTime.Columns = append(byTime.Columns, fmt.Sprint(t))
	}
	for _, entry := range c.registry.Families {
		family, err := entry.New(nil)
		if err != nil {
			return nil, err
		}
		if len(entry.Points) == 0 || family.Dim() > 2 {
			continue
		}
		truth := entry.Points[0]
		var sizes, times []float64
		some := false
		for _, n := range mapSizes {
			sizes = append(sizes, certified(family, truth, n, 100))
		}
		for _, t := range mapGenerations {
			times = append(times, certified(family, truth, 1_000_000, t))
			some = some || !math.IsNaN(times[len(times)-1])
		}
		if !some {
			continue
		}
		name := fmt.Sprintf("%s (%s)", entry.Name, coordinates(truth, 3))
		bySize.Rows, bySize.Cells = append(bySize.Rows, name), append(bySize.Cells, sizes)
		byTime.Rows, byTime.Cells = append(byTime.Rows, name), append(byTime.Cells, times)
	}
	const caption = " The normal quantile of ‖θ^(T) − θ*‖ over ρ_T, of the best ball: 1 is attained. An empty cell: " +
		"nothing is certified there."
	return []site.Chart{newMap("tightness-map-n", "T = 100, δ = 0.05."+caption, bySize),
		newMap("tightness-map-t", "n = 10⁶, δ = 0.05."+caption, byTime)}, nil
}

// certified is the normal quantile over the least ρ_T of the balls of radius 2^k, δ = 0.05; NaN: none is certified.
func certified(family estimators.Family, truth []float64, n int64, generations int) float64 {
	schedule := estimators.ConstantSchedule(n)
	quantile, ok := certify.NormalQuantile(family, truth, schedule, generations, 0.05)
	best := sharpestBall(family, truth, schedule, generations, 0.05)
	if !ok || best == nil {
		return math.NaN()
	}
	return quantile / best.Rho
}

// ball is a certificate of Theorem 4.1 and the ball around θ* that it holds in.
type ball struct {
	certify.Certificate
	Radius float64
	Name   string // of the certifier
}

// sharpestBall is the least ρ_T that is certified on a ball of radius 2^k; nil: none is.
func sharpestBall(family estimators.Family, truth []float64, schedule estimators.Schedule, generations int,
	delta float64) *ball {
	var best *ball
	for exponent := 3; exponent >= -20; exponent-- {
		radius := math.Ldexp(1, exponent)
		request, certifier, err := certify.Sharpest(family, truth, radius)
		if err != nil {
			continue // no constants on this ball
		}
		request.Schedule, request.Generations, request.Delta = schedule, generations, delta
		found, err := certifier.Certify(request)
		if err == nil && found.Certified && (best == nil || found.Rho < best.Rho) {
			best = &ball{found, radius, certifier.Name}
		}
	}
	return best
}
