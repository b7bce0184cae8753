package theorems

import "fmt"

// Verdict is what a check found. The zero value is Undecided: a check that did not run has decided nothing.
type Verdict int

const (
	Undecided Verdict = iota
	Supported         // the claim held, with power against the stated violation
	Refuted           // the claim failed beyond what chance allows
)

func (v Verdict) String() string { return [...]string{"undecided", "supported", "refuted"}[v] }

// MarshalText makes a verdict a word in JSON.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads such a word.
func (v *Verdict) UnmarshalText(text []byte) error {
	for *v = Undecided; *v <= Refuted; *v++ {
		if v.String() == string(text) {
			return nil
		}
	}
	*v = Undecided
	return fmt.Errorf("verdict %q: want undecided, supported or refuted", text)
}

// Claim is a checked statement.
type Claim struct {
	ID        string  // stable, such as "theorem-4.1-kl": names subtest, streams, report row
	Statement string  // ID of the Statement of the registry that it belongs to
	Title     string  // one line for the verdict table
	Says      string  // the claim in words and formulas
	Deviation string  // every deviation from print; empty where encoded as printed
	Expect    Verdict // Supported, or Refuted where print and computation part, or of a Contrast
	Contrast  bool    // what is refuted is not print's word, but what fails beside it: a control, another workflow

	// Fixed returns the scenarios that are decided in every run: edges, and those that the title quotes.
	Fixed func(profile Profile) []Scenario
	// Draw makes one scenario out of choices; rapid or a keyed stream makes the choices. A drawn scenario must meet
	// Expect, or be Unmet.
	Draw func(choose Chooser) Scenario
	// Sometimes is a demand: on some instance that is drawn L/R comes to this, such as 0.95. Where a search finds none
	// the claim stays undecided. 0 demands nothing.
	Sometimes float64
	// DrawsNothing is why the fixed scenarios are all there is, where Draw is nil.
	DrawsNothing string
	// Demands are shares of the drawn instances that the claim must reach: one that misses any is Undecided, since it
	// has not been tried where it could fail.
	Demands []Share
	// Mutants are false variants of the claim or of the code: each must be Refuted (or, for a claim
	// that expects Refuted, Supported), or the check has no power.
	Mutants func() []Mutant
}

// Share is a least share of a claim's drawn instances. A run judges it where the share is missed beyond chance, or
// where as many instances were drawn as could show that: by a binomial tail of 10^-6.
type Share struct {
	AtLeast float64 // of the drawn instances must meet the hypotheses; between 0 and 1
	// Within ≥ 1 asks for more: of those that meet the hypotheses, a share AtLeast must come within this factor of the
	// bound, by their Tightness. 0: the hypotheses alone.
	Within float64
}

// String is the demand in words.
func (s Share) String() string {
	if s.Within == 0 {
		return fmt.Sprintf("at least %g%% of the drawn instances meet the hypotheses", 100*s.AtLeast)
	}
	return fmt.Sprintf("at least %g%% of the instances drawn come within a factor %g of the bound", 100*s.AtLeast,
		s.Within)
}

// Profile is how much work a run may do.
type Profile int

const (
	Quick Profile = iota // seconds
	CI                   // a minute or two
	Deep                 // as long as it takes
)

func (p Profile) String() string { return [...]string{"quick", "ci", "deep"}[p] }

// Chooser makes the choices behind a scenario: Choose returns an index in [0, n). Index 0 is the simplest
// choice, so that rapid shrinks towards readable values. The label names the choice in rapid's output.
type Chooser interface {
	Choose(label string, n int) int
}

// Pick is the value that the chooser chooses, the first being the simplest. Without values there is nothing to choose,
// and the chooser panics. One with a method ChooseShown(label, n, show) that writes down what it chooses may write
// show(i) in place of the index i.
func Pick[T any](choose Chooser, label string, values ...T) T {
	shows, ok := choose.(interface {
		ChooseShown(label string, n int, show func(i int) string) int
	})
	if !ok {
		return values[choose.Choose(label, len(values))]
	}
	return values[shows.ChooseShown(label, len(values), func(i int) string {
		if named, ok := any(values[i]).(interface{ Name() string }); ok {
			return named.Name()
		}
		return fmt.Sprint(values[i])
	})]
}

// Scenario is one instance of a claim and the experiment that decides it. Its name spells all its parameters, and is
// the key of its streams: two scenarios of a claim with one name are the same scenario.
type Scenario struct {
	Name       string
	Unmet      string // why the hypotheses are not met ("not certified: …"); counted, never decided
	Experiment Experiment
}

// Mutant is a false variant with the scenario that must expose it.
type Mutant struct {
	Name     string // such as "constant-halved", "accumulate-to-replace"
	Scenario Scenario
}
