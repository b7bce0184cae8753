package cmd

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"

	"github.com/spf13/cobra"

	"itermle/internal/chart"
	"itermle/internal/site"
	"itermle/properties"
	"itermle/properties/search"
)

// readArchive is what searches have found of each claim, before anything is decided: nothing where the folder is only
// the default and does not exist.
func (o *reportOptions) readArchive(command *cobra.Command, registry *Registry) (map[string][]search.Found, error) {
	if info, err := os.Stat(string(o.archive)); command.Flags().Changed("archive") && (err != nil || !info.IsDir()) {
		return nil, &flagError{"archive", string(o.archive), "a folder of itermle tight --update: this is no folder"}
	}
	archived := map[string][]search.Found{}
	for _, claim := range registry.Claims {
		found, err := o.archive.Read(claim.ID)
		if err != nil {
			return nil, err
		}
		archived[claim.ID] = found
	}
	return archived, nil
}

// addArchive adds how tight the bounds are over the universe of their instances, or that nothing is known of it.
func (o *reportOptions) addArchive(page *site.Page, s *properties.Summary, archived map[string][]search.Found) {
	var claims []string
	for i := range s.Reports {
		claims = append(claims, s.Reports[i].Claim)
	}
	const caption = "The largest L/R that searches have found, of the simplest instances that are so tight; 1 is " +
		"attained, more than 1 refutes. An empty cell: none is in the archive."
	drawn := 0
	for _, axis := range archiveAxes {
		if m := axis.chart(claims, archived); len(m.Rows) > 0 {
			page.Charts = append(page.Charts, newMap("archive-"+axis.id, caption, m))
			drawn++
		}
	}
	if drawn == 0 {
		page.Lead += fmt.Sprintf(" Its archive %s has nothing of these claims: --archive names another.", o.archive)
	}
}

// archiveAxis is what a map of the archive has for columns: numbers below each bound in turn.
type archiveAxis struct {
	id, parameter, label string
	of                   func(search.Found) float64 // NaN: the instance has no such number
	columns              []string
	below                []float64
}

// archiveAxes are simplicity, n, T and δ.
var archiveAxes = []archiveAxis{
	{"simplicity", "simplicity", "binary digits behind the instance",
		func(f search.Found) float64 { return float64(f.Choices.Bits()) },
		[]string{"0", "1–8", "9–16", "17–32", "33–64", "> 64"}, []float64{1, 9, 17, 33, 65, math.Inf(1)}},
	{"n", "n", "samples n, or the first n_t", named(`(?:\bn=|\b(?:const|list|geom|poly|slow):)`),
		[]string{"< 10", "< 10²", "< 10³", "< 10⁴", "< 10⁶", "≥ 10⁶"}, []float64{10, 100, 1e3, 1e4, 1e6, math.Inf(1)}},
	{"t", "T", "fits T", named(`\bT=`), []string{"1", "2–10", "11–100", "≤ 1000", "> 1000"},
		[]float64{2, 11, 101, 1001, math.Inf(1)}},
	{"delta", "δ", "probability of failure δ", named(`(?:δ|\bdelta)=`),
		[]string{"< 10⁻³", "< 0.01", "< 0.02", "< 0.1", "≥ 0.1"}, []float64{1e-3, 0.01, 0.02, 0.1, math.Inf(1)}},
}

// named reads the first number that stands behind a name in an instance's.
func named(name string) func(search.Found) float64 {
	pattern := regexp.MustCompile(name + `([0-9.]+(?:e[+-]?[0-9]+)?)`)
	return func(f search.Found) float64 {
		found := pattern.FindStringSubmatch(f.Instance)
		if found == nil {
			return math.NaN()
		}
		v, err := strconv.ParseFloat(found[1], 64)
		if err != nil {
			return math.NaN()
		}
		return v
	}
}

// chart is the largest ratio of each claim in each column, of the claims that have one.
func (a archiveAxis) chart(claims []string, archived map[string][]search.Found) chart.Map {
	m := chart.Map{Title: "How tight over the universe, claim by claim, by " + a.parameter,
		Text:   "The largest ratio of what is bounded to its bound that was found.",
		XLabel: a.label, YLabel: "claim", Columns: a.columns}
	for _, claim := range claims {
		cells, some := make([]float64, len(a.columns)), false
		for i := range cells {
			cells[i] = math.NaN()
		}
		for _, f := range archived[claim] {
			v := a.of(f)
			for i, below := range a.below {
				if v < below {
					if some = true; !(cells[i] >= f.Ratio) {
						cells[i] = f.Ratio
					}
					break
				}
			}
		}
		if some {
			m.Rows, m.Cells = append(m.Rows, claim), append(m.Cells, cells)
		}
	}
	return m
}
