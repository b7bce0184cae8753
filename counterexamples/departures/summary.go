package departures

import (
	"fmt"
	"slices"
	"strings"
)

// Summary is the table in sentences, each made of the rows' verdicts. What it says about the paper's open question,
// which assumptions are needed: with accumulation none of the seven, dropped alone, makes these models collapse.
//
//	1A            nothing lost: rate n^{-1/2}, and E θ_T² ≤ π²/(6n) at a boundary for all T (exact)
//	1B            θ is lost if ties are broken at random, the model never is (exact)
//	1C            TV at rate n^{-1}, frozen at generation 1; KL(p_θ*‖p_θ) = ∞ from then on (exact)
//	2, 2C         nothing that could be measured: rate n^{-1/2}, growth π/√6 (measured)
//	2A, 2B        the same (exact laws; 2A follows from 2B but for a sub-exponential tail, see All)
//	3             the rate of θ falls to n^{-1/6} or n^{-1/4}; KL keeps n^{-1}, TV n^{-1/2}
//	              (exact for N(θ³,1), measured else)
//	1A, 1C and 2  together: Construction 1 collapses
//
// Replacement lets every error grow with T, as √T for averages and as T for supports. A table shows what some families
// do, not what all of them must: that one behaves without an assumption does not make it superfluous (over all families
// that break 1C and 2 it is not, as Construction 1 shows), and whether 1C or 2 alone admits a collapse is not decided
// here.
func Summary(rows []Row) []string {
	byVerdict := map[Verdict]map[string][]string{}
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
		for _, v := range []Verdict{Consistent, GrowsWithT, ParametersLost, Collapses} {
			if list := byVerdict[v][w]; len(list) > 0 {
				sentences = append(sentences, fmt.Sprintf("%s: %s without %s", w, v, strings.Join(list, "; ")))
			}
		}
	}
	infinite := []string{}
	for _, r := range rows {
		if r.Growth[1].infinite() && r.Growth[2].Value <= growthLimit &&
			!slices.Contains(infinite, r.Departure.Breaks) {
			infinite = append(infinite, r.Departure.Breaks)
		}
	}
	if len(infinite) > 0 {
		sentences = append(sentences, "KL(p_θ*‖p_θ) is infinite, while TV is small, without "+strings.Join(infinite,
			"; "))
	}
	return append(sentences,
		"Each line is about the families shown: one family that behaves does not make an assumption superfluous, one "+
			"that collapses shows that "+
			"what it breaks cannot all be dropped. ± is twice the standard error of sampling; it knows nothing of "+
			"curvature in n.")
}
