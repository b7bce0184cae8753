package cmd

import (
	"io"

	"itermle/estimators"
)

// simulate reads the options, runs the ensemble and collects the result.
func simulate(registry *Registry, o simulateOptions, stderr io.Writer) (*simulation, error) {
	if o.family != nameConstruction2 {
		if flag := o.constructionFlag(); flag != "" {
			return nil, &estimators.UnsupportedError{What: "--family " + o.family, Action: flag,
				Accept: "--family construction2"}
		}
	} else if o.maximum != 0 {
		o.generations = o.maximum
	}
	if err := o.checkCounts(); err != nil {
		return nil, err
	}
	o.terminal = stderr
	switch o.family {
	case nameConstruction1:
		return o.simulateConstruction1()
	case nameConstruction2:
		return o.simulateConstruction2()
	}
	schedule, err := estimators.ParseSchedule(o.schedule)
	if err != nil {
		return nil, err
	}
	workflow, err := estimators.ParseWorkflow(o.workflow)
	if err != nil {
		return nil, err
	}
	path, err := estimators.ParsePath(o.path)
	if err != nil {
		return nil, err
	}
	family, truth, err := registry.family(o.family, o.theta)
	if err != nil {
		return nil, err
	}
	what := subject{
		iteration: estimators.Iteration{Truth: truth, Schedule: schedule, Workflow: workflow,
			Generations: o.generations},
		newPool: func() (estimators.Pool, error) { return estimators.NewPool(family, path, workflow) },
	}
	if _, err := family.TotalVariation(truth, truth); err == nil {
		what.totalVariation = func(pool estimators.Pool) (float64, error) {
			tv, err := family.TotalVariation(pool.Theta(), truth)
			return tv.Value, err
		}
	}
	return o.run(what, family.Name(), family.Symbols())
}

// constructionFlag names a flag that was given and that only construction2 has.
func (o *simulateOptions) constructionFlag() string {
	switch {
	case o.levelsOnly:
		return "--h-only"
	case o.width != "":
		return "--width"
	case o.maximum != 0:
		return "--tmax"
	case o.phi != defaultPhi:
		return "--phi"
	}
	return ""
}

// run checks the iteration on a pool of its own and simulates it.
func (o *simulateOptions) run(what subject, name string, symbols []string) (*simulation, error) {
	trial := what.iteration
	pool, err := what.newPool()
	if err != nil {
		return nil, err
	}
	trial.Pool = pool
	if err := trial.Check(); err != nil {
		return nil, err
	}
	result := &simulation{Family: name, Theta: what.iteration.Truth, Schedule: what.iteration.Schedule.String(),
		Workflow: what.iteration.Workflow.String(), Replicates: o.replicates, Seed: o.seed, Generations: []generation{},
		Events: map[string]eventCount{}, symbols: symbols}
	var finish func()
	what.progress, finish = newProgress(o.terminal)
	all, err := simulateEnsemble(what, o.replicates, o.workers, o.seed, "simulate", name, result.Schedule,
		result.Workflow)
	finish()
	if err != nil {
		return nil, err
	}
	result.addGenerations(all, what.iteration.Schedule.Size)
	return result, nil
}
