package cmd

import (
	"fmt"
	"slices"

	"itermle/counterexamples/construction2"
	"itermle/counterexamples/leak"
	"itermle/estimators"
	"itermle/internal/binomial"
	"itermle/internal/chart"
	"itermle/internal/site"
)

// addShare adds a share of the replicates, with its interval of Clopper and Pearson.
func (c charts) addShare(s *chart.Series, x float64, count int) {
	k, of := int64(count), int64(c.replicates)
	s.Add(x, float64(k)/float64(of))
	s.Low = append(s.Low, binomial.LowerLimit(k, of, 0.005))
	s.High = append(s.High, binomial.UpperLimit(k, of, 0.005))
}

// collapses is the figure of collapse, with what it rests on.
func (c charts) collapses() ([]site.Chart, error) {
	f, err := c.collapse()
	if err != nil {
		return nil, err
	}
	return []site.Chart{newChart("collapse", fmt.Sprintf("Accumulation, but for the one that says replace; %d "+
		"replicates, φ = %s.", c.replicates, defaultPhi), f)}, nil
}

// collapse sets both constructions and the leak beside a Gaussian that Theorem 4.1 is about: the share of replicates
// whose model is more than 1/10 from the truth, the collapse of Theorem 5.1.
func (c charts) collapse() (chart.Figure, error) {
	f := chart.Figure{Title: "When models collapse, and when they do not", LogX: true,
		Text: "A Gaussian that accumulates stays, one that replaces drifts away. Under accumulation Construction 1 " +
			"has collapsed at the second fit with probability 0.24, Construction 2 soon and surely; both, and the " +
			"leak, ever more often.",
		XLabel: "generation t", YLabel: "share with TV(p_θ(t), p_θ*) > 1/10"}
	for _, row := range []struct {
		name, family, schedule string
		generations            int
	}{{"Construction 1, n=100", nameConstruction1, "const:100", 16}, // a fit costs more than the one before
		{"Construction 1, n=10⁴", nameConstruction1, "const:10000", 16},
		{"Construction 2, n=100", nameConstruction2, "const:100", 100}} {
		o := simulateOptions{family: row.family, schedule: row.schedule, workflow: "accumulate", path: "auto",
			phi: defaultPhi, generations: row.generations, replicates: c.replicates, workers: c.workers,
			seed: c.seed, memory: 1 << 30, draws: defaultDraws}
		what, err := o.constructed()
		if err != nil {
			return f, err
		}
		variation := make([][]float64, row.generations)
		if _, err := simulateEnsemble(what, c.replicates, c.workers, c.seed, []string{"report", row.name},
			func(t int, at observed) { variation[t-1] = slices.Clone(at.variation) }); err != nil {
			return f, err
		}
		f.Series = append(f.Series, c.shareAway(row.name, variation))
	}
	family := leak.Family{Kappa: 0.1}
	limit := chart.Series{Name: "leak κ=0.1, limit law"}
	for t := 1; t < 100; t++ { // fit t+1 is the first on t synthetic generations
		survival, err := family.LimitSurvival(estimators.ConstantSchedule(10_000), t)
		if err != nil {
			return f, err
		}
		limit.Add(float64(t+1), 1-survival)
	}
	f.Series = append(f.Series, limit)
	for _, workflow := range []estimators.Workflow{estimators.Replace(), estimators.Accumulate()} {
		found, err := c.follow("gaussian", []float64{0, 1}, estimators.ConstantSchedule(1000), workflow, c.replicates)
		if err != nil {
			return f, err
		}
		f.Series = append(f.Series, c.shareAway("Gaussian, "+workflow.String(), found.variation))
	}
	return f, nil
}

// shareAway is the share of the replicates of each generation that are more than 1/10 away in total variation.
func (c charts) shareAway(name string, variation [][]float64) chart.Series {
	s := chart.Series{Name: name}
	for t, variations := range variation {
		count := 0
		for _, tv := range variations {
			if tv > 0.1 {
				count++
			}
		}
		c.addShare(&s, float64(t+1), count)
	}
	return s
}

// leaks sets the simulated collapse of the leak beside its limit law.
func (c charts) leaks() ([]site.Chart, error) {
	const generations = 100
	f := chart.Figure{Title: "One assumption dropped alone: the leak collapses", LogX: true,
		Text:   "The share of replicates that have collapsed follows the limit law and grows towards 1 for every κ.",
		XLabel: "synthetic generations T", YLabel: "share collapsed"}
	for i, kappa := range []float64{0.5, 0.1, 0.02} {
		family := leak.Family{Kappa: kappa}
		setup := estimators.Setup[*leak.Pool]{NewPool: func() (*leak.Pool, error) { return leak.New(family) },
			Truth: leak.Truth(), Schedule: estimators.ConstantSchedule(10_000), Generations: generations + 1}
		it, err := setup.Worker()
		if err != nil {
			return nil, err
		}
		stream, counts := estimators.NewStream(c.seed, "report", "leak"), make([]float64, generations+2)
		for replicate := range uint64(c.replicates) {
			if err := it.Run(stream, replicate, nil); err != nil {
				return nil, err
			}
			counts[it.Pool.(*leak.Pool).Collapse()]++
		}
		simulated := chart.Series{Name: fmt.Sprintf("κ=%g, simulated", kappa), Marks: true, Style: i + 1}
		limit := chart.Series{Name: fmt.Sprintf("κ=%g, limit law", kappa), Style: i + 1}
		sum := 0.0
		for t := 1; t <= generations; t++ {
			sum += counts[t+1]
			if t < 10 || t%10 == 0 {
				c.addShare(&simulated, float64(t), int(sum))
			}
			survival, err := family.LimitSurvival(setup.Schedule, t)
			if err != nil {
				return nil, err
			}
			limit.Add(float64(t), 1-survival)
		}
		f.Series = append(f.Series, limit, simulated)
	}
	return []site.Chart{newChart("leak", fmt.Sprintf("Accumulation of 10,000 samples a generation, %d replicates.",
		c.replicates), f)}, nil
}

// hitting is the limit law of the first two hitting times of Construction 2, over simulation.
func (c charts) hitting() ([]site.Chart, error) {
	const generations = 1000
	f := chart.Figure{Title: "Construction 2: how long until the next interval is hit", LogX: true, LogY: true,
		Text: "The probability of not having hit falls like 2/(t+2) for the first interval and far more slowly for " +
			"the second.",
		XLabel: "generation t", YLabel: "P(τ > t)"}
	setup := estimators.Setup[*construction2.Pool]{Truth: construction2.Truth(),
		NewPool:  func() (*construction2.Pool, error) { return construction2.NewWide(), nil },
		Schedule: estimators.ConstantSchedule(100), Generations: generations + 1}
	it, err := setup.Worker()
	if err != nil {
		return nil, err
	}
	stream := estimators.NewStream(c.seed, "report", "hitting")
	var hits [2][]int // by level, of each replicate
	for replicate := range uint64(c.replicates) {
		if err := it.Run(stream, replicate, nil); err != nil {
			return nil, err
		}
		for level := range hits {
			t, hit := it.Pool.(*construction2.Pool).HittingTime(level + 1)
			if !hit {
				t = generations + 1
			}
			hits[level] = append(hits[level], t)
		}
	}
	for level, survival := range []func(t int) (float64, error){
		func(t int) (float64, error) { return 2 / float64(t+2), nil },
		func(t int) (float64, error) {
			p, err := construction2.SecondHittingSurvival(t)
			return p.Value, err
		}} {
		limit := chart.Series{Name: []string{"τ₁, limit 2/(t+2)", "τ₂, limit law"}[level], Style: level + 1}
		for t := 1; t <= 10*generations; t += max(1, t/4) {
			p, err := survival(t)
			if err != nil {
				return nil, err
			}
			limit.Add(float64(t), p)
		}
		simulated := chart.Series{Name: []string{"τ₁, simulated", "τ₂, simulated"}[level], Marks: true,
			Style: level + 1}
		for _, t := range []int{1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000} {
			later := 0
			for _, hit := range hits[level] {
				if hit > t {
					later++
				}
			}
			c.addShare(&simulated, float64(t), later)
		}
		f.Series = append(f.Series, limit, simulated)
	}
	return []site.Chart{newChart("hitting", fmt.Sprintf("Lines: the limit of large n. Points: n = 100, %d replicates.",
		c.replicates), f)}, nil
}
