package cmd

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/chart"
	"itermle/internal/site"
	"itermle/properties"
	"itermle/properties/search"
	"itermle/theorems"
)

// pages are those of the report that stand beside claims, findings and figures.
func (o *reportOptions) pages(command *cobra.Command, registry *Registry, s *properties.Summary,
	archived map[string][]search.Found) ([]site.Page, error) {
	tightness := tightnessPage(s)
	o.addArchive(&tightness, s, archived)
	pages := []site.Page{tightness, budgetPage(s)}
	if o.assumptions {
		design := reportDesign()
		found, err := design.decide(command, o.seed, 0)
		if err != nil {
			return nil, err
		}
		pages = append(pages, found.page())
	}
	if o.mutants {
		var claims []theorems.Claim
		for _, r := range s.Reports {
			claims = append(claims, *registry.claim(r.Claim))
		}
		kills, err := killMatrices(command, registry, claims, &mutantsOptions{o.verifyOptions, 1})
		if err != nil {
			return nil, err
		}
		pages = append(pages, mutantsPage(slices.Concat(kills...)))
	}
	if o.checker {
		rows, err := properties.Field(checkerLevel)
		if err != nil {
			return nil, err
		}
		pages = append(pages, field{checkerLevel, rows}.page())
	}
	return pages, nil
}

// tightnessPage has the bounds that are measured, the tightest first.
func tightnessPage(s *properties.Summary) site.Page {
	bounds := site.Table{ID: "tightness-bounds", Columns: []site.Column{{Title: "claim", Kind: site.Claimed},
		{Title: "L/R", Kind: site.Number}, {Title: "99%", Kind: site.Name}, {Title: "instance", Kind: site.Prose}}}
	var measured []*properties.Report
	for i := range s.Reports {
		if s.Reports[i].Tightness != nil {
			measured = append(measured, &s.Reports[i])
		}
	}
	slices.SortStableFunc(measured, func(a, b *properties.Report) int {
		return cmp.Compare(b.Tightness.Ratio, a.Tightness.Ratio)
	})
	points := chart.Series{Name: "tightest of a claim", Marks: true}
	instances := chart.Series{Name: "its other instances", Marks: true, Style: 2}
	attained := chart.Series{Name: "the bound", X: []float64{1, float64(max(2, len(measured)))}, Y: []float64{1, 1},
		Style: chart.Reference}
	for i, r := range measured {
		t, instance := r.Tightness, ""
		for _, scenario := range r.Scenarios {
			switch {
			case scenario.Tightness == nil:
			case instance == "" && *scenario.Tightness == *t:
				instance = scenario.Name
			default:
				instances.X = append(instances.X, float64(i+1))
				instances.Y = append(instances.Y, scenario.Tightness.Ratio)
			}
		}
		interval := fmt.Sprintf("%.3g to %.3g", t.Low, t.High)
		if math.IsInf(t.High, 1) {
			interval = fmt.Sprintf("≥ %.3g", t.Low)
		} else if low, high, _ := strings.Cut(interval, " to "); low == high {
			interval = "exact"
		}
		bounds.Rows = append(bounds.Rows, []string{r.Claim, strconv.FormatFloat(t.Ratio, 'g', 3, 64), interval,
			instance})
		points.Add(float64(i+1), t.Ratio)
		points.Low, points.High = append(points.Low, t.Low), append(points.High, t.High)
	}
	return site.Page{ID: "tightness", Title: "Tightness",
		Lead: "The ratio L/R of what is bounded to its bound, on the instance of the run that comes nearest to it: " +
			"1 is attained, more than 1 refutes. Of a bound that holds but for probability δ, L/R is the " +
			"(1−δ)-quantile. " +
			"The command itermle tight searches for the instances that are tightest of all.",
		Charts: []site.Chart{newChart("tightness", "In the order of the table below, with 99% intervals.",
			chart.Figure{Title: "How tight the bounds are", LogY: true,
				Text: "One point for each instance of a claim that measures its bound, the claims in the order of " +
					"their tightest.",
				XLabel: "place in the table", YLabel: "L/R, what is bounded / its bound",
				Series: []chart.Series{attained, instances, points}})},
		Tables: []site.Table{bounds}}
}

// budgetPage says how α and β were spent, and on how many replicates.
func budgetPage(s *properties.Summary) site.Page {
	claims := site.Table{ID: "budget-claims", Title: "By claim", Columns: []site.Column{
		{Title: "claim", Kind: site.Claimed}, {Title: "scenarios", Kind: site.Number},
		{Title: "replicates", Kind: site.Number}, {Title: "α spent", Kind: site.Number},
		{Title: "β spent", Kind: site.Number}, {Title: "detectable", Kind: site.Number}}}
	spent := chart.Series{Name: "a claim each", Marks: true}
	for _, r := range s.Reports {
		claims.Rows = append(claims.Rows, []string{r.Claim, strconv.Itoa(len(r.Scenarios)), strconv.Itoa(r.Replicates),
			unlessZero(r.Alpha, "0", 'e', 1), unlessZero(r.Beta, "0", 'e', 1), unlessZero(r.Detectable, "—", 'g', 3)})
		spent.Y = append(spent.Y, float64(r.Replicates))
	}
	slices.SortFunc(spent.Y, func(a, b float64) int { return cmp.Compare(b, a) })
	for i := range spent.Y {
		spent.X = append(spent.X, float64(i+1))
	}
	return site.Page{ID: "budget", Title: "Error budget",
		Lead: fmt.Sprintf("The whole registry shares α = %.2g for refuting what is true and β = %.2g for supporting "+
			"what is violated by its tolerance, split evenly over claims and scenarios. This run spent α = %.2g and β "+
			"= %.2g: some verdict is wrong with probability at most %.2g. What is decided without chance spends "+
			"nothing. "+
			"Detectable is the smallest P(bad), distance or deviation that would have been denied support with "+
			"probability 0.99.", s.AlphaTotal, s.BetaTotal, s.AlphaSpent, s.BetaSpent, s.ExpectedFlakeRate()),
		Charts: []site.Chart{newChart("replicates", "Replicates, or comparisons of what is decided without chance.",
			chart.Figure{Title: "What the verdicts took", LogY: true,
				Text:   "The replicates that each claim took, the most expensive first.",
				XLabel: "claims, the most expensive first", YLabel: "replicates", Series: []chart.Series{spent}})},
		Tables: []site.Table{claims}}
}

// reportDesign is the small grid of the report.
func reportDesign() *phaseDesign {
	return &phaseDesign{violations: violations(), generations: []int{1, 5}, delta: 0.05, loss: alphabet.Losses[0],
		workflows: []estimators.Workflow{estimators.Accumulate(), estimators.Replace()},
		schedules: []estimators.Schedule{estimators.ConstantSchedule(20)}}
}

// page has the phase diagrams of what is exact and the table of all.
func (d *phaseDiagram) page() site.Page {
	edges := site.Table{ID: "assumption-edges", Title: "Every violation", Columns: []site.Column{
		{Title: "breaks", Kind: site.Name}, {Title: "violation", Kind: site.Prose},
		{Title: "workflow", Kind: site.Name},
		{Title: "schedule", Kind: site.Name}, {Title: "T", Kind: site.Number}, {Title: "≤ δ at ε", Kind: site.Number},
		{Title: "> δ at ε", Kind: site.Number}, {Title: "P(bad) at the least ε", Kind: site.Name}}}
	page := site.Page{ID: "assumptions", Title: "Assumptions",
		Lead: fmt.Sprintf("Each assumption of Theorem 4.1 is violated alone, by a strength that ε measures: the "+
			"smaller ε, "+
			"the stronger. P(bad) is the probability that the loss in %s exceeds three times the scale of a regular "+
			"family; "+
			"δ = %g. On finite alphabets it is exact, else simulated, with an interval of confidence 99%%. "+
			"No figure is drawn where P(bad) ≤ 10⁻⁶ throughout.",
			map[alphabet.Loss]string{"theta": "θ", "kl": "KL", "tv": "TV"}[d.Loss], d.Delta)}
	var of *chart.Figure
	finish := func() {
		seen := func(s chart.Series) bool { return s.Name != "δ" && slices.Max(s.Y) > 1e-6 }
		if of != nil && slices.ContainsFunc(of.Series, seen) {
			caption := "Exact, to an error that is not visible. The line “δ” is what the theorem would allow."
			page.Charts = append(page.Charts, newChart(fmt.Sprintf("phase-%d", len(page.Charts)+1), caption, *of))
		}
	}
	for i, row := range d.Rows {
		edges.Rows = append(edges.Rows, []string{row.Breaks, row.Violation, row.Workflow, row.Schedule,
			strconv.Itoa(row.Generations), strength(row.Good), strength(row.Bad), row.Cells[len(row.Cells)-1].text()})
		if !row.Cells[0].Exact {
			continue
		}
		if i == 0 || row.Violation != d.Rows[i-1].Violation {
			finish()
			of = &chart.Figure{Title: fmt.Sprintf("Assumption %s, violated by %s", row.Breaks, row.Violation),
				LogX:   true,
				Text:   "P(bad) against the strength of the violation.",
				XLabel: "ε, the violation grows to the left", YLabel: "P(bad), n = 20"}
		}
		s := chart.Series{Name: fmt.Sprintf("%s, T=%d", row.Workflow, row.Generations)}
		for _, cell := range row.Cells {
			p := cell.Estimate
			if cell.Unmet != "" || cell.Error != "" {
				p = math.NaN()
			}
			s.Add(cell.Epsilon, p)
		}
		if len(of.Series) == 0 {
			ends := []float64{slices.Min(s.X), slices.Max(s.X)}
			of.Series = append(of.Series, chart.Series{Name: "δ", X: ends, Y: []float64{d.Delta, d.Delta},
				Style: chart.Reference})
		}
		of.Series = append(of.Series, s)
	}
	finish()
	page.Tables = []site.Table{edges}
	return page
}
