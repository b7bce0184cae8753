package properties

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"itermle/estimators"
)

// Origin is what all lines of a record have in common: the run that they are of.
type Origin struct {
	Build
	Seed      uint64 `json:"seed"`
	Profile   string `json:"profile"`
	Instances int    `json:"instances"`     // drawn for each claim that draws
	Run       string `json:"run,omitempty"` // the expression of Options.Select; empty: all claims
}

func (o Options) origin() Origin {
	origin := Origin{ThisBuild(), o.Seed, o.Profile.String(), o.Instances, ""}
	if o.Select != nil {
		origin.Run = o.Select.String()
	}
	return origin
}

// line is one of a record: a decided scenario, in the fields of its report, and whose it is.
type line struct {
	Key      string   `json:"key"`
	Claim    string   `json:"claim"`
	Instance string   `json:"instance"`
	Name     struct{} `json:"name,omitzero"` // the report's, which Instance stands for, is left out
	ScenarioReport
	Margin *float64 `json:"margin,omitempty"` // the report's; none: infinite
	Origin

	file   string
	number int
}

func newLine(key, claim string, report ScenarioReport, origin Origin) *line {
	l := &line{Key: key, Claim: claim, Instance: report.Name, ScenarioReport: report, Origin: origin}
	if report.margin-report.margin == 0 {
		l.Margin = &report.margin
	}
	return l
}

// recordKey names a scenario with all that its line depends on but the program: seed, profile, claim, instance, and its
// share of the budgets, by the key of a stream that nobody draws from.
func recordKey(claim, instance string, design Design, options Options) string {
	key := estimators.StreamKey(options.Seed, "record", options.Profile.String(), claim, instance,
		fmt.Sprintf("%x %x %d %d", design.Alpha, design.Beta, design.MaxReplicates, design.MaxDraws))
	return fmt.Sprintf("%016x%016x", key[0], key[1])
}

// readLine reads a line and nothing beside it.
func readLine(text []byte) (*line, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	l := &line{}
	if err := decoder.Decode(l); err != nil {
		return nil, err
	}
	if l.Key == "" || l.Claim == "" || l.Instance == "" || decoder.More() {
		return nil, errors.New("want one object with key, claim and instance")
	}
	l.ScenarioReport.Name, l.margin = l.Instance, math.Inf(1)
	if l.Margin != nil {
		l.margin = *l.Margin
	}
	return l, nil
}

// text is the line as it is written.
func (l *line) text() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(l)
	return text.Bytes(), err
}

// same says whether two lines are identical, seconds aside.
func (l *line) same(other *line) bool {
	a, b := *l, *other
	a.Seconds, b.Seconds = 0, 0
	one, err := a.text()
	two, err2 := b.text()
	return cmp.Or(err, err2) == nil && bytes.Equal(one, two)
}

// Shard is a part of a run: scenario i of claim c, both counted from 0 in the order of the plan and of the registry, is
// of the shard (c + i) mod Of. So neighbours, which cost alike, are on different machines. The zero value is the whole.
// The shares of α and β are those of the whole run, since they come from the registry.
type Shard struct{ Index, Of int }

func (s Shard) has(i int) bool { return s.Of == 0 || i%s.Of == s.Index }

// RecordError is a record that cannot be gone on with, and the line that says so; 0: the file as a whole.
type RecordError struct {
	File string
	Line int
	Err  error
}

func (e *RecordError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("record %s: %v", e.File, e.Err)
	}
	return fmt.Sprintf("record %s, line %d: %v", e.File, e.Line, e.Err)
}

// Unwrap returns Err.
func (e *RecordError) Unwrap() error { return e.Err }

// wrong is a *RecordError at the line.
func (l *line) wrong(format string, arguments ...any) error {
	return &RecordError{l.file, l.number, fmt.Errorf(format, arguments...)}
}

// check returns a *RecordError for the first line of another run than that of some options.
func (r *Record) check(options Options) error {
	if s := options.Shard; s.Of < 0 || s.Of > 0 && !(0 <= s.Index && s.Index < s.Of) {
		return &estimators.RangeError{What: "Shard.Index", Value: float64(s.Index),
			Accept: fmt.Sprintf("from 0 to %d", s.Of-1)}
	}
	if r == nil {
		return nil
	}
	for _, l := range r.lines {
		if want := options.origin(); l.Origin != want {
			return l.wrong("it is of %s, want %s", l.Origin, want)
		}
	}
	return nil
}

// String is the origin in one line, such as "seed 1, profile quick, 2 instances, version (devel)".
func (o Origin) String() string {
	text := fmt.Sprintf("seed %d, profile %s, %d instances, version %s", o.Seed, o.Profile, o.Instances, o.Version)
	if o.Run != "" {
		text = fmt.Sprintf("claims %q, %s", o.Run, text)
	}
	if o.Commit != "" {
		text += " at " + o.Commit
	}
	return text
}

// strays returns a *RecordError for the first line that no scenario of the plan has the key of.
func (r *Record) strays(parts []*part) error {
	if !r.holds() {
		return nil
	}
	planned := map[string]bool{}
	for _, p := range parts {
		for _, key := range p.keys {
			planned[key] = true
		}
	}
	for _, l := range r.lines {
		if !planned[l.Key] {
			return l.wrong("claim %s, instance %q is no scenario of this run: want the claims, the budgets and the "+
				"program that it was recorded with", l.Claim, l.Instance)
		}
	}
	return nil
}

// holds says whether there is a line.
func (r *Record) holds() bool { return r != nil && len(r.lines) > 0 }

// recall is the report that a line has kept, or nil.
func (r *Record) recall(key string) *ScenarioReport {
	if r == nil || r.byKey[key] == nil {
		return nil
	}
	return &r.byKey[key].ScenarioReport
}
