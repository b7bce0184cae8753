package properties

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"itermle/internal/parallel"
	"itermle/theorems"
)

// Assignment is one scenario of a run, for whoever decides it elsewhere.
type Assignment struct {
	Key   string `json:"key"` // of its line in a record
	Claim string `json:"claim"`
	// Place is that among the fixed scenarios of the claim, or behind all of those the attempt that drew it.
	Place int `json:"place"`
}

// Errand is a run whose scenarios are decided one at a time, in any order and by any number of processes: one lists the
// assignments, others turn each into its line of a record, and a run with Recall reads the verdicts from the lines.
// They are those of a run in one process. Not safe for concurrent use.
type Errand struct {
	options Options
	origin  Origin
	parts   []*part
	byClaim map[string]*claimErrand
}

// claimErrand is a claim's part of an errand, and its fixed scenarios, which are listed once.
type claimErrand struct {
	*part
	fixed  []theorems.Scenario
	listed bool
}

// NewErrand takes of the options what an Origin has, and Workers. Errors: those of Run.
func NewErrand(registry Registry, options Options) (*Errand, error) {
	if err := cmp.Or(selfCheck(), registry.Check()); err != nil {
		return nil, err
	}
	options, err := Options{Seed: options.Seed, Profile: options.Profile, Instances: options.Instances,
		Select: options.Select, Workers: options.Workers, Recall: true}.complete()
	if err != nil {
		return nil, err
	}
	parts, err := share(registry, options)
	e := &Errand{options, options.origin(), parts, map[string]*claimErrand{}}
	for _, p := range parts {
		e.byClaim[p.claim.ID] = &claimErrand{part: p}
	}
	return e, err
}

// Options are those of a run of this origin. The error is for a profile or an expression that is none.
func (o Origin) Options() (Options, error) {
	options := Options{Seed: o.Seed, Instances: o.Instances}
	profiles := []theorems.Profile{theorems.Quick, theorems.CI, theorems.Deep}
	at := slices.IndexFunc(profiles, func(p theorems.Profile) bool { return p.String() == o.Profile })
	if at < 0 {
		return options, fmt.Errorf("profile %q: want quick, ci or deep", o.Profile)
	}
	options.Profile = profiles[at]
	var err error
	if o.Run != "" {
		options.Select, err = regexp.Compile(o.Run)
	}
	return options, err
}

// Origin is that of the lines.
func (e *Errand) Origin() Origin { return e.origin }

// Assignments are those of all scenarios, in the order of the plan. A claim whose listing panics has none, and is what
// a run says of it. The error joins mistakes of the registry.
func (e *Errand) Assignments() (all []Assignment, err error) {
	for _, p := range e.parts {
		planned := p.plan(e.options)
		err = errors.Join(err, planned.mistake)
		for i, key := range planned.keys {
			all = append(all, Assignment{key, p.claim.ID, planned.list.places[i]})
		}
	}
	return all, err
}

// Decide decides one scenario, which it makes in a time that does not depend on how many there are, and returns its
// line. Errors: an assignment that is none of this run's, a *RegistryError for senseless numbers, or a panic of the
// listing. Whatever happens in a trial is in the line.
func (e *Errand) Decide(a Assignment) (text []byte, err error) {
	failure := parallel.Loop{N: 1, Workers: 1}.Do(func(_, _ int) error {
		text, err = e.decide(a)
		return err
	})
	if failure != nil {
		return nil, failure.Brief()
	}
	return text, nil
}

func (e *Errand) decide(a Assignment) ([]byte, error) {
	c := e.byClaim[a.Claim]
	if c == nil {
		return nil, fmt.Errorf("claim %q is none of %s", a.Claim, e.origin)
	}
	scenario, planned := c.at(a.Place, e.options)
	design := c.design(planned, e.options)
	if key := recordKey(a.Claim, scenario.Name, design, e.options); key != a.Key {
		return nil, fmt.Errorf("claim %s, place %d: its scenario has the key %s, want %s: the assignment is of "+
			"another run or program", a.Claim, a.Place, key, a.Key)
	}
	p, err := prepare(a.Claim, scenario, design)
	if err != nil {
		return nil, err
	}
	report := p.decide(a.Claim, e.options.Seed, newCrew(e.options.Workers-1))
	return newLine(a.Key, a.Claim, report, e.origin).text()
}

// at is the scenario at a place, the zero value where there is none, and how many are planned.
func (c *claimErrand) at(place int, options Options) (scenario theorems.Scenario, planned int) {
	if !c.listed && c.claim.Fixed != nil {
		c.fixed = c.claim.Fixed(options.Profile)
	}
	c.listed, planned = true, len(c.fixed)
	switch attempt := place - planned; {
	case place < 0:
	case attempt < 0:
		scenario = c.fixed[place]
	case c.claim.Draw != nil:
		scenario, _ = draw(c.claim, drawStream(c.claim, options.Seed), attempt)
	}
	if c.claim.Draw != nil {
		planned += options.Instances
	}
	return scenario, planned
}
