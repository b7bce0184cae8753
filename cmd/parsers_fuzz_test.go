package cmd

import (
	"slices"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/numeral"
)

// FuzzParsers: every text is read or refused, by an error of one line; what is read spells itself so that it is read as
// the same again.
func FuzzParsers(f *testing.F) {
	for _, text := range []string{"binomial:10", "gaussian-vector:3", "const:100", "geom:1000,1.5", "list:3,1,4",
		"slow:9,2",
		"poly:7,-0.5", "accumulate:0.1", "fresh:1/t^2", "weighted:0.5,0.25", "verified:-1,1",
		"accumulate", "replace", "subsample:10", "mix-fresh:0.5", "weighted:0.25",
		"alphabet:0/0.3,1/-0.2,0.5,-1", "1.5,-2e-3", "1GiB", "60s"} {
		f.Add(text)
	}
	families := Suite()
	parsers := map[string]func(text string) (string, error){
		"family": func(text string) (string, error) {
			if strings.Contains(text, "@") {
				return "", nil // of a file
			}
			family, err := families.Families.Parse(text)
			if err != nil {
				return "", err
			}
			return family.Name(), nil
		},
		"alphabet": func(text string) (string, error) {
			if strings.Contains(text, "@") {
				return "", nil
			}
			family, err := alphabet.Parse(text)
			if err != nil {
				return "", err
			}
			return family.Name(), nil
		},
		"schedule": func(text string) (string, error) {
			s, err := estimators.ParseSchedule(text)
			return s.String(), err
		},
		"workflow": func(text string) (string, error) {
			w, err := estimators.ParseWorkflow(text)
			return w.String(), err
		},
		"path": func(text string) (string, error) {
			_, err := estimators.ParsePath(text)
			return "", err
		},
		"numbers": func(text string) (string, error) {
			numbers, err := parseNumbers(text, []string{"a", "b"})
			if err == nil && !slices.ContainsFunc(numbers, func(v float64) bool { return v-v != 0 }) {
				_, err = numeral.Float(strings.TrimSpace(strings.Split(text, ",")[0]))
			}
			return "", err
		},
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 200 {
			return // long texts are long families
		}
		for name, parse := range parsers {
			spelled, err := parse(text)
			if err != nil {
				if strings.Contains(oneLine(err.Error()), "\n") || err.Error() == "" {
					t.Errorf("%s %q: %q", name, text, err)
				}
				continue
			}
			if again, err := parse(spelled); spelled != "" && (err != nil || again != spelled) {
				t.Errorf("%s %q is spelled %q, which is read as %q, %v", name, text, spelled, again, err)
			}
		}
		for _, arguments := range [][]string{{"list", text}, {"help", text},
			{"verify", "--run", text, "--profile", "none"},
			{"tight", "--claim", text, "--budget", "none"}, {"audit", "--family", text, "--theta", "none"}} {
			var stdout, stderr strings.Builder
			if code := Run(families, arguments, &stdout, &stderr); code != exitHolds && (code != exitMisuse ||
				strings.Count(stderr.String(), "\n") != 1) {
				t.Errorf("%q: exit %d, %q", arguments, code, stderr.String())
			}
		}
	})
}
