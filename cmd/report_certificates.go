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
				chart.Series{Name: "its limit, T → ∞", Style: 6}
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
				bound.X, bound.Y = append(bound.X, x), append(bound.Y, rho)
				exact.X, exact.Y = append(exact.X, x), append(exact.Y, quantile)
				limit.X, limit.Y = append(limit.X, x), append(limit.Y, asymptote)
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
