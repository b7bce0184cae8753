package cmd

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"itermle/internal/chart"
	"itermle/internal/site"
	"itermle/properties"
)

// mutantsPage is the kill matrix.
func mutantsPage(kills []properties.Kill) site.Page {
	matrix := site.Table{ID: "kill-matrix", Columns: []site.Column{{Title: "claim", Kind: site.Claimed},
		{Title: "mutant", Kind: site.Prose}, {Title: "verdict", Kind: site.Verdict},
		{Title: "replicates", Kind: site.Number}}}
	var took []float64
	each, place := chart.Series{Name: "a mutant each", Marks: true}, 0
	for i, k := range kills {
		words, replicates := "✓ dies", strconv.Itoa(k.Replicates)
		if i == 0 || kills[i-1].Claim != k.Claim {
			place++
		}
		if k.Survived() {
			words, replicates = "✗ survives", "—"
		} else {
			took = append(took, float64(k.Replicates))
			each.Add(float64(place), float64(k.Replicates))
		}
		matrix.Rows = append(matrix.Rows, []string{k.Claim, k.Mutant, words, replicates})
	}
	slices.Sort(took)
	dead := chart.Series{Name: "dead"}
	for i, x := range took {
		dead.X = append(dead.X, x, x)
		dead.Y = append(dead.Y, float64(i)/float64(len(kills)), float64(i+1)/float64(len(kills)))
	}
	const caption = "Of what is decided without chance, the comparisons made."
	return site.Page{ID: "mutants", Title: "Mutants",
		Lead: fmt.Sprintf("A check that cannot fail shows nothing. Each claim ships false variants of itself or of "+
			"the code, each decided on one stream as the claim is: %d of %d die.", len(took), len(kills)),
		Charts: []site.Chart{newChart("kill-matrix-figure", caption,
			chart.Figure{Title: "Every false variant, and what it took to kill it", LogY: true,
				Text:   "One point for each mutant, above the place of its claim in the table: all that are shown die.",
				XLabel: "claim, in the order of the table", YLabel: "replicates until it is dead",
				Series: []chart.Series{each}}),
			newChart("kills", caption,
				chart.Figure{Title: "How soon false variants die", LogX: true,
					Text:   "The share of the mutants that are dead after so many replicates.",
					XLabel: "replicates", YLabel: "share of the mutants dead", Series: []chart.Series{dead}})},
		Tables: []site.Table{matrix}}
}

// checkerLevel is the level that the report asks the rules to keep, and leastRate where its figures of error rates end.
const checkerLevel, leastRate = 1e-9, 1e-15

// page is the error rates of the rules as figures and as a table.
func (f field) page() site.Page {
	rules := site.Table{ID: "checker-rules", Columns: []site.Column{{Title: "rule", Kind: site.Name},
		{Title: "δ", Kind: site.Number}, {Title: "δ′", Kind: site.Number},
		{Title: "keeps its level", Kind: site.Verdict},
		{Title: "false fail", Kind: site.Number}, {Title: "false pass", Kind: site.Number},
		{Title: "mean at δ", Kind: site.Number}, {Title: "at δ′", Kind: site.Number},
		{Title: "undecided", Kind: site.Hidden}}}
	figure := func(title, label string) chart.Figure {
		return chart.Figure{Title: title, XLabel: "designs, in the order of the table", YLabel: label, LogY: true}
	}
	fail := figure("How often a rule refutes what is true", "P(refuted) where P(bad) = δ")
	pass := figure("How often a rule supports what is false", "P(supported) where P(bad) = δ′")
	cost := figure("What a verdict costs", "mean replicates at δ")
	fail.Text = "QuickCheck and Hedgehog are above the level that they were asked to keep, this suite is below it."
	pass.Text = "Wald's test computed as a product of powers breaks down; this suite is below the level."
	cost.Text = "Sequential rules are far cheaper than fixed designs; this suite costs four per cent more than Wald's."
	var names []string
	place := 0.0
	for i, r := range f.Rules {
		if i == 0 || r.Allowed != f.Rules[i-1].Allowed || r.Tolerated != f.Rules[i-1].Tolerated {
			place++
		}
		verdict := "✓ yes"
		if !r.Holds() {
			verdict = "✗ no"
		}
		short := func(x float64) string { return strconv.FormatFloat(x, 'g', 2, 64) }
		whole := func(x float64) string { return strconv.FormatFloat(x, 'f', 0, 64) }
		rules.Rows = append(rules.Rows, []string{r.Rule, short(r.Allowed), short(r.Tolerated), verdict,
			short(r.FalseFail), short(r.FalsePass), whole(r.ReplicatesAllowed), whole(r.ReplicatesTolerated),
			short(r.Undecided)})
		k := slices.Index(names, r.Rule)
		if k < 0 {
			k, names = len(names), append(names, r.Rule)
			for _, of := range []*chart.Figure{&fail, &pass, &cost} {
				of.Series = append(of.Series, chart.Series{Name: r.Rule})
			}
		}
		fail.Series[k].Add(place, math.Max(leastRate, r.FalseFail))
		pass.Series[k].Add(place, math.Max(leastRate, r.FalsePass))
		cost.Series[k].Add(place, r.ReplicatesAllowed)
	}
	for _, of := range []*chart.Figure{&fail, &pass} {
		of.Series = append(of.Series, chart.Series{Name: "level asked for", Style: chart.Reference,
			X: []float64{1, place}, Y: []float64{f.Level, f.Level}})
	}
	const caption = "By dynamic programming, not simulation: no band. Rates below 10⁻¹⁵ are drawn there."
	return site.Page{ID: "checker", Title: "Checker",
		Lead: fmt.Sprintf("What decides the claims, beside the rules of other tools, each asked to tell P(bad) ≤ δ "+
			"from P(bad) ≥ δ′ with error rates of at most %g. A sequential rule is followed up to replicate "+
			"25,600.", f.Level),
		Charts: []site.Chart{newChart("checker-false-fail", caption, fail),
			newChart("checker-false-pass", caption, pass),
			newChart("checker-cost", "By dynamic programming; sequential rules up to replicate 25,600.", cost)},
		Tables: []site.Table{rules}}
}
