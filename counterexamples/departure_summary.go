package counterexamples

import (
	"fmt"
	"slices"
	"strings"
)

// What the table says about the paper's open question, which assumptions are needed (see Summary for the sentences, which are made from the
// numbers): with accumulation none of the seven, dropped alone, makes the models collapse. 1A, 2, 2A, 2B and 2C cost nothing that can be seen:
// rate n^{-1/2} in θ, n^{-1} in KL, and the growth π/√6 of plain averages. 1B costs θ, by switching labels, never the model. 1C gives the
// better rate n^{-1} in TV and freezes the model at generation 1, but KL(p_θ*‖p_θ) is infinite from then on. 3 costs the rate of θ, n^{-1/6}
// or n^{-1/4}, not that of KL or TV. What collapses is Construction 1, where a corner of Θ, a support that moves and a discontinuous
// likelihood come together. A table can show what one family does, not what every family must: for 1A, 1B, 1C, 2A+2B, 2B and 3 the claims
// beside it are exact laws of these families, for all n and T; for 2 and 2C they are measured.

// Summary is the table in sentences, each made of the rows' verdicts.
func Summary(rows []DepartureRow) []string {
	byVerdict := map[DepartureVerdict]map[string][]string{}
	for _, r := range rows {
		w := r.Workflow.String()
		if byVerdict[r.Verdict] == nil {
			byVerdict[r.Verdict] = map[string][]string{}
		}
		if list := byVerdict[r.Verdict][w]; !slices.Contains(list, r.Departure.Breaks) {
			byVerdict[r.Verdict][w] = append(list, r.Departure.Breaks)
		}
	}
	var sentences []string
	for _, w := range []string{"accumulate", "replace"} {
		for _, v := range []DepartureVerdict{Consistent, GrowsWithT, ParametersLost, Collapses} {
			if list := byVerdict[v][w]; len(list) > 0 {
				sentences = append(sentences, fmt.Sprintf("%s: %s without %s", w, v, strings.Join(list, "; ")))
			}
		}
	}
	infinite := []string{}
	for _, r := range rows {
		if r.Growth[1].infinite() && r.Growth[2].Value <= growthLimit && !slices.Contains(infinite, r.Departure.Breaks) {
			infinite = append(infinite, r.Departure.Breaks)
		}
	}
	if len(infinite) > 0 {
		sentences = append(sentences, "KL(p_θ*‖p_θ) is infinite, while TV is small, without "+strings.Join(infinite, "; "))
	}
	return append(sentences,
		"Each line is about the families shown: one family that behaves does not make an assumption superfluous, one that collapses shows that "+
			"what it breaks cannot all be dropped. ± is twice the standard error of sampling; it knows nothing of curvature in n.")
}
