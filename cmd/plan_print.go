package cmd

import (
	"fmt"
	"io"
	"strconv"

	"itermle/estimators"
	"itermle/properties"
)

// planned is what plan prints, in JSON as it stands here. A number that does not exist or was not asked for is null.
type planned struct {
	properties.Build
	Family         string              `json:"family"`
	Data           string              `json:"data,omitempty"`
	Column         string              `json:"column,omitempty"`
	Theta          []float64           `json:"theta"` // θ̂
	StandardError  []*float64          `json:"standard_error"`
	Size           int64               `json:"n0"`
	Goodness       *goodness           `json:"goodness"`
	GoodnessReason string              `json:"goodness_reason,omitempty"` // why there is none
	Schedule       string              `json:"schedule"`
	Workflow       string              `json:"workflow"`
	Generations    int                 `json:"T"`
	Delta          float64             `json:"delta"`
	Replicates     int                 `json:"reps"`
	Seed           uint64              `json:"seed"`
	Course         []plannedGeneration `json:"generations"`
	Epsilon        *float64            `json:"epsilon"`
	Passes         *passage            `json:"passes"`
	LeastShare     *leastShare         `json:"least_share"`
	Collapse       *collapse           `json:"collapse"`
	Exact          *proved             `json:"exact"`
	Certificate    *proved             `json:"certificate"`
	symbols        []string
}

// plannedGeneration is θ^(t), fitted after n samples more.
type plannedGeneration struct {
	T         int      `json:"t"`
	N         int64    `json:"n"`
	Median    bracket  `json:"median"`   // of ‖θ^(t) − θ*‖
	Quantile  bracket  `json:"quantile"` // its (1−δ)-quantile
	Variation *bracket `json:"tv"`       // the (1−δ)-quantile of the total variation
}

// passage is the first generation whose error passes ε with probability above δ; null: none up to T.
type passage struct {
	Generation *int   `json:"generation"`
	Earliest   *int   `json:"earliest"`
	Latest     *int   `json:"latest"`
	How        string `json:"how"`
}

// leastShare is the least share of fresh real data in every generation; null: no share will do.
type leastShare struct {
	Share *float64 `json:"share"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	How   string   `json:"how"`
}

// collapse is P(TV(p_θ(T), p_θ*) > ½, or θ^(T) does not exist).
type collapse struct {
	Probability float64 `json:"probability"`
	Low         float64 `json:"low"`
	High        float64 `json:"high"`
	How         string  `json:"how"`
}

// follow fills in what was simulated.
func (p *planned) follow(f *followed, schedule estimators.Schedule) {
	for t, sorted := range f.distance {
		row := plannedGeneration{T: t + 1, N: schedule.Size(t), Median: bracketed(sorted, 0.5),
			Quantile: bracketed(sorted, 1-p.Delta)}
		if f.variation != nil {
			tv := bracketed(f.variation[t], 1-p.Delta)
			row.Variation = &tv
		}
		p.Course = append(p.Course, row)
	}
	p.Collapse = collapsed(f)
}

// String is value [low, high]; ∞ for no number.
func (b bracket) String() string {
	return fmt.Sprintf("%s [%s, %s]", orInfinity(b.Value), orInfinity(b.Low), orInfinity(b.High))
}

func orInfinity(v *float64) string {
	if v == nil {
		return "∞"
	}
	return figure(*v)
}

// print writes the answers, each with how it was had.
func (p *planned) print(out io.Writer, width int) error {
	source := "given"
	if p.Data != "" {
		source = "fitted to " + p.Data
	}
	fitted := fmt.Sprintf("%s, %s, n_0 = %d:", p.Family, source, p.Size)
	for i, v := range p.Theta {
		fitted += fmt.Sprintf(" %s = %s", p.symbols[i], figure(v))
		if p.StandardError != nil {
			fitted += " ± " + orInfinity(p.StandardError[i])
		}
	}
	quality := ""
	switch {
	case p.Goodness != nil:
		quality = paragraph(out, fmt.Sprintf(
			"fit: Kolmogorov distance %s, p = %.3g [%.2g, %.2g] by %d bootstrap samples of %d rows",
			figure(p.Goodness.Statistic), p.Goodness.PValue, p.Goodness.Low, p.Goodness.High, p.Goodness.Bootstrap,
			p.Goodness.Rows), "", width)
	case p.GoodnessReason != "":
		quality = paragraph(out, "fit: not tested, "+p.GoodnessReason, "", width)
	}
	fmt.Fprint(out, paragraph(out, fitted, "", width), quality, paragraph(out, fmt.Sprintf(
		"%s, %s, T = %d, %d replicates, seed %d; intervals of confidence 99%%", p.Schedule, p.Workflow, p.Generations,
		p.Replicates, p.Seed), "", width), "\n")
	if err := p.printCourse(out, width); err != nil {
		return err
	}
	answers := table{columns: []column{{title: "QUESTION"}, {title: "ANSWER"}, {title: "HOW"}}, wrap: true}
	p.answer(&answers)
	return answers.print(out, width)
}

// printCourse writes a part of the generations, as simulate does.
func (p *planned) printCourse(out io.Writer, width int) error {
	level := strconv.FormatFloat(1-p.Delta, 'g', 4, 64)
	t := table{columns: []column{{title: "t", right: true}, {title: "n", right: true}, {title: "‖θ−θ*‖ MEDIAN"},
		{title: level + "-QUANTILE"}, {title: level + "-QUANTILE OF TV"}}}
	shown := 0
	for i, g := range p.Course {
		if i < len(p.Course)-1 && g.T < shown+shown/4 {
			continue
		}
		shown = g.T
		variation := "—"
		if g.Variation != nil {
			variation = g.Variation.String()
		}
		t.add(strconv.Itoa(g.T), strconv.FormatInt(g.N, 10), g.Median.String(), g.Quantile.String(), variation)
	}
	if err := t.print(out, width); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out)
	return err
}

// answer adds a row a question.
func (p *planned) answer(t *table) {
	never := func(t *int) string {
		if t == nil {
			return "never"
		}
		return strconv.Itoa(*t)
	}
	none := func(s *float64) string {
		if s == nil {
			return "none"
		}
		return figure(*s)
	}
	last := p.Course[len(p.Course)-1]
	t.add(fmt.Sprintf("error at T = %d", p.Generations), last.Quantile.String(), "simulated")
	if p.Exact != nil {
		t.add("", figure(p.Exact.Quantile), p.Exact.How)
	}
	if p.Certificate != nil {
		t.add("", "≤ "+figure(p.Certificate.Quantile), p.Certificate.How)
	}
	if p.Epsilon != nil {
		t.add(fmt.Sprintf("passes ε = %g at t", *p.Epsilon), fmt.Sprintf("%s [%s, %s]", never(p.Passes.Generation),
			never(p.Passes.Earliest), never(p.Passes.Latest)), p.Passes.How)
		t.add("least share of fresh real data", fmt.Sprintf("%s [%s, %s]", none(p.LeastShare.Share),
			none(p.LeastShare.Low), none(p.LeastShare.High)), p.LeastShare.How)
	}
	t.add("P(collapse by T): TV > ½ or no MLE", fmt.Sprintf("%s [%s, %s]", figure(p.Collapse.Probability),
		figure(p.Collapse.Low), figure(p.Collapse.High)), p.Collapse.How)
}
