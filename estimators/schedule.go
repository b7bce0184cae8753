package estimators

import (
	"math"
	"strconv"
	"strings"

	"itermle/internal/numeral"
)

// ScheduleSyntax is what ParseSchedule accepts.
const ScheduleSyntax = "const:N, geom:N,RATIO, poly:N,POWER, slow:N0,N or list:N0,N1,… with whole N ≥ 1 and RATIO > 0"

// maxScheduleSize is 2^53: beyond it a float64 no longer counts single samples, and a pool must say that it can take
// more.
const maxScheduleSize = 1 << 53

// maxParsedSize bounds what can be written down, for the pools that take more than 2^53.
const maxParsedSize = 10_000_000_000_000_000

// Schedule is a rule for n_t, the number of samples that generation t draws, t = 0, 1, 2, …
//
//	const:N       n_t = N
//	geom:N,q      n_t = round(N q^t), at least 1
//	poly:N,a      n_t = round(N (t+1)^a), at least 1
//	slow:N0,N     n_0 = N0 and n_t = N afterwards
//	list:N0,N1,…  n_t as listed; the last entry holds for all later t
//
// The zero Schedule is invalid: Check refuses it. Schedules come from ParseSchedule or the constructors.
type Schedule struct {
	kind  string
	first int64
	later int64   // slow
	shape float64 // geom, poly
	list  []int64
}

// ConstantSchedule is const:n, the paper's own schedule.
func ConstantSchedule(n int64) Schedule { return Schedule{kind: "const", first: n} }

// GeometricSchedule is geom:n,ratio.
func GeometricSchedule(n int64, ratio float64) Schedule {
	return Schedule{kind: "geom", first: n, shape: ratio}
}

// PolynomialSchedule is poly:n,power.
func PolynomialSchedule(n int64, power float64) Schedule {
	return Schedule{kind: "poly", first: n, shape: power}
}

// SlowSchedule is slow:first,later.
func SlowSchedule(first, later int64) Schedule {
	return Schedule{kind: "slow", first: first, later: later}
}

// ListSchedule is list:sizes….
func ListSchedule(sizes ...int64) Schedule {
	return Schedule{kind: "list", list: append([]int64(nil), sizes...)}
}

// ParseSchedule reads a schedule in the syntax of ScheduleSyntax; String prints it back.
func ParseSchedule(text string) (Schedule, error) {
	refuse := &SyntaxError{What: "schedule", Value: text, Accept: ScheduleSyntax}
	kind, rest, found := strings.Cut(text, ":")
	if !found {
		return Schedule{}, refuse
	}
	fields := strings.Split(rest, ",")
	if kind == "list" {
		s := Schedule{kind: kind}
		for _, field := range fields {
			n, err := strconv.ParseInt(field, 10, 64)
			if err != nil {
				return Schedule{}, refuse
			}
			s.list = append(s.list, n)
		}
		return s, s.checkUpTo(1, maxParsedSize)
	}
	n, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return Schedule{}, refuse
	}
	s := Schedule{kind: kind, first: n}
	switch {
	case kind == "const" && len(fields) == 1:
	case (kind == "geom" || kind == "poly") && len(fields) == 2:
		if s.shape, err = numeral.Float(fields[1]); err != nil {
			return Schedule{}, refuse
		}
	case kind == "slow" && len(fields) == 2:
		if s.later, err = strconv.ParseInt(fields[1], 10, 64); err != nil {
			return Schedule{}, refuse
		}
	default:
		return Schedule{}, refuse
	}
	return s, s.checkUpTo(1, maxParsedSize)
}

// MustSchedule is ParseSchedule of a text that is known to be right; it panics where it is not.
func MustSchedule(text string) Schedule {
	s, err := ParseSchedule(text)
	if err != nil {
		panic("estimators: " + err.Error())
	}
	return s
}

// String is the schedule in the syntax that ParseSchedule reads.
func (s Schedule) String() string {
	integer := func(n int64) string { return strconv.FormatInt(n, 10) }
	switch s.kind {
	case "const":
		return "const:" + integer(s.first)
	case "geom", "poly":
		return s.kind + ":" + integer(s.first) + "," + strconv.FormatFloat(s.shape, 'g', -1, 64)
	case "slow":
		return "slow:" + integer(s.first) + "," + integer(s.later)
	case "list":
		parts := make([]string, len(s.list))
		for i, n := range s.list {
			parts[i] = integer(n)
		}
		return "list:" + strings.Join(parts, ",")
	}
	return "invalid schedule"
}

// Size is n_t for t ≥ 0. It is meaningful for t < T once Check(T) has passed.
func (s Schedule) Size(t int) int64 {
	if s.kind == "const" {
		return s.first // so small a function that the compiler copies no Schedule
	}
	return s.changing(t)
}

// changing is Size of a schedule that is not constant.
func (s *Schedule) changing(t int) int64 {
	switch s.kind {
	case "geom":
		return atLeastOne(float64(s.first) * math.Pow(s.shape, float64(t)))
	case "poly":
		return atLeastOne(float64(s.first) * math.Pow(float64(t)+1, s.shape))
	case "slow":
		if t == 0 {
			return s.first
		}
		return s.later
	case "list":
		return s.list[min(t, len(s.list)-1)]
	}
	return 0
}

func atLeastOne(x float64) int64 { return int64(math.Max(1, math.Min(math.Round(x), maxParsedSize))) }

// Check says whether every n_t, t < generations, is a whole number from 1 to 2^53.
func (s Schedule) Check(generations int) error { return s.checkUpTo(generations, maxScheduleSize) }

// checkUpTo is Check with another largest n_t than 2^53. Beyond 2^53 every n_t must be a float64.
func (s Schedule) checkUpTo(generations int, largest int64) error {
	refuse := func(what string, n float64) error {
		accept := "1 ≤ n ≤ 2^53"
		if largest != maxScheduleSize {
			accept = "1 ≤ n ≤ " + strconv.FormatInt(largest, 10) + ", beyond 2^53 only what float64 holds"
		}
		return &RangeError{What: "schedule " + s.String() + ": " + what, Value: n, Accept: accept}
	}
	whole := func(what string, n int64) error {
		if n < 1 || n > largest || int64(float64(n)) != n {
			return refuse(what, float64(n))
		}
		return nil
	}
	last := math.Max(0, float64(generations)-1)
	switch s.kind {
	case "const":
		return whole("n", s.first)
	case "geom", "poly":
		if err := whole("n_0", s.first); err != nil {
			return err
		}
		if math.IsNaN(s.shape) || math.IsInf(s.shape, 0) || s.kind == "geom" && s.shape <= 0 {
			return &RangeError{What: "schedule " + s.String() + ": shape", Value: s.shape,
				Accept: "a finite POWER or a RATIO > 0"}
		}
		size := float64(s.first) * math.Pow(s.shape, last)
		if s.kind == "poly" {
			size = float64(s.first) * math.Pow(last+1, s.shape)
		}
		if !(size <= float64(largest)) {
			return refuse("n of the last generation", size)
		}
		return nil
	case "slow":
		if err := whole("n_0", s.first); err != nil {
			return err
		}
		return whole("n_1", s.later)
	case "list":
		for _, n := range s.list {
			if err := whole("an entry", n); err != nil {
				return err
			}
		}
		if len(s.list) > 0 {
			return nil
		}
	}
	return &SyntaxError{What: "schedule", Value: s.String(), Accept: ScheduleSyntax}
}

// VarianceSum is Σ_{t<T} n_t/N_t², the factor by which iterated averaging multiplies the variance of one sample.
func (s Schedule) VarianceSum(generations int) float64 {
	sum, total := 0.0, 0.0
	for t := range generations {
		n := float64(s.Size(t))
		total += n
		sum += n / total / total
	}
	return sum
}
