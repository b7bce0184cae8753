package properties

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/binomial"
	"itermle/theorems"
)

// Proportion is a count out of a number of draws, with the interval of Clopper and Pearson (Biometrika 26, 1934) that
// holds the probability with confidence 99%. Draws of different claims need not be alike: among independent trials of
// mean probability p equal ones have the heavier tails (Hoeffding, Ann. Math. Statist. 27, 1956), so the interval holds
// that mean.
type Proportion struct {
	Count int     `json:"count"`
	Of    int     `json:"of"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

func newProportion(count, of int) Proportion {
	k, n := int64(count), int64(of)
	return Proportion{count, of, binomial.LowerLimit(k, n, 0.005), binomial.UpperLimit(k, n, 0.005)}
}

// Coverage is what the instances that were drawn have exercised. It counts the first draws of each claim, as many as
// the run asks for, which are independent; an instance that comes again counts again, and fixed ones, which nobody
// drew, do not.
type Coverage struct {
	Met   Proportion `json:"met"`   // draws that meet the hypotheses
	Bound Proportion `json:"bound"` // of these, draws with a Tightness
	Near  Proportion `json:"near"`  // of these, draws within a factor 2 of the bound
	// Seen is, by kind of parameter, how often each value was drawn among the draws that name that kind; the most
	// frequent first. Kinds are family, workflow, schedule, and decades of n, T and δ.
	Seen map[string][]Value `json:"seen"`
	// Demands are the claims' own.
	Demands []DemandReport `json:"demands,omitempty"`
}

// Value is how often one value of a parameter was drawn.
type Value struct {
	Name string `json:"name"`
	Proportion
}

// DemandReport is a share that a claim demands, and what was drawn.
type DemandReport struct {
	Claim  string     `json:"claim"`
	Demand string     `json:"demand"` // in words
	Share  Proportion `json:"share"`
	Judged bool       `json:"judged"` // it was missed, or as many draws as these could have shown that it is
	Missed bool       `json:"missed"` // so few draws have probability at most 10^-6 where the share is what is demanded
}

// demandLevel is the probability that a demand which holds is reported as missed.
const demandLevel = 1e-6

func newDemandReport(claim string, demand theorems.Share, count, of int) DemandReport {
	short := func(count int) bool {
		return of > 0 && binomial.UpperLimit(int64(count), int64(of), demandLevel) < demand.AtLeast
	}
	return DemandReport{claim, demand.String(), newProportion(count, of), short(0), short(count)}
}

// nearness is the factor within which an instance is near its bound.
const nearness = 2

// tally counts the draws behind a Coverage.
type tally struct {
	drawn, met, bound, near int
	seen                    map[string]map[string]int
}

func (t *tally) add(s *ScenarioReport) {
	t.drawn++
	for kind, value := range regime(s.Name, s.Parameters) {
		if t.seen[kind] == nil {
			t.seen[kind] = map[string]int{}
		}
		t.seen[kind][value]++
	}
	if s.Unmet != "" {
		return
	}
	t.met++
	if s.Tightness != nil {
		t.bound++
	}
	if s.within(nearness) {
		t.near++
	}
}

// within says whether the instance comes within a factor of its bound.
func (s *ScenarioReport) within(factor float64) bool {
	return s.Tightness != nil && s.Tightness.Ratio*factor >= 1
}

func (t *tally) coverage() Coverage {
	c := Coverage{Met: newProportion(t.met, t.drawn), Bound: newProportion(t.bound, t.met),
		Near: newProportion(t.near, t.bound), Seen: map[string][]Value{}}
	for kind, counts := range t.seen {
		of := 0
		for _, count := range counts {
			of += count
		}
		for _, name := range slices.Sorted(maps.Keys(counts)) {
			c.Seen[kind] = append(c.Seen[kind], Value{name, newProportion(counts[name], of)})
		}
		slices.SortStableFunc(c.Seen[kind], func(a, b Value) int { return cmp.Compare(b.Count, a.Count) })
	}
	return c
}

// cover fills in the coverage, and leaves a claim undecided that misses a demand.
func (r *Report) cover() {
	if len(r.draws) == 0 {
		return
	}
	t := tally{seen: map[string]map[string]int{}}
	for _, i := range r.draws {
		t.add(&r.Scenarios[i])
	}
	c := t.coverage()
	for _, demand := range r.demands {
		if r.Pending > 0 {
			break // what has not been performed has missed nothing
		}
		count, of := t.met, t.drawn
		if demand.Within > 0 {
			count, of = 0, t.met
			for _, i := range r.draws {
				if s := &r.Scenarios[i]; s.Unmet == "" && s.within(demand.Within) {
					count++
				}
			}
		}
		report := newDemandReport(r.Claim, demand, count, of)
		if c.Demands = append(c.Demands, report); report.Missed && r.AsExpected() {
			r.Verdict, r.Scenario, r.Detectable = theorems.Undecided, "", 0
			r.Evidence = fmt.Sprintf("demanded: %s; %d of %d do", demand, count, of)
		}
	}
	r.Coverage = &c
}

// coverAll adds up the claims' coverage.
func coverAll(reports []Report) Coverage {
	t := tally{seen: map[string]map[string]int{}}
	var demands []DemandReport
	for i := range reports {
		r := &reports[i]
		for _, at := range r.draws {
			t.add(&r.Scenarios[at])
		}
		if r.Coverage != nil {
			demands = append(demands, r.Coverage.Demands...)
		}
	}
	c := t.coverage()
	c.Demands = demands
	return c
}

// families are the names of the zoo, and of the alphabets.
var families = func() map[string]bool {
	names := map[string]bool{alphabet.Entry.Name: true}
	for _, entry := range estimators.Families() {
		names[entry.Name] = true
	}
	return names
}()

// regime is what a scenario's name says of its instance, by kind: the family, workflow and schedule that it names, as
// words or as family=…, without their numbers, and the decades of n, T and δ. Without n=… it is the schedule's first. A
// family outside the zoo is the first word of a name with a θ.
func regime(name string, parameters map[string]string) map[string]string {
	found, n := map[string]string{}, parameters["n"]
	head := func(word string) string { return strings.SplitN(word, ":", 2)[0] }
	for i, word := range words(name) {
		symbol, value, named := strings.Cut(word, "=")
		if named {
			if strings.HasPrefix(symbol, "θ") && i > 0 {
				found["family"] = cmp.Or(found["family"], head(words(name)[0]))
			}
			word = value
		}
		if schedule, err := estimators.ParseSchedule(word); err == nil {
			found["schedule"], n = head(word), cmp.Or(n, strconv.FormatInt(schedule.Size(0), 10))
		} else if _, err := estimators.ParseWorkflow(word); err == nil {
			found["workflow"] = head(word)
		} else if families[head(word)] || symbol == "family" {
			found["family"] = head(word)
		}
	}
	delta := cmp.Or(parameters["δ"], parameters["delta"])
	for kind, text := range map[string]string{"n": n, "T": parameters["T"], "δ": delta} {
		if x, err := strconv.ParseFloat(text, 64); err == nil && x > 0 && !math.IsInf(x, 1) {
			_, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e") // such as +06
			power, _ := strconv.Atoi(exponent)                                      // FormatFloat writes a number
			found[kind] = "10^" + strconv.Itoa(power)
		}
	}
	return found
}
