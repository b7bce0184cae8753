package alphabet

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"itermle/estimators"
	"itermle/internal/numeral"
)

// Syntax is what Parse accepts.
const Syntax = "alphabet:C0,C1,…/C0,C1,…/…[@LOW,HIGH] with a log-weight C0 + C1 θ + … for each letter, on " +
	"Θ = [−1, 1] or [LOW, HIGH]; alphabet:@FILE.json or alphabet:{JSON} for any d"

// Entry is the families on finite alphabets for a list of families. Without a specification it is the Bernoulli logit
// on [−1, 1].
var Entry = estimators.Entry{
	Name:    "alphabet",
	Syntax:  "alphabet:C0,C1,…/…[@LOW,HIGH], alphabet:@FILE.json or alphabet:{JSON}",
	Summary: "p(k) ∝ exp(C0 + C1 θ + …) on letters k = 0, 1, …, one polynomial each, θ in [−1, 1] or [LOW, HIGH]",
	New: func(arguments []float64) (estimators.Family, error) {
		if len(arguments) > 0 {
			return nil, &estimators.SyntaxError{What: "family", Value: "alphabet", Accept: Syntax}
		}
		return read("0/0,1")
	},
	Read:   read,
	Points: [][]float64{{0}, {0.5}},
}

// read is Parse without a nil *Family in an estimators.Family.
func read(text string) (estimators.Family, error) {
	f, err := Parse("alphabet:" + text)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// document is the JSON form: monomials are [coefficient, power of θ_0, …, power of θ_{d−1}].
//
//	{"low":[-1,-1],"high":[1,1],"weights":[[],[[0.3,1,0],[-1,0,2]],[[1,1,1]]]}
//
// With "channel":[[0.9,0.1],[0.2,0.8],[0.5,0.5]], a row for each letter, the letters are seen through it.
type document struct {
	Space
	Weights [][][]float64 `json:"weights"`
	Channel [][]float64   `json:"channel,omitempty"`
}

// Parse reads a family in the syntax of Syntax; Name prints it back. Errors: *estimators.SyntaxError for what cannot
// be read, and those of New.
func Parse(text string) (*Family, error) {
	refuse := &estimators.SyntaxError{What: "family", Value: text, Accept: Syntax}
	body, found := strings.CutPrefix(text, "alphabet:")
	switch {
	case !found:
		return nil, refuse
	case strings.HasPrefix(body, "@"):
		content, err := os.ReadFile(body[1:])
		if err != nil {
			var path *fs.PathError
			if errors.As(err, &path) {
				refuse.Accept = "a readable file (" + path.Err.Error() + "); " + Syntax
			}
			return nil, refuse
		}
		f, err := parseDocument(content, refuse)
		if f != nil {
			f.name = text
		}
		return f, err
	case strings.HasPrefix(body, "{"):
		return parseDocument([]byte(body), refuse)
	}
	body, ends, bounded := strings.Cut(body, "@")
	low, high := -1.0, 1.0
	if bounded {
		sides, err := numbers(ends)
		if err != nil || len(sides) != 2 {
			return nil, refuse
		}
		low, high = sides[0], sides[1]
	}
	var weights []Polynomial
	for _, part := range strings.Split(body, "/") {
		coefficients, err := numbers(part)
		if err != nil {
			return nil, refuse
		}
		var g Polynomial
		for e, c := range coefficients {
			if c != 0 {
				g = append(g, Monomial{c, []int{e}})
			}
		}
		weights = append(weights, g)
	}
	return New(Box([]float64{low}, []float64{high}), weights...)
}

// numbers reads comma-separated numbers; an overflow is ±Inf, for New to refuse.
func numbers(text string) ([]float64, error) {
	var values []float64
	for _, field := range strings.Split(text, ",") {
		v, err := numeral.Float(field)
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

// unambiguous says that a document is all there is, that no key stands twice and that nothing is null: package json
// would take the last of two, and 0 for null. Strings are keys: the document has no others.
func unambiguous(content []byte) bool {
	decoder, seen := json.NewDecoder(bytes.NewReader(content)), map[string]bool{}
	for {
		token, err := decoder.Token()
		if err != nil {
			return err == io.EOF
		}
		key, isKey := token.(string)
		if key = strings.ToLower(key); token == nil || isKey && seen[key] {
			return false
		}
		seen[key] = isKey
	}
}

func parseDocument(content []byte, refuse error) (*Family, error) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	var doc document
	if err := decoder.Decode(&doc); err != nil || !unambiguous(content) {
		return nil, refuse
	}
	weights := make([]Polynomial, len(doc.Weights))
	for k, terms := range doc.Weights {
		for _, term := range terms {
			if len(term) == 0 {
				return nil, refuse
			}
			m := Monomial{Coefficient: term[0]}
			for _, e := range term[1:] {
				if e != float64(int8(e)) {
					return nil, refuse
				}
				m.Powers = append(m.Powers, int(e))
			}
			weights[k] = append(weights[k], m)
		}
	}
	f, err := New(doc.Space, weights...)
	if err != nil || doc.Channel == nil {
		return f, err
	}
	return f.Through(doc.Channel)
}

// specification is the text that Parse reads: the short form for an interval, else JSON.
func (f *Family) specification() string {
	space, weights := f.space, f.polynomials()
	if space.dim() != 1 || space.isBall() || f.channel != nil {
		doc := document{Space: space, Weights: make([][][]float64, len(weights))}
		for k, g := range weights {
			doc.Weights[k] = [][]float64{}
			for _, m := range g {
				term := []float64{m.Coefficient}
				for _, e := range m.Powers {
					term = append(term, float64(e))
				}
				doc.Weights[k] = append(doc.Weights[k], term)
			}
		}
		if f.channel != nil {
			doc.Channel = f.channel.rows
		}
		text, err := json.Marshal(doc)
		if err != nil {
			panic("alphabet: a finite family has no JSON: " + err.Error()) // every number in it passed New
		}
		return "alphabet:" + string(text)
	}
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	parts := make([]string, len(weights))
	for k, g := range weights {
		var c []float64
		for _, m := range g {
			for len(c) <= m.Powers[0] {
				c = append(c, 0)
			}
			c[m.Powers[0]] += m.Coefficient
		}
		terms := []string{}
		for _, v := range c {
			terms = append(terms, number(v))
		}
		if len(terms) == 0 {
			terms = []string{"0"}
		}
		parts[k] = strings.Join(terms, ",")
	}
	text := "alphabet:" + strings.Join(parts, "/")
	if space.Low[0] != -1 || space.High[0] != 1 {
		text += "@" + number(space.Low[0]) + "," + number(space.High[0])
	}
	return text
}
