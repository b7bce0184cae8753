package cmd

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"itermle/internal/selection"
	"itermle/properties"
)

// simulation is the result of simulate, in JSON as it stands here.
type simulation struct {
	properties.Build
	Family      string                 `json:"family"`
	Theta       []float64              `json:"theta"`
	Schedule    string                 `json:"schedule"`
	Workflow    string                 `json:"workflow"`
	Replicates  int                    `json:"reps"`
	Seed        uint64                 `json:"seed"`
	Generations []generation           `json:"generations"`
	Events      map[string]eventCount  `json:"events"`
	HittingTime map[string]hittingTime `json:"hitting_time,omitempty"`
	// CollapsedBy[t−1] is the share of the replicates of a leak that have collapsed by fit t; fit 1 is on real data.
	CollapsedBy []float64 `json:"collapsed_by,omitempty"`
	Warnings    []string  `json:"warnings,omitempty"` // what float64 does not resolve

	symbols []string
	marks   []mark
	order   []string // of the events, for the table
}

// generation is one row: n samples drawn by generation t−1, then θ^(t).
type generation struct {
	T         int        `json:"t"`
	N         int64      `json:"n"`
	Defined   int        `json:"defined"` // replicates whose MLE exists up to t; all figures are over these
	Mean      []float64  `json:"mean"`    // null, like bias, mse and err, where no replicate has an MLE
	Bias      []float64  `json:"bias"`    // the mean of θ − θ*, accurate where it is small beside θ*
	MSE       []*float64 `json:"mse"`     // null where float64 has no number so small
	Distance  *quantiles `json:"err"`
	Variation *variation `json:"tv,omitempty"`
	// PAbsorbed and Outcomes, of a family with finitely many, are over the models θ^(t): the share with one outcome
	// left and the mean number; KL is the mean of KL(p_θ*‖p_θ(t)) in nats, null where it is infinite.
	PAbsorbed *float64    `json:"p_absorbed,omitempty"`
	Outcomes  *float64    `json:"outcomes,omitempty"`
	KL        *float64    `json:"kl,omitempty"`
	Errors    *meanErrors `json:"se,omitempty"`
}

// meanErrors are Monte-Carlo standard errors of the means of the same name; null where they are not finite.
type meanErrors struct {
	Mean      []*float64 `json:"mean"`
	MSE       []*float64 `json:"mse"`
	Distance  *float64   `json:"err"`
	Variation *float64   `json:"tv,omitempty"`
	PAbsorbed *float64   `json:"p_absorbed,omitempty"`
	Outcomes  *float64   `json:"outcomes,omitempty"`
	KL        *float64   `json:"kl,omitempty"`
}

type quantiles struct {
	Mean float64 `json:"mean"`
	Q50  float64 `json:"q50"`
	Q90  float64 `json:"q90"`
	Q95  float64 `json:"q95"`
	Q99  float64 `json:"q99"`
}

type variation struct {
	Mean float64 `json:"mean"`
	Q50  float64 `json:"q50"`
	Q90  float64 `json:"q90"`
	Q99  float64 `json:"q99"`
}

type eventCount struct {
	Count      int `json:"count"`
	Replicates int `json:"reps"`
}

// hittingTime is over the Count replicates that hit; the quantiles are −1 where the quantile of all replicates lies
// beyond the last generation.
type hittingTime struct {
	Q50   int `json:"q50"`
	Q90   int `json:"q90"`
	Count int `json:"count"`
}

// row is the generation t, which drew n samples.
func (s *simulation) row(t int, n int64, at observed) generation {
	row := generation{T: t, N: n, Defined: len(at.distance)}
	if len(at.distance) == 0 {
		return row
	}
	var distance quantiles
	row.Distance, row.Errors = &distance, &meanErrors{}
	distance.Mean, row.Errors.Distance = meanWithError(at.distance)
	selected(at.distance, []float64{.5, .9, .95, .99}, &distance.Q50, &distance.Q90, &distance.Q95, &distance.Q99)
	for _, of := range at.moments {
		row.Mean, row.Bias = append(row.Mean, of.mean), append(row.Bias, of.bias)
		row.MSE = append(row.MSE, representable(of, at.distance))
		row.Errors.Mean = append(row.Errors.Mean, finite(of.meanError))
		row.Errors.MSE = append(row.Errors.MSE, finite(of.mseError))
	}
	for j, m := range s.marks {
		row.mark(m.name, at.marks[j])
	}
	if at.variation != nil {
		var tv variation
		row.Variation = &tv
		tv.Mean, row.Errors.Variation = meanWithError(at.variation)
		selected(at.variation, []float64{.5, .9, .99}, &tv.Q50, &tv.Q90, &tv.Q99)
	}
	return row
}

// selected stores the quantiles q of the values.
func selected(values, q []float64, dst ...*float64) {
	for i, v := range selection.Ranks(values, quantileRanks(len(values), q...)...) {
		*dst[i] = v
	}
}

func (s *simulation) addEvent(name string, count int) {
	s.Events[name] = eventCount{count, s.Replicates}
	s.order = append(s.order, name)
}

// representable is the mean squared error, nil where the squares have left float64: the largest error is not 0, and its
// square is no normal number.
func representable(of coordinate, distance []float64) *float64 {
	if of.mse < 0x1p-1022 && (of.mse > 0 || of.bias != 0) && slices.Max(distance) > 0 {
		return nil
	}
	return &of.mse
}

// Names of marks.
const (
	markAbsorbed = "P(absorbed)"
	markOutcomes = "outcomes"
	markKL       = "KL mean"
)

// mark stores what a mark has come to.
func (g *generation) mark(name string, of average) {
	switch name {
	case markAbsorbed:
		g.PAbsorbed, g.Errors.PAbsorbed = finite(of.mean), finite(of.deviation)
	case markOutcomes:
		g.Outcomes, g.Errors.Outcomes = finite(of.mean), finite(of.deviation)
	case markKL:
		g.KL, g.Errors.KL = finite(of.mean), finite(of.deviation)
	}
}

// meanWithError is the mean of x with its standard error, nil where that is not finite.
func meanWithError(x []float64) (mean float64, deviation *float64) {
	n := float64(len(x))
	mean = sumAbout(x, 0, false) / n
	return mean, finite(standardError(sumAbout(x, mean, true)/n, n))
}

// sumAbout is Σ(x−center), or Σ(x−center)²; four sums that take turns do not wait for each other.
func sumAbout(x []float64, center float64, squared bool) float64 {
	var a, b, c, d float64
	for ; len(x) >= 4; x = x[4:] {
		e, f, g, h := x[0]-center, x[1]-center, x[2]-center, x[3]-center
		if squared {
			e, f, g, h = e*e, f*f, g*g, h*h
		}
		a, b, c, d = a+e, b+f, c+g, d+h
	}
	for _, v := range x {
		e := v - center
		if squared {
			e *= e
		}
		a += e
	}
	return (a + b) + (c + d)
}

// manySymbols is from how many coordinates on each is of less interest than how many outcomes are left.
const manySymbols = 16

// columns are those of the table; the first to be left out are coordinates from the third on.
func (s *simulation) columns() []column {
	number := func(title string, rank int) column { return column{title: title, rank: rank, right: true} }
	columns := []column{number("t", 0), number("n", 0)}
	first, marked := 1, 2
	if len(s.symbols) > manySymbols {
		first, marked = 3, 1
	}
	for i, symbol := range s.symbols {
		columns = append(columns, number("mean "+symbol, first+2*i), number("mse "+symbol, first+2*i))
	}
	columns = append(columns, number("‖θ−θ*‖ mean", 0), number("q50", 0), number("q90", 0), number("q95", 2),
		number("q99", 2))
	if len(s.Generations) > 0 && s.Generations[0].Variation != nil {
		columns = append(columns, number("TV mean", 1), number("TV q50", 2), number("TV q90", 2), number("TV q99", 2))
	}
	if s.CollapsedBy != nil {
		columns = append(columns, number("collapsed by", 0))
	}
	for _, m := range s.marks {
		columns = append(columns, number(m.name, marked))
	}
	for _, title := range s.errorTitles() {
		columns = append(columns, number(title, first+2+2*len(s.symbols)))
	}
	return columns
}

// errorTitles are the columns of standard errors, in the order of generation.errors.
func (s *simulation) errorTitles() (titles []string) {
	for _, symbol := range s.symbols {
		titles = append(titles, "± mean "+symbol, "± mse "+symbol)
	}
	if titles = append(titles, "± ‖θ−θ*‖ mean"); s.Generations[0].Variation != nil {
		titles = append(titles, "± TV mean")
	}
	for _, m := range s.marks {
		titles = append(titles, "± "+m.name)
	}
	return titles
}

// markCells and errorCells are the columns of the same name.
func (g *generation) markCells(marks []mark) (cells []string) {
	for _, m := range marks {
		cells = append(cells, orDash(map[string]*float64{markAbsorbed: g.PAbsorbed, markOutcomes: g.Outcomes,
			markKL: g.KL}[m.name]))
	}
	return cells
}

func (g *generation) errorCells(marks []mark) (cells []string) {
	e := g.Errors
	for i := range e.Mean {
		cells = append(cells, orDash(e.Mean[i]), orDash(e.MSE[i]))
	}
	if cells = append(cells, orDash(e.Distance)); e.Variation != nil {
		cells = append(cells, orDash(e.Variation))
	}
	shown := generation{PAbsorbed: e.PAbsorbed, Outcomes: e.Outcomes, KL: e.KL}
	return append(cells, shown.markCells(marks)...)
}

// shownTheta is how many characters of θ* a table shows.
const shownTheta = 400

// print writes a table of a part of the generations: the first eight, then ever fewer, and always the last.
func (s *simulation) print(out io.Writer, width int) error {
	theta := cut(strings.Trim(fmt.Sprint(s.Theta), "[]"), shownTheta)
	fmt.Fprint(out, paragraph(out, fmt.Sprintf(
		"%s from θ* = (%s) = (%s), schedule %s, workflow %s, %d replicates, seed %d", s.Family,
		cut(strings.Join(s.symbols, " "), shownTheta), theta, s.Schedule, s.Workflow, s.Replicates, s.Seed), "",
		width), "\n")
	t := table{columns: s.columns()}
	shown := 0
	for i, g := range s.Generations {
		if i < len(s.Generations)-1 && g.T < shown+shown/4 {
			continue
		}
		shown = g.T
		row := []string{strconv.Itoa(g.T), strconv.FormatInt(g.N, 10)}
		for j := range g.Mean {
			row = append(row, figure(g.Mean[j]), orDash(g.MSE[j]))
		}
		if d := g.Distance; d != nil {
			row = append(row, figure(d.Mean), figure(d.Q50), figure(d.Q90), figure(d.Q95), figure(d.Q99))
		}
		if tv := g.Variation; tv != nil {
			row = append(row, figure(tv.Mean), figure(tv.Q50), figure(tv.Q90), figure(tv.Q99))
		}
		if s.CollapsedBy != nil {
			row = append(row, figure(s.CollapsedBy[i]))
		}
		if g.Errors != nil {
			row = append(append(row, g.markCells(s.marks)...), g.errorCells(s.marks)...)
		}
		for len(row) < len(t.columns) {
			row = append(row, "—")
		}
		t.rows = append(t.rows, row)
	}
	if err := t.print(out, width); err != nil {
		return err
	}
	s.printEvents(out, width)
	return nil
}

func (s *simulation) printEvents(out io.Writer, width int) {
	for _, warning := range s.Warnings {
		fmt.Fprint(out, "\n", paragraph(out, "warning: "+warning, "", width))
	}
	if last := s.Generations[len(s.Generations)-1]; last.Defined < s.Replicates {
		fmt.Fprintf(out, "\nIn %d of %d replicates some pool has no maximum likelihood estimate;\n"+
			"they are left out from there on.\n", s.Replicates-last.Defined, s.Replicates)
	}
	if len(s.order) > 0 {
		fmt.Fprintln(out, "\nevents")
	}
	for _, name := range s.order {
		fmt.Fprintf(out, "  %-24s %d of %d replicates\n", name, s.Events[name].Count, s.Events[name].Replicates)
	}
	for J := 1; J <= hittingLevels; J++ {
		if h, found := s.HittingTime[strconv.Itoa(J)]; found {
			fmt.Fprintf(out, "  first sample in [%d,%d]:  t = %s (median), %s (90%%), hit in %d of %d replicates\n",
				J, J+1, orNever(h.Q50), orNever(h.Q90), h.Count, s.Replicates)
		}
	}
}

func orNever(t int) string {
	if t < 0 {
		return "beyond T"
	}
	return fmt.Sprint(t)
}

// figure prints five significant digits.
func figure(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e5 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.5g", v)
}
