package properties

import (
	"errors"
	"fmt"

	"itermle/counterexamples"
	"itermle/theorems"
)

// Registry is the statements and the claims that check them: the suite's own, or a user's.
type Registry struct {
	Statements []theorems.Statement
	Claims     []theorems.Claim
}

// Suite is the registry of the paper: every numbered statement, the paper's claims, then those about its
// counterexamples.
func Suite() Registry {
	return Registry{theorems.Statements(), append(theorems.Claims(), counterexamples.Claims()...)}
}

// RegistryError is a mistake of a registry: in what, such as "claim theorem-4.1", and which.
type RegistryError struct {
	In  string
	Err error
}

func (e *RegistryError) Error() string { return e.In + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *RegistryError) Unwrap() error { return e.Err }

// Check joins a *RegistryError for each mistake that shows before a scenario is planned: an ID that is missing or
// listed twice; a statement that no claim checks and that does not say why, or both; a claim of an unknown statement,
// or without title, text, expected verdict, scenarios or mutants, or with demands that cannot be met. A run plans
// nothing before all is well.
func (r Registry) Check() error {
	var mistakes []error
	wrong := func(where, id, format string, arguments ...any) {
		mistakes = append(mistakes, &RegistryError{where + " " + id, fmt.Errorf(format, arguments...)})
	}
	unique := func(where, id string, seen map[string]bool) {
		if id == "" || seen[id] {
			wrong(where, id, "want an ID of its own, not %q", id)
		}
		seen[id] = true
	}
	statements, claims, checked := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range r.Statements {
		unique("statement", s.ID, statements)
	}
	for _, c := range r.Claims {
		unique("claim", c.ID, claims)
		checked[c.Statement] = true
		if !statements[c.Statement] {
			wrong("claim", c.ID, "statement %q is not in the registry", c.Statement)
		}
		if c.Title == "" || c.Says == "" || c.Expect == theorems.Undecided {
			wrong("claim", c.ID, "want a title, a text and an expected verdict")
		}
		if c.Fixed == nil && c.Draw == nil {
			wrong("claim", c.ID, "want scenarios, fixed or drawn")
		}
		for _, d := range c.Demands {
			if !(d.AtLeast > 0 && d.AtLeast < 1 && (d.Within == 0 || d.Within >= 1)) || c.Draw == nil {
				wrong("claim", c.ID, "demand %v of what is drawn: want a share between 0 and 1, within a factor ≥ 1", d)
			}
		}
		if c.Mutants == nil {
			wrong("claim", c.ID, "want mutants: who knows whether its check can fail")
		}
	}
	for _, s := range r.Statements {
		if checked[s.ID] == (s.Open != "") {
			wrong("statement", s.ID, "want a claim or the reason why there is none: checked %v, open %q", checked[s.ID],
				s.Open)
		}
	}
	return errors.Join(mistakes...)
}
