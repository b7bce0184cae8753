// Package generators draws the instances of claims with rapid: families, θ*, n, T, δ, schedules and workflows. It is
// for tests, a user's own too; nothing that a command links may import it, since rapid registers flags.
//
// The opinion of the package: rapid draws the instance and shrinks it; the randomness inside an instance comes from an
// estimators.Stream, because rapid's draws are adversarial and not uniform. All grids are readable and sorted from the
// simplest value on, so a failing instance shrinks to something that can be said in one line, such as gaussian-mean
// θ*=[0] const:1 T=1.
//
//	func TestMine(t *testing.T) {
//		rapid.Check(t, func(t *rapid.T) {
//			theta := generators.Theta(family, []float64{0}, []float64{1}).Draw(t, "θ*")
//			schedule := generators.Schedule(100).Draw(t, "n_t")
//			…
//		})
//	}
package generators

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"itermle/estimators"
	"itermle/theorems"
)

// Chooser lets rapid make the choices behind a claim's drawn scenario; index 0 is what it shrinks to. What
// theorems.Pick picks is shown by its value in rapid's output.
func Chooser(t *rapid.T) theorems.Chooser { return chooser{t} }

type chooser struct{ t *rapid.T }

func (c chooser) Choose(label string, n int) int { return rapid.IntRange(0, n-1).Draw(c.t, label) }

func (c chooser) ChooseShown(label string, n int, show func(i int) string) int {
	return rapid.Map(rapid.IntRange(0, n-1), func(i int) shown { return shown{i, show(i)} }).Draw(c.t, label).index
}

// shown is an index that rapid prints as a text.
type shown struct {
	index int
	text  string
}

// GoString is the text.
func (s shown) GoString() string { return s.text }

// Families draws one of the zoo, with its default arguments, in the order of estimators.Families.
func Families() *rapid.Generator[estimators.Family] {
	return rapid.Custom(func(t *rapid.T) estimators.Family {
		entry := among(estimators.Families()).Draw(t, "family")
		family, err := entry.New(nil)
		if err != nil {
			panic(fmt.Sprintf("generators: family %s without arguments: %v", entry.Name, err))
		}
		return family
	})
}

// Theta draws a parameter of the family: the points that lie in Θ, the first being the simplest. Without points they
// are those of the family's entry in the zoo. If there is none, a draw ends the test: a generator of nothing would make
// a test of nothing.
func Theta(family estimators.Family, points ...[]float64) *rapid.Generator[[]float64] {
	name, _, _ := strings.Cut(family.Name(), ":")
	if points == nil {
		for _, entry := range estimators.Families() {
			if entry.Name == name {
				points = entry.Points
			}
		}
	}
	var inside [][]float64
	for _, point := range points {
		if len(point) == family.Dim() && family.Check(point) == nil {
			inside = append(inside, point)
		}
	}
	if len(inside) == 0 {
		return rapid.Custom(func(t *rapid.T) []float64 {
			t.Fatalf("no point to draw: name some that are parameters of %s, which has none in the zoo", family.Name())
			return nil
		})
	}
	// A copy: a test may write to what it has drawn.
	return rapid.Map(among(inside), slices.Clone[[]float64])
}

// among draws one of the values, the first being the simplest. Where rapid.SampledFrom left a failure at the last value
// as it was for 8 seeds of 20, an index from IntRange does for 4 of 61.
func among[V any](values []V) *rapid.Generator[V] {
	return rapid.Map(rapid.IntRange(0, len(values)-1), func(i int) V { return values[i] })
}

// SampleSize draws n from 1 to 10⁹.
func SampleSize() *rapid.Generator[int64] {
	return among([]int64{1, 2, 3, 5, 10, 20, 50, 100, 1000, 10_000, 1_000_000, 1_000_000_000})
}

// Generations draws T from 1 to 10⁴.
func Generations() *rapid.Generator[int] { return among([]int{1, 2, 3, 5, 10, 30, 100, 1000, 10_000}) }

// Delta draws a failure probability δ from 0.5 down to 10^-6.
func Delta() *rapid.Generator[float64] {
	return among([]float64{0.5, 0.2, 0.1, 0.05, 0.01, 1e-3, 1e-6})
}

// Schedule draws n_t for so many generations, of every kind that theorems.DrawSchedule has. Each passes
// Check(generations).
func Schedule(generations int) *rapid.Generator[estimators.Schedule] {
	return rapid.Custom(func(t *rapid.T) estimators.Schedule {
		return theorems.DrawSchedule(Chooser(t), SampleSize().Draw(t, "n"), generations)
	})
}

// Workflow draws a rule for the training set; accumulate, the paper's own, first.
func Workflow() *rapid.Generator[estimators.Workflow] {
	return among([]estimators.Workflow{
		estimators.Accumulate(), estimators.Replace(),
		estimators.Subsample(10), estimators.Bootstrap(10),
		estimators.MixFresh(0.5), estimators.MixFresh(0.1),
		estimators.MixOriginal(0.5), estimators.MixOriginal(0.1),
		estimators.WeightedReal(0.5), estimators.WeightedReal(1),
		estimators.AccumulateFresh(0.1), estimators.AccumulateFresh(1).Decaying(1), estimators.MixAtRandom(0.5),
	})
}
