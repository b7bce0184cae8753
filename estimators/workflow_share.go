package estimators

import (
	"math"
	"strconv"
	"strings"
)

// shares is a share for each generation t = 1, 2, …
//
//	s           the same for all
//	S/t, S/t^P  min(1, S/t^P)
//	s_1,s_2,…   as listed; the last entry holds for all later t
type shares struct {
	first, power float64
	list         string // the entries as String prints them, two or more; a string, so that a Workflow can be compared
}

// Decaying is the workflow with the share min(1, S/t^power) at generation t in place of S, power > 0.
func (w Workflow) Decaying(power float64) Workflow {
	w.share.power = power
	return w
}

// Listed is the workflow with the shares s_1, s_2, … of generations 1, 2, …, the last for all later ones.
func (w Workflow) Listed(share ...float64) Workflow {
	fields := make([]string, len(share))
	for i, s := range share {
		fields[i] = shortest(s)
	}
	w.share = shares{list: strings.Join(fields, ",")}
	if len(share) == 1 {
		w.share = shares{first: share[0]}
	}
	return w
}

// Share is s, w or q at generation t ≥ 1, of a workflow that has one.
func (w Workflow) Share(t int) float64 {
	s := w.share
	switch {
	case s.list != "":
		rest, more := s.list, true
		for entry := ""; ; t-- {
			if entry, rest, more = strings.Cut(rest, ","); t <= 1 || !more {
				v, _ := number(entry) // as valid has read it
				return v
			}
		}
	case s.power != 0:
		return math.Min(1, s.first/math.Pow(float64(t), s.power))
	}
	return s.first
}

func parseShares(text string) (s shares, ok bool) {
	if strings.Contains(text, ",") {
		w := Workflow{}
		var list []float64
		for entry := range strings.SplitSeq(text, ",") {
			v, ok := number(entry)
			if !ok {
				return s, false
			}
			list = append(list, v)
		}
		return w.Listed(list...).share, true
	}
	first, decay, decays := strings.Cut(text, "/t")
	if s.first, ok = number(first); !ok || !decays {
		return s, ok
	}
	if s.power = 1; decay != "" {
		power, found := strings.CutPrefix(decay, "^")
		if s.power, ok = number(power); !found || !(s.power > 0) {
			return s, false
		}
	}
	return s, ok
}

// valid says whether every share is from 0 to 1; what is constant must be above 0, and below 1 unless one may be taken.
// positive: 0 is no share of a list either.
func (s shares) valid(positive, one bool) bool {
	switch {
	case s.list != "":
		for entry := range strings.SplitSeq(s.list, ",") {
			if v, ok := number(entry); !ok || !(v >= 0 && v <= 1) || positive && v == 0 {
				return false
			}
		}
		return true
	case s.power != 0:
		return s.first > 0 && s.first <= math.MaxFloat64 && s.power > 0 && s.power <= math.MaxFloat64
	}
	return s.first > 0 && (s.first < 1 || one && s.first == 1)
}

func (s shares) String() string {
	switch {
	case s.list != "":
		return s.list
	case s.power == 1:
		return shortest(s.first) + "/t"
	case s.power != 0:
		return shortest(s.first) + "/t^" + shortest(s.power)
	}
	return shortest(s.first)
}

func shortest(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
