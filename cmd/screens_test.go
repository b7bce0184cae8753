package cmd

import (
	"strings"
	"testing"
)

// screens are what commands print, whole: a row, a column or a count that is lost shows here. Numbers are compared
// but for their last digits.
var screens = []struct{ line, want string }{
	{"exact --family bernoulli --theta 0.3 --schedule const:3 --T 2 --rho 0.2", `
bernoulli, θ* = (0.3), const:3, accumulate, T = 2; MLE over Θ

QUANTITY               VALUE
P(‖θ^(T) − θ*‖ > 0.2)  0.526333333333 ± 2.8e-14
E ‖θ^(T) − θ*‖²        0.0816666666667 ± 4.8e-15
E KL(p_θ*‖p_θ(T))      —
E TV(p_θ*, p_θ(T))     0.240644444444 ± 1.4e-14
P(letter 0 extinct)    0.027 ± 1.6e-15
P(letter 1 extinct)    0.343 ± 2e-14

11 count vectors
`},
	{"exact --family categorical --theta 0.3,0.2 --schedule const:3 --T 2 --quantile 0.9 --workflow replace", `
categorical, θ* = (0.3,0.2), const:3, replace, T = 2; MLE over Θ

QUANTITY                      VALUE
0.9-quantile of ‖θ^(T) − θ*‖  0.728010988928 ± 5.6e-16
E ‖θ^(T) − θ*‖²               0.205555555556 ± 2.1e-14
E KL(p_θ*‖p_θ(T))             —
E TV(p_θ*, p_θ(T))            0.436733333333 ± 4.5e-14
P(letter 0 extinct)           0.480666666667 ± 4.9e-14
P(letter 1 extinct)           0.629333333333 ± 3.8e-14
P(letter 2 extinct)           0.25 ± 2.5e-14

20 count vectors
`},
	{"plan --family gaussian --theta 10,2 --n0 500 --T 3 --workflow fresh:0.2 --reps 100", `
gaussian, given, n_0 = 500: μ = 10 ± 0.089443 σ = 2 ± 0.063246
const:500, fresh:0.2, T = 3, 100 replicates, seed 1; intervals of confidence 99%

t    n  ‖θ−θ*‖ MEDIAN                 0.95-QUANTILE         0.95-QUANTILE OF TV
1  500  0.085091 [0.073374, 0.11482]  0.16792 [0.15751, ∞]  0.036824 [0.032101, ∞]
2  500  0.10758 [0.08883, 0.13096]    0.23518 [0.21227, ∞]  0.052646 [0.044365, ∞]
3  500  0.12688 [0.10065, 0.15204]    0.23128 [0.20615, ∞]  0.049944 [0.046744, ∞]

QUESTION                            ANSWER                HOW
error at T = 3                      0.23128 [0.20615, ∞]  simulated
                                    ≤ 0.75942             certificate (exact second moments,
                                                          Chebyshev) at θ* = θ̂, real sample drawn
                                                          anew
P(collapse by T): TV > ½ or no MLE  0 [0, 0.051604]       simulated
`},
	{"audit --family cauchy-location", `
cauchy-location, θ* = (θ) = (0), r = 0.25

CONSTANT  ASSUMPTION  VALUE     BASIS        REASON
K1        2A          0.457736  closed form  the family's formula, proved in its comment
                                             attained: 0.384258 at θ = 0 (K1² ≥ tr I/(2(1 + log 2)))
K2        2B          2         closed form  the family's formula, proved in its comment
                                             attained: 2 at θ = 0, x = 0
K3        2C          2.91421   closed form  the family's formula, proved in its comment
                                             attained: 2.91421 at θ = 0, x = -0.414214
λ0        3           0.5       closed form  the family's formula, proved in its comment
                                             attained: 0.5 at θ = 0
L_I                   0         closed form  the family's formula, proved in its comment
                                             attained: 0 at θ = 0

certified.
Smallest ball with a problem: none: every ball passes
`},
	{"assumptions --run ^boundary$ --T 2 --schedule const:5", `
BREAKS  VIOLATION  WORKFLOW    SCHEDULE  T  ≤ δ AT ε  > δ AT ε  P(BAD), LEAST ε
1A      boundary   accumulate  const:5   2  0.01      —         5e-201 ± 5e-201
1A      boundary   replace     const:5   2  0.01      —         5e-201 ± 5e-201

14 cells with P(bad) ≤ δ = 0.05, 0 beyond, 0 undecided, 0 not computed.
α spent 0, β spent 0: some verdict is wrong with probability at most 0.
`},
	{"certify --family gaussian-mean --r 1 --T 2 --reps 0", `
gaussian-mean θ* = 0, r = 1, schedule const:1000000, T = 2, δ = 0.05, certificate mixture

QUANTITY      VALUE         MEANING
K1            1
K2            1
K3            0
λ0            1
L_I           0
ρ_T           0.0030368     P(‖θ^(T) − θ*‖ ≤ ρ_T) ≥ 0.95
KL            ≤ 4.6111e-06  nats
TV            ≤ 0.0015184
quantile      0.0021913     exact
ρ_T/quantile  1.3858
min_n         30            of const:n at T = 2: certified
max_t         > 2^20        for const:1000000: certified
`},
	{"certify --family gaussian-mean --sweep r=1,0.5;n=1000,1000000", `
schedule         T     δ    r   method        ρ_T          KL   quantile   ratio  min_n    max_t
const:1000     100  0.05    1  mixture    0.10983   0.0060313   0.079251  1.3858     32  1048576
const:1000     100  0.05  0.5  mixture    0.10983   0.0060313   0.079251  1.3858    126  1048576
const:1000000  100  0.05    1  mixture  0.0034731  6.0313e-06  0.0025061  1.3858     32  1048576
const:1000000  100  0.05  0.5  mixture  0.0034731  6.0313e-06  0.0025061  1.3858    126  1048576
--wide shows also: TV, by
`},
	{"instances --claim law-schedule --n 30", `
law-schedule: 30 draws, 30 distinct

CHOICE         VALUES  MOST FREQUENT
T                  21  3, 1, 11, 2, 7, 84, …
block               3  1, 2, 4
large               5  338000, 55, 80900, 88800, 9.3e+08
n                  30  1, 1.09e+08, 1.11e+06, 1.29e+08, 1.35e+06, 1.9e+07, …
n_1                 8  121000, 145000, 2, 253, 26000, 4, …
n_2                 3  5, 57, 9
n_3                 3  1, 1.15e+07, 9.29e+08
power               4  -0.7411, 0.7985, 1.6154, 1.7839
ratio               5  0.5202, 0.7622, 1.0965, 1.6048, 1.771
real fraction       5  0.00122, 4.81e-06, 8.25e-06, 8.36e-08, 9.48e-07
schedule            7  blocks, fraction, geom, list, poly, slow, …
sizes               2  3, 1
small               5  160, 3630, 4, 4.7e+07, 89
`},
	{"tight --claim ^law-schedule$ --evaluations 40 --archive x", `
CLAIM         L/R  99%    EVALUATIONS  INSTANCE
law-schedule    1  exact           30  const:1 T=1

1 of 1 claims are bounds with a ratio; the tightest instance of each (seed 1).
`},
	{"mutants --claim ^law-schedule$", `
CLAIM           DIES  REPLICATES  MUTANT
law-schedule  1 of 1           1  constant-halved
law-schedule  1 of 1           1  constant-pi²/6
law-schedule  1 of 1           1  supremum-1.9
law-schedule  1 of 1           1  telescope-twice

4 mutants of 1 claims, 0 of them survive (seed 1).
`},
	{"simulate --family gaussian-mean --theta 0 --T 3 --reps 5", `
gaussian-mean from θ* = (μ) = (0), schedule const:100, workflow accumulate, 5 replicates, seed 1

t    n     mean μ     mse μ  ‖θ−θ*‖ mean       q50      q90      q95      q99   TV mean    TV q50
1  100  -0.089425  0.011785     0.089425  0.062488  0.17756  0.17756  0.17756  0.035646  0.024925
2  100  -0.061958   0.01122      0.10515   0.10798  0.12195  0.12195  0.12195  0.041929  0.043057
3  100  -0.076415  0.010618     0.097772   0.11679  0.13093  0.13093  0.13093  0.038985  0.046567
--wide shows also: TV q90, TV q99, ± mean μ, ± mse μ, ± ‖θ−θ*‖ mean, ± TV mean
`},
	{"simulate --family construction1 --T 3 --reps 30", `
construction1 from θ* = (α μ) = (0 2), schedule const:100, workflow accumulate, 30 replicates, seed
1

t    n     mean α       mse α  ‖θ−θ*‖ mean        q50       q90       q95       q99    TV mean
1  100  0.0070206  0.00014238    0.0070206  0.0041475  0.017332  0.020983  0.047745  0.0070206
2  100      0.052    0.012512      0.06771  0.0015679   0.25037   0.25058   0.71962      0.052
3  100   0.068074    0.016675     0.083983  0.0013667   0.25049   0.25567   0.71962   0.068074
--wide shows also: mean μ, mse μ, TV q50, TV q90, TV q99, ± mean α, ± mse α, ± mean μ, ± mse μ, ±
‖θ−θ*‖ mean, ± TV mean

events
  tv1_gt_logn_over_n       1 of 30 replicates
  alpha1_is_half_gap       27 of 30 replicates
  hit_23                   6 of 30 replicates
  alpha2_gt_tenth          6 of 30 replicates
`},
	{"simulate --family leak:0.5 --schedule const:20 --T 4 --reps 30", `
leak:0.5 from θ* = (θ) = (0), schedule const:20, workflow accumulate, 30 replicates, seed 1

t   n     mean θ     mse θ  ‖θ−θ*‖ mean       q50      q90      q95      q99   TV mean  collapsed by
1  20  0.0068696  0.013199     0.092208  0.076285  0.19652  0.21049  0.28668  0.039929             0
2  20    0.27593   0.54217      0.32774  0.060772   2.0003   2.0034   2.0077  0.092499       0.13333
3  20      0.409    0.8094      0.45676  0.071928   2.0029   2.0046   2.0077   0.12394           0.2
4  20    0.40333   0.80953      0.45266  0.067336   2.0029   2.0046   2.0077   0.12233           0.2
--wide shows also: TV q50, TV q90, TV q99, ± mean θ, ± mse θ, ± ‖θ−θ*‖ mean, ± TV mean

events
  collapsed                6 of 30 replicates
`},
	{"verify --run ^law-schedule$", `
   CLAIM         VERDICT    REPLICATES  TIGHTNESS  DETECTABLE  α SPENT  EVIDENCE
✓  law-schedule  supported  10          1          —           0        1.58044028 ≤ 1.93333333
--wide shows also: TITLE

1 claim: 1 as expected, 0 contradicted, 0 undecided (profile quick, seed 1).
α spent 0 of 5e-07, β spent 0 of 5e-07:
a run of correct code shows a wrong verdict with probability at most 0.

drawn: 2 of 2, 100% [7.07, 100], meet the hypotheses;
of 2 with a tightness 2 of 2, 100% [7.07, 100], come within a factor 2 of the bound.
schedule list 7–100%
n 10^6 0–100%, 10^8 0–100%; T 10^0 0–100%, 10^1 0–100%
demands on what is drawn: 1, 0 judged by so many draws, 0 missed
`},
}

func TestScreens(t *testing.T) {
	for _, screen := range screens {
		code, stdout, stderr := execute(strings.Fields(screen.line)...)
		if code != exitHolds || stderr != "" {
			t.Errorf("itermle %s: exit %d, %s", screen.line, code, stderr)
		}
		got, want := strings.Split(stdout, "\n"), strings.Split(screen.want[1:], "\n")
		if len(got) != len(want) {
			t.Errorf("itermle %s: %d lines, want %d:\n%s", screen.line, len(got), len(want), stdout)
			continue
		}
		for i, line := range got {
			if !sameRow(line, want[i]) {
				t.Errorf("itermle %s prints\n%s\nwant\n%s", screen.line, line, want[i])
			}
		}
	}
}
