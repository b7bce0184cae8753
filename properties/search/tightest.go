package search

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"itermle/estimators"
	"itermle/internal/parallel"
	"itermle/theorems"
)

// Options of a search.
type Options struct {
	Seed    uint64
	Workers int // 0: as many as GOMAXPROCS; the result does not depend on it where Evaluations ends the search
	// Evaluations ends the search after at most so many instances beside the fixed and archived ones; 0: Budget does,
	// by the clock.
	Evaluations int
	Budget      time.Duration
	Loosest     bool // look for the smallest ratio in place of the largest
	Front       bool // report all that an archive keeps
}

// Result is what the search of a claim has found.
type Result struct {
	// Found is empty where no instance has a ratio; else the last is the tightest. Before it stand with Options.Front
	// the instances that were drawn and of which none simpler is as tight, the simplest first: what an archive keeps.
	Found       []Found
	Scenario    theorems.Scenario // that of the tightest
	Evaluations int               // instances drawn, and the fixed ones
	Unmet       int               // of them, those that do not meet the hypotheses
	Errors      int               // and those whose trials ended in an error or a panic
	Err         error             // the first of these
}

const (
	litter  = 64 // instances a generation
	parents = 24 // instances that have offspring
	first   = 64 // replicates of a new instance
	rounds  = 4  // of successive halving: the best of a litter come to first·2^rounds replicates
	// patience: a claim none of whose first instances has a ratio is no bound, and one none of whose last litters had a
	// new instance has been searched.
	patience, patienceLitters = 32, 8
	// simplifying is the share of a budget that is kept for simplifying, refining that for the simplex method: of at
	// most so many instances the choices among so many or more are moved together.
	simplifying, refining      = 0.25, 0.15
	maxRefinements, fineChoice = 1000, 1000
	// An instance is as tight as another if its ratio is within this share: exact, or by replicates.
	sameExact, sameReplicated = 1e-6, 0.01
	// frontRows is how many instances of the front are kept: the simplest and the tightest, and the first above 1.
	frontRows = 6
)

// search is the search of one claim.
type search struct {
	claim      theorems.Claim
	options    Options
	start      time.Time
	seen       map[string]bool
	best       []*instance // of those with choices, the tightest first
	fixed      []*instance
	front      []*instance // of those with choices, none simpler as tight; the simplest first
	ratioless  int
	idle       int // litters since the last new instance
	evaluation Result
}

// Tightest searches one claim for the instance where its bound is tightest: its fixed scenarios, the archived
// sequences, random draws, then evolution with successive halving, a simplex method for the fine choices, and last the
// simplest instance that is as tight.
// What it says of the winner comes from replicates that the search has not used: no winner's curse.
func Tightest(claim theorems.Claim, archive []Found, options Options) Result {
	s := &search{claim: claim, options: options, start: time.Now(), seen: map[string]bool{}}
	s.startFixed()
	if claim.Draw != nil {
		s.evolve(archive)
		s.simplify()
	}
	s.report()
	return s.evaluation
}

// spent says whether a share of the budget does not do for so many more instances.
func (s *search) spent(share float64, more int) bool {
	if s.options.Evaluations > 0 {
		return float64(s.evaluation.Evaluations+more) > share*float64(s.options.Evaluations)
	}
	return time.Since(s.start) >= time.Duration(share*float64(s.options.Budget))
}

// key is the stream of all instances: common random numbers.
func (s *search) key() *estimators.Stream {
	return estimators.NewStream(s.options.Seed, s.claim.ID, "search")
}

// compare orders instances, the tightest first, the simpler of equals first.
func (s *search) compare(a, b *instance) int {
	order := cmp.Compare(b.ratio, a.ratio)
	if s.options.Loosest {
		order = -order
	}
	return cmp.Or(order, compareSimplicity(a.choices, b.choices))
}

func (s *search) parallel(n int, work func(i int)) {
	if failure := (parallel.Loop{N: n, Workers: s.options.Workers}).Do(func(_, i int) error {
		work(i)
		return nil
	}); failure != nil {
		panic(failure)
	}
}

// measure brings instances to so many replicates, in parallel, and returns those with a ratio, the tightest first.
func (s *search) measure(instances []*instance, replicates int) []*instance {
	s.parallel(len(instances), func(i int) { instances[i].measure(replicates, s.key) })
	var sound []*instance
	for _, x := range instances {
		switch {
		case errors.Is(x.err, errNoRatio):
			s.ratioless++
		case errors.Is(x.err, estimators.ErrDrawsSpent): // too dear to be looked at
		case x.err != nil:
			s.failed(x.err)
		case x.Unmet != "":
			s.evaluation.Unmet++
		default:
			sound = append(sound, x)
		}
	}
	slices.SortStableFunc(sound, s.compare)
	return sound
}

func (s *search) failed(err error) {
	s.evaluation.Errors++
	s.evaluation.Err = cmp.Or(s.evaluation.Err, err)
}

// halve measures instances, then the better half of them with twice as many replicates, and so on, and returns those
// that have come to the most; exact ratios need none of that.
func (s *search) halve(instances []*instance) []*instance {
	s.evaluation.Evaluations += len(instances)
	sound := s.measure(instances, first)
	for round := 1; round <= rounds; round++ {
		if !slices.ContainsFunc(sound, func(x *instance) bool { return !x.exact }) {
			break
		}
		sound = s.measure(sound[:(len(sound)+1)/2], first<<round)
	}
	return sound
}

func (s *search) startFixed() {
	if s.claim.Fixed == nil {
		return
	}
	var instances []*instance
	if err := guarded(func() error {
		for _, scenario := range s.claim.Fixed(theorems.Quick) {
			s.seen[scenario.Name] = true
			instances = append(instances, &instance{Scenario: scenario, draws: drawLimit})
		}
		return nil
	}); err != nil {
		s.failed(err)
	}
	s.fixed = s.halve(instances)
}

// evolve tries the archived sequences, then litter after litter, and near the end refines the best once.
func (s *search) evolve(archive []Found) {
	players := []*Player{Play(nil, Simplest)}
	for _, found := range archive {
		players = append(players, Play(found.Choices, Simplest))
	}
	stream, refined := estimators.NewStream(s.options.Seed, s.claim.ID, "evolution"), false
	for generation := uint64(0); ; generation++ {
		s.keep(s.litter(players))
		futile := s.idle >= patienceLitters ||
			len(s.best) == 0 && s.ratioless > 0 && s.evaluation.Evaluations >= patience+len(archive)
		if !refined && (futile || s.spent(1-simplifying-refining, litter)) {
			refined = true
			s.refine()
		}
		if futile || s.spent(1-simplifying, litter) {
			return
		}
		sequences := make([]Choices, len(s.best))
		for i, x := range s.best {
			sequences[i] = x.choices
		}
		players = make([]*Player, litter)
		random := stream.At(generation, 0)
		for i := range players { // with a generator of its own: they play in parallel
			players[i] = offspring(rand.New(rand.NewPCG(random.Uint64(), random.Uint64())), sequences)
		}
	}
}

// litter draws instances and measures those that are new.
func (s *search) litter(players []*Player) []*instance {
	drawn := make([]*instance, len(players))
	s.parallel(len(players), func(i int) { drawn[i] = drawInstance(s.claim, players[i]) })
	fresh := slices.DeleteFunc(slices.Clone(drawn), func(x *instance) bool {
		known := x.err == nil && s.seen[x.Name]
		s.seen[x.Name] = true
		return known
	})
	s.evaluation.Evaluations += len(drawn) - len(fresh)
	if s.idle++; len(fresh) > 0 {
		s.idle = 0
	}
	return s.halve(fresh)
}

// keep adds instances to the best and to the front.
func (s *search) keep(instances []*instance) {
	for _, x := range instances {
		x.trial, x.stream = nil, nil
	}
	s.best = append(s.best, instances...)
	slices.SortStableFunc(s.best, s.compare)
	s.best = s.best[:min(len(s.best), parents)]
	s.front = append(s.front, instances...)
	slices.SortStableFunc(s.front, func(a, b *instance) int { return compareSimplicity(a.choices, b.choices) })
	front := s.front[:0]
	for _, x := range s.front {
		if last := len(front) - 1; last < 0 || s.compare(x, front[last]) < 0 {
			front = append(front, x)
		}
	}
	s.front = front
}

// simplify looks for the simplest instance that is as tight as the best; and where that refutes the bound, for the
// simplest that does.
func (s *search) simplify() {
	if len(s.best) == 0 {
		return
	}
	best := s.best[0]
	s.shrink(best, 1-simplifying/2, func(x *instance) bool { return s.compare(x, best) <= 0 || near(x, best) })
	refutes := func(x *instance) bool { return x.ratio > 1 }
	if at := slices.IndexFunc(s.front, refutes); at >= 0 && !s.options.Loosest {
		s.shrink(s.front[at], 1, refutes)
	}
}

// near says whether the ratios are the same.
func near(a, b *instance) bool {
	same := sameReplicated
	if a.exact && b.exact {
		same = sameExact
	}
	return math.Abs(a.ratio-b.ratio) <= same*math.Abs(b.ratio)
}

func (s *search) shrink(from *instance, share float64, wanted func(x *instance) bool) {
	measured := map[string]*instance{}
	Shrink(from.choices, func(candidate Choices) (Choices, bool) {
		if s.spent(share, 1) {
			return nil, false
		}
		x := s.played(candidate, measured)
		if x.err != nil || x.Unmet != "" || !wanted(x) {
			return nil, false
		}
		s.keep([]*instance{x})
		return x.choices, true
	})
}

// report measures the front and the tightest on held-out streams.
func (s *search) report() {
	refuting := slices.IndexFunc(s.front, func(x *instance) bool { return x.ratio > 1 })
	var front []*instance
	for i, x := range s.front {
		if i == 0 || i == refuting || i > len(s.front)-frontRows {
			front = append(front, x)
		}
	}
	s.front = front
	shown := slices.Clone(s.front)
	if len(s.front) == 0 || len(s.fixed) > 0 && s.compare(s.fixed[0], s.front[len(s.front)-1]) < 0 {
		shown = append(shown, s.fixed[:min(1, len(s.fixed))]...)
	}
	if !s.options.Front {
		shown = shown[max(0, len(shown)-1):]
	}
	found := make([]*Found, len(shown))
	failures := make([]error, len(shown))
	s.parallel(len(shown), func(i int) { found[i], failures[i] = shown[i].heldOut(s.claim.ID, s.options.Seed) })
	for i, f := range found {
		if failures[i] != nil {
			s.failed(failures[i])
			continue
		}
		f.Evaluations = s.evaluation.Evaluations
		s.evaluation.Found, s.evaluation.Scenario = append(s.evaluation.Found, *f), shown[i].Scenario
	}
}
