package alphabet

import (
	"errors"
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { suiteseed.Main(m) }

// drawn is a Chooser that rapid decides.
type drawn struct{ *rapid.T }

func (d drawn) Choose(label string, n int) int { return rapid.IntRange(0, n-1).Draw(d.T, label) }

// change is a family that must tell the same as another: letter k of f is letters[k] of g, with probability share of
// each, and θ is at(θ).
type change struct {
	f, g         *Family
	truth, other []float64 // θ* in f and in g
	letters      [][]int
	share        [][]float64
	at           func(eta []float64) []float64 // the η of g as θ of f
}

func identityOf(eta []float64) []float64 { return eta }

// drawInstance is one of few letters with the MLE over its ball.
func drawInstance(t *rapid.T, accept func(Instance) bool) (Instance, *Family) {
	i, err := Random(drawn{t}, 3)
	if err != nil || !accept(i) {
		t.Skip(err)
	}
	within, err := i.Family.Within(i.Truth, i.Radius)
	if err != nil {
		t.Fatal(err)
	}
	return i, within
}

func plain(i Instance) bool { return i.Family.Dim() == 1 || i.Family.Natural() }

// singles are the letters one by one.
func singles(order []int) (letters [][]int, share [][]float64) {
	for _, k := range order {
		letters, share = append(letters, []int{k}), append(share, []float64{1})
	}
	return letters, share
}

var changes = map[string]func(t *rapid.T) change{
	"permuted alphabet": func(t *rapid.T) change {
		i, f := drawInstance(t, plain)
		order := rapid.Permutation([]int{0, 1, 2}[:f.Letters()]).Draw(t, "order")
		weights := make([]Polynomial, f.Letters())
		for k, g := range f.polynomials() {
			weights[order[k]] = g
		}
		g, err := New(f.Space(), weights...)
		if err != nil {
			t.Fatal(err)
		}
		letters, share := singles(order)
		return change{f, g, i.Truth, i.Truth, letters, share, identityOf}
	},
	// Of a natural family, whose MLE is one: where maximisers tie and are equally near, the first in θ is taken, and an
	// isometry may reverse the order.
	"isometric θ": func(t *rapid.T) change {
		i, f := drawInstance(t, func(i Instance) bool { return i.Family.Natural() })
		d := f.Dim()
		angle := rapid.Float64Range(0, 2*math.Pi).Draw(t, "angle")
		q := []float64{-1}
		if d == 2 {
			q = []float64{math.Cos(angle), -math.Sin(angle), math.Sin(angle), math.Cos(angle)}
		}
		g, err := f.Affine(Ball(repeated(0, d), i.Radius), i.Truth, q)
		if err != nil {
			t.Fatal(err)
		}
		letters, share := singles([]int{0, 1, 2}[:f.Letters()])
		return change{f, g, i.Truth, repeated(0, d), letters, share, func(eta []float64) []float64 {
			theta := append([]float64(nil), i.Truth...)
			for row := range d {
				for column := range d {
					theta[row] += q[row*d+column] * eta[column]
				}
			}
			return theta
		}}
	},
	"injective channel": func(t *rapid.T) change {
		i, f := drawInstance(t, plain)
		var rows [][]float64
		c := change{f: f, truth: i.Truth, other: i.Truth, at: identityOf}
		seen := 0
		for range f.Letters() {
			split := rapid.SampledFrom([][]float64{{1}, {0.5, 0.5}, {0.75, 0.25}}).Draw(t, "split")
			row, list := make([]float64, 6), []int(nil)
			for _, p := range split {
				row[seen] = p
				list = append(list, seen)
				seen++
			}
			rows, c.letters, c.share = append(rows, row), append(c.letters, list), append(c.share, split)
		}
		for k := range rows {
			rows[k] = rows[k][:seen]
		}
		g, err := f.Through(rows)
		if err != nil {
			t.Fatal(err)
		}
		c.g = g
		return c
	},
	"beside a known law": func(t *rapid.T) change {
		i, f := drawInstance(t, plain)
		p := rapid.SampledFrom([]float64{0.5, 0.25, 0.125}).Draw(t, "q")
		g, err := f.Beside([]float64{p, 1 - p})
		if err != nil {
			t.Fatal(err)
		}
		c := change{f: f, g: g, truth: i.Truth, other: i.Truth, at: identityOf}
		for k := range f.Letters() {
			c.letters, c.share = append(c.letters, []int{2 * k, 2*k + 1}), append(c.share, []float64{p, 1 - p})
		}
		return c
	},
}

// What changes nothing changes nothing: the law of ‖θ^(T) − θ*‖ and of KL, the MLE and the constants.
func TestMetamorphic(t *testing.T) {
	for name, of := range changes {
		t.Run(name, func(t *testing.T) { rapid.Check(t, func(t *rapid.T) { of(t).check(t) }) })
	}
}

func (c change) check(t *rapid.T) {
	c.checkMLE(t)
	n := rapid.Int64Range(1, 3).Draw(t, "n")
	generations := rapid.IntRange(1, 2).Draw(t, "T")
	way := rapid.SampledFrom(testedWorkflows[:3]).Draw(t, "workflow")
	var laws [2]*Law
	for i, side := range []struct {
		f     *Family
		truth []float64
	}{{c.f, c.truth}, {c.g, c.other}} {
		law, err := ExactLaw(side.f, side.truth, estimators.ConstantSchedule(n), generations, way.workflow, Budget{})
		if err != nil {
			t.Fatal(err)
		}
		laws[i] = law
	}
	same := func(what string, of func(*Law) estimators.Certified) {
		a, b := of(laws[0]), of(laws[1])
		if !(math.Abs(a.Value-b.Value) <= a.Error+b.Error+1e-8) || !(a.Error+b.Error <= 1e-6) {
			t.Fatalf("%s: %+v, and %+v after the change", what, a, b)
		}
	}
	same("E‖θ−θ*‖²", func(l *Law) estimators.Certified { return l.Mean(l.SquaredDistance) })
	same("E KL", func(l *Law) estimators.Certified { return l.Mean(l.KL) })
	same("E TV", func(l *Law) estimators.Certified { return l.Mean(l.TotalVariation) })
	// Between two atoms the distribution function is the same as well.
	if q, err := laws[0].Quantile(laws[0].Distance, 0.5); err == nil {
		for _, rho := range []float64{q.Value + q.Error + 1e-6, q.Value - q.Error - 1e-6} {
			if unsure := laws[0].Above(laws[0].Distance, rho+1e-7); unsure != laws[0].Above(laws[0].Distance,
				rho-1e-7) {
				continue // an atom nearby
			}
			same("P(outside)", func(l *Law) estimators.Certified { return l.Above(l.Distance, rho) })
		}
	}
}

func (c change) checkMLE(t *rapid.T) {
	weights, moved := make([]float64, c.f.Letters()), make([]float64, c.g.Letters())
	for k := range weights {
		weights[k] = float64(rapid.IntRange(0, 9).Draw(t, "count"))
		for i, y := range c.letters[k] {
			moved[y] = weights[k] * c.share[k][i]
		}
	}
	weights[0]++
	for i, y := range c.letters[0] {
		moved[y] += c.share[0][i]
	}
	theta, eta := make([]float64, len(c.truth)), make([]float64, len(c.other))
	if err := errors.Join(c.f.FitStatistic(theta, c.truth, weights),
		c.g.FitStatistic(eta, c.other, moved)); err != nil {
		t.Fatal(err)
	}
	for j, v := range c.at(eta) {
		if !(math.Abs(v-theta[j]) <= 1e-7) {
			t.Fatalf("MLE %v, and %v after the change", theta, c.at(eta))
		}
	}
}

// Constants, of the dimensions and radii at which two searches come near each other.
func TestMetamorphicConstants(t *testing.T) {
	for name, of := range changes {
		t.Run(name, func(t *testing.T) {
			compared := 0
			rapid.Check(t, func(t *rapid.T) {
				if compared >= 12 {
					return
				}
				c := of(t)
				radius := math.Min(0.1, c.f.radius/2)
				before, err := c.f.Constants(c.truth, radius, combinedSearch)
				if err != nil {
					t.Skip(err)
				}
				after, err := c.g.Constants(c.other, radius, combinedSearch)
				if err != nil {
					t.Fatal(err)
				}
				compared++
				for what, pair := range map[string][2]float64{"K1": {before.K1, after.K1}, "K2": {before.K2, after.K2},
					"K3": {before.K3, after.K3}, "λ0": {before.Lambda0, after.Lambda0},
					"L_I": {before.Lipschitz, after.Lipschitz}} {
					if a, b := pair[0], pair[1]; !(math.Abs(a-b) <= 0.1*math.Max(a, b)+1e-9) {
						t.Fatalf("%s: %g, and %g after the change", what, a, b)
					}
				}
			})
		})
	}
}
