package cmd

import (
	"strings"
	"testing"
)

// Every option that a number depends on changes the numbers, not just the sentence above them that repeats it.
func TestOptionsReachTheNumbers(t *testing.T) {
	for line, options := range map[string][]string{
		"simulate --family gaussian --theta 0,1 --schedule const:20 --T 3 --reps 30": {"--theta 0,2",
			"--schedule geom:20,2", "--reps 31", "--seed 2", "--workflow replace", "--tv=false", "--kl",
			"--estimator unbiased"},
		"plan --family gaussian --theta 10,2 --n0 500 --T 3 --reps 100": {"--theta 10,3", "--n0 501", "--T 4",
			"--reps 101", "--seed 2", "--workflow replace", "--delta 0.2", "--epsilon 1", "--schedule const:50"},
		"exact --family bernoulli --theta 0.3 --schedule const:5 --T 2 --rho 0.2": {"--theta 0.2", "--rho 0.3",
			"--schedule const:6", "--T 3", "--workflow replace", "--r 0.1"},
		"certify --family bernoulli-logit --r 1 --T 2 --reps 300 --schedule const:100000": {"--r 0.5", "--T 3",
			"--reps 400", "--schedule const:200000", "--delta 0.1", "--seed 2", "--theta 0.5", "--target 0.01"},
		"audit --family bernoulli-logit": {"--r 0.5", "--theta 0.5"},
		"assumptions --run ^second.sheet$ --T 1 --schedule const:20 --workflow accumulate": {"--T 2",
			"--schedule const:6", "--workflow replace", "--delta 0.3", "--loss tv"},
		"instances --claim law-schedule --n 30": {"--n 31", "--seed 2", "--claim theorem-4.1"},
		"sweep --families gaussian-mean --n 20 --T 2 --reps 30": {"--n 30", "--T 3", "--reps 31", "--seed 2",
			"--workflows replace", "--schedules geom:{n},2", "--delta 0.2", "--families gaussian-mean@1"},
	} {
		numbers := func(line string) string {
			code, stdout, stderr := execute(strings.Fields(line)...)
			if code != exitHolds && code != exitUndecided {
				t.Errorf("itermle %s: exit %d, %s", line, code, stderr)
			}
			if _, table, found := strings.Cut(stdout, "\n\n"); found && !strings.HasPrefix(line, "assumptions") {
				return table
			}
			return stdout
		}
		base := numbers(line)
		if again := numbers(line); again != base {
			t.Errorf("itermle %s prints\n%s\nand then\n%s", line, base, again)
		}
		for _, option := range options {
			changed := line
			name, value, _ := strings.Cut(strings.Replace(option, "=", " ", 1), " ")
			if before, after, given := strings.Cut(line, name+" "); given {
				_, rest, _ := strings.Cut(after, " ")
				changed = before + rest
			}
			if value == "false" {
				changed += " " + name + "=false"
			} else {
				changed += " " + option
			}
			if numbers(changed) == base {
				t.Errorf("itermle %s prints what it does without %s:\n%s", changed, option, base)
			}
		}
	}
}
