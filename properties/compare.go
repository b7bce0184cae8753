package properties

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"

	"itermle/theorems"
)

// Decided is a scenario that a file has kept, with its claim.
type Decided struct {
	Claim string
	ScenarioReport
}

// ReadDecided reads a record, or a Summary in JSON, and what was dropped of the former. Errors are those of
// ReadRecords, and a *RecordError for a file without a decided scenario.
func ReadDecided(path string) (decided []Decided, warnings []string, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	var summary Summary
	if json.Unmarshal(text, &summary) == nil && summary.Reports != nil {
		for _, r := range summary.Reports {
			for _, s := range r.Scenarios {
				if s.Evidence != stopped {
					decided = append(decided, Decided{r.Claim, s})
				}
			}
		}
	} else {
		record, err := ReadRecords([]string{path})
		if err != nil {
			return nil, nil, err
		}
		warnings = record.Warnings
		for _, l := range record.lines {
			decided = append(decided, Decided{l.Claim, l.ScenarioReport})
		}
	}
	if len(decided) == 0 {
		err = &RecordError{path, 0, errors.New("no decided scenario: want a record, or what verify --json prints")}
	}
	return decided, warnings, err
}

// Change is a scenario that came out otherwise in another run.
type Change struct {
	Claim    string `json:"claim"`
	Instance string `json:"instance"`
	// Change is "verdict", or "looser" or "tighter": less, or more, of the bound is used.
	Change string `json:"change"`
	// Worse is a bound that is looser, or a verdict that was decided and is another.
	Worse bool                `json:"worse"`
	Old   theorems.Verdict    `json:"old"`
	New   theorems.Verdict    `json:"new"`
	From  *theorems.Tightness `json:"from,omitempty"` // the old tightness
	To    *theorems.Tightness `json:"to,omitempty"`
}

// ClaimSeconds is what the common scenarios of a claim have taken.
type ClaimSeconds struct {
	Claim string  `json:"claim"`
	Old   float64 `json:"old"`
	New   float64 `json:"new"`
}

// Comparison is how a run differs from an older one, over the scenarios that both have decided.
type Comparison struct {
	Common  int      `json:"common"`
	Bounds  int      `json:"bounds"`   // of these, scenarios with a tightness in both
	OnlyOld []string `json:"only_old"` // scenarios with their claims
	OnlyNew []string `json:"only_new"`
	Changes []Change `json:"changes"` // in the order of the new run
	// Seconds of each claim, those that differ most first; of all, Old and New.
	Seconds []ClaimSeconds `json:"seconds_by_claim"`
	Old     float64        `json:"old_seconds"`
	New     float64        `json:"new_seconds"`
}

// Worse says whether any change is for the worse.
func (c *Comparison) Worse() bool {
	return slices.ContainsFunc(c.Changes, func(change Change) bool { return change.Worse })
}

// Compare compares two runs, scenario by scenario.
//
// A bound is looser or tighter where the intervals of its tightness do not meet. Each holds what it estimates with
// confidence 99%, half of the rest on either side, whenever the sampling stopped: of a bound that is the same in two
// runs under different seeds, either happens with probability at most 0.005 + 0.005. Runs under one seed have the same
// replicates, so that they differ only where the program does. What is decided without chance differs by more than a
// billionth, which is more than processors do.
func Compare(old, new []Decided) Comparison {
	c := Comparison{OnlyOld: []string{}, OnlyNew: []string{}, Changes: []Change{}, Seconds: []ClaimSeconds{}}
	type key struct{ claim, instance string }
	before, after := map[key]*Decided{}, map[key]bool{}
	for i := range old {
		before[key{old[i].Claim, old[i].Name}] = &old[i]
	}
	at := map[string]int{}
	for i := range new {
		to := &new[i]
		k := key{to.Claim, to.Name}
		after[k] = true
		from := before[k]
		if from == nil {
			c.OnlyNew = append(c.OnlyNew, to.Claim+": "+to.Name)
			continue
		}
		c.Common++
		if _, found := at[to.Claim]; !found {
			at[to.Claim] = len(c.Seconds)
			c.Seconds = append(c.Seconds, ClaimSeconds{Claim: to.Claim})
		}
		seconds := &c.Seconds[at[to.Claim]]
		seconds.Old, seconds.New = seconds.Old+from.Seconds, seconds.New+to.Seconds
		c.Old, c.New = c.Old+from.Seconds, c.New+to.Seconds
		c.compare(from, to)
	}
	for i := range old {
		if d := &old[i]; !after[key{d.Claim, d.Name}] {
			c.OnlyOld = append(c.OnlyOld, d.Claim+": "+d.Name)
		}
	}
	slices.SortStableFunc(c.Seconds, func(a, b ClaimSeconds) int {
		return cmp.Compare(math.Abs(b.New-b.Old), math.Abs(a.New-a.Old))
	})
	return c
}

// compare adds the changes of one scenario.
func (c *Comparison) compare(from, to *Decided) {
	change := Change{Claim: to.Claim, Instance: to.Name, Old: from.Verdict, New: to.Verdict, From: from.Tightness,
		To: to.Tightness}
	if from.Verdict != to.Verdict {
		one := change
		one.Change, one.Worse = "verdict", from.Verdict != theorems.Undecided
		c.Changes = append(c.Changes, one)
	}
	if from.Tightness == nil || to.Tightness == nil {
		return
	}
	c.Bounds++
	a, b := *from.Tightness, *to.Tightness
	if to.Kind == from.Kind && to.Kind == (theorems.Deterministic{}).Kind() {
		const unit = 1e-9
		a.Low, a.High, b.Low, b.High = a.Ratio*(1-unit), a.Ratio*(1+unit), b.Ratio, b.Ratio
	}
	switch {
	case b.High < a.Low:
		change.Change, change.Worse = "looser", true
	case b.Low > a.High:
		change.Change = "tighter"
	default:
		return
	}
	c.Changes = append(c.Changes, change)
}

// String is the change in words, such as "looser: 0.91 → 0.45".
func (c Change) String() string {
	if c.Change == "verdict" {
		return fmt.Sprintf("%v → %v", c.Old, c.New)
	}
	return fmt.Sprintf("%s: %.3g → %.3g", c.Change, c.From.Ratio, c.To.Ratio)
}
