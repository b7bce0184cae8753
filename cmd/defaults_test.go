package cmd

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// defaults are the flags of the commands with what they are where nobody sets them; a flag that is empty, 0 or false
// then is left out, and so is workers, which depends on the machine.
const defaults = `
assumptions T=[1,5] bisections=3 delta=0.05 loss=theta memory=1GiB schedule=[const:20,const:200] seed=1
	workflow=[accumulate,replace]
audit memory=1GiB r=0.25
certify T=100 delta=0.05 memory=1GiB reps=1000 schedule=const:1000000 seed=1
checker level=1e-09
exact T=5 memory=1GiB schedule=const:20 states=1e+06 workflow=accumulate
instances memory=1GiB n=400 seed=1
mutants seed=1 streams=5
plan T=20 delta=0.05 draws=1e+12 memory=1GiB n0=100 reps=2000 seed=1 workflow=accumulate
report archive=testdata/tight assumptions=true checker=true figures=true mutants=true profile=quick reps=1000 seed=1
show memory=1GiB profile=quick seed=1
simulate T=50 draws=1e+12 estimator=mle memory=1GiB path=auto phi=loglog reps=1000 schedule=const:100 seed=1 tv=true
	workflow=accumulate
sweep T=50 delta=0.05 draws=1e+12 memory=1GiB n=100 reps=1000 schedules=const:{n} seed=1 workflows=accumulate
tight archive=testdata/tight budget=1m0s seed=1
verify budget=0s memory=1GiB profile=quick seed=1
`

func TestDefaultsOfFlags(t *testing.T) {
	registry := Suite()
	var all []string
	for _, command := range rootCommand(&registry, io.Discard).Commands() {
		set := []string{command.Name()}
		command.Flags().VisitAll(func(flag *pflag.Flag) {
			if v := flag.DefValue; v != "" && v != "0" && v != "false" && v != "[]" && flag.Name != "workers" {
				set = append(set, flag.Name+"="+v)
			}
			if now := flag.Value.String(); now != flag.DefValue {
				t.Errorf("%s: --%s is %s, in the help %s", command.Name(), flag.Name, now, flag.DefValue)
			}
		})
		if len(set) > 1 {
			all = append(all, strings.Join(set, " "))
		}
	}
	if got := strings.Join(all, "\n"); !slices.Equal(strings.Fields(got), strings.Fields(defaults)) {
		t.Errorf("the flags are\n%s\nwant%s", got, defaults)
	}
}
