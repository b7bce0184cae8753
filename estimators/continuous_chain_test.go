package estimators

import (
	"itermle/internal/kolmogorov"
	"itermle/internal/suiteseed"
	"math"
	"slices"
	"testing"
)

// chainSchedule is uneven, so that a weight of the wrong generation shows.
var chainSchedule = ListSchedule(5, 9, 1, 30, 2)

const chainGenerations = 5

// iterates are lawReplicates draws of θ^(T), by coordinate.
func iterates(t *testing.T, family Family, draw func(dst []float64, replicate uint64)) [][]float64 {
	t.Helper()
	columns := make([][]float64, family.Dim())
	for j := range columns {
		columns[j] = make([]float64, lawReplicates)
	}
	theta := make([]float64, family.Dim())
	for i := range lawReplicates {
		draw(theta, uint64(i))
		for j, v := range theta {
			columns[j][i] = v
		}
	}
	return columns
}

func algorithm(t *testing.T, family Family, truth []float64, path Path, schedule Schedule,
	workflow Workflow) func([]float64, uint64) {
	pool, err := NewPool(family, path, workflow)
	if err != nil {
		t.Fatal(err)
	}
	it := Iteration{Pool: pool, Truth: truth, Schedule: schedule, Workflow: workflow, Generations: chainGenerations}
	stream := NewStream(suiteseed.Seed(), "chain", family.Name(), path.String(), schedule.String(), workflow.String())
	return func(dst []float64, replicate uint64) {
		if err := it.Run(stream, replicate, nil); err != nil {
			t.Fatal(err)
		}
		copy(dst, pool.Theta())
	}
}

// lawDraws draws from a family's own law, under another schedule or number of generations for the mutants.
func lawDraws(law EstimatorLaw, truth []float64, schedule Schedule, generations int) func([]float64, uint64) {
	stream := NewStream(suiteseed.Seed(), "chain", law.Name(), "law")
	return func(dst []float64, replicate uint64) {
		law.SampleEstimator(dst, truth, schedule, generations, stream.At(replicate, 0))
	}
}

func furthest(a, b [][]float64) float64 {
	worst := 0.0
	for j := range a {
		slices.Sort(a[j])
		slices.Sort(b[j])
		worst = math.Max(worst, kolmogorov.Between(a[j], b[j], 0))
	}
	return worst
}

// Five generations of Algorithm 1 on either path, and the law that EstimatorLaw knows without running it, agree in
// every coordinate; the law of another order of the same batches and of replacement do not.
func TestEstimatorLawIsThatOfAlgorithm1(t *testing.T) {
	cases := []struct {
		specification string
		truth         []float64
	}{
		{"exponential", []float64{2}}, {"exponential-rate", []float64{2}}, {"power", []float64{0.5}},
		{"gamma", []float64{2}},
		{"gaussian-variance", []float64{3}}, {"gaussian", []float64{1, 2}}, {"gaussian-vector", []float64{1, -2}},
		{"gaussian-covariance", []float64{1, -2, 2, 0.5, 1}},
		{"gaussian-covariance:3", []float64{0, 0, 0, 1, 0.5, 1, -0.5, 0.25, 3}},
	}
	critical := 2 * dkw(lawReplicates)
	for _, c := range cases {
		t.Run(c.specification, func(t *testing.T) {
			t.Parallel()
			family, err := ParseFamily(c.specification)
			if err != nil {
				t.Fatal(err)
			}
			law := family.(EstimatorLaw)
			schedule, swapped := chainSchedule, ListSchedule(9, 5, 1, 30, 2)
			if family.SampleDim() == 3 {
				// Four samples in R³ leave a correlation determinant below the threshold of cholesky once in 10⁶ pools,
				// ten once in 10⁴⁰: the determinant of ν = n−1 degrees of freedom is below ε with a probability of
				// order ε^{(ν−d+1)/2}.
				schedule, swapped = ListSchedule(10, 30, 1, 60, 2), ListSchedule(30, 10, 1, 60, 2)
			}
			own := iterates(t, family, lawDraws(law, c.truth, schedule, chainGenerations))
			for _, path := range []Path{RawPath, StatisticPath} {
				run := iterates(t, family, algorithm(t, family, c.truth, path, schedule, Accumulate()))
				if distance := furthest(own, run); !(distance <= critical) {
					t.Errorf("path %v: distance %.3g of the law from Algorithm 1, critical %.3g", path, distance,
						critical)
				}
			}
			mutants := map[string]func([]float64, uint64){
				"batches swapped": lawDraws(law, c.truth, swapped, chainGenerations),
			}
			if c.specification != "gaussian-covariance:3" { // batches this small may have none
				mutants["replace"] = algorithm(t, family, c.truth, StatisticPath, ListSchedule(5, 9, 5, 30, 5),
					Replace())
			}
			for name, mutant := range mutants {
				if distance := furthest(own, iterates(t, family, mutant)); distance <= critical {
					t.Errorf("mutant %q: distance %.3g within the critical %.3g", name, distance, critical)
				}
			}
		})
	}
}

// The first generation of a scale family's law is its statistic, drawn alike: also where the draw is far below 2^-53.
func TestEstimatorLawKeepsSmallScales(t *testing.T) {
	family := mustGamma(t, 0.01)
	stream := NewStream(suiteseed.Seed(), t.Name())
	law, statistic := make([]float64, 1), make([]float64, 1)
	for i := range uint64(200) {
		family.SampleEstimator(law, []float64{3}, ConstantSchedule(2), 1, stream.At(i, 0))
		family.SampleStatistic(statistic, []float64{3}, 2, stream.At(i, 0))
		if !(math.Abs(law[0]-statistic[0]) <= 8*0x1p-53*statistic[0]) {
			t.Fatalf("replicate %d: μ_1 = %g by its law, %g by its statistic", i, law[0], statistic[0])
		}
	}
}

// The law of a whole trajectory is a function of the truth by equivariance alone: the same stream gives bit for bit
// the scaled estimate where the scale is a power of two.
func TestPathsAreScaleEquivariant(t *testing.T) {
	for _, c := range []struct {
		specification string
		truth         []float64
		scaled        func(theta []float64, s float64) []float64
	}{
		{"exponential", []float64{1.5}, func(x []float64, s float64) []float64 { return []float64{x[0] * s} }},
		{"exponential-rate", []float64{1.5}, func(x []float64, s float64) []float64 { return []float64{x[0] / s} }},
		{"gamma", []float64{1.5}, func(x []float64, s float64) []float64 { return []float64{x[0] * s} }},
		{"gaussian-variance", []float64{2.25}, func(x []float64, s float64) []float64 {
			return []float64{x[0] * s * s}
		}},
		{"gaussian", []float64{0, 1.5}, func(x []float64, s float64) []float64 {
			return []float64{x[0] * s, x[1] * s}
		}},
		{"gaussian-covariance", []float64{0, 0, 2, 0.5, 1}, func(x []float64, s float64) []float64 {
			return []float64{x[0] * s, x[1] * s, x[2] * s * s, x[3] * s * s, x[4] * s * s}
		}},
	} {
		family, err := ParseFamily(c.specification)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []Path{RawPath, StatisticPath} {
			base := make([]float64, family.Dim())
			algorithm(t, family, c.truth, path, ConstantSchedule(700), Accumulate())(base, 3)
			for _, s := range []float64{0x1p-400, 0x1p-30, 0x1p30, 0x1p400} {
				got, want := make([]float64, family.Dim()), c.scaled(base, s)
				algorithm(t, family, c.scaled(c.truth, s), path, ConstantSchedule(700), Accumulate())(got, 3)
				for j := range got {
					if got[j] != want[j] {
						t.Errorf("%s, path %v, scale %g: θ = %v, want %v", c.specification, path, s, got, want)
						break
					}
				}
			}
		}
	}
}

// The power density's estimate is pivotal: θ_T/θ* is the same number for every θ* on one stream, to the rounding of
// −log x (raw) or of a division (statistic). This is finding 3 on the level of a single run.
func TestPowerIsPivotal(t *testing.T) {
	for _, path := range []Path{RawPath, StatisticPath} {
		base := make([]float64, 1)
		algorithm(t, NewPower(), []float64{1}, path, ConstantSchedule(100), Accumulate())(base, 1)
		for _, truth := range []float64{0.1, 0.5, 3, 50} {
			got := make([]float64, 1)
			algorithm(t, NewPower(), []float64{truth}, path, ConstantSchedule(100), Accumulate())(got, 1)
			// −log x is rounded by 2^-53, which is truth·2^-53 of its mean 1/truth.
			if tolerance := 1e-14 * (1 + truth); !(math.Abs(got[0]/truth/base[0]-1) <= tolerance) {
				t.Errorf("path %v, θ* = %g: θ_T/θ* = %.17g, at θ* = 1 %.17g", path, truth, got[0]/truth, base[0])
			}
		}
	}
}

// No run of either path allocates.
func TestContinuousPathsDoNotAllocate(t *testing.T) {
	for _, name := range continuousFamilies {
		family, err := ParseFamily(name)
		if err != nil {
			t.Fatal(err)
		}
		var truth []float64
		for _, entry := range Families() {
			if entry.Name == name {
				truth = entry.Points[0]
			}
		}
		for _, path := range []Path{RawPath, StatisticPath} {
			run := algorithm(t, family, truth, path, ConstantSchedule(600), Accumulate())
			dst := make([]float64, family.Dim())
			replicate := uint64(0)
			if count := testing.AllocsPerRun(5, func() { replicate++; run(dst, replicate) }); count != 0 {
				t.Errorf("%s, path %v: %g allocations a run", name, path, count)
			}
		}
	}
}
