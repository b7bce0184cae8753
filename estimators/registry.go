package estimators

import (
	"errors"
	"strconv"
	"strings"
)

// Entry is one family of the zoo.
type Entry struct {
	Name    string // such as "binomial"
	Syntax  string // such as "binomial[:m]"
	Summary string // one line: the density and its parameters
	// New builds the family from the numbers after the colon; none means the documented defaults.
	New func(arguments []float64) (Family, error)
	// Points are parameters of the default family, readable and simplest first, that tests and generators use.
	Points [][]float64
}

// Families lists the zoo in the order of the documentation.
func Families() []Entry { return append([]Entry(nil), families...) }

// ParseFamily builds a family from NAME or NAME:a,b,….
func ParseFamily(text string) (Family, error) {
	name, rest, found := strings.Cut(text, ":")
	var names []string
	for _, entry := range families {
		names = append(names, entry.Syntax)
		if entry.Name != name {
			continue
		}
		var arguments []float64
		if found {
			for _, field := range strings.Split(rest, ",") {
				v, err := strconv.ParseFloat(field, 64)
				if err != nil {
					return nil, &SyntaxError{What: "family", Value: text, Accept: entry.Syntax}
				}
				arguments = append(arguments, v)
			}
		}
		family, err := entry.New(arguments)
		var syntax *SyntaxError
		if errors.As(err, &syntax) {
			syntax.Value = text
		}
		return family, err
	}
	return nil, &SyntaxError{What: "family", Value: text, Accept: "one of " + strings.Join(names, ", ")}
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
	powerEntry,
	hyperbolicSecantEntry,
	vonMisesEntry,
	vonMisesLocationEntry,
	weibullShapeEntry,
	logisticLocationEntry,
	cauchyLocationEntry,
	laplaceLocationEntry,
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
}
