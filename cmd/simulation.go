package cmd

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"
)

// simulation is the result of simulate, in JSON as it stands here.
type simulation struct {
	Family      string                 `json:"family"`
	Theta       []float64              `json:"theta"`
	Schedule    string                 `json:"schedule"`
	Workflow    string                 `json:"workflow"`
	Replicates  int                    `json:"reps"`
	Seed        uint64                 `json:"seed"`
	Generations []generation           `json:"generations"`
	Events      map[string]eventCount  `json:"events"`
	HittingTime map[string]hittingTime `json:"hitting_time,omitempty"`

	symbols []string
	order   []string // of the events, for the table
}

// generation is one row: n samples drawn by generation t−1, then θ^(t).
type generation struct {
	T         int        `json:"t"`
	N         int64      `json:"n"`
	Defined   int        `json:"defined"` // replicates whose MLE exists up to t; all figures are over these
	Mean      []float64  `json:"mean"`    // null, like mse and err, where no replicate has an MLE
	MSE       []float64  `json:"mse"`
	Distance  *quantiles `json:"err"`
	Variation *variation `json:"tv,omitempty"`
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

// addGenerations fills the rows from an ensemble.
func (s *simulation) addGenerations(e *ensemble, size func(t int) int64) {
	for t, distance := range e.distance {
		row := generation{T: t + 1, N: size(t), Defined: len(distance)}
		if len(distance) > 0 {
			row.Mean, row.MSE = e.mean[t], e.mse[t]
			row.Distance = &quantiles{average(distance), quantile(distance, .5), quantile(distance, .9),
				quantile(distance, .95), quantile(distance, .99)}
			if e.variation != nil {
				tv := e.variation[t]
				row.Variation = &variation{average(tv), quantile(tv, .5), quantile(tv, .9), quantile(tv, .99)}
			}
		}
		s.Generations = append(s.Generations, row)
	}
	if e.undefined > 0 {
		s.addEvent("mle_does_not_exist", e.undefined)
	}
}

func (s *simulation) addEvent(name string, count int) {
	s.Events[name] = eventCount{count, s.Replicates}
	s.order = append(s.order, name)
}

// average is a fixed-order mean.
func average(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// print writes a table of a part of the generations: the first eight, then ever fewer, and always the last.
func (s *simulation) print(out io.Writer) error {
	theta := strings.Trim(fmt.Sprint(s.Theta), "[]")
	fmt.Fprintf(out, "%s from θ* = (%s) = (%s), schedule %s, workflow %s, %d replicates, seed %d\n\n",
		s.Family, strings.Join(s.symbols, " "), theta, s.Schedule, s.Workflow, s.Replicates, s.Seed)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "t\tn\t")
	for _, symbol := range s.symbols {
		fmt.Fprintf(w, "mean %s\tmse %s\t", symbol, symbol)
	}
	fmt.Fprint(w, "‖θ−θ*‖ mean\tq50\tq90\tq95\tq99\t")
	if len(s.Generations) > 0 && s.Generations[0].Variation != nil {
		fmt.Fprint(w, "TV mean\tq50\tq90\tq99\t")
	}
	fmt.Fprintln(w)
	shown := 0
	for i, g := range s.Generations {
		if i < len(s.Generations)-1 && g.T < shown+shown/4 {
			continue
		}
		shown = g.T
		fmt.Fprintf(w, "%d\t%d\t", g.T, g.N)
		if g.Defined == 0 {
			fmt.Fprintln(w, "no MLE\t")
			continue
		}
		for j := range g.Mean {
			fmt.Fprintf(w, "%s\t%s\t", figure(g.Mean[j]), figure(g.MSE[j]))
		}
		for _, v := range []float64{g.Distance.Mean, g.Distance.Q50, g.Distance.Q90, g.Distance.Q95, g.Distance.Q99} {
			fmt.Fprintf(w, "%s\t", figure(v))
		}
		if tv := g.Variation; tv != nil {
			for _, v := range []float64{tv.Mean, tv.Q50, tv.Q90, tv.Q99} {
				fmt.Fprintf(w, "%s\t", figure(v))
			}
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if shown = len(s.Generations); shown > 0 {
		if last := s.Generations[shown-1]; last.Defined < s.Replicates {
			fmt.Fprintf(out, "\nIn %d of %d replicates some pool has no maximum likelihood estimate; "+
				"they are left out from there on.\n",
				s.Replicates-last.Defined, s.Replicates)
		}
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
	return nil
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
