package estimators

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"itermle/internal/numeral"
)

// Entry is one family of the zoo.
type Entry struct {
	Name    string // such as "binomial"
	Syntax  string // such as "binomial[:m]"
	Summary string // one line: the density and its parameters
	// New builds the family from the numbers after the colon; none means the documented defaults.
	New func(arguments []float64) (Family, error)
	// Read builds the family from the text after the colon where that is more than numbers; nil: numbers, for New.
	Read func(text string) (Family, error)
	// Points are parameters of the default family, readable and simplest first, that tests and generators use.
	Points [][]float64
}

// plainEntry is the Entry of a family that takes no numbers.
func plainEntry[F Family](name, summary string, construct func() F, points [][]float64) Entry {
	return Entry{Name: name, Syntax: name, Summary: summary, Points: points,
		New: func(arguments []float64) (Family, error) {
			if len(arguments) > 0 {
				return nil, surplus(name, arguments)
			}
			return construct(), nil
		}}
}

// numberEntry is the Entry of a family with one number after the colon, or its default.
func numberEntry[F Family](name, symbol string, otherwise float64, summary string, construct func(float64) (F, error),
	points [][]float64) Entry {
	syntax := name + "[:" + symbol + "]"
	return Entry{Name: name, Syntax: syntax, Summary: summary, Points: points,
		New: func(arguments []float64) (Family, error) {
			switch len(arguments) {
			case 0:
				arguments = []float64{otherwise}
			case 1:
			default:
				return nil, surplus(syntax, arguments)
			}
			family, err := construct(arguments[0])
			if err != nil {
				return nil, err // not a nil F in a Family
			}
			return family, nil
		}}
}

// surplus refuses more numbers than the syntax has; ParseFamily puts in what was written.
func surplus(syntax string, arguments []float64) error {
	return &SyntaxError{What: "family", Value: strconv.Itoa(len(arguments)) + " arguments", Accept: syntax}
}

// wholeEntry is the numberEntry of a family whose number is whole.
func wholeEntry[N int | int64, F Family](name, symbol string, otherwise N, summary string, construct func(N) (F, error),
	points [][]float64) Entry {
	return numberEntry(name, symbol, float64(otherwise), summary, func(v float64) (family F, err error) {
		n, err := wholeNumber(name+": "+symbol, v)
		if err != nil {
			return family, err
		}
		return construct(N(n))
	}, points)
}

// wholeNumber is v as an integer.
func wholeNumber(what string, v float64) (int64, error) {
	if v != math.Trunc(v) || !(math.Abs(v) <= maxScheduleSize) {
		return 0, &RangeError{What: what, Value: v, Accept: "a whole number"}
	}
	return int64(v), nil
}

// specification is what ParseFamily reads as the family with this number; the default is left out.
func specification(name string, value, otherwise float64) string {
	if value == otherwise {
		return name
	}
	return name + ":" + strconv.FormatFloat(value, 'g', -1, 64)
}

// Families lists the zoo in the order of the documentation.
func Families() []Entry { return append([]Entry(nil), families...) }

// ParseFamily builds a family of the zoo from NAME or NAME:a,b,….
func ParseFamily(text string) (Family, error) { return Entries(families).Parse(text) }

// Entries are the families that a program knows: the zoo, and what a user adds to it.
type Entries []Entry

// Parse builds a family of the entries from NAME or NAME:a,b,….
func (entries Entries) Parse(text string) (Family, error) {
	name, rest, found := strings.Cut(text, ":")
	at := slices.IndexFunc(entries, func(entry Entry) bool { return entry.Name == name })
	if at < 0 {
		var syntaxes []string
		for _, entry := range entries {
			syntaxes = append(syntaxes, entry.Syntax)
		}
		return nil, &SyntaxError{What: "family", Value: text, Accept: "one of " + strings.Join(syntaxes, ", ")}
	}
	var arguments []float64
	if found && entries[at].Read != nil {
		return entries[at].Read(rest)
	}
	if found {
		for field := range strings.SplitSeq(rest, ",") {
			v, err := numeral.Float(field)
			if err != nil {
				return nil, &SyntaxError{What: "family", Value: text, Accept: entries[at].Syntax}
			}
			arguments = append(arguments, v)
		}
	}
	family, err := entries[at].New(arguments)
	var syntax *SyntaxError
	if errors.As(err, &syntax) {
		syntax.Value = text
	}
	return family, err
}

// EntryError is an entry that cannot be in a list of families.
type EntryError struct {
	Entry   int    // index in the list
	Name    string // of the entry
	Problem string
	Err     error // of New or Check; nil where neither was asked
}

func (e *EntryError) Error() string {
	text := fmt.Sprintf("family %q, entry %d: %s", e.Name, e.Entry, e.Problem)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *EntryError) Unwrap() error { return e.Err }

// Check returns an *EntryError for the first entry whose name is empty, holds one of ":, " or stands in the list twice,
// that has no New, whose New does not give the default family, or that has no points or one that this family refuses.
func (entries Entries) Check() error {
	for i, entry := range entries {
		var err error
		problem := ""
		switch {
		case entry.Name == "" || strings.ContainsAny(entry.Name, ":, \t\n"):
			problem = "the name must be a word without colons and commas"
		case slices.ContainsFunc(entries[:i], func(other Entry) bool { return other.Name == entry.Name }):
			problem = "an earlier entry has this name"
		case entry.New == nil:
			problem = "New is nil"
		case len(entry.Points) == 0:
			problem = "there are no points: the first is the default of --theta"
		default:
			problem, err = entry.checkDefault()
		}
		if problem != "" {
			return &EntryError{Entry: i, Name: entry.Name, Problem: problem, Err: err}
		}
	}
	return nil
}

// checkDefault builds the default family and says what is wrong with it or with its points; "" where nothing is.
func (entry Entry) checkDefault() (problem string, err error) {
	family, err := entry.New(nil)
	if err != nil {
		return "New does not give the default family", err
	}
	if family == nil {
		return "New gives a nil family", nil
	}
	for _, point := range entry.Points {
		if err := family.Check(point); err != nil {
			return fmt.Sprintf("the family refuses its point %v", point), err
		}
	}
	return "", nil
}

var families = []Entry{
	gaussianMeanEntry,
	gaussianEntry,
	gaussianVarianceEntry,
	gaussianVectorEntry,
	gaussianCovarianceEntry,
	exponentialEntry,
	exponentialRateEntry,
	gammaEntry,
	gammaShapeScaleEntry,
	powerEntry,
	hyperbolicSecantEntry,
	vonMisesEntry,
	vonMisesLocationEntry,
	weibullShapeEntry,
	weibullShapeScaleEntry,
	logisticLocationEntry,
	cauchyLocationEntry,
	laplaceLocationEntry,
	laplaceLocationScaleEntry,
	gaussianMixtureEntry,
	bernoulliEntry,
	bernoulliLogitEntry,
	binomialEntry,
	categoricalEntry,
	categoricalSoftmaxEntry,
	poissonEntry,
	poissonLogEntry,
	geometricEntry,
	negativeBinomialEntry,
	negativeBinomialShapeMeanEntry,
}
