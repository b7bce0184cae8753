package cmd

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"itermle/counterexamples"
	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/numeral"
	"itermle/properties"
	"itermle/theorems"
)

// Registry is what the commands know. A user's own families, statements and claims are appended to those of Suite, or
// stand alone.
//
// The error budget of a run is split over the claims evenly, so each claim that is added makes every share a little
// smaller.
type Registry struct {
	Families            estimators.Entries
	properties.Registry // Statements and Claims
	// Files is where each claim stands, by claim ID, for list: a path from the root of its module. A claim may be
	// without.
	Files map[string]string
}

// Suite is the zoo, the statements of arXiv:2505.19046 and this suite's claims, in a registry of the caller's own.
func Suite() Registry {
	suite, files := properties.Registry{Statements: theorems.Statements()}, map[string]string{}
	for _, hall := range []struct {
		folder string
		claims []theorems.Claim
	}{{"theorems", theorems.Claims()}, {"counterexamples", counterexamples.Claims()}} {
		for _, claim := range hall.claims {
			files[claim.ID] = hall.folder + "/" + statementFile(claim.Statement)
		}
		suite.Claims = append(suite.Claims, hall.claims...)
	}
	return Registry{Families: append(estimators.Families(), alphabet.Entry), Registry: suite, Files: files}
}

// statementFile is the name of the file that holds a statement's claims: theorem_4_1.go for theorem-4.1.
func statementFile(statement string) string {
	return strings.NewReplacer("-", "_", ".", "_").Replace(strings.ToLower(statement)) + ".go"
}

// reservedNameError is a family that is named like a construction or the leak, which simulate runs under these names.
type reservedNameError struct{ Name string }

func (e *reservedNameError) Error() string {
	return "family " + strconv.Quote(e.Name) + ": the name belongs to a construction that simulate knows"
}

// The constructions and the leak, which are no families with one likelihood and therefore no entries.
const nameConstruction1, nameConstruction2, nameLeak = "construction1", "construction2", "leak"

// Check returns the first mistake of the families, then those of the claims: an *estimators.EntryError, a
// *reservedNameError, or *properties.RegistryErrors.
func (r *Registry) Check() error {
	if err := r.Families.Check(); err != nil {
		return err
	}
	for _, entry := range r.Families {
		switch entry.Name {
		case nameConstruction1, nameConstruction2, nameLeak:
			return &reservedNameError{entry.Name}
		}
	}
	return r.Registry.Check()
}

// claim is that of an ID of the registry.
func (r *Registry) claim(id string) *theorems.Claim {
	return &r.Claims[slices.IndexFunc(r.Claims, func(c theorems.Claim) bool { return c.ID == id })]
}

// statement is that of an ID of the registry.
func (r *Registry) statement(id string) *theorems.Statement {
	return &r.Statements[slices.IndexFunc(r.Statements, func(s theorems.Statement) bool { return s.ID == id })]
}

// family reads --family and --theta; an empty theta is the first listed point of the family's entry.
func (r *Registry) family(text, theta string) (estimators.Family, []float64, error) {
	if text == "" {
		return nil, nil, &missingFlagError{"family", "a family of itermle list, such as bernoulli-logit"}
	}
	name, _, _ := strings.Cut(text, ":")
	if !slices.Contains(r.familyNames(), name) {
		return nil, nil, &unknownError{"family", name, r.familyNames()}
	}
	family, err := r.Families.Parse(text)
	if err != nil {
		return nil, nil, err
	}
	if alphabet, ok := family.(fromProbabilities); ok {
		point, found, err := namedTheta(alphabet, theta)
		if found || err != nil {
			return family, point, err
		}
	}
	if theta != "" {
		numbers, err := parseNumbers(theta, family.Symbols())
		if err == nil {
			err = family.Check(numbers)
		}
		return family, numbers, err
	}
	for _, entry := range r.Families {
		if point := entry.Points[0]; entry.Name == name && len(point) == family.Dim() && family.Check(point) == nil {
			return family, append([]float64(nil), point...), nil
		}
	}
	return nil, nil, &missingFlagError{"theta", fmt.Sprintf("the %d coordinates %s of θ*, separated by commas",
		family.Dim(), cut(strings.Join(family.Symbols(), ","), 60))}
}

// fromProbabilities is a family of k = d+1 categories, of which θ can be had from the probabilities.
type fromProbabilities interface {
	estimators.Family
	FromProbabilities(dst, p []float64)
}

// namedTheta reads uniform, p_i = 1/k, or zipf:S, p_i ∝ (i+1)^{−S}: an alphabet of natural words has S near 1. found is
// false for numbers, and for no text where the family's entry may list a point.
func namedTheta(family fromProbabilities, text string) (theta []float64, found bool, err error) {
	exponent := 0.0
	name, number, given := strings.Cut(text, ":")
	switch {
	case name == "zipf" && given:
		exponent, err = numeral.Float(number)
		if err != nil || !(exponent >= 0 && exponent <= maxZipf) {
			return nil, false, &flagError{"theta", text, "zipf:S with 0 ≤ S ≤ 10"}
		}
	case text != "uniform" && (text != "" || family.Dim() == defaultCategories-1):
		return nil, false, nil
	}
	p, total := make([]float64, family.Dim()+1), 0.0
	for i := range p {
		p[i] = math.Pow(float64(i+1), -exponent)
		total += p[i]
	}
	for i := range p {
		p[i] /= total
	}
	theta = make([]float64, family.Dim())
	family.FromProbabilities(theta, p)
	return theta, true, family.Check(theta)
}

// maxZipf leaves the last of 10^5 categories 10^-50, and defaultCategories have listed points.
const maxZipf, defaultCategories = 10, 3

func (r *Registry) familyNames() []string {
	names := make([]string, len(r.Families))
	for i, entry := range r.Families {
		names[i] = entry.Name
	}
	return names
}

// familyFlags are --family and --theta; more names families beside those of the registry.
func familyFlags(command *cobra.Command, registry *Registry, family, theta *string, more ...string) {
	names := append(registry.familyNames(), more...)
	usage := "family, such as bernoulli-logit or binomial:10"
	if more != nil {
		usage += ", or " + strings.Join(more, ", ")
	}
	command.Flags().StringVar(family, "family", "", usage)
	command.Flags().StringVar(theta, "theta", "",
		"θ*, coordinates separated by commas, or of categories uniform or zipf:S (default: the family's first listed "+
			"point, or uniform)")
	completeWords(command, "family", names...)
}

// completeWords has the shell complete a flag by words.
func completeWords(command *cobra.Command, flag string, words ...string) {
	_ = command.RegisterFlagCompletionFunc(flag, // its only error is a flag that does not exist
		func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return words, cobra.ShellCompDirectiveNoFileComp
		})
}

// parseNumbers reads numbers separated by commas, one for each symbol.
func parseNumbers(text string, symbols []string) ([]float64, error) {
	var numbers []float64
	for field := range strings.SplitSeq(text, ",") {
		v, err := numeral.Float(strings.TrimSpace(field))
		if err != nil {
			return nil, &estimators.SyntaxError{What: "--theta", Value: text,
				Accept: "numbers separated by commas, one each for " + cut(strings.Join(symbols, " "), 60)}
		}
		numbers = append(numbers, v)
	}
	return numbers, nil
}
